"""Brings files, and names in folders, to the disk."""

import os
from contextlib import suppress
from pathlib import Path

_PART_BYTES = 32 << 20  # worth a turn of the disk's


def sync(path: Path) -> None:
    """Makes a file, or a new name in a folder, survive a power cut; folders where the system can (not on Windows)."""
    if os.name == "posix" or path.is_file():
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def begin(descriptor: int, start_bytes: int, count_bytes: int) -> None:
    """Lets the system begin to bring a part of an open file to the disk, so that a later sync need not wait for all of it. Promises nothing.

    Whether it came there the sync tells (posix_fadvise(2): Linux writes out what is no longer needed in memory; elsewhere nothing happens).
    """
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(descriptor, start_bytes, count_bytes, os.POSIX_FADV_DONTNEED)


class Behind:
    """Lets what is written to an open file from its beginning come to the disk a part at a time, beside the work."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._begun = descriptor, 0

    def at(self, written_bytes: int) -> None:
        """So much of the file is written."""
        if written_bytes - self._begun >= _PART_BYTES:
            begin(self._descriptor, self._begun, written_bytes - self._begun)
            self._begun = written_bytes
