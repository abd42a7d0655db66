"""What a sentence works out beside what its own numbers give, and a rise or fall told in words beside the levels."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from archive.model.figure import Bound, FindingKind, Kind

from . import quantities
from .drafts import Draft
from .points import Point
from .wording import number

_TOLERANCE: Final = 0.2  # "doubled" is 1.6 to 2.4 times
_POINTS: Final = 1.5  # percentage points that rounding may take
_SHARE: Final = 0.1
_WORDS_CHARS: Final = 60
_MOST_YEARS: Final = 3
_YEAR_DAYS: Final = (365, 366)
_TO: Final = re.compile(r"[^.;]{0,60}\bto\b[^.;]{0,30}|[^.;]{0,12}에서\s?[^.;]{0,20}", re.IGNORECASE)
# "3,150, up 40 percent from 2,250", "63, down from 1,047".
_UP_FROM: Final = re.compile(
    r",?\s[^.;]{0,60}\b(?:up|down|rise|fall|increase|drop|more|higher|lower)\b[^.;]{0,40}\bfrom\s(?:\w+\s){0,2}$"
)
_OF: Final = re.compile(r"(?:^|\b)(?:of|among|out of)\s(?:the\s|all\s)?$", re.IGNORECASE)
_OR: Final = re.compile(r"(?:\bor|,|\()\s?(?:about\s|some\s|roughly\s|nearly\s)?$")
_FELL: Final = re.compile(
    r"\b(?:fell|fallen|dropped|declined|plummeted|plunged|shrank|shrunk|decreased|sank|slumped|tumbled|dwindled|down)\b"
    r"(?:\s\w+ly)?\s(?:back\s)?to\s(?:\w+\s){0,2}$", re.IGNORECASE,
)  # fmt: skip
_ROSE: Final = re.compile(
    r"\b(?:rose|risen|grew|grown|increased|climbed|jumped|soared|surged|swelled|up)\b(?:\s\w+ly)?\s(?:back\s)?to\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_FALLS: Final = re.compile(
    r"\b(?:fell|fallen|falls|falling|dropped|declined|declining|plummeted|shrank|decreased|slumped|dwindled|fewer)\b|줄었|감소했|급감",
    re.IGNORECASE,
)
_RISES: Final = re.compile(
    r"\b(?:rose|risen|rising|grew|grown|increased|climbed|jumped|soared|surged|more|up|higher|doubled|tripled)\b|늘었|증가했|급증",
    re.IGNORECASE,
)
_FELL_BEHIND: Final = re.compile(r"(?:으로|로)\s?(?:크게\s|급격히\s)?(?:줄|감소|급감|떨어)")
_ROSE_BEHIND: Final = re.compile(r"(?:으로|로)\s?(?:크게\s|급격히\s)?(?:늘|증가|급증|뛰)")


def worked_out(points: Sequence[Point]) -> Iterator[Draft]:
    """Multiples and changes in percent that the two levels of their own sentence ("from 30 to 60") do not give."""
    sentences: dict[tuple[int, int], list[Point]] = defaultdict(list)
    for point in points:
        if not point.figure.derived and not point.is_doubtful:
            sentences[(point.figure.edition, point.figure.sentence_start)].append(point)
    for told in sentences.values():
        if len(told) < 3:
            continue
        told.sort(key=lambda point: point.figure.start)
        yield from _of_so_many(told)
        claims = [point for point in told if _is_claim(point)]
        levels = _from_to(told) if claims else None
        if levels is None:
            continue
        for claim in claims[:1]:
            draft = _held_against(claim, *levels)
            if draft is not None:
                yield draft


def _of_so_many(told: Sequence[Point]) -> Iterator[Draft]:
    """ "Of 312 adults, 141 showed signs of it, or 45 percent": a share told behind the two counts that it follows from."""
    for whole, part, share in zip(told, told[1:], told[2:], strict=False):
        counts = whole.figure.kind is part.figure.kind is Kind.COUNT and share.figure.kind is Kind.SHARE
        before = whole.figure.sentence[: whole.figure.start - whole.figure.sentence_start]
        end = part.figure.start - part.figure.sentence_start + len(part.figure.exact)
        between = part.figure.sentence[end : share.figure.start - share.figure.sentence_start]
        if not counts or not _OF.search(before) or not _OR.search(between) or share.family != "percent":
            continue
        all_of_them, some, percent = whole.figure.value, part.figure.value, share.figure.value
        if not all_of_them or some is None or percent is None or not 0 < some < all_of_them:
            continue
        given = 100 * some / all_of_them
        said = f"{number(some)} of {number(all_of_them)} is {number(round(given, 1))} percent"
        if _fits(share, percent, given, _POINTS):
            why = f"{{0}} fits the numbers beside it: {said}."
            yield Draft(FindingKind.AGREEMENT, (share, whole, part), why, 0.5)
        else:
            why = f"{{0}} does not fit the numbers beside it: {said}."
            yield Draft(FindingKind.TENSION, (share, whole, part), why, 0.6)


def _is_claim(point: Point) -> bool:
    figure = point.figure
    if figure.value is None or figure.value <= 0:
        return False
    return figure.kind is Kind.RATIO or (figure.kind is Kind.CHANGE and figure.unit == "percent")


def _from_to(told: Sequence[Point]) -> tuple[Point, Point] | None:
    """The two levels of one sort that the sentence sets out from and arrives at."""
    levels = [point for point in told if point.figure.kind in (Kind.COUNT, Kind.MONEY, Kind.MEASURE)]
    if (
        len(levels) != 2
        or levels[0].family != levels[1].family
        or None in (levels[0].figure.value, levels[1].figure.value)
    ):
        return None
    first, second = levels
    low = first.figure.start - first.figure.sentence_start
    end, start = low + len(first.figure.exact), second.figure.start - second.figure.sentence_start
    sentence = first.figure.sentence
    leaves = (
        re.search(r"\bfrom\s(?:\w+\s){0,3}$", sentence[max(low - _WORDS_CHARS, 0) : low])
        or "에서" in sentence[end : end + 4]
    )
    both = leaves and _TO.fullmatch(sentence, end, start) is not None
    if not both and _UP_FROM.match(sentence, end, start) is not None:
        first, second, both = second, first, True
    return (first, second) if both and first.span.low > 0 else None


def _held_against(claim: Point, first: Point, second: Point) -> Draft | None:
    told, before, after = claim.figure.value or 0.0, first.figure.value or 0.0, second.figure.value or 0.0
    given = after / before
    if claim.figure.kind is Kind.RATIO:
        fits = _fits(claim, told, given, _TOLERANCE * told)
        said = f"{number(round(given, 2))} times"
    else:
        percent = 100 * abs(given - 1)
        right_way = (given > 1) is (claim.figure.direction == "up")
        fits = right_way and _fits(claim, told, percent, max(_POINTS, _SHARE * told))
        said = f"a {'rise' if given > 1 else 'fall'} of {number(round(percent, 1))} percent"
    if fits:
        return None
    why = f"{{0}} does not fit the numbers beside it: from {{1}} to {{2}} is {said}."
    return Draft(FindingKind.TENSION, (claim, first, second), why, 0.6)


def _fits(claim: Point, told: float, given: float, slack: float) -> bool:
    if claim.figure.bound in (Bound.MORE_THAN, Bound.AT_LEAST):
        return given >= told - slack
    if claim.figure.bound in (Bound.LESS_THAN, Bound.AT_MOST):
        return given <= told + slack
    return abs(given - told) <= slack


def trends_in_words(groups: Sequence[Sequence[Point]]) -> Iterator[Draft]:
    """ "Fell to 40" where the level told for the time before is no higher; each of `groups` has points of one topic and place."""
    for points in groups:
        yield from _in_one_sentence(points)
        years = _years(points)
        for year in sorted(years):
            before = next((each for each in range(year - 1, year - 1 - _MOST_YEARS, -1) if each in years), None)
            if before is not None:
                yield from (
                    draft for point in years[year] if (draft := _against_words(point, years[before][0])) is not None
                )


def _in_one_sentence(points: Sequence[Point]) -> Iterator[Draft]:
    """ "Arrivals fell: 196 in 2018 and 236 in 2019": two years beside words that tell of the other way only."""
    told: dict[tuple[int, int], list[tuple[int, Point]]] = defaultdict(list)
    for year, group in _years(points).items():
        for point in group:
            told[(point.figure.edition, point.figure.sentence_start)].append((year, point))
    for pairs in told.values():
        if len(pairs) != 2 or pairs[0][0] == pairs[1][0]:
            continue
        (_, earlier), (_, later) = sorted(pairs, key=lambda pair: pair[0])
        sentence = later.figure.sentence
        falls, rises = _FALLS.search(sentence) is not None, _RISES.search(sentence) is not None
        low, high = (earlier, later) if falls else (later, earlier)
        if falls is not rises and quantities.below(low.span, high.span):
            way = "fall" if falls else "rise"
            why = f"The sentence tells of a {way}, but its own numbers go the other way: {{0}}, then {{1}}."
            yield Draft(FindingKind.TENSION, (earlier, later), why, 0.55)


def _against_words(point: Point, base: Point) -> Draft | None:
    direction = _told_direction(point)
    low, high = (base, point) if direction == "down" else (point, base)
    if direction is None or not quantities.below(low.span, high.span):
        return None
    way, was = ("fall", "lower") if direction == "down" else ("rise", "higher")
    why = f"{{0}} is told as a {way}, but the level before it was {was}: {{1}}."
    return Draft(FindingKind.TENSION, (point, base), why, 0.55)


def _years(points: Sequence[Point]) -> dict[int, list[Point]]:
    found: dict[int, list[Point]] = defaultdict(list)
    for point in points:
        days, earliest = point.days, point.figure.earliest
        dated = days is not None and days.told and days.length in _YEAR_DAYS and earliest is not None
        if dated and earliest is not None and not point.is_doubtful and point.figure.kind is not Kind.CHANGE:
            found[earliest.year].append(point)
    return found


def _told_direction(point: Point) -> str | None:
    """The way that the words right at the figure say the level went."""
    figure = point.figure
    at = figure.start - figure.sentence_start
    before = figure.sentence[max(at - _WORDS_CHARS, 0) : at]
    end = at + len(figure.exact)
    if _FELL.search(before) or _FELL_BEHIND.match(figure.sentence, end):
        return "down"
    return "up" if _ROSE.search(before) or _ROSE_BEHIND.match(figure.sentence, end) else None
