"""How a connection to an archive file is made and set, for writing or for reading; and one thread's connection for reading."""

from contextlib import suppress
from typing import Any

from sqlcipher3 import dbapi2

from .keying import unlock

# How long a writer waits for the index's child process, which commits at most one batch at a time.
WRITE_WAIT_MS = 30_000
_READ_WAIT_MS = 10_000
_WAL_PAGES, PAGE_BYTES = 4_096, 4_096
_WRITING = (  # how the connection is set that writes
    *(f"busy_timeout = {WRITE_WAIT_MS}", "secure_delete = ON", "journal_mode = WAL"),
    *("synchronous = FULL", "foreign_keys = ON"),
    # A large import leaves no large WAL behind, and waits less for the disk where a page that is written again and again goes into the
    # file once, and where the indexes are at hand whose rows lie all over (kB): a quarter of the reads, two thirds of the writes.
    *(f"journal_size_limit = {_WAL_PAGES * PAGE_BYTES}", f"wal_autocheckpoint = {_WAL_PAGES}", "cache_size = -16000"),
)


def connected(uri: str, key: bytes | None, salt: bytes | None, *, reading: bool) -> Any:
    """The driver's connection, unlocked; it belongs to no thread."""
    connection = dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256)
    try:
        unlock(connection, key, salt)
        if reading:
            connection.execute(f"PRAGMA busy_timeout = {_READ_WAIT_MS}")
            connection.execute("PRAGMA query_only = ON")
            # Nothing that may lie in a schema from elsewhere gets at functions: https://www.sqlite.org/security.html
            connection.execute("PRAGMA trusted_schema = OFF")
        else:
            for setting in _WRITING:
                connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


class Reader:
    """Closed with its thread, or with the archive. `depth` counts the snapshots that its thread is inside of."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.depth = 0

    def end_snapshot(self) -> None:
        """Ends what its thread is reading and the snapshot that it is in, from whichever thread: it fails there at its next step."""
        self.connection.interrupt()
        with suppress(dbapi2.Error):  # it has just ended by itself
            self.connection.execute("ROLLBACK")

    def close(self) -> None:
        self.connection.close()

    def __del__(self) -> None:
        self.close()
