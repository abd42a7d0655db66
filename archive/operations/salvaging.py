"""Saves what can still be read of a damaged archive into a new one. The damaged file is left as it is."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import DiskFull, Invalid, NotAnArchive, ReadOnly, Unreadable
from archive.base.progress import Progress
from archive.model.ids import new_uid
from archive.model.keeping import Finding, Holdings
from archive.protection import leftovers
from archive.protection.keys import Key
from archive.store import codes, copies, files, salvage
from archive.store.journal import Facts

from . import maintain


@dataclass(frozen=True, slots=True)
class Readable:
    """How much of a damaged archive can be read, and in how many places, and of what, something cannot."""

    holdings: Holdings
    gaps: int
    lost_of: str


@dataclass(frozen=True, slots=True)
class Saved:
    """The new archive, what it holds, what became of the rest, and what a check of it still finds."""

    path: Path
    holdings: Holdings
    told: tuple[str, ...]
    findings: tuple[Finding, ...]


def look(path: Path, *, key: Key | None = None, progress: Progress | None = None) -> Readable:
    """Reads all of a damaged archive that can be read, and keeps nothing of it. Raises NotAnArchive when nothing can be."""
    progress = progress or Progress()
    with _source(path, path, key, progress) as source:
        found = salvage.count(source, None if key is None else key.raw, progress.report)
    holds = Holdings(**{each.name: found.rows.get(each.name, 0) for each in fields(Holdings)})
    return Readable(holds, sum(found.gaps.values()), salvage.called(sorted(found.gaps)))


def save_readable(path: Path, target: Path, *, key: Key | None = None, progress: Progress | None = None) -> Saved:
    """Makes `target`, as encrypted as the damaged archive, of what can be read; raises NotAnArchive when nothing can be.

    Raises Invalid when `target` exists. Until all of it is on the disk there is no `target`, whatever ends the program.
    """
    progress = progress or Progress()
    if not path.is_file():
        raise Unreadable(f"There is no file {path}.", "Check the name.")
    if target.exists():
        raise Invalid(f"{target} exists already.", "Choose another name.")
    leftovers.clear_drafts(target)
    draft = target.with_name(f".{target.name}-{secrets.token_hex(4)}.part")
    try:
        told, holds, findings = _saved(path, draft, target, key, progress)
        files.place(draft, target)
    except (DiskFull, ReadOnly) as error:  # a person knows nothing of the draft
        raise type(error)(error.what.replace(draft.name, target.name), error.advice) from error
    finally:
        with suppress(OSError):
            files.remove(draft)
            draft.with_name(draft.name + ".lock").unlink(missing_ok=True)
    return Saved(target, holds, told, tuple(findings))


@contextmanager
def _source(path: Path, near: Path, key: Key | None, progress: Progress) -> Iterator[Path]:
    """What is read: the damaged file itself; of an encrypted one with pages that do not answer a copy, encrypted too, without them.

    The copy lies beside `near`, under a name that the next one clears away, and goes at the end. Raises DiskFull where there is no room for it.
    """
    told = lambda done, pages: progress.report(done, pages, "Looking at the pages")  # noqa: E731
    if key is None or files.wal_holds_something(path) or codes.all_answer(path, key.raw, told):
        yield path
        return
    copy = near.with_name(f".{near.name}-{secrets.token_hex(4)}.part")
    try:
        try:
            codes.copy_blanked(path, key.raw, copy, told)
        except OSError as error:
            raise DiskFull(
                f"{path.name} has to be copied to be read, and that failed ({error.strerror}).",
                "Free some space, or save it on another disk.",
            ) from error
        yield copy
    except NotAnArchive as error:
        raise salvage.nothing(path) from error  # a person knows nothing of the copy
    finally:
        with suppress(OSError):
            files.remove(copy)


def _saved(
    path: Path, draft: Path, target: Path, key: Key | None, progress: Progress
) -> tuple[tuple[str, ...], Holdings, list[Finding]]:
    """Fills a new archive; what became of what could not be read, what it holds, and what a check of it finds."""
    raw = None if key is None else key.raw
    files.make(draft, raw, {}, None if raw is None else files.salt(path))  # so that the same passphrase opens it
    connections = files.connect(draft, key=raw, read_only=False)
    try:
        with _source(path, target, key, progress) as source:
            found = salvage.salvage(source, raw, connections, progress.report)
        if not sum(found.rows.values()):
            raise salvage.nothing(path)
        if copies.uid(connections) is None:
            with connections.atomic():
                Facts(connections).set("uid", new_uid())
                Facts(connections).set("created", clock.stamp())
        holds = copies.holdings(connections)
    finally:
        connections.close()
    with Archive.open(draft, key=key) as archive:
        archive.index.catch_up(progress)
        findings = maintain.check(archive, progress=progress)
    gaps = sum(found.gaps.values())
    told = [f"In {gaps:,} places nothing could be read ({salvage.called(sorted(found.gaps))})."] if gaps else []
    return (*told, *found.told), holds, findings
