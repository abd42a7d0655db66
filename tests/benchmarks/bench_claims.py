"""Figures and statistics of a large archive as their operations answer: columns, filters, series, pages, counts, an act."""

import datetime
from collections.abc import Callable
from pathlib import Path

from archive.archive import Archive
from archive.model.figure import FigureFilter, FigureStatus
from archive.model.ids import ArticleId
from archive.model.statistics import StatisticsFilter
from archive.operations import figures, judging, statistics
from tests.benchmarks.figures_archive import make
from tests.benchmarks.measure import Table, spread, timed

ROUNDS = 7


def run(folder: Path, count: int, articles: int | None = None) -> Table:
    """Measures an archive of so many figures, five an article unless told."""
    articles = articles or max(1, count // 5)
    path = folder / f"figures-{articles}-{count}.waystation"
    table = Table(f"{count:,} figures in {articles:,} articles", ("what", "p50", "p95"))
    if not path.exists():
        make(path, articles=articles, figures=count, passages=count // 25).close()
    with Archive.open(path) as archive:
        for name, ask in _questions(archive).items():
            table.add(name, *(f"{value:.1f}" for value in spread([_ms(ask) for _ in range(ROUNDS)])))
    return table


def _questions(archive: Archive) -> dict[str, Callable[[], object]]:
    middle = len(figures.columns(archive)) // 2
    (largest,) = figures.series(archive, limit=1)
    word = figures.figures(archive, limit=1)[0].sentence.split()[-2]
    uids = [figure.uid for figure in figures.figures(archive, limit=200, offset=middle)]
    lately = StatisticsFilter(since=datetime.date(2015, 1, 1))
    tagged = StatisticsFilter(tags=("place",))

    def fresh() -> None:
        archive.store.figure_columns._held = None
        figures.columns(archive)

    def fresh_counting() -> None:
        archive.store.counting._held = None
        statistics.statistics(archive)

    def first_tag() -> None:
        archive.store.figures._held_places = None
        figures.ids(archive, FigureFilter(tags=("place",)))

    return {
        "columns, first, ms": fresh,
        "statistics, first, ms": fresh_counting,
        "statistics, ms": lambda: statistics.statistics(archive),
        "statistics by date, ms": lambda: statistics.statistics(archive, lately),
        "statistics by tag, ms": lambda: statistics.statistics(archive, tagged),
        "coding over time, ms": lambda: statistics.coding(archive),
        "series, a page of 100, ms": lambda: figures.series(archive, limit=100),
        "series by date, ms": lambda: figures.series(archive, FigureFilter(since=datetime.date(2015, 1, 1)), limit=100),
        "one series, 500 figures, ms": lambda: figures.figures(archive, FigureFilter(series=(largest.uid,)), limit=500),
        "filter by a word, ms": lambda: figures.ids(archive, FigureFilter(text=word)),
        "filter by a tag, first, ms": first_tag,
        "filter by a tag, ms": lambda: figures.ids(archive, FigureFilter(tags=("place",))),
        "filter by status, ms": lambda: figures.ids(archive, FigureFilter(statuses=(FigureStatus.DOUBTFUL,))),
        "a page of 50 from the middle, ms": lambda: figures.figures(archive, limit=50, offset=middle),
        "one article, ms": lambda: figures.of_article(archive, ArticleId(1)),
        "confirming one, ms": lambda: judging.confirm(archive, [uids.pop()]),
    }


def _ms(work: Callable[[], object]) -> float:
    with timed() as watch:
        work()
    return watch.seconds * 1000
