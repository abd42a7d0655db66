"""Zooming keeps the day under the pointer, panning moves by pixels, nothing leaves the known days."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.widgets.timeline.scale import FIRST_DAY, LAST_DAY, MOST_PX_PER_DAY, Scale, between, fitted

scales = st.builds(
    fitted,
    st.integers(1, 3_000_000).map(float),
    st.integers(3_000_001, 3_652_059).map(float),
    st.floats(200, 3000),
) | st.builds(
    lambda first, days, width: fitted(first, first + days, width),
    st.integers(1, 3_600_000).map(float),
    st.floats(1, 40_000),
    st.floats(200, 3000),
)


@given(scales, st.floats(0.2, 5), st.floats(0, 1))
def test_zooming_keeps_the_day_under_the_pointer(scale: Scale, factor: float, share: float) -> None:
    x = share * scale.width
    zoomed = scale.zoomed(factor, x)
    assume(zoomed.first > FIRST_DAY and zoomed.last < LAST_DAY - 1)  # at the ends of time there is nothing to move to
    assert zoomed.x(scale.day(x)) == pytest.approx(x, abs=0.02)


@given(scales, st.floats(-500, 500))
def test_panning_moves_every_day_by_as_many_pixels(scale: Scale, px: float) -> None:
    panned = scale.panned(px)
    assume(panned.first > FIRST_DAY and panned.last < LAST_DAY - 1)
    assert panned.px_per_day == scale.px_per_day
    assert panned.x(scale.first) == pytest.approx(-px, abs=0.02)


@given(scales, st.lists(st.tuples(st.floats(0.01, 100), st.floats(-1e7, 1e7)), max_size=6))
def test_no_way_leads_out_of_the_known_days(scale: Scale, moves: list[tuple[float, float]]) -> None:
    for factor, px in moves:
        scale = scale.zoomed(factor, scale.width / 3).panned(px)
        assert scale.first >= FIRST_DAY
        assert scale.last <= LAST_DAY + 1
        assert scale.px_per_day <= MOST_PX_PER_DAY


@given(st.integers(-3_000_000, 3_000_000), st.integers(1, 900_000), st.floats(100, 3000))
def test_what_is_fitted_is_in_view_whole(first: int, days: int, width: float) -> None:
    scale = fitted(first, first + days, width)
    assert scale.x(first) >= -0.5
    assert scale.x(first + days) <= width + 0.5


@given(scales, st.integers(1, 3_652_059))
def test_showing_a_day_brings_it_into_view_at_the_same_size(scale: Scale, day: int) -> None:
    shown = scale.showing(day, day + 1)
    assert shown.px_per_day == scale.px_per_day
    assert -0.5 <= shown.x(day) <= shown.width + 0.5


def test_a_day_in_view_moves_nothing() -> None:
    scale = fitted(700_000, 701_000, 1000)
    assert scale.showing(700_500, 700_501) is scale


def test_the_days_in_view_stay_when_the_width_changes() -> None:
    scale = fitted(700_000, 701_000, 1000)
    assert scale.resized(600).last == pytest.approx(scale.last)


def test_motion_leads_from_one_scale_to_the_other() -> None:
    one, other = fitted(700_000, 710_000, 1000), fitted(704_000, 704_400, 1000)
    assert between(one, other, 0.0).first == pytest.approx(one.first)
    assert between(one, other, 1.0).first == pytest.approx(other.first)
    ways = [between(one, other, share / 10).px_per_day for share in range(11)]
    assert ways == sorted(ways)
