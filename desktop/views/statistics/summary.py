"""The words beside the heading: how many articles, figures and series the filter lets through, of which years."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from archive.archive import Archive
from archive.model.columns import FIGURE_STATUSES, Ints
from archive.model.figure import FigureStatus
from archive.operations import browse, figures
from desktop.wording import counted

from .filter import Filter

_REJECTED = FIGURE_STATUSES.index(FigureStatus.REJECTED)


@dataclass(frozen=True, slots=True)
class Summary:
    """`articles` are those that the filter lets through, of figures those that nobody rejected; days are ordinals or 0."""

    articles: int
    figures: int
    series: int
    first: int
    last: int
    pending: int


def read(archive: Archive, filter: Filter) -> Summary:
    """Counts; to be called off the interface thread."""
    with archive.snapshot():
        columns = figures.columns(archive)
        counting = columns.status != _REJECTED
        if filter.narrowed:
            counting &= figures.passing(archive, filter.figures())
        first, last = columns.earliest[counting], columns.latest[counting]
        return Summary(
            articles=_different(columns.article[counting]) if filter.narrowed else browse.count(archive),
            figures=int(counting.sum()),
            series=_different(columns.series[counting]),
            first=int(first[first > 0].min()) if (first > 0).any() else 0,
            last=int(last[last > 0].max()) if (last > 0).any() else 0,
            pending=figures.pending(archive),
        )


def _different(numbers: Ints) -> int:
    return int(np.count_nonzero(np.bincount(numbers, minlength=1)))


def words(summary: Summary) -> str:
    """In one line."""
    parts = [counted(summary.articles, "article")]
    if summary.figures:
        parts.append(f"{counted(summary.figures, 'figure')} in {summary.series:,} series")
    years = sorted({date.fromordinal(day).year for day in (summary.first, summary.last) if day})
    if years:
        parts.append("–".join(map(str, years)))
    if summary.pending:
        verb = "is" if summary.pending == 1 else "are"
        parts.append(f"{counted(summary.pending, 'article')} {verb} still being read")
    return " · ".join(parts)
