"""The tab "Coding": what its charts hold, and that every mark lists just as many passages as it counts."""

from collections.abc import Callable
from datetime import date

import pytest

from archive.model.passage import PassageFilter, PassageSort
from archive.operations import annotate
from desktop.views.statistics import Statistics
from desktop.views.statistics.coded_years import OTHERS, by_year
from desktop.views.statistics.coding import Coding
from desktop.views.statistics.filter import Filter

from .conftest import Bench
from .test_collection import named, rows

Show = Callable[..., Statistics]


@pytest.fixture
def tab(view: Statistics, bench: Bench) -> Coding:
    for article, words, tags, author in (
        (0, "In 2019, 1,047 refugees", ("people", "number"), "Ada"),
        (0, "refugees arrived in Norway", ("people",), "Ben"),
        (1, "3,000 refugees", ("people", "number"), "Ada"),
        (1, "arrived in Norway", ("people/going",), "Ada"),
        (3, "Nobody says", (), "Ben"),
    ):
        start, end = annotate.find_quote(bench.archive, bench.ids[article], words)
        annotate.mark(bench.archive, bench.ids[article], start, end, tags=tags, author=author)
    view.show_tab("coding")
    bench.settle()
    return view.coding


def test_charts_hold_what_was_marked(tab: Coding, bench: Bench) -> None:
    assert named(tab.tags) == {"people": 3, "number": 2, "people/going": 1}
    assert [row[:3] for row in rows(tab.years)] == [
        ["2021", "people", "2"],
        ["2021", "number", "1"],
        ["2022", "people", "1"],
        ["2022", "number", "1"],
        ["2022", "people/going", "1"],
    ]
    assert [set(row[:2]) | {row[2]} for row in rows(tab.together)] == [{"number", "people", "2"}]
    assert {(row[0], row[1]): row[2] for row in rows(tab.articles)} == {
        ("The harbour in winter", "people"): "2",
        ("The harbour in winter", "number"): "1",
        ("Gulls over the quay", "people"): "1",
        ("Gulls over the quay", "number"): "1",
        ("Gulls over the quay", "people/going"): "1",
    }
    assert named(tab.authors) == {"Ada": 3, "Ben": 2}
    length = len(bench.archive.store.editions.text(bench.ids[1]))
    marked = len("3,000 refugees") + len("arrived in Norway")
    assert named(tab.marked)["Gulls over the quay"] == round(100 * marked / length, 1)
    assert named(tab.pairs) == {"Ada and Ben": 1}
    assert "% of the text of 3 articles is marked" in tab.told.text()


@pytest.mark.parametrize("filter", [Filter(), Filter(publishers=("Coast weekly",)), Filter(until=date(2021, 12, 31))])
@pytest.mark.parametrize("over", ["published", "marked"])
def test_every_mark_lists_the_passages_that_it_counts(
    tab: Coding, bench: Bench, view: Statistics, filter: Filter, over: str
) -> None:
    view.narrow(filter)
    tab.count_by(over)
    bench.settle()
    asked: list[PassageFilter] = []
    view.passages_requested.connect(asked.append)
    for chart, column in ((tab.tags, 1), (tab.years, 2), (tab.together, 2), (tab.articles, 2), (tab.authors, 1)):
        asked.clear()
        for mark in range(chart.count()):
            chart.pick(mark)
            bench.settle()
        listed = [len(bench.archive.store.passages.ids(each, PassageSort.PLACE)) for each in asked]
        assert listed == [int(row[column]) for row in rows(chart)], chart.title


def test_agreement_of_two_is_told_and_a_button_leads_to_the_page_that_compares(tab: Coding, bench: Bench) -> None:
    asked: list[bool] = []
    bench.context.actions.on("passages.compare", lambda: asked.append(True), owner=tab)
    tab.comparing.click()
    assert len(asked) == 1
    assert tab.agreed.title.startswith("Ada and Ben: Cohen's κ by tag, by sentence, over 1 article")


def test_one_author_alone_needs_no_comparing(view: Statistics, bench: Bench) -> None:
    start, end = annotate.find_quote(bench.archive, bench.ids[0], "nets")
    annotate.mark(bench.archive, bench.ids[0], start, end, tags=("thing",), author="Ada")
    view.show_tab("coding")
    bench.settle()
    assert view.coding.tags.isVisible()
    assert not view.coding.pairs.isVisible() and not view.coding.agreed.isVisible()


def test_a_new_passage_is_seen_and_undone(tab: Coding, bench: Bench) -> None:
    start, end = annotate.find_quote(bench.archive, bench.ids[2], "yard")
    bench.context.run_change(lambda: annotate.mark(bench.archive, bench.ids[2], start, end, tags=("boat",))[1])
    bench.settle()
    assert named(tab.tags)["boat"] == 1
    bench.undo()
    assert "boat" not in named(tab.tags)


def test_years_of_coding_are_remembered(tab: Coding) -> None:
    tab.count_by("marked")
    years = {row[0] for row in rows(tab.years)}
    assert len(years) == 1 and years != {"2021"}
    assert tab.state() == {"over": "marked"}


def test_an_archive_without_passages_says_what_to_do(view: Statistics, bench: Bench) -> None:
    view.show_tab("coding")
    bench.settle()
    assert view.coding.empty.sentence.text().startswith("Mark words in the reader")


def test_many_tags_share_one_colour() -> None:
    shown = by_year({f"t{number}": {"2020": 9 - number, "undated": 50} for number in range(9)})
    assert shown.order == ["t0", "t1", "t2", "t3", "t4", "t5", OTHERS] and shown.undated == 9 * 50
    assert {each.group: each.value for each in shown.segments}[OTHERS] == 3 + 2 + 1
