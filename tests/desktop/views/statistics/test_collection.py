"""The tab "Collection": what its charts hold, and that every mark lists just as many articles as it counts."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QMenu

from archive.model.search import Scope
from archive.model.statistics import Holding
from archive.operations import browse, curate
from desktop.views.statistics import Statistics
from desktop.views.statistics.collection import OTHERS, Collection, segments
from desktop.views.statistics.filter import Filter
from desktop.widgets.charts.taking_out import csv_bytes

from .conftest import Bench

Show = Callable[..., Statistics]


@pytest.fixture
def tab(view: Statistics, bench: Bench) -> Collection:
    with bench.archive.atomic():
        for article, words in zip(bench.ids, (10, 20, 40, 80), strict=True):
            bench.archive.store.articles.update(article, words=words)
    curate.read(bench.archive, [bench.ids[0]], True)
    bench.archive.index.catch_up()
    view.show_tab("collection")
    bench.settle()
    return view.collection


def rows(chart: object) -> list[list[str]]:
    """The data of a chart, as it is taken out."""
    table = chart.table()  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"))))[1:]


def named(chart: object) -> dict[str, float]:
    return {row[0]: float(row[1]) for row in rows(chart)}


def test_bars_and_columns_hold_what_there_is(tab: Collection) -> None:
    assert named(tab.counting("articles").publishers) == {"Coast weekly": 2, "Harbour letter": 1, "No publisher": 1}
    assert named(tab.counting("words").publishers) == {"Coast weekly": 60, "Harbour letter": 10, "No publisher": 80}
    assert [row[:3] for row in rows(tab.counting("articles").years)] == [
        ["2020", "Coast weekly", "1"],
        ["2021", "Harbour letter", "1"],
        ["2022", "Coast weekly", "1"],
    ]
    assert named(tab.counting("articles").languages) == {"English": 4}
    assert named(tab.counting("articles").reading) == {"Read": 1, "Unread": 3}
    assert named(tab.missing) == {"No date": 1, "No publisher": 1, "No byline": 4}
    assert tab.told.text() == "4 articles · published 2020–2022. 1 article without a date."
    assert (
        tab.counting("articles").publishers.told_words() == "4 articles · 3 publishers · 1 to 2 · published 2020–2022"
    )
    assert tab.counting("words").publishers.told_words().endswith("· published 2020–2022")
    assert tab.counting("articles").years.told_words() == "3 articles · 2020–2022 · 1 at most in a year · 1 undated"


@pytest.mark.parametrize(
    "filter",
    [
        Filter(),
        Filter(publishers=("Coast weekly", "")),
        Filter(since=date(2020, 6, 1), until=date(2021, 12, 31)),
    ],
)
def test_every_mark_lists_the_articles_that_it_counts(
    tab: Collection, bench: Bench, view: Statistics, filter: Filter
) -> None:
    view.narrow(filter)
    bench.settle()
    asked: list[tuple[Scope, str]] = []
    view.library_requested.connect(lambda scope, query: asked.append((scope, query)))
    for chart in (
        tab.counting("articles").years,
        tab.counting("articles").publishers,
        tab.counting("articles").languages,
        tab.counting("articles").reading,
        tab.missing,
    ):
        values = [int(row[2 if chart is tab.counting("articles").years else 1]) for row in rows(chart)]
        asked.clear()
        for mark in range(chart.count()):
            chart.pick(mark)
        listed = [browse.listing(bench.archive, query, scope=scope).total for scope, query in asked]
        assert listed == values, chart.title


def test_one_filter_narrows_every_chart(tab: Collection, bench: Bench, view: Statistics) -> None:
    view.narrow(Filter(articles=(bench.ids[1],)))
    bench.settle()
    assert named(tab.counting("articles").publishers) == {"Coast weekly": 1}
    assert tab.told.text() == "1 article · published 2022."[:-1]
    view.narrow(Filter(publishers=("Nobody",)))
    bench.settle()
    assert tab.empty.isVisible() and not tab.board.isVisible()
    assert "filter" in tab.empty.sentence.text()
    view.narrow(Filter(since=date(2022, 1, 1)))
    bench.settle()
    assert tab.board.isVisible()
    assert "days of publication" in tab.told.text()


def test_articles_and_words_are_exchanged_and_remembered(tab: Collection, view: Statistics) -> None:
    assert tab.counting("articles").years.isVisible() and not tab.counting("words").years.isVisible()
    tab.count("words")
    assert tab.counting("words").years.isVisible() and not tab.counting("articles").years.isVisible()
    assert tab.state() == {"what": "words"}
    tab.restore({"what": "articles"})
    assert tab.counting("articles").years.isVisible()
    tab.restore({"what": 7})
    assert tab.counting("articles").years.isVisible()


def test_charts_of_words_are_made_when_they_are_looked_at_and_follow_the_filter(
    tab: Collection, view: Statistics, bench: Bench
) -> None:
    def names() -> list[str]:
        return [chart.objectName() for chart in tab.charts if chart.isVisible()]

    kinds = ("years", "publishers", "languages", "reading")
    assert names() == [*(f"collection_{each}" for each in kinds), "collection_missing"] and len(tab.charts) == 5
    tab.count("words")
    bench.settle()
    assert names() == [*(f"collection_word_{each}" for each in kinds), "collection_missing"]
    assert all(chart.filled() for chart in tab.charts)
    heights = [chart.mapTo(tab, chart.rect().topLeft()).y() for chart in tab.charts if chart.isVisible()]
    assert heights == sorted(heights), "they stand where those of articles stood"
    tab.count("articles")
    view.narrow(Filter(publishers=("Coast weekly",)))
    bench.settle()
    tab.count("words")
    bench.settle()
    held = {chart.objectName(): chart for chart in tab.charts}
    assert named(held["collection_word_publishers"]) == {"Coast weekly": 60}


def test_a_change_of_an_article_is_seen(tab: Collection, bench: Bench) -> None:
    bench.context.run_change(lambda: curate.edit(bench.archive, bench.ids[3], publisher="Quay post"))
    bench.settle()
    assert named(tab.counting("articles").publishers) == {"Coast weekly": 2, "Harbour letter": 1, "Quay post": 1}
    assert "No publisher" not in named(tab.missing)


def test_an_empty_archive_says_what_is_needed(empty_bench: Bench, show: Show) -> None:
    view = show(empty_bench)
    view.show_tab("collection")
    empty_bench.settle()
    assert view.collection.empty.sentence.text().startswith("Import articles")
    menu = QMenu()
    view.collection.offer(menu)
    assert menu.isEmpty()


def test_what_is_drawn_can_be_taken_out(tab: Collection) -> None:
    menu = QMenu()
    tab.offer(menu)
    assert [action.text() for action in menu.actions()] == [
        "By year of publication",
        "By publisher",
        "By language",
        "Reading",
        "What is missing",
    ]


def test_many_publishers_share_one_colour_and_lead_to_all_of_theirs() -> None:
    held = [Holding(f"P{number}", "2020", "en", 10 - number, 1, 0, 0) for number in range(9)]
    made, groups = segments(held, "articles")
    assert groups == ["P0", "P1", "P2", "P3", "P4", "P5", OTHERS]
    assert {each.group: each.value for each in made}[OTHERS] == 4 + 3 + 2
    assert len(segments(held[:7], "articles")[0]) == 7


def test_a_narrow_window_has_one_column(bench: Bench, show: Show) -> None:
    view = show(bench, width=700)
    view.show_tab("collection")
    bench.settle()
    tab = view.collection
    assert tab.counting("articles").publishers.mapTo(tab, tab.counting("articles").publishers.rect().topLeft()).x() == (
        tab.counting("articles").languages.mapTo(tab, tab.counting("articles").languages.rect().topLeft()).x()
    )
    view.resize(1300, 860)
    bench.settle()
    assert tab.counting("articles").publishers.mapTo(tab, tab.counting("articles").publishers.rect().topLeft()).x() < (
        tab.counting("articles").languages.mapTo(tab, tab.counting("articles").languages.rect().topLeft()).x()
    )
