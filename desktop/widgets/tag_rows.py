"""Rows that stand for tags: what one shows, what a screen reader says of it, and how it is painted."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStaticText, QTransform
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.theme import Theme

ROW_PX = 42
_SWATCH = 10
_GAP = 12
_LAID_KEPT = 512
_CHOSEN = QStyle.StateFlag.State_Selected
_MARKED = _CHOSEN | QStyle.StateFlag.State_MouseOver
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TagRow:
    """A row of the tag box. `makes`: it stands for a new tag with this path."""

    path: str
    definition: str = ""
    count: int = 0
    colour: str = "sun"
    shortcut: str | None = None
    applied: bool = False
    makes: bool = False

    @property
    def spoken(self) -> str:
        """The row in words."""
        if self.makes:
            return f"Make the tag {self.path}"
        passages = f"{self.count:,} passage" + ("" if self.count == 1 else "s")
        told = [self.path.replace("/", " / "), "on this passage" if self.applied else "", passages, self.definition]
        return ", ".join(part for part in told if part)


class TagRowModel(QAbstractListModel):
    """The rows as Qt asks for them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[TagRow] = []

    def fill(self, rows: list[TagRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"Make “{row.path}”" if row.makes else row.path
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.definition or None
        return row if role == Qt.ItemDataRole.UserRole else None


@dataclass(frozen=True, slots=True)
class _Line:
    """Words in one font, laid out: glyphs are looked for once, not at every drawing."""

    words: QStaticText
    font: QFont
    width: int
    height: int

    @classmethod
    def of(cls, text: str, font: QFont, metrics: QFontMetrics) -> "_Line":
        words = QStaticText(text)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.prepare(QTransform(), font)
        return cls(words, font, metrics.horizontalAdvance(text), metrics.height())

    def draw(self, painter: QPainter, x: float, box: QRect) -> None:
        """In the middle of the box's height."""
        painter.setFont(self.font)
        painter.drawStaticText(QPointF(x, box.top() + (box.height() - self.height) / 2), self.words)


@dataclass(frozen=True, slots=True)
class _Laid:
    """The words of a row of a certain width."""

    above: _Line | None
    name: _Line
    definition: _Line | None
    figures: tuple[tuple[_Line, int], ...]  # with their room, from the right edge; the second is the digit


class TagRows(QStyledItemDelegate):
    """Paints a `TagRow` (under the user role): swatch or tick, name with its path, definition below, count and digit."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        # While a word is typed most rows are shown again and again.
        self._laid = lru_cache(maxsize=_LAID_KEPT)(self._lay)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: TagRow = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(0, 1, 0, -1)
        state = option.state
        if state & _MARKED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent_wash" if state & _CHOSEN else "hover"))
            painter.drawRoundedRect(QRectF(box), 8, 8)
        inner = box.adjusted(10, 3, -10, -3)
        self._paint_sign(painter, row, QRect(inner.left(), inner.top(), _SWATCH, inner.height() // 2 + 1))
        inner.setLeft(inner.left() + _SWATCH + 10)
        half = inner.height() // 2 if row.definition else inner.height()
        self._paint_words(painter, self._laid(row, inner.width()), inner, half)
        painter.restore()

    def _paint_words(self, painter: QPainter, laid: _Laid, inner: QRect, half: int) -> None:
        upper = QRect(inner.left(), inner.top(), inner.width(), half)
        painter.setPen(self._theme.color("muted"))
        right = upper.right()
        for number, (line, room) in enumerate(laid.figures):
            place = QRect(right - room, upper.top(), room, half)
            line.draw(painter, place.right() + 1 - line.width, place)
            if number:
                self._paint_key(painter, place)
            right -= room + _GAP
        x = float(upper.left())
        if laid.above is not None:
            laid.above.draw(painter, x, upper)
            x += laid.above.width
        if laid.definition is not None:
            lower = QRect(inner.left(), inner.top() + half, inner.width(), inner.height() - half)
            laid.definition.draw(painter, lower.left(), lower)
        painter.setPen(self._theme.color("text"))
        laid.name.draw(painter, x, upper)

    def _paint_key(self, painter: QPainter, place: QRect) -> None:
        """The frame of a key round a digit."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._theme.color("line"))
        painter.drawRoundedRect(QRectF(place.center().x() - 7.5, place.center().y() - 7.5, 16, 16), 4, 4)
        painter.setPen(self._theme.color("muted"))

    def _paint_sign(self, painter: QPainter, row: TagRow, box: QRect) -> None:
        if row.makes or not row.definition:
            box = QRect(box.left(), box.top(), box.width(), ROW_PX - 8)
        if row.makes or row.applied:
            side = 16
            place = QRect(box.left() - 3, box.center().y() - side // 2 + 1, side, side)
            self._theme.icon("plus" if row.makes else "check", "accent").paint(painter, place)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(f"{row.colour}_mark"))
        painter.drawRoundedRect(QRectF(box.left(), box.center().y() - _SWATCH / 2 + 1, _SWATCH, _SWATCH), 3, 3)

    # Laying out

    def _lay(self, row: TagRow, width: int) -> _Laid:
        """The name in ink, the path before it muted; a long path loses its beginning, a long definition its end."""
        figures = self._lay_figures(row)
        room = width - (1 if figures else 0) - sum(wide + _GAP for _, wide in figures)
        above, _, name = row.path.rpartition("/")
        above = f"{above.replace('/', ' / ')} / " if above else ""
        if row.makes:
            above, name = "Make ", f"“{row.path}”"
        font = self._theme.font("interface")
        metrics = QFontMetrics(font)
        last = _Line.of(metrics.elidedText(name, Qt.TextElideMode.ElideRight, room), font, metrics)
        above = metrics.elidedText(above, Qt.TextElideMode.ElideLeft, room - last.width) if above else ""
        first = _Line.of(above, font, metrics) if above else None
        definition = None
        if row.definition:
            small = self._theme.font("small")
            words = QFontMetrics(small)
            cut = words.elidedText(row.definition, Qt.TextElideMode.ElideRight, width)
            definition = _Line.of(cut, small, words)
        return _Laid(first, last, definition, figures)

    def _lay_figures(self, row: TagRow) -> tuple[tuple[_Line, int], ...]:
        """Count and digit."""
        if row.makes:
            return ()
        font = self._theme.font("small_numbers")
        metrics = QFontMetrics(font)
        count = _Line.of(f"{row.count:,}", font, metrics)
        digit = _Line.of(row.shortcut, font, metrics) if row.shortcut else None
        counted = (count, max(count.width, 24))
        return (counted,) if digit is None else (counted, (digit, digit.width))
