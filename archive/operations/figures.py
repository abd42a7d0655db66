"""What articles claim in numbers, as it is listed, grouped and filtered. Reads only.

A series is known by its uid where a person made it, else by the key that its figures share. What lies in the trash is never
among them; what a person rejected is listed, and counts in no series.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archive.archive import Archive
from archive.model.figure import Figure, FigureFilter, Series
from archive.model.ids import ArticleId, FigureId

if TYPE_CHECKING:  # NumPy, and what counts with it, comes when figures are asked for: the window stands before
    from archive.model.columns import FigureColumns, Ints

EVERY = FigureFilter()


def ids(archive: Archive, filter: FigureFilter = EVERY) -> "Ints":
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


def columns(archive: Archive) -> "FigureColumns":
    """All figures as arrays."""
    return archive.store.figure_columns.columns()


def keep_columns(archive: Archive) -> None:
    """Keeps the arrays in the archive where there are many figures, so that the next program to open it need not read them all;
    and what any list of series needs, in memory."""
    from . import counted_series

    with archive.snapshot():
        counted_series.all_counted(archive, columns(archive))
    if archive.read_only or not archive.store.figure_columns.arrays.is_worth_keeping():
        return
    with archive.atomic():
        archive.store.figure_columns.arrays.keep()


def let_go(archive: Archive) -> None:
    """Frees the arrays; whoever asks for figures next has them read, where they are kept in a tenth of a second or two."""
    from . import counted_series

    archive.store.figure_columns.let_go()
    counted_series.let_go(archive)


def pending(archive: Archive) -> int:
    """How many articles are still to be read."""
    from . import extracting

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
    import numpy as np

    from .counted_series import Grouped

    with archive.snapshot():
        grouped = Grouped(archive, filter)
        order = np.lexsort((-grouped.articles, -grouped.figures, -grouped.ranks(ranks)))
        found = order[grouped.figures[order] >= max(1, least)]
        page = found[offset:] if limit is None else found[offset : offset + limit]
        return grouped.records(page.tolist()), len(found)


def one_series(archive: Archive, given: str) -> Series:
    """The series with this uid (a unique beginning will do), key or name, its case aside. Raises NotFound."""
    from .counted_series import Grouped

    with archive.snapshot():
        grouped = Grouped(archive, EVERY)
        (found,) = grouped.records([grouped.number(given)])
        return found


def these_series(archive: Archive, uids: Iterable[str]) -> list[Series]:
    """The series with these uids or keys, in this order, without those that have no figure."""
    from .counted_series import Grouped

    with archive.snapshot():
        grouped = Grouped(archive, EVERY)
        places = {uid: number for number, uid in enumerate(columns(archive).all_series)}
        return grouped.records([places[uid] for uid in uids if uid in places])


def name_of(archive: Archive, series: str) -> str:
    """What a series is called, by its uid or key; "" where there is none."""
    from .counted_series import key_name, made_name

    made = next((each for each in archive.store.series.all() if each.uid == series), None)
    return made_name(made) if made is not None else key_name(series)
