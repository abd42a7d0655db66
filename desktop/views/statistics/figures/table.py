"""The figures of a series under its chart: period, value, the sentence around the words, who published it, what was made of it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from archive.model.figure import Figure, FigureStatus
from desktop.theme import Theme
from desktop.views.events.quoting import Quoted, fitted, in_sentence
from desktop.views.figures.words import Headings, period_of, said, spoken, teller, value
from desktop.widgets.keys import FirstRow
from desktop.widgets.tables import as_rows, in_columns, ring

from .serieslist import drag_data

_Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Period", "Value", "Sentence", "Source", "Judged")
PERIOD, VALUE, SENTENCE, SOURCE, STATUS = range(len(COLUMNS))
_WIDTHS_PX = {PERIOD: 130, VALUE: 110, SOURCE: 190, STATUS: 130}
_GIVE_WAY = (STATUS, SOURCE)
_LEAST_SENTENCE_PX, _ROW_PX, _MARGIN_PX = 220, 34, 8

# What single keys ask of the chosen rows.
KEYS: dict[int, str] = {
    Qt.Key.Key_C: "confirm",
    Qt.Key.Key_D: "doubt",
    Qt.Key.Key_X: "reject",
    Qt.Key.Key_Delete: "reject",
    Qt.Key.Key_E: "correct",
    Qt.Key.Key_F2: "correct",
    Qt.Key.Key_N: "note",
    Qt.Key.Key_M: "move",
    Qt.Key.Key_G: "locate",
}


class FiguresModel(QAbstractTableModel):
    """Rows are figures (`UserRole`)."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.figures: tuple[Figure, ...] = ()
        self._headings: Headings = {}

    def show_figures(self, figures: Sequence[Figure], headings: Headings) -> None:
        self.beginResetModel()
        self.figures, self._headings = tuple(figures), headings
        self.endResetModel()

    def row_of(self, uid: object) -> int | None:
        return next((row for row, each in enumerate(self.figures) if each.uid == uid), None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.figures)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == VALUE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return COLUMNS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return drag_data(()).formats()

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return drag_data([self.figures[row].uid for row in sorted({index.row() for index in indexes})])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.figures):
            return None
        figure = self.figures[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return figure
        if role == Qt.ItemDataRole.DisplayRole:
            cells = (period_of(figure), value(figure), figure.sentence, teller(figure, self._headings), said(figure))
            return cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return figure.derivation or said(figure) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(figure, self._headings)
        return None


def quoted(figure: Figure) -> Quoted:
    """The sentence in three, the figure's words in the middle."""
    at = figure.start - figure.sentence_start
    return in_sentence(figure.sentence, at, at + figure.end - figure.start, figure.exact)


class _Cells(QStyledItemDelegate):
    """Paints a row: the figure's words underlined in their sentence; doubtful ones muted, rejected ones struck out."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, rect = self._theme, option.rect
        figure = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_wash"))
            if index.column() == 0:
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("accent"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        faint = figure.status in (FigureStatus.DOUBTFUL, FigureStatus.REJECTED)
        numeric = index.column() in (PERIOD, VALUE)
        font = theme.font("numbers" if numeric else "interface")
        font.setStrikeOut(figure.status is FigureStatus.REJECTED and index.column() == VALUE)
        painter.setFont(font)
        painter.setPen(theme.color("muted" if faint or index.column() == STATUS else "text"))
        inside, metrics = rect.adjusted(_MARGIN_PX, 0, -_MARGIN_PX, -1), QFontMetricsF(font)
        if index.column() == SENTENCE:
            self._sentence(painter, inside, fitted(quoted(figure), metrics, inside.width()), metrics)
        else:
            side = Qt.AlignmentFlag.AlignRight if index.column() == VALUE else Qt.AlignmentFlag.AlignLeft
            words = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | side | Qt.TextFlag.TextSingleLine), words)
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring(painter, theme, rect)
        painter.restore()

    def _sentence(self, painter: QPainter, rect: QRect, words: Quoted, metrics: QFontMetricsF) -> None:
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        painter.drawText(rect, flags, words.before + words.exact + words.after)
        painter.setPen(QPen(self._theme.color("accent"), 1))
        base = round(rect.center().y() + metrics.ascent() / 2 + 2)
        left = rect.left() + metrics.horizontalAdvance(words.before)
        right = left + metrics.horizontalAdvance(words.exact)
        painter.drawLine(QPoint(round(left), base), QPoint(min(round(right), rect.right()), base))


class FiguresTable(QTableView):
    """Signals say what a person asks of the chosen rows; the keys that ask are in `KEYS`."""

    open_asked = Signal(object)  # a Figure
    asked = Signal(str)  # one of the names in KEYS
    menu_asked = Signal(QPoint)
    left = Signal()  # Esc, or Up from the first row

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("figures_table")
        self.setAccessibleName("Figures of the series")
        self.setProperty("look", "rows")
        self.rows = FiguresModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Cells(theme, self))
        as_rows(self)
        FirstRow(self)
        in_columns(self, row_px=_ROW_PX, stretched=SENTENCE, widths_px=_WIDTHS_PX)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMinimumHeight(90)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.customContextMenuRequested.connect(lambda point: self.menu_asked.emit(self.viewport().mapToGlobal(point)))
        self.doubleClicked.connect(lambda index: self.open_asked.emit(index.data(Qt.ItemDataRole.UserRole)))
        theme.changed.connect(self.viewport().update)

    def show_figures(self, figures: Sequence[Figure], headings: Headings) -> None:
        """New rows; those that were chosen stay so where they still are."""
        chosen, current = {each.uid for each in self.chosen()}, self.current
        scroll = self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        self.rows.show_figures(figures, headings)
        rows = [row for row, each in enumerate(figures) if each.uid in chosen]
        if current is not None and (row := self.rows.row_of(current.uid)) is not None:
            self.setCurrentIndex(self.rows.index(row, PERIOD))
        both = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in rows:
            self.selectionModel().select(self.rows.index(row, PERIOD), both)
        self.selectionModel().blockSignals(False)
        self.verticalScrollBar().setValue(scroll)

    @property
    def current(self) -> Figure | None:
        """The figure of the current row."""
        row = self.currentIndex().row()
        return self.rows.figures[row] if 0 <= row < len(self.rows.figures) else None

    def chosen(self) -> list[Figure]:
        """The figures of all chosen rows, from the top."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.rows.figures[row] for row in rows if row < len(self.rows.figures)]

    def choose(self, uid: object) -> bool:
        """Makes a figure current and the only chosen one; whether it is listed."""
        row = self.rows.row_of(uid)
        if row is not None:
            self.setCurrentIndex(self.rows.index(row, PERIOD))
        return row is not None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width() - _LEAST_SENTENCE_PX
        shown = dict(_WIDTHS_PX)
        for column in _GIVE_WAY:
            if sum(shown.values()) > room:
                shown.pop(column)
        for column in _WIDTHS_PX:
            self.setColumnHidden(column, column not in shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        current = self.current
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self.open_asked.emit(current)
        elif plain and event.key() in KEYS:
            self.asked.emit(KEYS[event.key()])
        elif event.key() == Qt.Key.Key_Menu:
            self.menu_asked.emit(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center()))
        elif plain and (
            event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0)
        ):
            self.left.emit()
        else:
            super().keyPressEvent(event)
