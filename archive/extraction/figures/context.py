"""What the sentence says around a figure: its place, its source, its level, and the words that weaken it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from archive.model.figure import Level

from .lexicon import english
from .periods import Period
from .places import Found
from .tokens import Token, Tokens, phrase_at, word_at

_NOUNS_OF_SAYING: Final = ("report", "estimate", "records", "record", "estimates")
_MOST_SPEAKER: Final = 14
# A word of giving, and what stands between it and the number.
_JOINTS: Final = {
    "put": "at", "puts": "at", "placed": "at", "places": "at", "set": "at", "gave": "as", "gives": "as",
    "spoke": "of", "speaks": "of", "speak": "of", "talked": "of", "talks": "of", "know": "of", "knows": "of", "knew": "of",
}  # fmt: skip
# These stand right before the number: "the agency counted 126,000", "the district gives 91 percent".
_COUNTING: Final = frozenset("counted counts registered registers logged tallied lists listed gives gave given".split())
_SAYS: Final = ("said", "says")
_MOST_NAME: Final = 8
_BEFORE_NUMBER: Final = 4
_CLAUSES: Final = frozenset((";", "while", "whereas", "though", "but"))
_USING: Final = ("used", "uses", "cited", "cites", "quoted", "quotes")
_GIVING: Final = frozenset((*_JOINTS, *_USING, *_COUNTING))
_REACH_OF_JOINT: Final = 12
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
    if isinstance(tokens, Tokens) and tokens.words.isdisjoint(words):
        return ()
    near = range(max(first - 10, 0), min(last + 10, len(tokens)))
    return tuple(tokens[at].word for at in near if tokens[at].word in words and not tokens[at].taken)


def level(tokens: Tokens) -> Level:
    """Whether the sentence tells a total up to some time, or the number of a part that had passed."""
    levels = english().levels
    found = Level.LEVEL
    if not _may_say(tokens, "levels"):
        return found
    for index, token in enumerate(tokens):
        said = phrase_at(tokens, index, levels) if token.word in levels else None
        if said is not None:
            found = Level(said[1])
            if found is Level.PARTIAL:
                break
    return found


@cache
def _phrase_words(name: str) -> tuple[frozenset[str], ...]:
    """The words of each of the phrases of the lexicon: where one of them is missing, the phrase does not stand."""
    return tuple(frozenset(words) for told in getattr(english(), name).values() for words, _ in told)


@cache
def _telling_words(name: str) -> frozenset[str]:
    """The longest word of each of the phrases: where none of these stands, no phrase does."""
    return frozenset(max(words, key=len) for words in _phrase_words(name))


def _may_say(tokens: Tokens, name: str) -> bool:
    """Whether all words of one of the phrases stand somewhere in the sentence."""
    return not tokens.words.isdisjoint(_telling_words(name)) and any(
        words <= tokens.words for words in _phrase_words(name)
    )


def level_of(period: Period | None, said: Level, running: bool = False) -> Level:
    """The level as the sentence and the period say: a period that was not over makes a part, one that runs on a total.

    `running`: the sentence says outright that it counts all up to a day.
    """
    if period is not None and period.partial:
        return Level.PARTIAL
    if said is Level.TOTAL and period is not None and period.is_year and not running:
        return Level.LEVEL  # "in all, 40 arrived in 2019"
    return Level.TOTAL if period is not None and period.running else said


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says what stands in the tokens `[first, last)` of a sentence; `span` is where the text names them."""

    first: int
    last: int
    span: tuple[int, int]


def sources(tokens: Tokens) -> list[Speaker]:
    """Who says it: "according to …", "… said", "figures from …"; each clause behind ";" or "while" may have its own."""
    found: list[Speaker] = []
    lexicon, words = english(), tokens.words
    if words.isdisjoint(lexicon.source_verbs) and words.isdisjoint(lexicon.source_before) and words.isdisjoint(_GIVING):
        return found
    starts = [0, len(tokens)]
    quoted = _may_say(tokens, "source_before")
    if not words.isdisjoint(_CLAUSES):
        clauses = [at for at, token in enumerate(tokens) if token.word in _CLAUSES and _opens_clause(tokens, at)]
        starts = [0, *clauses, len(tokens)]
    for first, last in pairwise(starts):
        span = (_origin(tokens, first, last) if quoted else None) or _speaker(tokens, first, last)
        if span is not None:
            found.append(Speaker(first, last, span))
    return found


def source_of(index: int, speakers: Sequence[Speaker]) -> tuple[int, int] | None:
    """Who says what stands at the token: the speaker of its clause, else the last one before; not who speaks only in a later one."""
    before = [each for each in speakers if each.first <= index]
    return before[-1].span if before else None


def _opens_clause(tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and (tokens[index].word == ";" or tokens[index - 1].word == ",")


def _origin(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    origins = english().source_before
    for index in range(first, last):
        if tokens[index].word not in origins:
            continue
        told = phrase_at(tokens, index, origins)
        if told is not None and told[0] < last:
            end = told[0]
            while end < last and tokens[end].word not in (",", ".", ";", "(", "—", "–") and end - told[0] < 14:
                end += 1
            if end > told[0]:
                return tokens[told[0]].start, tokens[end - 1].end
    return None


def _speaker(tokens: Sequence[Token], first: int, end: int) -> tuple[int, int] | None:
    """The words before a verb of saying: from the last comma or quotation on."""
    lexicon = english()
    verbs = lexicon.source_verbs
    for index in range(first + 1, end):
        word = tokens[index].word
        if word not in verbs and (word not in _GIVING or not _gives_number(tokens, index)):
            continue
        if tokens[index].capital or tokens[index - 1].word in lexicon.guards["no_speaker"]:
            continue
        if word == "estimated" and word_at(tokens, index + 1) in ("at", "to"):
            continue
        if word in _NOUNS_OF_SAYING and word_at(tokens, index + 1) not in ("that", ".", ",", ""):
            continue
        if word in _SAYS and index > first and tokens[index - 1].word in (",", '"'):
            behind = _speaker_behind(tokens, index + 1, end)
            if behind is not None:
                return behind
        begin, last = _subject(tokens, first, index)
        adverbs = lexicon.guards["adverbs"]
        while begin < last and tokens[begin].word in adverbs:
            begin += 1
        while begin < last and tokens[last - 1].word in adverbs:
            last -= 1
        plain = not any(token.kind == "digits" or token.word in lexicon.numbers for token in tokens[begin:last])
        if begin < last and plain and not all(token.taken for token in tokens[begin:last]):
            return tokens[begin].start, tokens[last - 1].end
    return None


def _speaker_behind(tokens: Sequence[Token], begin: int, end: int) -> tuple[int, int] | None:
    """ "…, says the health department.": a speaker told behind the verb, at the end of what is said."""
    last = begin
    while last < end and last - begin <= _MOST_NAME and not tokens[last].taken:
        if tokens[last].kind != "word" and tokens[last].word not in ("'", "-"):
            break
        last += 1
    closed = last >= end or tokens[last].word in (".", ",", ";", '"')
    named = begin < last <= begin + _MOST_NAME and tokens[begin].word not in (
        "that",
        "it",
        "he",
        "she",
        "they",
        "in",
        "on",
    )
    return (tokens[begin].start, tokens[last - 1].end) if closed and named else None


def _subject(tokens: Sequence[Token], first: int, verb: int) -> tuple[int, int]:
    """The words that the verb belongs to: from the last comma, quotation or date on, over what is put between commas."""
    last = verb
    before = tokens[verb - 1].word
    if before == ",":
        opening = next(
            (at for at in range(verb - 2, max(verb - _MOST_SPEAKER, first), -1) if tokens[at].word == ","), 0
        )
        last = opening or verb
    elif before == "and":
        doing = (at for at in range(first + 1, min(first + _MOST_SPEAKER, verb)) if tokens[at].word.endswith("ed"))
        last = next(doing, verb)
    begin = last
    while (
        begin > first and last - begin < _MOST_SPEAKER and not _parts(tokens, begin - 1) and not tokens[begin - 1].taken
    ):
        begin -= 1
    if begin < last and word_at(tokens, begin) in ("in", "at"):
        # "In Ethiopia the agency counts": where, and not who.
        begin = next((at + 1 for at in range(begin, last - 1) if tokens[at + 1].word in ("the", "a", "an")), begin)
    return begin, last


def _gives_number(tokens: Sequence[Token], index: int) -> bool:
    """ "puts the number at", "spoke of", "gave the dead as": words of saying before a number alone."""
    word = tokens[index].word
    joint = _JOINTS.get(word)
    if word in _COUNTING and not (word == "given" and tokens[index - 1].word not in ("had", "has", "have", "earlier")):
        near = tokens[index + 1 : index + _BEFORE_NUMBER]
        if any(token.kind == "digits" and not token.taken for token in near):
            return True
    if word in _USING:
        near = tokens[index + 1 : index + 4]
        return any(token.word in english().guards["tallies"] for token in near)
    if joint is None:
        return False
    reach = 2 if joint == "of" else _REACH_OF_JOINT
    at = next((step for step in range(index + 1, min(index + reach, len(tokens))) if tokens[step].word == joint), 0)
    following = tokens[at + 1 : at + 5] if at else ()
    return any(token.kind == "digits" or token.word in english().numbers for token in following)


def _parts(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token ends what stands before a speaker."""
    word = tokens[index].word
    if word == ".":
        return not (index + 1 < len(tokens) and tokens[index + 1].glued)
    return word in (",", '"', ";", ":", "—", "–", "and", "that", "but")
