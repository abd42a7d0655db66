"""The passages themselves: filters at the left, the list with what orders it in the middle, the chosen one at the right."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from archive.model.change import Change
from archive.model.passage import PassageFilter, PassageSort, State
from archive.operations import annotate
from desktop.context import Context
from desktop.models.passages import PAGE_ROWS
from desktop.views.library.empty import EmptyState
from desktop.widgets.basics import Choices, clearable, hairline, label, splitter
from desktop.wording import counted

from .acts import PassageActs
from .detail import Detail
from .facets import facets
from .filters import Filters
from .listing import GROUPINGS, Answer, PassageLister, Wanted
from .orders import BY_COLUMN, SORTS, offer, tick
from .table import PassageTable

# Widths of the view in px below which a column folds away.
_DETAIL_FROM, _FILTERS_FROM = 1100, 820
_TYPING_MS = 120
_AFTER_ROWS_MS = 30  # the rows are painted before anything is counted: the interpreter does one thing at a time


class PassagesPane(QWidget):
    """`open_requested(article, start, end)`: show these words in the reader."""

    open_requested = Signal(int, int, int)
    memo_asked = Signal(str)
    match_asked = Signal()
    compare_asked = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("passages-pane")
        self._context = context
        self.lister = PassageLister(context, self)
        # Each is made where it stays: what is moved is styled again, with all that is in it.
        self.splitter = splitter(self)
        self.filters = Filters(context.theme, self.splitter)
        self._middle = QWidget(self.splitter)
        self._stack = QStackedWidget(self._middle)
        self.field = QLineEdit(self._middle)
        self.count = label("", "muted", self._middle)
        self.shape = Choices("passage-shape", (("table", "Table"), ("cards", "Cards")), self._middle)
        self.group = self._menu_button("passage-group", "Group", "rows")
        self.sort = self._menu_button("passage-sort", "Sort", "sort-ascending")
        self.more = self._menu_button("passage-more", "More", "dots-three")
        self.table = PassageTable(context.theme, self.lister.model, self._stack)
        self.empty = EmptyState(self._stack)
        self.detail = Detail(context, self.splitter)
        self.acts = PassageActs(context, self.table.chosen, self)
        self._again = QTimer(self, interval=0, singleShot=True)
        self._again.timeout.connect(self._relist)
        self._rest_due = QTimer(self, interval=_AFTER_ROWS_MS, singleShot=True)
        self._rest_due.timeout.connect(self._fill_rest)
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self._search)
        self._detail_shown: bool | None = None  # None: as there is room
        self._filters_shown: bool | None = None
        self._build()
        self._connect()

    # Building

    def _menu_button(self, name: str, words: str, icon: str) -> QToolButton:
        button = QToolButton(self._middle)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setIcon(self._context.theme.icon(icon))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(QMenu(button))
        button.menu().setObjectName(f"{name}-menu")
        return button

    def _fill_menus(self) -> None:
        offer(self.group.menu(), GROUPINGS, self.group_by)
        offer(self.sort.menu(), SORTS, self.sort_by)
        more = self.more.menu()
        for words, act in (
            ("Filters", self.toggle_filters),
            ("Details of the passage", self.toggle_detail),
            ("Copy as quotations\tCtrl+C", self.acts.copy),
            ("Tag every match…\tCtrl+Shift+M", self.match_asked.emit),
            ("Compare authors…", self.compare_asked.emit),
        ):
            more.addAction(words).triggered.connect(lambda _=False, act=act: act())

    def _build(self) -> None:
        self.field.setObjectName("passage-search")
        self.field.setAccessibleName("Search words and notes")
        self.field.setPlaceholderText("Search words and notes")
        clearable(self.field, self._context.theme)
        self.field.setMinimumWidth(150)
        self.field.setMaximumWidth(320)
        self.count.setObjectName("passage-count")
        self.shape.choose("table")
        self._fill_menus()
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 0, 12, 10)
        bar.setSpacing(8)
        bar.addWidget(self.field, 1)
        bar.addWidget(self.count)
        bar.addStretch(1)
        bar.addWidget(self.shape)
        for button in (self.group, self.sort, self.more):
            bar.addWidget(button)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(hairline(parent=self._middle))
        column.addWidget(self._stack, 1)
        self.splitter.setObjectName("passages-splitter")
        for widget, least in ((self.filters, 170), (self._middle, 320), (self.detail, 220)):
            widget.setMinimumWidth(least)
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(self.splitter.count() - 1, int(widget is self._middle))
        self.splitter.setSizes([200, 900, 276])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)

    def _connect(self) -> None:
        table, acts, detail = self.table, self.acts, self.detail
        self.filters.changed.connect(self._narrow)
        self.field.textEdited.connect(lambda: self._typing.start())
        self.field.textChanged.connect(lambda text: None if text else self._typing.start())
        self.field.returnPressed.connect(self.enter_list)
        self.shape.chosen.connect(lambda value: self.show_as(cards=value == "cards"))
        self.lister.listed.connect(self._listed)
        self.lister.rows_changed.connect(self._show_current)
        self.lister.model.note_edited.connect(acts.set_note)
        table.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        table.open_asked.connect(self._open)
        table.asked.connect(self._asked)
        table.tags_asked.connect(acts.ask_tags)
        table.menu_asked.connect(self._menu)
        table.drag_asked.connect(acts.drag)
        table.search_asked.connect(self.focus_search)
        table.sort_asked.connect(self._sort_column)
        detail.open_asked.connect(lambda: self._open(table.row))
        detail.tags_asked.connect(lambda: acts.ask_tags(detail.mapToGlobal(QPoint(-392, 120))))
        detail.untag_asked.connect(self._untag)
        detail.note_typed.connect(lambda uid, text, joining: acts.set_note(uid, text, joining=joining))
        detail.accept_asked.connect(acts.accept)
        detail.memo_asked.connect(self.memo_asked)
        self._context.history.changed.connect(self._changed)

    # What is asked for

    @property
    def wanted(self) -> Wanted:
        return self.lister.wanted

    def refresh(self) -> None:
        """Fills the list, or fills it again where it is."""
        if self.lister.answer is None:
            self._list(self.wanted)

    def show_filter(self, wanted: PassageFilter) -> None:
        """Shows the passages that a filter lets through, from the top."""
        self.field.setText(wanted.text)
        self._list(replace(self.wanted, filter=wanted))

    def group_by(self, group: str) -> None:
        self._list(replace(self.wanted, group=group))

    def sort_by(self, order: PassageSort) -> None:
        self._list(replace(self.wanted, sort=order))

    def show_as(self, *, cards: bool) -> None:
        self.shape.choose("cards" if cards else "table")
        self.table.show_as(cards=cards)

    def _sort_column(self, column: int) -> None:
        if column in BY_COLUMN:
            self.sort_by(BY_COLUMN[column])

    def _narrow(self, wanted: PassageFilter) -> None:
        if wanted == PassageFilter():
            self.field.clear()
        self._list(replace(self.wanted, filter=wanted))

    def _search(self) -> None:
        text = self.field.text().strip()
        if text != self.wanted.filter.text:
            self._list(replace(self.wanted, filter=replace(self.wanted.filter, text=text)))

    def _list(self, wanted: Wanted) -> None:
        self.lister.show(wanted, 0, self.table.scrollToTop)

    # What was found

    def _listed(self, answer: Answer) -> None:
        wanted, ids = self.wanted, answer.listing.ids
        found = len(set(ids)) if wanted.group == "tag" else len(ids)
        narrowed = wanted.filter != PassageFilter()
        self.count.setText(f"{found:,} of {answer.everything:,}" if narrowed else counted(found, "passage"))
        self.filters.show_filter(wanted.filter)
        tick(self.group.menu(), wanted.group)
        tick(self.sort.menu(), wanted.sort)
        self._stack.setCurrentWidget(self.table if found else self.empty)
        if not found:
            self._say_nothing(narrowed)
        self._show_current()
        self._rest_due.start()

    def _fill_rest(self) -> None:
        """What stands beside the rows: the counts to narrow by, and the first time the codebook for the tag box."""
        archive, limits, book = self._context.archive, self.wanted.filter, self.acts.book
        if not book.loaded:
            book.refresh()
        self._context.jobs.latest(
            ("facets", id(self)),
            lambda progress: facets(archive, limits, progress),
            done=self.filters.facets.show_facets,
            owner=self,
        )

    def _say_nothing(self, narrowed: bool) -> None:
        if narrowed:
            offer = ("passages-all", "Show all passages", lambda: self._narrow(PassageFilter()))
            self.empty.show_state("No passage has all of these.", [offer])
            return
        actions = self._context.actions
        offer = ("passages-library", "Go to the library", lambda: actions.trigger("go.library"))
        self.empty.show_state("No passages yet. Select words in an article and press H to mark them.", [offer])

    def _show_current(self) -> None:
        self.detail.show_row(self.table.current)

    # What is asked of rows

    def _open(self, row: int) -> None:
        held = self.lister.model.row(row)
        if held is None:
            return
        passage = held.passage
        place = passage.proposal or passage.anchor
        if passage.state is State.ORPHAN and passage.proposal is None:
            self._context.alerts.toast("The article opens where these words used to stand.")
        self.open_requested.emit(passage.article, place.start, place.end)

    def _asked(self, what: str) -> None:
        row = self.table.visualRect(self.table.model().index(max(0, self.table.row), 0))
        if what == "note":
            if not self.table.edit_note():
                self._show_detail()
                self.detail.edit_note()
        elif what == "tag":
            self.acts.ask_tags(self.table.viewport().mapToGlobal(row.bottomLeft() + QPoint(24, 2)))
        elif what == "colour" and self.acts.writable:
            point = self.table.viewport().mapToGlobal(row.bottomLeft() + QPoint(24, 2))
            self.acts.colour_menu(self).popup(point)
        elif what == "context":
            self._show_detail()
            self.detail.toggle_context()
        elif what == "remove":
            self.acts.remove()
        elif what == "repeat":
            self.acts.repeat_tag()

    def _menu(self, point: QPoint) -> None:
        if (current := self.table.current) is not None:
            row, only = self.table.row, current.passage if len(self.table.chosen()) == 1 else None
            self.acts.show_menu(point, [("Open in the reader\tReturn", lambda: self._open(row))], only)

    def _untag(self, path: str) -> None:
        if (current := self.table.current) is not None:
            self.acts.untag([current.passage.id], path)

    # Changes

    def _changed(self, change: Change) -> None:
        if self.lister.answer is None or not any(
            change.touches(kind) for kind in ("passage", "tag", "article", "edition", "archive")
        ):
            return
        ids = {number for kind, number in change.touched if kind == "passage"}
        known = set(self.lister.model.listing.ids) if len(ids) == 1 else set()
        if ids <= known and ids and self.lister.settled_by(change) and not change.touches("tag"):
            self._check_still_there(ids)
        else:
            self._again.start()

    def _check_still_there(self, ids: set[int]) -> None:
        """A note or a tag changes a row in place; a passage that has gone changes the list."""
        archive = self._context.archive
        rows = list(ids & self.lister.model.loaded())

        def done(count: int) -> None:
            if self.lister.answer is not None and count == self.lister.answer.everything:
                self.lister.refresh_rows(rows)  # type: ignore[arg-type]
            else:
                self._again.start()

        self._context.jobs.run(lambda _: annotate.count(archive), done=done, owner=self)

    def _relist(self) -> None:
        """Lists again in the same place; the next row when the current one has gone."""
        current, row, scroll = self.table.current, self.table.row, self.table.verticalScrollBar().value()
        chosen = self.table.chosen() if current is not None else []
        near = row if row >= 0 else 0

        def then() -> None:
            found = self.lister.model.row_of(current.passage.id) if current is not None else None
            if row >= 0 and self.lister.model.rowCount():
                self.table.choose(row if found is None else found)
            self.table.verticalScrollBar().setValue(scroll)
            if found is not None and 1 < len(chosen) <= PAGE_ROWS:
                self.table.choose_all(chosen)
            self._show_current()

        self.lister.again(near, then)

    # Panes and keys

    def panes(self) -> dict[str, QWidget]:
        """The panes in reading order, as far as they are shown."""
        rows = self.table if self._stack.currentWidget() is self.table else self.empty
        found: dict[str, QWidget] = {"filters": self.filters, "list": rows, "passage": self.detail}
        return {name: pane for name, pane in found.items() if pane.isVisible()}

    def take_focus(self) -> None:
        """Gives the keyboard to the list, or to the way on where it is empty."""
        shown = self._stack.currentWidget()
        (self.table if shown is self.table else self.empty).setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def enter_list(self) -> None:
        """Moves the keyboard into the list, onto the current row or the first."""
        if self.lister.model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            if self.table.row < 0:
                self.table.choose(0)

    def toggle_detail(self) -> None:
        self._detail_shown = not self.detail.isVisible()
        self._fold()

    def toggle_filters(self) -> None:
        self._filters_shown = not self.filters.isVisible()
        self._fold()

    def _show_detail(self) -> None:
        self._detail_shown = True
        self._fold()

    def _fold(self) -> None:
        width = self.width()
        self.detail.setVisible(width >= _DETAIL_FROM if self._detail_shown is None else self._detail_shown)
        self.filters.setVisible(width >= _FILTERS_FROM if self._filters_shown is None else self._filters_shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.key() == Qt.Key.Key_Down and self.field.hasFocus()
        if down or (event.key() == Qt.Key.Key_Escape and self.field.hasFocus()):
            self.enter_list()
        else:
            super().keyPressEvent(event)
