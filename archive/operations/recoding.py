"""Encrypting an archive that exists, changing its passphrase, taking its encryption off: whole in the one form or in the other, whatever
happens meanwhile.

A copy is made beside the archive, compared with it row by row where it changes its form, brought to the disk, and takes its name in one
step. Nobody else has the archive open meanwhile. What was plain, or what the old passphrase opens, is overwritten before it goes; what an
interruption leaves goes when the archive is opened the next time (`protection.leftovers`).
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from archive.base.errors import DiskFull, Invalid, WaystationError
from archive.base.progress import Progress
from archive.protection import keyrings, leftovers, memory, passphrases
from archive.protection.keys import Key
from archive.protection.overwriting import destroy, overwrite
from archive.store import files
from archive.store.recoding import Recoding, recoding

from .replacing import held

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Recoded:
    """`key` opens the archive (None: it is plain). Files that were plain, or under the old passphrase, and are gone: `destroyed` were
    overwritten; `kept` could not be overwritten, because they have another name or lie where that cannot be done. `unconfirmed` is a sentence
    where the disk did not say that it keeps the new file under the archive's name: the former one is overwritten at the next opening then.
    """

    key: Key | None
    destroyed: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    unconfirmed: str = ""


@dataclass(frozen=True, slots=True)
class _Former:
    """The file that had the archive's name: under the name `aside`, or, where no file can have two names, open, if even that can be."""

    aside: Path | None
    descriptor: int | None
    unconfirmed: str  # why it is not to be touched yet: a power cut may give it its name back

    def destroy(self, progress: Progress, words: str) -> bool:
        """Overwrites it; whether that could be done. It is too late to cancel."""

        def report(done: int, whole: int) -> None:
            if not progress.cancelled:
                progress.report(done, whole, words)

        with suppress(OSError):
            if self.descriptor is None:
                if self.unconfirmed or self.aside is None or not self.aside.exists():
                    return False
                return destroy(self.aside, report)
            try:
                if not self.unconfirmed:
                    overwrite(self.descriptor, os.fstat(self.descriptor).st_size, report)
            finally:
                os.close(self.descriptor)
            return not self.unconfirmed
        return False


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
        with _copied(path, None, draft, key) as work:
            work.copy(salt, progress)
            work.verify(progress)
        former = _replace(path, draft, aside, "not encrypted")
        destroyed: list[Path] = []
        kept: list[Path] = []
        for place in () if former.unconfirmed else dict.fromkeys((path, named.absolute())):
            also = leftovers.destroy_plain_backups(place)
            destroyed, kept = destroyed + also[0], kept + also[1]
        if log is not None:
            with suppress(OSError):
                overwrite(log, os.fstat(log).st_size)
        done = former.destroy(progress, "Overwriting the unencrypted file")
        if not former.unconfirmed:
            (destroyed if done else kept).append(path)
        _sync_folder(path)
    return Recoded(key, tuple(destroyed), tuple(kept), former.unconfirmed)


def decrypt(path: Path, key: Key, progress: Progress | None = None) -> Recoded:
    """Takes the encryption off a closed archive; raises Cancelled until the new file takes its place, ArchiveInUse, DiskFull.

    Backups that were made of it stay encrypted, each under the passphrase of its time.
    """
    progress, path = progress or Progress(), path.resolve()
    if not files.opens(path, key.raw):
        raise Invalid(f"This key does not open {path.name}.", "Unlock it with its passphrase first.")
    with _alone(path):
        draft = leftovers.beside(path, leftovers.DECRYPTING)
        with _copied(path, key, draft, None) as work:
            work.copy(None, progress)
            work.verify(progress)
        former = _replace(path, draft, None, "encrypted")
    return Recoded(None, unconfirmed=former.unconfirmed)


def change(path: Path, key: Key, passphrase: str, progress: Progress | None = None) -> Recoded:
    """Gives a closed archive another passphrase; raises Cancelled until the new file takes its place, ArchiveInUse, DiskFull.

    Whatever ends the program meanwhile, exactly one of the two passphrases opens it. The salt stays. Copies that were made before, backups
    and other names of the file among them, and the recovery code that was printed before go with the old passphrase.
    """
    from . import (
        rekeying_mate,  # here: it brings along what helps from other processes, and every window that opens loads this module
    )

    progress, path = progress or Progress(), path.resolve()
    if not files.opens(path, key.raw):
        raise Invalid(f"This key does not open {path.name}.", "Unlock it with its passphrase first.")
    files.connect(path, key=key.raw, read_only=True).close()  # what is not ours, or newer, says so
    memory.keep_off_the_disk()
    progress.report(0, 0, "Making the key")
    salt = files.salt(path)
    new = passphrases.derive(passphrase, salt)
    if new == key:
        raise Invalid("This is the passphrase that the archive has already.", "Choose another one.")
    held_key = keyrings.remembered(salt)
    with _alone(path):
        draft, aside = leftovers.beside(path, leftovers.ENCRYPTING), leftovers.beside(path, leftovers.FORMER)
        keys = (key.raw, new.raw)
        with (
            _copied(path, key, draft, new) as work,
            rekeying_mate.beside(path, draft, keys, work.pages()) as others,
        ):
            work.copy_pages(others, progress)
        former = _replace(path, draft, aside, "under the old passphrase")
        done = former.destroy(progress, "Overwriting the file under the old passphrase")
        _sync_folder(path)
    if held_key is not None:
        with suppress(WaystationError):
            keyrings.remember(salt, new)
    if former.unconfirmed:
        return Recoded(new, unconfirmed=former.unconfirmed)
    return Recoded(new, (path,) if done else (), () if done else (path,))


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


@contextmanager
def _copied(path: Path, key: Key | None, draft: Path, new: Key | None) -> Iterator[Recoding]:
    """For the block that makes the copy; it is on the disk afterwards, and when anything fails nothing is left of it."""
    try:
        _make_like(path, draft)
        with recoding(path, _raw(key), draft, _raw(new)) as work:
            yield work
        files.sync(draft)
    except OSError as error:
        _drop(draft, plain=new is None)
        if error.errno in _NO_ROOM:
            raise _no_room(path) from error
        raise DiskFull(
            f"The disk that holds {path.name} did not do what was asked of it ({error.strerror}).",
            "Nothing was changed. Check the disk, then try again.",
        ) from error
    except BaseException as error:
        _drop(draft, plain=new is None)
        if isinstance(error, DiskFull):
            raise _no_room(path) from error
        raise


def _no_room(path: Path) -> DiskFull:
    return DiskFull(f"There is no room for a second copy of {path.name} beside it.", "Free some space, then try again.")


def _make_like(path: Path, draft: Path) -> None:
    """Makes an empty file that whoever may use the archive may use, and at no moment anybody else."""
    status = path.stat()
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR))
    if os.name == "posix":
        # Only the administrator gives files away; a group that one is in, anybody.
        for owner, group in ((-1, status.st_gid), (status.st_uid, -1)):
            with suppress(OSError):
                os.chown(draft, owner, group)
    if hasattr(os, "listxattr"):  # lists of who else may use it are kept there
        with suppress(OSError):
            for name in os.listxattr(path):
                with suppress(OSError):
                    os.setxattr(draft, name, os.getxattr(path, name))
    draft.chmod(stat.S_IMODE(status.st_mode) | stat.S_IWUSR)


def _raw(key: Key | None) -> bytes | None:
    return None if key is None else key.raw


def _drop(draft: Path, *, plain: bool) -> None:
    with suppress(OSError):
        destroy(draft) if plain else draft.unlink()


def _replace(path: Path, draft: Path, aside: Path | None, before: str) -> _Former:
    """Gives the draft the archive's name. The old file keeps the name `aside`, if one is given; `before` is what the archive was."""
    old = None
    try:
        if aside is not None:
            old = _kept(path, aside)
        # On the disk before the name changes hands: the second name, and that the log is gone, which would be read as the new file's.
        files.sync(path.parent)
        draft.replace(path)
    except OSError as error:
        if aside is not None:
            aside.unlink(missing_ok=True)
        _drop(draft, plain=aside is None)
        raise DiskFull(f"{path.name} could not be replaced ({error.strerror}).", "Nothing was changed.") from error
    unconfirmed = ""
    try:
        path.with_name(path.name + "-shm").unlink(missing_ok=True)  # of those that only read
        files.sync(path.parent)
    except OSError as error:
        unconfirmed = (
            f"It is done, but the disk did not confirm it ({error.strerror}): after a power cut {path.name} may be"
            f" {before} again, as whole as it was. Check the disk, then open the archive once more."
        )
    return _Former(aside, old, unconfirmed)


def _sync_folder(path: Path) -> None:
    """Lets the old file's name be gone for good. Should it come back, it leads to nothing that can be read, and goes at the next opening."""
    with suppress(OSError):
        files.sync(path.parent)


def _kept(path: Path, aside: Path) -> int | None:
    try:
        aside.hardlink_to(path)
    except OSError:
        return os.open(path, os.O_RDWR) if os.name == "posix" else None
    return None
