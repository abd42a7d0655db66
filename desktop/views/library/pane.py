"""The middle column: search box, facets, lines that say what is pending or was meant, and the list itself."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.model.search import Hit, Results, Scope, Sort
from desktop.context import Context
from desktop.widgets.basics import hairline

from .chips import ChipBar, chips, toggled
from .empty import EmptyState, Offer, nothing_yet, waiting_words
from .lister import Lister, Wanted
from .searchbox import SearchBox
from .table import ArticleTable

SORTS = (
    (Sort.RELEVANCE, "Relevance"),
    (Sort.PUBLISHED, "Published, newest first"),
    (Sort.PUBLISHED_OLDEST, "Published, oldest first"),
    (Sort.ADDED, "Added, newest first"),
    (Sort.TITLE, "Title"),
    (Sort.PUBLISHER, "Publisher"),
)


class ListPane(QWidget):
    """Lists what is searched for inside a place. Signals say what a person wants of a row."""

    chosen = Signal(object)  # Hit of the current row, or None
    selection_changed = Signal()
    open_asked = Signal(object)  # Hit: read it now
    page_asked = Signal(bool)
    menu_asked = Signal(QPoint)  # global position

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("list-pane")
        self.setProperty("look", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self.lister = Lister(context, self)
        # In the order in which Tab goes through them.
        self.search = SearchBox(context.theme, self)
        self.sort = self._sort_button()
        self.chips = ChipBar(self)
        self.meant = self._line("did-you-mean", "link")
        self.pending = QLabel(self)
        self.pending.setObjectName("pending")
        self.pending.setProperty("look", "small")
        self.pending.setWordWrap(True)
        self.table = ArticleTable(context.theme, self)
        self.lister.rows_in_sight = self.table.rows_in_sight
        self.table.setModel(self.lister.model)
        self.empty = EmptyState(self)
        self._everything = 0  # articles in the archive outside the trash, for "12 of 214"
        self._current: ArticleId | None = None
        self._restoring = False
        self._stale = False  # something changed while somebody typed
        self._relist_wait = QTimer(self, interval=0, singleShot=True)
        self._relist_wait.timeout.connect(self._relist)
        self._build()
        self._connect()

    # Building

    def _line(self, name: str, look: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.setProperty("look", look)
        button.hide()
        return button

    def _sort_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("sort")
        button.setAccessibleName("Sort")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.setObjectName("sort-menu")
        group = QActionGroup(menu)
        for order, words in SORTS:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setData(order)
            group.addAction(action)
            action.triggered.connect(lambda _checked, order=order: self.sort_by(order))
        button.setMenu(menu)
        return button

    def _build(self) -> None:
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.search, 1)
        row.addWidget(self.sort)
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 8, 8)
        head.setSpacing(8)
        head.addLayout(row)
        for widget in (self.chips, self.meant, self.pending):
            head.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(hairline(parent=self))
        layout.addWidget(self._stack, 1)
        self.pending.hide()
        self.chips.hide()

    def _connect(self) -> None:
        self.search.edited.connect(self._typed)
        self.search.list_asked.connect(self.enter_list)
        self.search.entered.connect(self.open_first)
        self.chips.toggled.connect(self._toggle)
        self.meant.clicked.connect(self._take_meant)
        self.lister.filled.connect(self._filled)
        self.lister.listed.connect(self._listed)
        self.lister.rows_changed.connect(self._rows_changed)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._tell_current())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        self.table.open_asked.connect(self._open_row)
        self.table.page_asked.connect(self.page_asked)
        self.table.menu_asked.connect(self.menu_asked)
        self.table.search_asked.connect(self.search.take_focus)
        self._context.theme.changed.connect(self._restyle)
        self._context.actions.on(
            "library.one_of_each",
            lambda: self._toggle("one_of_each", ""),
            owner=self,
            checked=lambda: self.wanted.facets.one_of_each,
        )
        self._restyle()

    def _restyle(self) -> None:
        self.sort.setIcon(self._context.theme.icon("sort-ascending"))

    # What is asked for

    @property
    def wanted(self) -> Wanted:
        return self.lister.wanted

    def show_wanted(self, wanted: Wanted, article: ArticleId | None = None, row: int = 0, scroll: int = 0) -> None:
        """Shows a whole state of the list; `article`, if it is in the page of `row`, becomes the current one."""
        self.search.show_text(wanted.query)
        self._current = article
        self.lister.show(wanted, row, lambda: self._restore(article, row, scroll))

    def show_place(self, scope: Scope, query: str | None = None, sort: Sort | None = None) -> None:
        """Goes to a place. Without a query of its own (a saved search has one) what is typed stays, the facets go."""
        self.search.show_text(self.wanted.query if query is None else query)
        kept = self.wanted.query if query is None else query
        self.lister.show(Wanted(kept, scope, Scope(), sort if query is not None else self.wanted.sort), 0, self._top)

    def show_narrowed(self, scope: Scope, query: str = "") -> None:
        """Goes to all articles, narrowed to a scope that chips tell and take away again."""
        self.search.show_text(query)
        self.lister.show(Wanted(query, Scope(), scope), 0, self._top)

    def show_query(self, query: str) -> None:
        """Searches as if it had been typed."""
        self.search.field.setText(query)

    def sort_by(self, order: Sort) -> None:
        self.lister.show(replace(self.wanted, sort=order), 0, self._top)

    def show_everything(self, articles: int) -> None:
        """How many articles there are outside the trash."""
        if articles != self._everything:
            self._everything = articles
            self._say_count()
            self._say_nothing()

    def _typed(self, text: str) -> None:
        wanted = self.wanted
        if text.strip() == wanted.query.strip():
            return
        facets = wanted.facets if text.strip() else Scope()
        self.lister.show(replace(wanted, query=text, facets=facets), 0, self._top, typed=True)

    def _toggle(self, facet: str, value: str) -> None:
        self.lister.show(replace(self.wanted, facets=toggled(self.wanted.facets, facet, value)), 0, self._top)

    def show_told(self, first: str, last: str) -> None:
        """Lists the articles that tell of these days (ISO dates, inclusive), whatever was listed before."""
        self.show_narrowed(Scope(told=(first, last)))

    def widen(self) -> None:
        """Searches everywhere: no facet."""
        self.lister.show(replace(self.wanted, facets=Scope()), 0, self._top)

    def _take_meant(self) -> None:
        results = self.lister.results
        if results is not None and results.did_you_mean:
            self.show_query(results.did_you_mean)
            self.search.take_focus()

    # What was found

    def _filled(self, results: Results) -> None:
        """Paints the rows of what is typed now: facets and buttons come a turn later."""
        if results.total:
            self._stack.setCurrentWidget(self.table)
            self.table.settle()
            self.table.scrollToTop()
        else:
            self._say_nothing()
        self._stack.repaint()
        self._say_count()

    def _listed(self, results: Results) -> None:
        wanted = self.wanted
        self._say_count()
        narrowing = wanted.searching or wanted.facets != Scope()
        self.chips.show_chips(chips(results.facets, wanted.facets, wanted.place) if narrowing else [])
        meant = results.did_you_mean if wanted.searching else None
        self.meant.setText(f"Did you mean {meant}?".replace("&", "&&") if meant else "")
        self.meant.setAccessibleName(f"Did you mean {meant}" if meant else "")
        self.meant.setVisible(bool(meant))
        waiting = results.pending if wanted.searching else 0
        said = [waiting_words(waiting, read_only=self._context.archive.read_only)] if waiting else []
        said += [results.left_out] if results.left_out else []
        self.pending.setText(" ".join(said))
        self.pending.setVisible(bool(said))
        for action in self.sort.menu().actions():
            action.setChecked(action.data() == wanted.order)
            if action.data() is Sort.RELEVANCE:
                action.setEnabled(wanted.searching)
        self.sort.setToolTip(f"Sort: {dict(SORTS)[wanted.order].lower()}")
        self._say_nothing()
        self.table.settle()
        if self._stale:
            self._relist_wait.start()

    def _say_count(self) -> None:
        results, wanted = self.lister.results, self.wanted
        if results is None:
            return
        if wanted.place.trashed or not (wanted.searching or wanted.narrowed):
            words = f"{results.total:,}" if results.total else ""
        else:
            words = f"{results.total:,} of {self._everything:,}"
        self.search.show_count(words)

    def _say_nothing(self) -> None:
        results = self.lister.results
        if results is None:
            return
        self._stack.setCurrentWidget(self.table if results.total else self.empty)
        if not results.total:
            self.empty.show_state(*self._nothing())

    def _nothing(self) -> tuple[str, list[Offer]]:
        wanted, place = self.wanted, self.wanted.place
        if wanted.searching:
            offers: list[Offer] = [("nothing-clear", "Clear search", self.search.clear)]
            if wanted.facets != Scope():
                offers.insert(0, ("nothing-widen", "Search without filters", self.widen))
            if self.lister.results is not None and self.lister.results.pending:
                return nothing_yet(read_only=self._context.archive.read_only), offers[-1:]
            return (
                "No article here answers to these words. Try fewer of them, or a beginning with a star: cross*",
                offers,
            )
        if place.trashed:
            return "The trash is empty.", []
        if wanted.facets != Scope():
            return "No article has all of these.", [("nothing-widen", "Show all of them", self.widen)]
        if self._everything:
            return self._nothing_here(place), []
        return "No articles yet. Import saved pages and texts, or drop them anywhere in this window.", [
            (f"nothing-{name}", self._context.actions.label(name), partial(self._context.actions.trigger, name))
            for name in ("import.files", "import.starter")
            if self._context.actions.handles(name)
        ]

    @staticmethod
    def _nothing_here(place: Scope) -> str:
        if place.unread:
            return "Everything is read."
        if place.starred:
            return "Nothing is starred. Press S on an article to star it."
        if place.collection is not None:
            return "This collection is empty. Drag articles from the list onto its name."
        return "There is no article here."

    # Rows

    @property
    def current(self) -> Hit | None:
        """The hit of the current row."""
        row = self.table.row
        return self.table.hit(row) if row >= 0 else None

    def step(self, by: int) -> None:
        """Goes `by` rows on; the first one when there is no current row."""
        row = self.table.row
        self.table.choose(0 if row < 0 else row + by)

    def enter_list(self) -> None:
        """Moves the keyboard into the list, onto the current row or the first."""
        if self.lister.model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            if self.table.row < 0:
                self.table.choose(0)

    def open_first(self) -> None:
        """Return in the search box: reads the current hit, or the first."""
        if self.lister.busy:
            # The listing on its way is the one that Return means.
            self.lister.show(self.wanted, 0, self._open_first_now)
        else:
            self._open_first_now()

    def _open_first_now(self) -> None:
        if self.lister.model.rowCount():
            self._open_row(max(0, self.table.row))

    def _open_row(self, row: int) -> None:
        hit = self.table.hit(row)
        if hit is not None:
            if row != self.table.row:
                self.table.choose(row)
            self.open_asked.emit(hit)

    def _tell_current(self) -> None:
        hit = self.current
        if not self._restoring and hit is not None and hit.article.id != self._current:
            self._current = hit.article.id
            self.chosen.emit(hit)

    def _rows_changed(self) -> None:
        # The page of the current row may only have come now.
        self._tell_current()
        self.selection_changed.emit()

    def mark_current(self, article: ArticleId | None) -> None:
        """What is read was opened from elsewhere: shows its row if it is loaded, without opening it again."""
        self._current = article
        row = self.lister.model.row_of(article) if article is not None else None
        self._restoring = True
        if row is not None:
            self.table.choose(row)
        else:
            self.table.clearSelection()
            self.table.setCurrentIndex(self.lister.model.index(-1))
        self._restoring = False

    # Changes

    def take_change(self, change: Change) -> None:
        """Refreshes what the Change touched, and nothing else."""
        self.lister.take_change(change, self._relist_wait.start)

    def _relist(self) -> None:
        """Lists again in the same place: same scroll, same row; the next one when the current one has gone.

        What somebody waits for who types is not begun anew, but listed again once it is there.
        """
        self._stale = self.lister.typing
        if self._stale:
            return
        row, scroll, article = self.table.row, self.table.verticalScrollBar().value(), self._current
        self.lister.again(row, lambda: self._restore(article, row, scroll))

    def _restore(self, article: ArticleId | None, row: int, scroll: int) -> None:
        found = self.lister.model.row_of(article) if article is not None else None
        if found is not None:
            self._restoring = True
            self.table.choose(found)
            self._restoring = False
        if scroll:
            self.table.verticalScrollBar().setValue(scroll)
        if found is None and article is not None and row >= 0 and self.lister.model.rowCount():
            self.table.choose(row)
        self.selection_changed.emit()

    def _top(self) -> None:
        """A new listing: what is being read keeps its mark if it is among the first, nothing else is chosen."""
        self.table.scrollToTop()
        self._restore_quietly()
        self.selection_changed.emit()

    def _restore_quietly(self) -> None:
        row = self.lister.model.row_of(self._current) if self._current is not None else None
        if row is not None:
            self._restoring = True
            self.table.setCurrentIndex(self.lister.model.index(row))
            self._restoring = False
