"""Encrypting an archive that exists, and taking its encryption off: whole in the one form or in the other, whatever happens meanwhile.

A copy is made beside the archive, compared with it row by row, brought to the disk, and takes its name in one step. Nobody else has the
archive open meanwhile. What was plain is overwritten before it goes; what an interruption leaves goes when the archive is opened the
next time (`protection.leftovers`).
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from archive.base.errors import DiskFull, Invalid
from archive.base.progress import Progress
from archive.protection import leftovers, passphrases
from archive.protection.keys import Key
from archive.protection.overwriting import destroy, overwrite
from archive.store import files
from archive.store.recoding import recoding

from .replacing import held


@dataclass(frozen=True, slots=True)
class Recoded:
    """`key` opens the archive (None: it is plain). Plain files that are gone: `destroyed` were overwritten; `kept` could not be
    overwritten, because they have another name or lie where that cannot be done.
    """

    key: Key | None
    destroyed: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()


def encrypt(path: Path, passphrase: str, progress: Progress | None = None) -> Recoded:
    """Puts a closed archive under a passphrase; raises Cancelled until the new file takes its place, ArchiveInUse, DiskFull.

    Afterwards nothing beside it is plain: backups there, and what upgrades and repairs kept, are destroyed too, for they hold what it
    holds. Backups at a place that a person chose are left alone.
    """
    progress, named, path = progress or Progress(), path, path.resolve()  # of a link, what it leads to
    files.inspect(path, encrypted=False)
    progress.report(0, 0, "Making the key")
    salt = passphrases.new_salt()
    key = passphrases.derive(passphrase, salt)
    with _alone(path), _open_log(path) as log:
        draft, aside = leftovers.beside(path, leftovers.ENCRYPTING), leftovers.beside(path, leftovers.PLAIN)
        _copy(path, None, draft, key, salt, progress)
        old = _replace(path, draft, aside)
        destroyed, kept = leftovers.destroy_plain_backups(path)
        if named.absolute() != path:
            also = leftovers.destroy_plain_backups(named)
            destroyed, kept = destroyed + also[0], kept + also[1]
        if log is not None:
            with suppress(OSError):
                overwrite(log, os.fstat(log).st_size)
        done = False
        with suppress(OSError):
            done = _destroy_old(aside, old, progress)
        (destroyed if done else kept).append(path)
        files.sync(path.parent)
    return Recoded(key, tuple(destroyed), tuple(kept))


def decrypt(path: Path, key: Key, progress: Progress | None = None) -> Recoded:
    """Takes the encryption off a closed archive; raises Cancelled until the new file takes its place, ArchiveInUse, DiskFull.

    Backups that were made of it stay encrypted, each under the passphrase of its time.
    """
    progress, path = progress or Progress(), path.resolve()
    if not files.opens(path, key.raw):
        raise Invalid(f"This key does not open {path.name}.", "Unlock it with its passphrase first.")
    with _alone(path):
        draft = leftovers.beside(path, leftovers.DECRYPTING)
        _copy(path, key, draft, None, None, progress)
        _replace(path, draft, None)
    return Recoded(None)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Holds the writer lock, and clears away what an earlier try left."""
    with held(path):
        leftovers.clear(path)
        yield


@contextmanager
def _open_log(path: Path) -> Iterator[int | None]:
    """The WAL of a plain archive, held open so that it can be overwritten after SQLite removed its name."""
    descriptor = None
    if os.name == "posix":  # elsewhere SQLite could not remove it
        with suppress(OSError):
            descriptor = os.open(path.with_name(path.name + "-wal"), os.O_RDWR)
    try:
        yield descriptor
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _copy(path: Path, key: Key | None, draft: Path, new: Key | None, salt: bytes | None, progress: Progress) -> None:
    """Makes the copy, compares it, and brings it to the disk; when that fails nothing is left of it."""
    try:
        # Made here, so that at no moment others may read more of it than of the archive.
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, stat.S_IMODE(path.stat().st_mode) | stat.S_IWUSR))
        with recoding(path, _raw(key), draft, _raw(new)) as work:
            work.copy(salt, progress)
            work.verify(progress)
        files.sync(draft)
    except OSError as error:
        _drop(draft, plain=new is None)
        raise DiskFull(
            f"There is no room beside {path.name} ({error.strerror}).", "Free some space, then try again."
        ) from error
    except BaseException as error:
        _drop(draft, plain=new is None)
        if isinstance(error, DiskFull):
            raise DiskFull(
                f"There is no room for a second copy of {path.name} beside it.", "Free some space, then try again."
            ) from error
        raise


def _raw(key: Key | None) -> bytes | None:
    return None if key is None else key.raw


def _drop(draft: Path, *, plain: bool) -> None:
    with suppress(OSError):
        destroy(draft) if plain else draft.unlink()


def _replace(path: Path, draft: Path, aside: Path | None) -> int | None:
    """Gives the draft the archive's name. The old file keeps the name `aside`, if one is given; where no file can have two names, what
    is returned is the old file itself, still open, or None where that cannot be either.
    """
    old = None
    try:
        if aside is not None:
            old = _kept(path, aside)
        draft.replace(path)
    except OSError as error:
        if aside is not None:
            aside.unlink(missing_ok=True)
        _drop(draft, plain=aside is None)
        raise DiskFull(f"{path.name} could not be replaced ({error.strerror}).", "Nothing was changed.") from error
    path.with_name(path.name + "-shm").unlink(missing_ok=True)  # of those that only read
    files.sync(path.parent)
    return old


def _kept(path: Path, aside: Path) -> int | None:
    try:
        aside.hardlink_to(path)
    except OSError:
        return os.open(path, os.O_RDWR) if os.name == "posix" else None
    files.sync(path.parent)
    return None


def _destroy_old(aside: Path, old: int | None, progress: Progress) -> bool:
    """Overwrites what was plain; whether that could be done. It is too late to cancel."""

    def report(done: int, whole: int) -> None:
        if not progress.cancelled:
            progress.report(done, whole, "Overwriting the unencrypted file")

    if old is not None:
        try:
            overwrite(old, os.fstat(old).st_size, report)
        finally:
            os.close(old)
        return True
    return aside.exists() and destroy(aside, report)
