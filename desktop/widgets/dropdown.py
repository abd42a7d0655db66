"""A field that opens into a list, with the sign that says so: a combo box in a stylesheet has none of its own."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QComboBox

_FROM_RIGHT_PX, _HALF_PX = 14, 3.5


class Dropdown(QComboBox):
    """A combo box with a caret at its right."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        group = QPalette.ColorGroup.Normal if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.palette().color(group, QPalette.ColorRole.Text), 1.4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x, y = self.width() - _FROM_RIGHT_PX, self.height() / 2
        left, tip, right = QPointF(x - _HALF_PX, y - 1.5), QPointF(x, y + 2), QPointF(x + _HALF_PX, y - 1.5)
        painter.drawPolyline([left, tip, right])
        painter.end()
