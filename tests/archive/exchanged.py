"""What an archive says to others, as values that can be compared, and sides made of archives."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from archive.archive import Archive
from archive.base.progress import Progress
from archive.base.text import sha512
from archive.model.exchange import KINDS, LIFE, Contents, Record
from archive.operations import beside, wholeness
from archive.operations.exchange import checks, graph
from archive.operations.exchange import faults as exchange_faults
from archive.operations.exchange.own import Own, how
from archive.operations.exchange.telling import told_of
from archive.store.integrity import Integrity

# What fields of dates and figures say of which nobody said anything, or that was taken back.
_NOTHING = frozenset({"null", '""', '"found"'})
NOBODY = Contents("Test", "archive", "", "", "", (), {})


class Told(Own):
    """An archive's records as a bundle tells them, and as what comes from elsewhere is checked."""

    def batches(self, kind: str) -> Iterator[Sequence[Record]]:
        for batch in super().batches(kind):
            lines = [json.dumps(told_of(self.as_said(each))) for each in batch]
            yield [checks.record(kind, json.loads(line)) for line in lines]


def side(archive: Archive) -> Own:
    """The archive as another one sees it; what is there is given away by that."""
    with archive.atomic():
        archive.store.exchange.seal()
    return Told(archive.store.connections, NOBODY)


def said(archive: Archive, naming: Archive | None = None) -> dict[tuple[str, str], dict[str, Any]]:
    """{(kind, uid): what shows of each field, with what contradicts it}, under the smallest uid that anybody has for it, as far as
    the archive (or the one that is `naming`) knows.
    """
    own = Own(archive.store.connections, NOBODY)
    smallest: dict[str, str] = {}
    known_as = (naming or archive).store.exchange.aliases()
    aliases = {key: here for key, here in known_as.items() if key[0] != "tag"}  # those are decisions, not names
    for (_, uid), here in aliases.items():
        smallest[here] = min(smallest.get(here, here), uid, here)
    for (_, uid), here in aliases.items():
        smallest[uid] = smallest[here]

    for kind in ("mention", "figure"):
        smallest |= _read(archive, kind)
        if naming is not None:
            there = _read(naming, kind)
            smallest |= {uid: there[here] for uid in smallest if (here := aliases.get((kind, uid), uid)) in there}

    def known(text: str) -> str:
        for here, least in smallest.items():
            text = text.replace(here, least)
        return text

    found: dict[tuple[str, str], dict[str, Any]] = {}
    for kind in KINDS:
        for batch in own.batches(kind):
            for record in batch:
                clash = {
                    name: sorted(each.value for each in graph.shown(how(kind, name), one).conflict)
                    for name, one in record.graphs.items()
                    if name != LIFE
                }
                untouched = kind in ("mention", "figure") and _NOTHING.issuperset(record.values.values())
                if record.present and (not untouched or any(clash.values()) or record.extras["rule"] == "entered"):
                    told = {known(name): known(value) for name, value in record.values.items()}
                    told.pop("figures", None)  # archives that read a text by themselves call its figures otherwise
                    uid = "-".join(sorted(map(known, record.uid.split("-"))))
                    assert (kind, uid) not in found, "two for one"
                    found[kind, uid] = {
                        "pictures": _pictures(archive, record.uid) if kind == "article" else [],
                        "values": told,
                        "elements": sorted(map(known, record.elements)),
                        "conflicts": {known(name): sorted(map(known, each)) for name, each in clash.items() if each},
                    }
    if gathered := {key: known(uid) for key, uid in _gathered(archive)}:
        found["key", ""] = {"values": gathered}
    return found


def _read(archive: Archive, kind: str) -> dict[str, str]:
    """{uid: where it stands} of what the rules read: each archive calls it otherwise, and only those that a person touched are shared."""
    own = Own(archive.store.connections, NOBODY)
    rows = archive.store.connections.rows(
        f"SELECT uid, edition, start, \"end\", rule FROM {kind}s WHERE rule <> 'entered'"
    )
    return {row[0]: f"{kind} {own.name_of(row[1])} {row[2]}-{row[3]} {row[4]}" for row in rows}


def _pictures(archive: Archive, uid: str) -> list[str]:
    """The SHA-512 of the bytes of every picture that lay beside the pages of an article; what is lost is told as that."""
    article = archive.store.articles.with_uid(uid)
    assert article is not None
    shown = {
        each.sha512
        for number in archive.store.editions.summaries(article)
        for each in archive.store.editions.get(number.id).pictures
        if each.place.startswith(beside.PLACE)
    }
    kept = {address for address, *_ in archive.store.originals.pictures(article)}
    assert shown == kept
    return sorted(sha512(archive.store.originals.data(address)) for address in kept)


def _gathered(archive: Archive) -> list[tuple[str, str]]:
    rows = archive.store.connections.rows(
        "SELECT k.key, s.uid FROM series_keys k JOIN series s ON s.id = k.series ORDER BY k.key"
    )
    return [(row[0], row[1]) for row in rows]


def faults(archive: Archive) -> list[str]:
    """What is not whole in it: between its tables, and of places against their words."""
    integrity = Integrity(archive.store.connections)
    found = [each.what for look in (integrity.references, integrity.rules) for each in look()]
    found += [each.what for each in exchange_faults.faults(archive, Progress())]
    return found + [each.what for each in wholeness.texts(archive, Progress(), set())]
