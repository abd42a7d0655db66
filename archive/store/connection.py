"""Connections to the archive file: one that writes, one for each thread that reads, and the transactions over them.

Plain or encrypted, the driver is SQLCipher; without a key it writes an ordinary SQLite file. Everything that is committed
is on the disk (WAL, synchronous FULL); deleted content is overwritten (secure_delete). sqlite-utils is imported only where a schema
is made or brought up to date, because it takes longer to import than the archive takes to open.
"""

import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import sqlcipher3
from sqlcipher3 import dbapi2

from archive.base import peeking
from archive.base.errors import ReadOnly, Unreadable
from archive.base.text import all_storable

from . import codes
from .connecting import PAGE_BYTES, WRITE_WAIT_MS, Reader, connected
from .errors import sentences
from .keying import SALT_BYTES, unlock

if TYPE_CHECKING:
    from sqlite_utils.db import Database

# sqlite-utils catches the errors of the driver called pysqlite3 (or of the standard library): ours must go by that name.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

APPLICATION_ID = 0x57415953  # "WAYS", https://www.sqlite.org/pragma.html#pragma_application_id

Value = str | int | float | bytes | memoryview | None


class Connections:
    """All connections of this process to one archive file. Safe to use from any thread.

    Reads run on the calling thread's own connection, or, inside `atomic`, on the writing one, so that a transaction sees what it wrote.
    `key` is the raw 32-byte key of an encrypted file, and `salt` the 16 bytes that a new one begins with (an existing one keeps its own).
    `immutable` reads a file that nothing can change (read-only media: SQLite could not even make its shared-memory file there).
    """

    def __init__(
        self,
        path: Path,
        *,
        key: bytes | None = None,
        salt: bytes | None = None,
        read_only: bool = False,
        immutable: bool = False,
        create: bool = False,
    ) -> None:
        self.path = path
        self.read_only = read_only or immutable
        self._key = key
        self._salt = salt if create else None if key is None else peeking.beginning(path, SALT_BYTES)
        self._immutable = immutable
        self._write_lock = threading.RLock()
        self._depth = 0
        self._owner: int | None = None
        self._database: Database | None = None
        self._local = threading.local()
        self._readers: WeakSet[Reader] = WeakSet()
        self._left = False
        self._closed = False
        self._inode = None if create else peeking.hold(path)
        try:
            with sentences(path):
                self._writer: Any = None if self.read_only else self._connect("rwc" if create else "rw")
        except BaseException:
            peeking.let_go(self._inode)
            raise
        if create:
            self._inode = peeking.hold(path)

    def _connect(self, mode: str) -> Any:
        uri = f"{self.path.absolute().as_uri()}?mode={mode}" + ("&immutable=1" if self._immutable else "")
        return connected(uri, self._key, self._salt, reading=mode == "ro")

    def _reader(self) -> Reader:
        self._must_be_open()
        reader: Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = Reader(self._connect("ro"))
            self._readers.add(reader)
        return reader

    def _must_be_open(self) -> None:
        if self._left or self._closed:
            raise Unreadable(f"{self.path.name} has been closed.", "Open it again.")

    @property
    def key(self) -> bytes | None:
        """The raw key of an encrypted file."""
        return self._key

    @property
    def salt(self) -> bytes | None:
        """What an encrypted file begins with, and its passphrase is salted with."""
        return None if self._key is None else self._salt

    @property
    def writing(self) -> bool:
        """Whether this thread is inside `atomic`."""
        return self._owner == threading.get_ident()

    def _current(self) -> Any:
        return self._writer if self.writing else self._reader().connection

    @property
    def driver(self) -> Any:
        """The driver's own connection that this thread's statements run on; for the store alone."""
        return self._current()

    # Reading

    def rows(self, sql: str, values: Sequence[Value] = (), *, named: bool = True) -> list[Any]:
        """Every row of a query, readable by position and, if `named`, which takes its time, by column name."""
        with sentences(self.path):
            cursor = self._current().cursor()
            cursor.row_factory = dbapi2.Row if named else None
            return list(cursor.execute(sql, all_storable(values)).fetchall())

    @contextmanager
    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Iterator[tuple[Any, ...]]]:
        """The rows of a query one at a time, for many of which little is kept; to be gone through before the block ends."""
        with sentences(self.path), closing(self._current().cursor()) as cursor:
            cursor.row_factory = None
            yield cursor.execute(sql, all_storable(values))

    def row(self, sql: str, values: Sequence[Value] = ()) -> Any:
        """The first row of a query, or None."""
        with sentences(self.path):
            cursor = self._current().cursor()
            cursor.row_factory = dbapi2.Row
            return cursor.execute(sql, all_storable(values)).fetchone()

    def value(self, sql: str, values: Sequence[Value] = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.row(sql, values)
        return None if row is None else row[0]

    @contextmanager
    def opened(self, table: str, column: str, id: int) -> Iterator[Any]:
        """One value as the driver's file of its bytes, of which only what is asked for is read; None where there is no such row."""
        with sentences(self.path):
            try:
                value = self._current().open_blob(table, column, id, True)
            except dbapi2.OperationalError as error:
                if not str(error).startswith("no such rowid"):
                    raise
                yield None
                return
            try:
                yield value
            finally:
                value.close()

    def version(self) -> int | None:
        """A number that changes with every commit by whichever connection; this thread's own, and None inside `atomic`."""
        return None if self.writing else int(self.value("PRAGMA data_version"))

    # Writing

    def insert(self, table: str, row: Mapping[str, object]) -> int:
        """Adds a row, inside the transaction under way; its id."""
        self._must_write()
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
        with sentences(self.path):
            # Written out here: what sqlite-utils asks of the schema for each row takes longer than the row.
            cursor = self._writer.execute(f"INSERT INTO {table}({names}) VALUES ({marks})", all_storable(row.values()))
            return int(cursor.lastrowid)  # every table that is written this way has an integer key

    def update(self, table: str, id: int, columns: Mapping[str, object]) -> None:
        """Sets columns of one row, inside the transaction under way."""
        names = ", ".join(f'"{name}" = ?' for name in columns)
        self._must_write()
        with sentences(self.path):
            self._writer.execute(f"UPDATE {table} SET {names} WHERE id = ?", (*all_storable(columns.values()), id))

    def change(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Runs a statement inside the transaction under way; the number of rows that it changed."""
        self._must_write()
        with sentences(self.path):
            return int(self._writer.execute(sql, all_storable(values)).rowcount)

    def returning(self, sql: str, values: Sequence[Value] = ()) -> Any:
        """Runs a statement that tells the one row that it wrote, inside the transaction under way; None where it wrote none."""
        self._must_write()
        with sentences(self.path):
            cursor = self._writer.cursor()
            cursor.row_factory = dbapi2.Row
            # To the end: what a statement changes is whole only then.
            rows = cursor.execute(sql, all_storable(values)).fetchall()
            return rows[0] if rows else None

    def change_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Runs a statement once for each row, inside the transaction under way. The text in them is storable already."""
        self._must_write()
        with sentences(self.path):
            self._writer.executemany(sql, rows)

    def _must_write(self) -> None:
        if self.read_only:
            raise ReadOnly(f"{self.path.name} is open for reading only.", "Open it where it can be written to.")
        if not self.writing:
            raise RuntimeError("a write outside of atomic()")

    @property
    def database(self) -> "Database":
        """The writing connection as sqlite-utils sees it."""
        if self._database is None:
            from sqlite_utils import Database

            self._database = Database(self._writer, execute_plugins=False)
        return self._database

    # Transactions

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """One write transaction; nested ones are savepoints of it. Committed means: on the disk."""
        if self.read_only or self._writer is None:
            raise ReadOnly(f"{self.path.name} is open for reading only.", "Open it where it can be written to.")
        with self._write_lock, sentences(self.path):
            self._must_be_open()
            name = f"nested_{self._depth}"
            nested = self._depth > 0
            self._writer.execute(f"SAVEPOINT {name}" if nested else "BEGIN IMMEDIATE")
            self._depth += 1
            self._owner = threading.get_ident()
            try:
                yield
                self._writer.execute(f"RELEASE {name}" if nested else "COMMIT")
            except BaseException:
                # A full disk or a failed write may have ended the transaction already.
                if self._writer.in_transaction:
                    self._writer.execute(f"ROLLBACK TO {name}" if nested else "ROLLBACK")
                    if nested:
                        self._writer.execute(f"RELEASE {name}")
                raise
            finally:
                self._depth -= 1
                if not self._depth:
                    self._owner = None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """One read transaction of this thread: everything read inside sees the same state. Nested ones join."""
        if self.writing:
            yield
            return
        with sentences(self.path):
            reader = self._begun()
            reader.depth += 1
            try:
                yield
            finally:
                reader.depth -= 1
                if not reader.depth:
                    reader.connection.execute("ROLLBACK")

    def _begun(self) -> Reader:
        """This thread's reader, in a transaction that has begun."""
        reader = self._reader()
        if not reader.depth:
            reader.connection.execute("BEGIN")
            # BEGIN alone takes no snapshot; the first read does.
            reader.connection.execute("SELECT 1 FROM facts LIMIT 1").fetchone()
        return reader

    # The file as a whole

    def give_back(self) -> None:
        """Gives back what connections keep of the file's pages, up to 8 MB each; whichever thread they belong to, SQLite takes its turn."""
        with self._write_lock, suppress(dbapi2.Error, RuntimeError):  # closed meanwhile, or one more has come
            for connection in (*(reader.connection for reader in self._readers), *filter(None, (self._writer,))):
                connection.execute("PRAGMA shrink_memory")

    def setting(self, pragma: str) -> None:
        """Changes a setting of the writing connection or of the file, outside of any transaction."""
        with self._write_lock, sentences(self.path):
            self._writer.execute(f"PRAGMA {pragma}")

    def checkpoint(self, patience_ms: int | None = None) -> bool:
        """Moves the WAL into the file and empties it; False while a reader needs it, for whom it waits so long, or as long as a writer waits."""
        if self._writer is None:
            return True
        with self._write_lock, sentences(self.path):
            self._writer.execute(f"PRAGMA busy_timeout = {WRITE_WAIT_MS if patience_ms is None else patience_ms}")
            try:
                busy, _, _ = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                return not busy
            finally:
                self._writer.execute(f"PRAGMA busy_timeout = {WRITE_WAIT_MS}")

    def empty_log(self) -> None:
        """Moves the WAL into the file, most of it while others write, and empties it unless a reader needs it at that moment."""
        if self._writer is not None and not self.writing:
            with sentences(self.path):
                beside = self._connect("rw")
                try:
                    beside.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                finally:
                    beside.close()
            self.checkpoint(0)

    def of_the_file(self) -> int | None:
        """How many pages this thread's snapshot has, where it is the file byte for byte, which then stays as it is while the snapshot lasts.

        Whoever begins to read while the log is empty reads without it, and meanwhile nobody moves pages from it into the file: WAL_READ_LOCK(0),
        https://www.sqlite.org/walformat.html. Where it is empty now it was so then: a reader that needs it keeps it from being emptied.
        """
        if self._writer is None or self.writing or not self._reader().depth:
            return None
        log = self.path.with_name(self.path.name + "-wal")
        try:
            there, logged = self.path.stat(), log.exists() and log.stat().st_size
        except OSError:
            return None
        alone, pages = not logged and (there.st_dev, there.st_ino) == self._inode, int(self.value("PRAGMA page_count"))
        return pages if alone and there.st_size == pages * PAGE_BYTES else None

    def pages_altered(self, report: codes.Report = lambda *_: None) -> list[str]:
        """What SQLCipher finds wrong with pages of an encrypted file, unused ones too; reads all of it. `report` is told the pages that
        were looked at, and of how many, and may raise.

        It reads the file alone: where the WAL holds pages that cannot be moved there now, only pages in use are known to be whole,
        because reading them tells.
        """
        if self._key is None or (self._writer is not None and not self.checkpoint()):
            return []
        log = self.path.with_name(self.path.name + "-wal")
        if self.read_only and not self._immutable and log.exists() and log.stat().st_size:
            return []
        with suppress(OSError):
            if codes.all_answer(self.path, self._key, report):
                return []
        return [str(row[0]) for row in self.rows("PRAGMA cipher_integrity_check")]

    def backup(self, target: Path) -> list[str]:
        """Copies the whole database into the new file `target`, with the same key and salt, so that the same passphrase opens it;
        what SQLite's quick check finds there.
        """
        copy = dbapi2.connect(str(target))
        try:
            with sentences(target):
                unlock(copy, self._key, self._salt)
                self._current().backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                return [row[0] for row in copy.execute("PRAGMA quick_check(10)") if row[0] != "ok"]
        finally:
            copy.close()

    def leave(self, patience_s: float) -> bool:
        """Moves the WAL into the file without waiting for who reads, for a process that ends next: no thread reads or writes from now on.
        False, and all is as it was, where a transaction does not end in so many seconds.
        """
        if self._writer is not None:
            self._writer.interrupt()
        if ended := self._write_lock.acquire(timeout=patience_s):
            try:
                if not (self._left or self._closed):
                    self._left = True
                    for reader in list(self._readers):
                        reader.end_snapshot()
                    self.checkpoint(round(1000 * patience_s))
            finally:
                self._write_lock.release()
        return ended

    def close(self) -> None:
        """Closes every connection; what is in the WAL goes into the file. Safe to call twice."""
        with self._write_lock:
            if self._closed:
                return
            self._closed = True
            for reader in list(self._readers):
                reader.close()
            if self._writer is not None:
                self._writer.close()
            peeking.let_go(self._inode)
