"""Figures made ready to be compared: bounds, days, what is counted and where, filled in from the article around them.

What a sentence leaves out, those before it have said: a place, a people or an act that an article names once holds for its
other figures of the same thing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.base.text import folded
from archive.extraction import comparable, series
from archive.model.figure import Bound, Figure, FigureStatus, Kind, Level
from archive.model.lexicon import NONE, Additions

from . import mouths
from .gazetteer import Gazetteer
from .quantities import Days, Span, days, span

_PERFECT: Final = re.compile(r"\b(?:have|has|'ve)\b", re.IGNORECASE)
_ASIDE: Final = re.compile(r",\s(?:who|which)\b[^,;]{1,80},")
_PAY: Final = re.compile(r"\b(?:pay|paid|pays)\b", re.IGNORECASE)
_PRICE: Final = re.compile(r"\b(?:prices?|costs?|fees?|fares?|charge[sd]?|rents?|bills?|tickets?)\b", re.IGNORECASE)
_TIMES: Final = ("hour", "day", "week", "month", "year")
_HALVES: Final = ("north", "south", "east", "west")
_FROM_HALF: Final = re.compile(r"\b(?:from|fled|left|escaped) the (North|South|East|West)\b(?! [A-Z])")
_HELPED_CHARS: Final = 40  # from the word for helping to the act
CLOSELY_CHARS: Final = 300
_CLOSE_TO_PLACE_CHARS: Final = 40
_OF_THEM: Final = re.compile(r"\s(?:of|among)\s(?:them|these|those|whom)\b", re.IGNORECASE)
_OF_THEM_BEFORE: Final = re.compile(r"(?:^|\s)(?:이|그)\s?(?:가운데|중)\s(?:\S+\s)?$")
_IT_WAS: Final = re.compile(r"\bit\s(?:was|is|cost|costs|had been|stood at|came to)\s(?:\w+\s){0,2}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Point:
    """A figure as it is compared. `things` are what is counted, without persons in general and peoples; `people` the place they
    belong to; `made` the uid of a series that a person made; `remainder` tells that it counts others, beside some counted before; `follows`
    that another mouth gives it of what the figure before counts."""

    figure: Figure
    span: Span
    days: Days | None
    family: str
    act: str
    things: tuple[str, ...]
    people: str
    place: str
    made: str
    remainder: bool
    follows: bool = False

    @property
    def is_total(self) -> bool:
        """Whether it tells all up to the end of its period, or of a span of years."""
        if self.figure.level is Level.TOTAL:
            return True
        if self.figure.kind is not Kind.COUNT or self.is_stock or self.days is None:
            return False
        if not self.days.told:
            # "225 have been admitted": what has been done, without a time, has been up to the day of writing.
            return bool(self.act) and _PERFECT.search(self.figure.sentence) is not None
        if self.figure.level is Level.PARTIAL or self.days.end is None:
            return False
        return self.days.start is None or self.days.end - self.days.start >= series.LONG_DAYS

    @property
    def is_stock(self) -> bool:
        """Whether it tells how many there are at a time."""
        return self.act in comparable.lexicon().stock

    @property
    def is_doubtful(self) -> bool:
        """Whether a person has doubted it."""
        return self.figure.status is FigureStatus.DOUBTFUL

    @property
    def topic(self) -> Hashable:
        """What is counted, place and level apart: figures of one topic are about the same thing."""
        if self.made:
            return self.made, self.figure.kind, self.family, self.figure.direction or ""
        return self.figure.kind, self.family, self.act, self.things, self.people, self.figure.direction or ""

    @property
    def order(self) -> tuple[object, ...]:
        """One order for all points, whatever order they came in."""
        start = -1 if self.days is None or self.days.start is None else self.days.start
        end = 10**7 if self.days is None or self.days.end is None else self.days.end
        return start, end, *self.span.sort_key, self.figure.uid

    @property
    def is_firm(self) -> bool:
        """Whether enough is known of what it counts to be held against others: an act, or two words, or a word, a place and days."""
        if self.made:
            return True
        if self.figure.kind is Kind.AGE:
            return False  # whose age it is, nobody can tell from the words that count
        if len(self.things) >= 2:
            return True
        if self.act:
            return bool(self.place or self.things or self.people or self.figure.kind is not Kind.COUNT)
        return bool(self.things and self.place and self.days is not None and self.days.told)


def points(figures: Iterable[Figure], gazetteer: Gazetteer, own: Additions = NONE) -> list[Point]:
    """What can be compared of the figures, in one order; rejected ones and those without a usable value are left out.

    `own` are the words that a person said count the same.
    """
    articles: dict[int, list[Point]] = defaultdict(list)
    for figure in figures:
        if figure.status is not FigureStatus.REJECTED and (found := _point(figure, gazetteer, own)) is not None:
            articles[figure.article].append(found)
    filled = (
        point for told in articles.values() for point in _placed(_of_one_people(_carried(sorted(told, key=_in_text))))
    )
    return sorted(filled, key=lambda point: point.order)


def _point(figure: Figure, gazetteer: Gazetteer, own: Additions) -> Point | None:
    bounds = span(figure)
    if bounds is None:
        return None
    known = comparable.lexicon()
    people, words = gazetteer.people_of(figure.counted_key)
    if not people:
        people, _ = gazetteer.people_of(figure.counted)
    told = comparable.told(words, own)
    act = _act(figure, told)
    if not people and act in known.moves:
        people = _origin(figure, gazetteer)
    places = comparable.told(f"{figure.place} {figure.place_key}").things
    things = {thing for thing in told.things if thing != "person" and thing not in places}
    if _counts_whoever_speaks(figure):
        things = set()
    if act in known.moves:
        things -= known.movers | comparable.groups(own).movers
    rest = told.rest or comparable.told(figure.counted).rest or comparable.told(figure.exact).rest
    made = figure.series if figure.series and figure.series != figure.key else ""
    family, _ = comparable.measure(figure.unit, own)
    place = _place(figure, act, gazetteer)
    return Point(figure, bounds, days(figure), family, act, tuple(sorted(things)), people, place, made, rest)


def is_part(figure: Figure) -> bool:
    """ "6,300 of them": some of those that were counted before."""
    at = figure.start - figure.sentence_start
    return _OF_THEM.match(figure.sentence, at + len(figure.exact)) is not None or (
        _OF_THEM_BEFORE.search(figure.sentence, 0, at) is not None
    )


def _act(figure: Figure, told: comparable.Told) -> str:
    """The act that is counted; that of a helper where another act is done with their help."""
    act = _plain_act(figure, told)
    known = comparable.lexicon()
    if act == "price" and _is_pay(figure):
        return "earn"
    if act not in known.moves or figure.derived:
        return act
    here = figure.start - figure.sentence_start
    in_sentence = comparable.acts_of(figure.sentence)
    own = min(((abs(at - here), at) for at, each in in_sentence if each == act), default=None)
    for at, each in in_sentence:
        if own is not None and each in known.helping and 0 < own[1] - at <= _HELPED_CHARS:
            return each
    return act


def _is_pay(figure: Figure) -> bool:
    """ "The pay was 1,800 a month": what is paid for a time is earned, where the sentence tells of no price."""
    told = _PAY.search(figure.sentence) is not None and _PRICE.search(figure.sentence) is None
    return told and figure.unit.partition("/")[2] in _TIMES


def _plain_act(figure: Figure, told: comparable.Told) -> str:
    """The act by what is counted, else that of the sentence nearest to the figure; money takes words of money only."""
    money = comparable.lexicon().money
    is_money = figure.kind is Kind.MONEY
    for found in (told.acts, comparable.told(figure.counted).acts):
        acts = [act for _, act in found if (act in money) == is_money] or [act for _, act in found]
        if acts:
            return acts[0]
    if figure.kind not in (Kind.COUNT, Kind.MONEY, Kind.SHARE, Kind.CHANGE) or figure.derived:
        return ""
    if figure.kind is Kind.SHARE and set(told.things) - {"person"}:
        return ""  # "the jobless rate of those resettled" is no rate of resettling
    told_in_sentence = _main_acts(figure)
    place = folded(figure.sentence).find(folded(figure.place)) if figure.place else -1
    moves = [(place - at, act) for at, act in told_in_sentence if act in comparable.lexicon().moves and at < place]
    if moves and not is_money and min(moves)[0] <= _CLOSE_TO_PLACE_CHARS:
        return min(moves)[1]
    here = figure.start - figure.sentence_start, figure.end - figure.sentence_start
    near = [(max(here[0] - at, at - here[1], 0), at, act) for at, act in told_in_sentence if (act in money) == is_money]
    return min(near)[2] if near else ""


def _main_acts(figure: Figure) -> list[tuple[int, str]]:
    """The acts of the sentence, without those of an aside that the figure is no part of: "a driver, who left, thinks"."""
    acts = comparable.acts_of(figure.sentence)
    here = figure.start - figure.sentence_start
    asides = [found.span() for found in _ASIDE.finditer(figure.sentence)]
    outside = [(low, high) for low, high in asides if not low <= here < high] + [mouths.spoken(figure)]
    return [(at, act) for at, act in acts if not any(low <= at < high for low, high in outside)]


def _origin(figure: Figure, gazetteer: Gazetteer) -> str:
    """Of "defectors from the North" who came to South Korea: the other half of a country of two."""
    half, _, country = figure.place_key.partition("-")
    if half not in _HALVES or (found := _FROM_HALF.search(figure.sentence)) is None:
        return ""
    other = f"{found[1].lower()}-{country}"
    return other if other != figure.place_key and other in gazetteer.peoples.values() else ""


def _place(figure: Figure, act: str, gazetteer: Gazetteer) -> str:
    """Where an act leads to is named right behind it; else what was read, and what a person said goes before both."""
    if act in comparable.lexicon().inward and "place" not in figure.corrected and not figure.derived:
        here = figure.end - figure.sentence_start
        near = sorted((abs(at - here), at) for at, each in comparable.acts_of(figure.sentence) if each == act)
        for _, at in near[:1]:
            if named := gazetteer.named_first(figure.sentence[at : at + _CLOSE_TO_PLACE_CHARS]):
                return named
    if figure.place and "place" not in figure.corrected and f"based in {figure.place}" in figure.sentence:
        return ""  # where whoever says it is at home
    return gazetteer.place(figure.place_key, figure.place)


def _counts_whoever_speaks(figure: Figure) -> bool:
    """ "Prosecutors know of 31": whoever gives a number is not what it counts, where nothing else is named."""
    if not figure.counted or "counted" in figure.corrected:
        return False
    low, high = mouths.spoken(figure)
    return folded(figure.counted) in folded(figure.sentence[low:high])


def _in_text(point: Point) -> tuple[int, str]:
    return point.figure.start, point.figure.uid


def _carried(told: Sequence[Point]) -> list[Point]:
    """Figures that follow from others, or whose sentence does not say what they count, count what stood closely before them."""
    filled: list[Point] = []
    last: dict[tuple[Kind, str], Point] = {}
    before: dict[tuple[Kind, str], Point] = {}
    share: Point | None = None
    for point in told:
        kind = point.figure.kind, point.family
        base = last.get(kind)
        if share is not None and _is_another_view(point, share):
            place = point.place or share.place
            point = replace(point, act=share.act, things=share.things, people=share.people, place=place)
        silent = (
            point.figure.derived
            or point.figure.counted not in point.figure.sentence
            or not point.figure.counted_key
            or _counts_whoever_speaks(point.figure)
        )
        another = base is not None and _is_of_another(point, base)
        same = point.figure.sentence_start == base.figure.sentence_start if base is not None else False
        if (
            point.figure.kind is Kind.MONEY
            and not point.figure.derived
            and not same
            and not another
            and not _is_it(point)
        ):
            silent = False  # "he asked for $5,000. $3,000 goes to the police": two payments
        if (
            silent
            and not point.act
            and not _names_goods(point)
            and base is not None
            and point.figure.start - base.figure.end <= CLOSELY_CHARS
        ):
            people, place = point.people or base.people, point.place or base.place
            things = point.things or base.things
            point = replace(point, act=base.act, things=things, people=people, place=place)
        point = _given_by_another(point, base if another else None, before.get(kind), silent=silent)
        before[kind] = point
        if point.act or _names_goods(point):
            last[kind] = point
        if point.figure.kind is Kind.SHARE and (point.act or point.things):
            share = point
        filled.append(point)
    return filled


def _given_by_another(point: Point, base: Point | None, closely: Point | None, *, silent: bool) -> Point:
    """What somebody else gives counts what `base` does where its words say so, and follows what stands `closely` before it."""
    given = mouths.gives_another(point.figure) and point.figure.level is Level.LEVEL
    if given and base is not None and point.act == base.act and not point.things:
        point = replace(point, things=base.things, people=point.people or base.people, place=point.place or base.place)
    if closely is not None and _is_of_another(point, closely) and (silent or _is_the_same(point, closely)):
        point = replace(point, follows=True)
    return point


def _is_it(point: Point) -> bool:
    """ "In 2018 it was 5 million"."""
    return _IT_WAS.search(point.figure.sentence, 0, point.figure.start - point.figure.sentence_start) is not None


def _names_goods(point: Point) -> bool:
    """Whether it measures things, which no act has to be told of."""
    return point.figure.kind is Kind.MEASURE and bool(point.things)


def _is_the_same(point: Point, base: Point) -> bool:
    named = point.act, point.things
    if not any(named) or named != (base.act, base.things) or mouths.spoken(point.figure) == (0, 0):
        in_one = point.figure.sentence_start == base.figure.sentence_start
        return in_one and point.figure.counted == base.figure.counted
    return True


def _is_of_another(point: Point, base: Point) -> bool:
    """Whether somebody else gives it right behind the other."""
    vague = Bound.ORDER_OF_MAGNITUDE in (point.figure.bound, base.figure.bound)
    if point.figure.derived or vague or point.figure.start - base.figure.end > CLOSELY_CHARS:
        return False
    one, other = mouths.mouth(point.figure), mouths.mouth(base.figure)
    return bool(one) and one != other


def _is_another_view(point: Point, base: Point) -> bool:
    """ "The district gives 91.5 percent": a share right behind another, by another mouth, that names nothing of its own."""
    if point.figure.kind is not Kind.SHARE or point.act or point.things or point.family != base.family:
        return False
    one, before = mouths.mouth(point.figure), mouths.mouth(base.figure)
    other = bool(one) and bool(before) and one != before
    return other and not point.figure.counted_key and point.figure.start - base.figure.end <= CLOSELY_CHARS


def _of_one_people(told: Sequence[Point]) -> list[Point]:
    """People on the move whose nation is not said are of the nation that the article tells of, where it is but one."""
    moves = comparable.lexicon().moves
    nations = Counter(point.people for point in told if point.people)
    if len(nations) != 1:
        return list(told)
    (nation,) = nations
    return [
        replace(point, people=nation) if point.act in moves and not point.people and not point.things else point
        for point in told
    ]


def _placed(told: Sequence[Point]) -> list[Point]:
    """Figures without a place take that of the last figure of the same topic before them."""
    before: dict[Hashable, str] = {}
    filled: list[Point] = []
    for point in told:
        if point.place:
            before[point.topic] = point.place
        filled.append(replace(point, place=before.get(point.topic, "")) if _may_be_placed(point) else point)
    return filled


def _may_be_placed(point: Point) -> bool:
    sure = bool(point.act) and not point.figure.derived
    return not point.place and sure and point.figure.kind in (Kind.COUNT, Kind.SHARE, Kind.CHANGE, Kind.MONEY)
