"""What stands in the window while an archive is encrypted or decrypted: it is closed meanwhile. How far it is, the status line tells."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme import Theme
from desktop.widgets.basics import Page, label

_TOLD = "The archive is closed meanwhile, and opens again by itself. If this is cut short, it is afterwards as it was before."


class Working(Page):
    """Cannot be closed."""

    def __init__(self, words: str, theme: Theme) -> None:
        super().__init__("working", words, theme)
        self.heading.hide()
        self.close_button.hide()
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setSpacing(12)
        column.addStretch(2)
        for each in (label(words, "heading", self), label(_TOLD, "muted", self, wraps=True)):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(each)
        column.addStretch(3)
        self.fill_with(whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
