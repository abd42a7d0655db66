"""Words for lists: the day of a stored moment."""

import pytest

from desktop.wording import day


@pytest.mark.parametrize(
    ("stamp", "told"),
    [
        ("2026-11-26T06:55:01.000Z", "26 Nov 2026"),
        ("2026-05-01", "1 May 2026"),
        ("2025-09-30T00:00:00.000Z", "30 Sep 2025"),
        ("", ""),
    ],
)
def test_a_day_is_told_as_the_lists_tell_dates(stamp: str, told: str) -> None:
    assert day(stamp) == told
