"""The codebook as a tree: nothing is laid out before it is shown, and a change of counts moves no row.

The model changes nothing itself: a rename or a move is asked for by a signal, and shown once the archive has done it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from archive.base.text import folded
from archive.model.ids import TagId
from archive.model.passage import Tag
from desktop.wording import counted

Index = QModelIndex | QPersistentModelIndex

TAG_ROLE = Qt.ItemDataRole.UserRole
MIME_TAG = "application/x-waystation-tag"
# Put together once: a view asks for them of each row that it lays out.
_READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_WRITTEN = _READ | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled


@dataclass(slots=True)
class _Node:
    tag: Tag
    parent: int | None  # number of the node above
    row: int
    below: list[int] = field(default_factory=list)


class CodebookModel(QAbstractItemModel):
    """Indexes carry their Tag under `TAG_ROLE`. `show_tags` takes them each before those below it."""

    rename_asked = Signal(object, str)  # Tag, new name
    move_asked = Signal(int, object)  # id of the tag, path to put it below or None for the top

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tags: Sequence[Tag] = ()
        self._nodes: list[_Node] = []
        self._top: list[int] = []
        self._numbers: dict[TagId, int] = {}
        self._filter = ""
        self._told: list[str] = []  # what each tag says, folded, once somebody looks for words
        self.writable = True
        self.unfit: Callable[[Tag, str], str] = lambda tag, name: ""  # why a tag cannot have this name; "": it can
        self.repeats: Callable[[Tag, str], str] = lambda tag, name: ""  # the tag that it would then only repeat

    def show_tags(self, tags: Sequence[Tag]) -> None:
        """Shows these tags; rows stay where they are when only words and counts differ."""
        self._tags, self._told = tags, []
        self._show()

    def show_matching(self, text: str) -> None:
        """Keeps the tags whose path or definition holds the words, and those above them."""
        if text != self._filter:
            self._filter = text
            self._show()

    @property
    def matching(self) -> str:
        return self._filter

    def _show(self) -> None:
        nodes = _nodes(self._wanted())
        if [(node.tag.id, node.parent) for node in nodes] == [(node.tag.id, node.parent) for node in self._nodes]:
            before, self._nodes = self._nodes, nodes
            for number, node in enumerate(nodes):
                if node.tag != before[number].tag:
                    self.dataChanged.emit(self._index(number), self._index(number))
            return
        self.beginResetModel()
        self._nodes = nodes
        self._top = [number for number, node in enumerate(nodes) if node.parent is None]
        self._numbers = {node.tag.id: number for number, node in enumerate(nodes)}
        self.endResetModel()

    def _wanted(self) -> list[Tag]:
        words = folded(self._filter).split()
        if not words:
            return list(self._tags)
        kept: set[str] = set()
        if not self._told:
            self._told = [folded(f"{tag.path} {tag.definition} {tag.use_when}") for tag in self._tags]
        for tag, told in zip(self._tags, self._told, strict=True):
            if all(word in told for word in words):
                parts = tag.path.split("/")
                kept.update("/".join(parts[: end + 1]) for end in range(len(parts)))
        return [tag for tag in self._tags if tag.path in kept]

    # Where things are

    def tag(self, index: Index) -> Tag | None:
        return self._nodes[index.internalId()].tag if index.isValid() else None

    def index_of(self, tag_id: TagId) -> QModelIndex:
        """Where a tag is; invalid when it is not shown."""
        number = self._numbers.get(tag_id)
        return QModelIndex() if number is None else self._index(number)

    def __len__(self) -> int:
        return len(self._nodes)

    def _index(self, number: int) -> QModelIndex:
        return self.createIndex(self._nodes[number].row, 0, number)

    def _below(self, parent: Index) -> list[int]:
        return self._nodes[parent.internalId()].below if parent.isValid() else self._top

    # Qt

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        below = self._below(parent)
        return self.createIndex(row, 0, below[row]) if column == 0 and 0 <= row < len(below) else QModelIndex()

    def parent(self, child: Index | None = None) -> Any:  # Qt overloads it: without an index, the QObject above
        if child is None:
            return super().parent()
        above = self._nodes[child.internalId()].parent if child.isValid() else None
        return QModelIndex() if above is None else self._index(above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return len(self._below(parent))

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 1

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:
        return bool(self._below(parent))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        tag = self.tag(index)
        if tag is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return tag.name
            case Qt.ItemDataRole.ToolTipRole:
                return f"{tag.path.replace('/', ' / ')}\n{tag.definition}".strip()
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(tag)
        return tag if role == TAG_ROLE else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        tag, name = self.tag(index), str(value).strip()
        if role != Qt.ItemDataRole.EditRole or tag is None or not name or name == tag.name:
            return False
        self.rename_asked.emit(tag, name)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled if self.writable else Qt.ItemFlag.NoItemFlags
        return _WRITTEN if self.writable else _READ

    # Dragging

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME_TAG]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        mime = QMimeData()
        for tag in filter(None, map(self.tag, indexes)):
            mime.setData(MIME_TAG, str(tag.id).encode("ascii"))
        return mime

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        moved, target = self._moved(data), self.tag(parent)
        if moved is None or not self.writable:
            return False
        above = moved.path.rpartition("/")[0]
        if target is None:
            return bool(above)
        return target.path not in (moved.path, above) and not target.path.startswith(f"{moved.path}/")

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        moved, target = self._moved(data), self.tag(parent)
        if moved is not None and self.canDropMimeData(data, action, row, column, parent):
            self.move_asked.emit(moved.id, None if target is None else target.path)
        # False: the view must not take the dragged row out itself; the archive's answer moves it.
        return False

    def _moved(self, data: QMimeData) -> Tag | None:
        if not data.hasFormat(MIME_TAG):
            return None
        number = self._numbers.get(TagId(int(bytes(data.data(MIME_TAG).data()))))
        return None if number is None else self._nodes[number].tag


def _nodes(tags: Sequence[Tag]) -> list[_Node]:
    """Every tag as a node; one whose parent is not among them stands at the top."""
    nodes: list[_Node] = []
    numbers: dict[str, int] = {}
    tops = 0
    for number, tag in enumerate(tags):
        above = numbers.get(tag.path.rpartition("/")[0])
        if above is None:
            nodes.append(_Node(tag, None, tops))
            tops += 1
        else:
            nodes.append(_Node(tag, above, len(nodes[above].below)))
            nodes[above].below.append(number)
        numbers[tag.path] = number
    return nodes


def spoken(tag: Tag) -> str:
    """A tag for a screen reader: name, counts, favourite's digit."""
    parts = [tag.name, counted(tag.passages_below, "passage")]
    if tag.passages != tag.passages_below:
        parts.append(f"{tag.passages:,} with this very tag")
    if tag.shortcut:
        parts.append(f"favourite {tag.shortcut}")
    return ", ".join(parts)
