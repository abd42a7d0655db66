"""Passages as small cards: their words in the colour of the tag, and where they stand; with or without buttons below."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from archive.model.article import Article
from archive.model.passage import Passage
from desktop import wording
from desktop.theme import Theme
from desktop.widgets.basics import label

_MOST_LINES, _LINE_GAP, _PAD = 3, 3, 12
Way = tuple[str, str, Callable[[Passage], object]]  # object name, words, what it does


class Quote(QAbstractButton):
    """The words of a passage; pressing it asks to go there."""

    def __init__(self, passage: Passage, article: Article | None, colour: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._colour = theme, colour
        self._words = wording.one_line(passage.anchor.exact)
        self._title = "" if article is None else wording.one_line(article.title)
        told = [] if article is None else [article.publisher, wording.date(article)]
        self._about = [part for part in told if part]
        self.setObjectName("quote")
        self.setAccessibleName(", ".join([self._words, self._title, *self._about]))
        self.setToolTip(f"Go to the passage in “{article.title}”" if article is not None else "Go to the passage")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _lines(self, width: int) -> list[str]:
        metrics = QFontMetrics(self._theme.font("quote"))
        lines: list[str] = []
        rest = self._words
        while rest and len(lines) < _MOST_LINES - 1:
            line, rest = _first_line(rest, metrics, width)
            lines.append(line)
        if rest:
            lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
        return lines

    def _where(self, metrics: QFontMetrics) -> str:
        """Title, publisher and date; a title that is too long is cut, so that the date stays."""
        room, about = self.width() - 2 * _PAD - 8, " · ".join(self._about)
        if metrics.horizontalAdvance(f"{self._title} · {about}") > room:
            about = self._about[-1] if self._about else ""
        tail = f" · {about}" if about else ""
        left = room - metrics.horizontalAdvance(tail)
        return metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, left) + tail

    def heightForWidth(self, width: int) -> int:
        lines = len(self._lines(width - 2 * _PAD - 8))
        step = QFontMetrics(self._theme.font("quote")).height() + _LINE_GAP
        return lines * step + QFontMetrics(self._theme.font("small")).height() + 2 * 10 + 4

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "line"), 1))
        painter.setBrush(theme.color("hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(box, 10, 10)
        font = theme.font("quote")
        metrics = QFontMetrics(font)
        lines = self._lines(self.width() - 2 * _PAD - 8)
        step = metrics.height() + _LINE_GAP
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{self._colour}_mark"))
        painter.drawRoundedRect(QRectF(_PAD - 2, 11, 3, len(lines) * step - 2), 1.5, 1.5)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        for number, line in enumerate(lines):
            painter.drawText(_PAD + 8, 10 + number * step + metrics.ascent(), line)
        small = theme.font("small")
        below = QFontMetrics(small)
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        painter.drawText(_PAD + 8, 12 + len(lines) * step + below.ascent(), self._where(below))
        painter.end()


class Card(QWidget):
    """A quote, and below it the ways on. `open_asked(passage)` when the quote is pressed."""

    open_asked = Signal(object)

    def __init__(
        self,
        passage: Passage,
        article: Article | None,
        colour: str,
        theme: Theme,
        parent: QWidget,
        ways: Sequence[Way] = (),
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        quote = Quote(passage, article, colour, theme, self)
        quote.clicked.connect(lambda: self.open_asked.emit(passage))
        column.addWidget(quote)
        if ways:
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, 0, 4)
            row.setSpacing(4)
            for name, words, act in ways:
                button = QPushButton(words, self)
                button.setProperty("look", "quiet")
                button.setObjectName(name)
                button.setAccessibleName(f"{words}: {wording.one_line(passage.anchor.exact)[:80]}")
                button.clicked.connect(lambda _checked=False, act=act: act(passage))
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)


class Section(QFrame):
    """A heading with a column below it that is filled anew; hidden while there is nothing in it."""

    def __init__(self, name: str, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.heading = label(heading, "section", self)
        self.head = QHBoxLayout()
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.head)
        column.addLayout(self._rows)

    def show_rows(self, widgets: Sequence[QWidget]) -> None:
        """Takes these in place of what was there."""
        while self._rows.count():
            item = self._rows.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        for widget in widgets:
            self._rows.addWidget(widget)
            widget.show()
        self.setVisible(bool(widgets))


def _first_line(text: str, metrics: QFontMetrics, width: int) -> tuple[str, str]:
    """The words that fit in a line, and the rest; a word wider than the line is cut (Hangul and long addresses too)."""
    if metrics.horizontalAdvance(text) <= width:
        return text, ""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if metrics.horizontalAdvance(text[:middle]) <= width else (low, middle - 1)
    space = text.rfind(" ", 1, low + 1)
    cut = space if space > 0 else low
    return text[:cut], text[cut:].lstrip()
