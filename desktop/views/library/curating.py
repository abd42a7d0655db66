"""What is done in the sidebar: collections and saved searches made, renamed, moved, deleted; articles dropped on places."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from archive.archive import Archive
from archive.model.change import Change
from archive.model.ids import ArticleId, CollectionId, SearchId
from archive.model.search import Sort
from archive.operations import browse, collect, curate, memos
from desktop.context import Context
from desktop.models.places import Place, PlaceKind

from .choosers import Chooser, ask_name, parent_options
from .lister import Wanted
from .sidebar import Sidebar

_COUNTED = 1000  # memos about one collection


class Curating(QObject):
    """Answers the sidebar's signals and the commands on collections and saved searches; what is asked of memos it hands on."""

    write_asked = Signal(object)  # what a memo is to be about: kind and uid
    memos_asked = Signal(object, str)  # the same, and ""

    def __init__(self, context: Context, sidebar: Sidebar, wanted: Callable[[], Wanted], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._sidebar = sidebar
        self._wanted = wanted
        self._widget = parent
        sidebar.rename_asked.connect(self.rename)
        sidebar.delete_asked.connect(self.delete)
        sidebar.create_asked.connect(self.create)
        sidebar.articles_dropped.connect(self.drop)
        sidebar.collection_moved.connect(self.move)
        sidebar.move_asked.connect(self.choose_parent)
        sidebar.memo_asked.connect(self.write_memo)
        sidebar.memos_asked.connect(self.show_memos)
        sidebar.memos_listed.connect(self.count_memos)
        self._register()

    def _register(self) -> None:
        actions = self._context.actions

        def writable() -> bool:
            return not self._context.archive.read_only

        def on(kind: PlaceKind) -> Callable[[], bool]:
            return lambda: writable() and self._chosen(kind) is not None

        collection, search = PlaceKind.COLLECTION, PlaceKind.SEARCH
        actions.on("collection.new", lambda: self.create(self._chosen(collection)), owner=self, enabled=writable)
        actions.on("collection.rename", lambda: self._rename_chosen(collection), owner=self, enabled=on(collection))
        actions.on(
            "collection.move", lambda: self.choose_parent(self._chosen(collection)), owner=self, enabled=on(collection)
        )
        actions.on("collection.delete", lambda: self._delete_chosen(collection), owner=self, enabled=on(collection))
        actions.on(
            "collection.memo", lambda: self.write_memo(self._chosen(collection)), owner=self, enabled=on(collection)
        )
        actions.on("search.save", self.save_search, owner=self, enabled=lambda: writable() and self._wanted().searching)
        actions.on("search.rename", lambda: self._rename_chosen(search), owner=self, enabled=on(search))
        actions.on("search.delete", lambda: self._delete_chosen(search), owner=self, enabled=on(search))

    def refresh(self) -> None:
        """The chosen place or the search changed."""
        names = ("collection.new", "collection.rename", "collection.move", "collection.delete", "collection.memo")
        self._context.actions.refresh(*names, "search.save", "search.rename", "search.delete")

    def _chosen(self, kind: PlaceKind) -> Place | None:
        place = self._sidebar.place(self._sidebar.chosen)
        return place if place is not None and place.kind is kind else None

    def _do(self, work: Callable[[], Change], *, toast: bool = False) -> None:
        self._context.run_change(work, toast=toast)

    # Collections

    def create(self, parent: Place | None) -> None:
        """Asks for a name, then makes a collection, inside `parent` when that is one."""
        archive = self._context.archive
        inside = CollectionId(int(parent.value)) if parent is not None else None
        prompt = f"Name of the collection in {parent.name}" if parent is not None else "Name of the collection"

        def make(name: str) -> None:
            self._do(lambda: collect.create(archive, name, inside))

        ask_name(self._widget, "New collection", prompt, "", make)

    def move(self, collection: CollectionId, parent: CollectionId | None) -> None:
        archive = self._context.archive
        self._do(lambda: collect.move(archive, collection, parent))

    def choose_parent(self, place: Place | None) -> None:
        """Opens a box with the collections that this one can go into."""
        archive = self._context.archive
        if place is None:
            return
        moved = CollectionId(int(place.value))
        chooser = Chooser("parent-box", f"Move {place.name} into", self._widget, makes=False)
        chooser.taken.connect(lambda value: self.move(moved, CollectionId(int(value)) if value else None))
        chooser.open_at(self._sidebar.corner(place.key))
        self._context.jobs.run(
            lambda _: browse.collections(archive),
            done=lambda found: chooser.show_options([("", "Top level"), *parent_options(found, moved)]),
            owner=chooser,
        )

    def rename(self, place: Place, name: str) -> None:
        """Renames a collection or a saved search."""
        archive, number = self._context.archive, int(place.value)
        if place.kind is PlaceKind.SEARCH:
            self._do(lambda: collect.rename_search(archive, SearchId(number), name))
        else:
            self._do(lambda: collect.rename(archive, CollectionId(number), name))

    def delete(self, place: Place) -> None:
        """Deletes a collection or a saved search; articles stay, and the toast offers to undo it."""
        archive, number = self._context.archive, int(place.value)
        if place.kind is PlaceKind.SEARCH:
            self._do(lambda: collect.delete_search(archive, SearchId(number)), toast=True)
        else:
            self._do(lambda: collect.delete(archive, CollectionId(number)), toast=True)

    def _rename_chosen(self, kind: PlaceKind) -> None:
        place = self._chosen(kind)
        if place is None:
            return
        words = "saved search" if kind is PlaceKind.SEARCH else "collection"
        ask_name(
            self._widget, f"Rename {words}", f"Name of the {words}", place.name, lambda name: self.rename(place, name)
        )

    def _delete_chosen(self, kind: PlaceKind) -> None:
        place = self._chosen(kind)
        if place is not None:
            self.delete(place)

    # Memos

    def _with_uid(self, place: Place, act: Callable[[tuple[str, str]], None]) -> None:
        """Hands on a collection as a memo knows it; nothing happens when it is gone."""
        archive, number = self._context.archive, int(place.value)

        def done(uid: str | None) -> None:
            if uid is not None:
                act(("collection", uid))

        self._context.jobs.run(lambda _: _uid(archive, number), done=done, owner=self)

    def write_memo(self, place: Place | None) -> None:
        """Begins a memo about a collection."""
        if place is not None:
            self._with_uid(place, self.write_asked.emit)

    def show_memos(self, place: Place) -> None:
        """Lists the memos about a collection."""
        self._with_uid(place, lambda thing: self.memos_asked.emit(thing, ""))

    def count_memos(self, place: Place, action: QAction) -> None:
        """Says in a menu how many memos are about a collection."""
        archive, number = self._context.archive, int(place.value)

        def count(_: object) -> int:
            uid = _uid(archive, number)
            return 0 if uid is None else len(memos.memos(archive, about=("collection", uid), limit=_COUNTED))

        def done(found: int) -> None:
            action.setText(f"Memos ({found})")
            action.setEnabled(found > 0)

        self._context.jobs.run(count, done=done, owner=action)

    # Articles on places

    def drop(self, place: Place, articles: Sequence[ArticleId]) -> None:
        """Articles were dropped on a place: they are put there."""
        archive = self._context.archive
        ids = list(articles)
        match place.kind:
            case PlaceKind.COLLECTION:
                self._do(lambda: collect.add(archive, CollectionId(int(place.value)), ids), toast=True)
            case PlaceKind.TAG:
                self._do(lambda: collect.tag(archive, ids, place.value), toast=True)
            case PlaceKind.STARRED:
                self._do(lambda: curate.star(archive, ids, True), toast=True)
            case PlaceKind.TRASH:
                self._do(lambda: curate.trash(archive, ids), toast=True)

    # Saved searches

    def save_search(self) -> None:
        """Asks for a name, then keeps the search with its place, facets and order."""
        archive, wanted = self._context.archive, self._wanted()
        query = wanted.query.strip()
        sort = wanted.sort or Sort.RELEVANCE

        def save(name: str) -> None:
            self._do(lambda: collect.save_search(archive, name, query, sort=sort, scope=wanted.scope), toast=True)

        ask_name(self._widget, "Save search", "Name of the search", query, save)


def _uid(archive: Archive, collection: int) -> str | None:
    return next((str(each.uid) for each in browse.collections(archive) if each.id == collection), None)
