"""Undo and redo over Changes, and the one place that tells views what changed."""

from PySide6.QtCore import QObject, Signal

from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.model.change import Act, Change
from archive.operations import acts
from desktop.jobs import Jobs

STEPS_KEPT = 500


class History(QObject):
    """Keeps the last 500 acts of one open archive. A view that made a Change hands it to `do`.

    `changed(Change)` is emitted for every finished act, done, undone or redone; views refresh what it touches.
    `steps_changed` is emitted when the labels of undo and redo may differ; `undone(Change)` after an undo or redo.
    """

    changed = Signal(object)
    steps_changed = Signal()

    def __init__(self, archive: Archive, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._archive = archive
        self._jobs = jobs
        self._done: list[Change] = []
        self._undone: list[Change] = []
        self._unasked: Change | None = None  # what the program did last by itself
        self._busy = False
        self._acts = 0

    def do(self, change: Change, *, by_itself: bool = False) -> None:
        """Takes in a finished act: it can be undone now (if it has an inverse), and what was undone before is forgotten.

        What the program did `by_itself` (marking as read) can be undone too, but takes no step to redo away from the person, and
        comes after the person's last act: who undoes means what they did, not what happened meanwhile.
        """
        self._acts += not by_itself
        if change.inverse is not None:
            if not by_itself and change.entry and self._done and self._done[-1].entry == change.entry:
                # It went on with the last act (typing in one note): one step for both.
                self._done.pop()
            beneath = by_itself and bool(self._done) and self._done[-1] is not self._unasked
            self._done.insert(len(self._done) - beneath, change)
            if by_itself:
                self._unasked = change
            del self._done[:-STEPS_KEPT]
            if not by_itself:
                self._undone.clear()
        self.announce(change)

    def announce(self, change: Change) -> None:
        """Tells the views of a change that is no step of its own (an import's progress, the index)."""
        self.steps_changed.emit()
        self.changed.emit(change)

    @property
    def undo_label(self) -> str | None:
        """The label of the act that `undo` would take back, or None."""
        return self._done[-1].label if self._done else None

    @property
    def redo_label(self) -> str | None:
        return self._undone[-1].label if self._undone else None

    def undo(self) -> None:
        """Takes back the last act, in the background; nothing happens while one is being taken back."""
        self._move(self._done, self._undone)

    def redo(self) -> None:
        self._move(self._undone, self._done)

    def _move(self, origin: list[Change], target: list[Change]) -> None:
        if self._busy or not origin:
            return
        step = origin[-1]
        inverse: Act = step.inverse if step.inverse is not None else Act("")
        self._busy = True
        acts_before = self._acts

        def done(change: Change) -> None:
            self._busy = False
            _discard(origin, step)
            # The step keeps its own label: "Undo Edit title" becomes "Redo Edit title".
            # It is no longer to be redone when another act came in between.
            if target is self._done or acts_before == self._acts:
                target.append(Change(step.label, change.touched, change.inverse, change.entry))
            self.announce(change)

        def failed(error: Exception) -> None:
            self._busy = False
            # What it would take back is gone (purged, or changed from outside): the step can never succeed.
            _discard(origin, step)
            self.steps_changed.emit()
            if isinstance(error, WaystationError) and self._jobs.on_failure is not None:
                self._jobs.on_failure(error)

        self._jobs.run(lambda _: acts.perform(self._archive, inverse), done=done, failed=failed, owner=self, keep=True)


def _discard(steps: list[Change], step: Change) -> None:
    for index in range(len(steps) - 1, -1, -1):
        if steps[index] is step:
            del steps[index]
            return
