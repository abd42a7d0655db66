"""Totals up to a day: later ones cannot be smaller, nor can they grow in weeks by what took years.

Totals are held against the few that matter: the largest told before, and those that end next to them in time. So any number
of them takes the time of sorting them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.model.figure import Bound, Figure, FindingKind

from . import quantities
from .drafts import Draft, independent
from .levels import disagreement
from .points import Point
from .wording import bounds, day, number

_NEAREST: Final = 24  # totals that each one is held against
_RECORDS: Final = 16  # largest totals of different starts that are kept in mind
_SAME_START_DAYS: Final = 550  # "the mid-1990s" of one is "1995" of another
_SOON_DAYS: Final = 92
_LONG_SPAN_DAYS: Final = 1096  # shorter counts (of an outbreak, of a flood) may well rise steeply
_SINCE: Final = re.compile(r"\b(?:since|from|after|began|founded|first)\b|부터|이후|이래", re.IGNORECASE)
_STEEP: Final = 3.0  # times the mean rate of all the time before
_YEAR_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class _Total:
    point: Point
    start: int | None
    end: int

    @property
    def order(self) -> tuple[object, ...]:
        return self.end, *self.point.order


def compared(points: Sequence[Point]) -> Iterator[Draft]:
    """Findings among totals of one topic and place."""
    totals = sorted((total for point in points if (total := _total(point)) is not None), key=lambda total: total.order)
    yield from _falls(totals)
    for at, later in enumerate(totals):
        found: set[FindingKind] = set()
        for earlier in reversed(totals[max(at - _NEAREST, 0) : at]):
            if later.end - earlier.end > _YEAR_DAYS:
                break
            draft = _beside(earlier, later)
            if draft is not None and draft.kind not in found:
                found.add(draft.kind)
                yield draft


def _total(point: Point) -> _Total | None:
    if point.days is None or point.days.end is None or point.remainder or not point.is_firm:
        return None
    # Without a period of its own a total is told as of the day of publication, from a start that is not told.
    # A start that its own sentence does not tell was taken from one before, and binds nothing.
    told = point.days.told and point.days.start != point.days.end and _start_is_told(point.figure)
    start = point.days.start if told else None
    return _Total(point, start, point.days.end)


def _start_is_told(figure: Figure) -> bool:
    if figure.earliest is None:
        return False
    year = figure.earliest.year
    return f"{year // 10}" in figure.sentence or _SINCE.search(figure.sentence) is not None


def _falls(totals: Sequence[_Total]) -> Iterator[Draft]:
    """Totals below one that was told for an earlier day."""
    records: list[_Total] = []
    for total in totals:
        above = [
            record
            for record in records
            if record.end < total.end
            and _counts_all_of(total, record)
            and quantities.below(total.point.span, record.point.span)
        ]
        if above:
            record = max(
                above,
                key=lambda each: (not each.point.is_doubtful, each.point.span.low, each.end, each.point.figure.uid),
            )
            of_what = f"because a total cannot fall: {bounds(total.point.span)} is below {bounds(record.point.span)}"
            draft = disagreement(record.point, total.point, of_what)
            if draft is not None:
                yield draft
        records = _with(records, total)


def _with(records: list[_Total], total: _Total) -> list[_Total]:
    """The largest totals so far, of each start the largest; what is in doubt never outdoes what is not."""
    kept = [
        record
        for record in records
        if record.start != total.start or record.point.is_doubtful != total.point.is_doubtful
    ]
    beaten = [record for record in records if record not in kept]
    best = max([*beaten, total], key=lambda each: (each.point.span.low, each.end, each.point.figure.uid))
    kept.append(best)
    kept.sort(key=lambda each: (each.point.is_doubtful, -each.point.span.low, each.point.figure.uid))
    return kept[:_RECORDS]


def _counts_all_of(later: _Total, earlier: _Total) -> bool:
    """Whether what the earlier total counts is among what the later one counts, as far as their starts tell."""
    if later.start is None or earlier.start is None:
        return True
    return later.start <= earlier.start + _SAME_START_DAYS


def _beside(earlier: _Total, later: _Total) -> Draft | None:
    """Two totals that end within a year."""
    first, second = earlier.point, later.point
    if earlier.end == later.end or _same_days(earlier, later):
        return _of_the_same_day(earlier, later)
    if not _same_start(earlier, later):
        return _other_start(earlier, later)
    if later.end - earlier.end <= _SOON_DAYS and quantities.below(first.span, second.span):
        return _steep(earlier, later)
    undated = first.days is not None and second.days is not None and not (first.days.told or second.days.told)
    return _told_soon_after(first, second) if undated and later.end - earlier.end <= _SOON_DAYS else None


def _told_soon_after(first: Point, second: Point) -> Draft | None:
    """All so far, as two sources published it within weeks of each other."""
    sure = not first.is_doubtful and not second.is_doubtful and independent(first, second)
    if not sure or not quantities.suggest_the_same(first.span, second.span):
        return None
    why = "{0} and {1} go together for all so far, from different sources that were published soon after each other."
    return Draft(FindingKind.AGREEMENT, (first, second), why, 0.5)


def _same_days(earlier: _Total, later: _Total) -> bool:
    return later.end - earlier.end <= 31 and earlier.point.figure.period == later.point.figure.period is not None


def _same_start(one: _Total, other: _Total) -> bool:
    return one.start is None or other.start is None or abs(one.start - other.start) <= _SAME_START_DAYS


def _of_the_same_day(earlier: _Total, later: _Total) -> Draft | None:
    first, second = earlier.point, later.point
    if not _same_start(earlier, later):
        return _other_start(earlier, later)
    if quantities.apart(first.span, second.span):
        low, high = (first, second) if quantities.below(first.span, second.span) else (second, first)
        of_what = f"of all up to the same day: {bounds(high.span)} lies above {bounds(low.span)}"
        return disagreement(first, second, of_what)
    if first.is_doubtful or second.is_doubtful or not quantities.suggest_the_same(first.span, second.span):
        return None
    if first.figure.article == second.figure.article and first.figure.bound is second.figure.bound is Bound.EXACT:
        return None
    if independent(first, second):
        why = "{0} and {1} go together for all up to the same day, from different sources."
        return Draft(FindingKind.AGREEMENT, (first, second), why, 0.8)
    why = "{0} and {1} agree, but it is one source told twice."
    return Draft(FindingKind.AGREEMENT, (first, second), why, 0.4)


def _steep(earlier: _Total, later: _Total) -> Draft | None:
    """More would have been added since the earlier total than the years before it make likely."""
    first, second = earlier.point, later.point
    starts = [start for start in (earlier.start, later.start) if start is not None]
    if not starts or earlier.end - min(starts) < _LONG_SPAN_DAYS or first.span.high <= 0:
        return None
    passed = later.end - earlier.end
    usual = first.span.high / (earlier.end - min(starts)) * passed
    needed = second.span.low - first.span.high
    if needed <= _STEEP * usual:
        return None
    of_what = (
        f"because at least {number(_rounded(needed))} would have to be added from {day(earlier.end)} to {day(later.end)}, "
        f"against about {number(_rounded(usual))} in as many days before"
    )
    return disagreement(first, second, of_what)


def _rounded(value: float) -> float:
    return round(value) if value >= 10 else float(f"{value:.2g}")


def _other_start(earlier: _Total, later: _Total) -> Draft | None:
    """Totals that begin at other times are not one quantity; near numbers are worth a look, and more in less time than in more."""
    first, second = earlier.point, later.point
    assert earlier.start is not None and later.start is not None
    longer, shorter = (earlier, later) if earlier.start < later.start else (later, earlier)
    more_in_less = shorter.end <= longer.end and quantities.below(longer.point.span, shorter.point.span)
    near = min(first.span.near_high, second.span.near_high) >= 0.8 * max(first.span.near_low, second.span.near_low)
    if not (near or more_in_less):
        return None
    tail = "the shorter time has more than the longer." if more_in_less else "their numbers are near each other."
    why = f"{{0}} and {{1}} count from different starts, so they are not one total; {tail}"
    return Draft(FindingKind.TENSION, (first, second), why, 0.6 if more_in_less else 0.35)
