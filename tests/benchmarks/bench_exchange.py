"""Joining work: a bundle of 1,000 articles with 20,000 passages, merged into an archive that has half of the articles, and taken back."""

import shutil
from contextlib import ExitStack
from pathlib import Path

from archive.archive import Archive
from archive.model.article import Metadata, Verdict
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.operations import acts, annotate
from archive.operations.annotate import Span
from archive.operations.exchange import bundling, foreign, merging
from archive.store import files
from tests.archive.conftest import blocks_of
from tests.benchmarks import generator
from tests.benchmarks.measure import Table, Watch, timed

ARTICLES, PASSAGES = 1000, 20_000
TARGET_S = 20


def run(folder: Path) -> Table:
    """Each step; from the bundle and from the archive file, each into a copy of the same archive."""
    table = Table("Joining work", ("step", "seconds", "processor seconds", "target"))
    theirs, mine, half = (
        folder / "exchange-theirs.waystation",
        folder / "exchange-mine.waystation",
        folder / "exchange-half.waystation",
    )
    bundle = folder / "exchange.waystation-bundle"
    for path in (theirs, mine, half, bundle):
        files.remove(path)  # with the logs that a run which was ended left beside them
    with Archive.create(theirs) as archive:
        _fill(archive, ARTICLES, PASSAGES)
        with timed() as watch:
            bundling.bundle(archive, bundle)
        _add_row(table, "bundle", watch)
        archive.checkpoint()
    with Archive.create(half) as archive:
        _fill(archive, ARTICLES // 2, 1000)
        archive.checkpoint()
    shutil.copy(half, mine)
    for source, name in ((bundle, "the bundle"), (theirs, "the archive file")):
        path = mine if source is bundle else half
        with Archive.open(path) as archive:
            change = _joined(table, archive, source, name)
            inverse = change.inverse
            assert inverse is not None
            if source is bundle:
                with foreign.side(archive, bundle) as side, timed() as watch:
                    merging.merge(archive, side)
                _add_row(table, "merge it again", watch)
                with timed() as watch:
                    acts.perform(archive, inverse)
                _add_row(table, "take it back", watch)
    return table


def _joined(table: Table, archive: Archive, source: Path, name: str) -> Change:
    with timed() as opening:
        stack = ExitStack()
        side = stack.enter_context(foreign.side(archive, source))
    _add_row(table, f"open and check {name}", opening)
    with stack, timed() as watch:
        told, change = merging.merge(archive, side)
    assert told.added["passage"] == PASSAGES
    _add_row(table, f"merge {sum(told.added.values()):,} records from {name}", watch, f"≤ {TARGET_S}")
    return change


def _add_row(table: Table, what: str, watch: Watch, target: str = "") -> None:
    table.add(what, f"{watch.seconds:.1f}", f"{watch.processor_seconds:.1f}", target)


def _fill(archive: Archive, articles: int, passages: int) -> None:
    ids: list[ArticleId] = []
    with archive.atomic():
        for number in range(articles):
            ids.append(_add(archive, number))
    spans = [
        Span(ids[number % articles], 5 + number // articles * 7, 30 + number // articles * 7)
        for number in range(passages)
    ]
    for start in range(0, passages, 1000):
        annotate.mark_many(archive, spans[start : start + 1000], note="seen", tags=[f"topic/{start // 1000}", "read"])


def _add(archive: Archive, number: int) -> ArticleId:
    text = blocks_of("\n".join(generator.article(number).paragraphs))
    original = archive.store.originals.put(text.text.encode(), f"{number}.txt", "text/plain")
    article = archive.store.articles.add(
        Metadata(title=f"Article {number}"), verdict=Verdict.OK, added="2026-01-01T00:00:00.000Z"
    )
    archive.store.editions.add(
        article, text, original=original.sha512, encoding="utf-8", importer="plain", importer_version=1,
        reason="import", path=f"/{number}.txt", created="2026-01-01T00:00:00.000Z",
    )  # fmt: skip
    return article
