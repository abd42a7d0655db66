"""Days as numbers, and in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.timeline.days import ordinal, span_words, year_month_day


@given(st.dates())
def test_days_are_numbered_as_python_numbers_them(day: date) -> None:
    assert ordinal(day.year, day.month, day.day) == day.toordinal()
    assert year_month_day(day.toordinal()) == (day.year, day.month, day.day)


@given(st.integers(-5_000_000, 6_000_000))
def test_every_day_before_and_after_pythons_own_has_one_date(day: int) -> None:
    year, month, of_month = year_month_day(day)
    assert ordinal(year, month, of_month) == day
    assert 1 <= month <= 12 and 1 <= of_month <= 31
    assert year_month_day(day + 1) > (year, month, of_month)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2019, 3, 14), (2019, 3, 14), "14 March 2019"),
        ((2019, 1, 1), (2019, 12, 31), "2019"),
        ((2006, 1, 1), (2019, 12, 31), "2006–2019"),
        ((2020, 2, 1), (2020, 2, 29), "February 2020"),
        ((2020, 2, 1), (2020, 2, 28), "1 – 28 February 2020"),
        ((2019, 6, 1), (2019, 8, 31), "June – August 2019"),
        ((2019, 12, 1), (2020, 2, 29), "December 2019 – February 2020"),
        ((2019, 12, 30), (2020, 1, 2), "30 December 2019 – 2 January 2020"),
        ((-43, 3, 15), (-43, 3, 15), "15 March 44 BC"),
        ((0, 1, 1), (0, 12, 31), "1 BC"),
    ],
)
def test_a_span_is_told_as_shortly_as_is_true(
    first: tuple[int, int, int], last: tuple[int, int, int], words: str
) -> None:
    assert span_words(ordinal(*first), ordinal(*last)) == words
