"""Whether what was saved is what it was: each original against its SHA-512, every place against the words that stand there."""

from collections.abc import Iterator
from contextlib import suppress

from archive.archive import Archive
from archive.base.errors import NotAnArchive, NotFound, WaystationError
from archive.base.progress import Progress
from archive.model.article import Edition
from archive.model.ids import ArticleId, EditionId
from archive.model.keeping import Finding

from . import anchoring, rereading, rereading_figures

_CHANGED = "The bytes of an original are not the ones that were imported."


def originals(archive: Archive, progress: Progress) -> Iterator[Finding]:
    """Originals that do not answer to their address, or cannot be read."""
    for address in progress.over(archive.store.originals.addresses(), "Checking originals"):
        if not _intact(archive, address):
            yield _changed(archive, address)


def original(archive: Archive, edition: EditionId) -> Iterator[Finding]:
    """The same of the one original that an edition was made from."""
    with suppress(NotAnArchive, NotFound, ValueError):
        address = archive.store.editions.get(edition).original.sha512
        if not _intact(archive, address):
            yield _changed(archive, address)


def _intact(archive: Archive, address: str) -> bool:
    with suppress(NotAnArchive):
        return archive.store.originals.intact(address)
    return False


def _changed(archive: Archive, address: str) -> Finding:
    articles: tuple[int, ...] = ()
    with suppress(NotAnArchive):
        articles = tuple(archive.store.originals.known(address))
    return Finding(_CHANGED, f"original {address[:16]}", False, articles, _passages(archive, articles))


def texts(archive: Archive, progress: Progress) -> Iterator[Finding]:
    """Texts that cannot be read, and places in them or in their originals that point elsewhere."""
    for edition in progress.over(archive.store.editions.ids(), "Checking texts"):
        yield from text(archive, edition)


def text(archive: Archive, edition: EditionId) -> Iterator[Finding]:
    """The same of one edition."""
    try:
        found = archive.store.editions.get(edition)
        faults = [
            *_edition_faults(archive, found),
            *anchoring.faults(archive, found),
            *rereading.faults(archive, found),
            *rereading_figures.faults(archive, found),
        ]
    except (NotAnArchive, NotFound, ValueError, KeyError):
        articles = _article_of(archive, edition)
        what = "A text cannot be read: the file is damaged."
        yield Finding(what, f"edition {edition}", False, articles, _passages(archive, articles))
        return
    for what in faults:
        where = f"article {found.article}, edition {found.number}"
        yield Finding(what, where, False, (found.article,), _passages(archive, (found.article,)))


def _article_of(archive: Archive, edition: EditionId) -> tuple[int, ...]:
    with suppress(NotAnArchive):
        found = archive.store.editions.article_of(edition)
        return () if found is None else (found,)
    return ()


def _passages(archive: Archive, articles: tuple[int, ...]) -> int:
    with suppress(NotAnArchive):
        return sum(archive.store.passages.count_of(ArticleId(article)) for article in articles)
    return 0


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
