"""The words of a time axis, each under the middle of the year, month or day that it names. No Qt."""

import math
from collections.abc import Callable

from desktop.widgets.timeline.days import ordinal, year_words
from desktop.widgets.timeline.scale import FIRST_DAY, LAST_DAY, Scale
from desktop.widgets.timeline.ticks import level, ticks, without_overlap

_MIDDLE_DAYS = {"year": 182.5, "month": 15.0, "day": 0.5}
LEAST_DAYS = 31.0


def in_calendar(first: int | None, last: int | None) -> bool:
    """Whether the days can be shown on the axis."""
    return first is not None and last is not None and first <= last and first >= FIRST_DAY and last <= LAST_DAY


def named(first: float, last: float, width: float, width_of: Callable[[str], float]) -> list[tuple[float, str]]:
    """Days and their words from first to last in so many pixels, none over another."""
    first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
    if width < 1 or not last > first:
        return []
    scale = Scale(first, width / (last - first), width)
    middle = _MIDDLE_DAYS[level(scale).unit]
    inside = [tick for tick in ticks(scale) if first <= tick.day + middle <= last]
    kept = without_overlap(inside, lambda day: scale.x(day + middle), lambda tick: width_of(tick.label), 10.0)
    return [(tick.day + middle, tick.label) for tick in kept]


def span(firsts: list[int], lasts: list[int]) -> tuple[float, float]:
    """The days to show: whole years around all, and some air."""
    if not firsts:
        return float(ordinal(2000)), float(ordinal(2001))
    first, after = min(firsts), max(lasts) + 1
    air = max(200.0, (after - first) * 0.04)
    return max(FIRST_DAY, first - air), min(LAST_DAY, after + air)


def numbered(
    first: float, last: float, px_per_year: float, width_of: Callable[[str], float]
) -> list[tuple[float, str]]:
    """Years at their own numbers, so many apart that their words have room; round ones."""
    begin, end = math.ceil(first), math.floor(last)
    if end < begin:
        return []
    widest = max(width_of(year_words(begin)), width_of(year_words(end))) + 14
    steps = (factor * 10**power for power in range(9) for factor in (1, 2, 5))
    step = next((each for each in steps if each * px_per_year >= widest), end - begin + 1)
    return [(float(year), year_words(year)) for year in range(math.ceil(begin / step) * step, end + 1, step)]


def between(first: int, last: int) -> str:
    """`2019` or `2009–2023`."""
    return year_words(first) if first == last else f"{year_words(first)}–{year_words(last)}"
