"""Joining work: a bundle of 1,000 articles with 20,000 passages, merged into an archive that has half of the articles, and taken back."""

import time
from pathlib import Path

from archive.archive import Archive
from archive.model.article import Metadata, Verdict
from archive.model.ids import ArticleId
from archive.operations import acts, annotate
from archive.operations.annotate import Span
from archive.operations.exchange import bundling, foreign, merging
from tests.archive.conftest import blocks_of
from tests.benchmarks import generator
from tests.benchmarks.measure import Table

ARTICLES, PASSAGES = 1000, 20_000
TARGET_S = 20


def run(folder: Path) -> Table:
    """Processor time of each step, since other work may fill the cores."""
    table = Table("Joining work", ("step", "seconds (processor)", "target"))
    theirs, mine = folder / "exchange-theirs.waystation", folder / "exchange-mine.waystation"
    bundle = folder / "exchange.waystation-bundle"
    for path in (theirs, mine, bundle):
        path.unlink(missing_ok=True)
    with Archive.create(theirs) as archive:
        _fill(archive, ARTICLES, PASSAGES)
        table.add("bundle", _timed(lambda: bundling.bundle(archive, bundle)), "")
    with Archive.create(mine) as archive:
        _fill(archive, ARTICLES // 2, 1000)
        began = time.process_time()
        with foreign.side(archive, bundle) as side:
            checked = time.process_time() - began
            began = time.process_time()
            told, change = merging.merge(archive, side)
            table.add("check the bundle", f"{checked:.1f}", "")
            table.add(
                f"merge {sum(told.added.values()):,} records", f"{time.process_time() - began:.1f}", f"≤ {TARGET_S}"
            )
        assert told.added["passage"] == PASSAGES
        with foreign.side(archive, bundle) as side:
            table.add("merge it again", _timed(lambda: merging.merge(archive, side)), "")
        inverse = change.inverse
        assert inverse is not None
        table.add("take it back", _timed(lambda: acts.perform(archive, inverse)), "")
        with foreign.side(archive, theirs) as side:
            table.add("merge the archive itself", _timed(lambda: merging.merge(archive, side)), f"≤ {TARGET_S}")
    return table


def _timed(work: object) -> str:
    began = time.process_time()
    work()  # type: ignore[operator]  # called for what it does
    return f"{time.process_time() - began:.1f}"


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
