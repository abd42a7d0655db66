"""Keys of figures that people put into different series: one series shows each, and the others that claim it are not forgotten.

A key stands in one series at a time. Where two people put it into two, both series keep that they have it (an element that nobody took
off), the one with the smallest uid shows it, in every archive, and a person decides. Inside the transaction under way.
"""

import json
from collections.abc import Iterable
from typing import Any

from archive.archive import Archive
from archive.model.exchange import Graph, Record, Revision
from archive.store.ledger import Draft
from archive.store.nonces import NONCE

from . import graph
from .graph import NULL
from .own import Own


class Claims:
    """Writes through a draft, so that what it does is taken back with the act."""

    def __init__(self, archive: Archive, draft: Draft, own: Own) -> None:
        self._tables, self._draft, self._own = archive.store.exchange, draft, own

    def put(self, series: str, key: str, nonce: int | None) -> bool:
        """Lets a series (uid) that is here gather a key, put there by an act with this nonce; False where it does already."""
        holder = self._tables.holder(key)
        if holder == series:
            return False
        if holder is not None:
            self._remember(holder, key)
            self._remember_other(series, key, nonce)
            self.settle(key, {series})
            return self._tables.holder(key) == series
        self._insert(series, key, nonce)
        return True

    def take(self, series: str, key: str) -> bool:
        """Takes a key out of a series; another one that claims it has it then. False where it was not shown there."""
        if self._tables.holder(key) != series:
            return False
        self._draft.delete("series_keys", [key])
        self.settle(key, besides={series})
        return True

    def settle(self, key: str, with_: Iterable[str] = (), *, besides: Iterable[str] = ()) -> None:
        """Lets the series with the smallest uid of those that claim a key have it."""
        wanted = min({*claiming(self._own, key), *with_} - set(besides), default=None)
        holder = self._tables.holder(key)
        if wanted == holder:
            return
        if holder is not None:
            self._draft.delete("series_keys", [key])
        if wanted is not None:
            self._insert(wanted, key, None)  # how it came there is kept

    def _insert(self, series: str, key: str, nonce: int | None) -> None:
        row = {"key": key, "series": self._tables.id_of("series", series), NONCE: nonce}
        self._draft.insert("series_keys", row)

    def _remember(self, series: str, key: str) -> None:
        """Keeps for good that a series has a key: its row may go to another one."""
        self._tables.settle("series", series, f"key:{key}", list(_said(self._own, series, key).values()))

    def _remember_other(self, series: str, key: str, nonce: int | None) -> None:
        """Keeps that a series has a key which came with this nonce, and no row of its own."""
        field = f"key:{key}"
        if field in self._own.records("series", [series])[series].graphs:
            self._remember(series, key)
            return
        for revision in graph.root(field, graph.on(nonce)).values():
            self._draft.insert("exchange_revisions", _row(series, field, revision, came=1))


def decide(archive: Archive, own: Own, draft: Draft, key: str, chosen: str) -> None:
    """Says that one of the series (uid) that claim a key has it: a revision over all that was said of the others."""
    field = f"key:{key}"
    others = [series for series in contested(own).get(key, ()) if series.uid != chosen]
    for series in others:
        said = series.graphs.get(field) or graph.unchanged(series, field)
        archive.store.exchange.settle("series", series.uid, field, list(said.values()))
        draft.insert(
            "exchange_revisions",
            _row(series.uid, field, graph.named(field, [tip.name for tip in graph.heads(said)], NULL), came=0),
        )
    Claims(archive, draft, own).settle(key, besides={series.uid for series in others})


def _said(own: Own, series: str, key: str) -> Graph:
    """The graph of a key that a series has."""
    field = f"key:{key}"
    record = own.records("series", [series])[series]
    return record.graphs.get(field) or graph.unchanged(record, field)


def _row(series: str, field: str, revision: Revision, *, came: int) -> dict[str, Any]:
    row = {"kind": "series", "uid": series, "field": field, "name": revision.name, "came": came}
    return row | {"parents": json.dumps(revision.parents), "value": revision.value}


def claiming(own: Own, key: str) -> list[str]:
    """The series that are here and have a key, or of which somebody said so and nobody took it out; by uid."""
    return [series.uid for series in _records(own, [uid for _, uid in own.tables.claiming(key)]) if _has(series, key)]


def contested(own: Own) -> dict[str, list[Record]]:
    """{key: the series that claim it} of every key that more than one does, by uid; the first one shows it."""
    found: dict[str, list[Record]] = {}
    told: dict[str, list[str]] = {}
    for key, uid in own.tables.claiming():
        told.setdefault(key, []).append(uid)
    for key, uids in told.items():
        if len(uids) > 1:
            claims = [series for series in _records(own, uids) if _has(series, key)]
            if len(claims) > 1:
                found[key] = claims
    return found


def _records(own: Own, uids: list[str]) -> list[Record]:
    records = own.records("series", uids)
    return [records[uid] for uid in sorted(records) if records[uid].present]


def _has(series: Record, key: str) -> bool:
    return f"key:{key}" in series.elements
