"""Saves what can still be read of a damaged archive into a new one. The damaged file is left as it is."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import Invalid, Unreadable
from archive.base.progress import Progress
from archive.model.ids import new_uid
from archive.model.keeping import Finding, Holdings
from archive.protection.keys import Key
from archive.store import copies, files, salvage
from archive.store.journal import Facts

from . import maintain


@dataclass(frozen=True, slots=True)
class Saved:
    """The new archive, what it holds, what became of the rest, and what a check of it still finds."""

    path: Path
    holdings: Holdings
    told: tuple[str, ...]
    findings: tuple[Finding, ...]


def save_readable(path: Path, target: Path, *, key: Key | None = None, progress: Progress | None = None) -> Saved:
    """Makes `target`, as encrypted as the damaged archive, of what can be read; raises NotAnArchive when nothing can be.

    Raises Invalid when `target` exists. When it fails there is no `target`.
    """
    progress = progress or Progress()
    if not path.is_file():
        raise Unreadable(f"There is no file {path}.", "Check the name.")
    if target.exists():
        raise Invalid(f"{target} exists already.", "Choose another name.")
    raw = None if key is None else key.raw
    files.make(target, raw, {})
    try:
        connections = files.connect(target, key=raw, read_only=False)
        try:
            found = salvage.salvage(path, raw, connections, progress.report)
            if copies.uid(connections) is None:
                with connections.atomic():
                    Facts(connections).set("uid", new_uid())
                    Facts(connections).set("created", clock.stamp())
            holds = copies.holdings(connections)
        finally:
            connections.close()
        with Archive.open(target, key=key) as archive:
            archive.index.catch_up(progress)
            findings = maintain.check(archive, progress=progress)
    except BaseException:
        with suppress(OSError):
            files.remove(target)
        raise
    gaps = sum(found.gaps.values())
    told = [f"In {gaps:,} places nothing could be read ({', '.join(sorted(found.gaps))})."] if gaps else []
    return Saved(target, holds, (*told, *found.told), tuple(findings))
