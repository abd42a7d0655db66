"""The inspector's Figures: every number that the open article claims, in reading order; a click leads to its words."""

from typing import TYPE_CHECKING, Any

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
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from archive.model.change import Change
from archive.model.figure import Figure, FigureStatus, Series
from archive.model.ids import ArticleId
from archive.operations import figures
from archive.operations.annotate import Span
from desktop.context import Context
from desktop.theme import Theme
from desktop.views.figures.acts import FigureActs
from desktop.views.figures.words import period_of, said, spoken, value
from desktop.widgets.basics import label
from desktop.wording import one_line

from .eventspanel import RowsList

if TYPE_CHECKING:
    from .reader import Reader

_Index = QModelIndex | QPersistentModelIndex
_ROW_PX, _MARGIN_PX = 66, 14
_MOST_SERIES = 400  # to choose from when a figure is moved
_EMPTY = "This article claims no number. Select words and press Ctrl+Shift+F to enter a figure."


class _Claims(QAbstractListModel):
    """The figures of one article."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.figures: tuple[Figure, ...] = ()

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        self.beginResetModel()
        self.figures = figures
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.figures)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.figures):
            return None
        figure = self.figures[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return figure
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{value(figure)}: {one_line(figure.exact)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return one_line(figure.sentence)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(figure, {})
        return None


class _Rows(QStyledItemDelegate):
    """Value and what is counted; the words that carry it; when, and what a person said."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(option.rect.width(), _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        figure, theme, rect = index.data(Qt.ItemDataRole.UserRole), self._theme, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_wash"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("accent"))
        painter.fillRect(
            QRect(rect.left() + _MARGIN_PX, rect.bottom(), rect.width() - _MARGIN_PX, 1), theme.color("line")
        )
        inside = rect.adjusted(_MARGIN_PX, 7, -10, -6)
        faint = figure.status in (FigureStatus.DOUBTFUL, FigureStatus.REJECTED)
        first = theme.font("numbers")
        first.setStrikeOut(figure.status is FigureStatus.REJECTED)
        first.setBold(figure.status is FigureStatus.CONFIRMED)
        counted = f"{value(figure)}  {one_line(figure.counted)}".strip()
        self._line(painter, inside, 0, counted, first, "muted" if faint else "text")
        self._line(painter, inside, 18, f"“{one_line(figure.exact)}”", theme.font(), "text")
        told = " · ".join(part for part in (period_of(figure), said(figure)) if part)
        self._line(painter, inside, 36, told, theme.font("small"), "muted")
        painter.restore()

    def _line(self, painter: QPainter, inside: QRect, down: int, words: str, font: QFont, role: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(role))
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside.adjusted(0, down, 0, 0), int(Qt.AlignmentFlag.AlignTop), shown)


class FiguresPanel(QWidget):
    """`counted(number)` when another number of figures is shown."""

    counted = Signal(int)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("figures_panel")
        self.setAccessibleName("Figures that this article claims")
        self._context = context
        self._reader: Reader | None = None
        self._article = ArticleId(0)
        self._series: tuple[Series, ...] = ()
        self._model = _Claims(self)
        self.list = RowsList(self)
        self.list.setObjectName("figures_list")
        self.list.setAccessibleName("Figures that this article claims")
        self.list.setProperty("look", "rows")
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Rows(context.theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.empty = label(_EMPTY, "small", self, wraps=True)
        self.empty.setObjectName("figures_empty")
        self.empty.setContentsMargins(_MARGIN_PX, 12, 12, 0)
        self.acts = FigureActs(context, self, lambda: self._series)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        self.list.clicked.connect(lambda _: self._go())
        self.list.taken.connect(self._go)
        self.list.customContextMenuRequested.connect(lambda point: self._menu(self.list.viewport().mapToGlobal(point)))
        context.theme.changed.connect(self.list.viewport().update)
        context.history.changed.connect(self._changed)
        context.actions.on("figure.add", self.add, owner=self, enabled=self._may_add)

    def follow(self, reader: "Reader") -> None:
        """Shows the figures of the article that the reader shows."""
        self._reader = reader
        reader.article_shown.connect(self._show)

    def _show(self, article: int) -> None:
        if article != self._article:
            self._article = ArticleId(article)
            self._take((self._article, (), self._series))
        self.refresh()

    def _changed(self, change: Change) -> None:
        if self._article and any(map(change.touches, ("figure", "series", "article", "edition", "archive"))):
            self.refresh()

    def refresh(self) -> None:
        """Reads the figures of the article again."""
        archive, article = self._context.archive, self._article
        if not article:
            return
        self._context.jobs.latest(
            ("figures_panel", id(self)),
            lambda _: (
                article,
                tuple(figures.of_article(archive, article)),
                tuple(figures.series(archive, limit=_MOST_SERIES)),
            ),
            done=self._take,
            owner=self,
        )

    def _take(self, found: tuple[ArticleId, tuple[Figure, ...], tuple[Series, ...]]) -> None:
        article, told, self._series = found
        if article != self._article:
            return
        row, scroll = self.list.currentIndex().row(), self.list.verticalScrollBar().value()
        self._model.show_figures(told)
        if 0 <= row < len(told):
            self.list.setCurrentIndex(self._model.index(row, 0))
        self.list.verticalScrollBar().setValue(scroll)
        self.empty.setVisible(not told)
        self.list.setVisible(bool(told))
        self.counted.emit(len(told))
        self._context.actions.refresh("figure.add")

    @property
    def current(self) -> Figure | None:
        """The figure of the current row."""
        row = self.list.currentIndex().row()
        return self._model.figures[row] if 0 <= row < len(self._model.figures) else None

    def chosen(self) -> list[Figure]:
        """The figures of all chosen rows, from the top."""
        return [self._model.figures[row] for row in sorted(index.row() for index in self.list.selectedIndexes())]

    def _go(self) -> None:
        figure = self.current
        if figure is None or self._reader is None:
            return
        if figure.stale:
            self._context.alerts.toast("These words stand in an earlier text of the article.")
        else:
            self._reader.highlight(figure.start, figure.end)

    def _menu(self, point: QPoint) -> None:
        if self.current is not None:
            self.menu().popup(point)

    def menu(self) -> QMenu:
        """What can be done with the chosen figures."""
        menu = QMenu(self)
        menu.setObjectName("figures_panel_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.acts.fill(menu, self.chosen(), [("Go to its words", self._go)], keys=False)
        return menu

    # Entering

    def _may_add(self) -> bool:
        return self._reader is not None and self._reader.article_id is not None and self.acts.writable

    def add(self) -> None:
        """Opens the dialog for a figure from the selected words; says so when none are."""
        pane = self._reader.active if self._reader is not None else None
        opened = pane.opened if pane is not None else None
        if pane is None or opened is None:
            return
        start, end = pane.surface.selected()
        if start == end:
            self._context.alerts.toast("Select the words that tell the number first.")
            return
        words = opened.edition.text[start:end]
        self.acts.add(Span(opened.article.id, start, end, opened.edition.id), words)
