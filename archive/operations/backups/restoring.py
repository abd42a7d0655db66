"""Puts the archive back to a backup; what was there before is kept as a backup of its own first."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.archive import Archive
from archive.base.errors import NotAnArchive, WaystationError
from archive.base.progress import Progress
from archive.model.keeping import Holdings
from archive.operations import replacing
from archive.protection.keys import Key
from archive.store import copies, files

from . import comparing, making, points


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, from where, and where the state from before is kept; None when there was no archive."""

    archive: Path
    backup: Path
    kept: Path | None
    holdings: Holdings


def restore(
    path: Path, backup: Path, *, key: Key | None = None, folder: Path | None = None, progress: Progress | None = None
) -> Restored:
    """Restores the closed archive at `path`, or makes it anew when it is gone. The present state becomes a backup in `folder`.

    An archive that is too damaged for that is kept beside it as it is. Raises NotAnArchive for a backup that is damaged or of
    another archive, ArchiveInUse while the archive is open anywhere; then nothing has changed.
    """
    progress = progress or Progress()
    comparing.looked(backup, key).close()  # says itself what is the matter with another key
    damage = comparing.faults(backup, key, progress)
    if damage:
        raise NotAnArchive(f"{backup.name} is damaged: {damage[0]}", "Choose another backup; nothing was changed.")
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}.part")
    with replacing.held(path):
        kept, aside = _keep_present(path, backup, key, folder, progress) if path.exists() else (None, None)
        try:
            holds = _copied(backup, draft, key, progress)
            progress.check()  # from here on it is done
            replacing.put(draft, path, aside)
        finally:
            with suppress(OSError):
                files.remove(draft)
    return Restored(path, backup, kept or aside, holds)


def _keep_present(
    path: Path, backup: Path, key: Key | None, folder: Path | None, progress: Progress
) -> tuple[Path | None, Path | None]:
    """(The backup that holds the present state, None), or (None, the name under which a damaged file is to stay)."""
    try:
        with replacing.opened(path, key) as archive:
            _require_same(archive, backup, key)
            where = folder or points.folder_of(path, archive.uid, None)
            return making.add_point(archive, where, progress, thin=False).point.path, None
    except NotAnArchive as error:
        if isinstance(error, comparing.OtherArchive):
            raise
        return None, replacing.aside_name(path, "damaged")


def _require_same(archive: Archive, backup: Path, key: Key | None) -> None:
    there = comparing.looked(backup, key)
    try:
        comparing.require_same(archive.uid, copies.uid(there), backup)
    finally:
        there.close()


def _copied(backup: Path, draft: Path, key: Key | None, progress: Progress) -> Holdings:
    """Copies the backup beside the archive and reads the copy back."""
    there = comparing.looked(backup, key)
    try:
        expected = copies.holdings(there)
        copies.copy(there, draft, lambda done, pages: progress.report(done, pages, "Restoring"))
    finally:
        there.close()
    again = copies.look(draft, None if key is None else key.raw)
    try:
        looked = copies.read_back(again, draft.stat().st_size, progress.check)
        if looked.faults or copies.holdings(again) != expected:
            raise WaystationError(
                "The restored file does not read back as it was written.", "Check the disk; nothing was changed."
            )
    finally:
        again.close()
    return expected
