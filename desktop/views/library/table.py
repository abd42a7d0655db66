"""The list of articles: a table of one column, because Qt measures a table's rows without asking for each of them.

(100,000 rows: shown in 5 ms, where a list view of equal rows takes 125 ms.)
"""

from PySide6.QtCore import (
    QAbstractEventDispatcher,
    QCoreApplication,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    QTimerEvent,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from archive.model.search import Hit
from desktop.models.articles import HIT_ROLE, articles_in
from desktop.theme import Theme
from desktop.widgets.dragging import drag_as_label
from desktop.widgets.tables import as_rows
from desktop.wording import counted, one_line

from .delegate import MOST_S, ArticleDelegate

_PUT_OFF = 2  # times at most that one layout of the rows leads to another
_KEYS_BY_ROW: dict[int, int] = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class ArticleTable(QTableView):
    """Rows of `ArticlesModel`, painted by `ArticleDelegate`."""

    open_asked = Signal(int)  # row: Return or a double click
    page_asked = Signal(bool)  # Space (True: down) scrolls what is being read
    menu_asked = Signal(QPoint)  # global position
    search_asked = Signal()  # Escape, or Up from the first row

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("articles")
        self.setAccessibleName("Articles")
        self.setProperty("look", "rows")
        self._delegate = ArticleDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        as_rows(self)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(40)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setMinimumSectionSize(1)
        self.customContextMenuRequested.connect(lambda point: self.menu_asked.emit(self.viewport().mapToGlobal(point)))
        self.doubleClicked.connect(lambda index: self.open_asked.emit(index.row()))
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Fonts or colours changed."""
        self._delegate.forget()
        header = self.verticalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultSectionSize(self._delegate.row_height())
        self.verticalScrollBar().setSingleStep(self._delegate.row_height() // 3)
        self.viewport().update()

    def rows_in_sight(self) -> int:
        """How many rows can be seen from the top on, and two more: the facets above may go and leave their room."""
        return self.viewport().height() // self._delegate.row_height() + 3

    def settle(self) -> None:
        """Lays out the rows of a new listing now, and has the scroll bar come or go: else that would be done while they are painted or after it, and
        all of them be measured and painted again.
        """
        self.executeDelayedItemsLayout()
        self.updateGeometries()
        # Qt puts off to timers of no time what a wider or narrower column means for the rows; the first may begin another.
        for _ in range(_PUT_OFF):
            for timer in QAbstractEventDispatcher.instance().registeredTimers(self):
                if not timer.interval:
                    QCoreApplication.sendEvent(self, QTimerEvent(timer.timerId))

    # Dragging

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drags the chosen rows by the title of one, or the number of several."""
        mime, hit = self.model().mimeData(self.selectedIndexes()), self.hit(self.row)
        articles = len(articles_in(mime))
        words = one_line(hit.article.title) if hit is not None and articles == 1 else counted(articles, "article")
        drag_as_label(self, mime, words, Qt.DropAction.CopyAction)

    # Choosing

    def hit(self, row: int) -> Hit | None:
        """The hit at a row; asks for its page when it is not here yet."""
        found = self.model().index(row, 0).data(HIT_ROLE)
        return found if isinstance(found, Hit) else None

    @property
    def row(self) -> int:
        """The current row, -1 when there is none."""
        return self.currentIndex().row()

    def choose(self, row: int) -> None:
        """Makes a row the current and only chosen one, and shows it; rows beyond the ends mean the first or last."""
        last = self.model().rowCount() - 1
        if last < 0:
            return
        index = self.model().index(max(0, min(row, last)), 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def chosen_ranges(self) -> list[tuple[int, int]]:
        """Half-open ranges of chosen rows, from the top; a range of 100,000 rows is one pair."""
        selection = self.selectionModel().selection()
        ranges = sorted((each.top(), each.bottom() + 1) for each in map(selection.at, range(selection.count())))
        joined: list[tuple[int, int]] = []
        for start, end in ranges:
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return joined

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        with self._delegate.at_most(MOST_S):
            super().paintEvent(event)
        if self._delegate.left_out:
            QTimer.singleShot(0, self.viewport(), self.viewport().update)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here; Qt's search would read every row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.row >= 0:
            self.open_asked.emit(self.row)
        elif key == Qt.Key.Key_Space:
            self.page_asked.emit(not shift)
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Up and self.row <= 0 and not shift):
            self.search_asked.emit()
        elif key == Qt.Key.Key_Menu:
            box = self.visualRect(self.currentIndex())
            self.menu_asked.emit(self.viewport().mapToGlobal(box.center()))
        elif key in _KEYS_BY_ROW and self.model().rowCount():
            row = _KEYS_BY_ROW[key] % self.model().rowCount()
            self._go(self.model().index(row, 0), extend=shift)
        else:
            super().keyPressEvent(event)

    def _go(self, index: QModelIndex, *, extend: bool) -> None:
        if not extend:
            self.choose(index.row())
            return
        flag = QItemSelectionModel.SelectionFlag
        rows = QItemSelection(*sorted((self.currentIndex(), index), key=QModelIndex.row))
        self.selectionModel().setCurrentIndex(index, flag.NoUpdate)
        self.selectionModel().select(rows, flag.ClearAndSelect)
        self.scrollTo(index)
