"""Reads what the tab shows, in the background: the list of series, what findings say of each, and the chosen one whole.

The list says what has been found so far; where much is still to be compared, that is done after it, in the background.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from archive.archive import Archive
from archive.base.errors import NotFound
from archive.base.progress import Progress
from archive.model.figure import Figure, Finding, Series
from archive.model.ids import FigureId, Uid
from archive.operations import browse, comparing, figures, timeline
from desktop.context import Context
from desktop.views.figures.words import Headings
from desktop.views.statistics.filter import Filter
from desktop.widgets.charts import TimePoint

from .comparing import Comparer
from .points import points

MOST_SERIES = 200  # a filter brings others to the top
MOST_FIGURES = 500  # of one series, on the chart and in the table
MOST_FINDINGS = 200  # of one kind and series, the strongest


@dataclass(frozen=True, slots=True)
class Listed:
    """The series in order, and how many findings nobody has put aside: `{uid: (conflicts, tensions)}`.

    `whole` tells that all figures are compared; `more` counts series that are not listed.
    """

    series: tuple[Series, ...]
    counts: Mapping[str, tuple[int, int]]
    more: int
    pending: int
    whole: bool
    articles: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A series with its figures, by period; the findings that any of them is part of, with the figures of other series.

    `drawn` are the figures as the chart takes them; `untold` counts findings that are weaker than all of these.
    """

    series: Series
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    told: Mapping[Uid, Figure]
    headings: Headings
    more: int
    drawn: tuple[TimePoint, ...] = ()
    untold: int = 0


class FiguresLoader(QObject):
    """`listed(Listed)` and `shown(Shown)`; `gone(uid)` when a series is no longer there.

    Nothing waits long for findings: those of before are shown until the present ones are in, and figures are compared once at
    a time, whatever happens meanwhile.
    """

    listed = Signal(object)
    shown = Signal(object)
    gone = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.filter = Filter()
        self._known: Mapping[str, Series] = {}
        self.comparer = Comparer(context, self)
        self.comparer.ended.connect(lambda: self._list(finding=False))

    def list(self, filter: Filter) -> None:
        """Lists the series that the filter leaves."""
        self.filter = filter
        self._list(finding=True)

    def _list(self, *, finding: bool) -> None:
        archive, filter = self._context.archive, self.filter

        def done(found: Listed) -> None:
            self._known = {each.uid: each for each in found.series}
            self.listed.emit(found)
            if finding and not found.whole and not archive.read_only:
                self.comparer.start()

        self._run("list", lambda progress: listed(archive, filter, progress), done)

    def show(self, uid: str, like: str = "") -> None:
        """Reads a series whole; where it is no more, the one that the figure `like` belongs to now."""
        archive, filter, known = self._context.archive, self.filter, self._known.get(uid)

        def done(found: Shown | None) -> None:
            if found is None:
                self.gone.emit(uid)
            else:
                self.shown.emit(found)

        def work(progress: Progress) -> Shown | None:
            found = shown(archive, filter, known or uid, progress, like)
            return None if found is None else replace(found, drawn=tuple(points(found)))

        self._run("show", work, done)

    def _run(self, what: str, work: Callable[[Progress], object], done: Callable[..., None]) -> None:
        self._context.jobs.latest((f"statistics_figures_{what}", id(self)), work, done=done, owner=self)


def listed(archive: Archive, filter: Filter, progress: Progress) -> Listed:
    """The list, with what has been found so far; what is soon compared is compared before."""
    whole = comparing.soon(archive, progress)
    with archive.snapshot():
        found = comparing.counts(archive)
        ranks = {uid: 2 * (conflicts > 0) + (tensions > 0) for uid, (conflicts, tensions) in found.items()}
        given, count = figures.ranked(archive, filter.figures(), ranks, limit=MOST_SERIES)
        return Listed(
            series=in_order(given, found),
            counts={each.uid: found[each.uid] for each in given if each.uid in found},
            more=count - len(given),
            pending=figures.pending(archive),
            whole=whole,
            articles=browse.count(archive) if not given else 0,
        )


def in_order(series: Sequence[Series], found: Mapping[str, tuple[int, int]]) -> tuple[Series, ...]:
    """Those with conflicts first, then those with tensions, then the largest."""

    def rank(each: Series) -> tuple[bool, bool, int, int, str]:
        conflicts, tensions = found.get(each.uid, (0, 0))
        return not conflicts, not tensions, -each.figures, -each.articles, each.name

    return tuple(sorted(series, key=rank))


def shown(
    archive: Archive,
    filter: Filter,
    given: Series | str,
    progress: Progress,
    like: str = "",
) -> Shown | None:
    """A series (or its uid) whole; None where it is gone, or the filter leaves none of its figures. `like` as above."""
    comparing.soon(archive, progress)
    with archive.snapshot():
        series = given if isinstance(given, Series) else _series(archive, given, like)
        if series is None:
            return None
        wanted = replace(filter.figures(), series=(series.uid,))
        ids = figures.ids(archive, wanted).tolist()
        told = figures.by_ids(archive, [FigureId(each) for each in ids[:MOST_FIGURES]])
        if not told:
            return None
        progress.check()
        here = {each.uid for each in told}
        found, held = comparing.known_among(archive, series.uid, here, most=MOST_FINDINGS)
        others = {uid for each in found for uid in each.figures if uid not in here}
        known = {each.uid: each for each in (*told, *figures.by_uids(archive, others))}
        headings = timeline.articles(archive, list({each.article for each in known.values()}))
        untold = max(0, comparing.count(archive, series.uid) - held) if held >= MOST_FINDINGS else 0
        in_time = tuple(sorted(told, key=by_period))
        return Shown(series, in_time, tuple(found), known, headings, len(ids) - len(told), untold=untold)


def _series(archive: Archive, uid: str, like: str) -> Series | None:
    try:
        return figures.one_series(archive, uid)
    except NotFound:
        try:
            return figures.one_series(archive, figures.find(archive, like).series) if like else None
        except NotFound:
            return None


def by_period(figure: Figure) -> tuple[int, int, int]:
    """By the first day that is told, undated ones last; else by article and place."""
    first = figure.earliest or figure.latest
    return (first.toordinal() if first is not None else 10_000_000, int(figure.article), figure.start)
