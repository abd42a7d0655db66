"""Stacked columns over the years."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.charts import ColumnChart, Segment
from desktop.widgets.charts.column_chart import SIGN_ROOM_PX

SEGMENTS = [
    Segment("b11", 2011, "b", 4),
    Segment("a10", 2010, "a", 3),
    Segment("a11", 2011, "a", 2),
    Segment("a14", 2014, "a", 1),
]


@pytest.fixture
def columns(shown: Callable[..., Any]) -> Callable[..., ColumnChart]:
    return lambda held, size=(900, 420), **how: shown(ColumnChart, lambda made: made.show_segments(held, **how), size)


def test_segments_of_a_year_are_stacked_without_a_gap(columns: Any) -> None:
    chart = columns(SEGMENTS)
    boxes = {chart.key(mark): box for mark, box in enumerate(chart.boxes)}
    assert boxes["a11"].top() == pytest.approx(boxes["b11"].bottom())
    assert boxes["b11"].height() == pytest.approx(2 * boxes["a11"].height(), rel=0.01)
    assert boxes["a10"].bottom() == pytest.approx(boxes["a11"].bottom())
    assert boxes["a10"].right() < boxes["a11"].left()
    assert boxes["a14"].left() - boxes["a11"].left() == pytest.approx(
        3 * (boxes["a11"].left() - boxes["a10"].left()), rel=0.01
    )  # years without a number keep their place


def test_what_is_below_zero_is_stacked_downwards(columns: Any) -> None:
    chart = columns([Segment(1, 2010, "a", 3), Segment(2, 2010, "b", -2), Segment(3, 2010, "c", -1)])
    up, down, further = chart.boxes
    assert up.bottom() == pytest.approx(down.top())
    assert down.bottom() == pytest.approx(further.top())


def test_a_segment_has_the_colour_and_the_shape_of_its_group(columns: Any, theme: Theme, pixel: Any) -> None:
    chart = columns(SEGMENTS)
    box = next(box for mark, box in enumerate(chart.boxes) if chart.key(mark) == "b11")
    assert pixel(chart, box.center()) == theme.color("surface").name()  # the shape, in the colour of the ground
    assert pixel(chart, box.topLeft() + (box.center() - box.topLeft()) / 3) == theme.color("series_2").name()


@pytest.mark.parametrize(("share", "signed"), [(0.06, True), (0.01, False)])
def test_a_thin_segment_has_its_shape_as_long_as_it_can_be_seen(
    columns: Any, theme: Theme, pixel: Any, share: float, signed: bool
) -> None:
    chart = columns([Segment(1, 2010, "a", 1.0), Segment(2, 2010, "b", share)])
    box = chart.boxes[1]
    assert (box.height() >= SIGN_ROOM_PX) == signed
    assert (pixel(chart, box.center()) == theme.color("surface").name()) == signed


def test_what_has_no_year_is_told(columns: Any) -> None:
    assert columns(SEGMENTS, undated=3).caption() == "10 figures · 2010–2014 · 6 at most in a year · 3 undated"


def test_one_group_needs_no_legend(columns: Any) -> None:
    assert columns([Segment(1, 2010, "", 3)]).legend.entries == ()
    assert [entry.words for entry in columns(SEGMENTS).legend.entries] == ["a (6)", "b (4)"]


def test_clicking_a_segment_picks_it(columns: Any, click: Any, qtbot: QtBot) -> None:
    chart = columns(SEGMENTS)
    with qtbot.waitSignal(chart.picked) as told:
        click(chart, chart.boxes[0].center())
    assert told.args == ["a10"]


def test_keys_walk_by_year_then_by_stack(columns: Any, qtbot: QtBot) -> None:
    chart = columns(SEGMENTS)
    seen = []
    for _ in range(4):
        qtbot.keyClick(chart, Qt.Key.Key_Right)
        seen.append(chart.key(chart.chosen))
    assert seen == ["a10", "a11", "b11", "a14"]
    assert chart.accessibleDescription() == "2014, a, 1"


def test_counts_have_whole_ticks_and_years_plain_ones(columns: Any) -> None:
    chart = columns(SEGMENTS)
    assert all(float(words) == int(words) for _, words in chart.side_ticks)
    assert [words for _, words in chart.foot_ticks] == ["2010", "2011", "2012", "2013", "2014"]


@pytest.mark.parametrize(
    ("segments", "caption"),
    [
        (SEGMENTS, "10 figures · 2010–2014 · 6 at most in a year"),
        ([Segment(1, 2020, "", 1)], "1 figure · 2020 · 1 at most in a year"),
        ([Segment(1, 2020, "", 0.5)], "2020 · 0.5 at most in a year"),
    ],
)
def test_the_caption_states_n_and_range(columns: Any, segments: list[Segment], caption: str) -> None:
    assert columns(segments).caption() == caption


def test_two_thousand_years_by_five_groups_stay_in_view(columns: Any) -> None:
    held = [Segment((year, group), year, f"g{group}", 1 + year % 7) for year in range(2000) for group in range(5)]
    chart = columns(held)
    assert len(chart.boxes) == 10_000
    assert all(box.top() >= 0 and box.width() >= 1 for box in chart.boxes)
    assert 3 < len(chart.foot_ticks) < 30


@pytest.mark.parametrize("values", [[1e308, 1e308], [5e-324, 5e-324], [0, 0], [-1, -2]])
def test_any_numbers_stay_in_view(columns: Any, values: list[float]) -> None:
    chart = columns([Segment(number, 2020, str(number), value) for number, value in enumerate(values)])
    height = chart.view.area().height
    assert all(-0.5 <= box.top() <= box.bottom() <= height + 0.5 for box in chart.boxes)


def test_the_data_are_rows(columns: Any) -> None:
    assert columns(SEGMENTS).table().rows[0] == (2010, "a", 3, "")


@pytest.mark.parametrize("size", [(900, 420), (420, 260)])
def test_the_sum_over_the_highest_column_has_its_room(columns: Any, size: tuple[int, int]) -> None:
    chart = columns([Segment(1, 2010, "a", 8), Segment(2, 2012, "a", 3)], size)
    assert min(box.top() for box in chart.boxes) >= 17
