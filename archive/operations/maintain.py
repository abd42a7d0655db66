"""Looking after an archive: making one, and finding out whether everything that was saved is still whole.

Checking changes nothing. Mending puts right what follows from other rows, and reports the rest; `repairing` does it on a copy.
"""

import re
from collections.abc import Callable, Iterator
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
from archive.store.integrity import Fault, Integrity

from . import extracting, wholeness

__all__ = ["Finding", "Glance", "check", "create", "glance"]

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

    With `repair` what follows from other rows is put right, here and now, where SQLite can be trusted with the file; raises
    ReadOnly when it cannot be written to.
    """
    progress = progress or Progress()
    integrity = Integrity(archive.store.connections, progress.check)
    found, sound = _of_the_file(archive, integrity, progress)
    for search in (wholeness.originals, wholeness.texts):
        try:
            found += [(finding, False) for finding in search(archive, progress)]
        except NotAnArchive as error:
            found.append((Finding(error.what, archive.path.name), False))
    found += [(finding, True) for finding in _unread(archive)]
    progress.report(0, 0, "Checking the search index")
    found += [(Finding(what, "index"), True) for what in archive.index.verify()]
    if repair and sound and any(mendable for _, mendable in found):
        return _mended(archive, integrity, found, progress)
    return [finding for finding, _ in found]


_Found = list[tuple[Finding, bool]]


def _of_the_file(archive: Archive, integrity: Integrity, progress: Progress) -> tuple[_Found, bool]:
    """What is wrong with the file and its tables, whether each can be put right, and whether the file can be written to."""
    found: _Found = []
    progress.report(0, 0, "Checking the file")
    pages = list(integrity.pages())
    found += [(Finding(fault.what, archive.path.name), fault.mendable) for fault in pages]
    looks: tuple[Callable[[], Iterator[Fault]], ...] = (integrity.schema, integrity.references, integrity.rules)
    for look in looks:
        try:
            found += [(_finding(integrity, fault), fault.mendable) for fault in look()]
        except NotAnArchive as error:
            found.append((Finding(error.what, archive.path.name), False))
            return found, False
    return found, all(fault.mendable for fault in pages)


def _finding(integrity: Integrity, fault: Fault) -> Finding:
    where = f"article {fault.articles[0]}" if len(fault.articles) == 1 else fault.where
    return Finding(fault.what, where, False, fault.articles, integrity.passages_of(fault.articles))


def _mended(archive: Archive, integrity: Integrity, found: _Found, progress: Progress) -> list[Finding]:
    """Mends, looks again at what can have changed by that, and says of each finding whether it is gone."""
    progress.report(0, 0, "Mending")
    name = archive.path.name
    with archive.atomic():
        integrity.mend(anew=any(finding.where == name for finding, _ in found))
        forgotten = archive.store.extraction.forgotten() if not extracting.outdated(archive) else []
        archive.store.extraction.put(forgotten)
    if any(finding.where == "index" for finding, _ in found):
        archive.index.drop()
        archive.index.catch_up(progress)
    left = {_uncounted(finding.what) for finding, _ in _of_the_file(archive, integrity, progress)[0]}
    left |= {finding.what for finding in _unread(archive)} | set(archive.index.verify())
    return [replace(finding, repaired=mendable and _uncounted(finding.what) not in left) for finding, mendable in found]


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
