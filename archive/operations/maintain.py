"""Looking after an archive: making one, and finding out whether everything that was saved is still whole.

Checking changes nothing. Mending puts right what follows from other rows, and reports the rest; `repairing` does it on a copy.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

import resources
from archive.archive import Archive
from archive.base.errors import NotAnArchive
from archive.base.progress import Progress
from archive.model.keeping import Finding
from archive.protection.keys import Key
from archive.store.integrity import Fault, Integrity, only_an_index

from . import extracting, wholeness
from .exchange import faults

__all__ = ["Finding", "Glance", "check", "create", "glance", "mend", "told"]

_STARTER_SUFFIXES = frozenset({".txt", ".md", ".html"})
_GLANCE_S = 0.8  # a light check takes no longer
_GLANCE_TEXTS = 200  # the newest; what a power cut can have touched is among them


@dataclass(frozen=True, slots=True)
class Glance:
    """What a light check found, and how many of the newest texts it came to."""

    findings: tuple[Finding, ...]
    texts: int


def create(path: Path, starter: bool, key: Key | None = None, salt: bytes | None = None) -> Archive:
    """Makes an archive and opens it, with the starter collection or empty. Raises Invalid when there is a file already.

    When the starter collection cannot be taken in, no archive is left behind. `protecting.create` makes an encrypted one.
    """
    archive = Archive.create(path, key, salt)
    if starter:
        try:
            _add_starter(archive)
        except BaseException:
            archive.discard()
            raise
    return archive


def _add_starter(archive: Archive) -> None:
    # The importers take their time to load, and an empty archive needs none.
    from . import indexing, ingest

    texts = sorted(path for path in resources.path("starter").iterdir() if path.suffix in _STARTER_SUFFIXES)
    ingest.run(archive, texts, accepted=True)
    indexing.settle(archive)


def check(archive: Archive, repair: bool = False, progress: Progress | None = None) -> list[Finding]:
    """Reads everything once: the file, each original against its SHA-512, every span against its words, the index against the texts.

    With `repair` it is mended here and now (see `mend`), and each finding says whether it is gone; raises ReadOnly when the archive
    cannot be written to.
    """
    progress = progress or Progress()
    found = _found(archive, progress)
    if not (repair and found):
        return found
    mend(archive, found, progress)
    return told(found, _found(archive, progress))


def _found(archive: Archive, progress: Progress) -> list[Finding]:
    found = _of_the_file(archive, progress)
    intact: set[str] = set()
    for search in (wholeness.texts, wholeness.originals):
        try:
            found += search(archive, progress, intact)
        except NotAnArchive as error:
            found.append(Finding(error.what, archive.path.name))
    try:
        found += faults.faults(archive, progress)
    except (NotAnArchive, ValueError, KeyError) as error:
        what = error.what if isinstance(error, NotAnArchive) else "What was exchanged with others cannot be read."
        found.append(Finding(what, archive.path.name if isinstance(error, NotAnArchive) else "exchange"))
    found += _unread(archive)
    progress.report(0, 0, "Checking the search index")
    try:
        return found + [Finding(what, "index") for what in archive.index.verify(progress.check)]
    except NotAnArchive as error:
        return [*found, Finding(error.what, archive.path.name)]


def told(found: Sequence[Finding], left: Sequence[Finding]) -> list[Finding]:
    """What was found, each saying whether it is gone from what is `left`."""
    remaining = {_uncounted(finding.what) for finding in left}
    return [replace(finding, repaired=_uncounted(finding.what) not in remaining) for finding in found]


def _of_the_file(archive: Archive, progress: Progress) -> list[Finding]:
    """What is wrong with the file and its tables."""
    integrity = Integrity(archive.store.connections, progress.check, progress.report)
    progress.report(0, 0, "Checking the file")
    found = [Finding(fault.what, archive.path.name) for fault in integrity.pages()]
    looks: tuple[Callable[[], Iterator[Fault]], ...] = (integrity.schema, integrity.references, integrity.rules)
    for look in looks:
        try:
            found += [_finding(integrity, fault) for fault in look()]
        except NotAnArchive as error:
            return [*found, Finding(error.what, archive.path.name)]
    return found


def _finding(integrity: Integrity, fault: Fault) -> Finding:
    where = f"article {fault.articles[0]}" if len(fault.articles) == 1 else fault.where
    return Finding(fault.what, where, False, fault.articles, integrity.passages_of(fault.articles))


def mend(archive: Archive, found: Sequence[Finding], progress: Progress, *, of_a_copy: bool = False) -> None:
    """Puts right what follows from other rows, in an archive of which a check has found this; nothing else is touched.

    Where SQLite itself finds more than indexes to make again, nothing is written, because it could damage more; a copy is then
    written anew as far as its tables can be read, and NotAnArchive is raised when one cannot.
    """
    progress.report(0, 0, "Mending")
    pages = [finding.what for finding in found if finding.where == archive.path.name]
    if not all(only_an_index(what) for what in pages):
        if not of_a_copy:
            return
        Integrity(archive.store.connections, progress.check).rewrite()
    with archive.atomic():
        Integrity(archive.store.connections, progress.check).mend(anew=bool(pages))
        if not extracting.outdated(archive):
            archive.store.extraction.put(archive.store.extraction.forgotten())
    if archive.index.verify():
        archive.index.drop()
        archive.index.catch_up(progress)


def _uncounted(what: str) -> str:
    """A sentence without how often it holds."""
    return re.sub(r" \([\d,]+ times\)", "", what)


def glance(archive: Archive, progress: Progress | None = None) -> Glance:
    """A light check within a second, of what was written last: for after the program or the computer ended without closing."""
    until = monotonic() + _GLANCE_S
    progress = progress or Progress()

    def go_on() -> None:
        progress.check()
        if monotonic() > until:
            raise _TimeIsUpError

    findings: list[Finding] = []
    seen = 0
    integrity = Integrity(archive.store.connections, go_on)
    with suppress(_TimeIsUpError):
        for edition in archive.store.editions.newest(_GLANCE_TEXTS):
            findings += wholeness.text(archive, edition)
            findings += wholeness.original(archive, edition)
            seen += 1
            go_on()
        for look in (integrity.schema, integrity.references, integrity.rules):
            findings += [_finding(integrity, fault) for fault in look()]
    return Glance(tuple(findings), seen)


class _TimeIsUpError(Exception):
    """The light check has taken as long as it may."""


def _unread(archive: Archive) -> Iterator[Finding]:
    """Articles whose dates and figures are still to be read are no damage; that the queue forgot none is looked at."""
    if not extracting.outdated(archive):
        for article in archive.store.extraction.forgotten():
            yield Finding(
                "The dates and figures of this article were never read, and it is not waiting for that.",
                f"article {article}",
                articles=(article,),
            )
