"""Where the points of a time chart lie, in pixels: side by side where they would cover each other. No Qt.

Undated points stand on a shelf at the right, spread as they need room.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import years
from .area import Area
from .measure import Measure
from .records import OPEN_ABOVE, OPEN_BELOW, Bound, TimePoint, finite

DODGE_PX = 11.0  # between the middles of two points side by side
MOST_STEPS = 12  # to either side; more points than that lie over each other
CROWD = 250  # points in all: from here on there is no room beside each other, and they lie where they lie
SHELF_SHARE, LEAST_SHELF_PX, MOST_SHELF_PX = 0.12, 64.0, 120.0
OPEN_PX = 26.0  # how long an arrow is where a bound is open
_RING_PX = 13.0
_CLOSEST_PX2 = (DODGE_PX - 0.01) ** 2


@dataclass(frozen=True, slots=True)
class Held:
    """A point with numbers that can be drawn. `low` and `high` equal the value where nothing else is known."""

    point: TimePoint
    value: float
    low: float
    high: float
    dated: bool
    open_below: bool
    open_above: bool

    @property
    def is_range(self) -> bool:
        return self.point.bound is Bound.RANGE and self.high > self.low


@dataclass(frozen=True, slots=True)
class Placed:
    """In pixels: the middle of a point, its period from left to right, its bounds from `high` (above) to `low`."""

    held: Held
    x: float
    y: float
    left: float
    right: float
    low: float
    high: float


def held(point: TimePoint) -> Held | None:
    """The point with its numbers set in order, or None when it has none that can be drawn."""
    low, value, high = finite(point.low), finite(point.value), finite(point.high)
    bounds = [each for each in (low, high) if each is not None]
    if value is None:
        if not bounds:
            return None
        value = bounds[0] / 2 + bounds[-1] / 2
    bottom, top = min([value, *bounds]), max([value, *bounds])
    return Held(
        point,
        value,
        bottom,
        top,
        years.in_calendar(point.first, point.last),
        point.low is None and point.bound in OPEN_BELOW,
        point.high is None and point.bound in OPEN_ABOVE,
    )


def in_time(points: Iterable[TimePoint]) -> list[Held]:
    """The points that can be drawn, by their middle day, then by their value; undated ones at the end."""
    found = [each for each in map(held, points) if each is not None]
    return sorted(found, key=lambda each: (not each.dated, _middle(each), each.value))


def shelf_px(points: Sequence[Held], width: float) -> float:
    """The room for undated points; all of it when there are no others."""
    undated = sum(not each.dated for each in points)
    if not undated:
        return 0.0
    if undated == len(points):
        return width
    return min(MOST_SHELF_PX, max(LEAST_SHELF_PX, width * SHELF_SHARE))


def place(points: Sequence[Held], area: Area, measure: Measure) -> list[Placed | None]:
    """A place for each point, in the order handed in; None for one that is out of view."""
    shelf = shelf_px(points, area.width)
    edge = area.width - shelf
    taken = _Taken()
    found: list[Placed | None] = []
    for each in points:
        y = area.y(measure.at(each.value))
        if each.dated and each.point.first is not None and each.point.last is not None:
            left, right = area.x(each.point.first), area.x(each.point.last + 1)
            middle, begin, end = (left + right) / 2, 0.0, edge
        else:
            left = right = middle = edge + shelf / 2
            begin, end = edge, area.width
        if not begin <= middle <= end or not 0 <= y <= area.height:
            found.append(None)
            continue
        x = middle if len(points) > CROWD else taken.beside(middle, y, begin + 6, end - 6)
        low = y if each.low == each.value else area.y(measure.at(each.low))
        high = y if each.high == each.value else area.y(measure.at(each.high))
        low = y + OPEN_PX if each.open_below else low
        high = y - OPEN_PX if each.open_above else high
        found.append(Placed(each, x, y, max(begin, left), min(end, right), min(low, area.height), max(high, 0.0)))
    return found


class _Taken:
    """Places that are taken, in squares of a grid, so that hundreds of points are placed in one go."""

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[tuple[float, float]]] = {}

    def beside(self, x: float, y: float, begin: float, end: float) -> float:
        """The free place at this height nearest to x; x itself where all near ones are taken."""
        for step in range(2 * MOST_STEPS + 1):
            away = (step + 1) // 2 * DODGE_PX * (1 if step % 2 else -1)
            if (begin <= x + away <= end or not step) and self._free(x + away, y):
                self._squares.setdefault(_square(x + away, y), []).append((x + away, y))
                return x + away
        return x

    def _free(self, x: float, y: float) -> bool:
        column, row = _square(x, y)
        squares = self._squares
        for near in ((column + a, row + b) for a in (0, -1, 1) for b in (0, -1, 1)):
            for other, height in squares.get(near, ()):
                if (x - other) * (x - other) + (y - height) * (y - height) < _CLOSEST_PX2:
                    return False
        return True


def ellipse(around: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Middle and half axes of an upright ellipse that holds all these points, with air about each."""
    xs, ys = [x for x, _ in around], [y for _, y in around]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    a, b = (max(xs) - min(xs)) / 2, (max(ys) - min(ys)) / 2
    # From the box about the points to the ellipse that holds them: grown evenly until the farthest one is on it.
    wide, high = max(a, b * 0.12, 1.0), max(b, a * 0.12, 1.0)
    grown = max(math.hypot((each - x) / wide, (other - y) / high) for each, other in around)
    return x, y, wide * max(grown, 0.0) + _RING_PX, high * max(grown, 0.0) + _RING_PX


def _square(x: float, y: float) -> tuple[int, int]:
    return int(x // DODGE_PX), int(y // DODGE_PX)


def _middle(each: Held) -> float:
    first, last = each.point.first, each.point.last
    return (first + last) / 2 if each.dated and first is not None and last is not None else 0.0
