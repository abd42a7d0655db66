"""What is not strictly one quantity but worth a look: places in places, states beside totals, prices over time, shares, trends."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Hashable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from archive.extraction import comparable
from archive.model.figure import FindingKind, Kind
from archive.model.lexicon import Additions

from . import quantities
from .drafts import Draft
from .gazetteer import Gazetteer
from .points import Point
from .sums import Sum
from .wording import bounds, number

_NEAREST: Final = 12
_NEAR_DAYS: Final = 400
_CLOSE: Final = 0.8  # the smaller number over the larger
_DEARER: Final = 1.5  # prices that differ by less are no news
_NEXT_PRICES: Final = 3
_PASSAGE_CHARS: Final = 600
_YEAR_DAYS: Final = (365, 366)

Groups = Mapping[tuple[Hashable, str], Sequence[Point]]


def of_places(groups: Groups, gazetteer: Gazetteer) -> Iterator[Draft]:
    """Counts of a place that are no less than those of a larger place around it."""
    for (topic, place), points in groups.items():
        for around in gazetteer.around(place):
            for inner, outer in _near(points, groups.get((topic, around), ())):
                if inner.is_total is not outer.is_total or inner.figure.kind is not Kind.COUNT or inner.span.low <= 0:
                    continue
                if inner.span.near_low >= outer.span.near_low or quantities.below(outer.span, inner.span):
                    why = "{0} is of a part of the place of {1}, and yet it is no less."
                    yield Draft(FindingKind.TENSION, (inner, outer), why, 0.55)


def of_kin(groups: Groups) -> Iterator[Draft]:
    """About the same number for acts that are told as one another: who lives somewhere and who has come there in all."""
    by_act: dict[tuple[object, ...], dict[str, Sequence[Point]]] = defaultdict(dict)
    for (_, place), points in groups.items():
        first = points[0]
        if first.act and first.figure.kind is Kind.COUNT and not first.made:
            by_act[(first.family, first.things, first.people, place)][first.act] = points
    for acts in by_act.values():
        for act in sorted(acts):
            for other in comparable.kin_of(act):
                if other > act and other in acts:
                    yield from _alike(acts[act], acts[other])


def _alike(points: Sequence[Point], others: Sequence[Point]) -> Iterator[Draft]:
    for one, other in _near(points, others):
        comparable_levels = one.is_total or one.is_stock, other.is_total or other.is_stock
        if comparable_levels[0] is not comparable_levels[1] or min(one.span.near_high, other.span.near_high) < 10:
            continue
        least, most = sorted((one.span.near_low, other.span.near_low))
        if most > 0 and least / most >= _CLOSE:
            why = "{0} and {1} give near numbers, but do not count the same: look what each one means."
            yield Draft(FindingKind.TENSION, (one, other), why, 0.4)


def _near(points: Sequence[Point], others: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """Pairs whose periods end within about a year, each figure with the few others next to it in time."""
    dated = sorted(((_end(point), at) for at, point in enumerate(others) if _end(point) is not None))
    ends = [end for end, _ in dated]
    for point in points:
        end = _end(point)
        if end is None or not point.is_firm or point.remainder:
            continue
        at = bisect_left(ends, end)
        for place in range(max(at - _NEAREST // 2, 0), min(at + _NEAREST // 2, len(ends))):
            other = others[dated[place][1]]
            if abs(ends[place] - end) <= _NEAR_DAYS and other.is_firm and not other.remainder:
                yield point, other


def _end(point: Point) -> int:
    days = point.days
    return -1 if days is None or days.end is None else days.end


def of_prices(points: Sequence[Point]) -> Iterator[Draft]:
    """A price that is quite another at another time; `points` of one topic, in their order."""
    prices = [point for point in points if point.figure.kind is Kind.MONEY and point.act and not point.remainder]
    beside = _side_by_side(prices)
    for at, one in enumerate(prices):
        for other in prices[at + 1 : at + 1 + _NEXT_PRICES]:
            least, most = sorted((one.span.near_low, other.span.near_low))
            dearer = least > 0 and most / least >= _DEARER and quantities.apart(one.span, other.span)
            if dearer and _at_other_times(one, other) and _is_about_the_same(one, other, beside):
                times = number(round(most / least, 1))
                why = f"{{0}} and {{1}} are prices of about the same thing at different times: one is {times} times the other."
                yield Draft(FindingKind.TENSION, (one, other), why, min(0.3 + most / least / 50, 0.6))


def _at_other_times(one: Point, other: Point) -> bool:
    if comparable.is_of_the_past(one.figure.sentence) is not comparable.is_of_the_past(other.figure.sentence):
        return True
    return one.days is None or other.days is None or not quantities.overlap(one.days, other.days)


def _side_by_side(prices: Sequence[Point]) -> set[frozenset[str]]:
    """Prices of an article that follow each other closely, none between them."""
    told = sorted((point.figure.article, point.figure.start, point.figure.uid) for point in prices)
    return {
        frozenset((one[2], other[2]))
        for one, other in pairwise(told)
        if one[0] == other[0] and other[1] - one[1] <= _PASSAGE_CHARS
    }


def _is_about_the_same(one: Point, other: Point, beside: Container[frozenset[str]]) -> bool:
    """Whether more than the word for a price is shared: what is paid for, the place, or the passage that tells of both."""
    near = frozenset((one.figure.uid, other.figure.uid)) in beside
    return bool(one.made or one.things or one.place or near)


def of_trends(points: Sequence[Point], changes: Sequence[Point]) -> Iterator[Draft]:
    """A rise where the levels fall, or a fall where they rise."""
    years: dict[int, Point] = {}
    for point in points:
        days = point.days
        if days is None or not days.told or days.start is None or days.length not in _YEAR_DAYS or point.is_doubtful:
            continue
        years.setdefault(_year(point), point)
    for change in changes:
        earliest, latest = change.figure.earliest, change.figure.latest
        if earliest is None or latest is None or change.figure.direction is None:
            continue
        first = earliest.year if latest.year > earliest.year else earliest.year - 1
        before, after = years.get(first), years.get(latest.year)
        if before is None or after is None or not quantities.apart(before.span, after.span):
            continue
        rises = quantities.below(before.span, after.span)
        if rises is not (change.figure.direction == "up"):
            why = f"{{0}} tells of a {'rise' if not rises else 'fall'}, but the levels {'rise' if rises else 'fall'}: {{1}} and {{2}}."
            yield Draft(FindingKind.TENSION, (change, before, after), why, 0.6)


def _year(point: Point) -> int:
    assert point.figure.earliest is not None
    return point.figure.earliest.year


def of_shares(found: Sequence[Sum], points: Sequence[Point], own: Additions) -> Iterator[Draft]:
    """A share that is told of a part, beside what the counts of the part and the whole give."""
    shares: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        if point.figure.kind is Kind.SHARE and point.family == "percent":
            for thing in sorted({*point.things, *comparable.told(point.figure.sentence, own).things}):
                shares[thing].append(point)
    for each in found:
        whole = each.whole.figure.value or 0.0
        for part in each.parts:
            given = 100.0 * (part.figure.value or 0.0) / whole if whole else 0.0
            for share in _of_that(shares, each.whole, part)[:3]:
                if not share.span.low - 0.5 <= given <= share.span.high + 0.5:
                    why = (
                        f"{{0}} is a share of {bounds(share.span)} percent, and {{1}} of {{2}} make "
                        f"{number(round(given, 1))} percent; they may be of different groups or times."
                    )
                    yield Draft(FindingKind.TENSION, (share, part, each.whole), why, 0.35)


def _of_that(shares: Mapping[str, Sequence[Point]], whole: Point, part: Point) -> list[Point]:
    """Shares whose sentence names the part, in the place of the whole, of the same act or people."""
    found = {
        share.figure.uid: share
        for thing in part.things
        if thing not in whole.things
        for share in shares.get(thing, ())
        if share.place == whole.place and (share.act == whole.act if whole.act else share.people == whole.people)
    }
    return sorted(found.values(), key=lambda share: share.order)
