"""What articles claim in numbers, as it is listed, grouped and filtered. Reads only.

A series is known by its uid where a person made it, else by the key that its figures share. What lies in the trash is never
among them; what a person rejected is listed, and counts in no series.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from archive.archive import Archive
from archive.base.errors import NotFound
from archive.base.text import folded
from archive.model.columns import KINDS, FigureColumns, Ints
from archive.model.figure import Figure, FigureFilter, Series
from archive.model.ids import ArticleId, FigureId
from archive.store.series import Made

from . import extracting, readers

EVERY = FigureFilter()
_UID_CHARS = 6
_NEVER = date.max.toordinal() + 1  # after every day
_held: "WeakKeyDictionary[Archive, tuple[FigureColumns, dict[int, int], _Counted, _Days]]" = WeakKeyDictionary()


def ids(archive: Archive, filter: FigureFilter = EVERY) -> Ints:
    """The ids that the filter lets through, in the order of `figures`: a table with virtual rows asks `by_ids` for a page."""
    return archive.store.figures.matching(filter)


def passing(archive: Archive, filter: FigureFilter = EVERY) -> Any:
    """Which rows of `columns` the filter lets through (a mask)."""
    return archive.store.figures.passing(filter)


def figures(
    archive: Archive, filter: FigureFilter = EVERY, *, limit: int | None = None, offset: int = 0
) -> list[Figure]:
    """A page of the figures that the filter lets through, by article and place."""
    with archive.snapshot():
        found = ids(archive, filter)[offset:]
        return archive.store.figures.by_ids((found if limit is None else found[:limit]).tolist())


def by_ids(archive: Archive, ids: Sequence[FigureId]) -> list[Figure]:
    """These figures, in this order, without those that are gone."""
    return archive.store.figures.by_ids(ids)


def by_uids(archive: Archive, uids: Iterable[str]) -> list[Figure]:
    """These figures without those that are gone."""
    with archive.snapshot():
        return archive.store.figures.by_ids(archive.store.figures.ids_of(uids))


def of_article(archive: Archive, article: ArticleId) -> list[Figure]:
    """Every figure of an article in reading order; stale ones, which do not stand in the present text, are among them."""
    return archive.store.figures.of(article)


def find(archive: Archive, uid: str) -> Figure:
    """The figure with this uid; a unique beginning will do. Raises NotFound."""
    return archive.store.figures.find(uid)


def columns(archive: Archive) -> FigureColumns:
    """All figures as arrays."""
    return archive.store.figure_columns.columns()


def keep_columns(archive: Archive) -> None:
    """Keeps the arrays in the archive where there are many figures, so that the next program to open it need not read them all;
    and what any list of series needs, in memory."""
    with archive.snapshot():
        _all_counted(archive, columns(archive))
    if archive.read_only or not archive.store.figure_columns.arrays.is_worth_keeping():
        return
    with archive.atomic():
        archive.store.figure_columns.arrays.keep()


def let_go(archive: Archive) -> None:
    """Frees the arrays; whoever asks for figures next has them read, where they are kept in a tenth of a second or two."""
    archive.store.figure_columns.let_go()
    _held.pop(archive, None)


def pending(archive: Archive) -> int:
    """How many articles are still to be read."""
    return extracting.pending(archive)


# Series


def series(
    archive: Archive, filter: FigureFilter = EVERY, *, least: int = 1, limit: int | None = None, offset: int = 0
) -> list[Series]:
    """A page of the series that have so many figures or more among those that the filter lets through, the largest first."""
    return ranked(archive, filter, {}, least=least, limit=limit, offset=offset)[0]


def ranked(
    archive: Archive,
    filter: FigureFilter,
    ranks: Mapping[str, int],
    *,
    least: int = 1,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[list[Series], int]:
    """The same, those of a higher rank first (`ranks`, by uid or key; 0 for the others), and how many there are in all."""
    with archive.snapshot():
        grouped = _Grouped(archive, filter)
        order = np.lexsort((-grouped.articles, -grouped.figures, -grouped.ranks(ranks)))
        found = order[grouped.figures[order] >= max(1, least)]
        page = found[offset:] if limit is None else found[offset : offset + limit]
        return grouped.records(page.tolist()), len(found)


def one_series(archive: Archive, given: str) -> Series:
    """The series with this uid (a unique beginning will do), key or name, its case aside. Raises NotFound."""
    with archive.snapshot():
        grouped = _Grouped(archive, EVERY)
        (found,) = grouped.records([grouped.number(given)])
        return found


def these_series(archive: Archive, uids: Iterable[str]) -> list[Series]:
    """The series with these uids or keys, in this order, without those that have no figure."""
    with archive.snapshot():
        grouped = _Grouped(archive, EVERY)
        places = {uid: number for number, uid in enumerate(columns(archive).all_series)}
        return grouped.records([places[uid] for uid in uids if uid in places])


def name_of(archive: Archive, series: str) -> str:
    """What a series is called, by its uid or key; "" where there is none."""
    made = next((each for each in archive.store.series.all() if each.uid == series), None)
    return _made_name(made) if made is not None else _key_name(series)


def _key_name(key: str) -> str:
    return _named_by(readers.READERS["figures"].name, key)


@lru_cache(maxsize=4_096)  # a list asks for hundreds, with each filter for much the same
def _named_by(name: Callable[[str], str], key: str) -> str:
    return name(key)


def _made_name(made: Made) -> str:
    return made.name or (_key_name(made.keys[0]) if made.keys else "")


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


def _all_counted(archive: Archive, columns: FigureColumns) -> tuple[_Counted, _Days]:
    """The same without any filter, kept as long as no figure changes."""
    held, roots = _held.get(archive), archive.store.origins.roots()
    if held is None or held[0] is not columns or held[1] != roots:
        counted = _count(columns, columns.by_series, roots)
        days = _days(columns, counted, np.arange(len(columns.all_series)))
        held = _held[archive] = (columns, roots, counted, days)
    return held[2], held[3]


class _Grouped:
    """The figures of a filter by series, as arrays along `FigureColumns.all_series`."""

    def __init__(self, archive: Archive, filter: FigureFilter) -> None:
        self._archive = archive
        self._columns = columns = archive.store.figure_columns.columns()
        self._made = {made.uid: made for made in archive.store.series.all()}
        self._all_days: _Days | None = None
        if filter == EVERY:
            counted, self._all_days = _all_counted(archive, columns)
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
            return _key_name(uid)
        return _made_name(made) or (_key_name(key) if key else "")

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
