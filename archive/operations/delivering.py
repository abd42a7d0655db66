"""Puts a file, or a folder, where a person asked for it: made under a temporary name beside it, renamed when whole."""

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from archive.archive import Archive
from archive.base.errors import DiskFull, Invalid, WaystationError

Made = TypeVar("Made")

_OWN_FILES = ("", "-wal", "-shm", "-journal", ".lock")  # an archive and what lies beside it while it is open
_FULL = (errno.ENOSPC, errno.EDQUOT)
_TAKEN = (errno.ENOTEMPTY, errno.EEXIST, errno.EISDIR, errno.ENOTDIR)  # what was made cannot take its place


def spare(archive: Archive, out: Path) -> None:
    """Raises Invalid where `out` is the archive itself, or a file that keeps what is not yet in it."""
    for ending in _OWN_FILES:
        own = archive.path.with_name(archive.path.name + ending)
        with suppress(OSError):  # one of the two is not there, or not to be seen: then it is not the other
            if out.samefile(own):
                raise Invalid("That is the archive itself.", "Name another file.")


def write(out: Path, data: bytes) -> None:
    """Writes a file whole or not at all; raises DiskFull or WaystationError."""
    deliver(out, lambda fresh: fresh.write_bytes(data))


def deliver(out: Path, make: Callable[[Path], Made]) -> Made:
    """Has `make` write a file or a folder at a temporary path, and renames it to `out` once it is on the disk.

    The temporary path ends as `out` does. What was at `out` stays until then; a file takes the place of a file only, a folder
    that of an empty folder. Raises DiskFull, WaystationError (it cannot be written there), and whatever `make` raises.
    """
    fresh = out.with_name(f".waystation-{os.getpid()}-{secrets.token_hex(4)}.part{out.suffix}")
    with _told(out):
        try:
            made = make(fresh)
            _sync(fresh)
            fresh.replace(out)
        except BaseException:
            with suppress(OSError):  # it was never made, or its folder cannot be reached at all
                shutil.rmtree(fresh) if fresh.is_dir() else fresh.unlink()
            raise
        _sync(out.parent)
        return made


def _sync(path: Path) -> None:
    """Has what was written reach the disk, folders with all that is in them."""
    if path.is_dir() and not path.name.startswith(".waystation-"):
        _sync_one(path)
        return
    for folder, _, names in os.walk(path):
        for name in names:
            _sync_one(Path(folder) / name)
        _sync_one(Path(folder))
    if path.is_file():
        _sync_one(path)


def _sync_one(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows has no handle on a folder to flush
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _told(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(f"There is no room for {out.name}.", "Free some, or choose another disk.") from error
        if error.errno in _TAKEN:
            what = "a folder that is not empty" if out.is_dir() else "a file"
            raise WaystationError(f"{out.name} is {what} already.", "Choose another name.") from error
        if error.errno == errno.EFBIG:  # FAT takes no file of 4 GB
            raise WaystationError(
                f"{out.name} is larger than any file may be there.", "Choose another disk, or export less."
            ) from error
        raise WaystationError(
            f"{out.name} could not be written: {error.strerror or error}.", "Choose a folder that you can write to."
        ) from error
