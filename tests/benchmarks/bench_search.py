"""Indexing and ten kinds of query, side by side with stock Whoosh on files and SQLite FTS5, on the same texts in one run."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from archive.archive import Archive
from archive.base import clock
from archive.model.article import Block, BlockKind, Metadata, Text, Verdict
from archive.operations import find
from tests.benchmarks.generator import WORDS, Made, collection
from tests.benchmarks.measure import Table, Watch, spread, timed
from tests.benchmarks.rivals import Fts5, StockWhoosh

COMMON, MIDDLE, RARE = WORDS[5:12], WORDS[300:312], WORDS[9000:9012]


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of the queries: frequent ones, some of the middle, and rare ones."""

    common: Sequence[str]
    middle: Sequence[str]
    rare: Sequence[str]


def queries(
    made: Sequence[Made], asked: Asked = Asked(COMMON, MIDDLE, RARE)
) -> dict[str, tuple[list[str], list[str] | None, list[str] | None]]:
    """Kind → (our queries, stock Whoosh's or None, FTS5's or None)."""
    common, middle, rare = list(asked.common), list(asked.middle), list(asked.rare)
    found = [_neighbours(item) for item in made[:24] if item.language == "en"]
    phrases = [f'"{phrase}"' for phrase in found if phrase][:8]
    both = [f"{left} {right}" for left, right in zip(common, middle, strict=False)]
    either = [" OR ".join([*common[start : start + 3], *middle[start : start + 2]]) for start in range(4)]
    prefixes = [f"{word[:3]}*" for word in middle]
    fuzzy = [f"{word[:-1]}x~" for word in middle if len(word) > 5]
    without = [f"{left} -{right}" for left, right in zip(common, middle, strict=False)]
    dated = [f"{word} published:2010..2014" for word in common]
    korean = ["강", "도서관", "국경 겨울", "사람들"]
    return {
        "frequent word": (common, common, common),
        "rare word": (rare, rare, rare),
        "two words": (both, both, both),
        "any of five": (either, either, either),
        "exact phrase": (phrases, phrases, phrases),
        "prefix": (prefixes, prefixes, list(prefixes)),
        "fuzzy": (fuzzy, fuzzy, None),
        "without": (
            without,
            [query.replace(" -", " NOT ") for query in without],
            [query.replace(" -", " NOT ") for query in without],
        ),
        "date and word": (dated, None, None),
        "Korean": (korean, None, None),
    }


def _neighbours(made: Made) -> str:
    """Two words that stand next to each other in the first paragraph."""
    words = made.paragraphs[0].rstrip(".").split()[2:]
    pairs = (f"{left} {right}" for left, right in pairwise(words) if left.isalpha() and right.isalpha())
    return next(pairs, "")


def fill(archive: Archive, articles: Sequence[Made]) -> None:
    """Stores generated articles as an import would, without reading files."""
    for start in range(0, len(articles), 500):
        with archive.atomic():
            for made in articles[start : start + 500]:
                _store(archive, made)


def archive_of(folder: Path, count: int) -> Path:
    """An indexed archive of `count` generated articles; made when it is not there yet."""
    path = folder / f"made-{count}.waystation"
    if not path.exists():
        with Archive.create(path) as archive:
            fill(archive, list(collection(count)))
            archive.index.catch_up()
    return path


def _store(archive: Archive, made: Made) -> None:
    parts = [made.title, *made.paragraphs]
    blocks, position = [], 0
    for number, part in enumerate(parts):
        kind = BlockKind.PARAGRAPH if number else BlockKind.HEADING
        blocks.append(Block(kind, position, position + len(part), (position, position + len(part)), 0 if number else 1))
        position += len(part) + 1
    published = made.published.isoformat() if made.published else None
    metadata = Metadata(made.title, (made.byline,), made.publisher, None, published, made.language)
    original = archive.store.originals.put(made.text.encode(), f"{made.number}.txt", "text/plain")
    article = archive.store.articles.add(metadata, verdict=Verdict.OK, warnings=(), added=clock.stamp())
    archive.store.editions.add(
        article,
        Text("\n".join(parts), tuple(blocks)),
        original=original.sha512,
        encoding="utf-8",
        importer="bench",
        importer_version=1,
        reason="import",
        path=f"{made.number}.txt",
        created=clock.stamp(),
    )
    archive.store.outbox.put(article)


def run(folder: Path, count: int) -> tuple[Table, Table, Path]:
    """Indexes and searches `count` articles with all three; gives both tables and our archive."""
    made = list(collection(count))
    path = folder / f"search-{count}.waystation"
    for stale in [*folder.glob(f"{path.name}*"), folder / "fts5.db", folder / "fts5.db-wal", folder / "fts5.db-shm"]:
        stale.unlink(missing_ok=True)
    shutil.rmtree(folder / "whoosh", ignore_errors=True)
    with Archive.create(path) as archive:
        fill(archive, made)
        indexing, stock, fts = _index(folder, archive, made)
        searching = _search(archive, made, stock, fts, count)
    fts.close()
    return indexing, searching, path


def _index(folder: Path, archive: Archive, made: Sequence[Made]) -> tuple[Table, StockWhoosh, Fts5]:
    table = Table(f"Indexing {len(made):,} articles", ("engine", "s", "articles a second", "ratio to stock Whoosh"))
    stock, fts = StockWhoosh(folder / "whoosh"), Fts5(folder / "fts5.db")
    with timed() as ours:
        archive.index.catch_up()
    with timed() as theirs:
        stock.fill(made)
    with timed() as sqlite:
        fts.fill(made)
    for name, watch in (
        ("Waystation, in the archive file", ours),
        ("stock Whoosh, files", theirs),
        ("SQLite FTS5", sqlite),
    ):
        table.add(name, watch.seconds, len(made) / watch.seconds, watch.seconds / theirs.seconds)
    return table, stock, fts


def _search(archive: Archive, made: Sequence[Made], stock: StockWhoosh, fts: Fts5, count: int) -> Table:
    title = f"Search of {count:,} articles, best 20 with snippets and facets: p50 / p95 ms"
    table = Table(
        title,
        (
            "kind",
            "Waystation",
            "of which processor",
            "stock Whoosh, no snippets",
            "FTS5 with snippets",
            "ratio to Whoosh, p95",
        ),
    )
    whoosh, everything = stock.searcher(), []
    for kind, (ours, theirs, sqlite) in queries(made).items():
        mine = _watched(lambda query: find.search(archive, query, limit=20), ours)
        everything += mine
        whoosh_ms = _wall(_watched(whoosh, theirs, rounds=1)) if theirs else None
        fts_ms = _wall(_watched(fts.run, sqlite, rounds=2)) if sqlite else None
        ratio = _wall(mine)[1] / whoosh_ms[1] if whoosh_ms else "–"
        table.add(kind, _pair(_wall(mine)), _pair(_processor(mine)), _pair(whoosh_ms), _pair(fts_ms), ratio)
    table.add("all kinds", _pair(_wall(everything)), _pair(_processor(everything)), "–", "–", "–")
    return table


def _watched(run: Callable[[str], object], texts: Sequence[str], *, rounds: int = 5) -> list[Watch]:
    """Each query in each round; the first round is part of the figures."""
    watches: list[Watch] = []
    for text in [*texts] * rounds:
        with timed() as watch:
            run(text)
        watches.append(watch)
    return watches


def _wall(watches: Sequence[Watch]) -> tuple[float, float]:
    return spread([watch.seconds * 1000 for watch in watches])


def _processor(watches: Sequence[Watch]) -> tuple[float, float]:
    return spread([watch.processor_seconds * 1000 for watch in watches])


def _pair(pair: tuple[float, float] | None) -> str:
    return f"{pair[0]:.1f} / {pair[1]:.1f}" if pair else "–"
