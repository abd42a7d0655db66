"""How values lie on an axis: in even steps, or by their powers of ten; any finite float can be drawn. No Qt.

In even steps, positions are values in units of a power of ten. By powers of ten, positions are decades; zero and what is below
it have no place there and stand together, one decade under the smallest.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from . import numbers

LOG_DECADES = 3  # a logarithmic axis is offered when values span more
_TOP_AIR, _BOTTOM_AIR = 0.08, 0.03  # shares of the span


@dataclass(frozen=True, slots=True)
class Measure:
    """`low` and `high` are positions: what an axis shows when it shows everything."""

    low: float
    high: float
    exponent: int = 0
    log: bool = False
    floor: float | None = None  # log: the position of zero and below, where there are such
    whole: bool = False  # only whole numbers are named

    def at(self, value: float) -> float:
        """The position of a value."""
        if not self.log:
            return _shifted(value, -self.exponent)
        if value > 0:
            return math.log10(value)
        return self.low if self.floor is None else self.floor

    def ticks(self, low: float, high: float, room: int) -> list[tuple[float, str]]:
        """Positions between low and high, and their words; about `room` of them."""
        if self.log:
            return self._decades(low, high, room)
        found = numbers.round_ticks(low, high, room, self.exponent)
        if self.whole:
            found = numbers.without_fractions(found)
        words = numbers.on_axis([tick for _, tick in found])
        return [(at, name) for (at, _), name in zip(found, words, strict=True)]

    def _decades(self, low: float, high: float, room: int) -> list[tuple[float, str]]:
        first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
        step = max(1, math.ceil((last - first + 1) / max(1, room)))
        powers = [power for power in range(first, last + 1, step) if self.floor is None or power > self.floor]
        found = [(float(power), numbers.on_axis([Decimal(1).scaleb(power)])[0]) for power in powers]
        if self.floor is not None and low <= self.floor <= high:
            found.insert(0, (self.floor, "≤ 0"))
        return found


def of(values: Iterable[float], *, log: bool = False, whole: bool = False) -> Measure:
    """The measure that shows all values: zero is always on an axis of even steps, so that heights can be compared."""
    held = list(values)
    if log and any(value > 0 for value in held):
        return _logarithmic(held)
    low, high = min([0.0, *held]), max([0.0, *held])
    most = max(-low, high)
    exponent = math.floor(math.log10(most)) if most > 0 else 0
    bottom, top = _shifted(low, -exponent), _shifted(high, -exponent)
    span = top - bottom or 1.0
    top_air = _TOP_AIR if high > 0 or low == 0 else _BOTTOM_AIR
    bottom_air = _TOP_AIR if low < 0 else _BOTTOM_AIR
    if bottom == top:
        top = 1.0
    return Measure(bottom - bottom_air * span, top + top_air * span, exponent, whole=whole)


def wide(values: Iterable[float]) -> bool:
    """Whether the values span so many powers of ten that an even axis hides the small ones."""
    sizes = [abs(value) for value in values if value != 0]
    return bool(sizes) and math.log10(max(sizes)) - math.log10(min(sizes)) > LOG_DECADES


def _logarithmic(values: list[float]) -> Measure:
    above = [math.log10(value) for value in values if value > 0]
    low, high = math.floor(min(above)), max(above)
    floor = low - 1.0 if any(value <= 0 for value in values) else None
    bottom = low if floor is None else floor
    span = max(1.0, high - bottom)
    return Measure(bottom - _BOTTOM_AIR * span, bottom + span * (1 + _TOP_AIR), log=True, floor=floor)


def _shifted(value: float, powers: int) -> float:
    """The value times 10 to the `powers`, in two steps where one would leave the floats."""
    if abs(powers) <= 300:
        return value * 10.0**powers
    half = powers // 2
    return value * 10.0**half * 10.0 ** (powers - half)
