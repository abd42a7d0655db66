"""The words beside a mark that is pointed at, and a line of words that is cut off where it must be; plain text both."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from desktop.theme import Theme
from desktop.widgets.basics import label

from .legend import html_safe

WIDEST_PX, GAP_PX = 300, 10


class Card(QFrame):
    """A small sheet within its parent, beside a mark and never over it as long as there is room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = label("", "", self, wraps=True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(10, 7, 10, 7)
        inside.addWidget(self._words)
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text()

    def show_beside(self, words: str, near: QRectF, room: QRect) -> None:
        """Shows the words beside a place, both in the parent's pixels."""
        self._words.setText(words)
        widest = max(80, min(WIDEST_PX, room.width() - 40))
        needed = QFontMetricsF(self._words.font()).boundingRect(
            QRectF(0, 0, widest, 10_000), int(Qt.TextFlag.TextWordWrap), words
        )
        self._words.setFixedWidth(int(min(widest, needed.width())) + 2)
        high = self._words.heightForWidth(self._words.width()) + 16
        wide = self._words.width() + 22
        left = near.right() + GAP_PX
        if left + wide > room.width():
            left = near.left() - GAP_PX - wide
        top = near.center().y() - high / 2
        if left < 0:  # no room on either side: above or below
            left = min(max(4.0, near.center().x() - wide / 2), max(4.0, room.width() - wide - 4.0))
            top = (
                near.bottom() + GAP_PX if near.bottom() + GAP_PX + high < room.height() else near.top() - GAP_PX - high
            )
        top = min(max(4.0, top), max(4.0, room.height() - high - 4.0))
        self.setGeometry(int(left), int(top), wide, high)
        self.show()
        self.raise_()


class Line(QWidget):
    """One line of words in a font and a colour of the theme; cut off at the end, told whole when pointed at."""

    def __init__(self, theme: Theme, font: str, role: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._font, self._role = theme, font, role
        self.words = words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def say(self, words: str) -> None:
        self.words = words
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 18)

    def shown(self) -> str:
        """The words as far as they fit."""
        metrics = QFontMetricsF(self._theme.font(self._font))
        return metrics.elidedText(" ".join(self.words.split()), Qt.TextElideMode.ElideRight, self.width())

    def draw(self, painter: QPainter) -> None:
        """Draws the line with its corner at the painter's origin."""
        painter.setFont(self._theme.font(self._font))
        painter.setPen(self._theme.color(self._role))
        painter.drawText(QRectF(0, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self.shown())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.draw(painter)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cut = self.shown() != self.words
            QToolTip.showText(event.globalPos(), html_safe(self.words) if cut else "", self)
            return True
        return super().event(event)
