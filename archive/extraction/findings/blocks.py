"""Findings a block at a time: which figures may say something of each other, so that a change asks for few to be compared again.

A block is a number that follows from what is compared in it: one topic and place, a place with those that lie in it, kindred acts,
a subject with its changes, one number told in two articles, the sums of an article. All blocks together find what `findings` finds in all figures at once. Pure.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Final

import resources
from archive.extraction import comparable
from archive.model.figure import Figure, Finding, Kind
from archive.model.ids import FigureId
from archive.model.lexicon import NONE, Additions

from . import echoes, grouping, sums, tensions
from .drafts import Draft
from .gazetteer import Gazetteer, shipped, with_own
from .points import Point, points
from .quantities import days, span

VERSION: Final = 6
MOST_OF_A_BLOCK: Final = 200  # findings of a kind that are told of one block; of the others only how many there are

# What a block holds, in the last three bits of its number; those of sums and the like are articles, below 0.
_GROUP, _PLACE, _KIN, _CHANGES, _LEVELS, _SHARES, _ECHO = range(7)
_KINDS: Final = 3
# Of a point, all that does not follow from its figure alone.
_LAID: Final = tuple(field.name for field in fields(Point) if field.name not in ("figure", "span", "days"))
PLACE_AT: Final = _LAID.index("place")  # where the place stands in what is held
_LEAST_PARTS: Final = 3  # a whole and two parts


@dataclass(frozen=True, slots=True)
class Laid:
    """A figure laid out: what its article says it counts (`held`, JSON), its blocks, and a number that changes with all it says."""

    figure: FigureId
    held: str
    blocks: tuple[int, ...]
    mark: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What a block tells: the strongest findings with their strength, and how many of each series and kind there are in all.

    `reads` are the blocks besides its own that it looked at.
    """

    findings: tuple[tuple[Finding, float], ...] = ()
    counts: tuple[tuple[str, str, int], ...] = ()
    reads: tuple[int, ...] = ()


# Figures with what was held of them, by their block.
Members = Callable[[int], Sequence[tuple[Figure, str]]]


@cache
def version() -> str:
    """What changes when figures may have to be compared anew: the rules, and the words that they know."""
    words = "\n".join(resources.text("lexicon", name) for name in ("comparable.toml", "places.toml"))
    return f"{VERSION} {hashlib.sha256(words.encode()).hexdigest()[:16]}"


def laid(figures: Sequence[Figure], gazetteer: Gazetteer | None = None, own: Additions = NONE) -> list[Laid]:
    """The figures of one article laid out; those that count for nothing are left out. `own` are a person's words and places."""
    known = gazetteer if gazetteer is not None else with_own(own)
    ready = points(figures, known, own)
    summed = next(sums.sums(ready), None) is not None or next(grouping.of_article(ready), None) is not None
    found = []
    for point in ready:
        held = _held(point)
        blocks = set(_blocks(point, known, own))
        if summed:
            blocks.add(-point.figure.article)
        # What a person noted, or who they are, tells nothing of what the figure says.
        figure = point.figure
        plain = (
            replace(figure, note="", author="", stale=False) if figure.note or figure.author or figure.stale else figure
        )
        mark = _number(plain, held)
        found.append(Laid(figure.id, held, tuple(sorted(blocks)), mark))
    return found


def judges(block: int) -> bool:
    """Whether a block tells anything itself; others are only looked at."""
    return block < 0 or block & 7 not in (_LEVELS, _SHARES)


def judged(block: int, members: Members, gazetteer: Gazetteer | None = None, own: Additions = NONE) -> Judged:
    """What the figures of a block say of each other."""
    known = gazetteer if gazetteer is not None else with_own(own)
    ready = _ready(members(block))
    reads: set[int] = set()
    if block < 0:
        return _told(_of_article(ready, members, reads, own), reads)
    kind = block & 7
    if not judges(block):
        return Judged()
    if kind == _GROUP:
        return _told(_of_groups(ready))
    if kind == _PLACE:
        return _told(_of_place(block, ready, known))
    if kind == _ECHO:
        return _told(echoes.echoed(ready))
    if kind == _KIN:
        return _told(tensions.of_kin(grouping.grouped(ready)))
    beside = block - _CHANGES + _LEVELS
    levels = _ready(members(beside)) if ready else []
    return _told(grouping.trends(sorted([*ready, *levels], key=_order)), (beside,) if ready else ())


def _of_groups(ready: Sequence[Point]) -> Iterator[Draft]:
    if len(ready) > 1:
        for told in grouping.grouped(ready).values():
            yield from grouping.of_group(told)


def _of_place(block: int, ready: Sequence[Point], gazetteer: Gazetteer) -> Iterator[Draft]:
    """Those of the places that lie in the one that the block is named after, each beside it."""
    groups = grouping.grouped(ready)
    around = [each for each in groups if _block(_PLACE, *each) == block]
    for group in groups:
        for other in around:
            if other != group:
                pair = {group: groups[group], other: groups[other]}
                yield from tensions.of_places(pair, gazetteer)


def _of_article(ready: Sequence[Point], members: Members, reads: set[int], own: Additions) -> Iterator[Draft]:
    yield from grouping.of_article(ready)
    if len(ready) < _LEAST_PARTS:
        return
    found = list(sums.sums(ready))
    yield from (each.draft() for each in found)
    for each in found:
        reads |= {
            _block(_SHARES, thing, each.whole.place)
            for part in each.parts
            for thing in part.things
            if thing not in each.whole.things
        }
    shares = {point.figure.uid: point for block in sorted(reads) for point in _ready(members(block))}
    yield from tensions.of_shares(found, sorted(shares.values(), key=_order), own)


def _told(drafts: Iterable[Draft], reads: Iterable[int] = ()) -> Judged:
    known = {draft.uid: draft for draft in drafts}
    kept: list[tuple[Finding, float]] = []
    of_kind: Counter[str] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    for draft in sorted(known.values(), key=lambda draft: draft.order):
        of_kind[draft.kind] += 1
        if of_kind[draft.kind] <= MOST_OF_A_BLOCK:
            kept.append((draft.finding(), draft.strength))
        counts.update((series, draft.kind.value) for series in {point.figure.series for point in draft.points})
    return Judged(tuple(kept), tuple((*each, count) for each, count in sorted(counts.items())), tuple(sorted(reads)))


# Blocks of a figure


def _blocks(point: Point, gazetteer: Gazetteer, own: Additions) -> Iterator[int]:
    place = grouping.place(point)
    yield _block(_GROUP, point.topic, place)
    for around in gazetteer.around(place):
        yield _block(_PLACE, point.topic, around)
    if place in _around(gazetteer):
        yield _block(_PLACE, point.topic, place)
    counts = point.figure.kind is Kind.COUNT
    if counts and not point.made and point.act and comparable.kin_of(point.act):
        yield _block(_KIN, point.family, point.things, point.people, point.place)
    echo = echoes.echo(point)
    if echo is not None:
        yield _block(_ECHO, *echo)
    subject = grouping.subject(point)
    if subject is not None:
        # The same number but for the last bits: changes are few, and levels are looked at where there is one.
        yield _block(_LEVELS if counts else _CHANGES, *subject)
    if point.figure.kind is Kind.SHARE and point.family == "percent":
        for thing in {*point.things, *comparable.told(point.figure.sentence, own).things}:
            yield _block(_SHARES, thing, point.place)


def _around(gazetteer: Gazetteer) -> frozenset[str]:
    return frozenset(gazetteer.inside.values()) if gazetteer is not shipped() else _shipped_around()


@cache
def _shipped_around() -> frozenset[str]:
    return frozenset(shipped().inside.values())


def _block(kind: int, *parts: Hashable) -> int:
    trends = kind in (_CHANGES, _LEVELS)
    return _number(_CHANGES if trends else kind, *parts) >> _KINDS << _KINDS | kind


def _number(*parts: object) -> int:
    """A number of 62 bits that follows from these parts, the same in every process."""
    return int.from_bytes(hashlib.blake2b(repr(parts).encode(), digest_size=8).digest()) >> 2


# Points


def _held(point: Point) -> str:
    return json.dumps([getattr(point, name) for name in _LAID], ensure_ascii=False, separators=(",", ":"))


def _back(value: Any) -> Any:
    """JSON knows no tuples."""
    return tuple(map(_back, value)) if isinstance(value, list) else value


def _ready(members: Sequence[tuple[Figure, str]]) -> list[Point]:
    """The points that were laid out, in their order."""
    found = []
    for figure, held in members:
        bounds = span(figure)
        if bounds is not None:
            laid = {name: _back(value) for name, value in zip(_LAID, json.loads(held), strict=True)}
            found.append(Point(figure, bounds, days(figure), **laid))
    return sorted(found, key=_order)


def _order(point: Point) -> tuple[object, ...]:
    return point.order
