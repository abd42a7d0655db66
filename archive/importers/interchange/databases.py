"""Opens an SQLite file of another program in memory, never trusted: its tables must be tables, and nothing in it is run."""

import sqlite3
from collections.abc import Sequence

from archive.base.errors import Unreadable

_WAL = slice(18, 20)  # bytes of the header that ask for a write-ahead log, which a file in memory cannot have
_HEADER = 100  # bytes
_STEPS = 200_000  # of SQLite's machine between two looks at how many there were
_MOST_CALLS = 2_000


def load(connection: sqlite3.Connection, data: bytes, tables: Sequence[str], *, what: str, again: str) -> None:
    """Puts the file into a connection in memory; `what` names it in sentences. Raises Unreadable, or an error of SQLite."""
    connection.row_factory = sqlite3.Row
    # Broken text comes as its bytes say, with a mark where they say nothing.
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    _require_whole(data, what, again)
    own = bytearray(data)
    own[_WAL] = b"\1\1"
    connection.deserialize(bytes(own))
    _guard(connection)
    kinds = {row["name"]: row["type"] for row in connection.execute("SELECT name, type FROM sqlite_master")}
    if any(kinds.get(name) != "table" for name in tables):
        raise Unreadable(f"This SQLite file is no {what}.", again)


def _require_whole(data: bytes, what: str, again: str) -> None:
    """Raises Unreadable when the header tells of more pages than there are: SQLite itself may read on without what is missing."""
    size = int.from_bytes(data[16:18], "big")
    pages = int.from_bytes(data[28:32], "big")
    if len(data) < _HEADER or len(data) < pages * (65_536 if size == 1 else size):
        raise Unreadable(f"This {what} is cut short or damaged.", again)


def _guard(connection: sqlite3.Connection) -> None:
    """Lets nothing be done but reading plain tables, and not without end."""
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
        connection.execute(f"PRAGMA {pragma}")
    calls = iter(range(_MOST_CALLS))
    connection.set_progress_handler(lambda: next(calls, None) is None, _STEPS)
