"""The list of passages: a table with columns, or cards over the whole width; both are one view of the same rows."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QToolTip, QWidget

from archive.model.ids import PassageId
from desktop.models.passages import ARTICLE, AUTHOR, COLUMNS, MADE, NOTE, TAGS, WORDS, PassagesModel, Row
from desktop.theme import Theme
from desktop.widgets.tables import as_rows

from .painting import CARD_PX, COLUMN_PX, HEADING_PX, ROW_PX, Cards, Cells

_LEAST_WORDS_PX = 250
_HEADINGS_SIZED = 400
# The columns that make room first when it is narrow.
_GIVE_WAY = (AUTHOR, MADE, NOTE, ARTICLE)
_ROW_KEYS: dict[int, int] = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


# What single keys ask of the chosen rows.
KEYS: dict[int, str] = {
    Qt.Key.Key_N: "note",
    Qt.Key.Key_F2: "note",
    Qt.Key.Key_T: "tag",
    Qt.Key.Key_C: "colour",
    Qt.Key.Key_Space: "context",
    Qt.Key.Key_Delete: "remove",
    Qt.Key.Key_Period: "repeat",
}


class PassageTable(QTableView):
    """Signals say what a person asks of the chosen rows; the keys that ask are in `KEYS`."""

    open_asked = Signal(int)  # row
    tags_asked = Signal(QPoint)  # global position
    asked = Signal(str)  # one of the names in KEYS
    menu_asked = Signal(QPoint)
    search_asked = Signal()
    sort_asked = Signal(int)  # column
    drag_asked = Signal()

    def __init__(self, theme: Theme, model: PassagesModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("passages-table")
        self.setAccessibleName("Passages")
        self.setProperty("look", "rows")
        self._rows = model
        self.setModel(model)
        self._cells, self._cards = Cells(theme, self), Cards(theme, self)
        self.as_cards = False
        self._build()
        theme.changed.connect(self.viewport().update)

    def _build(self) -> None:
        as_rows(self)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QTableView.DragDropMode.DragOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(60)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        for column, width in COLUMN_PX.items():
            header.resizeSection(column, width)
        header.sectionClicked.connect(self.sort_asked)
        self._rows.modelReset.connect(self._reset)
        self.customContextMenuRequested.connect(lambda point: self.menu_asked.emit(self.viewport().mapToGlobal(point)))
        self.show_as(cards=False)

    def show_as(self, *, cards: bool) -> None:
        """Shows the rows as a table or as cards; the current row stays in sight."""
        self.as_cards = cards
        self.setItemDelegate(self._cards if cards else self._cells)
        self.verticalHeader().setDefaultSectionSize(CARD_PX if cards else ROW_PX)
        self.verticalScrollBar().setSingleStep((CARD_PX if cards else ROW_PX) // 3)
        self.horizontalHeader().setVisible(not cards)
        self._size_headings()
        self._make_room()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def _size_headings(self) -> None:
        """Headings are lower than rows; beyond a few hundred groups they are left as they are, for speed."""
        tops = self._rows.tops
        for row in tops if len(tops) <= _HEADINGS_SIZED else ():
            self.verticalHeader().resizeSection(row, HEADING_PX)

    def _reset(self) -> None:
        # The heights of rows that were headings before go back to the usual one.
        self.verticalHeader().setDefaultSectionSize(CARD_PX if self.as_cards else ROW_PX)
        self._size_headings()

    def _make_room(self) -> None:
        """Leaves out columns, the least telling first, until the words have room."""
        left = self.viewport().width() - _LEAST_WORDS_PX
        shown = dict(COLUMN_PX) if not self.as_cards else {}
        for column in _GIVE_WAY:
            if sum(shown.values()) > left:
                shown.pop(column, None)
        for column in range(1, len(COLUMNS)):
            self.setColumnHidden(column, column not in shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    # Choosing

    @property
    def row(self) -> int:
        """The current row, -1 when there is none."""
        return self.currentIndex().row()

    @property
    def current(self) -> Row | None:
        """The passage of the current row, if it is loaded."""
        return self._rows.row(self.row)

    def choose(self, row: int) -> None:
        """Makes a row the current and only chosen one, and shows it; beyond the ends, the first or last."""
        last = self._rows.rowCount() - 1
        if last >= 0:
            index = self._rows.index(max(0, min(row, last)), WORDS)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def chosen(self) -> list[PassageId]:
        """The ids of all chosen passages, from the top."""
        selection = self.selectionModel().selection()
        ranges = sorted({(each.top(), each.bottom() + 1) for each in map(selection.at, range(selection.count()))})
        found: dict[PassageId, None] = {}
        for first, last in ranges:
            found.update(dict.fromkeys(self._rows.ids_in(first, last)))
        return list(found)

    def choose_all(self, ids: Sequence[PassageId]) -> None:
        """Chooses these passages; the current row stays where it is."""
        flag = QItemSelectionModel.SelectionFlag
        chosen = QItemSelection()
        for each in ids:
            row = self._rows.row_of(each)
            if row is not None:
                chosen.select(self._rows.index(row, WORDS), self._rows.index(row, WORDS))
        self.selectionModel().select(chosen, flag.ClearAndSelect | flag.Rows)

    def edit_note(self) -> bool:
        """Opens the note of the current row in its cell; False when there is no cell to edit it in."""
        index = self._rows.index(self.row, NOTE)
        if self.as_cards or self.isColumnHidden(NOTE) or not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return False
        self.edit(index)
        return True

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        plain = not held & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.row >= 0:
            self._act(self.row)
        elif plain and not shift and key in KEYS:
            self.asked.emit(KEYS[key])
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Up and self.row <= 0 and not shift):
            self.search_asked.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._rows.section(self.row) is not None:
            self._fold(self.row, key == Qt.Key.Key_Left)
        elif key == Qt.Key.Key_Menu:
            self.menu_asked.emit(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center()))
        elif key in _ROW_KEYS and self._rows.rowCount():
            self._go(self._rows.index(_ROW_KEYS[key] % self._rows.rowCount(), WORDS), extend=shift)
        else:
            super().keyPressEvent(event)

    def _go(self, index: QModelIndex, *, extend: bool) -> None:
        if not extend:
            self.choose(index.row())
            return
        flag = QItemSelectionModel.SelectionFlag
        first, last = sorted((self.currentIndex(), index), key=QModelIndex.row)
        rows = QItemSelection(first, last)
        self.selectionModel().setCurrentIndex(index, flag.NoUpdate)
        self.selectionModel().select(rows, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)

    def _act(self, row: int) -> None:
        if self._rows.section(row) is not None:
            self._fold(row, None)
        else:
            self.open_asked.emit(row)

    def _fold(self, row: int, fold: bool | None) -> None:
        section = self._rows.section(row)
        if section is not None and (fold is None or self._rows.folded(section.key) is not fold):
            scroll = self.verticalScrollBar().value()
            self._rows.fold(section.key)
            self.choose(row)
            self.verticalScrollBar().setValue(scroll)

    def open_place(self, row: int) -> QRect:
        """Where a click on a row leads to its sentence."""
        painter = self._cards if self.as_cards else self._cells
        return painter.open_place(self.visualRect(self._rows.index(row, WORDS)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        point = event.position().toPoint()
        row = self.rowAt(point.y())
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._rows.section(row) is not None:
            self._fold(row, None)
        elif self._rows.row(row) is not None and self.open_place(row).contains(point):
            self.open_asked.emit(row)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """What is dragged has to be read first: whoever listens begins the drag."""
        self.drag_asked.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self.rowAt(event.pos().y())
            if self._rows.row(row) is not None and self.open_place(row).contains(event.pos()):
                QToolTip.showText(event.globalPos(), "Open in the reader", self)
                return True
        return super().viewportEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self._rows.row(index.row()) is None:
            return
        if index.column() == NOTE:
            self.asked.emit("note")
        elif index.column() == TAGS:
            self.tags_asked.emit(event.globalPosition().toPoint())
        else:
            self.open_asked.emit(index.row())
