"""Which figures are held against each other: those of one topic and place, and the changes of what others count."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

from archive.model.figure import Kind, Level

from . import arithmetic, estimates, levels, tensions, totals
from .drafts import Draft
from .points import Point

_PAIRED: Final = 8  # figures of a finding of which every two are known to be told of


def grouped(ready: Iterable[Point]) -> dict[tuple[Hashable, str], list[Point]]:
    """Points of one topic and place, in their order; in a series that a person made the place is whatever they meant."""
    groups: dict[tuple[Hashable, str], list[Point]] = defaultdict(list)
    for point in ready:
        groups[point.topic, place(point)].append(point)
    return groups


def place(point: Point) -> str:
    """The place that a point is grouped by."""
    return "" if point.made else point.place


def of_group(told: Sequence[Point]) -> Iterator[Draft]:
    """Findings among the points of one topic and place, in their order."""
    pairs: set[frozenset[str]] = set()
    for draft in _bound_by_time(told):
        uids = [point.figure.uid for point in draft.points[:_PAIRED]]
        pairs.update(frozenset(pair) for pair in combinations(uids, 2))
        yield draft
    for draft in estimates.repeated(told, pairs):
        pairs.add(frozenset(point.figure.uid for point in draft.points))
        yield draft
    yield from estimates.disputed(told, pairs)
    yield from arithmetic.trends_in_words([told])


def _bound_by_time(told: Sequence[Point]) -> Iterator[Draft]:
    yield from totals.compared([point for point in told if point.is_total])
    yield from levels.compared([point for point in told if _is_level(point)])
    yield from tensions.of_prices(told)


def articles(ready: Iterable[Point]) -> list[list[Point]]:
    """The points of each article, in their order."""
    found: dict[int, list[Point]] = defaultdict(list)
    for point in ready:
        found[point.figure.article].append(point)
    return list(found.values())


def of_article(ready: Sequence[Point]) -> Iterator[Draft]:
    """What the figures of one article say of each other, whatever they count; sums aside."""
    yield from arithmetic.worked_out(ready)
    for draft in estimates.repeated(ready, ()):
        one, other = draft.points
        if (one.topic, place(one)) != (other.topic, place(other)):
            yield draft


def _is_level(point: Point) -> bool:
    """Whether it may be held against levels: a count of a span of years is both a level of the span and a total."""
    dated = point.days is not None and point.days.told
    return point.figure.level is not Level.TOTAL and (dated or not point.is_total)


def subject(point: Point) -> tuple[Hashable, ...] | None:
    """What a change is a change of, and a count may be the level of; None where too little is known."""
    is_change = point.figure.kind is Kind.CHANGE
    if not (point.act or point.things) or not (is_change or (point.figure.kind is Kind.COUNT and not point.is_total)):
        return None
    return point.made, point.act, point.things, point.people, point.place


def trends(ready: Sequence[Point]) -> Iterator[Draft]:
    """Changes beside the levels of what they change."""
    told: dict[tuple[Hashable, ...], tuple[list[Point], list[Point]]] = defaultdict(lambda: ([], []))
    for point in ready:
        about = subject(point)
        if about is not None:
            told[about][point.figure.kind is Kind.CHANGE].append(point)
    for found, changes in told.values():
        if found and changes:
            yield from tensions.of_trends(found, changes)
