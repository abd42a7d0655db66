"""Reads what a timeline shows: in the background, the newest question wins; what did not change is not read again."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from archive.archive import Archive
from archive.base.progress import Progress
from archive.operations import timeline
from desktop.context import Context

from .arranging import Arranged, Loaded, arrange
from .wanted import Wanted


class TimelineLoader(QObject):
    """`shown(Loaded, Arranged)` after every answer."""

    shown = Signal(object, object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.wanted = Wanted()
        self.loaded: Loaded | None = None

    def show(self, wanted: Wanted, *, again: bool = False, then: Callable[[], object] | None = None) -> None:
        """Arranges what is wanted; reads the archive only where the question or (`again`) the archive has changed."""
        before, self.wanted = self.wanted, wanted
        archive, loaded = self._context.archive, None if again else self.loaded

        def work(progress: Progress) -> tuple[Loaded, Arranged]:
            found = read(archive, wanted, before, loaded, progress)
            return found, arrange(found, wanted)

        def done(answer: tuple[Loaded, Arranged]) -> None:
            self.loaded = answer[0]
            self.shown.emit(*answer)
            if then is not None:
                then()

        self._context.jobs.latest(("timeline", id(self)), work, done=done, owner=self)


def read(archive: Archive, wanted: Wanted, before: Wanted, loaded: Loaded | None, progress: Progress) -> Loaded:
    """What is shown as `wanted`; `loaded` is what was read for `before`, None: nothing of it holds any more."""
    with archive.snapshot():
        if loaded is None:
            loaded = Loaded(
                columns=timeline.columns(archive),
                published=timeline.published(archive),
                coverage=timeline.coverage(archive),
                headings=timeline.articles(archive),
                disagreements=timeline.disagreements(archive),
                tags=timeline.tags_of(archive),
                matching=timeline.matching(archive, wanted.filter),
                doubtful=timeline.doubtful(archive),
            )
        elif wanted.filter != before.filter:
            loaded = replace(loaded, matching=timeline.matching(archive, wanted.filter))
        progress.check()
        return loaded
