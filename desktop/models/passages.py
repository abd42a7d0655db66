"""Passages as Qt sees them: the ids of all of them in order, the records of those looked at, headings between groups.

The model asks for records (`wanted`) when one of its rows is painted or read; whoever listens answers with `fill`.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from archive.model.article import Article
from archive.model.ids import PassageId, TagId
from archive.model.passage import Passage

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole
COLUMNS = ("Words", "Tags", "Note", "Article", "Author", "Made")
WORDS, TAGS, NOTE, ARTICLE, AUTHOR, MADE = range(len(COLUMNS))
PAGE_ROWS = 60
KEPT_ROWS = 3000
_GATHER_MS = 25
# Put together once: a view asks for them of each row under the pointer and of each that is chosen.
_STILL = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_DRAGGED = _STILL | Qt.ItemFlag.ItemIsDragEnabled
_NOTED = _DRAGGED | Qt.ItemFlag.ItemIsEditable


@dataclass(frozen=True, slots=True)
class Section:
    """A group of the list: `[first, first + count)` of its ids. `key` is the value they share."""

    key: str
    label: str
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """All that a list shows, in order; without groups there are no sections."""

    ids: Sequence[PassageId] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as it is shown: with its article, and the colour in force of each of its tags."""

    passage: Passage
    article: Article | None
    colour: str | None
    tag_colours: Mapping[TagId, str] = field(default_factory=dict)


class PassagesModel(QAbstractTableModel):
    """Rows are passages (`ROW_ROLE`: a Row, or None while it is on the way) and headings (a Section)."""

    wanted = Signal(list)  # passage ids; answer with fill(generation, ids, rows)
    note_edited = Signal(str, str)  # uid, text

    def __init__(self, describe: Callable[[Row], str], cell: Callable[[Row, int], str], parent: QObject) -> None:
        super().__init__(parent)
        self._describe, self._cell = describe, cell
        self.writable = True
        self.listing = Listing()
        self.generation = 0
        self._folded: set[str] = set()
        self._tops: list[int] = []  # the row of each section's heading
        self._rows = 0
        self._known: OrderedDict[PassageId, Row] = OrderedDict()
        self._asked: set[PassageId] = set()
        self._wish: OrderedDict[int, None] = OrderedDict()
        self._flush = QTimer(self, interval=_GATHER_MS, singleShot=True)
        self._flush.timeout.connect(self._ask)

    # Filling

    def show_listing(self, listing: Listing, rows: Iterable[Row] = ()) -> None:
        """A new list, of which some rows are known already."""
        self.beginResetModel()
        self.generation += 1
        self.listing = listing
        self._known = OrderedDict((row.passage.id, row) for row in rows)
        self._asked.clear()
        self._wish.clear()
        self._lay_out()
        self.endResetModel()

    def fill(self, generation: int, asked: Sequence[PassageId], rows: Sequence[Row]) -> None:
        """Rows that were asked for, or that are to be shown anew; ignored when the list has changed since."""
        if generation != self.generation:
            return
        self._asked.difference_update(asked)
        for row in rows:
            self._known[row.passage.id] = row
            self._known.move_to_end(row.passage.id)
        while len(self._known) > KEPT_ROWS:
            self._known.popitem(last=False)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, len(COLUMNS) - 1))

    def _lay_out(self) -> None:
        sections = self.listing.sections
        if not sections:
            self._tops, self._rows = [], len(self.listing.ids)
            return
        lengths = [1 + (0 if section.key in self._folded else section.count) for section in sections]
        ends = list(accumulate(lengths))
        self._tops = [end - length for end, length in zip(ends, lengths, strict=True)]
        self._rows = ends[-1]

    def fold(self, key: str) -> None:
        """Folds a group, or unfolds it."""
        self.beginResetModel()
        self._folded ^= {key}
        self._lay_out()
        self.endResetModel()

    def folded(self, key: str) -> bool:
        return key in self._folded

    # What it holds

    def place(self, row: int) -> Section | int | None:
        """What stands at a row: a heading, or the number of an id in the list."""
        if not 0 <= row < self._rows:
            return None
        if not self._tops:
            return row
        number = bisect_right(self._tops, row) - 1
        section, down = self.listing.sections[number], row - self._tops[number]
        return section if down == 0 else section.first + down - 1

    def row(self, row: int) -> Row | None:
        """The passage at a row, without asking for it."""
        place = self.place(row)
        return self._known.get(self.listing.ids[place]) if isinstance(place, int) else None

    @property
    def tops(self) -> Sequence[int]:
        """The rows of the headings."""
        return tuple(self._tops)

    def section(self, row: int) -> Section | None:
        place = self.place(row)
        return place if isinstance(place, Section) else None

    def ids_in(self, first: int, last: int) -> list[PassageId]:
        """The ids at rows `[first, last)`; a heading stands for its whole group when it is folded."""
        found: dict[PassageId, None] = {}
        for row in range(first, min(last, self._rows)):
            place = self.place(row)
            if isinstance(place, int):
                found[self.listing.ids[place]] = None
            elif place is not None and self.folded(place.key):
                found.update(dict.fromkeys(self.listing.ids[place.first : place.first + place.count]))
        return list(found)

    def row_of(self, passage: PassageId) -> int | None:
        """The first row at which a passage stands in sight."""
        try:
            number = self.listing.ids.index(passage)
        except ValueError:
            return None
        if not self._tops:
            return number
        place = bisect_right([section.first for section in self.listing.sections], number) - 1
        section = self.listing.sections[place]
        return self._tops[place] + (0 if section.key in self._folded else 1 + number - section.first)

    def loaded(self) -> set[PassageId]:
        return set(self._known)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return COLUMNS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = self.place(index.row())
        if isinstance(place, Section):
            words = f"{place.label}, {place.count:,}"
            told = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return place if role == ROW_ROLE else words if told else None
        if place is None or role not in (
            ROW_ROLE,
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.EditRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        row = self._known.get(self.listing.ids[place])
        if row is None:
            self._want(place)
            return None if role == ROW_ROLE else ""
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.EditRole:
            return row.passage.note
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == WORDS:
            return self._describe(row)
        return self._cell(row, index.column())

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row(index.row())
        if role != Qt.ItemDataRole.EditRole or row is None or value == row.passage.note:
            return False
        self.note_edited.emit(row.passage.uid, str(value))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.row(index.row()) is None:
            return _STILL
        return _NOTED if self.writable and index.column() == NOTE else _DRAGGED

    # Asking for rows

    def _want(self, number: int) -> None:
        page = number // PAGE_ROWS
        self._wish[page] = None
        self._wish.move_to_end(page)
        if not self._flush.isActive():
            self._flush.start()

    def _ask(self) -> None:
        # Those wanted last are those in sight.
        pages = list(self._wish)[-4:]
        self._wish.clear()
        ids = [each for page in pages for each in self.listing.ids[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]]
        missing = [each for each in dict.fromkeys(ids) if each not in self._known and each not in self._asked]
        if missing:
            self._asked.update(missing)
            self.wanted.emit(missing)
