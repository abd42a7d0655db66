"""What figures say of each other: which agree, which cannot both hold, which are worth a look, each with its reason.

Pure; the order of the figures does not matter; the time is that of sorting them, whatever they are.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

from archive.model.figure import Figure, Finding, Kind, Level

from . import arithmetic, estimates, levels, sums, tensions, totals
from .drafts import Draft
from .gazetteer import Gazetteer, shipped
from .points import Point, points

MOST_OF_A_KIND: Final = 1000
_PAIRED: Final = 8  # figures of a finding of which every two are known to be told of

__all__ = ["MOST_OF_A_KIND", "Gazetteer", "findings"]


def findings(
    figures: Sequence[Figure], gazetteer: Gazetteer | None = None, *, check: Callable[[], object] | None = None
) -> list[Finding]:
    """Every finding, conflicts first and the strongest of each kind first, at most `MOST_OF_A_KIND` of one kind.

    Rejected figures count for nothing; doubtful ones never make a conflict or an agreement. `gazetteer` tells which places
    lie in which (None: the one that ships). `check` is called every now and then; what it raises ends the work.
    """
    known = gazetteer if gazetteer is not None else shipped()
    ready = points(figures, known)
    drafts: dict[str, Draft] = {}
    pairs: set[frozenset[str]] = set()
    for draft in _drafts(ready, known, check or _go_on):
        drafts[draft.uid] = draft
        told_of = [point.figure.uid for point in draft.points]
        pairs.update(frozenset(pair) for pair in combinations(told_of[:_PAIRED], 2))
    for draft in _looser(ready, pairs, check or _go_on):
        drafts.setdefault(draft.uid, draft)
    kept: list[Finding] = []
    told: Counter[str] = Counter()
    for draft in sorted(drafts.values(), key=lambda draft: draft.order):
        told[draft.kind] += 1
        if told[draft.kind] <= MOST_OF_A_KIND:
            kept.append(draft.finding())
    return kept


def _go_on() -> None:
    """Nobody asks whether to go on."""


def _drafts(ready: Sequence[Point], gazetteer: Gazetteer, check: Callable[[], object]) -> Iterator[Draft]:
    groups = _grouped(ready)
    for told in groups.values():
        check()
        yield from totals.compared([point for point in told if point.is_total])
        yield from levels.compared([point for point in told if _is_level(point)])
        yield from tensions.of_prices(told)
    check()
    found = list(sums.sums(ready))
    check()
    yield from (each.draft() for each in found)
    yield from tensions.of_places(groups, gazetteer)
    yield from tensions.of_kin(groups)
    yield from tensions.of_shares(found, ready)
    yield from _trends(ready)


def _looser(ready: Sequence[Point], told: set[frozenset[str]], check: Callable[[], object]) -> Iterator[Draft]:
    """What figures say of each other that no period binds, unless it was said already."""
    groups = _grouped(ready)
    yield from arithmetic.worked_out(ready)
    yield from arithmetic.trends_in_words(list(groups.values()))
    for group in groups.values():
        check()
        yield from estimates.disputed(group, told)
    check()
    yield from estimates.repeated(ready, told)
    for draft in estimates.echoed(ready):
        if frozenset(point.figure.uid for point in draft.points) not in told:
            yield draft


def _is_level(point: Point) -> bool:
    """Whether it may be held against levels: a count of a span of years is both a level of the span and a total."""
    dated = point.days is not None and point.days.told
    return point.figure.level is not Level.TOTAL and (dated or not point.is_total)


def _grouped(ready: Iterable[Point]) -> dict[tuple[Hashable, str], list[Point]]:
    """Points of one topic and place, in their order; in a series that a person made the place is whatever they meant."""
    groups: dict[tuple[Hashable, str], list[Point]] = defaultdict(list)
    for point in ready:
        groups[point.topic, "" if point.made else point.place].append(point)
    return groups


def _trends(ready: Sequence[Point]) -> Iterator[Draft]:
    """Changes beside the levels of what they change."""
    told: dict[tuple[Hashable, ...], tuple[list[Point], list[Point]]] = defaultdict(lambda: ([], []))
    for point in ready:
        if point.act or point.things:
            subject = point.made, point.act, point.things, point.people, point.place
            is_change = point.figure.kind is Kind.CHANGE
            if is_change or (point.figure.kind is Kind.COUNT and not point.is_total):
                told[subject][is_change].append(point)
    for found, changes in told.values():
        if found and changes:
            yield from tensions.of_trends(found, changes)
