"""Parts that are told beside their whole and add up to it."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from archive.model.figure import Bound, FindingKind, Kind

from .drafts import Draft
from .points import Point
from .quantities import contains, overlap
from .wording import listed, number

_MOST_PARTS: Final = 6
_WHERE: Final = re.compile(r"\s(?:in|at|from|on)\s(?:the\s)?\w+(?:\s\w+)?")
_OF_THEM: Final = re.compile(
    r"\s*(?:(?:of|among)\s(?:these|those|them|the|last|this|all)\b|이\s?(?:가운데|중)|그\s?(?:가운데|중))",
    re.IGNORECASE,
)
_FAR_BACK: Final = 12
_WHOLES: Final = ({"man", "woman"}, {"boy", "girl"}, {"child", "adult"})  # who is not the one is the other
_LEAST_WHOLE: Final = 100  # smaller numbers add up by chance
_BESIDE_CHARS: Final = 160  # from one part to the next


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and the parts that make it."""

    whole: Point
    parts: tuple[Point, ...]

    def draft(self) -> Draft:
        """The agreement that it is."""
        shown = listed([number(_value(part)) for part in self.parts])
        why = f"The parts add up: {shown} make {number(_value(self.whole))}, told beside each other as {{0}}."
        return Draft(FindingKind.AGREEMENT, (self.whole, *self.parts), why, 0.7)


def sums(points: Sequence[Point]) -> Iterator[Sum]:
    """Every whole that is followed or preceded by its parts, in one article; a figure is a part but once."""
    articles: dict[int, list[Point]] = defaultdict(list)
    for point in points:
        figure = point.figure
        exact = figure.bound is Bound.EXACT and not figure.derived and not point.is_doubtful
        if figure.kind in (Kind.COUNT, Kind.MONEY) and exact and _value(point) > 0:
            articles[figure.article].append(point)
    for article in sorted(articles):
        yield from _in_article(sorted(articles[article], key=lambda point: (point.figure.start, point.figure.uid)))


def _in_article(told: Sequence[Point]) -> Iterator[Sum]:
    used: set[str] = set()
    for at, whole in enumerate(told):
        for parts in (_run(told, at, 1), _run(told, at, -1)):
            if parts and not used.intersection(part.figure.uid for part in parts):
                used.update(part.figure.uid for part in parts)
                yield Sum(whole, parts)
                break
    yield from _of_those(told, used)


def _of_those(told: Sequence[Point], used: set[str]) -> Iterator[Sum]:
    """ "Of those, 210 were women and 26 were men", of a whole that was told a few figures before."""
    at = 0
    while at < len(told):
        end = at + 1
        while end < len(told) and told[end].figure.sentence_start == told[at].figure.sentence_start:
            end += 1
        parts = tuple(told[at:end])
        halves = tuple(part for part in parts if part.things)
        if (
            len(halves) == 2
            and {thing for part in halves for thing in part.things} in _WHOLES
            and sum(map(_value, halves)) >= _LEAST_WHOLE
        ):
            parts = halves
        elif not _OF_THEM.match(parts[0].figure.sentence):
            parts = ()
        if 2 <= len(parts) <= _MOST_PARTS:
            keys = {part.figure.counted_key or part.figure.counted for part in parts}
            total = sum(_value(part) for part in parts)
            whole = next((each for each in reversed(told[max(at - _FAR_BACK, 0) : at]) if _value(each) == total), None)
            free = not used.intersection(part.figure.uid for part in parts)
            if free and whole is not None and len(keys) == len(parts) and whole.family == parts[0].family:
                yield Sum(whole, parts)
        at = end


def _run(told: Sequence[Point], at: int, step: int) -> tuple[Point, ...]:
    """The figures next to the whole, on one side, that make it; () where they do not."""
    whole, left = told[at], _value(told[at])
    parts: list[Point] = []
    place = at + step
    while 0 <= place < len(told) and len(parts) < _MOST_PARTS and left > 1e-9:
        part, near = told[place], told[place - step]
        if part.family != whole.family or part.figure.kind is not whole.figure.kind or not _beside(part, near):
            break
        parts.append(part)
        left -= _value(part)
        place += step
    fits = math.isclose(left, 0.0, abs_tol=1e-6 * max(_value(whole), 1.0))
    return tuple(parts) if fits and len(parts) >= 2 and _is_told_as_parts(whole, parts) else ()


def _beside(one: Point, other: Point) -> bool:
    first, second = sorted((one.figure, other.figure), key=lambda figure: figure.start)
    return second.start - first.end <= _BESIDE_CHARS


def _is_told_as_parts(whole: Point, parts: Sequence[Point]) -> bool:
    """Whether they count different things of one time and place: three men and three men are no six."""
    kinds = {part.figure.counted_key or part.figure.counted for part in parts}
    if len(kinds) < len(parts) and not _by_place(whole, parts) and not _by_time(whole, parts):
        return False
    if _by_time(whole, parts):
        return True
    periods = {point.figure.period for point in (whole, *parts) if point.figure.period}
    places = {point.figure.place_key for point in parts if point.figure.place_key}
    one_place = len(places | ({whole.figure.place_key} if whole.figure.place_key else set())) <= 1
    # A sum over places ("300 in the north, 200 in the south") has parts of different places, told in one sentence.
    one_sentence = len({point.figure.sentence_start for point in (whole, *parts)}) == 1
    return len(periods) <= 1 and (one_place or one_sentence)


def _by_time(whole: Point, parts: Sequence[Point]) -> bool:
    """ "39,700 in 2021, 15,700 in 2022, 80,800 since 2021": one thing, counted over times that follow each other within the whole's."""
    days = [part.days for part in parts]
    around = whole.days
    if around is None or not around.told or not all(each is not None and each.told for each in days):
        return False
    if len({(part.act, part.things, part.people) for part in (whole, *parts)}) > 1:
        return False
    told = sorted((each for each in days if each is not None), key=lambda each: (each.start or 0, each.end or 0))
    follow = all(not overlap(one, other) for one, other in pairwise(told))
    return follow and all(contains(around, each) for each in told)


def _by_place(whole: Point, parts: Sequence[Point]) -> bool:
    """ "2,340 houses, 1,900 in the old town and 440 in the new one": each part with the place that it is of."""
    if len({point.figure.sentence_start for point in (whole, *parts)}) > 1:
        return False
    behind = [
        part.figure.sentence[part.figure.start - part.figure.sentence_start + len(part.figure.exact) :]
        for part in parts
    ]
    told = {found[0] for words in behind if (found := _WHERE.match(words))}
    return len(told) == len(parts)


def _value(point: Point) -> float:
    return point.figure.value if point.figure.value is not None else math.nan
