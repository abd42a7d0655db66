"""Looks at the first bytes of a database file without taking SQLite's locks away.

POSIX gives up every lock that a process has on a file as soon as the process closes any descriptor of that file, also one that SQLite
knows nothing of; another program could then delete the write-ahead log under us (https://www.sqlite.org/howtocorrupt.html, 2.2). So a
descriptor of a file that this process has open as a database is kept until that is closed.
"""

import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_Inode = tuple[int, int]

_guard = threading.Lock()
_held: Counter[_Inode] = Counter()
_kept: dict[_Inode, list[int]] = {}


def hold(path: Path) -> _Inode | None:
    """Says that this process has the file open as a database; what `let_go` takes."""
    with _guard:
        try:
            status = path.stat()
        except OSError:
            return None
        inode = (status.st_dev, status.st_ino)
        _held[inode] += 1
        return inode


def let_go(inode: _Inode | None) -> None:
    """Says that one of those that held the file has closed it."""
    if inode is None:
        return
    with _guard:
        _held[inode] -= 1
        if _held[inode] <= 0:
            del _held[inode]
            for descriptor in _kept.pop(inode, []):
                os.close(descriptor)


def beginning(path: Path, count: int) -> bytes:
    """At most `count` bytes from the beginning of the file; raises OSError."""
    with looking(path) as descriptor:
        return os.read(descriptor, count)


@contextmanager
def looking(path: Path) -> Iterator[int]:
    """A descriptor of the file for the block, which must not close it; raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        yield descriptor
    finally:
        with _guard:
            status = os.fstat(descriptor)
            inode = (status.st_dev, status.st_ino)
            if _held[inode]:
                _kept.setdefault(inode, []).append(descriptor)
            else:
                del _held[inode]
                os.close(descriptor)
