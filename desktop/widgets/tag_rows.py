"""Rows that stand for tags: what one shows, what a screen reader says of it, and how it is painted."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.theme import Theme

ROW_PX = 42
_SWATCH = 10
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


class TagRows(QStyledItemDelegate):
    """Paints a `TagRow` (under the user role): swatch or tick, name with its path, definition below, count and digit."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: TagRow = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(0, 1, 0, -1)
        state = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = state & QStyle.StateFlag.State_Selected
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent_wash" if chosen else "hover"))
            painter.drawRoundedRect(QRectF(box), 8, 8)
        inner = box.adjusted(10, 3, -10, -3)
        self._paint_sign(painter, row, QRect(inner.left(), inner.top(), _SWATCH, inner.height() // 2 + 1))
        inner.setLeft(inner.left() + _SWATCH + 10)
        half = inner.height() // 2 if row.definition else inner.height()
        upper = QRect(inner.left(), inner.top(), inner.width(), half)
        self._paint_name(painter, row, self._paint_figures(painter, row, upper))
        if row.definition:
            small = self._theme.font("small")
            lower = QRect(inner.left(), inner.top() + half, inner.width(), inner.height() - half)
            painter.setFont(small)
            painter.setPen(self._theme.color("muted"))
            line = QFontMetrics(small).elidedText(row.definition, Qt.TextElideMode.ElideRight, lower.width())
            painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, line)
        painter.restore()

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

    def _paint_figures(self, painter: QPainter, row: TagRow, box: QRect) -> QRect:
        """Count and digit at the right edge; gives what is left of the box."""
        if row.makes:
            return box
        numbers = self._theme.font("small_numbers")
        metrics = QFontMetrics(numbers)
        painter.setFont(numbers)
        painter.setPen(self._theme.color("muted"))
        right = box.right()
        for words, least in ((f"{row.count:,}", 24), (row.shortcut or "", 0)):
            width = max(metrics.horizontalAdvance(words), least)
            if not words:
                continue
            place = QRect(right - width, box.top(), width, box.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
            if words is row.shortcut:
                frame = QRectF(place.center().x() - 7.5, place.center().y() - 7.5, 16, 16)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(self._theme.color("line"))
                painter.drawRoundedRect(frame, 4, 4)
            right -= width + 12
        return QRect(box.left(), box.top(), right - box.left(), box.height())

    def _paint_name(self, painter: QPainter, row: TagRow, box: QRect) -> None:
        """The name in ink, the path before it muted; a long path loses its beginning."""
        above, _, name = row.path.rpartition("/")
        above = f"{above.replace('/', ' / ')} / " if above else ""
        if row.makes:
            above, name = "Make ", f"“{row.path}”"
        font = self._theme.font("interface")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, box.width())
        room = box.width() - metrics.horizontalAdvance(name)
        above = metrics.elidedText(above, Qt.TextElideMode.ElideLeft, room) if above else ""
        painter.setPen(self._theme.color("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, above)
        box = box.adjusted(metrics.horizontalAdvance(above), 0, 0, 0)
        painter.setPen(self._theme.color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
