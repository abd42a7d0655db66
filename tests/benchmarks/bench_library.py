"""A library of short news articles with a vocabulary that grows: indexing, ten classes of query, typing while an import is indexed, one
article until it is found, and what nobody should type; beside SQLite FTS5 and stock Whoosh on the same texts.

The archives are kept in the folder by their number of articles, so that another run, or another benchmark, finds them.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from threading import Event

from archive.archive import Archive
from archive.operations import find, hit_passages, indexing
from tests.benchmarks.bench_search import fill
from tests.benchmarks.generator import Made
from tests.benchmarks.growing import article, collection, word
from tests.benchmarks.measure import Table, Watch, memory_mb, spread, timed
from tests.benchmarks.rivals import Fts5, StockWhoosh

FREQUENT = [word(rank) for rank in range(3, 11)]
MIDDLE = [word(rank) for rank in range(200, 208)]
RARE = [word(rank) for rank in range(9000, 9008)]
SHOWN = 20
_AT_ONCE = 5_000
_CHILD_S = 60  # until the indexing child has done its first batch
_STOCK_MOST = 20_000  # stock Whoosh takes minutes for more
_HOSTILE = {
    "10,000 words": " ".join(word(rank) for rank in range(10_000)),
    "a* b* c*": "a* b* c*",
    "every letter*": " OR ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
    "200 words with OR": " OR ".join(word(rank) for rank in range(200)),
    "phrase of the most frequent": '"' + " ".join(word(rank) for rank in range(6)) + '"',
    "like a regular expression": r"(.*a){25}|^(\w+\s?)*$ [^x]+?(?=y)",
    "200 misspelt words": " ".join(f"{word(rank)}x~2" for rank in range(5000, 5200)),
    "500 brackets": "(" * 500 + FREQUENT[0] + ")" * 500,
}


def classes() -> dict[str, tuple[list[str], list[str] | None]]:
    """Class → (our queries, FTS5's, which are stock Whoosh's too; None where it has no such thing)."""
    either = [" OR ".join([*FREQUENT[at : at + 3], *MIDDLE[at : at + 2]]) for at in range(6)]
    both = [f"{left} {right}" for left, right in zip(FREQUENT, MIDDLE, strict=True)]
    prefixes = [f"{each[:3]}*" for each in MIDDLE]
    titles = [f"title:{each}" for each in FREQUENT]
    without = list(zip(FREQUENT, MIDDLE, strict=True))
    return {
        "frequent word": (FREQUENT, FREQUENT),
        "rare word": (RARE, RARE),
        "two words": (both, both),
        "any of five": (either, either),
        "exact phrase": (phrases(), phrases()),
        "prefix": (prefixes, prefixes),
        "fuzzy": ([f"{each[:-1]}x~" for each in [*MIDDLE, *RARE] if len(each) > 5][:8], None),
        "date and word": ([f"{each} published:2010..2014" for each in FREQUENT], None),
        "field": (titles, titles),
        "without": ([f"{one} -{other}" for one, other in without], [f"{one} NOT {other}" for one, other in without]),
        "notes and tags": ([*(f"note:{each}" for each in MIDDLE[:4]), "has:note", "tag:river", "has:tag"], None),
    }


def phrases() -> list[str]:
    """Two words that stand next to each other in some article."""
    found: list[str] = []
    for number in range(400):
        words = article(number).paragraphs[0].split()
        pairs = pairwise(words[3:])
        plain = [
            f'"{one} {other}"' for one, other in pairs if f"{one}{other}".isalpha() and min(len(one), len(other)) > 3
        ]
        found += plain[:1]
    return found[:8]


def stored(folder: Path, count: int) -> Path:
    """An archive of the collection of which nothing is indexed; made when it is not there yet."""
    path = folder / f"library-{count}.waystation"
    if not path.exists():
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        with Archive.create(making) as archive:
            for start in range(0, count, _AT_ONCE):
                fill(archive, list(collection(min(_AT_ONCE, count - start), start)))
        making.rename(path)
    return path


def indexed(folder: Path, count: int) -> tuple[Path, Watch | None]:
    """An indexed copy of it, and what indexing in one process took if it was done now."""
    path = folder / f"library-{count}-indexed.waystation"
    if path.exists():
        return path, None
    making = path.with_suffix(".making")
    shutil.copy(stored(folder, count), making)
    with Archive.open(making) as archive:
        archive.index.pending()
        with timed() as watch:
            archive.index.catch_up()
    making.rename(path)
    return path, watch


def run(folder: Path, count: int) -> Iterator[Table]:
    """The tables, one after the other."""
    for stale in (f"library-{count}-indexed.*", "library.fts5*"):
        for path in folder.glob(stale):
            path.unlink()
    path, watch = indexed(folder, count)
    assert watch is not None
    fts, stock = Fts5(folder / "library.fts5"), None
    with Archive.open(path) as archive:
        table = Table(f"Indexing {count:,} short articles", ("what", "s", "processor s", "articles a second"))
        _add(table, "Waystation, in the archive file, one process", watch, count)
        _add(table, "SQLite FTS5, texts and index", _filled(fts.fill, count, _AT_ONCE), count)
        if count <= _STOCK_MOST:
            shutil.rmtree(folder / "library-whoosh", ignore_errors=True)
            stock = StockWhoosh(folder / "library-whoosh")
            _add(table, "stock Whoosh, files", _filled(stock.fill, count, count), count)
        table.add("segments", len(archive.index.sizes()), "", "")
        table.add("index, % of the texts", round(100 * _index_bytes(archive) / _text_bytes(archive)), "", "")
        yield table
        yield searching(archive, count, fts, stock)
        yield hostile(archive, count)
    fts.close()
    yield typing(folder, count)
    yield committing(folder, count)


def _filled(fill: Callable[[Sequence[Made]], None], count: int, at_once: int) -> Watch:
    """What a rival takes for the collection, without making it."""
    whole = Watch()
    for start in range(0, count, at_once):
        made = list(collection(min(at_once, count - start), start))
        with timed() as watch:
            fill(made)
        whole.seconds += watch.seconds
        whole.processor_seconds += watch.processor_seconds
    return whole


def _add(table: Table, name: str, watch: Watch, count: int) -> None:
    table.add(name, watch.seconds, watch.processor_seconds, count / watch.seconds)


def _index_bytes(archive: Archive) -> int:
    return sum(len(archive.chunks.get(name)[0]) for name in archive.chunks.names())


def _text_bytes(archive: Archive) -> int:
    texts = archive.store.editions
    return sum(len(texts.texts([edition])[edition][0].encode()) for edition in texts.ids())


def searching(archive: Archive, count: int, fts: Fts5, stock: StockWhoosh | None) -> Table:
    """Every class: with facets and snippets as the window asks; what FTS5 does too (ranking, 20 titles and snippets) beside it."""
    table = Table(
        f"Search of {count:,} short articles, best {SHOWN}: p50 / p95 ms",
        (
            "class",
            "first time",
            "again",
            "of which processor",
            "without facets",
            "FTS5",
            "stock Whoosh, no snippets",
            "ratio to FTS5, p50",
        ),
    )
    archive.index.load()
    whoosh, every = stock.searcher() if stock else None, []
    for name, (ours, theirs) in classes().items():
        first = _each(lambda query: find.search(archive, query, limit=SHOWN), ours)
        again = _each(lambda query: find.search(archive, query, limit=SHOWN), ours * 4)
        alone = _each(lambda query: ranked(archive, query), ours * 4)
        rival = _each(fts.run, theirs * 2) if theirs else None
        slow = _each(whoosh, theirs) if theirs and whoosh else None
        every += [*first, *again]
        table.add(
            name,
            _pair(first),
            _pair(again),
            _pair(again, processor=True),
            _pair(alone),
            _pair(rival),
            _pair(slow),
            _ms(alone)[0] / _ms(rival)[0] if rival else "–",
        )
    table.add("all classes", "", _pair(every), _pair(every, processor=True), "–", "–", "–", "–")
    return table


def ranked(archive: Archive, query: str) -> int:
    """The best with titles and snippets, and nothing else: what FTS5 is asked for."""
    found = archive.index.ranking(query, first=SHOWN)
    with archive.snapshot():
        page = hit_passages.read(archive, find.EVERYTHING, found.articles[:SHOWN].tolist(), query)
        hit_passages.of(archive, page, query, lambda: None)
    return len(page.articles)


def _strokes(texts: Sequence[str]) -> list[str]:
    """What stands in the box after each key, the last word as a beginning."""
    return [f"{text[:end]}*" for text in texts for end in range(2, len(text) + 1) if not text[:end].endswith(" ")]


def typing(folder: Path, count: int) -> Table:
    """Keystrokes with nothing beside them, and while a child process indexes the same archive anew and commits batch after batch."""
    table = Table(f"A key typed over {count:,} short articles: p50 / p95 ms", ("when", "wall", "processor"))
    strokes = _strokes([f"{one} {other}" for one, other in zip(MIDDLE, RARE, strict=True)])
    copy = _copied(folder, count)
    with Archive.open(copy) as archive:
        archive.index.load()
        find.search(archive, FREQUENT[0], limit=SHOWN)
        found = _each(lambda query: find.search(archive, query, limit=SHOWN), strokes)
        table.add(f"nothing else runs, {len(found)} keys", _pair(found), _pair(found, processor=True))
        table.add("memory of this process, MB", memory_mb(), "")
        with archive.atomic():
            archive.outbox.refill()
        batches: list[int] = []
        begun = Event()
        indexer = indexing.indexer(archive, batch_done=lambda done, _pending: (batches.append(done), begun.set())[1])
        indexer.start()
        begun.wait(_CHILD_S)
        before = len(batches)
        found = _each(lambda query: find.search(archive, query, limit=SHOWN), strokes)
        told = f"a child indexes all of it anew, {len(batches) - before} batches in {len(found)} keys"
        table.add(told, _pair(found), _pair(found, processor=True))
        indexer.kill()
    _removed(copy)
    return table


def _copied(folder: Path, count: int) -> Path:
    copy = folder / "library-copy.waystation"
    _removed(copy)
    shutil.copy(indexed(folder, count)[0], copy)
    return copy


def _removed(archive: Path) -> None:
    for left in archive.parent.glob(f"{archive.name}*"):
        left.unlink()


def hostile(archive: Archive, count: int) -> Table:
    """What nobody should type: an answer within 200 ms, or a sentence."""
    table = Table(
        f"Queries that nobody should type, over {count:,} short articles: ms",
        ("query", "first time", "processor", "hits"),
    )
    for name, query in _HOSTILE.items():
        with timed() as watch:
            found = find.search(archive, query, limit=SHOWN)
        table.add(name, watch.seconds * 1000, watch.processor_seconds * 1000, found.total)
    return table


def committing(folder: Path, count: int) -> Table:
    """From the commit of a few articles until a search for a word of one's title finds it, in an archive that is large already."""
    table = Table(
        f"Articles saved beside {count:,} until they are found: p50 / p95 ms",
        ("articles", "indexed", "found", "indexed and found", "of which processor"),
    )
    copy = _copied(folder, count)
    with Archive.open(copy) as archive:
        archive.index.load()
        find.search(archive, MIDDLE[0], limit=SHOWN)
        last = count
        for few, rounds in ((1, 40), (10, 20)):
            whole = []
            parts: tuple[list[Watch], list[Watch]] = ([], [])
            for _ in range(rounds):
                fill(archive, [article(number) for number in range(last, last + few)])
                last += few
                asked = max(article(last - 1).title.split(), key=len)
                with timed() as writing:
                    archive.index.index_batch(joins=indexing.AT_ONCE_JOINS)
                with timed() as reading:
                    found = archive.index.search(f"title:{asked}").articles
                for part, watch in zip(parts, (writing, reading), strict=True):
                    part.append(watch)
                seconds, processor = (
                    writing.seconds + reading.seconds,
                    writing.processor_seconds + reading.processor_seconds,
                )
                whole.append(Watch(seconds, processor))
                if archive.store.articles.list(find.EVERYTHING, find.Sort.ADDED, limit=1)[0].id not in found:
                    raise RuntimeError("what was indexed is not found")
            table.add(few, _pair(parts[0]), _pair(parts[1]), _pair(whole), _pair(whole, processor=True))
    _removed(copy)
    return table


def _each(run: Callable[[str], object], queries: Sequence[str]) -> list[Watch]:
    watches = []
    for query in queries:
        with timed() as watch:
            run(query)
        watches.append(watch)
    return watches


def _ms(watches: Sequence[Watch], *, processor: bool = False) -> tuple[float, float]:
    return spread([(watch.processor_seconds if processor else watch.seconds) * 1000 for watch in watches])


def _pair(watches: Sequence[Watch] | None, *, processor: bool = False) -> str:
    return "{:.1f} / {:.1f}".format(*_ms(watches, processor=processor)) if watches else "–"
