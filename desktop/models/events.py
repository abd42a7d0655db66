"""Times as Qt lists them: the ids of all of them in order, the records of those looked at.

The model asks for records (`wanted`) when one of its rows is painted or read; whoever listens answers with `fill`.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from archive.model.columns import Ints
from archive.model.event import Mention
from archive.model.ids import MentionId

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole
COLUMNS = ("When", "What the sentence says", "Article", "How it is known", "Status")
WHEN, WORDS, ARTICLE, KNOWN, STATUS = range(len(COLUMNS))
KEPT_ROWS = 3000
_GATHER_MS = 25


@dataclass(frozen=True, slots=True)
class EventRow:
    """A mention with the article that tells it, and what contradicts it, in words."""

    mention: Mention
    source: str
    against: str = ""


class EventsModel(QAbstractTableModel):
    """Rows are mentions (`ROW_ROLE`: an EventRow, or None while it is on the way)."""

    wanted = Signal(list)  # mention ids; answer with fill(generation, ids, rows)

    def __init__(
        self, describe: Callable[[EventRow], str], cell: Callable[[EventRow, int], str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._describe, self._cell = describe, cell
        self.generation = 0
        self._ids: Ints = np.zeros(0, np.int64)
        self._known: OrderedDict[int, EventRow] = OrderedDict()
        self._asked: set[int] = set()
        self._wish: OrderedDict[int, None] = OrderedDict()
        self._flush = QTimer(self, interval=_GATHER_MS, singleShot=True)
        self._flush.timeout.connect(self._ask)

    def show_ids(self, ids: Ints, *, written: bool = True) -> None:
        """A new list; where something was `written`, rows that are known are forgotten, for they may have changed."""
        self.beginResetModel()
        self._ids = ids
        if written:
            self.generation += 1
            self._known.clear()
            self._asked.clear()
        self._wish.clear()
        self.endResetModel()

    def fill(self, generation: int, asked: Sequence[int], rows: Sequence[EventRow]) -> None:
        """Rows that were asked for; ignored when what was known has been forgotten since."""
        if generation != self.generation:
            return
        self._asked.difference_update(asked)
        for row in rows:
            self._known[row.mention.id] = row
            self._known.move_to_end(row.mention.id)
        while len(self._known) > KEPT_ROWS:
            self._known.popitem(last=False)
        if len(self._ids):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))

    # What it holds

    def id_at(self, row: int) -> MentionId | None:
        return MentionId(int(self._ids[row])) if 0 <= row < len(self._ids) else None

    def row_of(self, ident: int) -> int | None:
        """The row of a mention, None when it is not listed."""
        found = np.flatnonzero(self._ids == ident)
        return int(found[0]) if len(found) else None

    def row(self, row: int) -> EventRow | None:
        """The mention at a row, without asking for it."""
        ident = self.id_at(row)
        return None if ident is None else self._known.get(ident)

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        across = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return COLUMNS[section] if across else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        ident = self.id_at(index.row())
        if ident is None:
            return None
        held = self._known.get(ident)
        if held is None:
            self._wish[ident] = None
            if ident not in self._asked:
                self._flush.start()
            return None
        if role == ROW_ROLE:
            return held
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(held, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._describe(held)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == KNOWN:
            return held.against or None
        return None

    def _ask(self) -> None:
        ids = [ident for ident in self._wish if ident not in self._asked and ident not in self._known]
        self._wish.clear()
        if ids:
            self._asked.update(ids)
            self.wanted.emit(ids)
