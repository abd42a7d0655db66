"""The list of formats: family by family, each with what it is for."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from archive.operations.publish import Offered
from desktop.theme import Theme
from desktop.widgets.rowlist import set_up_rows
from desktop.widgets.tables import ring

_Index = QModelIndex | QPersistentModelIndex
_ROW_PX, _HEADING_PX, _PAD_PX, _EDGE_PX = 46, 32, 12, 3


class _Formats(QAbstractListModel):
    """Rows are formats (`UserRole`) or the names of their families."""

    def __init__(self, offered: Sequence[Offered], parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Offered | str] = []
        for each in offered:
            if each.format.family not in self.lines:
                self.lines.append(str(each.format.family))
            self.lines.append(each)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        held = self.lines[index.row()] if index.isValid() else ""
        # The keyboard passes over what is not enabled.
        return super().flags(index) if isinstance(held, Offered) else Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.lines):
            return None
        held = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return held
        name = held if isinstance(held, str) else held.format.label
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if isinstance(held, Offered) and role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{name}: {held.about}"
        return None


class _Rows(QStyledItemDelegate):
    """The name over one muted line."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, _ROW_PX if isinstance(index.data(Qt.ItemDataRole.UserRole), Offered) else _HEADING_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, held, box = self._theme, index.data(Qt.ItemDataRole.UserRole), option.rect
        painter.save()
        inside = box.adjusted(_PAD_PX, 5, -_PAD_PX, -5)
        if isinstance(held, str):
            self._line(painter, inside.adjusted(0, 5, 0, 0), held, "small_strong", "muted")
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(box, theme.color("accent_wash"))
                painter.fillRect(QRect(box.left(), box.top(), _EDGE_PX, box.height()), theme.color("accent"))
            elif option.state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(box, theme.color("hover"))
            half = inside.height() // 2
            self._line(
                painter,
                QRect(inside.left(), inside.top(), inside.width(), half),
                held.format.label,
                "interface",
                "text",
            )
            self._line(
                painter, QRect(inside.left(), inside.top() + half, inside.width(), half), held.about, "small", "muted"
            )
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring(painter, theme, box)
        painter.restore()

    def _line(self, painter: QPainter, inside: QRect, words: str, font: str, role: str) -> None:
        painter.setFont(self._theme.font(font))
        painter.setPen(self._theme.color(role))
        shown = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, shown)


class FormatList(QListView):
    """`chosen(Offered)` when another format is gone to."""

    chosen = Signal(object)

    def __init__(self, offered: Sequence[Offered], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        set_up_rows(self, "export_formats", "Formats", theme=theme, tracked=True)
        self.rows = _Formats(offered, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Rows(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.selectionModel().currentChanged.connect(lambda *_: self._tell())

    @property
    def current(self) -> Offered | None:
        held = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return held if isinstance(held, Offered) else None

    def choose(self, name: str) -> None:
        """Goes to a format by its name; the first one where there is none."""
        rows = {each.format.name: row for row, each in enumerate(self.rows.lines) if isinstance(each, Offered)}
        self.setCurrentIndex(self.rows.index(rows.get(name, min(rows.values())), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt gives up at a heading that is the first row.
        if event.key() == Qt.Key.Key_Home:
            self.choose("")
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)
