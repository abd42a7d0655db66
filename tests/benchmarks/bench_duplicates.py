"""`make bench ARGS=duplicates`: copies, excerpts and updates found among so many articles of about 900 bytes, in processor seconds.

Every fiftieth article is an edited copy of one before it. One more that comes in is looked at by itself; and what is found of the
invented pairs of the tests is told as precision and recall.
"""

import time
from pathlib import Path

from archive.archive import Archive
from archive.extraction.likeness.judging import judge
from archive.model.article import Block, BlockKind, Metadata, Text, Verdict
from archive.operations import duplicates, origins
from tests.archive.extraction import likeness_sample
from tests.benchmarks.generator import Made, article
from tests.benchmarks.measure import Table

_EVERY = 50
_CHARS = 900
_STAMP = "2026-01-01T00:00:00.000Z"


def run(folder: Path, count: int) -> Table:
    """Fills an archive without importers, looks at all of it, and then at one more."""
    table = Table(f"Duplicates among {count:,} articles of {_CHARS} bytes (processor seconds)", ("step", "value"))
    path = folder / f"duplicates-{count}.waystation"
    for stale in folder.glob(f"{path.name}*"):
        stale.unlink()
    with Archive.create(path) as archive:
        for start in range(0, count, 500):
            with archive.atomic():
                for number in range(start, min(start + 500, count)):
                    _add(archive, number)
        began = time.process_time()
        duplicates.settle(archive)
        table.add("all of them", time.process_time() - began)
        table.add("microseconds an article", (time.process_time() - began) / count * 1e6)
        table.add("pairs found", archive.store.duplicates.found())
        table.add("copies that there are", len(range(_EVERY, count, _EVERY)))
        rows = archive.store.connections.value("SELECT count(*) FROM sketch_shingles")
        table.add("numbers of sketches kept", rows)
        with archive.atomic():
            _add(archive, count)
        began = time.process_time()
        duplicates.settle(archive)
        table.add("one more", time.process_time() - began)
        began = time.process_time()
        origins.groups(archive, limit=200)
        table.add("the page of groups", time.process_time() - began)
    _score(table)
    return table


def _add(archive: Archive, number: int) -> None:
    copied = number and number % _EVERY == 0
    made = article(number - 7 if copied else number)
    body = _edited(made) if copied else "\n".join(made.paragraphs)[:_CHARS]
    title = made.title
    lines, start, blocks = [title, *body.split("\n")], 0, []
    for place, line in enumerate(lines):
        kind = BlockKind.PARAGRAPH if place else BlockKind.HEADING
        blocks.append(Block(kind, start, start + len(line), (start, start + len(line)), 0 if place else 1))
        start += len(line) + 1
    text = Text("\n".join(lines), tuple(blocks))
    original = archive.store.originals.put(f"{number} {text.text}".encode(), "a.txt", "text/plain")
    published = made.published.isoformat() if made.published else None
    publisher = "Another Post" if copied else made.publisher
    added = archive.store.articles.add(
        Metadata(title=title, publisher=publisher, published=published), verdict=Verdict.OK, added=_STAMP
    )
    archive.store.editions.add(
        added,
        text,
        original=original.sha512,
        encoding="utf-8",
        importer="plain",
        importer_version=1,
        reason="import",
        path="a.txt",
        created=_STAMP,
    )


def _edited(made: Made) -> str:
    """The text without every thirtieth word."""
    lines = "\n".join(made.paragraphs)[:_CHARS].split("\n")
    return "\n".join(
        " ".join(word for place, word in enumerate(line.split()) if place % 30 != 29) or line for line in lines
    )


def _score(table: Table) -> None:
    told = [(pair.truth, judge(*likeness_sample.ready(pair))) for pair in likeness_sample.pairs()]
    true = sum(truth is not None for truth, _ in told)
    found = sum(judged is not None for _, judged in told)
    right = sum(truth is not None and judged is not None for truth, judged in told)
    table.add("invented pairs", len(told))
    table.add("precision", right / found)
    table.add("recall", right / true)
    table.add("of the right kind", sum(judged is not None and judged.kind is truth for truth, judged in told) / true)
