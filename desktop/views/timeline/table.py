"""The list under the timeline: what is drawn, and what cannot be drawn, in the order of time."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from archive.model.event import Status
from archive.model.ids import MentionId
from desktop.models.events import ARTICLE, COLUMNS, KNOWN, ROW_ROLE, STATUS, WHEN, WORDS, EventRow, EventsModel
from desktop.theme import Theme
from desktop.views.events.quoting import Quoted, around
from desktop.widgets.keys import FirstRow
from desktop.widgets.tables import as_rows, in_columns, ring

ROW_PX = 36
_WIDTHS_PX = {WHEN: 150, ARTICLE: 190, KNOWN: 210, STATUS: 110}
_LEAST_WORDS_PX = 260
_GIVE_WAY = (STATUS, KNOWN, ARTICLE)
_MARGIN_PX = 8

# What single keys ask of the chosen rows.
KEYS: dict[int, str] = {
    Qt.Key.Key_C: "confirm",
    Qt.Key.Key_X: "reject",
    Qt.Key.Key_E: "edit",
    Qt.Key.Key_F2: "edit",
    Qt.Key.Key_T: "tag",
    Qt.Key.Key_M: "merge",
    Qt.Key.Key_L: "align",
    Qt.Key.Key_Delete: "reject",
    Qt.Key.Key_G: "locate",
}


class _Cells(QStyledItemDelegate):
    """Paints a row: the words of the date underlined in their sentence, everything else in one muted line."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, rect = self._theme, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_wash"))
            if index.column() == 0:
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("accent"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        held = index.data(ROW_ROLE)
        if isinstance(held, EventRow):
            self._words(painter, rect.adjusted(_MARGIN_PX, 0, -_MARGIN_PX, -1), held, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring(painter, theme, rect)
        painter.restore()

    def _words(
        self, painter: QPainter, rect: QRect, held: EventRow, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._theme
        rejected = held.mention.status is Status.REJECTED
        font = theme.font()
        font.setStrikeOut(rejected and index.column() == WHEN)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        painter.setPen(theme.color("muted" if rejected or index.column() in (KNOWN, STATUS) else "text"))
        if index.column() == WORDS and held.mention.exact:
            self._sentence(painter, rect, around(held.mention, metrics, rect.width()), metrics)
            return
        text = str(index.data() or "")
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

    def _sentence(self, painter: QPainter, rect: QRect, quoted: Quoted, metrics: QFontMetricsF) -> None:
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        before = metrics.horizontalAdvance(quoted.before)
        painter.drawText(rect, flags, quoted.before + quoted.exact + quoted.after)
        pen = QPen(self._theme.color("accent"), 1, Qt.PenStyle.DotLine)
        painter.setPen(pen)
        base = rect.center().y() + metrics.ascent() / 2 + 2
        left = rect.left() + before
        painter.drawLine(
            QPoint(round(left), round(base)), QPoint(round(left + metrics.horizontalAdvance(quoted.exact)), round(base))
        )


class EventTable(QTableView):
    """Signals say what a person asks of the chosen rows; the keys that ask are in `KEYS`."""

    open_asked = Signal(int)  # row
    asked = Signal(str)  # one of the names in KEYS
    menu_asked = Signal(QPoint)
    up_asked = Signal()

    def __init__(self, theme: Theme, model: EventsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("timeline_list")
        self.setAccessibleName("Times, as a list")
        self.setProperty("look", "rows")
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(_Cells(theme, self))
        as_rows(self)
        in_columns(self, row_px=ROW_PX, stretched=WORDS, widths_px=_WIDTHS_PX)
        FirstRow(self)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda point: self.menu_asked.emit(self.viewport().mapToGlobal(point)))
        self.doubleClicked.connect(lambda index: self.open_asked.emit(index.row()))
        theme.changed.connect(self.viewport().update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        left = self.viewport().width() - _LEAST_WORDS_PX
        shown = dict(_WIDTHS_PX)
        for column in _GIVE_WAY:
            if sum(shown.values()) > left:
                shown.pop(column, None)
        for column in range(len(COLUMNS)):
            self.setColumnHidden(column, column not in shown and column != WORDS)

    # Choosing

    @property
    def row(self) -> int:
        """The current row, -1 when there is none."""
        return self.currentIndex().row()

    @property
    def current(self) -> EventRow | None:
        """The mention of the current row, if it is loaded."""
        return self._rows.row(self.row)

    def choose(self, row: int) -> None:
        """Makes a row the current and only chosen one, and shows it."""
        if 0 <= row < self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(row, WORDS))

    def chosen(self) -> Sequence[MentionId]:
        """The ids of all chosen rows, from the top."""
        selection = self.selectionModel().selection()
        rows = sorted(
            {
                row
                for each in map(selection.at, range(selection.count()))
                for row in range(each.top(), each.bottom() + 1)
            }
        )
        return [ident for ident in map(self._rows.id_at, rows) if ident is not None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.row >= 0:
            self.open_asked.emit(self.row)
        elif plain and event.key() in KEYS:
            self.asked.emit(KEYS[event.key()])
        elif event.key() == Qt.Key.Key_Menu:
            self.menu_asked.emit(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center()))
        elif plain and (event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Up and self.row <= 0)):
            self.up_asked.emit()
        else:
            super().keyPressEvent(event)
