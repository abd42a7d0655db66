"""Mentions and publication dates as arrays: each read along one covering index, and kept until something is written.

SQLite joins the numbers of a group; taking them apart is several times faster than a row for each mention.
"""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar, cast

import numpy as np

from archive.model.columns import BASES, PRECISIONS, STATUSES, TYPES, Columns, FigureColumns, Ints, Narrow, Published
from archive.model.edtf import Precision
from archive.model.event import Basis, Status, TimexType

from .connection import Connections
from .selecting import ints

Arrays = TypeVar("Arrays", Columns, Published, FigureColumns)
Read = TypeVar("Read")

_GENERATION = "mentions-generation"
_ENTERED, _FOUND = BASES.index(Basis.ENTERED), STATUSES.index(Status.FOUND)
_DATE, _TIME = TYPES.index(TimexType.DATE), TYPES.index(TimexType.TIME)
_CLOCK = PRECISIONS.index(Precision.TIME)

MENTIONS = (
    "SELECT type, precision, basis, group_concat(id), group_concat(coalesce(event, 0)), group_concat(coalesce(article, 0)),"
    " group_concat(coalesce(start, 0)), group_concat(coalesce(earliest, 0)), group_concat(coalesce(latest, 0))"
    " FROM mentions GROUP BY type, precision, basis"
)
EVENTS = (
    "SELECT status, precision, group_concat(id), group_concat(coalesce(earliest, 0)),"
    " group_concat(coalesce(latest, 0)) FROM events GROUP BY status, precision"
)
OWN = (
    "SELECT own_precision, group_concat(id), group_concat(coalesce(own_earliest, 0)), group_concat(coalesce(own_latest, 0))"
    " FROM mentions WHERE own_edtf IS NOT NULL GROUP BY own_precision"
)
PUBLISHERS = (
    "SELECT coalesce(publisher, ''), group_concat(id) FROM articles WHERE trashed_at IS NULL GROUP BY publisher"
)
PUBLISHED = (
    "SELECT coalesce(publisher, ''), group_concat(id), group_concat(earliest), group_concat(latest) FROM articles"
    " WHERE trashed_at IS NULL AND earliest IS NOT NULL GROUP BY publisher"
)


def bump(connections: Connections, generation: str) -> None:
    """Counts a generation of rows on, inside the transaction under way."""
    connections.change("UPDATE facts SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = ?", (generation,))


def state(connections: Connections, generation: str) -> tuple[int, int]:
    """What changes whenever these rows, or what is shown of their articles, may have been written, by whichever process."""
    counted = connections.value("SELECT value FROM facts WHERE key = ?", (generation,))
    return int(counted or 0), int(connections.value("SELECT max(id) FROM journal") or 0)


def publishers(connections: Connections) -> tuple[tuple[str, ...], Ints]:
    """Publishers by name, "" first; and by the number of an article that of its publisher, -1 for those not outside the trash."""
    rows = connections.rows(PUBLISHERS)
    names = tuple(sorted({"", *(row[0] for row in rows)}))
    parts = [ints(row[1]) for row in rows]
    of_article = np.full(1 + max((int(part.max()) for part in parts), default=0), -1, np.int64)
    for row, part in zip(rows, parts, strict=True):
        of_article[part] = names.index(row[0])
    return names, of_article


def living(articles: Ints, of_article: Ints) -> tuple[Any, Ints]:
    """Which of these articles are not in the trash, and the number of each one's publisher (0 for those that are)."""
    numbers = np.where(articles < len(of_article), of_article[articles.clip(max=len(of_article) - 1)], -1)
    return numbers >= 0, numbers.clip(min=0)


class ColumnReader:
    """Reads them; safe to use from any thread."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._kept: dict[str, tuple[object, object]] = {}

    def changed(self) -> None:
        """Says, inside the transaction under way, that mentions were written."""
        bump(self._connections, _GENERATION)

    def state(self) -> tuple[int, int]:
        """What changes whenever mentions, or what is shown of their articles, may have been written, by whichever process."""
        return state(self._connections, _GENERATION)

    def kept(self, name: str, read: Callable[[], Read]) -> Read:
        """What `read` gives, read once for each state of the archive; inside a transaction it is always read."""
        if self._connections.writing:
            return read()
        with self._connections.snapshot():
            state = self.state()
            held = self._kept.get(name)
            if held is None or held[0] != state:
                held = self._kept[name] = (state, read())
        return cast(Read, held[1])

    def at_hand(self, name: str) -> Any:
        """What was kept under this name for the archive as it is; None where there is nothing, and inside a transaction."""
        held = self._kept.get(name)
        if held is None or self._connections.writing:
            return None
        with self._connections.snapshot():
            return held[1] if held[0] == self.state() else None

    def let_go(self, name: str) -> None:
        """Keeps it no longer; whoever asks next has it read."""
        self._kept.pop(name, None)

    def columns(self) -> Columns:
        """All mentions outside the trash as they are in force; the same object until something is written."""
        return self.kept("columns", self._read)

    def _read(self) -> Columns:
        of_groups = [
            (TYPES.index(TimexType(row[0])), PRECISIONS.index(Precision(row[1])), BASES.index(Basis(row[2])), *row[3:])
            for row in self._connections.rows(MENTIONS)
        ]
        ids, events, articles, starts, earliest, latest = (_whole(row[at] for row in of_groups) for at in range(3, 9))
        counts = [row[3].count(",") + 1 for row in of_groups]
        types, precisions, bases = (repeated([row[at] for row in of_groups], counts) for at in range(3))
        statuses = np.full(len(ids), _FOUND, np.int64)
        told = (earliest, latest, precisions)
        _overlay(ids, told, types, bases, self._own())
        _overlay(events, told, types, bases, self._events(events, statuses))
        names, of_article = publishers(self._connections)
        alive, of_publisher = living(articles, of_article)
        shown = alive | (articles == 0)
        first = np.where(earliest > 0, earliest, np.where(latest > 0, latest, np.iinfo(np.int64).max))
        order = np.lexsort((ids, starts, articles, first))
        order = order[shown[order]]
        return locked(
            Columns(
                narrow(ids[order]),
                narrow(np.where(events > 0, events, -ids)[order]),
                narrow(articles[order]),
                narrow(of_publisher[order]),
                narrow(earliest[order]),
                narrow(latest[order]),
                narrow(precisions[order], np.int8),
                narrow(bases[order], np.int8),
                narrow(statuses[order], np.int8),
                narrow(types[order], np.int8),
                names,
            )
        )

    def _own(self) -> list[tuple[Ints, Ints, Ints, int]]:
        """(ids, earliest, latest, precision) of what persons said of single mentions."""
        return [
            (ints(row[1]), ints(row[2]), ints(row[3]), PRECISIONS.index(Precision(row[0])))
            for row in self._connections.rows(OWN)
        ]

    def _events(self, events: Ints, statuses: Ints) -> list[tuple[Ints, Ints, Ints, int]]:
        """The same of events; fills in the statuses of their mentions."""
        dated = []
        for status, precision, joined, earliest, latest in self._connections.rows(EVENTS):
            ids = ints(joined)
            statuses[np.isin(events, ids)] = STATUSES.index(Status(status))
            if precision is not None:
                dated.append((ids, ints(earliest), ints(latest), PRECISIONS.index(Precision(precision))))
        return dated

    def published(self) -> Published:
        """When articles outside the trash were published."""
        rows = self._connections.rows(PUBLISHED)
        names = tuple(sorted({"", *(row[0] for row in rows)}))
        parts = [(ints(row[1]), ints(row[2]), ints(row[3])) for row in rows]
        numbers = [np.full(len(part[0]), names.index(row[0]), np.int64) for row, part in zip(rows, parts, strict=True)]
        articles, earliest, latest = (joined([part[at] for part in parts]) for at in range(3))
        return locked(Published(articles, joined(numbers), earliest, latest, names))


def joined(parts: Sequence[Ints]) -> Ints:
    """One array of several."""
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _whole(texts: Iterable[str]) -> Ints:
    return ints(",".join(texts))


def narrow(numbers: Ints, kind: type[np.signedinteger[Any]] = np.int32) -> Narrow:
    """The numbers in this kind where all fit, else as they are."""
    limits = np.iinfo(kind)
    fits = not len(numbers) or (limits.min <= numbers.min() and numbers.max() <= limits.max)
    return numbers.astype(kind) if fits else numbers


def repeated(values: Sequence[int], counts: Sequence[int]) -> Ints:
    """Each value so many times."""
    return np.repeat(np.array(values, np.int64), np.array(counts, np.int64))


def _overlay(
    keys: Ints,
    told: tuple[Ints, Ints, Ints],
    types: Ints,
    bases: Ints,
    groups: Sequence[tuple[Ints, Ints, Ints, int]],
) -> None:
    """Puts what persons said, by key, before what was read."""
    for ids, earliest, latest, precision in groups:
        order = np.argsort(ids)
        ids, earliest, latest = ids[order], earliest[order], latest[order]
        places = np.searchsorted(ids, keys).clip(max=len(ids) - 1)
        hit = ids[places] == keys
        told[0][hit], told[1][hit] = earliest[places[hit]], latest[places[hit]]
        told[2][hit], bases[hit] = precision, _ENTERED
        types[hit] = _TIME if precision == _CLOCK else _DATE


def locked(arrays: Arrays) -> Arrays:
    """Several threads share them."""
    for field in dataclasses.fields(arrays):
        value = getattr(arrays, field.name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return arrays
