"""What is seen over the window while something is dragged in from another program: that it can be dropped, and what comes of it."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.theme import Theme

_EDGE_PX: Final = 12
_ROUND_PX: Final = 12.0
_LINE_PX: Final = 2
_AIR_PX: Final = 24  # around the words
_VEIL: Final = 0.72  # how much of what lies below is covered
_WORDS_PX: Final = 18


class DropSign(QWidget):
    """Covers its parent while it is shown; lets the pointer through, so that the parent still takes the drop."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drop_sign")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme, self._over, self._words = theme, parent, ""
        parent.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def show_words(self, words: str) -> None:
        """Covers the parent with a sentence in its middle."""
        self._words = words
        self.setAccessibleName(words)
        self._cover()
        self.show()
        self.raise_()

    def _cover(self) -> None:
        self.setGeometry(self._over.rect())

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._cover()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = self._theme.color("surface")
        veil.setAlphaF(_VEIL)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(self._theme.color("accent"), _LINE_PX))
        edge = QRectF(self.rect()).adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
        painter.drawRoundedRect(edge, _ROUND_PX, _ROUND_PX)
        painter.setFont(self._theme.font("heading", _WORDS_PX))
        around = painter.boundingRect(edge, Qt.AlignmentFlag.AlignCenter, self._words)
        around.adjust(-_AIR_PX, -_AIR_PX, _AIR_PX, _AIR_PX)
        painter.setBrush(self._theme.color("surface"))
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawRoundedRect(around, _ROUND_PX, _ROUND_PX)
        painter.setPen(self._theme.color("text"))
        painter.drawText(around, Qt.AlignmentFlag.AlignCenter, self._words)
