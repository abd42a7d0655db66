"""One telling number of one thing in different articles, in whatever words: where place, people or act are told in one of them only.

A number says the more the more digits it has: one of three digits is held to be the same statement where the sentences share much,
one of many digits where they share little. Prices and shares of two digits must count the same by name.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import Final

from archive.model.figure import Bound, FindingKind, Kind

from . import quantities
from .drafts import Draft, independent
from .estimates import of_one_time
from .points import Point
from .shared import in_common

_MOST: Final = 24  # figures of one number that each one is held against
_NEAR_DAYS: Final = 45  # two reports of one piece of news
_MANY_DIGITS: Final = 3
_NEEDED: Final = {3: 4, 4: 3, 5: 2}  # by digits: how much two figures must share
_NUMBERED: Final = (Kind.COUNT, Kind.MONEY, Kind.SHARE, Kind.DISTANCE, Kind.MEASURE, Kind.DURATION)


def echoed(points: Sequence[Point]) -> Iterator[Draft]:
    """Figures of different articles and sources that tell the same number of what may well be the same."""
    groups: dict[Hashable, list[Point]] = defaultdict(list)
    for point in points:
        about = echo(point)
        if about is not None:
            groups[about].append(point)
    for told in groups.values():
        yield from _of_number(list({point.figure.article: point for point in reversed(told)}.values()))


def _of_number(firsts: list[Point]) -> Iterator[Draft]:
    firsts.sort(key=lambda point: point.order)
    known: set[str] = set()
    for at, one in enumerate(firsts):
        if one.figure.uid in known:
            continue
        same = [
            other for other in firsts[at + 1 : at + 1 + _MOST] if other.figure.uid not in known and _say_one(one, other)
        ]
        if same:
            known.update(point.figure.uid for point in same)
            why = "{0} and {1} give the same number, from different sources; one of them leaves open where or of whom."
            if not _named_alike(one, same[0]):
                why = "{0} and {1} give the same number, from different sources, in other words."
            yield Draft(FindingKind.AGREEMENT, (one, *same), why, 0.55)


def _say_one(one: Point, other: Point) -> bool:
    if _is_held_in_a_group(one, other) or not of_one_time(one, other) or not independent(one, other):
        return False
    if one.is_total is not other.is_total or not quantities.suggest_the_same(one.span, other.span):
        return False
    open_sides = _open(one.place, other.place) and _open(one.people, other.people)
    digits = min(_digits(one), _digits(other))
    exact = one.figure.bound is other.figure.bound is Bound.EXACT
    if open_sides and exact and one.figure.kind in (Kind.MONEY, Kind.SHARE) and _named_alike(one, other):
        return True
    if digits < _MANY_DIGITS or not _open(one.people, other.people):
        return False
    return _alike(one, other) >= _NEEDED[min(digits, max(_NEEDED))]


def _alike(one: Point, other: Point) -> int:
    """How much two figures share besides their number."""
    told = one.days is not None and other.days is not None and one.days.told and other.days.told
    near = abs(_published(one) - _published(other)) <= _NEAR_DAYS
    shared = in_common(one, other) + bool(told) + near + (bool(one.people) and one.people == other.people)
    shared += 2 * _named_alike(one, other) + bool(one.act and one.act == other.act)
    if one.place and other.place:
        shared += 1 if one.place == other.place else -2
    return shared if in_common(one, other) or _named_alike(one, other) else 0


def _published(point: Point) -> int:
    days = quantities.published(point.figure)
    return days.end if days is not None and days.end is not None else -(10**6)


def _is_held_in_a_group(one: Point, other: Point) -> bool:
    """Whether the two are of one topic and place, and enough is known of them to have been held against each other there."""
    if (one.topic, one.place) != (other.topic, other.place):
        return False
    dated = one.days is not None and other.days is not None and one.days.told and other.days.told
    return one.days == other.days or (dated and one.is_firm and other.is_firm)


def _open(one: str, other: str) -> bool:
    return one == other or not (one and other)


def _named(point: Point) -> tuple[str, ...]:
    return point.things or ((point.act,) if point.act else ())


def _named_alike(one: Point, other: Point) -> bool:
    return bool(_named(one)) and _named(one) == _named(other)


def echo(point: Point) -> tuple[Hashable, ...] | None:
    """By what a number is told alike in two articles; None where it may be the same by chance."""
    figure = point.figure
    if point.is_doubtful or point.made or point.remainder or figure.derived:
        return None
    digits, numbers = _digits(point), (figure.value, figure.least, figure.most)
    if digits >= _MANY_DIGITS and figure.kind in _NUMBERED:
        # What is counted has many names (claims, applications, people): a count of many digits is looked at whatever it counts.
        family = "" if figure.kind is Kind.COUNT else point.family
        ends = (point.span.low, point.span.high) if figure.value is None else (numbers[0],)
        return figure.kind, family, ends
    exact = figure.value is not None and figure.bound is Bound.EXACT
    if exact and digits >= 2 and figure.kind in (Kind.MONEY, Kind.SHARE) and _named(point):
        return figure.kind, point.family, _named(point), point.span.sort_key
    return None


def _digits(point: Point) -> int:
    """How many digits the number says, noughts at its end aside; those of both ends of a range."""
    figure = point.figure
    if figure.value is not None:
        return _significant(figure.value)
    if figure.bound is not Bound.RANGE or figure.least is None or figure.most is None:
        return 0
    return _significant(figure.least) + _significant(figure.most)


def _significant(value: float) -> int:
    return len(f"{abs(value):.6g}".split("e")[0].replace(".", "").strip("0"))
