"""A line of words that can be clicked: quiet until the pointer or the keyboard is on it, and ends in "…" where it is cut."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget


class LinkButton(QPushButton):
    """A button that looks like words. `asked` are the words it shows while the pointer or the keyboard is on it."""

    def __init__(self, words: str, parent: QWidget | None = None, *, asked: str = "") -> None:
        super().__init__(words, parent)
        self._asked = asked
        self._over = False
        self._color, self._color_over = self.palette().text().color(), self.palette().text().color()
        self.setProperty("look", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_colors(self, usual: QColor, over: QColor) -> None:
        """The colour of the words, and while the pointer or the keyboard is on them."""
        self._color, self._color_over = usual, over
        self.update()

    def shown_words(self) -> str:
        """What stands there now, before it is cut to the width."""
        return self._asked if self._asked and self._lit() and self.isEnabled() else self.text()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        wide = max(metrics.horizontalAdvance(words) for words in (self.text(), self._asked))
        return QSize(wide + 2, metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self.sizeHint().height())

    def _lit(self) -> bool:
        return self._over or self.hasFocus()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = True
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        super().leaveEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self.font()
        font.setUnderline(self.isEnabled() and self._lit())
        painter.setFont(font)
        painter.setPen(self._color_over if self.isEnabled() and self._lit() else self._color)
        words = painter.fontMetrics().elidedText(self.shown_words(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()
