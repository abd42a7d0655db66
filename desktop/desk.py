"""All that belongs to one open archive: its views, its palette, its banners and the commands that act on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from archive.model.change import Change
from archive.model.passage import PassageFilter
from archive.operations import browse, window_state
from desktop.activity import Activity
from desktop.checking import check_archive, rebuild_index, repair_archive
from desktop.context import Closing, Context, MainView
from desktop.counting import Counting
from desktop.finder import Finder
from desktop.folding import Folding, focus_first, focus_next
from desktop.indexing import Indexing
from desktop.intake import starter_folder
from desktop.keeping import Keeping
from desktop.offering import Offering
from desktop.pages import Pages
from desktop.preparing import Preparing
from desktop.resting import Resting
from desktop.takingin import TakingIn
from desktop.views.aboutmemos import AboutMemos, Thing
from desktop.views.library import Library
from desktop.views.welcome import welcome
from desktop.warming import Warming
from desktop.widgets.basics import dismiss

if TYPE_CHECKING:
    from desktop.views.codebook import Codebook
    from desktop.views.library.curating import Curating
    from desktop.views.passages import Passages
    from desktop.views.timeline import Timeline
    from desktop.window import Window

_CLOSE_WAIT_S = 20.0  # a batch of the indexer is let finish
_FRONTS = frozenset(f"go.{name}" for name in ("passages", "codebook", "timeline", "statistics"))


class Desk(QObject):
    """Made by the window for an archive that was just opened; `leave` takes all of it down again."""

    ready = Signal()

    def __init__(self, context: Context, window: Window) -> None:
        super().__init__(window)
        self.context = context
        self._window = window
        self.library = Library(context, window.stack)  # moved there later, all of it would be styled again
        self.main = cast(MainView, self.library)
        window.stack.addWidget(self.library)
        self.welcome = welcome(window.intake.choose_files, self.add_starter)
        window.stack.addWidget(self.welcome)
        for asking in (self.library.inspector.memos, self.library.curating):
            self._follow_memos(asking)
        self.folding = Folding(self.library, self.main.panes(), context.settings, context.theme)
        self.library.reader.panes_changed.connect(self.folding.make_room)
        self.finder = Finder(context, window.session, window.palette_box, self)
        self.finder.article_picked.connect(self._open_article)
        self.indexing = Indexing(context, self)
        self._filled = False
        # The other views of the rail, by name, made when first asked for; and the one in front.
        self.views: dict[str, QWidget] = {}
        self.preparing = Preparing(context, window.stack, self)
        self._front = "library"
        self.keeping = Keeping(context, self)
        self.pages = Pages(context, window, self.open_passage, self._query, self.keeping, self)
        self.offering = Offering(context, self.library, lambda: self.views.get(self._front), self.pages, self)
        self.counting = Counting(context, self)
        self.takingin = TakingIn(context, window, self.library, self.show_library, self)
        # A search may have met an index that it could not use, and emptied it.
        self.library.list.lister.listed.connect(lambda results: self.indexing.wake() if results.pending else None)
        context.history.changed.connect(self._changed)
        self._warming = Warming(context.archive, context.jobs, self)
        self._warming.warmed.connect(self.preparing.begin)
        Resting(context.archive, context.jobs, self)
        self._activity = Activity(window, self)
        for acted in (self._activity.acted, self.library.list.search.edited):
            acted.connect(self._warming.put_off)
            acted.connect(self.preparing.put_off)
        self.ready.connect(self._warming.start)
        self._register()
        self._register_views()

    def start(self) -> None:
        """Fills the first view, where it was left, and starts indexing what waits."""
        archive = self.context.archive
        # Of one from elsewhere `Opening` tells, with a way on.
        if archive.read_only_reason is not None and not archive.from_elsewhere:
            told = f"{archive.read_only_reason} Here you can read and search; nothing can be marked or changed."
            self.context.alerts.tell("read_only", told, warning=True)
        self._choose_main(first=True)
        self.takingin.start()

    def leave(self) -> None:
        """Keeps where the person is, ends jobs within a bound, and closes the archive."""
        jobs = self.context.jobs
        self._warming.give_up()
        jobs.cancel_all()
        self.indexing.close()
        # What was saved a moment ago is written first: it must not come after, and over, what was typed since.
        jobs.drain(_CLOSE_WAIT_S)
        self.save()
        jobs.drain(_CLOSE_WAIT_S)
        for view in (self.library, self.welcome, *self.views.values()):
            self._window.stack.removeWidget(view)
            dismiss(view)
        self.preparing.leave()
        jobs.cancel_all()  # what has begun meanwhile would find the archive closed, and say so
        self.context.archive.close()
        dismiss(self)

    def save(self) -> None:
        """Has every view save what is not saved yet; keeps where the person is, in an encrypted archive in the archive itself."""
        archive, settings = self.context.archive, self.context.settings
        for view in (self.library, *self.views.values()):
            cast(Closing, view).closing()
        self._window.session.keep_view(archive.path, {**self.main.state(), "front": self._front})
        if (state := settings.enclosed) is not None and not archive.read_only:
            self.context.jobs.run(lambda _: window_state.keep(archive, state), keep=True)

    def show_main(self) -> None:
        """Brings to the front the view where one was: the welcome for a library with nothing in it."""
        if self._front in self.views:
            self._window.show_view(self.views[self._front], self._front)
            return
        view: QWidget = self.library if self._filled else self.welcome
        self._window.show_view(view, "library")

    def show_view(self, name: str, make: Callable[[], QWidget]) -> QWidget:
        """Brings a view of the rail other than the library to the front; `make` builds it the first time."""
        if name not in self.views:
            self.views[name] = make()
        self._front = name
        self._window.close_page()
        self.show_main()
        return self.views[name]

    def open_passage(self, article_id: int, start: int, end: int) -> None:
        """Shows a stretch of an article in the reader. Positions are code points of its current edition."""
        reader = self.library.reader

        def select(shown: int) -> None:
            if shown == article_id:
                reader.focus_text()
                reader.highlight(start, end)

        self.show_library()
        reader.article_shown.connect(select, Qt.ConnectionType.SingleShotConnection)
        self.library.open(article_id, start)

    def import_paths(self, paths: list[Path]) -> None:
        """Hands files and folders to the library's import; says so when the archive cannot be written to."""
        self.takingin.paths(paths)

    def add_starter(self) -> None:
        """Adds the starter collection as if its files had been dropped here."""
        self.import_paths([starter_folder()])

    def preview_starter(self) -> None:
        """Shows what adding the starter collection would bring; nothing is written."""
        self.show_library()
        self.library.imports.preview_paths([starter_folder()])

    def _query(self) -> str:
        """The words of the search box, where the library is in front."""
        return self.library.list.wanted.query if self._front == "library" else ""

    def show_library(self) -> None:
        """Brings the library to the front, also of an archive that was empty: what comes shows there."""
        if not self._filled:
            self._filled = True
            self.main.refresh()
            self.context.actions.refresh()
        self._go_library()

    def _open_article(self, article_id: int) -> None:
        self.show_library()
        self.main.open(article_id)

    def _changed(self, change: Change) -> None:
        self.context.actions.refresh("edit.undo", "edit.redo")
        if not self._filled and change.touches("article"):
            self._choose_main(first=False)

    def _choose_main(self, *, first: bool) -> None:
        archive = self.context.archive

        def holds_any(_: object) -> bool:
            return browse.holds_any(archive)

        def done(filled: bool) -> None:
            self._filled = filled
            if filled:
                self.main.refresh()
                state = self._window.session.view(archive.path) if first else {}
                if state and self.context.settings["archive.reopen"]:
                    # Widths squeezed by a narrow window are nobody's choice.
                    kept = state if self.folding.sized else {**state, "sizes": []}
                    self.main.restore(kept)
                    self._bring_back(state.get("front"))
            if self._window.page() is None:
                self.show_main()
                if first and filled:
                    self.folding.focus("list")
            self.context.actions.refresh()
            if first:
                self._begin_behind(filled)
                self.ready.emit()

        self.context.jobs.run(holds_any, done=done, owner=self)

    def _begin_behind(self, filled: bool) -> None:
        """Looks for work, loads the index and looks after the archive once the first list stands, or an empty archive has stood for a
        moment: nothing of this is to hold up the list, or what is dropped on the window at once."""
        stands = self.library.list.lister.settled if filled else self._warming.timeout
        stands.connect(self._begin, Qt.ConnectionType.SingleShotConnection)

    def _begin(self) -> None:
        self.indexing.start()
        self.keeping.start()

    def _bring_back(self, front: object) -> None:
        """After unlocking, the view that was in front; otherwise the library, which is there soonest."""
        if self.context.archive.key is not None and f"go.{front}" in _FRONTS:
            self.context.actions.trigger(f"go.{front}")

    def _register(self) -> None:
        actions, history, folding = self.context.actions, self.context.history, self.folding

        def worded(verb: str, label: str | None) -> str:
            return f"{verb} {label}" if label else verb

        def writable() -> bool:
            return not self.context.archive.read_only

        actions.on(
            "edit.undo",
            history.undo,
            owner=self,
            enabled=lambda: history.undo_label is not None,
            label=lambda: worded("Undo", history.undo_label),
        )
        actions.on(
            "edit.redo",
            history.redo,
            owner=self,
            enabled=lambda: history.redo_label is not None,
            label=lambda: worded("Redo", history.redo_label),
        )
        actions.on("import.starter", self.add_starter, owner=self, enabled=writable)
        check = partial(check_archive, self.context, self, partial(repair_archive, self._window))
        rebuild = partial(rebuild_index, self.context, self, self.indexing.wake)
        actions.on("archive.check", check, owner=self)
        actions.on("archive.rebuild_index", rebuild, owner=self, enabled=writable)
        actions.on("help.palette", self.finder.open, owner=self)
        for name in ("sidebar", "list", "inspector"):
            actions.on(
                f"view.{name}",
                partial(folding.toggle, name),
                owner=self,
                enabled=lambda: self._filled,
                checked=partial(folding.shown, name),
            )
        history.steps_changed.connect(lambda: actions.refresh("edit.undo", "edit.redo"))

    def _register_views(self) -> None:
        actions = self.context.actions
        actions.on("go.library", self._to_library, owner=self)
        actions.on("go.passages", self.show_passages, owner=self)
        actions.on("go.memos", lambda: self.show_passages().show_memos(), owner=self)
        actions.on("go.codebook", self.show_codebook, owner=self)
        actions.on("event.add", self.add_event, owner=self, enabled=lambda: not self.context.archive.read_only)
        self.library.reader.timeline_asked.connect(self.show_event)
        actions.on("go.timeline", self.show_timeline, owner=self)
        actions.on("go.next_pane", lambda: self._next_pane(1), owner=self, enabled=lambda: self._filled)
        actions.on("go.previous_pane", lambda: self._next_pane(-1), owner=self, enabled=lambda: self._filled)

    def _next_pane(self, step: int) -> None:
        view = self.views.get(self._front)
        if view is None:
            self.folding.next_pane(step)
        elif (panes := getattr(view, "panes", None)) is not None:
            focus_next(list(panes().values()), step)

    def _go_library(self) -> None:
        self._front = "library"
        self._window.close_page()
        self.show_main()

    def _to_library(self) -> None:
        """Brings the library to the front, and the keyboard into it."""
        self._go_library()
        if self._filled:
            self.folding.take_focus()
        else:
            focus_first(self.welcome)

    def show_passages(self) -> Passages:
        """Brings the passages of the whole archive to the front."""

        def make() -> Passages:
            made = cast("Passages", self.preparing.take("passages"))
            made.open_requested.connect(self.open_passage)
            made.tag_requested.connect(lambda path: self.show_codebook().show_path(path))
            made.collection_requested.connect(self.show_collection)
            made.match_asked.connect(self.pages.matches)
            made.compare_asked.connect(self.pages.agreement)
            made.export_asked.connect(self.offering.export_rows)
            return made

        again = self._front == "passages"
        view = cast("Passages", self.show_view("passages", make))
        if again:
            view.tabs.setCurrentIndex(0)
        view.refresh()
        return view

    def show_codebook(self) -> Codebook:
        """Brings the codebook to the front."""

        def make() -> Codebook:
            made = cast("Codebook", self.preparing.take("codebook"))
            made.open_requested.connect(self.open_passage)
            made.article_requested.connect(self._open_article)
            made.passages_requested.connect(lambda path: self.show_passages_of(PassageFilter(tags=(path,))))
            self._follow_memos(made.memos)
            return made

        view = cast("Codebook", self.show_view("codebook", make))
        view.refresh()
        view.take_focus()
        return view

    def show_collection(self, collection: int) -> None:
        """Lists the articles of a collection."""
        self.show_library()
        self.library.sidebar.choose(f"collection:{collection}")

    def show_timeline(self) -> Timeline:
        """Brings the timeline to the front."""
        view = cast("Timeline", self.show_view("timeline", self._make_timeline))
        view.refresh()
        return view

    def _make_timeline(self) -> Timeline:
        made = cast("Timeline", self.preparing.take("timeline"))
        made.open_requested.connect(self.open_passage)
        made.told_requested.connect(self._show_told)
        return made

    def show_event(self, uid: str) -> None:
        """Shows one event on the timeline."""
        self.show_timeline().show_event(uid)

    def add_event(self) -> None:
        """Opens the dialog for an event: from the words selected in the reader, or from nothing."""
        front = self.views.get(self._front)
        if isinstance(front, QWidget) and front.objectName() == "timeline":
            cast("Timeline", front).acts.add()
        else:
            self.library.reader.telling.add()

    def _show_told(self, first: str, last: str) -> None:
        """Lists the articles that tell of these days."""
        self.show_library()
        self.library.list.show_told(first, last)

    def show_passages_of(self, filter: PassageFilter) -> None:
        """Lists the passages that a filter lets through."""
        view = self.show_passages()
        view.tabs.setCurrentIndex(0)
        view.pane.show_filter(filter)

    def _follow_memos(self, asking: AboutMemos | Curating) -> None:
        asking.write_asked.connect(self.write_memo)
        asking.memos_asked.connect(self.show_memos)

    def write_memo(self, about: Thing) -> None:
        """Begins a memo about an article, a tag or a collection."""
        view = self.show_passages()
        view.show_memos()
        view.memos.write(about)

    def show_memos(self, about: Thing, uid: str) -> None:
        """Lists the memos about a thing, and shows the one that is meant."""
        view = self.show_passages()
        view.show_memos()
        view.memos.show_about(about, uid)
