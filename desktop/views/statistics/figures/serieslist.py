"""The list of series: name, number of figures, conflicts and tensions; figures can be dropped on it."""

import json
import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from archive.model.figure import Series
from desktop.theme import Theme
from desktop.views.figures.words import findings, series_name
from desktop.widgets.rowlist import set_up_rows
from desktop.widgets.tables import ring
from desktop.wording import counted

from .loading import Listed

MIME = "application/x-waystation-figures"
_Index = QModelIndex | QPersistentModelIndex
_MARGIN_PX, _LINE_PX, _PAD_PX = 12, 18, 7
_MOST_NAMES = 2_000  # kept as they are broken into lines
_BAR_PX = 8  # a scroll bar may come and go: rows are laid out as if it were there
_TOLD_ROLE = Qt.ItemDataRole.UserRole + 1


class SeriesModel(QAbstractListModel):
    """Rows are series (`UserRole`), with words on their findings."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.series: tuple[Series, ...] = ()
        self._told: list[str] = []  # on the findings of each

    def show_listed(self, listed: Listed) -> None:
        """A new list."""
        self.beginResetModel()
        self.series = listed.series
        self._told = [findings(*listed.counts.get(each.uid, (0, 0))) for each in listed.series]
        self.endResetModel()

    def told(self, row: int) -> str:
        """What is said of the findings of a row."""
        return self._told[row]

    def row_of(self, uid: str) -> int | None:
        return next((row for row, each in enumerate(self.series) if each.uid == uid), None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.series)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.series):
            return None
        series, told = self.series[index.row()], self._told[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return series
        if role == _TOLD_ROLE:
            return told
        if role == Qt.ItemDataRole.DisplayRole:
            return series_name(series)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (series_name(series), series.meaning) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (series_name(series), counted(series.figures, "figure"), counted(series.articles, "article"), told)
            return ", ".join(part for part in parts if part)
        return None


class _Rows(QStyledItemDelegate):
    """The name in at most two lines with the number at its right; conflicts and tensions under it."""

    def __init__(self, theme: Theme, parent: "SeriesList") -> None:
        super().__init__(parent)
        self._theme, self._list = theme, parent
        # A list asks for all names whenever it is laid out.
        self._names: dict[tuple[str, int, int], list[str]] = {}
        # By how long a number is: its digits are of one width.
        self._widths: dict[int, int] = {}
        self._metrics = QFontMetrics(theme.font())
        theme.changed.connect(self._forget)

    def _forget(self) -> None:
        self._names.clear()
        self._widths.clear()
        self._metrics = QFontMetrics(self._theme.font())

    def _number_px(self, figures: int) -> int:
        """How wide a number is at most; of digits that are not of one width, with the widest."""
        told = f"{figures:,}"
        if len(told) not in self._widths:
            widest = re.sub(r"\d", "8", told)
            self._widths[len(told)] = QFontMetrics(self._theme.font("numbers")).horizontalAdvance(widest)
        return self._widths[len(told)]

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        rows = self._list.rows  # asked directly: through the index, hundreds of rows take tens of milliseconds
        lines = len(self._name(rows.series[index.row()])) + bool(rows.told(index.row()))
        return QSize(80, lines * _LINE_PX + 2 * _PAD_PX + 1)

    def _name(self, series: Series) -> list[str]:
        """The name in one line or two, cut off where it is longer."""
        # Under a filter the numbers are others, but seldom wider or narrower.
        asked = series_name(series), len(f"{series.figures:,}"), self._list.width()
        if asked not in self._names:
            if len(self._names) >= _MOST_NAMES:
                self._names.clear()
            self._names[asked] = self._broken(series)
        return self._names[asked]

    def _broken(self, series: Series) -> list[str]:
        metrics = self._metrics
        room = max(40, self._list.width() - _BAR_PX - 2 * _MARGIN_PX - self._number_px(series.figures) - 8)
        name = series_name(series)
        wide = metrics.horizontalAdvance(name)
        if wide <= room:
            return [name]
        words = name.split(" ")
        # From where the line would end if all letters were of one width: to measure each beginning takes many times longer.
        fits = name[: len(name) * room // wide].count(" ")
        while fits and metrics.horizontalAdvance(" ".join(words[:fits])) > room:
            fits -= 1
        while fits + 1 < len(words) and metrics.horizontalAdvance(" ".join(words[: fits + 1])) <= room:
            fits += 1
        if not fits:
            return [metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)]
        rest = " ".join(words[fits:])
        return [" ".join(words[:fits]), metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, rect, series = self._theme, option.rect, index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        if index.row() == self._list.dropping:
            painter.fillRect(rect, theme.color("hover"))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_wash"))
        if index == self._list.currentIndex():
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("accent"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        inside = rect.adjusted(_MARGIN_PX, _PAD_PX, -_MARGIN_PX, -_PAD_PX)
        number = f"{series.figures:,}"
        painter.setFont(theme.font("numbers"))
        painter.setPen(theme.color("muted"))
        top = int(Qt.AlignmentFlag.AlignTop)
        painter.drawText(inside, top | int(Qt.AlignmentFlag.AlignRight), number)
        lines = self._name(series)
        for words in lines:
            self._line(painter, inside, words, "interface", "text")
            inside.translate(0, _LINE_PX)
        if index.data(_TOLD_ROLE):
            self._line(painter, inside, index.data(_TOLD_ROLE), "small", "warning")
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring(painter, theme, rect)
        painter.restore()

    def _line(self, painter: QPainter, inside: QRect, words: str, font: str, role: str) -> None:
        painter.setFont(self._theme.font(font))
        painter.setPen(self._theme.color(role))
        shown = QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignTop), shown)


class SeriesList(QListView):
    """`chosen(uid)` when a row becomes current; `dropped(uids, series)` when figures were dropped; `asked(what)` by keys."""

    chosen = Signal(str)
    dropped = Signal(list, str)
    asked = Signal(str)  # rename, explain, merge or enter
    menu_asked = Signal(QPoint)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.dropping = -1  # the row that a drag is over
        self.rows = SeriesModel(self)
        set_up_rows(self, "series_list", "Series", theme=theme)
        self.setModel(self.rows)
        self.setItemDelegate(_Rows(theme, self))
        self.setMinimumWidth(150)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAcceptDrops(True)
        self.customContextMenuRequested.connect(lambda point: self.menu_asked.emit(self.viewport().mapToGlobal(point)))
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.doubleClicked.connect(lambda _: self.asked.emit("rename"))

    @property
    def current(self) -> Series | None:
        """The series of the current row."""
        row = self.currentIndex().row()
        return self.rows.series[row] if 0 <= row < len(self.rows.series) else None

    def selected(self) -> Sequence[Series]:
        """The chosen series, the current one first."""
        found = [self.rows.series[row] for row in sorted(index.row() for index in self.selectedIndexes())]
        current = self.current
        return sorted(found, key=lambda each: each is not current)

    def show_listed(self, listed: Listed, uid: str) -> bool:
        """A new list, with a series chosen if it is there, else the first one; whether it was there."""
        scroll = self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        self.rows.show_listed(listed)
        row = self.rows.row_of(uid)
        if listed.series:
            self.setCurrentIndex(self.rows.index(row or 0, 0))
        self.selectionModel().blockSignals(False)
        if row is not None:
            self.verticalScrollBar().setValue(scroll)
        return row is not None

    def choose(self, uid: str) -> bool:
        """Makes a series current; whether it is listed."""
        row = self.rows.row_of(uid)
        if row is not None:
            self.setCurrentIndex(self.rows.index(row, 0))
        return row is not None

    def _current_changed(self) -> None:
        if self.current is not None:
            self.chosen.emit(self.current.uid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        asked = {
            Qt.Key.Key_F2: "rename",
            Qt.Key.Key_M: "merge",
            Qt.Key.Key_N: "explain",
            Qt.Key.Key_Return: "enter",
            Qt.Key.Key_Enter: "enter",
        }.get(Qt.Key(event.key()))
        if plain and asked:
            self.asked.emit(asked)
        elif event.key() == Qt.Key.Key_Menu:
            self.menu_asked.emit(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center()))
        else:
            super().keyPressEvent(event)

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        row = self.indexAt(event.position().toPoint()).row()
        self._drop_over(row)
        if row >= 0 and event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: Any) -> None:
        self._drop_over(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._drop_over(-1)
        uids = dragged(event.mimeData())
        if index.isValid() and uids:
            event.acceptProposedAction()
            self.dropped.emit(uids, self.rows.series[index.row()].uid)

    def _drop_over(self, row: int) -> None:
        if row != self.dropping:
            self.dropping = row
            self.viewport().update()


def drag_data(uids: Sequence[str]) -> QMimeData:
    """Figures under way from the table to a series."""
    data = QMimeData()
    data.setData(MIME, json.dumps(list(uids)).encode())
    return data


def dragged(data: QMimeData) -> list[str]:
    """The uids of the figures that are dragged; none for anything else."""
    if not data.hasFormat(MIME):
        return []
    held = json.loads(bytes(data.data(MIME).data()))
    return [each for each in held if isinstance(each, str)]
