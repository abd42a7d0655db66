"""What different mouths say of one thing without a time that binds them: estimates, tolls, counts told twice in one article.

Figures of one topic are held against those told near them in the same article, and against the few next to them in size elsewhere.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from typing import Final

from archive.model.figure import Bound, FindingKind, Kind, Level

from . import mouths, quantities
from .drafts import Draft
from .levels import UNLIKE
from .points import CLOSELY_CHARS, Point, is_part
from .wording import bounds, number

_OWN: Final = re.compile(r"\b(?:our|we)\b", re.IGNORECASE)
_WIDE: Final = re.compile(
    r"\b(?:nationwide|nationally|worldwide|globally|(?:across|around|throughout) the (?:nation|country|world))\b|전국|세계",
    re.IGNORECASE,
)
_NEXT: Final = 6  # figures of one topic and article that each one is held against
_TELLING: Final = 10.0
_CLOSE: Final = 0.02
_APART: Final = 0.05  # by so much of the larger number two numbers must differ to be worth a look
_HALF: Final = 0.5  # one is at most twice the other: farther apart they may well count different things
_PLAIN: Final = 100.0  # smaller counts come up by chance
_LONG_DAYS: Final = 731
_MOST_TIMES: Final = 1000.0  # farther apart than that they hardly count the same

Pair = frozenset[str]


def disputed(points: Sequence[Point], told: Container[Pair]) -> Iterator[Draft]:
    """Figures of one topic and place, by different sources of one article or with no time to tell them apart; `told` are pairs that
    were found before."""
    for near in _by_article(points).values():
        for at, one in enumerate(near):
            for other in near[at + 1 : at + 1 + _NEXT]:
                if frozenset((one.figure.uid, other.figure.uid)) not in told:
                    draft = _dispute(one, other, next_to=other is near[at + 1])
                    if draft is not None:
                        yield draft


def _by_article(points: Sequence[Point]) -> dict[int, list[Point]]:
    found: dict[int, list[Point]] = defaultdict(list)
    for point in points:
        usable = (
            not point.remainder
            and not is_part(point.figure)
            and point.figure.kind in (Kind.COUNT, Kind.MONEY, Kind.SHARE, Kind.MEASURE)
        )
        if usable and not point.is_doubtful and (point.act or point.things or point.follows or point.figure.counted):
            found[point.figure.article].append(point)
    return {
        article: sorted(told, key=lambda point: (point.figure.start, point.figure.uid))
        for article, told in found.items()
    }


def _dispute(one: Point, other: Point, *, next_to: bool) -> Draft | None:
    if (
        not of_one_time(one, other)
        or _is_wide(one) is not _is_wide(other)
        or min(one.span.near_high, other.span.near_high) < _TELLING
    ):
        return None
    told = one.act or one.things or one.follows or other.follows
    if not told and not _of_one_clause(one, other):
        return None
    if (magnitude := _outside_magnitude(one, other)) is not None:
        return magnitude
    if one.figure.derived or other.figure.derived:
        return None
    if _by_two(one, other) or (next_to and _is_answered(one, other)):
        return _between_sources(one, other)
    same = one.act and _in_other_sentences(one, other) and one.figure.kind is Kind.COUNT
    if not same or not _is_plain(one) or not _is_plain(other):
        return None
    return _of_one_event(one, other)


def _is_wide(point: Point) -> bool:
    """Whether the sentence counts in the whole country or world, and not where the article is at home."""
    return _WIDE.search(point.figure.sentence) is not None


def _outside_magnitude(one: Point, other: Point) -> Draft | None:
    """ "Hundreds of thousands" beside "at least 90,000", which begins lower: both may hold, but they do not mean the same."""
    order, bound = (one, other) if one.figure.bound is Bound.ORDER_OF_MAGNITUDE else (other, one)
    lower = bound.figure.bound in (Bound.AT_LEAST, Bound.MORE_THAN)
    if (
        order.figure.bound is not Bound.ORDER_OF_MAGNITUDE
        or not lower
        or order.span.low <= bound.span.low <= order.span.high
    ):
        return None
    why = f"{{0}} means {bounds(order.span)}, and {{1}} begins outside of that, at {number(bound.span.low)}."
    return Draft(FindingKind.TENSION, (order, bound), why, 0.5)


def _between_sources(one: Point, other: Point) -> Draft | None:
    if not quantities.apart(one.span, other.span):
        if not quantities.suggest_the_same(one.span, other.span):
            return _suggest_others(one, other)
        why = "{0} and {1} go together, from different sources."
        return Draft(FindingKind.AGREEMENT, (one, other), why, 0.6)
    if _ratio(one, other) > _MOST_TIMES:
        return None
    low, high = (one, other) if quantities.below(one.span, other.span) else (other, one)
    why = f"{{0}} and {{1}} are what different sources say: {bounds(high.span)} lies above {bounds(low.span)}."
    gap = quantities.gap(one.span, other.span)
    if one.figure.kind is Kind.COUNT and gap > UNLIKE and not (_tells_time(one) and _tells_time(other)):
        return None
    kind = FindingKind.CONFLICT if _cannot_both_hold(one, other) and gap <= _HALF else FindingKind.TENSION
    return Draft(kind, (one, other), why, 0.5 + 0.2 * gap)


def _tells_time(point: Point) -> bool:
    return point.days is not None and point.days.told


def _suggest_others(one: Point, other: Point) -> Draft | None:
    """ "Up to 600" and 513, "at least 41" and 63: both may hold, but who says the one hardly means the other."""
    low, high = sorted((one.span, other.span), key=lambda span: span.near_high)
    if not 0 < low.near_high <= (1 - _APART) * high.near_low or low.near_high < _HALF * high.near_low:
        return None
    why = "{0} and {1} are what different sources say: both may hold, but they do not suggest the same number."
    return Draft(FindingKind.TENSION, (one, other), why, 0.3)


def _of_one_clause(one: Point, other: Point) -> bool:
    """Whether the one follows the other in its sentence, and counts what that names: "the ministry says 600,000 citizens, others a million"."""
    return not _in_other_sentences(one, other) and one.figure.counted == other.figure.counted != ""


def _cannot_both_hold(one: Point, other: Point) -> bool:
    """Whether both count the same days, tell them, and stay apart however they were rounded."""
    counts = one.figure.kind is other.figure.kind is Kind.COUNT and not one.is_stock
    spent = one.figure.kind is Kind.MONEY and one.act == other.act == "spend" and (one.follows or other.follows)
    counts = counts or spent
    return counts and _tells_time(one) and _tells_time(other) and quantities.apart_if_rounded(one.span, other.span)


def _of_one_event(one: Point, other: Point) -> Draft | None:
    """Two numbers of one act in one article, neither with a time of its own."""
    if not quantities.apart(one.span, other.span) or _ratio(one, other) > 2:
        return None
    why = "{0} and {1} tell of the same in one article, and do not go together."
    return Draft(FindingKind.TENSION, (one, other), why, 0.45)


def of_one_time(one: Point, other: Point) -> bool:
    """Whether they may be of the same time: their periods are the same or overlap, or one tells none."""
    totals = [point for point in (one, other) if point.figure.level is Level.TOTAL]
    if len(totals) == 1 and not _follows_total(other if totals[0] is one else one, totals[0]):
        return False  # all who ever came, and those of a time
    if one.days is None or other.days is None or not (one.days.told and other.days.told):
        if one.figure.article == other.figure.article and _is_long_past(one, other):
            return False
        return Level.PARTIAL not in (one.figure.level, other.figure.level) or one.days == other.days
    return quantities.same(one.days, other.days)


def _is_long_past(one: Point, other: Point) -> bool:
    """Whether one is told of a time that was over long before it was published, and the other of none: 20,000, and 80,000 in 2014."""
    dated = [point for point in (one, other) if point.days is not None and point.days.told]
    published = quantities.published(dated[0].figure) if len(dated) == 1 else None
    end = dated[0].days.end if len(dated) == 1 and dated[0].days is not None else None
    return (
        end is not None and published is not None and published.start is not None and published.start - end > _LONG_DAYS
    )


def _follows_total(point: Point, total: Point) -> bool:
    """ "31 have gone back since 2012; activists think over a hundred": another mouth's number of the total right before it."""
    dated = point.days is not None and point.days.told
    after = point.figure.start - total.figure.end
    return point.follows and not dated and point.figure.article == total.figure.article and 0 < after <= CLOSELY_CHARS


def _says_who(point: Point) -> bool:
    return bool(mouths.mouth(point.figure))


def _by_two(one: Point, other: Point) -> bool:
    """Whether two different mouths are told: by name, or one of them being those who publish it."""
    if _says_who(one) and _says_who(other):
        return mouths.mouth(one.figure) != mouths.mouth(other.figure)
    return (_says_who(one) and _is_own(other)) or (_says_who(other) and _is_own(one))


def _is_answered(one: Point, other: Point) -> bool:
    """ "Some 2,000 people marched; police counted 850": somebody gives another number than the article does, right behind it."""
    near = other.figure.start - one.figure.end <= CLOSELY_CHARS
    return other.follows and near and not _says_who(one)


def _is_own(point: Point) -> bool:
    """Whether those who publish it give the figure as theirs: "our figure", "we estimate"."""
    return not _says_who(point) and _OWN.search(point.figure.sentence) is not None


def _in_other_sentences(one: Point, other: Point) -> bool:
    return one.figure.sentence_start != other.figure.sentence_start


def _is_plain(point: Point) -> bool:
    return point.figure.bound in (Bound.EXACT, Bound.ABOUT) and point.span.near_low >= _PLAIN


def _ratio(one: Point, other: Point) -> float:
    least, most = sorted((abs(one.span.near_low), abs(other.span.near_low)))
    return most / least if least else float("inf")


def repeated(points: Sequence[Point], told: Container[Pair]) -> Iterator[Draft]:
    """Exact counts of the same things in one article that differ by a slip: digits changed about, or by a hair."""
    groups: dict[tuple[object, ...], list[Point]] = defaultdict(list)
    for point in points:
        value = point.figure.value
        exact = point.figure.bound is Bound.EXACT and point.figure.kind is Kind.COUNT and not point.figure.derived
        if exact and value is not None and value >= _PLAIN and not value % 1 and not point.is_doubtful:
            named = _head(point) or (point.act, point.people)
            if any(named):
                groups[(point.figure.article, point.family, named)].append(point)
    for near in groups.values():
        near.sort(key=lambda point: (point.figure.start, point.figure.uid))
        for at, one in enumerate(near):
            for other in near[at + 1 : at + 1 + _NEXT]:
                if frozenset((one.figure.uid, other.figure.uid)) not in told and _is_slip(one, other):
                    why = "{0} and {1} count the same in one article, and differ by what may be a slip."
                    yield Draft(_weight(one, other), (one, other), why, 0.6)


def _head(point: Point) -> tuple[str, ...]:
    """What is counted, by its last word where it has several: "cases of torture" are "the cases" later on."""
    head = point.figure.counted_key.rpartition(" ")[2]
    return (head,) if len(point.things) > 1 and head in point.things else point.things


def _is_slip(one: Point, other: Point) -> bool:
    first, second = one.figure.value or 0.0, other.figure.value or 0.0
    if first == second or not _in_other_sentences(one, other):
        return False
    dated = one.days is not None and other.days is not None and one.days.told and other.days.told
    if dated and one.days is not None and other.days is not None and not quantities.same(one.days, other.days):
        return False
    return _are_turned(first, second) or abs(first - second) <= _CLOSE * max(first, second)


def _are_turned(first: float, second: float) -> bool:
    """Whether the numbers have the same digits in another order: 1,156 and 1,165."""
    return sorted(str(int(first))) == sorted(str(int(second))) and first % 10 != second % 10


def _weight(one: Point, other: Point) -> FindingKind:
    turned = _are_turned(one.figure.value or 0.0, other.figure.value or 0.0)
    return FindingKind.CONFLICT if turned else FindingKind.TENSION
