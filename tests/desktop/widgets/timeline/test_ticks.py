"""At every scale the axis names what has room, plainly."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.timeline.days import ordinal
from desktop.widgets.timeline.scale import Scale, fitted
from desktop.widgets.timeline.ticks import LEVELS, boundaries, context, level, ticks, without_overlap

WIDTH = 1200.0


def over(first: int, last: int) -> Scale:
    """From 1 January of a year to the end of another."""
    return fitted(ordinal(first), ordinal(last + 1), WIDTH, 0)


def labels(scale: Scale) -> list[str]:
    return [tick.label for tick in ticks(scale) if scale.first <= tick.day <= scale.last]


@pytest.mark.parametrize(
    ("first", "last", "unit", "step"),
    [
        (-9000, 12_000, "year", 2000),
        (1, 2024, "year", 200),
        (1500, 2024, "year", 20),
        (1900, 2024, "year", 5),
        (2003, 2025, "year", 1),
        (2018, 2023, "month", 3),
        (2018, 2019, "month", 1),
    ],
)
def test_the_step_fits_the_span(first: int, last: int, unit: str, step: int) -> None:
    chosen = level(over(first, last))
    assert (chosen.unit, chosen.step) == (unit, step)


def test_years_are_plain_and_the_round_ones_strong() -> None:
    scale = over(2003, 2025)
    named = {tick.label: tick.strong for tick in ticks(scale)}
    assert list(named)[:4] == ["2003", "2004", "2005", "2006"]
    assert [label for label, strong in named.items() if strong] == ["2005", "2010", "2015", "2020", "2025"]


def test_over_months_the_year_stands_at_january() -> None:
    assert labels(over(2018, 2018)) == [
        "2018", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "2019",
    ]  # fmt: skip
    assert context(over(2018, 2018)).startswith("2018")


def test_over_days_the_month_stands_at_its_first_and_the_context_names_the_year() -> None:
    scale = Scale(ordinal(2019, 2, 25), 50.0, WIDTH)
    assert labels(scale)[:6] == ["25", "26", "27", "28", "Mar", "2"]
    assert context(scale) == "Feb – Mar 2019"


def test_a_view_without_any_round_day_still_says_where_it_is() -> None:
    scale = Scale(ordinal(2019, 3, 5), 160.0, 600.0)
    assert labels(scale) == ["5", "6", "7", "8"]
    assert context(scale) == "March 2019"


def test_years_bc_are_round_as_people_count_them() -> None:
    named = labels(over(-1999, 2000))
    assert named[:6] == ["2000 BC", "1500 BC", "1000 BC", "500 BC", "1", "500"]


@given(st.integers(-3_500_000, 4_000_000), st.floats(0, 17), st.floats(200, 3000))
def test_ticks_rise_are_never_too_close_and_leave_no_gap(first: int, spread: float, width: float) -> None:
    scale = fitted(first, first + 2**spread + 1, width)
    found = ticks(scale)
    chosen = level(scale)
    assert found[0].day <= scale.first
    assert found[-1].day >= scale.last
    for one, other in pairwise(found):
        # Year 1 stands one year nearer to its neighbour than its step says.
        assert (other.day - one.day + 366) * scale.px_per_day >= chosen.room_px or chosen is LEVELS[-1]
        assert other.day > one.day
    assert len(found) <= width / 20 + 4


@given(st.integers(-3_500_000, 4_000_000), st.floats(0, 20), st.floats(4, 12))
def test_names_that_are_drawn_never_overlap(first: int, spread: float, letter_px: float) -> None:
    scale = fitted(first, first + 2**spread + 1, WIDTH)

    def wide(tick: object) -> float:
        return letter_px * len(tick.label)  # type: ignore[attr-defined]

    kept = without_overlap(ticks(scale), scale.x, wide)
    for one, other in pairwise(kept):
        assert scale.x(one.day) + wide(one) / 2 < scale.x(other.day) - wide(other) / 2
    strong = [tick for tick in ticks(scale) if tick.strong]
    assert not strong or any(tick.strong for tick in kept)


@pytest.mark.parametrize("each", LEVELS, ids=lambda each: f"{each.step} {each.unit}")
def test_boundaries_are_the_same_wherever_one_begins(each: object) -> None:
    days = boundaries(each, ordinal(1999, 12, 1), ordinal(2001, 2, 3) if each.unit != "year" else ordinal(9999))  # type: ignore[attr-defined, arg-type]
    for begin in days[1:40]:
        assert boundaries(each, begin, begin)[0] == begin  # type: ignore[arg-type]
        assert boundaries(each, begin - 1, begin - 1)[0] < begin  # type: ignore[arg-type]
