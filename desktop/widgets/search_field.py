"""A search field: a glass in front, a muted count at the end, Esc empties it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.theme import Theme
from desktop.widgets.basics import label


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
        self._count = label("", "small", self)
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(self.typed)
        self.returnPressed.connect(lambda: self.submitted.emit(self.text()))

    def show_count(self, words: str) -> None:
        """Words at the end of the field ("12 of 214"); empty hides them."""
        self._count.setText(words)
        self._count.adjustSize()
        self.setTextMargins(0, 0, self._count.width() + 8 if words else 0, 0)
        self._place_count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_count()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _place_count(self) -> None:
        self._count.move(self.width() - self._count.width() - 12, (self.height() - self._count.height()) // 2)
