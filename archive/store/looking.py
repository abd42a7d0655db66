"""How far SQLite's own look at the file is. It says nothing itself, but its progress handler is called every so many steps: of the pages
first, one step each, then of its virtual machine, a number of steps for each row that depends on the table.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

from archive.base.errors import NotAnArchive, Unreadable

from .connection import Connections
from .watching import watched

Report = Callable[[int, int, str], None]  # done, of how many, what: may raise to end the work

_STEPS = 5_000  # some half of a millisecond
# What a row takes, as found with twenty tables of 2 to 43 columns and up to 17 indexes: within a quarter (SQLite 3.53). SQLite would show
# its program, but ends the whole process where that is asked for again after the schema was changed.
_OF_A_ROW, _OF_A_COLUMN, _OF_AN_INDEX = 1, 2, 6.5


class Look:
    """One look at the file of `connections`, by a statement of this thread."""

    def __init__(self, connections: Connections, report: Report) -> None:
        self._connections, self._report = connections, report
        # On a thread, and so a connection, of its own: one that met a damaged page tells of others, and copies, otherwise than one that did not.
        with ThreadPoolExecutor(1, "look-beforehand") as beforehand:
            self._pages, self._rows, self._steps_of_rows = beforehand.submit(_work, connections).result()
        self._steps = 0

    def watching(self) -> AbstractContextManager[None]:
        """The look itself stands in this block; what `report` raises ends it."""
        return watched(self._connections, self._step, _STEPS)

    def _step(self) -> None:
        """Tells how far it is, after so many steps more."""
        self._steps += _STEPS
        if self._steps <= self._pages:
            self._report(self._steps, self._pages, "Checking the file: pages")
            return
        beyond = self._steps - self._pages
        done = min(self._rows, round(self._rows * beyond / max(1.0, self._steps_of_rows)))
        self._report(done, self._rows, "Checking the file: rows")


def _work(connections: Connections) -> tuple[int, int, float]:
    """How many pages there are, how many rows all tables have, and how many steps looking at these takes; none where that cannot be read."""
    pages, rows, steps = 0, 0, 0.0
    try:
        pages = int(connections.value("PRAGMA page_count"))
        for (table,) in connections.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"):
            name = table.replace('"', '""')
            count = int(connections.value(f'SELECT count(*) FROM "{name}"'))
            columns = int(connections.value("SELECT count(*) FROM pragma_table_info(?)", (table,)))
            indexes = int(connections.value("SELECT count(*) FROM pragma_index_list(?)", (table,)))
            steps += count * (_OF_A_ROW + _OF_A_COLUMN * columns + _OF_AN_INDEX * indexes)
            rows += count
    except (NotAnArchive, Unreadable):  # the look itself will say so
        return pages, 0, 0.0
    return pages, rows, steps
