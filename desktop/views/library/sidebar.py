"""The places to look in: all articles, unread, starred, publishers, tags, collections, saved searches, trash.

Asks by signals and shows what `show_sidebar` is given; it queries nothing itself.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QVBoxLayout, QWidget

from archive.model.article import Sidebar as Figures
from archive.model.search import SavedSearch
from desktop.models.places import Place, PlaceKind, PlacesModel, walked
from desktop.theme import Theme
from desktop.turns import Turns
from desktop.widgets.dragging import DropTree

from .places import first_tags, places, tag_places
from .places_delegate import PlacesDelegate

PUBLISHERS_SHOWN = 12
_AT_ONCE = 400  # tags that come in one turn


class PlacesTree(DropTree):
    """A tree whose sections open and close with one click or the arrow keys, and whose chosen place is the current one."""

    menu_asked = Signal(object, QPoint)  # Place or None, global position
    delete_asked = Signal(object)  # Place
    add_asked = Signal()  # a collection

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("places")
        self.setAccessibleName("Places")
        self.setProperty("look", "rows")
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.delegate = PlacesDelegate(theme, self)
        self.setItemDelegate(self.delegate)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.clicked.connect(self._clicked)

    def place_at(self, index: QModelIndex) -> Place | None:
        model = self.model()
        return model.place(index) if isinstance(model, PlacesModel) else None

    def _ask_menu(self, point: QPoint) -> None:
        self.menu_asked.emit(self.place_at(self.indexAt(point)), self.viewport().mapToGlobal(point))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        index = self.indexAt(spot)
        if event.button() == Qt.MouseButton.LeftButton and self.delegate.adds_at(index, self.visualRect(index), spot):
            self.add_asked.emit()
        else:
            super().mouseReleaseEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        place = self.place_at(index)
        if place is not None and place.kind is PlaceKind.SECTION:
            self._fold(index, place)

    def _fold(self, index: QModelIndex, place: Place) -> None:
        """Opens or closes a section; one in which there is nothing yet asks for something to put there."""
        if place.children:
            self.setExpanded(index, not self.isExpanded(index))
        elif self.delegate.adds:
            self.add_asked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self.model().hasChildren(index):
            self.setExpanded(index, not self.isExpanded(index))
        else:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.place_at(self.currentIndex())
        key = event.key()
        if place is not None and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_asked.emit(place)
        elif place is not None and key == Qt.Key.Key_Menu:
            box = self.visualRect(self.currentIndex())
            self.menu_asked.emit(place, self.viewport().mapToGlobal(box.bottomLeft()))
        elif place is not None and place.kind is PlaceKind.SECTION and key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self._fold(self.currentIndex(), place)
        else:
            super().keyPressEvent(event)


class Sidebar(QWidget):
    """The sidebar of the library."""

    place_chosen = Signal(object)  # Place
    rename_asked = Signal(object, str)
    delete_asked = Signal(object)
    create_asked = Signal(object)  # parent Place (a collection) or None
    move_asked = Signal(object)  # Place: a collection that is to go into another
    articles_dropped = Signal(object, list)
    collection_moved = Signal(int, object)
    memo_asked = Signal(object)  # Place: a collection
    memos_asked = Signal(object)  # Place: a collection
    memos_listed = Signal(object, object)  # Place, the QAction that is to tell how many memos are about it
    empty_trash_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, writable: bool = True) -> None:
        super().__init__(parent)
        self._writable = writable
        self.setObjectName("sidebar")
        self.setProperty("look", "background")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = PlacesModel(self)
        self.tree = PlacesTree(theme, self)
        self.tree.delegate.adds = writable
        self.tree.setModel(self.model)
        self._closed: set[str] = set()
        self._chosen = str(PlaceKind.ALL)
        self._showing = False
        self._figures: Figures | None = None
        self._tags: tuple[Figures, Sequence[Place]] | None = None  # the tags' places, and of which figures they are
        self._searches: Sequence[SavedSearch] = ()
        self._found: Mapping[int, int] = {}
        self._places: Sequence[Place] = ()
        self._all_publishers = False
        self._filling = Turns(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 8)
        layout.addWidget(self.tree)
        theme.changed.connect(self._restyle)
        self._connect()

    def _connect(self) -> None:
        self.model.rename_asked.connect(self.rename_asked)
        self.model.articles_dropped.connect(self.articles_dropped)
        self.model.collection_moved.connect(self.collection_moved)
        self.tree.delete_asked.connect(self._ask_delete)
        self.tree.menu_asked.connect(self._show_menu)
        self.tree.add_asked.connect(lambda: self.create_asked.emit(None))
        self.tree.collapsed.connect(lambda index: self._remember(index, False))
        self.tree.expanded.connect(lambda index: self._remember(index, True))
        self.tree.selectionModel().currentChanged.connect(self._current_changed)

    # Filling

    def tags_of(self, figures: Figures) -> Sequence[Place]:
        """The places of the tags in these figures. There may be thousands, and an import changes none. Safe on any thread."""
        known = self._tags
        return known[1] if known is not None and _same_tags(known[0], figures) else tag_places(figures)

    def show_sidebar(
        self, figures: Figures, searches: Sequence[SavedSearch], tags: Sequence[Place] | None = None
    ) -> None:
        """Shows these figures; what is chosen stays chosen, and all articles are when it is gone. `tags` are the `tags_of` the figures."""
        if (figures, searches) != (self._figures, self._searches):
            self._tags = figures, self.tags_of(figures) if tags is None else tags
            self._figures, self._searches = figures, searches
            self._show()
        else:
            self._keep_chosen()

    def show_found(self, found: Mapping[int, int]) -> None:
        """How many articles each saved search finds, by its id."""
        if found != self._found:
            self._found = dict(found)
            self._show()

    def _show(self) -> None:
        if self._figures is None:
            return
        most = None if self._all_publishers else PUBLISHERS_SHOWN
        tags = self.tags_of(self._figures)
        self._places = places(self._figures, self._searches, self._found, most, writable=self._writable, tags=tags)
        # Thousands of tags come a few hundred a turn; once they are there, few differ.
        steps = range(_AT_ONCE, len(self._figures.tags) if self.model.count < _AT_ONCE else 0, _AT_ONCE)
        pieces: list[Callable[[], object]] = [partial(self._fill, first_tags(self._places, step)) for step in steps]
        pieces.append(self._fill_whole)
        self._filling.anew(pieces[1:])
        pieces[0]()

    def _fill(self, shown: Sequence[Place]) -> None:
        self._showing = True
        if self.model.show_places(shown):
            self._expand()
        self._showing = False

    def _fill_whole(self) -> None:
        """All that is to be shown, at once."""
        self._filling.anew(())
        self._fill(self._places)
        self._keep_chosen()

    def _index_of(self, key: str) -> QModelIndex:
        """Where a place is; what is still to come is shown now if it is asked for."""
        if self._filling.left and not self.model.index_of(key).isValid():
            self._fill_whole()
        return self.model.index_of(key)

    def _keep_chosen(self) -> None:
        if self._filling.left:
            return
        if not self.model.index_of(self._chosen).isValid():
            self.choose(str(PlaceKind.ALL))
        else:
            self._mark()

    def _expand(self) -> None:
        """Opens all but what was folded, at once: one by one, each would lay out all that is below it; nobody opened them."""
        with QSignalBlocker(self.tree):
            self.tree.expandAll()
            for place in walked(self._places):
                if place.children and place.key in self._closed:
                    self.tree.setExpanded(self.model.index_of(place.key), False)

    def _mark(self) -> None:
        """Makes the chosen place the current one without announcing it again."""
        self._showing = True
        self.tree.setCurrentIndex(self.model.index_of(self._chosen))
        self._showing = False

    def _restyle(self) -> None:
        self.tree.delegate.forget()
        self.tree.viewport().update()

    # Choosing

    @property
    def chosen(self) -> str:
        """The key of the chosen place."""
        return self._chosen

    def place(self, key: str) -> Place | None:
        return self.model.place(self._index_of(key))

    def choose(self, key: str) -> None:
        """Chooses a place by its key, as a click does; before anything is shown it is only remembered."""
        self._chosen = key
        index = self._index_of(key)
        if index.isValid():
            self._mark()
            self.place_chosen.emit(self.model.place(index))

    def mark(self, key: str) -> None:
        """Shows a place as chosen without announcing it."""
        self._chosen = key
        self._mark()

    def _current_changed(self, index: QModelIndex) -> None:
        place = self.model.place(index)
        if self._showing or place is None or place.kind is PlaceKind.SECTION:
            return
        self._chosen = place.key
        self.place_chosen.emit(place)

    def _remember(self, index: QModelIndex, opened: bool) -> None:
        place = self.model.place(index)
        if place is not None and not self._showing:
            (self._closed.discard if opened else self._closed.add)(place.key)

    @property
    def closed_places(self) -> list[str]:
        """Keys of the sections and collections that are folded."""
        return sorted(self._closed)

    def fold(self, keys: Sequence[str]) -> None:
        """Folds these sections and collections, and opens all others."""
        self._closed = set(keys)
        self._expand()

    def rename(self, key: str) -> None:
        """Opens the editor in place."""
        index = self._index_of(key)
        if index.isValid():
            self.tree.scrollTo(index)
            self.tree.edit(index)

    def corner(self, key: str) -> QPoint:
        """Where a box about a place opens: below its line, as a global position."""
        box = self.tree.visualRect(self._index_of(key))
        return self.tree.viewport().mapToGlobal(box.bottomLeft())

    # Menus

    def _ask_delete(self, place: Place) -> None:
        if place.kind in (PlaceKind.COLLECTION, PlaceKind.SEARCH):
            self.delete_asked.emit(place)

    def _show_menu(self, place: Place | None, point: QPoint) -> None:
        menu = self.menu_for(place)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    def menu_for(self, place: Place | None) -> QMenu:
        """The context menu of a place, or of the empty part of the sidebar; may be empty."""
        menu = QMenu(self)
        menu.setObjectName("place-menu")
        kind = place.kind if place is not None else None
        if place is not None and self._writable:
            self._add_acts(menu, place)
        if place is not None and kind is PlaceKind.COLLECTION:
            listed = menu.addAction("Memos")
            listed.triggered.connect(lambda: self.memos_asked.emit(place))
            self.memos_listed.emit(place, listed)
            menu.addSeparator()
        if kind in (PlaceKind.SECTION, PlaceKind.PUBLISHER):
            self._add_publisher_action(menu)
        if self._writable:
            menu.addAction("New collection…").triggered.connect(lambda: self.create_asked.emit(None))
        return menu

    def _add_acts(self, menu: QMenu, place: Place) -> None:
        """What can be done with a collection, a saved search or the trash."""
        if place.kind in (PlaceKind.COLLECTION, PlaceKind.SEARCH):
            menu.addAction("Rename…").triggered.connect(lambda: self.rename(place.key))
            menu.addAction("Delete").triggered.connect(lambda: self.delete_asked.emit(place))
            menu.addSeparator()
        if place.kind is PlaceKind.COLLECTION:
            menu.addAction("Move…").triggered.connect(lambda: self.move_asked.emit(place))
            menu.addAction("New collection inside…").triggered.connect(lambda: self.create_asked.emit(place))
            menu.addSeparator()
            menu.addAction("Write a memo").triggered.connect(lambda: self.memo_asked.emit(place))
        elif place.kind is PlaceKind.TRASH:
            empty = menu.addAction("Empty trash…")
            empty.setEnabled(bool(place.count))
            empty.triggered.connect(self.empty_trash_asked)

    def _add_publisher_action(self, menu: QMenu) -> None:
        if self._figures is None or len(self._figures.publishers) <= PUBLISHERS_SHOWN:
            return
        label = "Show the largest publishers only" if self._all_publishers else "Show all publishers"
        menu.addAction(label).triggered.connect(self._toggle_publishers)

    def _toggle_publishers(self) -> None:
        self._all_publishers = not self._all_publishers
        self._show()


def _same_tags(one: Figures, other: Figures) -> bool:
    return one.tags == other.tags and one.tag_colours == other.tag_colours
