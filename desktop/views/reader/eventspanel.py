"""The inspector's Events: every time that the open article tells, in reading order; a click leads to its words."""

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
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from archive.model.event import Mention, Status
from archive.model.ids import MentionId
from desktop.context import Context
from desktop.theme import Theme
from desktop.views.events.acts import EventActs
from desktop.views.events.words import known, status, when
from desktop.widgets.basics import label
from desktop.wording import one_line

if TYPE_CHECKING:
    from .reader import Reader
    from .telling import Telling

_Index = QModelIndex | QPersistentModelIndex
_ROW_PX = 66
_MARGIN_PX = 14
_EMPTY = "This article tells no dates. Select words and press Ctrl+Shift+E to enter an event."


class _Told(QAbstractListModel):
    """The mentions of one article."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.mentions: tuple[Mention, ...] = ()

    def show_mentions(self, mentions: tuple[Mention, ...]) -> None:
        self.beginResetModel()
        self.mentions = mentions
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.mentions)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.mentions):
            return None
        mention = self.mentions[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return mention
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{when(mention)}: {mention.label}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((when(mention), one_line(mention.exact), mention.label, known(mention), status(mention)))
        return None


class _Rows(QStyledItemDelegate):
    """When and what was said of it; the words that carry it; how it is known."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(option.rect.width(), _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        mention = index.data(Qt.ItemDataRole.UserRole)
        theme, rect = self._theme, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_wash"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("accent"))
        painter.fillRect(
            QRect(rect.left() + _MARGIN_PX, rect.bottom(), rect.width() - _MARGIN_PX, 1), theme.color("line")
        )
        inside = rect.adjusted(_MARGIN_PX, 7, -10, -6)
        rejected = mention.status is Status.REJECTED
        strong = theme.font()
        strong.setStrikeOut(rejected)
        if mention.status is Status.CONFIRMED:
            strong.setBold(True)
        self._line(painter, inside, 0, when(mention), strong, "muted" if rejected or mention.edtf is None else "text")
        self._line(painter, inside, 18, mention.label or one_line(mention.exact), theme.font(), "text")
        said = f"{known(mention)} · {status(mention)}" if mention.status is not Status.FOUND else known(mention)
        self._line(painter, inside, 36, said, theme.font("small"), "muted")
        painter.restore()

    def _line(self, painter: QPainter, inside: QRect, down: int, words: str, font: Any, role: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(role))
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside.adjusted(0, down, 0, 0), int(Qt.AlignmentFlag.AlignTop), shown)


class RowsList(QListView):
    """Return leads to the words."""

    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class EventsPanel(QWidget):
    """`counted(number)` when another number of times is shown."""

    counted = Signal(int)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("events_panel")
        self.setAccessibleName("Times that this article tells")
        self._context = context
        self._reader: Reader | None = None
        self._model = _Told(self)
        self.list = RowsList(self)
        self.list.setObjectName("events_list")
        self.list.setAccessibleName("Times that this article tells")
        self.list.setProperty("look", "rows")
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Rows(context.theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.empty = label(_EMPTY, "small", self, wraps=True)
        self.empty.setObjectName("events_empty")
        self.empty.setContentsMargins(_MARGIN_PX, 12, 12, 0)
        self.acts = EventActs(context, self._chosen, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        self.list.clicked.connect(lambda _: self._go())
        self.list.taken.connect(self._go)
        self.list.customContextMenuRequested.connect(self._menu)
        context.theme.changed.connect(self.list.viewport().update)

    def follow(self, reader: "Reader") -> None:
        """Shows the times of the pane that commands go to."""
        self._reader = reader
        reader.told_changed.connect(self.refresh)

    @property
    def _telling(self) -> "Telling | None":
        return self._reader.telling if self._reader is not None else None

    def refresh(self) -> None:
        """Shows what the page has now."""
        telling = self._telling
        mentions = telling.mentions if telling is not None else ()
        row, scroll = self.list.currentIndex().row(), self.list.verticalScrollBar().value()
        self._model.show_mentions(mentions)
        if 0 <= row < len(mentions):
            self.list.setCurrentIndex(self._model.index(row, 0))
        self.list.verticalScrollBar().setValue(scroll)
        self.empty.setVisible(not mentions)
        self.list.setVisible(bool(mentions))
        self.counted.emit(len(mentions))

    def _chosen(self) -> list[MentionId]:
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        return [self._model.mentions[row].id for row in rows]

    @property
    def current(self) -> Mention | None:
        """The time of the current row."""
        row = self.list.currentIndex().row()
        return self._model.mentions[row] if 0 <= row < len(self._model.mentions) else None

    def _go(self) -> None:
        mention, reader = self.current, self._reader
        if mention is None or reader is None or mention.start is None or mention.end is None:
            return
        if mention.stale:
            self._context.alerts.toast("These words stand in an earlier text of the article.")
        else:
            reader.highlight(mention.start, mention.end)

    def _menu(self, point: QPoint) -> None:
        mention, telling = self.current, self._telling
        if mention is not None and telling is not None:
            first = [("Show on the timeline", lambda: telling.timeline_asked.emit(mention.uid))]
            place = self.list.viewport().mapToGlobal(point)
            self.acts.menu(mention, place, first).popup(place)
