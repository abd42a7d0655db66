"""An open archive: one file, its writer lock, its store and its index.

What `atomic` committed is on the disk. An archive is open for writing in one process at a time; everywhere else it is open for
reading only and says why. Opening never changes a file that is no archive, or one that a newer program wrote.
"""

from contextlib import AbstractContextManager
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING

from archive.base import clock, places
from archive.base.errors import ArchiveInUse, ReadOnly, WaystationError
from archive.model.ids import new_uid
from archive.protection import homes, leftovers, memory
from archive.protection.keys import Key
from archive.protection.lock import WriterLock
from archive.store import files
from archive.store.chunks import Chunks
from archive.store.connection import Connections
from archive.store.outbox import OutboxTable
from archive.store.store import Store

if TYPE_CHECKING:
    from archive.index.index import Index


class Archive:
    """Safe to use from any thread: writes are serialised, each thread reads on a connection of its own.

    It is also the `IndexHome` (archive.model.protocols) of its index.
    """

    def __init__(self, connections: Connections, lock: WriterLock | None, read_only_reason: str | None) -> None:
        """Made by `create` and `open` only."""
        self.path = connections.path
        self.read_only = connections.read_only
        self.read_only_reason = read_only_reason
        self.store = Store(connections)
        self._connections = connections
        self._lock = lock
        self._index: Index | None = None
        self._making = Lock()
        self.ended_uncleanly = False  # whether whoever wrote to it before ended without closing it
        self.from_elsewhere = False  # whether it is read only because this machine does not know it

    @classmethod
    def create(cls, path: Path, key: Key | None = None, salt: bytes | None = None) -> "Archive":
        """Makes an empty archive and opens it; raises Invalid when there is a file already. `salt` is what the key was derived with."""
        uid = new_uid()
        facts = {"uid": uid, "created": clock.stamp(), homes.FACT: homes.mark(uid)}
        files.make(path, None if key is None else key.raw, facts, salt)
        return cls.open(path, key=key)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        fall_back_to_read_only: bool = False,
        as_helper_of_writer: bool = False,
        key: Key | None = None,
    ) -> "Archive":
        """Opens an existing archive; raises NotAnArchive, NewerSchema, ArchiveInUse, Unreadable or ReadOnly.

        With `fall_back_to_read_only`, an archive that another process holds, or that cannot be written to, opens for reading,
        with the reason. `as_helper_of_writer` is for a child process of the one that holds the lock (the indexer): it
        writes without a lock of its own, its transactions taking turns with its parent's.

        An older schema is backed up beside the file (NAME.before-vN.waystation), the backup is checked, then it is migrated.
        """
        files.inspect(path, encrypted=key is not None)
        if key is not None:
            memory.keep_off_the_disk()
        raw = None if key is None else key.raw
        if read_only:
            return cls._open_for_reading(path, raw, f"{path.name} was opened for reading only.")
        if as_helper_of_writer:
            return cls(files.connect(path, key=raw, read_only=False), None, None)
        try:
            return cls._open_for_writing(path, raw)
        except (ArchiveInUse, ReadOnly) as error:
            if not fall_back_to_read_only:
                raise
            return cls._open_for_reading(path, raw, error.what)

    @classmethod
    def _open_for_reading(cls, path: Path, key: bytes | None, reason: str) -> "Archive":
        connections = files.connect(path, key=key, read_only=True)
        try:
            files.require_current(connections)
        except BaseException:
            connections.close()
            raise
        return cls(connections, None, reason)

    @classmethod
    def _open_for_writing(cls, path: Path, key: bytes | None) -> "Archive":
        lock = WriterLock(path)
        try:
            lock.acquire()
        except OSError as error:
            raise ReadOnly(
                f"{path.name} lies where nothing can be written.", "Copy it to a folder of yours."
            ) from error
        try:
            leftovers.clear(path)
            unclean = lock.left_over or (not lock.given_back and files.wal_holds_something(path))
            connections = files.connect(path, key=key, read_only=False)
            try:
                leftovers.clear_journal(path)
                files.upgrade(connections)
                opened = cls(connections, lock, None)
                opened.ended_uncleanly = unclean
                return opened
            except BaseException:
                connections.close()
                raise
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Closes the file and gives the writer lock back; safe to call twice."""
        try:
            self._connections.close()
        finally:
            if self._lock is not None:
                self._lock.release()

    def leave(self, patience_s: float) -> bool:
        """As `close`, for a process that ends next, without waiting for threads that read; what one of them is writing is undone. False, and
        it is still open, where that does not end in so many seconds.
        """
        left = self._connections.leave(patience_s)
        if left and self._lock is not None:
            self._lock.release()
        return left

    def discard(self) -> None:
        """Closes the archive and deletes its file: for one that could not be made complete."""
        self._connections.close()
        files.remove(self.path)
        if self._lock is not None:
            self._lock.release()

    def checkpoint(self, patience_ms: int | None = None) -> bool:
        """Moves what the write-ahead log holds into the file and empties it; False while another process reads from it, for which it waits so
        long, or as long as a writer waits.
        """
        return self._connections.checkpoint(patience_ms)

    def give_back(self) -> None:
        """Gives back the memory in which pages of the file are kept at hand; whoever reads next has the file read again."""
        self._connections.give_back()

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def key(self) -> Key | None:
        """What an encrypted archive was opened with, for a process that helps this one."""
        raw = self._connections.key
        return None if raw is None else Key(raw)

    @property
    def salt(self) -> bytes | None:
        """What the passphrase of an encrypted archive is salted with; it stays when the passphrase changes."""
        return self._connections.salt

    @property
    def uid(self) -> str:
        """What this archive is called in every copy of it."""
        found = self.store.facts.get("uid")
        if found is None:
            raise WaystationError(f"{self.path.name} does not say which archive it is.", "Restore it from a backup.")
        return found

    @property
    def known_here(self) -> bool:
        """Whether it bears the mark of this machine."""
        return homes.is_marked(self.store.facts.get(homes.FACT), self.uid)

    def trust(self) -> None:
        """Marks it as known on this machine. Raises ReadOnly."""
        with self.atomic():
            self.store.facts.set(homes.FACT, homes.with_mark(self.store.facts.get(homes.FACT), self.uid))

    @property
    def index(self) -> "Index":
        """The full-text index, made when it is first asked for, because Whoosh takes its time to import."""
        # Two that were made at once would each read all of it.
        with self._making:
            if self._index is None:
                from archive.index.index import Index

                self._index = Index(self, places.machine_secret(), self.uid)
            return self._index

    # What the index needs of its home

    @property
    def chunks(self) -> Chunks:
        """Where the index keeps its segment files."""
        return self.store.chunks

    @property
    def outbox(self) -> OutboxTable:
        """Articles that are saved but not indexed yet."""
        return self.store.outbox

    def generation(self) -> int:
        """A number that changes whenever any index file was put or deleted, by whichever process."""
        return self.store.chunks.generation()

    def atomic(self) -> AbstractContextManager[None]:
        """One write transaction: all of it is on the disk when the block ends, or nothing. Raises ReadOnly.

        A nested one belongs to the outer one; when it fails and the failure is caught, only its own writes are undone.
        """
        return self._connections.atomic()

    def snapshot(self) -> AbstractContextManager[None]:
        """One read transaction of this thread: everything read inside sees the same state."""
        return self._connections.snapshot()
