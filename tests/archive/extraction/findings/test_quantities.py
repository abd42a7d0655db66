"""What words allow, as numbers and days."""

import math
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extraction.findings import quantities
from archive.extraction.findings.quantities import Days, Span
from archive.model.figure import Bound, Figure, Kind

Make = Callable[..., Figure]


def _span(figure: Figure) -> Span:
    found = quantities.span(figure)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("value", "half"), [(35000, 500), (553, 0.5), (62.1, 0.05), (1500, 50), (0, 0.5), (1e22, 5e21), (1_234_000, 500)]
)
def test_half_a_unit_of_the_last_digit(value: float, half: float) -> None:
    assert quantities.half_digit(value) == pytest.approx(half)


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [
        (Bound.EXACT, 34000, 34000),
        (Bound.ABOUT, 33500, 34500),
        (Bound.NEARLY, 33500, 34000),
        (Bound.AT_LEAST, 34000, math.inf),
        (Bound.MORE_THAN, 34000, math.inf),
        (Bound.AT_MOST, 0, 34000),
        (Bound.LESS_THAN, 0, 34000),
    ],
)
def test_bounds_are_intervals(make: Make, bound: Bound, low: float, high: float) -> None:
    found = _span(make(34000, bound=bound))
    assert (found.low, found.high) == (low, high)


def test_over_and_some_agree_but_over_does_not_reach_everything(make: Make) -> None:
    over, some, many = (_span(make(550, bound=Bound.MORE_THAN)), _span(make(553, bound=Bound.ABOUT)), _span(make(5000)))
    assert quantities.suggest_the_same(over, some)
    assert not quantities.apart(over, many)
    assert not quantities.suggest_the_same(over, many)


def test_open_ends_exclude_their_own_number(make: Make) -> None:
    exact, over, at_least = (
        _span(make(300)),
        _span(make(300, bound=Bound.MORE_THAN)),
        _span(make(300, bound=Bound.AT_LEAST)),
    )
    assert quantities.apart(exact, over)
    assert not quantities.apart(exact, at_least)
    assert quantities.apart(exact, _span(make(300, bound=Bound.LESS_THAN)))


def test_round_exact_numbers_may_be_rounded(make: Make) -> None:
    round_one, close, far = _span(make(30000)), _span(make(31200)), _span(make(41000))
    assert quantities.apart(round_one, close)
    assert not quantities.apart_if_rounded(round_one, close)
    assert quantities.apart_if_rounded(round_one, far)
    assert quantities.apart_if_rounded(_span(make(63)), _span(make(64)))


def test_units_are_counted_in_the_first_of_their_family(make: Make) -> None:
    years = _span(make(2, kind=Kind.DURATION, unit="year"))
    months = _span(make(24, kind=Kind.DURATION, unit="month"))
    assert not quantities.apart(years, months)


def test_ranges_open_ranges_and_what_is_no_value(make: Make) -> None:
    one_sided = _span(make(None, bound=Bound.RANGE, least=None, most=20))
    assert (one_sided.low, one_sided.high) == (0, 20)
    assert quantities.span(make(None, bound=Bound.RANGE)) is None
    assert quantities.span(make(None, bound=Bound.RANGE, least=9, most=3)) is None
    assert quantities.span(make(math.inf)) is None
    assert quantities.span(make(math.nan)) is None


def test_days_are_told_assumed_or_unknown(make: Make) -> None:
    told = quantities.days(make(1, period="2019"))
    assert told is not None and told.told and told.length == 365
    assumed = quantities.days(make(1, period=None, published="2020-02-19"))
    assert assumed is not None and not assumed.told and assumed.length == 1
    assert quantities.days(make(1, period=None, published=None)) is None
    assert quantities.days(make(1, period=None, published="soon")) is None
    assert quantities.days(make(1, period="XXXX-01/XXXX-09")) is None


def test_periods_that_are_one_overlap_or_lie_inside() -> None:
    year, most_of_it, half = Days(1, 365, True), Days(1, 340, True), Days(1, 180, True)
    assert quantities.same(year, most_of_it)
    assert not quantities.same(year, half)
    assert quantities.contains(year, half) and not quantities.contains(half, year)
    assert quantities.overlap(half, Days(180, None, True)) and not quantities.overlap(half, Days(181, 200, True))
    assert quantities.contains(Days(None, 365, True), year)


_numbers = st.floats(min_value=0, max_value=1e12, allow_nan=False)


@given(_numbers, st.sampled_from([bound for bound in Bound if bound not in (Bound.RANGE, Bound.ORDER_OF_MAGNITUDE)]))
def test_a_statement_never_contradicts_itself(value: float, bound: Bound) -> None:
    figure = SimpleNamespace(unit="person", value=value, least=value, most=value, bound=bound)
    found = quantities.span(figure)  # type: ignore[arg-type]
    assert found is not None
    assert found.low <= found.near_low <= found.near_high <= found.high
    assert not quantities.apart(found, found)
