"""Repairs a closed archive: a copy is mended and checked to its end, and only then takes the archive's name.

The damaged file stays beside it under a name that says so. What cannot be mended without guessing is reported and stays as it is.
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from archive.archive import Archive
from archive.base.errors import Damaged, NotAnArchive
from archive.base.progress import Progress
from archive.model.keeping import Finding
from archive.protection.keys import Key
from archive.store import copies, files

from . import maintain, replacing
from .backups import making

INSTEAD = "Restore it from a backup, or save what can be read with: waystation check --salvage NEW.waystation"


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was found, and whether each was put right; where the damaged file is kept, None when nothing was put right."""

    findings: tuple[Finding, ...]
    kept: Path | None


def repair(path: Path, *, key: Key | None = None, progress: Progress | None = None) -> Repaired:
    """Checks the archive and mends what can be; raises ArchiveInUse while it is open anywhere.

    Raises NotAnArchive for one that is so damaged that it cannot even be copied: `salvaging` saves what can be read of it.
    """
    progress = progress or Progress()
    Archive.open(path, key=key).close()  # brings an older schema up to date, with its own backup
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}.part")
    with replacing.held(path):
        with replacing.opened(path, key) as archive:
            before = maintain.check(archive, progress=progress)
            if not before:
                return Repaired((), None)
            making.require_room(archive, draft)
            _copy(archive, draft, progress)
        try:
            told = _mended(draft, before, path.name, key, progress)
            if not any(finding.repaired for finding in told):
                return Repaired(tuple(before), None)
            progress.check()  # from here on it is done
            aside = replacing.aside_name(path, "damaged")
            replacing.put(draft, path, aside)
            return Repaired(tuple(told), aside)
        finally:
            with suppress(OSError):
                files.remove(draft)
                draft.with_name(draft.name + ".lock").unlink(missing_ok=True)


def _copy(archive: Archive, draft: Path, progress: Progress) -> None:
    try:
        copies.copy(
            archive.store.connections, draft, lambda done, pages: progress.report(done, pages, "Copying the archive")
        )
    except NotAnArchive as error:
        with suppress(OSError):
            files.remove(draft)
        raise Damaged(
            f"{archive.path.name} is so damaged that it cannot be copied as a whole.",
            INSTEAD,
        ) from error


def _mended(draft: Path, before: list[Finding], name: str, key: Key | None, progress: Progress) -> list[Finding]:
    """Mends the copy and checks it; what was found in the archive called `name`, each saying whether it is gone from the copy.

    A copy in which something is found that was not found before is no better: then nothing is gone.
    """
    with replacing.opened(draft, key) as copy:
        here = [replace(each, where=draft.name) if each.where == name else each for each in before]
        try:
            maintain.mend(copy, here, progress, of_a_copy=True)
        except NotAnArchive:
            return before
        after = maintain.check(copy, progress=progress)
    files.sync(draft)
    worse = bool({each.what for each in after} - {each.what for each in before}) and len(after) > len(before)
    return before if worse else maintain.told(before, after)
