"""The history as rows that are loaded as one scrolls: acts, newest first, with a line for each day above its acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from archive.operations.history import Row

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = Qt.ItemDataRole.UserRole
PAGE = 200


@dataclass(frozen=True, slots=True)
class Day:
    """The line above the acts of a day."""

    words: str


class HistoryModel(QAbstractListModel):
    """Holds the pages that were asked for. `page_asked(before)` wants the acts before a row's id (0: the newest)."""

    page_asked = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Row | Day] = []
        self._last = 0
        self._complete = True
        self._waiting = False

    def begin(self) -> None:
        """Asks for the newest page; what is shown stays until it comes."""
        self._waiting = True
        self.page_asked.emit(0)

    def show_page(self, rows: Sequence[Row], before: int, complete: bool) -> None:
        """Takes the page before an id; `before` 0 replaces everything. `complete`: there are no earlier acts."""
        if before and before != self._last:
            return  # it belongs to a list that was replaced meanwhile
        self._waiting = False
        self._complete = complete
        if before == 0:
            self.beginResetModel()
            self._entries = _grouped(rows, "")
            self.endResetModel()
        elif rows:
            entries = _grouped(rows, self._last_day())
            self.beginInsertRows(QModelIndex(), len(self._entries), len(self._entries) + len(entries) - 1)
            self._entries += entries
            self.endInsertRows()
        self._last = rows[-1].id if rows else self._last

    def _last_day(self) -> str:
        rows = [entry for entry in self._entries[-1:] if isinstance(entry, Row)]
        return day_of(rows[0].at) if rows else ""

    def entry(self, index: Index) -> Row | Day | None:
        return self._entries[index.row()] if index.isValid() and index.row() < len(self._entries) else None

    def row_of(self, entry_id: int) -> int:
        """Where an act is, -1 when it is not loaded."""
        found = (place for place, entry in enumerate(self._entries) if isinstance(entry, Row) and entry.id == entry_id)
        return next(found, -1)

    def first_act(self) -> int:
        return next((place for place, entry in enumerate(self._entries) if isinstance(entry, Row)), -1)

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index)
        if entry is None:
            return None
        if role == ENTRY_ROLE:
            return entry
        if isinstance(entry, Day):
            return entry.words if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.label}, {time_of(entry.at)}, {entry.author}".rstrip(", ")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.entry(index), Day):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._complete and not self._waiting

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._waiting = True
            self.page_asked.emit(self._last)


def _grouped(rows: Sequence[Row], day: str) -> list[Row | Day]:
    """The acts with a line above the first of each day; `day` is the one that the acts before them were of."""
    entries: list[Row | Day] = []
    for row in rows:
        if day_of(row.at) != day:
            day = day_of(row.at)
            entries.append(Day(day))
        entries.append(row)
    return entries


def _local(stamp: str) -> QDateTime:
    return QDateTime.fromString(stamp, Qt.DateFormat.ISODateWithMs).toLocalTime()


def day_of(stamp: str) -> str:
    """The day of a UTC stamp where the reader is: `Sunday 22 November 2026`."""
    return QLocale.c().toString(_local(stamp).date(), "dddd d MMMM yyyy")


def time_of(stamp: str) -> str:
    """The time of day of a UTC stamp where the reader is: `14:05`."""
    return _local(stamp).time().toString("HH:mm")
