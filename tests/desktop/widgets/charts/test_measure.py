"""How values lie on an axis."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.charts import measure

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(FINITE, max_size=12), st.booleans())
def test_every_value_and_zero_have_a_place_on_the_axis(values: list[float], log: bool) -> None:
    made = measure.of(values, log=log)
    assert math.isfinite(made.low) and math.isfinite(made.high) and made.low < made.high
    assert all(made.low <= made.at(value) <= made.high for value in values)
    if not made.log:
        assert made.low <= made.at(0) <= made.high


@given(st.lists(FINITE, min_size=2, max_size=12))
def test_larger_values_never_lie_lower(values: list[float]) -> None:
    made = measure.of(values)
    places = [made.at(value) for value in sorted(values)]
    assert places == sorted(places)


@pytest.mark.parametrize("values", [[], [0.0], [0.0, 0.0]])
def test_without_heights_there_is_still_an_axis(values: list[float]) -> None:
    made = measure.of(values)
    assert made.ticks(made.low, made.high, 3)[0][1] == "0"


def test_negative_values_have_zero_above_them() -> None:
    made = measure.of([-40, -10])
    assert made.at(-40) < made.at(0) < made.high
    assert "0" in [words for _, words in made.ticks(made.low, made.high, 5)]


def test_powers_of_ten_are_named_on_a_logarithmic_axis() -> None:
    made = measure.of([3, 40_000], log=True)
    assert [words for _, words in made.ticks(made.low, made.high, 9)] == ["1", "10", "100", "1,000", "10,000"]
    assert made.at(100) - made.at(10) == pytest.approx(made.at(1000) - made.at(100))


def test_zero_and_below_stand_together_under_the_smallest_power() -> None:
    made = measure.of([0, -5, 20, 40_000], log=True)
    assert made.at(0) == made.at(-5) < made.at(20)
    assert made.ticks(made.low, made.high, 9)[0] == (made.at(0), "≤ 0")


def test_a_logarithmic_axis_needs_a_value_above_zero() -> None:
    assert not measure.of([-5, 0], log=True).log


@pytest.mark.parametrize(
    ("values", "is_wide"), [([1, 1000], False), ([1, 1001], True), ([0, 5], False), ([], False), ([-1, 1e9], True)]
)
def test_wide_is_more_than_three_powers_of_ten(values: list[float], is_wide: bool) -> None:
    assert measure.wide(values) is is_wide


def test_counts_have_no_halves() -> None:
    made = measure.of([1, 2], whole=True)
    assert [words for _, words in made.ticks(made.low, made.high, 8)] == ["0", "1", "2"]
