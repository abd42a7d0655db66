"""The library: sidebar, list, reader and inspector beside each other; what is chosen in one is shown in the next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QVBoxLayout, QWidget

from archive.model.article import Article
from archive.model.article import Sidebar as Figures
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.model.search import Hit, SavedSearch
from archive.operations import browse
from desktop.context import Context
from desktop.models.places import Place, PlaceKind
from desktop.views.imports import Imports
from desktop.views.reader import Inspector, Reader
from desktop.widgets.basics import splitter

from . import state as states
from .acts import RowActs
from .curating import Curating
from .locks import Locks
from .pane import ListPane
from .places import scope_of
from .sidebar import Sidebar

if TYPE_CHECKING:
    from archive.operations.tables import Chosen


SIZES = (190, 312, 0, 262)  # px: sidebar, list, reader (takes the rest), inspector
_LATEST_MS = 500  # a list may also take long, or fail
_KINDS_COUNTED = ("article", "collection", "tag", "search", "archive")


class Library(QWidget):
    """The view that the window calls Library. Built empty; `refresh` fills it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("library")
        self._context = context
        # Each is made where it stays: what is moved is styled again, with all that is in it.
        self.splitter = splitter(self)
        self.sidebar = Sidebar(context.theme, self.splitter, writable=not context.archive.read_only)
        self._middle = QWidget(self.splitter)
        self.list = ListPane(context, self._middle)
        self.reader = Reader(context, self.splitter)
        self.inspector = Inspector(context, self.splitter)
        self.imports = Imports(context, self)
        self._searches: Sequence[SavedSearch] = ()
        self._saved: SavedSearch | None = None
        self._article: ArticleId | None = None
        self._filled = False
        self._counting = QTimer(self, singleShot=True)
        self._counting.timeout.connect(self._count)
        self._build()
        self.acts = RowActs(context, self.list, self._being_read, self)
        self.locks = Locks(context, self.list, self.acts, self)
        self.curating = Curating(context, self.sidebar, lambda: self.list.wanted, self)
        self._connect()
        self._register()

    def _build(self) -> None:
        middle = self._middle
        middle.setObjectName("list-column")
        middle.setProperty("look", "raised")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self.imports.panel)
        self.splitter.setObjectName("library-splitter")
        for widget, least in ((self.sidebar, 140), (middle, 220), (self.reader, 320), (self.inspector, 200)):
            widget.setMinimumWidth(least)
            self.splitter.addWidget(widget)
        for index in range(self.splitter.count()):
            self.splitter.setStretchFactor(index, int(self.splitter.widget(index) is self.reader))
        self.splitter.setSizes([SIZES[0], SIZES[1], 676, SIZES[3]])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def _connect(self) -> None:
        self.sidebar.place_chosen.connect(self._go_to)
        self.sidebar.empty_trash_asked.connect(self.acts.empty_trash)
        self.list.chosen.connect(self._show)
        self.list.open_asked.connect(self._read)
        self.list.page_asked.connect(self._scroll_reader)
        self.list.lister.listed.connect(lambda _: self.curating.refresh())
        self.imports.article_asked.connect(self.open)
        self.inspector.follow(self.reader)
        self._context.history.changed.connect(self._changed)

    def _register(self) -> None:
        actions, box = self._context.actions, self.list.search
        actions.on("search.focus", self._focus_search, owner=self)
        actions.on("search.clear", box.clear, owner=self, enabled=lambda: bool(box.text))
        actions.on("go.next_article", lambda: self.list.step(1), owner=self, enabled=self._has_rows)
        actions.on("go.previous_article", lambda: self.list.step(-1), owner=self, enabled=self._has_rows)

    def _has_rows(self) -> bool:
        return self.list.lister.model.rowCount() > 0

    # What the window asks

    def refresh(self) -> None:
        """Fills the list, and the sidebar beside it: the first time once the list stands, whose rows one waits for."""
        first, self._filled = not self._filled, True
        self._counting.start(_LATEST_MS if first else 0)
        if first:
            self.list.lister.settled.connect(self._count, Qt.ConnectionType.SingleShotConnection)
        self.list.show_wanted(self.list.wanted)

    def panes(self) -> dict[str, QWidget]:
        """The panes in reading order."""
        return {
            "sidebar": self.sidebar,
            "list": self._middle,
            "reader": self.reader,
            "inspector": self.inspector,
        }

    def state(self) -> dict[str, Any]:
        """Where the person is, as JSON values."""
        table = self.list.table
        return states.kept(
            self.list.wanted,
            place=self.sidebar.chosen,
            folded=self.sidebar.closed_places,
            article=self._article,
            row=table.row,
            scroll=table.verticalScrollBar().value(),
            sizes=self.splitter.sizes(),
            recent=self.list.search.recent,
        )

    def restore(self, state: dict[str, Any]) -> None:
        """Goes where `state` says; what makes no sense in it is ignored."""
        held = states.taken(state)
        self.sidebar.fold(held.folded)
        self.sidebar.mark(held.place)
        self.list.search.show_recent_searches(held.recent)
        if len(held.sizes) == self.splitter.count():
            self.splitter.setSizes(held.sizes)
        self._article = held.article
        self.list.show_wanted(held.wanted, held.article, held.row, held.scroll)
        if held.article is not None:
            self.reader.show_article(held.article, query=held.wanted.query, resume=True)

    def closing(self) -> None:
        """Saves what the reader has not saved yet."""
        self.reader.flush()

    def search(self, text: str) -> None:
        """Searches as if it had been typed."""
        self.list.show_query(text)

    def open(self, article_id: int, position: int | None = None) -> None:
        """Shows an article in the reader, and in the list if it is there."""
        self._article = ArticleId(article_id)
        self.list.mark_current(self._article)
        self.reader.show_article(self._article, query=self.list.wanted.query, position=position)

    def import_paths(self, paths: Sequence[Path], columns: Chosen | None = None) -> None:
        self.imports.take_paths(paths, columns)

    def import_text(self, text: str, html: bool) -> None:
        self.imports.take_text(text, html)

    # Between the panes

    def _go_to(self, place: Place) -> None:
        saved = next((each for each in self._searches if place.key == f"{PlaceKind.SEARCH}:{each.id}"), None)
        left, self._saved = self._saved, saved
        if saved is not None:
            self.list.show_place(saved.scope, saved.query, saved.sort)
        elif left is not None and left.query == self.list.wanted.query:
            # The words were the saved search's, not typed: they go with it.
            self.list.show_place(scope_of(place), "")
        else:
            self.list.show_place(scope_of(place))
        self.acts.refresh()
        self.curating.refresh()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The library itself holds no keyboard: the page does."""
        self.reader.focus_text()

    def _show(self, hit: Hit) -> None:
        self._article = hit.article.id
        self.reader.show_article(hit.article.id, query=self.list.wanted.query)

    def _read(self, hit: Hit) -> None:
        if hit.article.id != self._article:
            self._show(hit)
        self.reader.focus_text()

    def _scroll_reader(self, down: bool) -> None:
        action = QAbstractSlider.SliderAction
        bar = self.reader.active.surface.verticalScrollBar()
        bar.triggerAction(action.SliderPageStepAdd if down else action.SliderPageStepSub)

    def _focus_search(self) -> None:
        if not self._middle.isVisible():
            self._context.actions.trigger("view.list")
        self.list.search.take_focus()

    def _being_read(self) -> Article | None:
        opened = self.reader.active.opened
        return opened.article if opened is not None else None

    # Changes

    def _changed(self, change: Change) -> None:
        if not self._filled:
            return
        if any(change.touches(kind) for kind in _KINDS_COUNTED) or (change.touches("index") and self._searches):
            self._counting.start(0)
        self.list.take_change(change)

    def _count(self) -> None:
        self._counting.stop()
        archive = self._context.archive

        def read(_: object) -> tuple[Figures, list[SavedSearch], Sequence[Place]]:
            figures, searches = browse.sidebar(archive)
            return figures, searches, self.sidebar.tags_of(figures)

        self._context.jobs.latest(("sidebar", id(self)), read, done=self._show_figures, owner=self)

    def _show_figures(self, found: tuple[Figures, list[SavedSearch], Sequence[Place]]) -> None:
        figures, self._searches, tags = found
        self.sidebar.show_sidebar(figures, self._searches, tags)
        self.list.show_everything(figures.all)
        archive, searches = self._context.archive, self._searches
        if searches:
            self._context.jobs.latest(
                ("found", id(self)),
                lambda progress: browse.found_by_searches(archive, searches, lambda: progress.cancelled),
                done=self.sidebar.show_found,
                owner=self,
            )
