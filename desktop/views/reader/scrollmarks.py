"""A scroll bar that shows where hits stand; the marks are places between 0 and 1 of what is scrolled."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QWidget

MARK_HEIGHT_PX = 2


class MarkedScrollBar(QScrollBar):
    """Vertical; draws each row of pixels once however many hits fall into it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setObjectName("reader_scroll_bar")
        self.setAccessibleName("Place in the article")
        self.places: tuple[float, ...] = ()
        self._color = QColor()

    def show_marks(self, places: Iterable[float], color: QColor) -> None:
        self.places, self._color = tuple(places), color
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.places:
            return
        painter = QPainter(self)
        height = self.height() - MARK_HEIGHT_PX
        for row in {round(place * height) for place in self.places}:
            painter.fillRect(QRectF(2, row, self.width() - 4, MARK_HEIGHT_PX), self._color)
        painter.end()
