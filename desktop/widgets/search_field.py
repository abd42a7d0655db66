"""A search field: a glass in front, Esc empties it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.theme import Theme


class SearchField(QLineEdit):
    """`typed(text)` on every change by hand or program, `submitted(text)` on Return, `left()` on Down or Esc when empty."""

    typed = Signal(str)
    submitted = Signal(str)
    left = Signal()

    def __init__(self, name: str, placeholder: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(placeholder)
        self.setPlaceholderText(placeholder)
        self.setProperty("look", "search")
        self._glass: QAction = self.addAction(theme.icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        self.textChanged.connect(self.typed)
        self.returnPressed.connect(lambda: self.submitted.emit(self.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)
