"""A widget that asks for other sizes without everything around it being laid out again: for what changes at each key.

Qt tells each layout up to the window in a turn of its own that something below may be of another size, whether it is or not.
"""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Apart(QWidget):
    """Gives all of its room to one widget. How much room that would have liked is told when this is laid out, and not again when it changes."""

    def __init__(self, held: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held = held
        held.setParent(self)
        self.setSizePolicy(held.sizePolicy())

    def sizeHint(self) -> QSize:
        return self._held.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._held.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._held.setGeometry(self.rect())
