"""Renaming a tag in place: a name that is refused stays in its field, with the reason below it, until it is mended or given up.

A name that only repeats another tag is told once, and given when the same key asks again.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from desktop.widgets.basics import label

_COMMITS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_LEAST_PX = 200


class NameEditor(QLineEdit):
    """The field over a tag's row. `unfit` says why a name cannot be given, `repeats` which tag it is like; "": nothing does."""

    def __init__(
        self, unfit: Callable[[str], str], parent: QWidget, *, repeats: Callable[[str], str] = lambda name: ""
    ) -> None:
        super().__init__(parent)
        self.setObjectName("tag-name")
        self.setAccessibleName("Name of the tag")
        self._unfit, self._repeats = unfit, repeats
        self._told_of = ""  # the name of which it was told that it repeats another
        self.why = QFrame(parent)
        self.why.setObjectName("tag-name-refused")
        self.why.setProperty("look", "popup")
        self.words = label("", "warning", self.why, wraps=True)
        column = QVBoxLayout(self.why)
        column.setContentsMargins(10, 6, 10, 6)
        column.addWidget(self.words)
        self.why.hide()
        self.destroyed.connect(self.why.deleteLater)  # it lies beside the field, where there is room for it
        self.textEdited.connect(lambda _: self._tell(""))

    @property
    def refused(self) -> bool:
        """Whether what is written cannot be the name; then the reason is told."""
        self._tell(self._unfit(self.text()))
        return bool(self.words.text())

    @property
    def doubted(self) -> bool:
        """Whether what is written repeats another tag and nobody was told so yet; then it is told."""
        name = self.text()
        near = "" if name == self._told_of else self._repeats(name)
        if near:
            self._told_of = name
            self._tell(f"“{near}” exists. Enter again gives this name all the same; Esc leaves it.", refused=False)
        return bool(near)

    def _tell(self, why: str, *, refused: bool = True) -> None:
        self.words.setText(why)
        self.setProperty("invalid", bool(why) and refused)
        self.style().polish(self)
        self.setAccessibleDescription(why)
        self.why.setVisible(bool(why))
        if why:
            self._place()

    def _place(self) -> None:
        above = self.why.parentWidget()
        self.why.setFixedWidth(max(_LEAST_PX, self.width()))
        self.why.adjustSize()
        below = self.geometry().bottom() + 2
        room = above.height() - self.why.height() if above is not None else below
        self.why.move(self.x(), below if below <= room else max(0, self.y() - self.why.height() - 2))
        self.why.raise_()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.why.hide()


def keeps_open(editor: QObject, event: QEvent) -> bool:
    """Whether an editor stays as it is on an event that would commit it: its name is refused."""
    if not isinstance(editor, NameEditor):
        return False
    if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
        return event.key() in _COMMITS and (editor.refused or editor.doubted)
    # Leaving an empty field gives up; nothing is lost.
    return event.type() == QEvent.Type.FocusOut and bool(editor.text().strip()) and editor.refused
