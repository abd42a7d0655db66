"""Which days the axis names at a scale, from thousands of years down to days: plain years, months, days. No Qt.

Of the levels below, the finest is taken whose names have room. Strong ticks are the round ones; the axis is never without
a year or month to go by: `context` says what the whole view lies in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from .days import MONTHS, ordinal, year_month_day, year_words
from .scale import Scale


@dataclass(frozen=True, slots=True)
class Tick:
    """A named day; strong ones are set larger."""

    day: int
    label: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Level:
    """`unit` is year, month or day; `step` how many of them; `shortest_days` between two ticks; `room_px` that a name needs."""

    unit: str
    step: int
    shortest_days: float
    room_px: float


LEVELS = (
    Level("day", 1, 1, 26),
    Level("day", 5, 3, 30),
    Level("day", 10, 8, 36),
    Level("month", 1, 28, 36),
    Level("month", 3, 90, 38),
    *(Level("year", step, step * 365.0, 44 if step < 100 else 60) for step in (1, 2, 5, 10, 20, 50)),
    *(Level("year", step, step * 365.0, 60) for step in (100, 200, 500, 1000, 2000, 5000)),
)
_STRONG_EVERY = {1: 5, 2: 10, 5: 10, 10: 50, 20: 100, 50: 100}


def level(scale: Scale) -> Level:
    """The finest level whose names have room."""
    return next((each for each in LEVELS if each.shortest_days * scale.px_per_day >= each.room_px), LEVELS[-1])


def bins(scale: Scale, least_px: float) -> Level:
    """The finest level whose ticks lie at least so many pixels apart: what a histogram of a calendar counts in."""
    whole = [each for each in LEVELS if each.unit != "day" or each.step == 1]
    return next((each for each in whole if each.shortest_days * scale.px_per_day >= least_px), LEVELS[-1])


def boundaries(of: Level, first: float, last: float) -> list[int]:
    """The days on which the level's steps begin, from the last one before `first` to the first one after `last`."""
    found: list[int] = []
    for day in _steps(of, int(first // 1)):
        found.append(day)
        if day > last:
            break
    return found


def ticks(scale: Scale) -> list[Tick]:
    """The ticks in view and one beyond either edge, by time."""
    of = level(scale)
    return [_tick(of, day) for day in boundaries(of, scale.first, scale.last)]


def context(scale: Scale) -> str:
    """What the ticks in view are parts of: `March 2019` over days, `2019` over months, nothing over years."""
    of = level(scale)
    if of.unit == "year":
        return ""
    (year, month, _), (to_year, to_month, _) = (
        year_month_day(int(scale.first // 1)),
        year_month_day(int(scale.last // 1)),
    )
    if of.unit == "month":
        return year_words(year) if year == to_year else f"{year_words(year)} – {year_words(to_year)}"
    name, to_name = MONTHS[month - 1][:3], MONTHS[to_month - 1][:3]
    if (year, month) == (to_year, to_month):
        return f"{MONTHS[month - 1]} {year_words(year)}"
    if year == to_year:
        return f"{name} – {to_name} {year_words(year)}"
    return f"{name} {year_words(year)} – {to_name} {year_words(to_year)}"


def _steps(of: Level, day: int) -> Iterator[int]:
    """The days on which steps begin, from the one that `day` lies in, without an end."""
    year, month, of_month = year_month_day(day)
    if of.unit == "year":
        return (ordinal(_year(of.step, number)) for number in count(_number(of.step, year)))
    if of.unit == "month":
        months = count(year * 12 + (month - 1) // of.step * of.step, of.step)
        return (ordinal(of_all // 12, of_all % 12 + 1) for of_all in months)
    return count(day) if of.step == 1 else _within_months(of.step, year, month, _last_named(of.step, of_month))


def _within_months(step: int, year: int, month: int, of_month: int) -> Iterator[int]:
    """Every so many days, beginning anew with each month."""
    last = _last_named(step, 31)
    for of_all in count(year * 12 + month - 1):
        begin = ordinal(of_all // 12, of_all % 12 + 1) - 1
        yield from range(begin + of_month, begin + last + 1, step)
        of_month = 1


def _year(step: int, number: int) -> int:
    """The year of the numbered tick. Years BC are round as people count them: 500 BC, then year 1, then 500."""
    if step == 1 or number > 0:
        return number * step
    return 1 + number * step


def _number(step: int, year: int) -> int:
    """The number of the last tick that is not after the year."""
    return year // step if step == 1 or year > 0 else (year - 1) // step


def _last_named(step: int, of_month: int) -> int:
    """1, 6, 11, … 26 or 1, 11, 21: no name falls on the last days, where months differ."""
    return min((of_month - 1) // step, 30 // step - 1) * step + 1


def _tick(of: Level, day: int) -> Tick:
    year, month, of_month = year_month_day(day)
    if of.unit == "year":
        every = _STRONG_EVERY.get(of.step, of.step * (2 if of.step in (500, 5000) else 5)) // of.step
        strong = _number(of.step, year) % every == 0
        return Tick(day, year_words(year), strong)
    if month == 1 and of_month == 1:
        return Tick(day, year_words(year), True)
    if of.unit == "month":
        return Tick(day, MONTHS[month - 1][:3], False)
    return Tick(day, MONTHS[month - 1][:3], True) if of_month == 1 else Tick(day, str(of_month), False)


def without_overlap(
    found: list[Tick], x_of: Callable[[float], float], width_of: Callable[[Tick], float], gap_px: float = 6.0
) -> list[Tick]:
    """Those whose names fit side by side, centred on their ticks; strong ones first."""
    kept: list[tuple[float, float, Tick]] = []
    for tick in sorted(found, key=lambda each: not each.strong):
        half = width_of(tick) / 2 + gap_px / 2
        left, right = x_of(tick.day) - half, x_of(tick.day) + half
        if all(right <= begin or left >= end for begin, end, _ in kept):
            kept.append((left, right, tick))
    return sorted((tick for _, _, tick in kept), key=lambda each: each.day)
