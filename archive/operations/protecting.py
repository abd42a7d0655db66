"""An archive under a passphrase: making one, unlocking it, the recovery code, the system's keyring.

The passphrase and the salt that the file begins with give the key (`protection.passphrases`); nothing else of them is kept anywhere.
How an archive that exists is encrypted, its encryption taken off or its passphrase changed, stands in `operations.recoding`.
"""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from archive.archive import Archive
from archive.base.errors import Invalid, Unreadable, WrongPassphrase
from archive.protection import keyrings, passphrases, recovery
from archive.protection.keys import Key
from archive.protection.passphrases import let_go, make_ready
from archive.protection.strength import Strength, measure
from archive.protection.tries import Tries
from archive.store import files
from archive.store.errors import damaged

from .recoding import Recoded, change, decrypt, encrypt

__all__ = [
    "Key",
    "Recoded",
    "Strength",
    "Tries",
    "change",
    "create",
    "decrypt",
    "encrypt",
    "forget",
    "is_encrypted",
    "let_go",
    "make_ready",
    "measure",
    "open_with_code",
    "recovery_code",
    "remember",
    "remembered",
    "salt_of",
    "unlock",
    "unlock_damaged",
]


def is_encrypted(path: Path) -> bool:
    """Whether the file may be an encrypted archive: nothing in it can be told from chance.

    An encrypted archive whose first bytes were destroyed looks the same; no passphrase will open it.
    """
    return files.seems_encrypted(path)


def salt_of(path: Path) -> bytes:
    """The 16 bytes that an encrypted archive begins with: they are in every copy of it, whatever its passphrase became."""
    return files.salt(path)


def create(path: Path, passphrase: str, starter: bool) -> Archive:
    """Makes an encrypted archive and opens it, with the starter collection or empty; raises Invalid when there is a file already."""
    from . import maintain  # it brings the importers' readers along, and every command unlocks

    if path.exists():  # before the key is made, which takes its time
        raise Invalid(f"{path} exists already.", "Open it, or choose another name.")
    salt = passphrases.new_salt()
    return maintain.create(path, starter, passphrases.derive(passphrase, salt), salt)


def unlock(path: Path, passphrase: str, *, tries: Tries | None = None) -> Key:
    """The key of an archive, if the passphrase, or its recovery code in the passphrase's place, opens it.

    Raises WrongPassphrase, which tells nothing else; TooSoon with `tries`, which make every further try wait longer; what is wrong
    with the file otherwise: Damaged where the passphrase is right and the beginning is not.
    """
    _must_be_encrypted(path)
    with tries.attempt() if tries is not None else nullcontext():
        return _key(path, passphrase)


def unlock_damaged(path: Path, passphrase: str, *, tries: Tries | None = None) -> Key:
    """As `unlock`, for a file that is too damaged to open: one page that is as this passphrase's key wrote it is enough."""
    _must_be_encrypted(path)
    with tries.attempt() if tries is not None else nullcontext():
        return _key(path, passphrase, files.answers)


def _key(path: Path, passphrase: str, opens: Callable[[Path, bytes], bool] = files.opens) -> Key:
    if recovery.is_code(passphrase) and opens(path, recovery.key_of(passphrase).raw):
        return recovery.key_of(passphrase)
    salt = files.salt(path)
    for parameters in passphrases.newest_first():
        key = passphrases.derive(passphrase, salt, parameters)
        if opens(path, key.raw):
            return key
        if _was_right(path, key):
            raise damaged(path)  # whoever knows the passphrase is not to look for another one
    raise WrongPassphrase(
        f"This passphrase does not open {path.name}.",
        "Try again; if you are sure of it, the beginning of the file may be damaged: restore a backup.",
    )


def _must_be_encrypted(path: Path) -> None:
    if not path.exists():
        raise Unreadable(f"There is no file {path}.", "Check the name, or make a new archive.")
    if not is_encrypted(path):
        files.inspect(path, encrypted=False)  # a folder, an empty or foreign file says so itself
        raise Invalid(f"{path.name} is not encrypted.", "Open it without a passphrase.")


def recovery_code(archive: Archive) -> str:
    """The code that opens the archive without its passphrase, for printing; it is void as soon as the passphrase changes."""
    if archive.key is None:
        raise Invalid(f"{archive.path.name} is not encrypted: it has no recovery code.", "Encrypt it first.")
    return recovery.code(archive.key)


def _was_right(path: Path, key: Key) -> bool:
    """Whether a file that this key does not open was written with it, so that it is the file that is wrong. Where its log holds pages, those
    of the file may be of an earlier key: nothing is said then.
    """
    return not files.wal_holds_something(path) and files.answers(path, key.raw)


def open_with_code(path: Path, text: str) -> Key:
    """The key that a recovery code tells, if it opens this archive; raises Invalid for a mistyped code and WrongPassphrase."""
    key = recovery.key_of(text)
    _must_be_encrypted(path)
    if not files.opens(path, key.raw):
        if _was_right(path, key):
            raise damaged(path)
        raise WrongPassphrase(
            f"This recovery code does not open {path.name}.",
            "Take the code that was printed last: it changes with the passphrase.",
        )
    return key


def remember(archive: Archive) -> None:
    """Lets the system's keyring keep the key of an open archive on this machine; raises WaystationError where there is none to trust."""
    if archive.key is None or archive.salt is None:
        raise Invalid(f"{archive.path.name} is not encrypted.", "Encrypt it first.")
    keyrings.remember(archive.salt, archive.key)


def forget(path: Path) -> None:
    """Takes an archive's key out of the system's keyring."""
    keyrings.forget(files.salt(path))


def remembered(path: Path, *, damaged: bool = False) -> Key | None:
    """The key that the system's keyring holds, if a person asked for that and it opens this archive, or would, were it not `damaged`."""
    key = keyrings.remembered(files.salt(path))
    return key if key is not None and (files.answers if damaged else files.opens)(path, key.raw) else None
