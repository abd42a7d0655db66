"""The table of imported files as Qt sees it: knows which there are, holds the rows that were looked at, asks for the others.

A cell that a person changed is handed on by `edited`; the model itself changes nothing.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from archive.model.review import Order, Reviewed

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole
COLUMNS: Final = (
    ("File", Order.FILE, ""),
    ("Read", Order.VERDICT, ""),
    ("Title", Order.TITLE, "title"),
    ("Byline", Order.BYLINE, "byline"),
    ("Publisher", Order.PUBLISHER, "publisher"),
    ("Date", Order.PUBLISHED, "published"),
    ("Language", Order.LANGUAGE, "language"),
    ("Words", Order.WORDS, ""),
    ("Set aside", Order.SET_ASIDE, ""),
)
FILE, VERDICT, TITLE, BYLINE, PUBLISHER, DATE, LANGUAGE, WORDS, ASIDE = range(len(COLUMNS))
NUMBERS: Final = (WORDS, ASIDE)
_ASKED_ROWS, _KEPT_ROWS = 60, 2_000
_GATHER_MS = 20


def field_of(column: int) -> str:
    """The field of an article that a column holds; "" for those that cannot be edited."""
    return COLUMNS[column][2]


class ReviewModel(QAbstractTableModel):
    """Rows are files (`ROW_ROLE`: a Reviewed, or None while it is on the way). `wanted(ids)`: answer with `fill`."""

    wanted = Signal(list)
    edited = Signal(int, str, str)  # row, field, what was typed

    def __init__(
        self,
        cell: Callable[[Reviewed, int], str],
        spoken: Callable[[Reviewed, int], str],
        typed: Callable[[Reviewed, str], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._cell, self._spoken, self._typed = cell, spoken, typed
        self.ids: list[int] = []
        self.generation = 0
        self.writable = True
        self._known: OrderedDict[int, Reviewed] = OrderedDict()
        self._asked: set[int] = set()
        self._stale: set[int] = set()  # known from before something was written
        self._wish: OrderedDict[int, None] = OrderedDict()
        self._flush = QTimer(self, interval=_GATHER_MS, singleShot=True)
        self._flush.timeout.connect(self._ask)

    def show_ids(self, ids: list[int]) -> None:
        """Another list of files, or the same one after something was written: what is known is asked for anew."""
        if ids == self.ids:
            # The rows stay where they are, and so does the keyboard.
            self._forget()
            if ids:
                self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.ids = ids
        self._forget()
        self.endResetModel()

    def _forget(self) -> None:
        self.generation += 1
        self._asked.clear()
        self._wish.clear()
        for number in list(self._known):
            self._known.move_to_end(number, last=False)  # old, but better than nothing until the new one is there
        self._stale = set(self._known)

    def fill(self, generation: int, asked: Sequence[int], rows: Sequence[Reviewed]) -> None:
        """Rows that were asked for; ignored when what was known has been forgotten since."""
        if generation != self.generation:
            return
        self._asked.difference_update(asked)
        self._stale = self._stale.difference(asked)
        for row in rows:
            self._known[row.id] = row
            self._known.move_to_end(row.id)
        while len(self._known) > _KEPT_ROWS:
            self._known.popitem(last=False)
        if self.ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(COLUMNS) - 1))

    def row(self, row: int) -> Reviewed | None:
        """The file at a row, where it is known."""
        return self._known.get(self.ids[row]) if 0 <= row < len(self.ids) else None

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section][0]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        held = self.row(index.row())
        if self.writable and held is not None and held.article is not None and field_of(index.column()):
            return usual | Qt.ItemFlag.ItemIsEditable
        return usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        held = self.row(index.row())
        if held is None or self.ids[index.row()] in self._stale:
            self._want(self.ids[index.row()])
        if role == ROW_ROLE:
            return held
        if held is None:
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(held, index.column())
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._spoken(held, index.column())
        if role == Qt.ItemDataRole.EditRole:
            return self._typed(held, field_of(index.column()))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or value == self.data(index, role):
            return False
        self.edited.emit(index.row(), field_of(index.column()), str(value))
        return True

    # Asking for rows

    def _want(self, number: int) -> None:
        if number not in self._asked:
            self._wish[number] = None
            self._wish.move_to_end(number)
            if not self._flush.isActive():
                self._flush.start()

    def _ask(self) -> None:
        # Those wanted last are those in sight.
        wanted = list(self._wish)[-_ASKED_ROWS:]
        self._wish.clear()
        if wanted:
            self._asked.update(wanted)
            self.wanted.emit(wanted)
