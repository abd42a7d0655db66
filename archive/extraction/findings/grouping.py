"""Which figures are held against each other: those of one topic and place, and the changes of what others count."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

from archive.model.figure import Kind, Level

from . import levels, tensions, totals
from .drafts import Draft
from .points import Point


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
    yield from totals.compared([point for point in told if point.is_total])
    yield from levels.compared([point for point in told if _is_level(point)])
    yield from tensions.of_prices(told)


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
