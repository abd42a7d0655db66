"""A disk that takes no more is an error of the disk, an OSError with its number, whichever library was writing."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_FULL = "database or disk is full"


@contextmanager
def sqlite_errors() -> Iterator[None]:
    """Raises what SQLite says of the disk as an OSError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = errno.ENOSPC if str(error) == _FULL else errno.EIO
        raise OSError(code, str(error)) from error


class Steady:
    """A new file for libraries that go on writing when they are thrown away: it fails once, and takes in silence what comes after."""

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = path.open("xb", buffering=0)
        self._failed = False
        self._place = 0

    def write(self, data: bytes) -> int:
        """Writes all of the data. Raises OSError the first time that it cannot."""
        left = memoryview(data)
        try:
            while left and not self._failed:
                left = left[self._file.write(left) :]
        except OSError:
            self._failed = True
            raise
        self._place += len(data)
        return len(data)

    def seek(self, place: int) -> int:
        """Goes to a place from the beginning."""
        self._place = place
        return place if self._failed else self._file.seek(place)

    def tell(self) -> int:
        return self._place

    def seekable(self) -> bool:
        return True

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Closes the file; what is written later goes nowhere."""
        self._failed = True
        self._file.close()
