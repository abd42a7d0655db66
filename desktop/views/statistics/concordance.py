"""A keyword in context as a table: what stands before it, the word itself in the middle, what stands after it, and where."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from archive.model.ids import ArticleId
from archive.model.language import Line
from desktop.theme import Theme
from desktop.widgets.keys import FirstRow
from desktop.widgets.tables import as_rows
from desktop.wording import one_line

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Before", "Word", "After", "Article")
BEFORE, WORD, AFTER, ARTICLE = range(len(COLUMNS))
_ROW_PX, _ARTICLE_PX, _ARTICLE_FROM_PX = 26, 200, 760
_MOST_WORD_PX = 160


class LinesModel(QAbstractTableModel):
    """Lines of a concordance with the titles of their articles."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.lines: Sequence[Line] = ()
        self._titles: Mapping[ArticleId, str] = {}

    def show_lines(self, lines: Sequence[Line], titles: Mapping[ArticleId, str]) -> None:
        """Shows these lines, whatever was shown before."""
        self.beginResetModel()
        self.lines, self._titles = lines, titles
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        if across and role == Qt.ItemDataRole.TextAlignmentRole and section == BEFORE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return COLUMNS[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self.lines[index.row()], index.column()
        title = one_line(self._titles.get(line.article, ""))
        if role == Qt.ItemDataRole.DisplayRole:
            return (line.before, line.words, line.after, title)[column]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{line.before}{line.words}{line.after} ({title})"
        if role == Qt.ItemDataRole.TextAlignmentRole and column == BEFORE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and column in (WORD, ARTICLE):
            return self._theme.color("accent" if column == WORD else "muted")
        return None


class _Near(QStyledItemDelegate):
    """What does not fit is left out where it is farthest from the word."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.column() == BEFORE:
            option.textElideMode = Qt.TextElideMode.ElideLeft


class ConcordanceTable(QTableView):
    """`open_asked` is a Line: Return, a click on its word, or a double click anywhere reads its sentence."""

    open_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("language_concordance")
        self.setAccessibleName("Keyword in context")
        self.setProperty("look", "rows")
        self.rows = LinesModel(theme, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Near(self))
        as_rows(self)
        FirstRow(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(40)
        self.clicked.connect(lambda index: self._open(index) if index.column() == WORD else None)
        self.doubleClicked.connect(lambda index: self._open(index) if index.column() != WORD else None)
        theme.changed.connect(self.viewport().update)

    def show_lines(self, lines: Sequence[Line], titles: Mapping[ArticleId, str]) -> None:
        """Shows these lines from the first one."""
        self.rows.show_lines(lines, titles)
        self._share_out()
        if lines:
            self.setCurrentIndex(self.rows.index(0, BEFORE))

    def _open(self, index: Index) -> None:
        self.open_asked.emit(self.rows.lines[index.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """The word stands in the middle of what the article's title leaves."""
        wide = self.viewport().width()
        self.setColumnHidden(ARTICLE, wide < _ARTICLE_FROM_PX)
        free = wide - (0 if wide < _ARTICLE_FROM_PX else _ARTICLE_PX)
        metrics = self.fontMetrics()
        words = {line.words for line in self.rows.lines}
        word = min(_MOST_WORD_PX, max((metrics.horizontalAdvance(each) for each in words), default=60) + 18)
        header = self.horizontalHeader()
        for column, share in ((BEFORE, (free - word) // 2), (WORD, word), (AFTER, free - word - (free - word) // 2)):
            header.resizeSection(column, max(40, share))
        header.resizeSection(ARTICLE, _ARTICLE_PX)
