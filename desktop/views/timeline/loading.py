"""Reads what a timeline shows: in the background, the newest question wins; what did not change is not read again.

The first time what it takes to draw comes first; what is only ringed, dotted or offered comes after. Answers to the latest
questions are kept until something is written: the way back from a filter costs nothing.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from archive.archive import Archive
from archive.base.progress import Progress
from archive.operations import timeline
from desktop.context import Context

from .arranging import Arranged, Loaded, arrange
from .wanted import Wanted

_ANSWERS_KEPT, _MARKS_KEPT = 4, 400_000  # a hundred thousand marks take some 15 MB


class TimelineLoader(QObject):
    """`shown(Loaded, Arranged)` after every answer; the first one is followed by one that is whole."""

    shown = Signal(object, object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.wanted = Wanted()
        self.loaded: Loaded | None = None
        self._answers: OrderedDict[Wanted, tuple[Loaded, Arranged]] = OrderedDict()  # whole ones, the latest last

    def show(self, wanted: Wanted, *, then: Callable[[], object] | None = None) -> None:
        """Arranges what is wanted; reads the archive only where the question or the archive has changed."""
        self.wanted = wanted
        archive, soon = self._context.archive, self.loaded is None
        kept = self._answers.get(wanted)
        latest = next(reversed(self._answers.values()), None)

        def work(progress: Progress) -> tuple[Loaded, Arranged]:
            return answer(archive, wanted, kept, latest, progress, whole=not soon)

        def done(found: tuple[Loaded, Arranged]) -> None:
            self._keep(wanted, found, whole=not soon)
            self.shown.emit(*found)
            if then is not None:
                then()
            if soon:
                self.show(self.wanted)

        self._context.jobs.latest(("timeline", id(self)), work, done=done, owner=self)

    def _keep(self, wanted: Wanted, found: tuple[Loaded, Arranged], *, whole: bool) -> None:
        if self.loaded is not None and self.loaded.columns is not found[0].columns:
            self._answers.clear()
        self.loaded = found[0]
        if whole:
            self._answers[wanted] = found
            self._answers.move_to_end(wanted)
            while len(self._answers) > 1 and (
                len(self._answers) > _ANSWERS_KEPT
                or sum(len(arranged.index) for _, arranged in self._answers.values()) > _MARKS_KEPT
            ):
                self._answers.popitem(last=False)


def answer(
    archive: Archive,
    wanted: Wanted,
    kept: tuple[Loaded, Arranged] | None,
    latest: tuple[Loaded, Arranged] | None,
    progress: Progress,
    *,
    whole: bool = True,
) -> tuple[Loaded, Arranged]:
    """What is shown as `wanted`. `kept` was the answer to the same question, `latest` that to any; they hold while the columns do.

    Not `whole`: disagreements, tags and what is doubtful are left out unless they decide what stands where.
    """
    with archive.snapshot():
        columns, coverage = timeline.columns(archive), timeline.coverage(archive)
        if kept is not None and kept[0].columns is columns:
            return replace(kept[0], coverage=coverage), kept[1]
        if latest is not None and latest[0].columns is columns:
            loaded = replace(latest[0], coverage=coverage, matching=timeline.matching(archive, wanted.filter))
        else:
            loaded = Loaded(
                columns=columns,
                published=timeline.published(archive),
                coverage=coverage,
                headings=timeline.articles(archive),
                disagreements=timeline.disagreements(archive) if whole or wanted.disagreeing else (),
                tags=timeline.tags_of(archive) if whole or wanted.lanes == "tag" else {},
                matching=timeline.matching(archive, wanted.filter),
                doubtful=timeline.doubtful(archive) if whole else np.zeros(0, np.int64),
            )
    progress.check()
    return loaded, arrange(loaded, wanted)
