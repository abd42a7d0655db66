"""Files whose content must not stay behind: overwritten in place, then removed.

On a magnetic disk that destroys them. A solid-state drive or a memory card writes elsewhere than it is told, and a file system that
copies on writing, snapshots or a synchronised folder keep what was there: no program can promise more than to have tried.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from archive.base.syncing import Behind, sync

_PIECE_BYTES = 1 << 20


def destroy(path: Path, report: Callable[[int, int], None] = lambda done, whole: None) -> bool:
    """Overwrites a file and removes it; False when it could only be removed, because it has another name that must keep its content.

    No error when there is none. Neither its content nor its name comes back after a power cut.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return True
    alone = status.st_nlink == 1
    if alone:
        with path.open("r+b") as file:
            overwrite(file.fileno(), status.st_size, report)
    with suppress(FileNotFoundError):
        path.unlink()
        sync(path.parent)
    return alone


def overwrite(descriptor: int, size: int, report: Callable[[int, int], None] = lambda done, whole: None) -> None:
    """Writes zeros over an open file from its beginning, and waits until the disk has them."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    done, behind = 0, Behind(descriptor)
    piece = bytes(min(_PIECE_BYTES, size))
    while done < size:
        done += os.write(descriptor, piece[: size - done])
        behind.at(done)
        report(done, size)
    os.fsync(descriptor)
