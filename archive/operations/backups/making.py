"""Makes backups: copied while work goes on, read back, and only then under their name; then older ones may go.

Nothing at the target is touched until the copy is whole, so that a full, write-protected or vanished medium leaves the backups
that are there as they were.
"""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import ArchiveInUse, DiskFull, Invalid, NotAnArchive, ReadOnly, Unreadable, WaystationError
from archive.base.progress import Progress
from archive.model.keeping import Copy, Point
from archive.operations import rekeying_mate
from archive.protection.overwriting import destroy
from archive.store import copies, files
from archive.store.codes import PAGE_BYTES

from . import points, thinning

_ORIGINALS_BYTES = 1 << 30  # so much of the originals is held against its SHA-512 each time
_FAT32_BYTES = (4 << 30) - 1  # no file on FAT32 is larger
_SPARE_BYTES = 16 << 20
# Two, since one would be slower than SQLite, and this process has a window to serve; which also goes before them.
_HELPERS = partial(rekeying_mate.beside, number=2, niceness=5)
_DRAFT = ".part"
_LOCK = ".making.lock"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup in a folder of backups, with the older ones that it made superfluous and that are gone."""

    point: Point
    copy: Copy
    removed: tuple[Point, ...] = ()


def back_up(archive: Archive, target: Path, progress: Progress | None = None) -> Copy:
    """Writes a whole copy to the new file `target`, as encrypted as the archive is, and reads it back.

    Raises Invalid when the file exists, DiskFull, ReadOnly or Unreadable when the place does not take it, NotAnArchive
    when what was written does not read back or the archive itself is damaged; then there is no such file.
    """
    copy, faults, draft = _drafted(archive, target, progress or Progress())
    try:
        if faults:
            raise NotAnArchive(
                f"{archive.path.name} is damaged: {faults[0]}", "Run `check` to see the damage; no copy was made."
            )
        _finish(copy, draft, target)
    finally:
        files.remove(draft)
    return copy


def add_point(archive: Archive, folder: Path, progress: Progress | None = None, *, thin: bool = True) -> Made:
    """Adds a backup to a folder of backups and removes those that are superfluous now.

    A damaged archive is copied as it is, under a name that says so, and nothing is removed for it. Raises as `back_up`, and
    ArchiveInUse while another process is making one there.
    """
    progress = progress or Progress()
    with _place(folder), _alone(folder):
        _tidy(folder)
        there = points.points(folder)
        number = max((point.number for point in there), default=0) + 1
        target = folder / points.name(archive.path.stem, number, clock.now())
        copy, faults, draft = _drafted(archive, target, progress)
        try:
            if faults:
                target = folder / points.name(archive.path.stem, number, clock.now(), damaged=True)
            _finish(copy, draft, target)
        finally:
            files.remove(draft)
        point = points.point_at(target)
        if point is None:
            raise Unreadable(f"{target} is gone again.", "Connect the disk again, and back up once more.")
        removed = _thinned(folder) if thin else ()
    return Made(point, copy, removed)


def remove(point: Point) -> bool:
    """Removes a backup, overwritten first where the medium lets that be; whether it was overwritten. Raises as `add_point`."""
    with _place(point.path.parent, make=False):
        overwritten = destroy(point.path)
        points.digest_path(point.path).unlink(missing_ok=True)
    return overwritten


def changed_since(archive: Archive, point: Point) -> bool:
    """Whether anything was done or imported since a backup was made; True when that cannot be told."""
    try:
        there = copies.look(point.path, _raw(archive))
    except (WaystationError, OSError):
        return True
    try:
        return copies.mark(there) != copies.mark(archive.store.connections)
    except WaystationError:
        return True  # of an older version
    finally:
        there.close()


def _raw(archive: Archive) -> bytes | None:
    key = archive.key
    return None if key is None else key.raw


def _drafted(archive: Archive, target: Path, progress: Progress) -> tuple[Copy, tuple[str, ...], Path]:
    """A copy under a name that nobody takes for a backup, read back; and what is wrong with it because it is wrong in the archive."""
    draft = target.with_name(f".{target.name}-{secrets.token_hex(4)}{_DRAFT}")
    with _place(target.parent, make=False):
        if target.exists():
            raise Invalid(f"{target} exists already.", "Choose another name.")
        require_room(archive, draft)
        try:
            copy, faults = _copied(archive, draft, target, progress)
        except BaseException as error:
            with suppress(OSError):
                files.remove(draft)
            if isinstance(error, DiskFull | ReadOnly):  # a person knows nothing of the draft
                what = error.what.replace(draft.name, target.name)
                raise type(error)(what, f"{error.advice} The backups that are there stay.") from error
            raise
    return copy, faults, draft


def _copied(archive: Archive, draft: Path, target: Path, progress: Progress) -> tuple[Copy, tuple[str, ...]]:
    source = archive.store.connections
    if archive.key is not None and archive.path.stat().st_size >= rekeying_mate.MANY * PAGE_BYTES:
        source.empty_log()
    with archive.snapshot():
        expected = copies.holdings(source)
        try:
            copies.copy(source, draft, lambda done, pages: progress.report(done, pages, "Backing up"), _HELPERS)
        except NotAnArchive as error:
            raise NotAnArchive(
                f"{archive.path.name} is damaged, and cannot be copied as it is.", "Run `check` to see the damage."
            ) from error
        progress.report(0, 0, "Reading the backup back")
        copies.forget(draft)  # before anything of it is read
        there = copies.look(draft, _raw(archive))
        try:
            digest, looked = copies.read_back_at_once(there, _ORIGINALS_BYTES, progress.check)
            holds = copies.holdings(there)
        finally:
            there.close()
        # Damage that the copy has from the archive is no fault of the copy.
        own = copies.read_back(source, _ORIGINALS_BYTES, progress.check).faults if looked.faults else ()
    if holds != expected or set(looked.faults) - set(own):
        raise NotAnArchive(
            f"The backup {target.name} does not read back as it was written.",
            "It was thrown away; those from before stay. Check the disk, or choose another place.",
        )
    return Copy(target, draft.stat().st_size, digest, holds, looked.originals, looked.checked), looked.faults


def _finish(copy: Copy, draft: Path, target: Path) -> None:
    """Writes its SHA-512 down, then gives the copy its name; each is on the disk before the next is done."""
    with _place(target.parent):
        note = points.digest_path(target)
        fresh = note.with_name(f".{note.name}{_DRAFT}")
        fresh.write_text(f"{copy.sha512}  {target.name}\n", "ascii" if target.name.isascii() else "utf-8")
        files.sync(fresh)
        fresh.replace(note)
        draft.rename(target)
        files.sync(target.parent)


def _thinned(folder: Path) -> tuple[Point, ...]:
    """Removes what is superfluous; one that cannot be removed stays."""
    removed = []
    for point in thinning.superfluous(points.points(folder), clock.now()):
        with suppress(OSError):
            point.path.unlink()
            removed.append(point)
    if removed:
        files.sync(folder)  # a backup that a power cut brings back has its SHA-512 still
    for point in removed:
        with suppress(OSError):
            points.digest_path(point.path).unlink(missing_ok=True)
    return tuple(removed)


def _tidy(folder: Path) -> None:
    """Removes what a backup that was cut off left behind."""
    for path in list(folder.iterdir()):
        draft = path.name.startswith(".") and _DRAFT in path.name
        orphan = path.name.endswith(points.SUFFIX + points.DIGEST_SUFFIX) and not path.with_suffix("").exists()
        if draft or orphan:
            with suppress(OSError):
                path.unlink()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time makes and thins the backups of a folder."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / _LOCK, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise ArchiveInUse("Another window or program is backing this archive up.", "Wait until it is done.") from None
    try:
        yield
    finally:
        lock.release()


def require_room(archive: Archive, draft: Path) -> None:
    """Asks before anything is written whether the copy fits; raises DiskFull or Invalid."""
    needed = archive.path.stat().st_size + files.wal_bytes(archive.path)
    free = shutil.disk_usage(draft.parent).free
    if free < needed + _SPARE_BYTES:
        raise DiskFull(
            f"The backup needs {_megabytes(needed)}, and {draft.parent} has {_megabytes(free)} left.",
            "Free some space there, or choose another place. The backups that are there stay.",
        )
    if needed > _FAT32_BYTES:
        _require_large_files(draft, needed)


def _require_large_files(draft: Path, needed: int) -> None:
    """Asks the file system for a file of that size, which FAT32 refuses at once; nothing is written."""
    try:
        with draft.open("wb") as file:
            os.truncate(file.fileno(), needed)
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        raise DiskFull(
            f"{draft.parent} takes no file larger than 4 GB (FAT32), and the backup needs {_megabytes(needed)}.",
            "Choose a disk that is formatted with exFAT, NTFS, APFS or ext4. The backups that are there stay.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _megabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(1, round(size / 1e6)):,} MB"


@contextmanager
def _place(folder: Path, *, make: bool = True) -> Iterator[None]:
    """Makes the folder, and what the system refuses there becomes a sentence about the place."""
    try:
        if make:
            _make(folder)
        elif not folder.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
        yield
    except OSError as error:
        raise _refused(folder, error) from error
    except (DiskFull, Unreadable, ReadOnly) as error:
        if folder.is_dir():
            raise
        raise _gone(folder) from error


def _make(folder: Path) -> None:
    """Makes the folder, and of those above it only our own: a stick that is not there must not become a folder on the disk."""
    if not folder.is_dir():
        ours = [folder, *(each for each in folder.parents[:1] if not each.is_dir())]
        if not ours[-1].parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
        for each in reversed(ours):
            each.mkdir(exist_ok=True)


def _refused(folder: Path, error: OSError) -> WaystationError:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return DiskFull(f"There is no room left in {folder}.", "Free some space there, or choose another place.")
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return ReadOnly(
                f"{folder} is write-protected.", "Allow writing there, or choose another place for the backups."
            )
        case errno.EFBIG:
            return DiskFull(
                f"{folder} takes no file of that size.", "Choose a disk that takes large files, such as one with exFAT."
            )
        case errno.ENOENT | errno.ENODEV | errno.ENXIO | errno.EIO | errno.ENOTDIR:
            return _gone(folder)
    return Unreadable(f"{folder} cannot be used ({error.strerror}).", "Choose another place for the backups.")


def _gone(folder: Path) -> Unreadable:
    return Unreadable(
        f"{folder} cannot be reached.", "Connect the disk again, or choose another place for the backups."
    )
