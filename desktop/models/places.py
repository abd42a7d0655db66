"""The places of the sidebar as a tree: updated in place, so that selection, expansion and scroll outlive a refresh.

The model changes nothing itself: a rename, a drop or a move is asked for by a signal, and shown once the archive has done it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel

from desktop.models.articles import MIME_ARTICLES, articles_in
from desktop.wording import counted

Index = QModelIndex | QPersistentModelIndex

PLACE_ROLE = Qt.ItemDataRole.UserRole
ROW_PX, HEADING_PX = 28, 38
MIME_COLLECTION = "application/x-waystation-collection"


class PlaceKind(StrEnum):
    ALL = "all"
    UNREAD = "unread"
    STARRED = "starred"
    TRASH = "trash"
    PUBLISHER = "publisher"
    TAG = "tag"
    COLLECTION = "collection"
    SEARCH = "search"
    SECTION = "section"


_TAKES_ARTICLES = {PlaceKind.STARRED, PlaceKind.TRASH, PlaceKind.TAG, PlaceKind.COLLECTION}
_HOLDS_COLLECTIONS = "section:collections"
_RENAMED = {PlaceKind.COLLECTION, PlaceKind.SEARCH}
_MANY = 200  # changed places, of which views hear as of one change


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the sidebar. `value` is a publisher, a tag's path or the id of a collection or search as text.

    `count` is None while it is not known and where there is nothing to count. `colour` is the colour role of a tag.
    """

    kind: PlaceKind
    name: str
    value: str = ""
    count: int | None = None
    children: tuple["Place", ...] = ()
    colour: str = ""

    @property
    def key(self) -> str:
        """The same for the same place, whatever its name, count or parent."""
        return f"{self.kind}:{self.value}" if self.value else str(self.kind)


def _pattern(kind: PlaceKind, *, takes: bool) -> QStandardItem:
    """A line for places of this kind: there may be thousands of tags, and what they have in common is put together once."""
    flags = Qt.ItemFlag.ItemIsEnabled
    if kind is not PlaceKind.SECTION:
        flags |= Qt.ItemFlag.ItemIsSelectable
    if takes:
        flags |= Qt.ItemFlag.ItemIsDropEnabled
    if kind is PlaceKind.COLLECTION:
        flags |= Qt.ItemFlag.ItemIsDragEnabled
    if kind in _RENAMED:
        flags |= Qt.ItemFlag.ItemIsEditable
    pattern = QStandardItem()
    pattern.setFlags(flags)
    # Told by the item: a view asks for the height of every line, and would ask a delegate in Python.
    pattern.setSizeHint(QSize(0, HEADING_PX if kind is PlaceKind.SECTION else ROW_PX))
    return pattern


def _fill(item: QStandardItem, place: Place, shown: Place | None) -> None:
    """Has the item tell of a place; `shown` is what it told of before."""
    item.setData(place, PLACE_ROLE)
    if shown is None or shown.name != place.name:
        item.setText(place.name)
        item.setToolTip(place.name)
    elif shown.count == place.count:
        return
    said = place.name if place.count is None else f"{place.name}, {counted(place.count, 'article')}"
    item.setData(said, Qt.ItemDataRole.AccessibleTextRole)


def walked(places: Iterable[Place]) -> Iterator[Place]:
    """These places and all below them, each before those that it holds."""
    for place in places:
        yield place
        yield from walked(place.children)


class PlacesModel(QStandardItemModel):
    """Items carry their Place under `PLACE_ROLE`, and what is said of it; `data` stays Qt's own, which views ask for every line."""

    rename_asked = Signal(object, str)  # Place, new name
    articles_dropped = Signal(object, list)  # Place, article ids
    collection_moved = Signal(int, object)  # collection id, parent id or None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QStandardItem] = {}
        self._shown: dict[str, Place] = {}
        self._keys_in: dict[str, frozenset[str]] = {}  # the keys of what was shown unchanged, and of all below it
        self._came = False
        self._changed: list[QStandardItem] = []
        self._patterns: dict[str, QStandardItem] = {
            kind: _pattern(kind, takes=kind in _TAKES_ARTICLES) for kind in PlaceKind
        }
        self._patterns[_HOLDS_COLLECTIONS] = _pattern(PlaceKind.SECTION, takes=True)

    @property
    def count(self) -> int:
        """How many places are shown, those that are folded away too."""
        return len(self._items)

    def show_places(self, places: Sequence[Place]) -> bool:
        """Makes the tree show these places, touching only what differs; gives whether any came or moved."""
        kept, self._came = set[str](), False
        self._changed.clear()
        self._sync(self.invisibleRootItem(), places, kept)
        self._tell_changed()
        for key in set(self._items) - kept:
            del self._items[key], self._shown[key]
            self._keys_in.pop(key, None)
        return self._came

    def _sync(self, parent: QStandardItem, places: Sequence[Place], kept: set[str]) -> None:
        fresh: list[QStandardItem] = []  # one below the other, and not in the tree yet
        for row, place in enumerate(places):
            key = place.key
            item = self._items.get(key)
            if item is None:
                # Filled before it joins the tree: views then hear of it once, with all that is below.
                # Not by `clone`: PySide6 does not hear of the end of what that makes.
                pattern = self._patterns.get(key) or self._patterns[place.kind]
                item = self._items[key] = QStandardItem(pattern)
                self._show(item, place, kept)
                fresh.append(item)
                continue
            fresh = self._join(parent, row, fresh)
            if (item.parent() or self.invisibleRootItem()) is not parent or item.row() != row:
                home = item.parent() or self.invisibleRootItem()
                parent.insertRow(row, home.takeRow(item.row()))
                self._came = True
            if self._shown[key] == place:
                if (within := self._keys_in.get(key)) is None:
                    within = self._keys_in[key] = frozenset(each.key for each in walked((place,)))
                kept.update(within)
            else:
                self._show(item, place, kept)
        self._join(parent, len(places), fresh)
        if parent.rowCount() > len(places):
            parent.removeRows(len(places), parent.rowCount() - len(places))

    def _join(self, parent: QStandardItem, before: int, fresh: list[QStandardItem]) -> list[QStandardItem]:
        """Puts these into the tree above the row `before`, at once; gives a list for those that come next."""
        if fresh:
            parent.insertRows(before - len(fresh), fresh)
            self._came = True
        return []

    def _show(self, item: QStandardItem, place: Place, kept: set[str]) -> None:
        key = place.key
        kept.add(key)
        shown = self._shown.get(key)
        self._shown[key] = place
        self._keys_in.pop(key, None)
        if shown is None:
            _fill(item, place, None)
        else:
            silent = self.blockSignals(True)
            _fill(item, place, shown)
            self.blockSignals(silent)
            self._changed.append(item)
        if place.children or item.rowCount():
            self._sync(item, place.children, kept)

    def _tell_changed(self) -> None:
        """Each change in a signal of its own; of thousands, which a view would answer one by one, as of one that is everywhere."""
        if len(self._changed) > _MANY:
            self.layoutAboutToBeChanged.emit()
            self.layoutChanged.emit()
        else:
            for item in self._changed:
                index = item.index()
                self.dataChanged.emit(index, index)
        self._changed.clear()

    def index_of(self, key: str) -> QModelIndex:
        """Where the place with this key is; invalid when there is none."""
        item = self._items.get(key)
        return item.index() if item is not None else QModelIndex()

    def place(self, index: Index) -> Place | None:
        found = index.data(PLACE_ROLE)
        return found if isinstance(found, Place) else None

    # What a person does with them

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return super().setData(index, value, role)
        place = self.place(index)
        name = str(value).strip()
        if place is None or not name or name == place.name:
            return False
        self.rename_asked.emit(place, name)
        return True

    def mimeTypes(self) -> list[str]:
        return [MIME_ARTICLES, MIME_COLLECTION]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        mime = QMimeData()
        for index in indexes:
            place = self.place(index)
            if place is not None and place.kind is PlaceKind.COLLECTION:
                mime.setData(MIME_COLLECTION, place.value.encode("ascii"))
        return mime

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        place = self.place(parent)
        if place is None:
            return False
        if data.hasFormat(MIME_COLLECTION):
            moved = bytes(data.data(MIME_COLLECTION).data()).decode("ascii")
            inside = place.kind is PlaceKind.COLLECTION and not self._within(parent, f"collection:{moved}")
            return inside or place.key == _HOLDS_COLLECTIONS
        return place.kind in _TAKES_ARTICLES and bool(articles_in(data))

    def _within(self, index: Index, key: str) -> bool:
        """Whether the place at `index` is the one with `key` or inside it."""
        here: Index = index
        while here.isValid():
            place = self.place(here)
            if place is not None and place.key == key:
                return True
            here = here.parent()
        return False

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        place = self.place(parent)
        if place is None or not self.canDropMimeData(data, action, row, column, parent):
            return False
        if data.hasFormat(MIME_COLLECTION):
            moved = int(bytes(data.data(MIME_COLLECTION).data()))
            self.collection_moved.emit(moved, int(place.value) if place.kind is PlaceKind.COLLECTION else None)
        else:
            self.articles_dropped.emit(place, articles_in(data))
        # False: the view must not take the dragged row out itself; the archive's answer moves it.
        return False
