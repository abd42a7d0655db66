"""A widget that asks for other sizes without everything around it being laid out again: for what changes at each key.

Qt tells each layout up to the window in a turn of its own that something below may be of another size, whether it is or not.
"""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Apart(QWidget):
    """Gives all of its room to one widget, `held`. How much room that would have liked is told when this is laid out, and not again when it changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Made here: one that came from elsewhere would be the last for the keyboard, behind all that stand in the window.
        self.held = QWidget(self)
        self.setSizePolicy(self.held.sizePolicy())

    def sizeHint(self) -> QSize:
        return self.held.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.held.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.held.setGeometry(self.rect())
