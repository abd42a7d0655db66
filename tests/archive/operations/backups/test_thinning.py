"""Which backups may go: properties over any history of a clock that may stand wrong."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from archive.model.keeping import Point
from archive.operations.backups import points, thinning

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def point(number: int, made: datetime, *, damaged: bool = False) -> Point:
    return Point(Path(points.name("Test", number, made, damaged=damaged)), number, made, 1, None)


moments = st.integers(0, 102 * 366 * 86400).map(lambda s: datetime(1999, 1, 1, tzinfo=UTC) + timedelta(seconds=s))
histories = st.lists(moments, max_size=80).map(
    lambda made: [point(number, moment) for number, moment in enumerate(made, 1)]
)


@given(histories, moments)
def test_the_last_that_were_made_stay_whatever_the_clock_says(history: list[Point], now: datetime) -> None:
    gone = set(thinning.superfluous(history, now))
    assert not gone & set(sorted(history, key=lambda each: each.number)[-thinning.LAST_KEPT :])


@given(histories, moments)
def test_nothing_of_the_future_goes(history: list[Point], now: datetime) -> None:
    assert all(each.made <= now + timedelta(minutes=5) for each in thinning.superfluous(history, now))


@given(histories, moments)
def test_what_is_thinned_once_is_thinned(history: list[Point], now: datetime) -> None:
    left = [each for each in history if each not in thinning.superfluous(history, now)]
    assert thinning.superfluous(left, now) == []


@given(histories, moments)
def test_the_newest_of_each_of_the_last_twelve_months_stays(history: list[Point], now: datetime) -> None:
    past = sorted(
        (each for each in history if each.made <= now + timedelta(minutes=5)), key=lambda each: (each.made, each.number)
    )
    newest = {(each.made.year, each.made.month): each for each in past}
    kept = [newest[month] for month in sorted(newest)[-12:]]
    assert not set(kept) & set(thinning.superfluous(history, now))


def test_a_year_of_hourly_backups_is_thinned_to_hours_days_weeks_and_months() -> None:
    history: list[Point] = []
    for hour in range(24 * 365):
        now = NOON + timedelta(hours=hour)
        history.append(point(hour + 1, now))
        gone = set(thinning.superfluous(history, now))
        history = [each for each in history if each not in gone]
    ages = sorted((now - each.made for each in history), reverse=True)
    assert 40 <= len(history) <= 24 + 7 + 4 + 12
    assert sum(age < timedelta(days=1) for age in ages) == 24
    assert ages[0] > timedelta(days=320)


def test_a_backup_of_2099_ages_nothing_once_the_clock_is_right_again() -> None:
    history = [point(number, NOON + timedelta(days=number)) for number in range(1, 8)]
    now = NOON + timedelta(days=8)
    wrong = [*history, point(8, datetime(2099, 1, 1, tzinfo=UTC)), point(9, now)]
    assert thinning.superfluous(wrong, now) == []


def test_a_clock_that_went_back_ten_years_removes_nothing_good() -> None:
    history = [point(number, NOON + timedelta(hours=number)) for number in range(1, 25)]
    now = NOON - timedelta(days=3650)
    assert thinning.superfluous([*history, point(25, now)], now) == []


def test_a_damaged_archive_thins_nothing_and_its_copies_push_no_good_one_out() -> None:
    good = point(1, NOON)
    many = [point(number, NOON + timedelta(minutes=number), damaged=True) for number in range(2, 30)]
    assert thinning.superfluous([good, *many], NOON + timedelta(hours=1)) == []
    after = point(30, NOON + timedelta(minutes=40))
    gone = thinning.superfluous([good, *many, after], NOON + timedelta(hours=1))
    assert good not in gone or after.made.hour == good.made.hour
    assert after not in gone
