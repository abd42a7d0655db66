"""A whole archive copied under another key, or under none: every row with its number, every counter, every setting of the file.

From one key to another the pages are copied as they are (`rekeying`): each is held against its code under the old key when it is read, and
encrypted under the new one when it is written. Between plain and encrypted the copy goes through SQLCipher's `sqlcipher_export` (https://www.zetetic.net/sqlcipher/sqlcipher-api/#sqlcipher_export): SQLite's own backup
cannot go between plain and encrypted files, whose pages leave different room. The original is locked against everybody meanwhile,
and not a byte of it changes but the journal mode, which the next opening sets again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from archive.base import peeking
from archive.base.errors import ArchiveInUse, Cancelled, DiskFull, NotAnArchive
from archive.base.progress import Progress
from archive.base.syncing import Behind

from .codes import PAGE_BYTES
from .errors import damaged, sentences
from .keying import literal, unlock
from .rekeying import Altered, Bring, Misread, Rekeying, bring_all

_WAIT_MS = 2_000
# Steps of SQLite's virtual machine between two looks at whether to go on: some milliseconds.
_STEPS = 20_000


class Recoding:
    """The original, which nobody else can open for as long as this is, and the copy that is made of it."""

    def __init__(self, path: Path, key: bytes | None, target: Path, target_key: bytes | None) -> None:
        """Made by `recoding` only."""
        self._path = path
        self._key = key
        self._target = target
        self._target_key = target_key
        self._inode = peeking.hold(path)  # whoever only looks at the file meanwhile takes no lock away
        try:
            self._connection = dbapi2.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
            unlock(self._connection, key)
        except BaseException:
            peeking.let_go(self._inode)
            raise

    def close(self) -> None:
        self._connection.close()
        peeking.let_go(self._inode)

    def lock_out_everybody(self) -> None:
        """From now on no other connection reads or writes the original, and nothing of it lies in a WAL; raises ArchiveInUse."""
        run = self._connection.execute
        try:
            with sentences(self._path):
                run(f"PRAGMA busy_timeout = {_WAIT_MS}")
                run("PRAGMA locking_mode = EXCLUSIVE").fetchall()
                run("PRAGMA journal_mode = DELETE").fetchall()
                run("BEGIN EXCLUSIVE")
                run("COMMIT")
        except ArchiveInUse:
            raise ArchiveInUse(
                f"{self._path.name} is open in another window or program.", "Close it there, then try again."
            ) from None

    def copy(self, salt: bytes | None, progress: Progress) -> None:
        """Writes the copy, a new file; raises Cancelled, DiskFull and whatever is wrong with the original."""
        run = self._connection.execute
        key = "" if self._target_key is None else literal(self._target_key, salt)
        settings = [(name, self._setting(name)) for name in ("user_version", "application_id")]
        with self._watched(progress), sentences(self._target):
            run("ATTACH DATABASE ? AS copy KEY ?", (str(self._target), key))
            # Until the copy is whole and synced it is nobody's: no journal is needed to undo half of it.
            run("PRAGMA copy.journal_mode = OFF").fetchall()
            run("PRAGMA copy.synchronous = OFF")
            run("SELECT sqlcipher_export('copy')").fetchall()
            for name, value in settings:
                run(f"PRAGMA copy.{name} = {value}")

    def pages(self) -> int:
        """How many there are."""
        return self._setting("page_count")

    def copy_pages(self, others: Sequence[Bring], progress: Progress) -> None:
        """Writes the copy, page by page, into an empty file, from one key to another, with the same salt; the last of it may not be on the
        disk. `others` bring pages over beside this. Raises Cancelled, OSError, and, also for a page that is not as it was written, NotAnArchive.
        """
        assert self._key is not None and self._target_key is not None
        pages = self.pages()
        with (
            peeking.looking(self._path) as descriptor,
            FileIO(descriptor, closefd=False) as here,
            FileIO(self._target, "r+") as there,
        ):
            behind = Behind(there.fileno())

            def told(done: int, whole: int) -> None:
                behind.at(done * PAGE_BYTES)
                progress.report(done, whole, "Encrypting with the new key")

            try:
                own = Rekeying(here, there, (self._key, self._target_key))
                bring_all(pages, own.bring, others, told)
            except Altered:
                raise damaged(self._path) from None
            except Misread:
                raise _differs("what was encrypted does not decrypt to the same") from None
        if self._target.stat().st_size != pages * PAGE_BYTES or not self._reads():
            raise _differs("it does not open by the new key")

    def _reads(self) -> bool:
        """Whether SQLCipher finds in the copy what is found in the original: its tables, the first row of each and the last."""
        copy = dbapi2.connect(f"{self._target.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            unlock(copy, self._target_key)
            for statement in self._ends():
                if copy.execute(statement).fetchall() != self._connection.execute(statement).fetchall():
                    return False
            return True
        except dbapi2.DatabaseError:
            return False
        finally:
            copy.close()

    def _ends(self) -> Iterator[str]:
        yield "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema ORDER BY rowid"
        for name, sql in self._connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
        ).fetchall():
            order = "1" if "WITHOUT ROWID" in sql.upper() else "rowid"
            for direction in ("ASC", "DESC"):
                yield f"SELECT * FROM {_quoted(name)} ORDER BY {order} {direction} LIMIT 1"

    def _setting(self, name: str) -> int:
        with sentences(self._path):
            return int(self._connection.execute(f"PRAGMA main.{name}").fetchone()[0])

    @contextmanager
    def _watched(self, progress: Progress) -> Iterator[None]:
        """Reports by the size of the copy, and interrupts SQLite when a person cancelled."""
        whole = max(1, self._path.stat().st_size)

        def look() -> int:
            try:
                with suppress(FileNotFoundError):
                    progress.report(min(self._target.stat().st_size, whole), whole, "Copying")
            except Cancelled:
                return 1
            return 0

        self._connection.set_progress_handler(look, _STEPS)
        try:
            progress.check()
            yield
        except dbapi2.OperationalError as error:
            progress.check()  # it was interrupted
            if "full" in str(error) or "I/O" in str(error):  # sqlcipher_export passes on words, and no code
                raise DiskFull(f"There is no room left for {self._target.name}.", "Free some space.") from error
            raise
        finally:
            self._connection.set_progress_handler(None, 0)

    def verify(self, progress: Progress) -> None:
        """Reads the copy and compares it with the original; raises NotAnArchive, with what differs, and Cancelled."""
        with self._watched(progress), sentences(self._target):
            if self._target_key is not None:
                self._none_of("PRAGMA copy.cipher_integrity_check", "")
            self._none_of("PRAGMA copy.integrity_check(1)", "ok")
            tables = self._compared("SELECT name, sql FROM {}.sqlite_schema WHERE type = 'table' ORDER BY name")
            for name, sql in tables:
                self._compare_rows(name, sql)
            self._compared("SELECT type, name, tbl_name, sql FROM {}.sqlite_schema ORDER BY type, name")
            self._compared("SELECT name, seq FROM {}.sqlite_sequence ORDER BY name")
            for setting in ("user_version", "application_id", "encoding"):
                self._compared(f"PRAGMA {{}}.{setting}")
            self._connection.execute("DETACH DATABASE copy")

    def _none_of(self, statement: str, well: str) -> None:
        faults = [str(row[0]) for row in self._connection.execute(statement).fetchall() if row[0] != well]
        if faults:
            raise _differs(faults[0])

    def _compared(self, statement: str, what: str = "the tables") -> list[Any]:
        """What both files answer; raises NotAnArchive when they do not agree."""
        here, there = (self._connection.execute(statement.format(name)).fetchall() for name in ("main", "copy"))
        if here != there:
            raise _differs(f"{what} differ")
        return list(here)

    def _compare_rows(self, name: str, sql: str) -> None:
        """Every value of every row, row by row along the key, so that little memory is needed."""
        table = _quoted(name)
        columns = self._connection.execute(f"PRAGMA main.table_info({table})").fetchall()
        keys = [_quoted(column[1]) for column in columns if column[5]]
        if "WITHOUT ROWID" not in sql.upper():
            keys = ["rowid"]
        same = " AND ".join(f"here.{key} = there.{key}" for key in keys)
        other = " OR ".join(f"here.{_quoted(column[1])} IS NOT there.{_quoted(column[1])}" for column in columns)
        self._compared(f"SELECT count(*) FROM {{}}.{table}", f"the rows of {name}")
        self._none_of(
            f"SELECT 'a row of {name.replace(chr(39), '')} differs' FROM main.{table} AS here "
            f"LEFT JOIN copy.{table} AS there ON {same} WHERE {other} LIMIT 1",
            "",
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _differs(what: str) -> NotAnArchive:
    return NotAnArchive(
        f"The copy is not the same as the archive ({what}).",
        "Nothing was changed. Run `check` on the archive, and mend what it finds first.",
    )


@contextmanager
def recoding(path: Path, key: bytes | None, target: Path, target_key: bytes | None) -> Iterator[Recoding]:
    """Opens the original alone, for the length of the block."""
    with sentences(path):
        made = Recoding(path, key, target, target_key)
    try:
        made.lock_out_everybody()
        yield made
    finally:
        made.close()
