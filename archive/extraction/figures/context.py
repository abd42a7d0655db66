"""What the sentence says around a figure: its place, its source, its level, and the words that weaken it."""

import re
from collections.abc import Sequence
from typing import Final

from archive.model.figure import Level

from .lexicon import english
from .periods import Period
from .places import Found
from .tokens import Token, phrase_at, word_at

_NOUNS_OF_SAYING: Final = ("report", "estimate", "records", "record", "estimates")
_MOST_SPEAKER: Final = 14
_ORIGIN: Final = re.compile(r"\b(?:from|of|leaving|left|fled|flee|fleeing|escape|escaped|with)\s+(?:the\s+)?$")
_GOAL: Final = re.compile(
    r"\b(?:in|to|into|at|for|reach|reached|reaching|entered|across|inside|throughout|around|near)\s+(?:the\s+)?$"
)


def place(text: str, start: int, end: int, found: Sequence[Found]) -> Found | None:
    """The place that the figure is told of: where it happens or leads to, nearest first; where it comes from last."""
    best: tuple[float, Found] | None = None
    for each in found:
        before = text[max(each.start - 24, 0) : each.start]
        distance = each.start - end if each.start >= end else start - each.end
        cost = max(distance, 0) / 4 + (60 if each.person else 0) + (40 if _ORIGIN.search(before) else 0)
        cost += 12 if each.end <= start else 0
        cost -= 50 if _GOAL.search(before) else 0
        cost -= 45 if _where_it_happens(before) else 0
        if best is None or cost < best[0]:
            best = (cost, each)
    return best[1] if best is not None else None


def _where_it_happens(before: str) -> bool:
    """Whether those counted are said to have arrived, fled or settled there: "resettle in", "fled to the"."""
    words = [word for word in before.lower().split()[-3:] if word != "the"]
    return len(words) >= 2 and words[-1] in ("in", "to", "into", "at") and words[-2] in english().actions


def hedges(tokens: Sequence[Token], first: int, last: int) -> tuple[str, ...]:
    """Words near the figure that weaken what it says, in order."""
    words = english().hedges
    near = range(max(first - 10, 0), min(last + 10, len(tokens)))
    return tuple(tokens[at].word for at in near if tokens[at].word in words and not tokens[at].taken)


def level(tokens: Sequence[Token]) -> Level:
    """Whether the sentence tells a total up to some time, or the number of a part that had passed."""
    lexicon = english()
    found = Level.LEVEL
    for index in range(len(tokens)):
        word = tokens[index].word
        if word in lexicon.partials and phrase_at(tokens, index, lexicon.partials) is not None:
            return Level.PARTIAL
        if found is Level.LEVEL and word in lexicon.totals and phrase_at(tokens, index, lexicon.totals) is not None:
            found = Level.TOTAL
    return found


def level_of(period: Period | None, said: Level) -> Level:
    """The level as the sentence and the period say: a period that was not over makes a part, one that runs on a total."""
    if period is not None and period.partial:
        return Level.PARTIAL
    return Level.TOTAL if period is not None and period.running else said


def source(text: str, tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Who says it: "according to …", "… said", "figures from …"."""
    for index in range(len(tokens)):
        if tokens[index].word not in english().source_before:
            continue
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
        word, before = tokens[index].word, tokens[index - 1].word
        if word not in lexicon.source_verbs or tokens[index].capital or before in lexicon.guards["no_speaker"]:
            continue
        if word == "estimated" and word_at(tokens, index + 1) in ("at", "to"):
            continue
        if word in _NOUNS_OF_SAYING and word_at(tokens, index + 1) not in ("that", ".", ",", ""):
            continue
        begin = index
        while begin > 0 and index - begin < _MOST_SPEAKER and not _parts(tokens, begin - 1):
            begin -= 1
        plain = not any(token.kind == "digits" or token.word in lexicon.numbers for token in tokens[begin:index])
        if begin < index and plain and not all(token.taken for token in tokens[begin:index]):
            return tokens[begin].start, tokens[index - 1].end
    return None


def _parts(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token ends what stands before a speaker."""
    word = tokens[index].word
    if word == ".":
        return not (index + 1 < len(tokens) and tokens[index + 1].glued)
    return word in (",", '"', ";", ":", "—", "–", "and", "that", "but")
