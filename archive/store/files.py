"""Archive files as files: looked at before they are opened, made whole or not at all, backed up before they are migrated."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from archive.base import peeking
from archive.base.errors import (
    Damaged,
    DiskFull,
    Invalid,
    NewerSchema,
    NotAnArchive,
    OlderSchema,
    ReadOnly,
    Sealed,
    Unreadable,
)
from archive.base.syncing import sync as sync

from . import codes, migrations
from .codes import PAGE_BYTES as PAGE_BYTES
from .connection import APPLICATION_ID, Connections
from .journal import Facts
from .keying import SALT_BYTES, fits

# https://www.sqlite.org/fileformat2.html#the_database_header: magic, page size at 16, page count at 28,
# user_version at 60, application_id at 68; all big-endian.
_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100

_LEAST_LOOKED_AT = 512
_CHANCE = 450.0


def inspect(path: Path, *, encrypted: bool) -> None:
    """Refuses, without touching anything, a file that is plainly no whole archive; raises Unreadable or NotAnArchive."""
    if not path.exists():
        raise Unreadable(f"There is no file {path}.", "Check the name, or make a new archive.")
    if path.is_dir():
        raise NotAnArchive(f"{path} is a folder, not an archive.", "Choose a file that ends in .waystation.")
    try:
        header = peeking.beginning(path, _HEADER_BYTES)
    except OSError as error:
        raise Unreadable(f"{path} cannot be read ({error.strerror}).", "Check that you may read it.") from error
    if not header:
        raise Damaged(f"{path.name} is empty.", "Restore it from a backup, or choose another file.")
    if encrypted:
        if header.startswith(_MAGIC):
            raise NotAnArchive(f"{path.name} is not encrypted.", "Open it without a passphrase.")
        if path.stat().st_size % PAGE_BYTES and not wal_holds_something(path):
            raise _cut_short(path)
        return
    if not header.startswith(_MAGIC):
        if _MAGIC.startswith(header):
            raise _cut_short(path)
        raise Sealed(
            f"{path.name} is not a Waystation archive, or it is encrypted.", "Choose a file that ends in .waystation."
        )
    if len(header) < _HEADER_BYTES:
        raise _cut_short(path)
    if not wal_holds_something(path):  # otherwise the WAL may hold a newer header, and the pages that the file lacks
        page_bytes = int.from_bytes(header[16:18]) or 1
        pages = int.from_bytes(header[28:32])
        if path.stat().st_size < pages * (65536 if page_bytes == 1 else page_bytes):
            raise _cut_short(path)
        if int.from_bytes(header[68:72]) != APPLICATION_ID:
            raise _foreign(path)


def _cut_short(path: Path) -> Damaged:
    return Damaged(f"{path.name} is cut short: its end is missing.", "Copy it again, or restore it from a backup.")


def _foreign(path: Path) -> NotAnArchive:
    return NotAnArchive(
        f"{path.name} is a database of another program, not a Waystation archive.",
        "Choose a file that ends in .waystation.",
    )


def wal_holds_something(path: Path) -> bool:
    """Whether committed pages may still lie in the WAL beside the file."""
    return wal_bytes(path) > 0


def wal_bytes(path: Path) -> int:
    """How large the WAL beside the file is; 0 when there is none."""
    try:
        return path.with_name(path.name + "-wal").stat().st_size
    except OSError:
        return 0


def seems_encrypted(path: Path) -> bool:
    """Whether the file can be an encrypted archive, whole or cut short: nothing in it can be told from chance.

    That is all there is to see from outside; False when it cannot be read.
    """
    try:
        page = peeking.beginning(path, PAGE_BYTES)
    except OSError:
        return False
    if len(page) < _LEAST_LOOKED_AT or page.startswith(_MAGIC):
        return False
    # Pearson's chi-squared over the 256 byte values; of random bytes it is 255 on average, with a deviation of 22.6.
    expected = len(page) / 256
    return sum((page.count(value) - expected) ** 2 for value in range(256)) / expected < _CHANCE


def salt(path: Path) -> bytes:
    """What an encrypted archive begins with; raises Unreadable."""
    try:
        return peeking.beginning(path, SALT_BYTES)
    except OSError as error:
        raise Unreadable(f"{path} cannot be read ({error.strerror}).", "Check that you may read it.") from error


def opens(path: Path, key: bytes) -> bool:
    """Whether the first page reads with this key; raises what else is wrong with the file."""
    inspect(path, encrypted=True)
    try:
        _readable(path, key).close()
    except Sealed:
        return False
    return True


def answers(path: Path, key: bytes) -> bool:
    """Whether a file under encryption was written with this key, as far as one of its pages still tells; raises Unreadable."""
    try:
        return codes.any_answers(path, key)
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read ({error.strerror}).", "Check that you may read it.") from error


def make(path: Path, key: bytes | None, facts: Mapping[str, str], salt: bytes | None = None) -> None:
    """Makes an archive that holds these facts only: complete, or not there at all. Raises Invalid when `path` exists.

    An encrypted one begins with `salt`, or with random bytes that no passphrase was salted with.
    """
    salt = salt or secrets.token_bytes(SALT_BYTES)
    if path.exists():
        raise Invalid(f"{path} exists already.", "Open it, or choose another name.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskFull(
            f"The folder {path.parent} cannot be made ({error.strerror}).", "Choose another place."
        ) from error
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        connections = Connections(draft, key=key, salt=salt, create=True)
        try:
            connections.setting(f"application_id = {APPLICATION_ID}")
            with connections.atomic():
                migrations.migrate(connections.database)
                for name, value in facts.items():
                    Facts(connections).set(name, value)
        finally:
            connections.close()
        place(draft, path)
    except (DiskFull, Unreadable) as error:
        # A person knows nothing of the draft.
        raise type(error)(
            error.what.replace(draft.name, path.name), "Choose a folder with room to write in."
        ) from error
    finally:
        remove(draft)


def place(draft: Path, path: Path) -> None:
    """Gives a whole, closed file a new name, on the disk when this returns; raises Invalid when there is a file of that name.

    What SQLite kept beside a file that had the name before and is gone goes first: it would be read as the log of the new one.
    """
    sync(draft)
    if not path.exists() and _remove_beside(path):
        sync(path.parent)
    try:
        os.link(draft, path)
    except FileExistsError:
        raise Invalid(f"{path} exists already.", "Open it, or choose another name.") from None
    except OSError:
        # No hard links on this medium (FAT): the rename may replace a file made in this very moment.
        draft.rename(path)
    sync(path.parent)


def remove(path: Path) -> None:
    """Removes a database file and what SQLite keeps beside it; no error when there is none."""
    path.unlink(missing_ok=True)
    _remove_beside(path)


def _remove_beside(path: Path) -> bool:
    """Whether there was anything that SQLite kept beside a file of this name."""
    there = [
        beside for suffix in ("-wal", "-shm", "-journal") if (beside := path.with_name(path.name + suffix)).exists()
    ]
    for beside in there:
        beside.unlink(missing_ok=True)
    return bool(there)


def connect(path: Path, *, key: bytes | None, read_only: bool) -> Connections:
    """Connections to an archive that `inspect` let pass; the schema may still be older.

    Raises NotAnArchive, NewerSchema, Unreadable, and ReadOnly when it cannot be written and must not be read only.
    """
    if not read_only and not os.access(path, os.W_OK):
        # SQLite would open it all the same and fail at the first write.
        raise ReadOnly(f"{path.name} is write-protected.", "Copy it, or allow writing to it.")
    connections = _readable(path, key) if read_only else Connections(path, key=key)
    try:
        require_ours(connections)
    except BaseException:
        connections.close()
        raise
    return connections


def require_ours(connections: Connections) -> None:
    """Raises NotAnArchive for a database of another program, NewerSchema for an archive of a later one."""
    if connections.value("PRAGMA application_id") != APPLICATION_ID:
        raise _foreign(connections.path)
    if version(connections) > migrations.VERSION:
        raise NewerSchema(
            f"{connections.path.name} was written by a newer version of Waystation.",
            "Install the newest version and open it with that.",
        )


def _readable(path: Path, key: bytes | None, *, rolled_back: bool = False) -> Connections:
    connections = Connections(path, key=key, read_only=True)
    try:
        connections.value("SELECT count(*) FROM sqlite_schema")
        return connections
    except (Unreadable, ReadOnly):
        connections.close()
        if _has_journal(path) and not rolled_back:
            fits(path, key)  # a transaction was cut off: only who may write can take it back
            return _readable(path, key, rolled_back=True)
        # SQLite cannot make its shared-memory file there: nothing else can be writing either, unless work lies in the WAL.
        if wal_holds_something(path) or _has_journal(path):
            raise Unreadable(
                f"{path.name} was not closed properly, and lies where nothing can be written.",
                "Copy it, together with the files whose names end in -wal or -journal, to a folder that you may write to.",
            ) from None
        return Connections(path, key=key, immutable=True)
    except BaseException:
        connections.close()
        raise


def _has_journal(path: Path) -> bool:
    """Whether a transaction was cut off that changed the file itself, as a change of its form does."""
    try:
        return path.with_name(path.name + "-journal").stat().st_size > 0
    except OSError:
        return False


def version(connections: Connections) -> int:
    """The schema version of an open archive."""
    return int(connections.value("PRAGMA user_version"))


def upgrade(connections: Connections) -> Path | None:
    """Brings an older schema to the present one; the backup that was made beside the file first, or None.

    The backup is a whole copy, checked before anything is changed; when it cannot be made nothing is changed.
    """
    if version(connections) == migrations.VERSION:
        return None
    path = connections.path
    backup = path.with_name(f"{path.stem}.before-v{migrations.VERSION}{path.suffix}")
    _back_up(connections, backup)
    # A step may rebuild a table that others refer to: https://www.sqlite.org/lang_altertable.html#otheralter
    connections.setting("foreign_keys = OFF")
    try:
        with connections.atomic():
            migrations.migrate(connections.database)
    finally:
        connections.setting("foreign_keys = ON")
    return backup


def _back_up(connections: Connections, target: Path) -> None:
    draft = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    try:
        if connections.backup(draft):
            raise NotAnArchive(f"The backup {target.name} does not read back.", "Check the disk; nothing was changed.")
        sync(draft)
        draft.replace(target)
    finally:
        remove(draft)
    sync(target.parent)


def require_current(connections: Connections) -> None:
    """Raises OlderSchema for an older schema: only a migration, which writes, could make it readable."""
    if version(connections) < migrations.VERSION:
        raise OlderSchema(
            f"{connections.path.name} was written by an older version of Waystation and must be brought up to date first.",
            "Open it once where it can be written to.",
        )
