"""Looking after an archive: making one, and finding out whether everything that was saved is still whole.

Checking changes nothing. Repairing rebuilds what can be rebuilt without guessing, the index, and reports the rest.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import resources
from archive.archive import Archive
from archive.base.errors import NotAnArchive, NotFound, WaystationError
from archive.base.progress import Progress
from archive.model.article import Edition
from archive.model.ids import ArticleId
from archive.protection.keys import Key

from . import anchoring, extracting, rereading, rereading_figures

_STARTER_SUFFIXES = frozenset({".txt", ".md", ".html"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: a sentence, the part of the archive, and whether it was put right."""

    what: str
    where: str
    repaired: bool = False


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
    """Reads everything once: the file, each original against its SHA-512, every position, the index against the texts.

    With `repair` an index that does not agree is built again, here and now; raises ReadOnly when it cannot be.
    """
    progress = progress or Progress()
    findings = [Finding(what, archive.path.name) for what in archive.store.integrity()]
    sound = not findings  # writing to a damaged file could damage more of it
    for search in (_damaged_originals, _damaged_texts):
        try:
            findings += search(archive, progress)
        except NotAnArchive as error:
            findings.append(Finding(error.what, archive.path.name))
    findings += _unread(archive)
    index_faults = archive.index.verify()
    repaired = bool(index_faults) and repair and sound and _rebuilt(archive, progress)
    return findings + [Finding(what, "index", repaired) for what in index_faults]


def _unread(archive: Archive) -> Iterator[Finding]:
    """Articles whose dates and figures are still to be read are no damage; that the queue forgot none is looked at."""
    if not extracting.outdated(archive):
        for article in archive.store.extraction.forgotten():
            yield Finding(
                "The dates and figures of this article were never read, and it is not waiting for that.",
                f"article {article}",
            )


def _rebuilt(archive: Archive, progress: Progress) -> bool:
    """Builds the index anew; whether it agrees now."""
    archive.index.drop()
    archive.index.catch_up(progress)
    return not archive.index.verify()


def _damaged_originals(archive: Archive, progress: Progress) -> Iterator[Finding]:
    for address in progress.over(archive.store.originals.addresses(), "Checking originals"):
        whole = False
        with suppress(NotAnArchive):
            whole = archive.store.originals.intact(address)
        if not whole:
            yield Finding("The bytes of an original are not the ones that were imported.", f"original {address[:16]}")


def _damaged_texts(archive: Archive, progress: Progress) -> Iterator[Finding]:
    for edition in progress.over(archive.store.editions.ids(), "Checking texts"):
        try:
            found = archive.store.editions.get(edition)
            faults = [
                *_edition_faults(archive, found),
                *anchoring.faults(archive, found),
                *rereading.faults(archive, found),
                *rereading_figures.faults(archive, found),
            ]
        except (NotAnArchive, NotFound, ValueError):
            yield Finding("A text cannot be read: the file is damaged.", f"edition {edition}")
            continue
        yield from (Finding(what, f"article {found.article}, edition {found.number}") for what in faults)


def _edition_faults(archive: Archive, edition: Edition) -> Iterator[str]:
    expected = 0
    for number, block in enumerate(edition.blocks, 1):
        if block.start != expected or not block.start <= block.end <= len(edition.text):
            yield f"Block {number} does not follow the one before it."
            return
        if any(not block.start <= run.start <= run.end <= block.end for run in block.runs):
            yield f"An inline mark reaches out of block {number}."
        expected = block.end + 1
    if edition.blocks and edition.blocks[-1].end != len(edition.text):
        yield "The text goes on after its last block."
    decoded = _decoded_chars(archive, edition)
    if decoded is None:
        yield "The original can no longer be decoded as it was."
        return
    spans = [block.source for block in edition.blocks] + [(aside.start, aside.end) for aside in edition.set_aside]
    if any(not 0 <= start <= end <= decoded for start, end in spans):
        yield "A place in the original lies outside of it."
    if archive.store.articles.get(edition.article).edition == edition.id:
        yield from _evidence_faults(archive, edition.article, decoded)


def _evidence_faults(archive: Archive, article: ArticleId, decoded: int) -> Iterator[str]:
    for field, evidence in archive.store.articles.evidence(article).items():
        if evidence.start is not None and not 0 <= evidence.start <= (evidence.end or 0) <= decoded:
            yield f"The evidence for the {field} lies outside of the original."


def _decoded_chars(archive: Archive, edition: Edition) -> int | None:
    """The length of the decoded original in code points; None when it cannot be decoded."""
    from archive.importers.detect import RENDERED
    from archive.importers.encodings import decode

    if edition.importer in RENDERED:
        # Its reader alone makes the text of a document; how long that is, the places that it gave tell.
        ends = [block.source[1] for block in edition.blocks] + [aside.end for aside in edition.set_aside]
        return max(ends, default=0)
    with suppress(WaystationError):
        return len(decode(archive.store.originals.data(edition.original.sha512), override=edition.encoding).text)
    return None
