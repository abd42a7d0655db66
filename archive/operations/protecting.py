"""An archive under a passphrase: making one, unlocking it, changing the passphrase, the recovery code, the system's keyring.

The passphrase and the salt that the file begins with give the key (`protection.passphrases`); nothing else of them is kept anywhere.
How an archive that exists is encrypted, and its encryption taken off, stands in `operations.recoding`.
"""

from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path
from threading import Thread

from archive.archive import Archive
from archive.base.errors import Cancelled, Invalid, Unreadable, WaystationError, WrongPassphrase
from archive.base.progress import Progress
from archive.protection import keyrings, passphrases, recovery
from archive.protection.keys import Key
from archive.protection.passphrases import let_go, make_ready
from archive.protection.strength import Strength, measure
from archive.protection.tries import Tries
from archive.store import files

from .recoding import Recoded, decrypt, encrypt

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
]

_LOOK_S = 0.1  # how often the growing file is looked at


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
    with the file otherwise.
    """
    _must_be_encrypted(path)
    with tries.attempt() if tries is not None else nullcontext():
        return _key(path, passphrase)


def _key(path: Path, passphrase: str) -> Key:
    if recovery.is_code(passphrase) and files.opens(path, recovery.key_of(passphrase).raw):
        return recovery.key_of(passphrase)
    salt = files.salt(path)
    for parameters in passphrases.newest_first():
        key = passphrases.derive(passphrase, salt, parameters)
        if files.opens(path, key.raw):
            return key
    raise WrongPassphrase(
        f"This passphrase does not open {path.name}.",
        "Try again; if you are sure of it, the beginning of the file is damaged: restore a backup.",
    )


def _must_be_encrypted(path: Path) -> None:
    if not path.exists():
        raise Unreadable(f"There is no file {path}.", "Check the name, or make a new archive.")
    if not is_encrypted(path):
        files.inspect(path, encrypted=False)  # a folder, an empty or foreign file says so itself
        raise Invalid(f"{path.name} is not encrypted.", "Open it without a passphrase.")


def change(archive: Archive, passphrase: str, progress: Progress | None = None) -> Key:
    """Gives the archive another passphrase; the new key. Until it returns the old passphrase opens the file, then only the new one.

    Whatever ends the program meanwhile, exactly one of the two opens it. It can be cancelled until the writing begins. Copies that were
    made before, backups among them, and the recovery code that was printed before go with the old passphrase.
    """
    if archive.key is None or archive.salt is None:
        raise Invalid(f"{archive.path.name} is not encrypted.", "Encrypt it first.")
    progress = progress or Progress()
    progress.report(0, 0, "Making the key")
    key = passphrases.derive(passphrase, archive.salt)
    if key == archive.key:
        raise Invalid("This is the passphrase that the archive has already.", "Choose another one.")
    held = keyrings.remembered(archive.salt)
    progress.check()
    _while_growing(lambda: archive.change_key(key), archive.path, progress)
    if held is not None:
        with suppress(WaystationError):
            keyrings.remember(archive.salt, key)
    return key


def _while_growing(work: Callable[[], None], path: Path, progress: Progress) -> None:
    """Runs what puts all of the file into its WAL, and reports how far that is; what was begun is not cancelled any more."""
    failure: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            failure.append(error)

    whole = max(1, path.stat().st_size)
    log = path.with_name(path.name + "-wal")
    worker = Thread(target=run, name="key-change")
    worker.start()
    while worker.is_alive():
        worker.join(_LOOK_S)
        with suppress(Cancelled, FileNotFoundError):
            progress.report(min(log.stat().st_size, whole), whole, "Encrypting with the new key")
    if failure:
        raise failure[0]


def recovery_code(archive: Archive) -> str:
    """The code that opens the archive without its passphrase, for printing; it is void as soon as the passphrase changes."""
    if archive.key is None:
        raise Invalid(f"{archive.path.name} is not encrypted: it has no recovery code.", "Encrypt it first.")
    return recovery.code(archive.key)


def open_with_code(path: Path, text: str) -> Key:
    """The key that a recovery code tells, if it opens this archive; raises Invalid for a mistyped code and WrongPassphrase."""
    key = recovery.key_of(text)
    _must_be_encrypted(path)
    if not files.opens(path, key.raw):
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


def remembered(path: Path) -> Key | None:
    """The key that the system's keyring holds, if a person asked for that and it opens this archive."""
    key = keyrings.remembered(files.salt(path))
    return key if key is not None and files.opens(path, key.raw) else None
