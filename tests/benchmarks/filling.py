"""Archives filled without reading a text: articles as an import saves them, and what rules would have read written beside."""

from collections.abc import Callable
from pathlib import Path

from archive.archive import Archive
from archive.model.article import Edition, Metadata, Text, Verdict
from archive.model.ids import ArticleId
from archive.operations import readers

_ADDED = "2026-01-01T00:00:00.000Z"


def fill(path: Path, total: int, articles: int, add: Callable[[Archive, int, int], None], *, at_once: int) -> Archive:
    """Makes the archive and opens it; `add(archive, number, share)` writes an article that tells its share of the total."""
    archive = Archive.create(path)
    shares = [total // articles + (number < total % articles) for number in range(articles)]
    for start in range(0, articles, at_once):
        with archive.atomic():
            for number, share in enumerate(shares[start : start + at_once], start):
                add(archive, number, share)
            archive.store.extraction.changed()
    read_already(archive)
    return archive


def read_already(archive: Archive) -> None:
    """Lets no article wait to be read: no background reading runs beside what is measured."""
    with archive.atomic():
        archive.store.extraction.done(archive.store.extraction.due(archive.store.extraction.pending()))
        archive.store.facts.set("extraction-version", readers.version())


def save(archive: Archive, number: int, metadata: Metadata, text: Text) -> tuple[ArticleId, Edition]:
    """Writes an article with its original and its edition; it does not wait to be read."""
    original = archive.store.originals.put(text.text.encode(), f"{number}.txt", "text/plain")
    article = archive.store.articles.add(metadata, verdict=Verdict.OK, added=_ADDED)
    archive.store.editions.add(
        article,
        text,
        original=original.sha512,
        encoding="utf-8",
        importer="plain",
        importer_version=1,
        reason="import",
        path=f"/articles/{number}.txt",
        created=_ADDED,
    )
    edition = archive.store.editions.current(article)
    archive.store.originals.found_at(article, original.sha512, edition.path, f"{number}.txt", member=None, at=_ADDED)
    archive.store.extraction.done([article])
    return article, edition
