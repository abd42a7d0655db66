"""Numbers as people read them."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.charts import numbers


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (12_345, "12,345"),
        (-3, "−3"),
        (0.25, "0.25"),
        (2.5, "2.5"),
        (1000.0, "1,000"),
        (99.95, "100"),
        (0.004, "0.004"),
        (3_000_000, "3,000,000"),
        (1.234e18, "1.23 × 10¹⁸"),
        (1e-300, "10⁻³⁰⁰"),
        (-1e300, "−10³⁰⁰"),
    ],
)
def test_a_number_is_written_as_people_read_it(value: float, words: str) -> None:
    assert numbers.plain(value) == words


@pytest.mark.parametrize(
    ("ticks", "words"),
    [
        (["0", "500", "1000"], ["0", "500", "1,000"]),
        (["0", "500000", "1000000", "1500000"], ["0", "0.5 million", "1.0 million", "1.5 million"]),
        (["-2000000000", "0", "2000000000"], ["−2 billion", "0", "2 billion"]),
        (["0", "0.05", "0.1"], ["0", "0.05", "0.10"]),
        (["0", "1E+20", "2E+20"], ["0", "10²⁰", "2 × 10²⁰"]),
        (["0", "0"], ["0", "0"]),
        ([], []),
    ],
)
def test_ticks_of_an_axis_share_their_unit_and_their_decimals(ticks: list[str], words: list[str]) -> None:
    assert numbers.on_axis([Decimal(tick) for tick in ticks]) == words


@given(
    st.floats(-10, 10, allow_nan=False),
    st.floats(1e-6, 20, allow_nan=False),
    st.integers(2, 12),
    st.integers(-300, 300),
)
def test_ticks_are_round_rising_and_not_too_many(low: float, span: float, room: int, exponent: int) -> None:
    found = numbers.round_ticks(low, low + span, room, exponent)
    assert len(found) <= room + 1
    places = [at for at, _ in found]
    assert places == sorted(set(places))
    assert all(low - span * 1e-6 <= at <= low + span * (1 + 1e-6) for at in places)
    steps = {b - a for (_, a), (_, b) in pairwise(found)}
    assert len(steps) <= 1
    assert all(step.normalize().as_tuple().digits in ((1,), (2,), (5,)) for step in steps)
    words = numbers.on_axis([tick for _, tick in found])
    assert len(set(words)) == len(words)


def test_no_ticks_where_nothing_is_spanned() -> None:
    assert numbers.round_ticks(3, 3, 5) == []


def test_whole_numbers_only_where_things_are_counted() -> None:
    found = numbers.without_fractions(numbers.round_ticks(0, 2, 4))
    assert [int(tick) for _, tick in found] == [0, 1, 2]
