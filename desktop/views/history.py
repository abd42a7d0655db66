"""The history: what was changed, when and by whom, day by day; what stood there before and after; one act taken back."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from archive.base.errors import WaystationError
from archive.model.change import Change
from archive.operations import extracting, history
from archive.operations.history import Detail, Row
from desktop.context import Context
from desktop.models.history import ENTRY_ROLE, PAGE, Day, HistoryModel, day_of, time_of
from desktop.theme import Theme
from desktop.widgets.basics import Page, clearable, label
from desktop.widgets.keys import LeadsTo, is_single
from desktop.widgets.rowlist import paint_ground, set_up_rows
from desktop.wording import one_line

_ROW_PX, _TIME_PX, _PAD, _LEAST_DETAIL_PX = 34, 52, 10, 60
_NOTHING = (
    "Nothing was changed here yet. What is marked, tagged, written or corrected is listed here and can be taken back."
)
_Index = QModelIndex | QPersistentModelIndex


class HistoryDelegate(QStyledItemDelegate):
    """Paints a day as a quiet heading, an act as time, label and author."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry, theme = index.data(ENTRY_ROLE), self._theme
        box = option.rect.adjusted(0, 1, -4, -1)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, Day):
            painter.setFont(theme.font("small_strong"))
            painter.setPen(theme.color("muted"))
            painter.drawText(box.adjusted(_PAD, 8, 0, 0), middle, entry.words)
            painter.restore()
            return
        box, chosen = paint_ground(painter, option, theme)
        inner = box.adjusted(_PAD, 0, -_PAD, 0)
        small = theme.font("small_numbers")
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        painter.drawText(QRect(inner.x(), inner.y(), _TIME_PX, inner.height()), middle, time_of(entry.at))
        # One pixel more: the advance is rounded, and a name cut for a fraction of one would be a letter and dots.
        width = min(QFontMetrics(small).horizontalAdvance(entry.author) + 1, inner.width() // 4)
        author = QFontMetrics(small).elidedText(entry.author, Qt.TextElideMode.ElideRight, width)
        at_right = middle | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRect(inner.right() - width, inner.y(), width + 1, inner.height()), at_right, author)
        words = QRect(inner.x() + _TIME_PX, inner.y(), inner.width() - _TIME_PX - width - 12, inner.height())
        self._paint_words(painter, entry, words, chosen)
        painter.restore()

    def _paint_words(self, painter: QPainter, entry: Row, box: QRect, chosen: bool) -> None:
        """The act, and muted behind it the first words that it changed."""
        font, small = self._theme.font("interface"), self._theme.font("small")
        metrics, middle = QFontMetrics(font), Qt.AlignmentFlag.AlignVCenter
        words = metrics.elidedText(entry.label, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font)
        painter.setPen(self._theme.color("accent" if chosen else "text"))
        painter.drawText(box, middle, words)
        box = box.adjusted(metrics.horizontalAdvance(words) + 12, 0, 0, 0)
        detail = next((_said(each) for each in entry.details if each.after or each.before), None)
        if detail is not None and box.width() > _LEAST_DETAIL_PX:
            painter.setFont(small)
            painter.setPen(self._theme.color("muted"))
            told = QFontMetrics(small).elidedText(one_line(detail), Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, middle, told)


def _said(detail: Detail) -> str:
    return f"{detail.what} {detail.after}" if detail.fact else detail.after or detail.before or ""


class HistoryPage(Page):
    """Loads pages of acts as one scrolls, and follows what is done while it is open."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("history", "History", context.theme, parent, width=1120)
        self._context = context
        self._chosen = 0
        self.model = HistoryModel(self)
        self.filter = QLineEdit(self)
        self.list = QListView(self)
        self.what = label("", "strong", self, wraps=True)
        self.when = label("", "small", self, wraps=True)
        self.details = QVBoxLayout()
        self.refusal = label("", "warning", self, wraps=True)
        self.revert = QPushButton("Take this back", self)
        self.nothing = label("", "muted", self, wraps=True)
        self.nothing.hide()
        self._typing = QTimer(self, interval=150, singleShot=True)
        self._build()
        self._connect()
        self.setFocusProxy(self.list)
        self.model.begin()

    def _build(self) -> None:
        self.filter.setObjectName("history_filter")
        self.filter.setAccessibleName("Filter the history")
        self.filter.setPlaceholderText("Filter by act or name")
        self.filter.setProperty("look", "search")
        clearable(self.filter, self.theme)
        self.filter.addAction(self.theme.icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        view = self.list
        set_up_rows(view, "history_list", "What was changed", even=True, tracked=True)
        view.setModel(self.model)
        view.setItemDelegate(HistoryDelegate(self.theme, self))
        self.revert.setObjectName("history_revert")
        self.revert.setAccessibleName("Take this act back")
        self.revert.setToolTip("Takes this one act back and leaves the later ones; can itself be undone")
        self.revert.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.refusal.setObjectName("history_refusal")
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(8)
        for widget in (self.filter, self.nothing):
            column.addWidget(widget)
        column.addWidget(view, 1)
        self._below = QWidget(left)  # keeps the sentence under the filter where there is no list
        column.addWidget(self._below, 1)
        self._below.hide()
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setObjectName("history_splitter")
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self._side())
        splitter.setSizes([620, 480])
        splitter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.content.addWidget(splitter, 1)

    def _side(self) -> QWidget:
        """The act that is chosen."""
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(20, 8, 8, 8)
        column.setSpacing(8)
        for widget in (self.what, self.when, self.revert, self.refusal):
            column.addWidget(widget)
        self.details.setSpacing(2)
        column.addLayout(self.details)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setObjectName("history_details")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumWidth(260)
        area.setWidget(side)
        side.setAutoFillBackground(False)  # setWidget turns it on, and the page's own ground would not show
        return area

    def _connect(self) -> None:
        self.model.page_asked.connect(self._load)
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.revert.clicked.connect(self._revert)
        self._typing.timeout.connect(self.model.begin)
        self.filter.textChanged.connect(lambda _text: self._typing.start())
        LeadsTo(self.filter, self.list)
        self._context.history.changed.connect(self._changed)
        self.theme.changed.connect(self.list.viewport().update)

    # Loading

    def _load(self, before: int) -> None:
        archive, text = self._context.archive, self.filter.text().strip()

        def read(_: object) -> list[Row]:
            return history.page(archive, limit=PAGE, before=before or None, text=text)

        def done(rows: list[Row]) -> None:
            self.model.show_page(rows, before, complete=len(rows) < PAGE)
            if before == 0:
                self._shown(text)

        self._context.jobs.latest(("history", id(self)), read, done=done, owner=self)

    def _shown(self, text: str) -> None:
        empty = self.model.rowCount() == 0
        self.nothing.setText("No act and no name holds these words." if text else _NOTHING)
        self.nothing.setVisible(empty)
        self._below.setVisible(empty)
        if empty and self.list.hasFocus():
            self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.setVisible(not empty)
        row = self.model.row_of(self._chosen)
        row = row if row >= 0 else self.model.first_act()
        self.list.setCurrentIndex(self.model.index(row))
        if row < 0:
            self._show(None)

    def _changed(self, change: Change) -> None:
        # What was indexed or read in the background is no act.
        if change.touched - {("index", 0), *extracting.TOUCHED}:
            self._typing.start()

    # The act that is chosen

    def _current_changed(self, index: QModelIndex) -> None:
        entry = self.model.entry(index)
        if isinstance(entry, Row):
            self._show(entry)

    def _show(self, row: Row | None) -> None:
        same = row is not None and row.id == self._chosen
        self._chosen = row.id if row is not None else 0
        if not same:
            self.refusal.hide()
        for widget in (self.what, self.when, self.revert):
            widget.setVisible(row is not None)
        while self.details.count():
            item = self.details.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        if row is None:
            return
        self.what.setText(row.label)
        by = f" by {row.author}" if row.author else ""
        self.when.setText(f"{day_of(row.at)}, {time_of(row.at)}{by}")
        self.revert.setEnabled(row.revertible and not self._context.archive.read_only)
        if not row.revertible:
            self._refuse("This cannot be taken back: nothing was kept of what was there before.")
        for detail in row.details:
            self._add_detail(detail)

    def _add_detail(self, detail: Detail) -> None:
        heading = label(detail.what.capitalize(), "section", self)
        heading.setContentsMargins(0, 8, 0, 0)
        lines = [heading]
        if detail.before is not None:
            lines.append(label(f"Before: {detail.before}", "muted", self, wraps=True))
        if detail.after is not None:
            said = detail.after if detail.fact else f"After: {detail.after}"
            lines.append(label(said, "", self, wraps=True))
        for line in lines:
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.details.addWidget(line)
            line.show()

    def _refuse(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.show()

    def _revert(self) -> None:
        archive, entry = self._context.archive, self._chosen

        def done(change: Change) -> None:
            self._context.history.do(change)
            self._context.alerts.toast(change.label, action_label="Undo", action=self._context.history.undo)

        def failed(error: Exception) -> None:
            if isinstance(error, WaystationError) and entry == self._chosen:
                self._refuse(f"{error.what} {error.advice}".strip())

        self._context.jobs.run(lambda _: history.revert(archive, entry), done=done, failed=failed)

    # Qt

    def event(self, event: QEvent) -> bool:
        if is_single(event):
            event.accept()
            return True
        return super().event(event)
