"""Bounds and periods of figures as numbers: what a figure's words allow, and for which days. Pure arithmetic."""

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from archive.base.errors import Invalid
from archive.extraction import comparable
from archive.model import edtf
from archive.model.figure import Bound, Figure

_LARGEST: Final = 1e300
_NOISE: Final = 1e-12  # what converting units may add


@dataclass(frozen=True, slots=True)
class Span:
    """The values that a figure's words allow, both ends included unless open; `near_low` and `near_high` those that they suggest.

    "Over 550" allows whatever is more, but suggests a number that is not far above. `rounded` tells that an exact number is
    so round (30,000) that it may have been rounded; `slack` is half its last significant digit.
    """

    low: float
    high: float
    low_open: bool
    high_open: bool
    near_low: float
    near_high: float
    slack: float

    @property
    def sort_key(self) -> tuple[float, float, bool, bool]:
        """One order for all spans."""
        return self.low, self.high, self.low_open, self.high_open


def half_digit(value: float) -> float:
    """Half a unit of the last significant digit, as written: 500 for 47,000, 0.5 for 682, 0.05 for 62.1; 0.5 for 0."""
    if value == 0:
        return 0.5
    number = Decimal(repr(value)).normalize()
    exponent = number.as_tuple().exponent
    return float(Decimal((0, (5,), int(exponent) - 1)))


def span(figure: Figure) -> Span | None:
    """What the figure's words allow, in the first unit of its family; None where it has no usable value."""
    _, worth = comparable.measure(figure.unit)
    numbers = [figure.value, figure.least, figure.most]
    if any(number is not None and (not math.isfinite(number) or abs(number) > _LARGEST) for number in numbers):
        return None
    if figure.value is None:
        return _between(figure, worth)
    value, half = figure.value, half_digit(figure.value)
    low, high, near = value, value, (value, value)
    low_open = high_open = False
    if figure.bound in (Bound.AT_LEAST, Bound.MORE_THAN):
        high, near, low_open = math.inf, (value, value + half), figure.bound is Bound.MORE_THAN
    elif figure.bound in (Bound.AT_MOST, Bound.LESS_THAN):
        low = 0.0 if value >= 0 else -math.inf
        near, high_open = (max(value - half, low), value), figure.bound is Bound.LESS_THAN
    elif figure.bound is Bound.NEARLY:
        low, near, high_open = value - half, (value - half, value), True
    elif figure.bound is Bound.ABOUT:
        low, high, near = value - half, value + half, (value - half, value + half)
    slack = half if figure.bound is Bound.EXACT and _is_round(value) else 0.0
    return _scaled(Span(low, high, low_open, high_open, near[0], near[1], slack), worth)


def _between(figure: Figure, worth: float) -> Span | None:
    least, most = figure.least, figure.most
    if least is None and most is None:
        return None
    low = least if least is not None else (0.0 if most is not None and most >= 0 else -math.inf)
    high = most if most is not None else math.inf
    if low > high:
        return None
    return _scaled(Span(low, high, False, False, low, high, 0.0), worth)


def _scaled(found: Span, worth: float) -> Span:
    if worth == 1.0:
        return found
    return Span(
        found.low * worth, found.high * worth, found.low_open, found.high_open,
        found.near_low * worth, found.near_high * worth, found.slack * worth,
    )  # fmt: skip


def _is_round(value: float) -> bool:
    """Whether a number of thousands or more has at most two digits before its noughts."""
    return abs(value) >= 1000 and value == int(value) and len(str(abs(int(value))).rstrip("0")) <= 2


def below(one: Span, other: Span) -> bool:
    """Whether all that `one` allows lies below all that `other` allows."""
    margin = (
        _NOISE * max(abs(one.high), abs(other.low)) if math.isfinite(one.high) and math.isfinite(other.low) else 0.0
    )
    if one.high < other.low - margin:
        return True
    meet = abs(one.high - other.low) <= margin and one.low < other.high
    return meet and (one.high_open or other.low_open) and one.sort_key != other.sort_key


def apart(one: Span, other: Span) -> bool:
    """Whether the two cannot both hold of one quantity."""
    return below(one, other) or below(other, one)


def apart_if_rounded(one: Span, other: Span) -> bool:
    """Whether they stay apart when exact numbers that are told round may have been rounded."""
    return apart(_widened(one), _widened(other))


def _widened(found: Span) -> Span:
    if not found.slack:
        return found
    low, high = found.low - found.slack, found.high + found.slack
    return Span(low, high, False, False, low, high, 0.0)


def suggest_the_same(one: Span, other: Span) -> bool:
    """Whether both hold and their words mean about the same number, not only leave room for it."""
    return not apart(one, other) and one.near_low <= other.near_high and other.near_low <= one.near_high


def gap(one: Span, other: Span) -> float:
    """How far apart two spans are, as a share of the larger: 0 where they meet, towards 1 where one dwarfs the other."""
    first, second = (one, other) if one.high <= other.low else (other, one)
    if first.high >= second.low or not math.isfinite(second.low) or second.low == 0:
        return 0.0
    return min((second.low - first.high) / max(abs(second.low), abs(first.high)), 1.0)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a figure tells of, as ordinals, both included. None: open or unknown. `told` is False where the text gives
    no period and the day of publication stands for it."""

    start: int | None
    end: int | None
    told: bool

    @property
    def length(self) -> int | None:
        """The number of days; None when one side is open."""
        return None if self.start is None or self.end is None else self.end - self.start + 1


def days(figure: Figure) -> Days | None:
    """What the figure's period is; None where nothing is known, or where its year is not."""
    if figure.earliest is not None or figure.latest is not None:
        return Days(_ordinal(figure.earliest), _ordinal(figure.latest), True)
    return None if figure.period is not None else published(figure)


def published(figure: Figure) -> Days | None:
    """The days of publication; None where nothing is known of them."""
    if not figure.published:
        return None
    try:
        told = edtf.parse(figure.published)
    except Invalid:
        return None
    if told.earliest is None or told.latest is None:
        return None
    return Days(told.earliest.toordinal(), told.latest.toordinal(), False)


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def same(one: Days, other: Days) -> bool:
    """Whether two periods are one and the same as far as telling goes: nine tenths of the longer are days of both."""
    if one.start is None or other.start is None or one.end is None or other.end is None:
        return (one.start, one.end) == (other.start, other.end)
    together = min(one.end, other.end) - max(one.start, other.start) + 1
    longer = max(one.end - one.start, other.end - other.start) + 1
    return together >= 0.9 * longer


def overlap(one: Days, other: Days) -> bool:
    """Whether the two share a day."""
    starts_in_time = one.start is None or other.end is None or one.start <= other.end
    return starts_in_time and (other.start is None or one.end is None or other.start <= one.end)


def contains(outer: Days, inner: Days) -> bool:
    """Whether all days of `inner` are days of `outer`."""
    starts = outer.start is None or (inner.start is not None and outer.start <= inner.start)
    return starts and (outer.end is None or (inner.end is not None and inner.end <= outer.end))
