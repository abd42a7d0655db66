"""Archives with too little, or with too much: every tab shows charts within their bounds, or says what is needed and how to go on."""

from collections.abc import Callable
from typing import Any

import pytest

from archive.archive import Archive
from archive.model.ids import ArticleId
from archive.operations import annotate, grouping, judging
from desktop.views.statistics import Statistics
from desktop.views.statistics.filter import Filter
from desktop.widgets.charts.chart import Chart

from .conftest import Bench

Show = Callable[..., Statistics]
BOATS = "In 2019, 40 boats lay in Arkby. Nobody paid for them."
LONG = "수평선 너머의 아주 긴 이름을 가진 강변 신문사 편집국 "


def _mark(archive: Archive, article: ArticleId, tag: str, author: str = "Ada") -> None:
    annotate.mark(archive, article, *annotate.find_quote(archive, article, "Nobody paid"), tags=(tag,), author=author)


def none(bench: Bench) -> None:
    """No article."""


def one(bench: Bench) -> None:
    bench.fill([("A single ledger", "Quay post", "2020", BOATS)])
    _mark(bench.archive, bench.ids[0], "money")


def undated(bench: Bench) -> None:
    bench.fill([(f"Ledger {number}", "Quay post", None, f"Some {number + 3} boats lay there.") for number in range(4)])


def same(bench: Bench) -> None:
    bench.fill([(f"Ledger {number}", f"Post {number % 3}", "2020", BOATS) for number in range(9)])
    for article in bench.ids:
        _mark(bench.archive, article, "money")
        _mark(bench.archive, article, "money", "Ben")


def huge(bench: Bench) -> None:
    """Numbers of 400 and of 300 digits, some of them entered by a person."""
    digits = "7" * 400
    bench.fill(
        [("Big", "Quay post", "2020", f"{BOATS} In 2018, {digits} boats lay in Arkby."), ("Bare", None, "2021", BOATS)]
    )
    for article, value in zip(bench.ids, (7e299, -7e299), strict=True):
        _mark(bench.archive, article, "money")
        span = annotate.Span(article, *annotate.find_quote(bench.archive, article, "40 boats"))
        made, _ = judging.add(bench.archive, span, value=value, counted="boats", period="2017")
        like = next(each for each in bench.figures() if each.value == 40)
        if made.series != like.series:
            grouping.move_figure(bench.archive, [made.uid], like.series)


def long(bench: Bench) -> None:
    """Long names in Hangul everywhere, more of them than any chart has room for."""
    bench.fill([(f"{LONG}{number}", f"{LONG}{number}", f"{2000 + number}", BOATS) for number in range(20)])
    for number, article in enumerate(bench.ids):
        _mark(bench.archive, article, f"{LONG}/{LONG}{number}")
        _mark(bench.archive, article, f"{LONG}/{LONG}{number}", "가나다라 마바사")


MADE = (none, one, undated, same, huge, long)


def charts_of(tab: Any) -> list[Chart]:
    return [tab.chart] if hasattr(tab, "loader") else [each for each in tab.charts if each.isVisibleTo(tab)]


def within(chart: Chart) -> bool:
    """Whether every mark lies in the box, and every word of the axes in the chart."""
    area = chart.view.area()
    boxes = all(
        -8 <= box.left() <= box.right() <= area.width + 8 and -8 <= box.top() <= box.bottom() <= area.height + 8
        for box in chart.boxes
        if not box.isNull()
    )
    legend = all(box.right() <= chart.legend.width() + 1 for _, box in chart.legend._placed)
    return boxes and legend and area.width > chart.width() * 0.4 and chart.view.height() > 60


@pytest.mark.parametrize("width", [1380, 960])
@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_every_tab_shows_sensible_charts_or_says_what_is_needed(
    empty_bench: Bench, show: Show, make: Callable[[Bench], None], width: int
) -> None:
    make(empty_bench)
    empty_bench.archive.index.catch_up()
    view = show(empty_bench, width)
    for name, tab in view.tabs.items():
        view.show_tab(name)
        empty_bench.settle()
        if tab.empty.isVisible():
            assert make in (none, undated) and tab.empty.sentence.text().endswith(".")
            assert any(button.isVisible() for button in tab.empty._buttons), name
            continue
        assert make is not none
        for chart in charts_of(tab):
            assert chart.filled() or chart.nothing.endswith("."), chart.title
            assert not chart.filled() or within(chart), (name, chart.title)
            if chart.filled():
                told = chart.told_words()
                assert any(sign.isdigit() for sign in told), "n"
                assert "20" in told or "dated" in told or "coded" in told, (chart.title, told)


def test_equal_points_stand_side_by_side_and_each_can_be_met(empty_bench: Bench, show: Show) -> None:
    same(empty_bench)
    chart = show(empty_bench).figures.chart
    assert chart is not None and chart.count() == 9 and chart.caption() == "9 figures · 2019 · 40"
    assert {chart.at(box.center()) for box in chart.boxes} == set(range(9))


def test_what_cannot_be_drawn_is_never_on_an_axis(empty_bench: Bench, show: Show) -> None:
    huge(empty_bench)
    chart = show(empty_bench).figures.chart
    assert chart is not None
    assert chart.caption() == "4 figures · 2017–2019 · −7 × 10²⁹⁹ to 7 × 10²⁹⁹ · 1 without a number to draw"
    words = [words for _, words in chart.side_ticks]
    assert len(set(words)) == len(words) >= 3 and all(len(each) < 16 for each in words)


def test_a_filter_that_leaves_nothing_can_be_taken_away_there_and_then(empty_bench: Bench, show: Show) -> None:
    one(empty_bench)
    empty_bench.archive.index.catch_up()
    view = show(empty_bench)
    for name, tab in view.tabs.items():
        view.show_tab(name)
        view.narrow(Filter(publishers=("Nobody",)))
        empty_bench.settle()
        assert tab.empty.isVisible(), name
        tab.empty._buttons[0].click()
        empty_bench.settle()
        assert not view.filters.filter.narrowed and not tab.empty.isVisible(), name
