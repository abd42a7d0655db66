"""The acts on passages of one page, done one after another in the order of the keys, each seen at once and taken back if refused."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.model.change import Change
from archive.model.ids import ArticleId, EditionId
from archive.operations import annotate
from desktop.context import Context

Span = tuple[int, int]


@dataclass(slots=True, eq=False)
class Target:
    """What an act is meant for: a passage by its uid, or words that become one with the first act on them."""

    article: ArticleId
    edition: EditionId
    span: Span
    uid: str | None = None


@dataclass(slots=True)
class _Step:
    work: Callable[[], Change]
    done: Callable[[Change], None] | None


class Acts(QObject):
    """`busy` while an act is under way; `settled` when all are done; `failed` after one was refused (and told)."""

    settled = Signal()
    failed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._waiting: deque[_Step] = deque()
        self.busy = False

    @property
    def archive(self) -> Archive:
        return self._context.archive

    def add(self, work: Callable[[], Change], done: Callable[[Change], None] | None = None) -> None:
        """Does the work after what was asked before it; its Change enters history."""
        self._waiting.append(_Step(work, done))
        if not self.busy:
            self._next()

    def mark(
        self,
        target: Target,
        *,
        colour: str | None = None,
        tag: str | None = None,
        note: str | None = None,
        joining: bool = False,
        done: Callable[[Change], None] | None = None,
    ) -> None:
        """Marks the words of the target if they are no passage yet; then gives it the colour, the tag or the note."""
        archive = self.archive

        def work() -> Change:
            if target.uid is None:
                start, end = target.span
                passage, change = annotate.mark(
                    archive,
                    target.article,
                    start,
                    end,
                    note=note or "",
                    tags=() if tag is None else (tag,),
                    colour=colour,
                    edition=target.edition,
                )
                target.uid = passage.uid
                return change
            if tag is not None:
                return annotate.tag(archive, [target.uid], tag)
            if note is not None:
                return annotate.set_note(archive, target.uid, note, joining=joining)
            return annotate.set_colour(archive, [target.uid], colour)

        self.add(work, done)

    def _next(self) -> None:
        if not self._waiting:
            self.busy = False
            self.settled.emit()
            return
        self.busy = True
        step = self._waiting.popleft()

        def done(change: Change) -> None:
            self._context.history.do(change)
            if step.done is not None:
                step.done(change)
            self._next()

        def failed(error: Exception) -> None:
            # What was to follow was meant for what was refused.
            self._waiting.clear()
            self.busy = False
            if isinstance(error, WaystationError):
                self._context.alerts.show(error)
            self.failed.emit()

        # No owner: an act enters history even when its page is closed meanwhile.
        self._context.jobs.run(lambda _: step.work(), done=done, failed=failed, keep=True)
