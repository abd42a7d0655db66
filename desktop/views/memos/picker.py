"""A small box that finds a thing to link to, or to write about: by a few letters of its name."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.context import Context
from desktop.models.memos import KINDS, Named, candidates
from desktop.views.library.choosers import Chooser

_TYPING_MS = 80


class Picker(Chooser):
    """`picked(Named)` when one was chosen."""

    picked = Signal(object)

    def __init__(self, context: Context, prompt: str, kinds: Sequence[str], parent: QWidget) -> None:
        super().__init__("memo-picker", prompt, parent, makes=False)
        self._context, self._kinds = context, kinds
        self._found: dict[str, Named] = {}
        self._behind = self._taking = False  # what is shown answers to other words; Return was pressed meanwhile
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self._ask)
        self.field.textChanged.connect(self._typed)
        self.taken.connect(lambda key: self.picked.emit(self._found[key]))
        self.setFixedWidth(420)
        self._ask()

    def open_below(self, widget: QWidget) -> None:
        self.open_at(widget.mapToGlobal(QPoint(0, widget.height() + 4)))

    def _typed(self) -> None:
        self._behind = True
        self._typing.start()

    def _fits(self, sought: str, words: str) -> bool:
        # A thing may be found by words that its name does not show: of a memo's text, of a passage's note.
        return True

    def _take(self) -> None:
        if self._behind:
            self._taking = True
        else:
            super()._take()

    def _ask(self) -> None:
        archive, words, kinds = self._context.archive, self.field.text(), self._kinds
        self._context.jobs.latest(
            ("memo-picker", id(self)), lambda _: candidates(archive, words, kinds), done=self._show, owner=self
        )

    def _show(self, found: list[Named]) -> None:
        self._behind = self._typing.isActive()
        self._found = {f"{each.kind}:{each.uid}": each for each in found}
        self.show_options([(key, f"{KINDS[each.kind]}: {each.label}") for key, each in self._found.items()])
        if self._taking and not self._behind:
            self._taking = False
            self._take()
