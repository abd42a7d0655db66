"""The timeline of a large archive as its operations answer: columns, filters, pages, disagreements, an act."""

from collections.abc import Callable
from pathlib import Path

from archive.archive import Archive
from archive.model.event import EventFilter, Status
from archive.model.ids import ArticleId
from archive.operations import events, timeline
from tests.benchmarks.measure import Table, spread, timed
from tests.benchmarks.timeline_archive import make

ROUNDS = 7


def run(folder: Path, mentions: int, articles: int | None = None) -> Table:
    """Measures an archive of so many mentions, a hundred an article unless told."""
    articles = articles or max(1, mentions // 100)
    path = folder / f"timeline-{articles}-{mentions}.waystation"
    table = Table(f"A timeline of {mentions:,} mentions in {articles:,} articles", ("what", "p50", "p95"))
    if not path.exists():
        make(path, articles=articles, mentions=mentions, passages=mentions // 10).close()
    with Archive.open(path) as archive:
        for name, ask in _questions(archive).items():
            table.add(name, *(f"{value:.1f}" for value in spread([_ms(ask) for _ in range(ROUNDS)])))
    return table


def _questions(archive: Archive) -> dict[str, Callable[[], object]]:
    middle = len(timeline.columns(archive)) // 2
    words = archive.store.mentions.by_ids(timeline.ids(archive)[:1].tolist())[0].sentence.split()
    confirmed = EventFilter(statuses=(Status.CONFIRMED,))
    uids = [mention.uid for mention in timeline.mentions(archive, limit=200, offset=middle)]

    def fresh() -> None:
        archive.store.columns._kept.clear()
        timeline.columns(archive)

    def first_tag() -> None:
        archive.store.columns._kept.clear()
        timeline.matching(archive, EventFilter(tags=("place",)))

    return {
        "columns, first, ms": fresh,
        "columns, kept, ms": lambda: timeline.columns(archive),
        "filter by a word, ms": lambda: timeline.matching(archive, EventFilter(text=words[0])),
        "filter by a tag, first, ms": first_tag,
        "filter by a tag, ms": lambda: timeline.matching(archive, EventFilter(tags=("place",))),
        "filter by status, ms": lambda: timeline.matching(archive, confirmed),
        "tags of all, ms": lambda: timeline.tags_of(archive),
        "a page of 50 from the middle, ms": lambda: timeline.mentions(archive, limit=50, offset=middle),
        "one article, ms": lambda: timeline.of_article(archive, ArticleId(1)),
        "publication dates, ms": lambda: timeline.published(archive),
        "coverage, ms": lambda: timeline.coverage(archive),
        "disagreements, ms": lambda: timeline.disagreements(archive),
        "confirming one, ms": lambda: events.confirm(archive, [uids.pop()]),
    }


def _ms(work: Callable[[], object]) -> float:
    with timed() as watch:
        work()
    return watch.seconds * 1000
