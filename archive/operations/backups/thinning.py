"""Which backups may go: pure, and in doubt none.

Of each of the last hours, days, weeks and months *in which there are backups*, the newest one stays. Periods are counted among
the backups themselves and not back from the present: a clock that stands in 2099 ages nothing. Backups that the clock
puts into the future are neither counted nor removed, and the last few that were made stay whatever their time.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from archive.model.keeping import Point

from .points import damaged

LAST_KEPT = 3
_PERIODS: tuple[tuple[int, Callable[[datetime], tuple[int, ...]]], ...] = (
    (24, lambda made: (made.year, made.month, made.day, made.hour)),
    (7, lambda made: (made.year, made.month, made.day)),
    (4, lambda made: tuple(made.isocalendar()[:2])),
    (12, lambda made: (made.year, made.month)),
)
_SLACK = timedelta(minutes=5)  # clocks are set right by that much, which is no future


def superfluous(points: Sequence[Point], now: datetime) -> list[Point]:
    """Those that may be removed, oldest first; none while the newest is of a damaged archive."""
    made = sorted(points, key=lambda point: point.number, reverse=True)
    if not made or damaged(made[0]):
        return []
    kept = set(made[:LAST_KEPT])
    future = {point for point in made if point.made > now + _SLACK}
    past = sorted(
        (point for point in made if point not in future), key=lambda point: (point.made, point.number), reverse=True
    )
    sound = [point for point in past if not damaged(point)]
    for count, period in _PERIODS:
        newest: dict[tuple[int, ...], Point] = {}
        for point in sound:
            newest.setdefault(period(point.made), point)
        kept.update(list(newest.values())[:count])
    return sorted((point for point in past if point not in kept), key=lambda point: point.number)
