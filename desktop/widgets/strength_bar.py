"""How strong something is, in five steps: a bar of four parts, which is never the only sign."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import Theme

_PARTS, _GAP_PX, _HEIGHT_PX = 4, 4, 4
_WEAK = 2  # below it the warning colour


class StrengthBar(QWidget):
    """Empty until `show_score`; 0 is the weakest and 4 the strongest."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.score = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT_PX)

    def show_score(self, score: int) -> None:
        self.score = score
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = (self.width() - _GAP_PX * (_PARTS - 1)) / _PARTS
        for part in range(_PARTS):
            role = "line" if part >= self.score else "warning" if self.score < _WEAK else "accent"
            painter.setBrush(self._theme.color(role))
            painter.drawRoundedRect(QRectF(part * (width + _GAP_PX), 0, width, _HEIGHT_PX), 2, 2)
        painter.end()
