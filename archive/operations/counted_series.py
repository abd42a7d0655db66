"""Series as they are counted: how many figures and articles each has among those of a filter, its name, kind and days. Reads only."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from archive.archive import Archive
from archive.base.errors import NotFound
from archive.base.text import folded
from archive.model.columns import KINDS, FigureColumns, Ints
from archive.model.figure import FigureFilter, Series
from archive.model.ids import FigureId
from archive.store.series import Made

from . import readers

EVERY = FigureFilter()
_UID_CHARS = 6
_NEVER = date.max.toordinal() + 1  # after every day
_held: "WeakKeyDictionary[Archive, tuple[FigureColumns, dict[int, int], _Counted, _Days]]" = WeakKeyDictionary()


def key_name(key: str) -> str:
    return _named_by(readers.READERS["figures"].name, key)


@lru_cache(maxsize=4_096)  # a list asks for hundreds, with each filter for much the same
def _named_by(name: Callable[[str], str], key: str) -> str:
    return name(key)


def made_name(made: Made) -> str:
    return made.name or (key_name(made.keys[0]) if made.keys else "")


class _Counted(NamedTuple):
    """Rows that count, series by series, and of each series the number of figures, of articles, and where its rows begin."""

    rows: Ints
    figures: Ints
    articles: Ints
    first: Ints


class _Days(NamedTuple):
    """The first and the last day of each series, as ordinals; 0 where none is told."""

    first: Ints
    last: Ints


def _count(columns: FigureColumns, rows: Ints, roots: Mapping[int, int]) -> _Counted:
    """Counts rows in which those of one series stand together, and in it those of one article; `roots`: {copy: its original}."""
    of_row, articles = columns.series[rows], columns.article[rows]
    count = len(columns.all_series)
    figures = np.bincount(of_row, minlength=count)
    another = np.ones(len(of_row), bool)
    another[1:] = (of_row[1:] != of_row[:-1]) | (articles[1:] != articles[:-1])
    if roots and len(rows):
        origin = np.arange(max(int(articles.max()), *roots, *roots.values()) + 1)
        origin[list(roots)] = list(roots.values())
        another = np.zeros(len(of_row), bool)
        another[np.unique(of_row.astype(np.int64) * len(origin) + origin[articles], return_index=True)[1]] = True
    return _Counted(
        rows, figures, np.bincount(of_row[another], minlength=count), np.asarray(np.cumsum(figures) - figures)
    )


def _days(columns: FigureColumns, counted: _Counted, numbers: Ints) -> _Days:
    """The days that figures of each of these series tell of."""
    counts = counted.figures[numbers]
    begins = np.cumsum(counts) - counts
    rows = counted.rows[np.arange(int(counts.sum())) + np.repeat(counted.first[numbers] - begins, counts)]
    earliest, latest = columns.earliest[rows], columns.latest[rows]
    first, last = np.zeros(len(counts), np.int64), np.zeros(len(counts), np.int64)
    # Of a series without rows reduceat would tell those of the next one: only the others are asked.
    some = counts > 0
    if some.any():
        first[some] = np.minimum.reduceat(np.where(earliest > 0, earliest, _NEVER), begins[some])
        last[some] = np.maximum.reduceat(latest, begins[some])
    return _Days(np.where(first < _NEVER, first, 0), last)


def all_counted(archive: Archive, columns: FigureColumns) -> tuple[_Counted, _Days]:
    """The same without any filter, kept as long as no figure changes."""
    held, roots = _held.get(archive), archive.store.origins.roots()
    if held is None or held[0] is not columns or held[1] != roots:
        counted = _count(columns, columns.by_series, roots)
        days = _days(columns, counted, np.arange(len(columns.all_series)))
        held = _held[archive] = (columns, roots, counted, days)
    return held[2], held[3]


def let_go(archive: Archive) -> None:
    """Frees what is kept; whoever asks next has it counted."""
    _held.pop(archive, None)


class Grouped:
    """The figures of a filter by series, as arrays along `FigureColumns.all_series`."""

    def __init__(self, archive: Archive, filter: FigureFilter) -> None:
        self._archive = archive
        self._columns = columns = archive.store.figure_columns.columns()
        self._made = {made.uid: made for made in archive.store.series.all()}
        self._all_days: _Days | None = None
        if filter == EVERY:
            counted, self._all_days = all_counted(archive, columns)
        else:  # rejected ones count in no series
            rows = columns.by_series
            counted = _count(columns, rows[archive.store.figures.passing(filter)[rows]], archive.store.origins.roots())
        self._counted, self.figures, self.articles = counted, counted.figures, counted.articles

    def ranks(self, given: Mapping[str, int]) -> Ints:
        """The rank of each series."""
        if not given:
            return np.zeros(len(self._columns.all_series), np.int64)
        return np.array([given.get(uid, 0) for uid in self._columns.all_series], np.int64)

    def records(self, numbers: Sequence[int]) -> list[Series]:
        firsts = [self._representative(number) for number in numbers]
        known = {head.id: head for head in self._archive.store.figures.heads([each for each in firsts if each])}
        found = []
        for number, first, (earliest, latest) in zip(
            numbers, firsts, self._days(np.array(numbers, np.int64)), strict=True
        ):
            uid = self._columns.all_series[number]
            made, head = self._made.get(uid), known.get(FigureId(first))
            found.append(
                Series(
                    uid=uid,
                    name=self._name(number, "" if head is None else head.key),
                    meaning="" if made is None else made.meaning,
                    kind=KINDS[self._kind(number)],
                    unit="" if head is None else head.unit,
                    place="" if head is None else head.place,
                    figures=int(self.figures[number]),
                    articles=int(self.articles[number]),
                    earliest=earliest,
                    latest=latest,
                    made=made is not None,
                )
            )
        return found

    def _representative(self, number: int) -> int:
        """The first figure of a series; 0 where all are rejected."""
        if not self.figures[number]:
            return 0
        return int(self._columns.id[self._first_row(number)])

    def _first_row(self, number: int) -> int:
        return int(self._counted.rows[self._counted.first[number]])

    def _kind(self, number: int) -> int:
        if self.figures[number]:
            return int(self._columns.kind[self._first_row(number)])
        return int(self._columns.kind[np.argmax(self._columns.series == number)])

    def _days(self, numbers: Ints) -> list[tuple[date | None, date | None]]:
        """The first and the last day that figures of each series tell of."""
        if self._all_days is not None:
            days = _Days(*(each[numbers] for each in self._all_days))
        else:
            days = _days(self._columns, self._counted, numbers)
        return [
            (date.fromordinal(first) if first else None, date.fromordinal(last) if last else None)
            for first, last in zip(days.first.tolist(), days.last.tolist(), strict=True)
        ]

    def _name(self, number: int, key: str = "") -> str:
        uid = self._columns.all_series[number]
        made = self._made.get(uid)
        if made is None:
            return key_name(uid)
        return made_name(made) or (key_name(key) if key else "")

    def number(self, given: str) -> int:
        """Which series is meant; raises NotFound."""
        names = self._columns.all_series
        wanted = given.strip()
        gathering = self._archive.store.series.of_key(wanted)
        gathered = wanted if gathering is None else self._archive.store.series.get(gathering).uid
        if gathered in names:
            return names.index(gathered)
        found = []
        if len(wanted) >= _UID_CHARS and set(wanted.lower()) <= set("0123456789abcdef"):
            found = [each for each, uid in enumerate(names) if uid in self._made and uid.startswith(wanted.lower())]
        if not found:
            key = folded(wanted)
            found = [each for each in range(len(names)) if folded(self._name(each)) == key]
        if len(found) != 1:
            told = "More than one series is called" if found else "There is no series"
            raise NotFound(f"{told} {wanted[:80]!r}.", "Look at the list of figures for its name, or give its key.")
        return found[0]
