"""The list of the inspector's Events and Figures: three lines a row, chosen by mouse or key, each one click from its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.theme import Theme
from desktop.widgets.rowlist import set_up_rows

MARGIN_PX = 14
_ROW_PX, _LINE_PX = 66, 18
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Lines:
    """What a row says: three lines, the first in a font's role, bold, struck out or faint; and the words for other senses."""

    first: str
    second: str
    third: str
    shown: str
    spoken: str
    tip: str = ""
    font: str = "interface"
    bold: bool = False
    struck: bool = False
    faint: bool = False


class _Rows(QAbstractListModel):
    def __init__(self, lines: Callable[[Any], Lines], parent: QObject) -> None:
        super().__init__(parent)
        self._lines = lines
        self.rows: tuple[Any, ...] = ()

    def show_rows(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.rows):
            return None
        lines = self._lines(self.rows[index.row()])
        return {
            Qt.ItemDataRole.UserRole: lines,
            Qt.ItemDataRole.DisplayRole: lines.shown,
            Qt.ItemDataRole.ToolTipRole: lines.tip or None,
            Qt.ItemDataRole.AccessibleTextRole: lines.spoken,
        }.get(Qt.ItemDataRole(role))


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(option.rect.width(), _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        lines, theme, rect = index.data(Qt.ItemDataRole.UserRole), self._theme, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_wash"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("accent"))
        painter.fillRect(
            QRect(rect.left() + MARGIN_PX, rect.bottom(), rect.width() - MARGIN_PX, 1), theme.color("line")
        )
        inside = rect.adjusted(MARGIN_PX, 7, -10, -6)
        first = theme.font(lines.font)
        first.setStrikeOut(lines.struck)
        if lines.bold:
            first.setBold(True)
        self._line(painter, inside, 0, lines.first, first, "muted" if lines.faint else "text")
        self._line(painter, inside, 1, lines.second, theme.font(), "text")
        self._line(painter, inside, 2, lines.third, theme.font("small"), "muted")
        painter.restore()

    def _line(self, painter: QPainter, inside: QRect, number: int, words: str, font: QFont, role: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(role))
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside.adjusted(0, number * _LINE_PX, 0, 0), int(Qt.AlignmentFlag.AlignTop), shown)


class RowsList(QListView):
    """`lines` says what a record's row holds; `taken` when a click or Return asks for its words."""

    taken = Signal()

    def __init__(self, name: str, spoken: str, lines: Callable[[Any], Lines], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = _Rows(lines, self)
        set_up_rows(self, name, spoken, theme=theme, even=True)
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.clicked.connect(lambda _: self.taken.emit())

    @property
    def rows(self) -> tuple[Any, ...]:
        return self._rows.rows

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Shows these records; the current row and what is in view stay where they are."""
        row, scroll = self.currentIndex().row(), self.verticalScrollBar().value()
        self._rows.show_rows(rows)
        if 0 <= row < len(rows):
            self.setCurrentIndex(self._rows.index(row, 0))
        self.verticalScrollBar().setValue(scroll)

    def current(self) -> Any:
        """The record of the current row, or None."""
        row = self.currentIndex().row()
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def chosen(self) -> list[Any]:
        """The records of all chosen rows, from the top."""
        return [self.rows[row] for row in sorted(index.row() for index in self.selectedIndexes())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        else:
            super().keyPressEvent(event)
