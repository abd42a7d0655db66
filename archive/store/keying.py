"""How a key is handed to SQLCipher, and whether it fits a file."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

from sqlcipher3 import dbapi2

from archive.base import peeking

SALT_BYTES = 16  # what SQLCipher begins a file with
_REKEY_CACHE_KIB = 256
_SYNC_BYTES = 64 << 20  # so much more in the log is worth a turn of the disk's
_LOOK_S = 0.1


def literal(key: bytes, salt: bytes | None = None) -> str:
    """A raw key as SQLCipher takes it in PRAGMA key and ATTACH, with the salt of a file that is about to be made."""
    return f"x'{key.hex()}{(salt or b'').hex()}'"


def unlock(connection: Any, key: bytes | None, salt: bytes | None = None) -> None:
    """Hands the key to a connection that was just opened, and keeps the driver quiet."""
    if key is not None:
        connection.execute(f'PRAGMA key = "{literal(key, salt)}"')
    # Otherwise the driver prints its errors on stderr.
    connection.execute("PRAGMA cipher_log_level = NONE")


def fits(path: Path, key: bytes | None) -> bool:
    """Whether the first page of a file that can be written to reads with this key. What a rollback journal beside it was for is done
    first, whether the key fits or not.
    """
    fresh = dbapi2.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    try:
        unlock(fresh, key)
        fresh.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        return True
    except dbapi2.DatabaseError:
        return False
    finally:
        fresh.close()


def rekeyed(connection: Any, path: Path, key: bytes) -> bool:
    """Lets the connection write the whole file anew under another key, in one transaction, and closes it; whether that key opens it now."""
    # Each page is read, decrypted, encrypted and written once: of a small cache they never leave the processor's own.
    connection.execute(f"PRAGMA cache_size = -{_REKEY_CACHE_KIB}")
    # It says nothing when it fails for want of room, and nothing that helps when the disk fails: which key opens the file tells.
    with _writing_out(path):
        with suppress(dbapi2.OperationalError):
            connection.execute(f'PRAGMA rekey = "{literal(key)}"').fetchall()
        connection.close()
    return fits(path, key)


@contextmanager
def _writing_out(path: Path) -> Iterator[None]:
    """Brings the log to the disk while the block lets it grow, and the file while the log is written into it, so that neither the commit
    nor the end need wait for all of it at once.

    On Linux alone, which tells every descriptor of a write that failed, so that SQLite, which syncs both itself before it relies
    on them, hears of it too (fsync(2), errors since 4.13). Elsewhere a failure told here might be told to nobody else.
    """
    if sys.platform != "linux":
        yield
        return
    over = Event()
    worker = Thread(target=_write_out, args=(path, over), name="log-writing")
    worker.start()
    try:
        yield
    finally:
        over.set()
        worker.join()


def _write_out(path: Path, over: Event) -> None:
    with suppress(OSError), peeking.looking(path) as file:
        log = os.open(path.with_name(path.name + "-wal"), os.O_RDONLY)  # it is there as soon as the archive is open
        try:
            logged, written = 0, os.fstat(file).st_mtime_ns
            while not over.wait(_LOOK_S):
                size, changed = os.fstat(log).st_size, os.fstat(file).st_mtime_ns
                if size - logged >= _SYNC_BYTES:
                    os.fdatasync(log)
                    logged = size
                if changed != written:
                    os.fdatasync(file)
                    written = changed
        finally:
            os.close(log)
