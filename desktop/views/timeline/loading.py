"""Reads what a timeline shows: in the background, the newest question wins; what did not change is not read again.

The first time what it takes to draw comes first; what is only ringed, dotted or offered comes after.
"""

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


class TimelineLoader(QObject):
    """`shown(Loaded, Arranged)` after every answer; the first one is followed by one that is whole."""

    shown = Signal(object, object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.wanted = Wanted()
        self.loaded: Loaded | None = None
        self._whole = False

    def show(self, wanted: Wanted, *, again: bool = False, then: Callable[[], object] | None = None) -> None:
        """Arranges what is wanted; reads the archive only where the question or (`again`) the archive has changed."""
        before, self.wanted = self.wanted, wanted
        archive, loaded = self._context.archive, None if again or not self._whole else self.loaded
        soon = self.loaded is None

        def work(progress: Progress) -> tuple[Loaded, Arranged]:
            found = read(archive, wanted, before, loaded, progress, whole=not soon)
            return found, arrange(found, wanted)

        def done(answer: tuple[Loaded, Arranged]) -> None:
            self.loaded, self._whole = answer[0], not soon
            self.shown.emit(*answer)
            if then is not None:
                then()
            if soon:
                self.show(self.wanted, again=True)

        self._context.jobs.latest(("timeline", id(self)), work, done=done, owner=self)


def read(
    archive: Archive, wanted: Wanted, before: Wanted, loaded: Loaded | None, progress: Progress, *, whole: bool = True
) -> Loaded:
    """What is shown as `wanted`; `loaded` is what was read for `before`, None: nothing of it holds any more.

    Not `whole`: disagreements, tags and what is doubtful are left out unless they decide what stands where.
    """
    with archive.snapshot():
        if loaded is None:
            loaded = Loaded(
                columns=timeline.columns(archive),
                published=timeline.published(archive),
                coverage=timeline.coverage(archive),
                headings=timeline.articles(archive),
                disagreements=timeline.disagreements(archive) if whole or wanted.disagreeing else (),
                tags=timeline.tags_of(archive) if whole or wanted.lanes == "tag" else {},
                matching=timeline.matching(archive, wanted.filter),
                doubtful=timeline.doubtful(archive) if whole else np.zeros(0, np.int64),
            )
        elif wanted.filter != before.filter:
            loaded = replace(loaded, matching=timeline.matching(archive, wanted.filter))
        progress.check()
        return loaded
