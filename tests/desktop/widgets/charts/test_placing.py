"""Where points lie, and which numbers they have."""

import math
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.charts import measure, placing
from desktop.widgets.charts.area import Area
from desktop.widgets.charts.records import Bound, TimePoint
from desktop.widgets.timeline.days import ordinal

YEAR = {"first": ordinal(2020), "last": ordinal(2021) - 1}
AREA = Area(800, 300, ordinal(2018), ordinal(2024), -0.5, 12)


def place(points: list[TimePoint], area: Area = AREA) -> list[placing.Placed | None]:
    return placing.place(placing.in_time(points), area, measure.Measure(-0.5, 12))


def test_points_of_one_place_stand_side_by_side() -> None:
    found = place([TimePoint(number, 5, **YEAR) for number in range(7)])
    xs = sorted(each.x for each in found if each)
    assert len(xs) == 7
    assert min(b - a for a, b in pairwise(xs)) >= placing.DODGE_PX - 0.1
    assert {each.y for each in found if each} == {AREA.y(5)}


@given(st.lists(st.tuples(st.integers(ordinal(2018), ordinal(2023)), st.floats(0, 10)), max_size=25))
def test_points_are_never_moved_in_value_and_rarely_far_in_time(found: list[tuple[int, float]]) -> None:
    points = [TimePoint(number, value, day, day) for number, (day, value) in enumerate(found)]
    for each in place(points):
        if each is not None:
            assert each.y == pytest.approx(AREA.y(each.held.value))
            assert abs(each.x - (each.left + each.right) / 2) <= placing.MOST_STEPS * placing.DODGE_PX + 0.1


def test_undated_points_stand_on_a_shelf_at_the_right() -> None:
    found = place([TimePoint("dated", 3, **YEAR), TimePoint("undated", 3)])
    shelf = placing.shelf_px([each.held for each in found if each], 800)
    assert shelf >= placing.LEAST_SHELF_PX
    assert found[0] is not None and found[0].x < 800 - shelf
    assert found[1] is not None and found[1].x > 800 - shelf


def test_a_day_beyond_any_calendar_is_undated() -> None:
    held = placing.held(TimePoint("x", 3, 1, 10**12))
    assert held is not None and not held.dated


def test_what_is_out_of_view_has_no_place() -> None:
    assert place([TimePoint("x", 3, ordinal(1999), ordinal(1999))]) == [None]


@pytest.mark.parametrize(
    ("point", "value", "low", "high"),
    [
        (TimePoint("x", 5), 5, 5, 5),
        (TimePoint("x", None, low=2, high=4, bound=Bound.RANGE), 3, 2, 4),
        (TimePoint("x", 5, low=9, high=2), 5, 2, 9),
        (TimePoint("x", None, low=7, bound=Bound.AT_LEAST), 7, 7, 7),
        (TimePoint("x", None, low=-1.7e308, high=1.7e308), 0, -1.7e308, 1.7e308),
    ],
)
def test_numbers_are_set_in_order(point: TimePoint, value: float, low: float, high: float) -> None:
    held = placing.held(point)
    assert held is not None
    assert (held.value, held.low, held.high) == (value, low, high)


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), 10**400])
def test_what_is_no_number_to_draw_is_left_out(value: float | None) -> None:
    assert placing.held(TimePoint("x", value)) is None


def test_an_open_bound_reaches_up_or_down_by_an_arrow() -> None:
    up, down = place(
        [
            TimePoint("up", 5, bound=Bound.AT_LEAST, low=5, **YEAR),
            TimePoint("down", 8, bound=Bound.AT_MOST, high=8, **YEAR),
        ]
    )
    assert up is not None and up.high == pytest.approx(up.y - placing.OPEN_PX) and up.low == up.y
    assert down is not None and down.low == pytest.approx(down.y + placing.OPEN_PX) and down.high == down.y


def test_an_exact_value_without_bounds_is_not_open() -> None:
    held = placing.held(TimePoint("x", 5))
    assert held is not None and not held.open_above and not held.open_below


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0, 400)), min_size=1, max_size=9))
def test_an_ellipse_holds_all_its_points(around: list[tuple[float, float]]) -> None:
    x, y, wide, high = placing.ellipse(around)
    assert all(math.hypot((a - x) / wide, (b - y) / high) < 1 for a, b in around)


def test_a_crowd_is_placed_where_it_lies() -> None:
    chance = random.Random(5)
    points = [TimePoint(number, chance.random() * 10, **YEAR) for number in range(10_000)]
    xs = {each.x for each in place(points) if each}
    assert len(xs) == 1
    assert xs.pop() == pytest.approx(AREA.x(ordinal(2020) + 183))
