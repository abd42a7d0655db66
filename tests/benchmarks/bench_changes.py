"""What a person changes in a large archive: a star, a title that is found again, an article gone without trace."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.archive import Archive
from archive.model.ids import ArticleId
from archive.operations import curate, find
from tests.benchmarks.bench_search import archive_of
from tests.benchmarks.measure import Table, spread, timed

ROUNDS = 10
PURGES = 3


def run(folder: Path, count: int, archive: Path | None) -> Table:
    """Measures on a copy of the archive, or of a new one of `count` generated articles."""
    copy = folder / f"changes-{count}.waystation"
    for stale in folder.glob(f"{copy.name}*"):
        stale.unlink()
    shutil.copy(archive or archive_of(folder, count), copy)
    table = Table(f"Changes in an archive of {count:,} articles", ("what", "p50", "p95", "most"))
    with Archive.open(copy) as opened:
        opened.index.load()
        places = [ArticleId(1 + number * count // (2 * ROUNDS)) for number in range(2 * ROUNDS)]
        edited, purged = places[:ROUNDS], places[ROUNDS : ROUNDS + PURGES]
        _add(table, "a star, ms", [_ms(lambda each=each: curate.star(opened, [each], True)) for each in edited])
        _add(
            table, "a title, until it is found, ms", [_ms(lambda each=each: _retitle(opened, each)) for each in edited]
        )
        held = _watch_writes(opened)
        _add(table, "purging an article, ms", [_ms(lambda each=each: curate.purge(opened, [each])) for each in purged])
        _add(table, "its longest hold on the archive, ms", [max(held)])
    return table


def _watch_writes(archive: Archive) -> list[float]:
    """A list that grows by how long each write transaction lasts, ms: so long another writer waits."""
    held, atomic = [0.0], archive.atomic

    @contextmanager
    def watched() -> Iterator[None]:
        with timed() as watch, atomic():
            yield
        held.append(watch.seconds * 1000)

    archive.atomic = watched  # type: ignore[method-assign]
    return held


def _retitle(archive: Archive, article: ArticleId) -> None:
    title = f"Quokkaqueue {article}"
    curate.edit(archive, article, title=title)
    archive.index.catch_up()
    if [hit.article.id for hit in find.search(archive, f'title:"{title}"').hits] != [article]:
        raise RuntimeError("the new title is not found")


def _ms(work: Callable[[], object]) -> float:
    with timed() as watch:
        work()
    return watch.seconds * 1000


def _add(table: Table, name: str, times_ms: list[float]) -> None:
    table.add(name, *spread(times_ms), max(times_ms))
