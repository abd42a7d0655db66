"""What articles claim in numbers, as it is listed, grouped and filtered. Reads only.

A series is known by its uid where a person made it, else by the key that its figures share. What lies in the trash is never
among them; what a person rejected is listed, and counts in no series.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

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
    """Keeps the arrays in the archive where there are many figures, so that the next program to open it need not read them all."""
    if archive.read_only or not archive.store.figure_columns.arrays.is_worth_keeping():
        return
    with archive.atomic():
        archive.store.figure_columns.arrays.keep()


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
    return _made_name(made) if made is not None else readers.READERS["figures"].name(series)


def _made_name(made: Made) -> str:
    return made.name or (readers.READERS["figures"].name(made.keys[0]) if made.keys else "")


class _Grouped:
    """The figures of a filter by series, as arrays along `FigureColumns.all_series`."""

    def __init__(self, archive: Archive, filter: FigureFilter) -> None:
        self._archive = archive
        self._columns = columns = archive.store.figure_columns.columns()
        self._made = {made.uid: made for made in archive.store.series.all()}
        # Rejected ones count in no series; those of one series stand together, and in it those of one article.
        rows = columns.by_series
        self._rows = rows if filter == EVERY else rows[archive.store.figures.passing(filter)[rows]]
        of_row, articles = columns.series[self._rows], columns.article[self._rows]
        count = len(columns.all_series)
        self.figures = np.bincount(of_row, minlength=count)
        another = np.ones(len(of_row), bool)
        another[1:] = (of_row[1:] != of_row[:-1]) | (articles[1:] != articles[:-1])
        self.articles = np.bincount(of_row[another], minlength=count)
        self._first = np.cumsum(self.figures) - self.figures

    def ranks(self, given: Mapping[str, int]) -> Ints:
        """The rank of each series."""
        if not given:
            return np.zeros(len(self._columns.all_series), np.int64)
        return np.array([given.get(uid, 0) for uid in self._columns.all_series], np.int64)

    def records(self, numbers: Sequence[int]) -> list[Series]:
        firsts = [self._representative(number) for number in numbers]
        known = {head.id: head for head in self._archive.store.figures.heads([each for each in firsts if each])}
        found = []
        for number, first in zip(numbers, firsts, strict=True):
            uid = self._columns.all_series[number]
            made, head = self._made.get(uid), known.get(FigureId(first))
            earliest, latest = self._days(number)
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
        return int(self._columns.id[self._rows[self._first[number]]])

    def _kind(self, number: int) -> int:
        if self.figures[number]:
            return int(self._columns.kind[self._rows[self._first[number]]])
        return int(self._columns.kind[np.argmax(self._columns.series == number)])

    def _days(self, number: int) -> tuple[date | None, date | None]:
        first = self._first[number]
        rows = self._rows[first : first + self.figures[number]]
        earliest, latest = self._columns.earliest[rows], self._columns.latest[rows]
        known = earliest[earliest > 0], latest[latest > 0]
        return (
            date.fromordinal(int(known[0].min())) if len(known[0]) else None,
            date.fromordinal(int(known[1].max())) if len(known[1]) else None,
        )

    def _name(self, number: int, key: str = "") -> str:
        uid = self._columns.all_series[number]
        made = self._made.get(uid)
        if made is None:
            return readers.READERS["figures"].name(uid)
        return _made_name(made) or (readers.READERS["figures"].name(key) if key else "")

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
