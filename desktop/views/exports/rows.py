"""A list of lines about places in articles: words in their surroundings over where they stand, with links at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.theme import Theme
from desktop.widgets.rowlist import set_up_rows
from desktop.widgets.tables import ring

_Index = QModelIndex | QPersistentModelIndex
_ROW_PX, _HEADING_PX, _PAD_PX, _EDGE_PX = 48, 36, 12, 3
_GAP_PX = 16


@dataclass(frozen=True, slots=True)
class Segment:
    """Words with their font and colour by role, and whether they are struck out."""

    words: str
    font: str = "interface"
    role: str = "text"
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """How a line looks: its words, where it stands, all of it spoken, and what can be done with it: (name, label)."""

    words: Sequence[Segment]
    where: str
    spoken: str
    links: Sequence[tuple[str, str]] = ()


Look = Callable[[Any], Shown]


class Lines(QAbstractListModel):
    """Rows are records (`UserRole`) under headings, which are text."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self.lines: list[Any] = []

    def show_lines(self, lines: Sequence[Any]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        held = self.lines[index.row()] if index.isValid() else ""
        # The keyboard passes over what is not enabled.
        return Qt.ItemFlag.NoItemFlags if isinstance(held, str) else super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.lines):
            return None
        held = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return held
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return held if isinstance(held, str) else self._look(held).spoken
        if role == Qt.ItemDataRole.ToolTipRole and not isinstance(held, str):
            return self._look(held).spoken
        return None


class _Rows(QStyledItemDelegate):
    """The words in their surroundings over the place where they stand; links at the right."""

    def __init__(self, theme: Theme, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self._look = theme, look

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, _HEADING_PX if isinstance(index.data(Qt.ItemDataRole.UserRole), str) else _ROW_PX)

    def link_boxes(self, box: QRect, line: object) -> dict[str, QRect]:
        """Where the links of a row are, from the right."""
        metrics, right, boxes = QFontMetrics(self.theme.font("small")), box.right() - _PAD_PX, {}
        for name, label in reversed(self._look(line).links):
            width = metrics.horizontalAdvance(label)
            boxes[name] = QRect(right - width, box.top(), width + 2, box.height())
            right -= width + _GAP_PX
        return boxes

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, held, box = self.theme, index.data(Qt.ItemDataRole.UserRole), option.rect
        painter.save()
        if isinstance(held, str):
            painter.setFont(theme.font("small_strong"))
            painter.setPen(theme.color("muted"))
            painter.drawText(box.adjusted(_PAD_PX, 10, -_PAD_PX, 0), Qt.AlignmentFlag.AlignVCenter, held)
            painter.restore()
            return
        shown = self._look(held)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("accent_wash"))
            painter.fillRect(QRect(box.left(), box.top(), _EDGE_PX, box.height()), theme.color("accent"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.color("line"))
        room = box.right() - _PAD_PX
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("accent"))
        labels, boxes = dict(shown.links), self.link_boxes(box, held)
        for name, place in boxes.items():
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, labels[name])
            room = min(room, place.left() - _GAP_PX)
        inside = QRect(box.left() + _PAD_PX, box.top() + 5, room - box.left() - _PAD_PX, box.height() - 10)
        half = inside.height() // 2
        self._segments(painter, QRect(inside.left(), inside.top(), inside.width(), half), shown.words)
        where = [Segment(shown.where, "small", "muted")]
        self._segments(painter, QRect(inside.left(), inside.top() + half, inside.width(), half), where)
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring(painter, theme, box)
        painter.restore()

    def _segments(self, painter: QPainter, inside: QRect, segments: Sequence[Segment]) -> None:
        left = inside.left()
        for each in segments:
            used = QFont(self.theme.font(each.font))
            used.setStrikeOut(each.gone)
            metrics = QFontMetrics(used)
            shown = metrics.elidedText(each.words, Qt.TextElideMode.ElideRight, inside.right() - left)
            painter.setFont(used)
            painter.setPen(self.theme.color(each.role))
            place = QRect(left, inside.top(), inside.right() - left, inside.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
            left += metrics.horizontalAdvance(shown)
            if shown != each.words:
                return


class RowsList(QListView):
    """`acted(name, record)` tells which link of a line was clicked; a key of `keys` does the same."""

    acted = Signal(str, object)

    def __init__(self, look: Look, keys: dict[Qt.Key, str], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._keys = look, {Qt.Key.Key_Return: "open", Qt.Key.Key_Enter: "open", **keys}
        set_up_rows(self, "", "", theme=theme)
        self.lines = Lines(look, self)
        self._rows = _Rows(theme, look, self)
        self.setModel(self.lines)
        self.setItemDelegate(self._rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def show_lines(self, lines: Sequence[Any]) -> None:
        """Shows records under headings; the place in the list stays."""
        row = self.currentIndex().row()
        self.lines.show_lines(lines)
        if len(lines) > 1:
            self.setCurrentIndex(self.lines.index(min(max(1, row), len(lines) - 1), 0))

    @property
    def current(self) -> Any:
        """The record of the current row; None where there is none."""
        held = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return None if held is None or isinstance(held, str) else held

    def link_at(self, point: QPoint) -> str:
        """The link of a row under a point; "" where there is none."""
        index = self.indexAt(point)
        boxes = self._rows.link_boxes(self.visualRect(index), index.data(Qt.ItemDataRole.UserRole))
        return next((name for name, box in boxes.items() if box.contains(point)), "")

    def act(self, name: str) -> None:
        """Does what a link does, for the current row."""
        line = self.current
        if line is not None and name in dict(self._look(line).links):
            self.acted.emit(name, line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.act(self.link_at(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Home and self.lines.rowCount() > 1:
            self.setCurrentIndex(self.lines.index(1, 0))  # Qt gives up at the heading, which is the first row
        elif plain and (name := self._keys.get(Qt.Key(event.key()))):
            self.act(name)
        else:
            super().keyPressEvent(event)
