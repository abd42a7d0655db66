"""What a backup holds, whether it is still whole, and how it differs from the archive as it is now. Changes neither."""

from collections.abc import Sequence
from pathlib import Path

from archive.archive import Archive
from archive.base.errors import NotAnArchive, Sealed
from archive.base.progress import Progress
from archive.model.keeping import Difference, Holdings
from archive.operations import protecting
from archive.protection.keys import Key
from archive.store import copies
from archive.store.connection import Connections
from archive.store.differences import differences

from . import points


class OtherArchive(NotAnArchive):
    """A backup of another archive."""


class OtherKey(NotAnArchive):
    """A backup that is encrypted otherwise than the archive is now, or not at all."""


def preview(archive: Archive, backup: Path, progress: Progress | None = None) -> Sequence[Difference]:
    """How restoring a backup would change the archive, kind by kind; raises OtherArchive for one of another archive."""
    progress = progress or Progress()
    progress.report(0, 0, "Comparing")
    key = archive.key
    there = looked(backup, key)
    try:
        require_same(archive.uid, copies.uid(there), backup)
        with archive.snapshot():
            return tuple(differences(archive.store.connections, there, progress.check))
    finally:
        there.close()


def looked(backup: Path, key: Key | None) -> Connections:
    """Opens a backup for reading; raises OtherKey when it is encrypted otherwise than the archive, and as `copies.look`."""
    if key is not None and not protecting.is_encrypted(backup) and backup.is_file():
        raise OtherKey(
            f"{backup.name} is not encrypted: it was made before the archive was.",
            "Remove it if what is in it is to be secret, or open it as an archive of its own.",
        )
    try:
        return copies.look(backup, None if key is None else key.raw)
    except Sealed as error:
        raise OtherKey(
            f"{backup.name} does not open with the passphrase that the archive has now.",
            "It was made under an earlier one: open it as an archive of its own with that.",
        ) from error


def require_same(archive_uid: str, uid: str | None, backup: Path) -> None:
    """Raises OtherArchive for a backup of another archive."""
    if uid != archive_uid:
        raise OtherArchive(
            f"{backup.name} is not a backup of this archive.", "Open it as an archive of its own, or choose another."
        )


def holdings(backup: Path, key: Key | None) -> Holdings:
    """How many articles, passages and so on it holds; raises Unreadable or NotAnArchive."""
    there = looked(backup, key)
    try:
        return copies.holdings(there)
    finally:
        there.close()


def faults(backup: Path, key: Key | None, progress: Progress | None = None) -> list[str]:
    """Reads a backup to its end: what is wrong with it, as sentences; empty when it is as it was made."""
    progress = progress or Progress()
    progress.report(0, 0, "Reading the backup")
    written = points.digest_of(backup)
    try:
        found = [] if written in (None, copies.digest(backup, progress.check)) else ["It is not what was written."]
        there = looked(backup, key)
    except OSError as error:
        return [f"It cannot be read ({error.strerror})."]
    except NotAnArchive as error:
        return [error.what]
    try:
        progress.report(0, 0, "Checking what the backup holds")
        return found + list(copies.read_back(there, backup.stat().st_size, progress.check).faults)
    except NotAnArchive as error:
        return [*found, error.what]
    finally:
        there.close()
