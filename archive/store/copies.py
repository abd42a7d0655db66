"""Whole copies of an archive: made a piece at a time while others write, and read back before anybody relies on them."""

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from sqlcipher3 import dbapi2

from archive.base.errors import Cancelled, NotAnArchive
from archive.model.keeping import Holdings

from . import files, keying
from .connection import Connections
from .errors import sentences
from .resealing import Helpers, resealed
from .watching import watched

_READ_BYTES = 1 << 20
_PIECE_PAGES = 512  # 2 MB: often enough to be told of, and to stop
# 32 MB: whoever commits meanwhile waits for the disk to be done with twice as much at most, and not with the whole copy
_SYNC_PAGES = 8192
_PAGES_KIB = 256  # each page is written once: of a small cache they never leave the processor's own
_DAMAGED, _NOT_ONE = 11, 26
# https://www.sqlite.org/rescode.html, by the words of sqlite3_errstr
_CODES = {
    "disk I/O error": 10,
    "database or disk is full": 13,
    "database disk image is malformed": _DAMAGED,
    "file is not a database": _NOT_ONE,
    "attempt to write a readonly database": 8,
    "unable to open database file": 14,
}
_COUNTED = (
    ("articles", "articles WHERE trashed_at IS NULL"),
    ("passages", "passages"),
    ("tags", "tags"),
    ("memos", "memos"),
    ("events", "events"),
    ("figures", "figures"),
)


@dataclass(frozen=True, slots=True)
class Looked:
    """What reading a copy to its end found: sentences (none: it is whole), and how many originals were held against their SHA-512."""

    faults: tuple[str, ...]
    originals: int
    checked: int


def look(path: Path, key: bytes | None) -> Connections:
    """Opens a copy that nothing changes, whatever medium it lies on; raises Unreadable, NotAnArchive or NewerSchema."""
    files.inspect(path, encrypted=key is not None)
    connections = Connections(path, key=key, immutable=True)
    try:
        files.require_ours(connections)
    except BaseException:
        connections.close()
        raise
    return connections


def copy(
    source: Connections, draft: Path, progress: Callable[[int, int], None], helpers: Helpers | None = None
) -> None:
    """Copies into a new file, as encrypted as the source, and syncs it; whoever writes meanwhile does not wait.

    SQLite's backup does it, in this thread; or, where the source is encrypted and its snapshot is one `of_the_file`, those do it whom `helpers`
    offers, if any. `progress(done, all)` is told pages and may raise.
    """
    with source.snapshot(), sentences(draft):  # without a snapshot each commit would begin it anew
        if helpers is None or not _resealed(source, draft, progress, helpers):
            with _syncing(draft, progress) as syncing:
                _write_pages(source.driver, draft, source.key, source.salt, syncing.told)
    files.sync(draft)


def _resealed(source: Connections, draft: Path, progress: Callable[[int, int], None], helpers: Helpers) -> bool:
    with _syncing(draft, progress) as syncing:
        return resealed(source, draft, helpers, lambda done, pages: syncing.told(0, pages - done, pages))


def _write_pages(
    source: Any, draft: Path, key: bytes | None, salt: bytes | None, told: Callable[[int, int, int], None]
) -> None:
    """Copies the database of an open connection page by page into a new file under the same key; it is not synced.

    `told(status, pages left, pages)` is called after each piece, and may raise. Raises the driver's errors with their codes, those of the
    source among them: also where a page of it is not as it was written.
    """
    copied = dbapi2.connect(str(draft), isolation_level=None)
    try:
        keying.unlock(copied, key, salt)
        # A draft that a failure leaves behind is thrown away, and one that is whole is synced as a file.
        copied.execute("PRAGMA synchronous = OFF")
        copied.execute(f"PRAGMA cache_size = -{_PAGES_KIB}")
        copied.execute("PRAGMA journal_mode = OFF")
        try:
            source.backup(copied, pages=_PIECE_PAGES, progress=told, sleep=0.01)
        except dbapi2.Error as error:
            error.sqlite_errorcode = _CODES.get(str(error))  # the driver forgets it here
            raise
        _must_be_whole(source)
        copied.execute("PRAGMA journal_mode = DELETE")
    finally:
        copied.close()


def _must_be_whole(source: Any) -> None:
    """Raises the driver's error for a damaged database if a page that was just read was not as it was written.

    For such a page, and for all after it, a backup is handed zeros and is told nothing (SQLCipher 4.19): what is read from the file next fails.
    """
    try:
        source.execute("PRAGMA shrink_memory").fetchall()  # so that it is read from the file
        source.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except dbapi2.DatabaseError as error:
        if error.sqlite_errorcode == _NOT_ONE:  # it read as one before
            error.sqlite_errorcode = _DAMAGED
        raise


class _Syncing:
    """Is told of each piece of a copy, brings them to the disk some at a time beside the copying, and passes on how far it is."""

    def __init__(self, draft: Path, progress: Callable[[int, int], None]) -> None:
        self._draft, self._progress = draft, progress
        self._descriptor: int | None = None
        self._synced = 0
        self._beside = ThreadPoolExecutor(1, "syncing")
        self._under_way: Future[None] | None = None

    def told(self, _status: int, left: int, pages: int) -> None:
        """What the driver calls; raises OSError when the disk fails."""
        done = pages - left
        if done - self._synced >= _SYNC_PAGES:
            if self._descriptor is None:
                self._descriptor = os.open(self._draft, os.O_RDWR)
            self.wait()
            self._under_way = self._beside.submit(os.fsync, self._descriptor)
            self._synced = done
        self._progress(done, pages)

    def wait(self) -> None:
        """Until what was begun is on the disk; raises OSError when the disk fails."""
        if self._under_way is not None:
            self._under_way.result()

    def close(self) -> None:
        self._beside.shutdown()
        if self._descriptor is not None:
            os.close(self._descriptor)


@contextmanager
def _syncing(draft: Path, progress: Callable[[int, int], None]) -> Iterator[_Syncing]:
    """What was begun to be brought to the disk is there after the block; raises OSError when the disk fails."""
    syncing = _Syncing(draft, progress)
    try:
        yield syncing
        syncing.wait()
    finally:
        syncing.close()  # not before: with any descriptor of a file go the locks that SQLite has on it


def read_back(connections: Connections, most_bytes: int, check: Callable[[], None]) -> Looked:
    """Reads a copy to its end. Of originals that are larger together than `most_bytes`, the newest, and every n-th before."""
    faults = _bad_pages(connections, check) + _altered_pages(connections, check)
    originals, chosen = _chosen_originals(connections, most_bytes)
    if not faults:
        faults = _bad_originals(connections, chosen, check)
    return Looked(tuple(faults), originals, len(chosen))


def read_back_at_once(connections: Connections, most_bytes: int, check: Callable[[], None]) -> tuple[str, Looked]:
    """The SHA-512 of a copy that nothing changes, and what `read_back` finds in it, in three threads: most of it lets go of the interpreter."""
    stopped = Event()

    def still() -> None:
        if stopped.is_set():
            raise Cancelled
        check()

    def bytes_of_all() -> tuple[str, list[str]]:
        told = digest(connections.path, still)
        # Pages in use are held against their codes by SQLCipher as SQLite's check reads them, which is each of them.
        unused = connections.value("PRAGMA freelist_count")
        return told, _altered_pages(connections, still) if unused else []

    with ThreadPoolExecutor(2) as pool:
        pages, whole = pool.submit(_bad_pages, connections, still), pool.submit(bytes_of_all)
        failed: NotAnArchive | None = None
        originals, chosen, bad = 0, list[int](), list[str]()
        try:
            originals, chosen = _chosen_originals(connections, most_bytes)
            bad = _bad_originals(connections, chosen, still)
        except NotAnArchive as error:  # what SQLite reports says more
            failed = error
        except BaseException:
            stopped.set()
            raise
        try:
            told, altered = whole.result()
            faults = pages.result() + altered
        except BaseException:
            stopped.set()
            raise
    if failed is not None and not faults:
        raise failed
    return told, Looked(tuple(faults or bad), originals, len(chosen))


def _bad_pages(connections: Connections, check: Callable[[], None]) -> list[str]:
    with watched(connections, check):
        return [f"SQLite reports: {row[0]}." for row in connections.rows("PRAGMA quick_check(10)") if row[0] != "ok"]


def _altered_pages(connections: Connections, check: Callable[[], None]) -> list[str]:
    with watched(connections, check):
        return [f"The cipher reports: {each}." for each in connections.pages_altered(lambda *_: check())]


def _chosen_originals(connections: Connections, most_bytes: int) -> tuple[int, list[int]]:
    """How many originals there are, and the ids of those to be held against their SHA-512."""
    sizes = connections.rows("SELECT id, size FROM originals ORDER BY id DESC")
    return len(sizes), _sampled([(row[0], row[1]) for row in sizes], most_bytes)


def _bad_originals(connections: Connections, ids: list[int], check: Callable[[], None]) -> list[str]:
    damaged = damaged_originals(connections, ids, check)
    return [f"An original does not answer to its SHA-512 ({address[:16]})." for address in damaged]


def _sampled(sizes: list[tuple[int, int]], most_bytes: int) -> list[int]:
    """Ids, oldest first: half of the allowance for the newest, half spread over all others."""
    if sum(size for _, size in sizes) <= most_bytes:
        return sorted(id for id, _ in sizes)
    chosen, taken = [], 0
    for id, size in sizes:
        if taken + size > most_bytes // 2:
            break
        chosen.append(id)
        taken += size
    rest = sizes[len(chosen) :]
    step = max(1, -(-sum(size for _, size in rest) // max(1, most_bytes // 2)))
    return sorted([*chosen, *(id for id, _ in rest[::step])])


def damaged_originals(connections: Connections, ids: list[int], check: Callable[[], None]) -> Iterator[str]:
    """The addresses of those whose bytes do not answer to them; reads a part at a time."""
    for id in ids:
        check()
        address = connections.value("SELECT sha512 FROM originals WHERE id = ?", (id,))
        digest = hashlib.sha512()
        for (part,) in connections.rows("SELECT id FROM original_parts WHERE original = ? ORDER BY part", (id,)):
            digest.update(connections.value("SELECT data FROM original_parts WHERE id = ?", (part,)) or b"")
        if digest.hexdigest() != address:
            yield str(address)


def holdings(connections: Connections) -> Holdings:
    """How many of each it holds."""
    return Holdings(*(_counted(connections, table, where) for table, where in _COUNTED))


def _counted(connections: Connections, table: str, where: str) -> int:
    there = connections.value("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,))  # an older one may lack it
    return int(connections.value(f"SELECT count(*) FROM {where}")) if there else 0


def uid(connections: Connections) -> str | None:
    """What the archive is called in every copy of it."""
    found = connections.value("SELECT value FROM facts WHERE key = 'uid'")
    return None if found is None else str(found)


def mark(connections: Connections) -> str:
    """Tells one state of what persons did and imported from another, as far as that is worth a backup."""
    row = connections.row(
        "SELECT (SELECT max(id) FROM journal), (SELECT max(at) FROM journal), (SELECT max(id) FROM articles),"
        " (SELECT count(*) FROM articles), (SELECT max(id) FROM editions), (SELECT count(*) FROM articles WHERE read_at IS NULL)"
    )
    return "/".join(map(str, row))


def forget(path: Path) -> None:
    """Asks the system, where it can be asked, to hold nothing of a file in memory, so that what is read next comes from the disk."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError), path.open("rb", buffering=0) as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def digest(path: Path, check: Callable[[], None]) -> str:
    """The SHA-512 of a file as it lies on the disk."""
    forget(path)
    found = hashlib.sha512()
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_READ_BYTES):
            found.update(piece)
            check()
    return found.hexdigest()
