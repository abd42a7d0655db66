"""Levels of one quantity held against each other: what was told of the same days agrees, or cannot both hold.

Each distinct statement is held against those next to it in time and size only, so that any number of figures is compared in
the time it takes to sort them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from archive.model.figure import Bound, FindingKind, Kind, Level

from . import quantities
from .drafts import Draft, best, independent
from .points import Point
from .quantities import Days
from .shared import in_common
from .wording import bounds, listed

_NEAREST: Final = 24  # statements that each one is held against
_OF_A_KIND: Final = 2  # findings of one kind that a statement may begin
_TOLD_AT_MOST: Final = 24  # figures that one agreement names
_FEW: Final = 10  # smaller counts are of single incidents, and may be of two
_OTHER_SCOPE: Final = 0.95  # twenty times apart
UNLIKE: Final = 0.99  # a hundred times apart, of times that are not told: hardly the same
_INCIDENT_DAYS: Final = 8
_TELLING: Final = 10.0  # a smaller number may come up twice by chance
_YEAR_DAYS: Final = 367
_HALF: Final = 0.5
_NEAR_DAYS: Final = 62
_MUCH: Final = 3  # that sentences share when they tell of one matter

Told = list[Point]


def compared(points: Sequence[Point]) -> Iterator[Draft]:
    """Findings among levels and partial periods of one topic and place; `points` in their order."""
    statements = _statements(points)
    for statement in statements:
        yield from _said_again(statement)
    for at, one in enumerate(statements):
        found: Counter[FindingKind] = Counter()
        for other in islice(statements, at + 1, at + 1 + _NEAREST):
            if not _may_meet(one[0].days, other[0].days):
                break
            draft = _judged(one, other)
            if draft is not None and found[draft.kind] < _OF_A_KIND:
                found[draft.kind] += 1
                yield replace(draft, beside=_beside(draft, one, other))


def _beside(draft: Draft, one: Told, other: Told) -> tuple[Point, ...]:
    """Those of further articles who say the one or the other."""
    known = {point.figure.article for point in draft.points}
    further = {point.figure.article: point for point in (*one, *other) if not point.is_doubtful}
    found = [point for article, point in further.items() if article not in known]
    return tuple(sorted(found, key=lambda point: point.order)[:_TOLD_AT_MOST])


def _statements(points: Sequence[Point]) -> list[Told]:
    """Figures that say the very same of the same days, together."""
    together: dict[tuple[object, ...], Told] = defaultdict(list)
    for point in points:
        if point.days is not None and not point.remainder:
            figure = point.figure
            days = point.days.start, point.days.end, point.days.told
            together[(*days, figure.level is Level.PARTIAL, figure.bound, *point.span.sort_key)].append(point)
    return sorted(together.values(), key=lambda told: told[0].order)


def _may_meet(one: Days | None, other: Days | None) -> bool:
    """Whether a later statement may still share days with an earlier one. Those with no period of their own are always looked at."""
    if one is None or other is None:
        return False
    return one.end is None or other.start is None or other.start <= one.end or not (one.told and other.told)


def _said_again(statement: Told) -> Iterator[Draft]:
    """One statement, by more than one article."""
    sure = [point for point in statement if not point.is_doubtful]
    if len({point.figure.article for point in sure}) < 2:
        return
    firsts = list({point.figure.article: point for point in reversed(sure)}.values())
    firsts.sort(key=lambda point: point.order)
    origins = list({point.figure.root: point for point in reversed(firsts)}.values())
    origins.sort(key=lambda point: point.order)
    if len(origins) < 2:
        yield _agreement(firsts)  # one source told twice
    else:
        yield replace(_agreement(origins), beside=tuple(point for point in firsts if point not in origins))


def _agreement(points: Told) -> Draft:
    shown = points[:_TOLD_AT_MOST]
    others = f", and {len(shown) - 2} more," if len(shown) > 2 else ""
    told = f"{{0}} and {{1}}{others}"
    two = any(independent(shown[0], other) for other in shown[1:])
    if two:
        why = f"{told} say the same of the same time, from different sources."
    else:
        why = f"{told} agree, but it is one source told twice."
    return Draft(FindingKind.AGREEMENT, tuple(shown), why, (0.8 if two else 0.4) + min(len(shown), 10) / 50)


def _judged(one: Told, other: Told) -> Draft | None:
    """What two statements of one quantity say of each other; None when nothing."""
    first, second = _pair(one, other)
    if first.days is None or second.days is None:
        return None
    if not (first.is_firm and second.is_firm) and not _tell_of_one(first, second):
        return None
    if _excludes_the_bound(first, second):
        return _order_of_magnitude(first, second)
    if quantities.same(first.days, second.days):
        return _of_the_same_time(first, second)
    if not (first.days.told and second.days.told):
        return _of_one_rate(first, second)
    if not quantities.overlap(first.days, second.days) or not (first.days.told and second.days.told):
        return None
    if quantities.contains(first.days, second.days):
        return _whole_and_part(first, second)
    if quantities.contains(second.days, first.days):
        return _whole_and_part(second, first)
    return _same_number(first, second)


def _tell_of_one(first: Point, second: Point) -> bool:
    """Whether figures that say little by themselves are of one matter by the sentences around them: of one time, of the same names."""
    assert first.days is not None and second.days is not None
    dated = first.days.told and second.days.told and quantities.same(first.days, second.days)
    named = bool(first.act or first.things) and first.figure.kind is not Kind.AGE
    return dated and named and not _in_one_sentence(first, second) and in_common(first, second) >= _MUCH


def _of_one_rate(first: Point, second: Point) -> Draft | None:
    """Sums and shares that two articles of the same weeks tell of what is the same by their words, one of them without a time."""
    kinds = first.figure.kind in (Kind.MONEY, Kind.SHARE) and first.figure.article != second.figure.article
    if not kinds or not quantities.apart_if_rounded(first.span, second.span) or not _published_near(first, second):
        return None
    gap = quantities.gap(first.span, second.span)
    if gap > _HALF or in_common(first, second) < _MUCH + 1:
        return None
    why = "{0} and {1} tell of what may well be the same, and differ: not both say of which time."
    return Draft(FindingKind.TENSION, (first, second), why, 0.3 + 0.2 * gap)


def _published_near(first: Point, second: Point) -> bool:
    one, other = quantities.published(first.figure), quantities.published(second.figure)
    if one is None or other is None or one.end is None or other.end is None:
        return False
    return abs(one.end - other.end) <= _NEAR_DAYS


def _pair(one: Told, other: Told) -> tuple[Point, Point]:
    """The figures that speak for two statements: of different articles where there are such."""
    first, second = best(one), best(other)
    if first.figure.article == second.figure.article:
        elsewhere = [point for point in other if point.figure.article != first.figure.article and not point.is_doubtful]
        second = best(elsewhere) if elsewhere else second
        others = [point for point in one if point.figure.article != second.figure.article and not point.is_doubtful]
        first = best(others) if others and not elsewhere else first
    return first, second


def _of_the_same_time(first: Point, second: Point) -> Draft | None:
    if Level.PARTIAL in (first.figure.level, second.figure.level) and first.figure.level is not second.figure.level:
        part, whole = (first, second) if first.figure.level is Level.PARTIAL else (second, first)
        return _whole_and_part(whole, part)
    if quantities.apart(first.span, second.span):
        return disagreement(first, second, f"of the same time: {_apart(first, second)}")
    doubted = first.is_doubtful or second.is_doubtful
    if doubted or not quantities.suggest_the_same(first.span, second.span):
        return None
    if first.figure.article == second.figure.article and first.figure.bound is second.figure.bound is Bound.EXACT:
        return None
    return _agreement([first, second])


def disagreement(first: Point, second: Point, of_what: str) -> Draft | None:
    """A conflict, or a tension where one figure is in doubt, tells no period, may be rounded, or may be of another scope or incident.

    One sentence that sets two figures side by side tells of two things: nothing.
    """
    assert first.days is not None and second.days is not None
    if _in_one_sentence(first, second):
        return None
    strength = quantities.gap(first.span, second.span)
    told = "{0} and {1}"
    if first.is_doubtful or second.is_doubtful:
        why = f"{told} would contradict each other, {of_what}; but a person has marked one of them as doubtful."
    elif not (_is_dated(first) and _is_dated(second)):
        if first.figure.kind is Kind.COUNT and (not (first.act and first.place) or strength > UNLIKE):
            return None
        if first.figure.kind is Kind.SHARE and not (first.things or first.place or first.made):
            return None
        why = f"{told} do not go together if they tell of the same time, but not both say of which."
    elif not quantities.apart_if_rounded(first.span, second.span):
        why = f"{told} differ, {of_what}; one of them may be a rounded number."
    elif strength > _OTHER_SCOPE:
        why = f"{told} differ, {of_what}; they are so far apart that they may count different things."
    elif _may_be_two_incidents(first, second):
        why = f"{told} differ, {of_what}; but so small numbers may be of two different incidents."
        return Draft(FindingKind.TENSION, (first, second), why, strength * 0.3)
    else:
        why = f"{told} cannot both hold {of_what}."
        return Draft(FindingKind.CONFLICT, (first, second), why, strength)
    return Draft(FindingKind.TENSION, (first, second), why, strength * 0.8)


def _in_one_sentence(first: Point, second: Point) -> bool:
    one, other = first.figure, second.figure
    return (one.edition, one.sentence_start) == (other.edition, other.sentence_start)


def _is_dated(point: Point) -> bool:
    """Whether its time is known: a total without a period counts up to the day it was published."""
    return point.is_total or (point.days is not None and point.days.told)


def _may_be_two_incidents(first: Point, second: Point) -> bool:
    length = first.days.length if first.days is not None else None
    small = max(first.span.low, second.span.low) < _FEW and first.figure.kind is Kind.COUNT
    return small and (length is None or length > _INCIDENT_DAYS)


def _apart(first: Point, second: Point) -> str:
    low, high = (first, second) if quantities.below(first.span, second.span) else (second, first)
    return f"{bounds(high.span)} lies above {bounds(low.span)}"


def _whole_and_part(whole: Point, part: Point) -> Draft | None:
    """A count of part of a time cannot be above that of the whole; anything else may well differ from part to part."""
    assert whole.days is not None and part.days is not None
    if not (whole.days.told and part.days.told):
        return None
    is_count, stock = whole.figure.kind is Kind.COUNT, whole.is_stock
    if is_count and not stock and quantities.below(whole.span, part.span):
        why = "because part of a time cannot have more than the whole"
        return disagreement(whole, part, f"{why}: {bounds(part.span)} lies above {bounds(whole.span)}")
    if not is_count or stock:
        return _state_within(whole, part)
    return _same_number(whole, part)


def _state_within(whole: Point, part: Point) -> Draft | None:
    """States, shares, prices: they may change within the longer time, so a difference is only worth a look."""
    length = whole.days.length if whole.days is not None else None
    if length is None or length > _YEAR_DAYS:
        return None
    if quantities.apart(whole.span, part.span):
        gap = quantities.gap(whole.span, part.span)
        why = "{0} and {1} differ; the second is of a part of the time of the first, and it may have changed."
        return Draft(FindingKind.TENSION, (whole, part), why, 0.5 * gap) if gap >= 0.05 else None
    if quantities.suggest_the_same(whole.span, part.span) and independent(whole, part) and not _doubted(whole, part):
        why = "{0} and {1} go together, from different sources; the second is of a part of the time of the first."
        return Draft(FindingKind.AGREEMENT, (whole, part), why, 0.5)
    return None


def _doubted(first: Point, second: Point) -> bool:
    return first.is_doubtful or second.is_doubtful


def _same_number(first: Point, second: Point) -> Draft | None:
    """About the same number for times that are not the same: easily taken for one statement."""
    if first.figure.kind is not Kind.COUNT or first.is_stock:
        return None
    if (
        not quantities.suggest_the_same(first.span, second.span)
        or min(first.span.near_low, second.span.near_low) < _TELLING
    ):
        return None
    why = "{0} and {1} give about the same number for times that are not the same: they are two statements."
    return Draft(FindingKind.TENSION, (first, second), why, 0.3)


def _excludes_the_bound(first: Point, second: Point) -> bool:
    order, other = (first, second) if first.figure.bound is Bound.ORDER_OF_MAGNITUDE else (second, first)
    if order.figure.bound is not Bound.ORDER_OF_MAGNITUDE or other.figure.bound not in (
        Bound.AT_LEAST,
        Bound.MORE_THAN,
    ):
        return False
    assert order.days is not None and other.days is not None
    return quantities.overlap(order.days, other.days) and not order.span.low <= other.span.low <= order.span.high


def _order_of_magnitude(first: Point, second: Point) -> Draft:
    order, other = (first, second) if first.figure.bound is Bound.ORDER_OF_MAGNITUDE else (second, first)
    why = f"{{0}} means {bounds(order.span)}, and {{1}} begins outside of that, at {listed([bounds(other.span)])}."
    return Draft(FindingKind.TENSION, (order, other), why, 0.5)
