"""A finding while it is made, and who is independent of whom."""

import hashlib
from dataclasses import dataclass
from typing import Final

from archive.extraction import comparable
from archive.model.figure import Finding, FindingKind

from .points import Point
from .wording import said

_NAMED: Final = 3  # points that a sentence may name
_RANKS: Final = {FindingKind.CONFLICT: 0, FindingKind.AGREEMENT: 1, FindingKind.TENSION: 2}


@dataclass(frozen=True, slots=True)
class Draft:
    """What was found, by the points that say it. `strength` (0 to 1) orders findings of a kind, the strongest first.

    `why` has {0} where the first point's words belong, and so on: they are only put together for findings that are kept. `beside`
    are points of more articles that say the same as one of these: they are shown, and make it no other finding.
    """

    kind: FindingKind
    points: tuple[Point, ...]
    why: str
    strength: float
    beside: tuple[Point, ...] = ()

    @property
    def order(self) -> tuple[int, float, str]:
        """The strongest first; equal ones by their uid."""
        return _RANKS[self.kind], -self.strength, self.uid

    @property
    def uid(self) -> str:
        """The same as long as the kind and the figures are."""
        told = "\n".join([self.kind.value, *sorted({point.figure.uid for point in self.points})])
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    def finding(self) -> Finding:
        """The record of it."""
        why = self.why.format(*(said(point) for point in self.points[:_NAMED]))
        every = (*self.points, *self.beside)
        figures = sorted({point.figure.uid: point.figure for point in every}.values(), key=_in_time)
        series = tuple(sorted({figure.series for figure in figures}))
        periods = {figure.period for figure in figures if figure.period}
        period = periods.pop() if len(periods) == 1 else _joined(every)
        return Finding(self.uid, self.kind, series, tuple(figure.uid for figure in figures), period, why)


def _in_time(figure: object) -> tuple[object, ...]:
    earliest, uid = getattr(figure, "earliest", None), getattr(figure, "uid", "")
    return earliest is not None, earliest.toordinal() if earliest else 0, uid


def _joined(points: tuple[Point, ...]) -> str | None:
    """One period over those of the figures, as years are told by their days; None where a side is open."""
    starts = [point.figure.earliest for point in points]
    ends = [point.figure.latest for point in points]
    first = min((start for start in starts if start is not None), default=None)
    last = max((end for end in ends if end is not None), default=None)
    if first is None or last is None or first > last:
        return None
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def independent(one: Point, other: Point) -> bool:
    """Whether two figures come from different mouths: not one article or copies of one, not one origin, not one publisher without one."""
    first, second = _origin(one), _origin(other)
    if first and second:
        return first != second
    if one.figure.tellers & other.figure.tellers:
        return False
    return not (one.figure.publisher and one.figure.publisher == other.figure.publisher)


def _origin(point: Point) -> str:
    return point.figure.origin if comparable.names_somebody(point.figure.origin) else ""


def best(points: list[Point]) -> Point:
    """The one that speaks for several of the same words: read surely, said outright, told first."""
    if len(points) == 1:
        return points[0]
    return min(
        points, key=lambda point: (point.is_doubtful, point.figure.derived, point.figure.status.value, point.order)
    )
