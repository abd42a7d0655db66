"""Puts another file in an archive's place: under the writer lock, by one rename, whatever happens meanwhile.

The file that was there is closed first and its write-ahead log taken into it, because SQLite would replay a log that is left
behind over whatever file has its name.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import ArchiveInUse, ReadOnly, WaystationError
from archive.protection.keys import Key
from archive.protection.lock import WriterLock
from archive.store import files

# Whoever only reads something elsewhere is done by then; whoever has it open is not, however long one waits.
_PATIENCE_MS = 2_000


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Holds the writer lock of an archive that this process has closed; raises ArchiveInUse or ReadOnly."""
    lock = WriterLock(path)
    try:
        lock.acquire()
    except OSError as error:
        raise ReadOnly(f"{path.name} lies where nothing can be written.", "Copy it to a folder of yours.") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def opened(path: Path, key: Key | None) -> Iterator[Archive]:
    """The archive, open for writing under the lock that `held` holds; afterwards all of it lies in the one file."""
    archive = Archive.open(path, as_helper_of_writer=True, key=key)
    try:
        yield archive
        settled = archive.checkpoint(patience_ms=_PATIENCE_MS)
    finally:
        archive.close()
    if not settled or files.wal_holds_something(path):
        raise ArchiveInUse(f"{path.name} is open for reading elsewhere.", "Close it there, then try again.")


def put(draft: Path, path: Path, aside: Path | None = None) -> None:
    """Gives a whole and synced file the archive's name; the one that had it goes, or is kept under the name `aside`.

    Only under `held`, with the archive closed. At any moment the archive's name leads to the old file or to the new one.
    """
    if aside is not None and path.exists():
        _keep(path, aside)
    for suffix in ("-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
    files.sync(path.parent)
    try:
        draft.replace(path)
    except OSError as error:
        raise WaystationError(
            f"{path.name} could not be replaced ({error.strerror}); it is as it was.",
            "Close every program that has it open, then try again.",
        ) from error
    files.sync(path.parent)


def _keep(path: Path, aside: Path) -> None:
    """A second name for the file, with its log where there is one: a damaged file may have its newest pages there."""
    for suffix in ("", "-wal"):
        source, target = path.with_name(path.name + suffix), aside.with_name(aside.name + suffix)
        if source.exists():
            try:
                target.hardlink_to(source)
            except OSError:  # FAT knows no second names
                shutil.copyfile(source, target)
                files.sync(target)
    files.sync(aside.parent)


def aside_name(path: Path, why: str) -> Path:
    """A name beside the archive that is not taken: `Library.damaged-2026-11-26.waystation`."""
    stem = f"{path.stem}.{why}-{clock.now():%Y-%m-%d}"
    names = (path.with_name(f"{stem}{'' if number == 1 else f'-{number}'}{path.suffix}") for number in range(1, 10_000))
    return next(name for name in names if not name.exists())
