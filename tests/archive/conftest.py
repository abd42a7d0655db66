"""An open archive, and articles in it without an importer."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.model.article import Block, BlockKind, Evidence, Metadata, Text, Verdict
from archive.model.ids import ArticleId
from archive.protection import passphrases
from tests.archive.made import new_archive
from tests.archive.times import Rules, reading_with

AddArticle = Callable[..., ArticleId]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "Test.waystation") as opened:
        yield opened


def blocks_of(text: str) -> Text:
    """One paragraph a line, the first one a heading, as they stand in an original that is the same text."""
    blocks, start = [], 0
    for number, line in enumerate(text.split("\n")):
        kind = BlockKind.PARAGRAPH if number else BlockKind.HEADING
        blocks.append(Block(kind, start, start + len(line), (start, start + len(line)), 0 if number else 1))
        start += len(line) + 1
    return Text(text, tuple(blocks))


@pytest.fixture
def add_article() -> AddArticle:
    """`add_article(archive, body, title=…, **metadata)` saves an article as an import does, in one transaction."""

    def add(archive: Archive, body: str = "Some words.", title: str = "A title", **metadata: Any) -> ArticleId:
        text = blocks_of(f"{title}\n{body}")
        evidence = {"title": Evidence(title, 0, len(title), "first line", 0.9)}
        with archive.atomic():
            original = archive.store.originals.put(text.text.encode(), "article.txt", "text/plain")
            added = metadata.pop("added", "2026-01-01T00:00:00.000Z")
            article = archive.store.articles.add(
                Metadata(title=title, evidence=evidence, **metadata), verdict=Verdict.OK, added=added
            )
            archive.store.editions.add(
                article,
                text,
                original=original.sha512,
                encoding="utf-8",
                importer="plain",
                importer_version=1,
                reason="import",
                path="/articles/article.txt",
                created=added,
            )
            archive.store.originals.found_at(
                article, original.sha512, "/articles/article.txt", "article.txt", member=None, at=added
            )
        return article

    return add


@pytest.fixture
def rules() -> Iterator[Rules]:
    """The tests' own rules instead of the program's: bare years, days, "last year", "for three years"."""
    with reading_with(Rules()) as given:
        yield given


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes deriving a key cost next to nothing; what the real cost is has tests of its own."""
    monkeypatch.setattr(passphrases, "PARAMETERS", {1: passphrases.Cost(passes=1, memory_kib=64, lanes=1)})
