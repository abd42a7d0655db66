"""The words of a time axis."""

from itertools import pairwise

from desktop.widgets.charts import years
from desktop.widgets.timeline.days import ordinal


def wide(words: str) -> float:
    return 7.0 * len(words)


def test_a_year_is_named_under_its_middle() -> None:
    named = years.named(ordinal(2010), ordinal(2020), 800, wide)
    assert [words for _, words in named] == [str(year) for year in range(2010, 2020)]
    assert ordinal(2010) + 180 < named[0][0] < ordinal(2010) + 186


def test_names_never_overlap_at_any_span() -> None:
    for days in (3, 40, 400, 4_000, 40_000, 400_000, 4_000_000):
        named = years.named(ordinal(2000), ordinal(2000) + days, 500, wide)
        assert named
        places = [((at - ordinal(2000)) / days * 500, wide(words) / 2) for at, words in named]
        assert all(b - half > a + other for (a, other), (b, half) in pairwise(places))


def test_nothing_is_named_where_there_is_no_room() -> None:
    assert years.named(ordinal(2000), ordinal(2010), 0, wide) == []
    assert years.named(ordinal(2000), ordinal(2000), 500, wide) == []


def test_one_day_is_shown_with_months_around_it() -> None:
    first, last = years.span([ordinal(2020, 3, 3)], [ordinal(2020, 3, 3)])
    assert first < ordinal(2020) and last > ordinal(2020, 9)


def test_without_any_day_there_is_still_an_axis() -> None:
    first, last = years.span([], [])
    assert first < last


def test_days_in_wrong_order_are_in_no_calendar() -> None:
    assert not years.in_calendar(5, 4)
    assert not years.in_calendar(None, 4)
    assert years.in_calendar(4, 4)
