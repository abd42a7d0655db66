"""What the sentence says around a figure: its period, its place, its source, and the words that weaken it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from archive.base.sentences import Span
from archive.model.event import TimeExpression
from archive.model.figure import Level

from . import places
from .lexicon import english
from .places import Found
from .tokens import Token, phrase_at, word_at

_BOUNDARY: Final = re.compile(r"[;:]|,\s|\s[–—-]{1,2}\s|—")
_BOUNDARY_CHARS: Final = 40
_FIGURE_CHARS: Final = 30
_COMPARING: Final = re.compile(r"\b(?:than|since)\s+(?:in\s+|the\s+)?$")
_SINCE: Final = re.compile(r"\bsince\s+(?:the\s+)?(?:\w+\s+){0,5}$")
_BEST: Final = re.compile(r"\b(?:first|lowest|highest|\w+est|worst|record|least|most)\b[^.;]*$")
_FROM: Final = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$")
_TO: Final = re.compile(r"^\s*(?:until|till|to|through|and|[-–])\s+(?:the\s+)?(?:end of\s+)?$")
_ORIGIN: Final = re.compile(r"\b(?:from|of|leaving|left|fled|flee|fleeing|escape|escaped|with)\s+(?:the\s+)?$")
_GOAL: Final = re.compile(
    r"\b(?:in|to|into|at|for|reach|reached|reaching|entered|across|inside|throughout|around|near)\s+(?:the\s+)?$"
)
_FUTURE: Final = re.compile(r"\b(?:will|would|plans?|planned|expected|expects|aims?|forecast|to be)\b")


@dataclass(frozen=True, slots=True)
class Period:
    """EDTF with the days that it spans, both inclusive; `partial` when it was not over when the text was published."""

    edtf: str
    earliest: date | None
    latest: date | None
    partial: bool = False


def period(
    text: str,
    sentence: Span,
    start: int,
    end: int,
    times: Sequence[TimeExpression],
    others: Sequence[tuple[int, int]],
    published: date | None,
) -> Period | None:
    """The period of the words at `[start, end)`: the nearest time of the sentence that is one. `others` are other figures."""  # fmt: skip
    best: tuple[float, TimeExpression] | None = None
    for time in times:
        if (
            time.edtf is None
            or not (sentence.start <= time.start < sentence.end)
            or (time.start < end and start < time.end)
        ):
            continue
        before = text[max(sentence.start, time.start - 60) : time.start]
        if _COMPARING.search(before) and not _SINCE.search(before):
            continue
        if _SINCE.search(before) and _BEST.search(text[sentence.start : time.start]):
            continue
        cost = _distance(text, start, end, time, others)
        if best is None or cost < best[0]:
            best = (cost, time)
    return None if best is None else _period(text, sentence, best[1], times, published)


def _distance(text: str, start: int, end: int, time: TimeExpression, others: Sequence[tuple[int, int]]) -> float:
    low, high = (end, time.start) if time.start >= end else (time.end, start)
    between = text[low:high]
    passed = sum(1 for each in others if low <= each[0] < high)
    # A time at the head of its clause is told of all that follows; one behind the figure of that alone.
    behind = time.start >= end
    return (
        len(between) + _BOUNDARY_CHARS * len(_BOUNDARY.findall(between)) + passed * _FIGURE_CHARS * (2 if behind else 1)
    )


def _period(
    text: str, sentence: Span, time: TimeExpression, times: Sequence[TimeExpression], published: date | None
) -> Period | None:
    assert time.edtf is not None
    before = text[max(sentence.start, time.start - 60) : time.start]
    joined = _joined(text, sentence, time, times)
    if joined is not None:
        return joined
    edtf = time.edtf
    if _SINCE.search(before):
        point = edtf.split("/")[0]
        last = published.isoformat() if published else ".."
        return Period(f"{point}/{last}", time.earliest, published)
    inside = published and time.earliest and time.latest and time.earliest <= published < time.latest
    if (
        inside
        and published
        and time.earliest
        and "X" not in edtf
        and not _FUTURE.search(text, sentence.start, sentence.end)
    ):
        if (time.latest - time.earliest).days > 1 if time.latest else False:
            return Period(
                f"{time.earliest.isoformat()}/{published.isoformat()}", time.earliest, published, partial=True
            )
    return Period(edtf, time.earliest, time.latest)


def _joined(text: str, sentence: Span, time: TimeExpression, times: Sequence[TimeExpression]) -> Period | None:
    """ "from 2006 to 2019", whose ends are two times."""
    for one in times:
        for other in times:
            if (
                time not in (one, other)
                or one.end > other.start
                or one.start < sentence.start
                or other.end > sentence.end
            ):
                continue
            if other.start - one.end > 24 or one.edtf is None or other.edtf is None:
                continue
            if _TO.match(text[one.end : other.start]) and _FROM.search(
                text[max(one.start - 16, sentence.start) : one.start]
            ):
                begin, end = one.edtf.split("/")[0], other.edtf.split("/")[-1]
                if one.earliest and other.latest and one.earliest > other.latest:
                    return None
                return Period(f"{begin}/{end}", one.earliest, other.latest)
    return None


def place(text: str, start: int, end: int, found: Sequence[Found]) -> Found | None:
    """The place that the figure is told of: where it happens or leads to, nearest first; where it comes from last."""
    best: tuple[float, Found] | None = None
    for each in found:
        before = text[max(each.start - 24, 0) : each.start]
        distance = each.start - end if each.start >= end else start - each.end
        cost = max(distance, 0) / 4 + (60 if each.person else 0) + (40 if _ORIGIN.search(before) else 0)
        cost -= 50 if _GOAL.search(before) else 0
        if best is None or cost < best[0]:
            best = (cost, each)
    return best[1] if best is not None else None


def hedges(tokens: Sequence[Token], first: int, last: int) -> tuple[str, ...]:
    """Words near the figure that weaken what it says, in order."""
    words = english().hedges
    near = range(max(first - 10, 0), min(last + 10, len(tokens)))
    return tuple(tokens[at].word for at in near if tokens[at].word in words and not tokens[at].taken)


def level(tokens: Sequence[Token], told: Period | None) -> Level:
    """Whether the sentence tells a total up to the end of its period, or that of a part that had passed."""
    lexicon = english()
    if told is not None and told.partial:
        return Level.PARTIAL
    for index in range(len(tokens)):
        if phrase_at(tokens, index, lexicon.partials) is not None:
            return Level.PARTIAL
        if phrase_at(tokens, index, lexicon.totals) is not None:
            return Level.TOTAL
    return Level.LEVEL


def source(text: str, tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Who says it: "according to …", "… said", "figures from …"."""
    for index in range(len(tokens)):
        told = phrase_at(tokens, index, english().source_before)
        if told is not None and told[0] < len(tokens):
            end = told[0]
            while end < len(tokens) and tokens[end].word not in (",", ".", ";", "(", "—", "–") and end - told[0] < 14:
                end += 1
            if end > told[0]:
                return tokens[told[0]].start, tokens[end - 1].end
    return _speaker(tokens)


def _speaker(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """The words before a verb of saying: from the last comma or quotation on."""
    lexicon = english()
    for index in range(1, len(tokens)):
        word = tokens[index].word
        if word not in lexicon.source_verbs or tokens[index - 1].word in (
            "to",
            "is",
            "are",
            "was",
            "were",
            "be",
            "it",
            "has",
            "of",
        ):
            continue
        if word in ("report", "estimate", "records", "record", "estimates") and word_at(tokens, index + 1) != "that":
            if index + 1 < len(tokens) and word_at(tokens, index + 1) not in (".", ","):
                continue
        begin = index
        while (
            begin > 0
            and tokens[begin - 1].word not in (",", '"', ";", ":", "—", "–", ".", "and", "that", "but")
            and index - begin < 14
        ):
            begin -= 1
        if begin < index and not all(token.taken for token in tokens[begin:index]):
            return tokens[begin].start, tokens[index - 1].end
    return None


def find_places(text: str, sentence: Span, told: dict[str, str]) -> list[Found]:
    """The places that the sentence names."""
    return places.find(text, sentence.start, sentence.end, told)
