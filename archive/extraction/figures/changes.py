"""Whether a number tells a change and not a level: "rose 12 percent", "by about 1,000", "88 fewer", "a cut of a third"."""

from collections.abc import Sequence
from typing import Final

from archive.model.figure import Kind

from .draft import Draft
from .lexicon import english
from .tokens import Token, word_at

_BEHIND: Final = 3
_CLAUSE: Final = 9
_COMPARED: Final = frozenset("than compared from on over . , ; ) year ! ?".split()) | {""}
_NO_LOSS: Final = frozenset("loss gain gains growth improvement discount".split())
# These move things too: "dropped two bombs", "climbed 8 km".
_OF_THINGS: Final = frozenset(
    "rise rises rose risen rising fall falls fell fallen falling drop drops dropped dropping up down increase increased"
    " retreat retreated receded shrank shrunk grew grown lengthened shortened narrowed widened".split()
)


def mark(drafts: Sequence[Draft]) -> None:
    """Makes those that tell a change figures of that kind; what a change is told as again ("387 points, or 2.8 percent") too."""
    last: Draft | None = None
    for draft in drafts:
        told = direction(draft)
        if told is None and last is not None and last.direction is not None and _again(draft, last):
            told = last.direction
        if told is not None:
            draft.kind, draft.direction = Kind.CHANGE, told
        last = draft


def _again(draft: Draft, last: Draft) -> bool:
    between = [token.word for token in draft.tokens[last.last : draft.first]]
    if draft.unit == "percent" == last.unit and 2 <= len(between) <= 3 and between[0] in (",", "and"):
        # "burglaries were down 8%, robberies 12% and thefts 3%"
        return not any(word in english().stops or not word.isalpha() for word in between if word not in (",", "and"))
    again = between in ([",", "or"], ["or"], ["("])
    return again and draft.unit != last.unit and draft.kind in (Kind.SHARE, Kind.MONEY)


def direction(draft: Draft) -> str | None:
    """ "up" or "down" where the number tells a change."""
    if draft.kind in (Kind.AGE, Kind.RATIO):
        return None
    return _said_behind(draft) or _said_before(draft)


def _said_behind(draft: Draft) -> str | None:
    tokens, index = draft.tokens, draft.last
    changes = english().changes
    relative = draft.unit in ("percent", "percentage point", "basis point")
    for step in range(_BEHIND):
        word = word_at(tokens, index + step)
        told = "up" if word in changes["nouns_up"] else "down" if word in changes["nouns_down"] else None
        if told is not None:
            return told if _fits(draft, word, word_at(tokens, index + step + 1), step, relative) else None
        if not word.isalpha() or word in english().stops or tokens[index + step].taken or not relative:
            return None
    return None


def _fits(draft: Draft, word: str, following: str, step: int, relative: bool) -> bool:
    if word in ("above", "below"):
        return relative and step == 0
    if word in ("up", "down"):
        return step == 0 and (relative or draft.kind is not Kind.COUNT) and following in _COMPARED | {"in", "since"}
    if relative:
        return True
    if draft.kind is Kind.DURATION:
        return False
    if draft.kind in (Kind.MONEY, Kind.MEASURE, Kind.DISTANCE):
        return word not in _NO_LOSS and word not in (
            "cut",
            "cuts",
            "up",
            "down",
            "climb",
            "jump",
            "fall",
            "drop",
            "longer",
        )
    if draft.noun is not None and draft.last > draft.number.last:
        return word in ("more", "fewer", "less") and following in ("than",)
    return word in ("more", "fewer", "less") and (word != "more" or following in _COMPARED)


def _said_before(draft: Draft) -> str | None:
    tokens = draft.tokens
    changes = english().changes
    at, by = draft.first - 1, False
    while at >= 0 and (
        word_at(tokens, at) in ("by", "a", "an", "another", "further", "the") or word_at(tokens, at).endswith("ly")
    ):
        by = by or word_at(tokens, at) == "by"
        at -= 1
    word = word_at(tokens, at)
    if word == "of":
        return _noun_of(draft, word_at(tokens, at - 1), word_at(tokens, at - 2))
    if by and draft.unit in ("percentage point", "basis point"):
        return _verb_in_clause(tokens, at, whole=True)
    if by:
        return None if _has_done_it(draft, word) else _verb_in_clause(tokens, at)
    if word in changes["levels"]:
        return None
    told = _direction(word)
    if word in ("up", "down") and word_at(tokens, at - 1) in changes["particles"]:
        return None
    return told if told is not None and _moves(draft, word) else None


def _has_done_it(draft: Draft, word: str) -> bool:
    """Whether "by" tells who did something: "was cheated by two men"."""
    own = draft.kind is Kind.COUNT and draft.unit == "person" and draft.noun is not None and not draft.carried
    return own and word.endswith(("ed", "en")) and _direction(word) is None


def _direction(word: str) -> str | None:
    changes = english().changes
    if word in changes["rising"] or word in changes["adding"]:
        return "up"
    return "down" if word in changes["falling"] or word in changes["losing"] else None


def _moves(draft: Draft, word: str) -> bool:
    """Whether the verb right before the number tells by how much something changed."""
    changes = english().changes
    moving = word in changes["rising"] or word in changes["falling"]
    if draft.unit in ("percent", "percentage point", "basis point"):
        return True
    if draft.kind is Kind.MONEY:
        return moving or (word in ("gained", "lost", "added", "shed") and draft.after() == "to")
    if draft.kind is Kind.COUNT:
        if draft.unit == "point":
            return moving or word in ("gained", "lost", "added", "shed")
        if draft.noun is not None and not draft.carried:
            return word in changes["with_objects"]
        return moving and word in _OF_THINGS and draft.after() in ("to", "from", "in", ".", ",", "")
    if draft.kind is Kind.DURATION:
        return False
    return word in _OF_THINGS and draft.after() != "of"


def _noun_of(draft: Draft, noun: str, before: str) -> str | None:
    changes = english().changes
    if draft.kind is Kind.DURATION or (noun in _NO_LOSS and draft.unit not in ("percent", "percentage point", "point")):
        return None
    if noun in changes["nouns_up"] and noun not in ("more", "higher", "up", "above"):
        return "up"
    return "down" if noun in changes["nouns_down"] and noun not in ("less", "lower", "down", "below") else None


def _verb_in_clause(tokens: Sequence[Token], at: int, *, whole: bool = False) -> str | None:
    """The way of the nearest word of change before; with `whole` of any in the sentence: "from 22 to 6 percent, or by 16 points"."""
    for index in range(at, -1 if whole else max(at - _CLAUSE, -1), -1):
        word = tokens[index].word
        if word in (";", ".", ":") or (word in ("by", "to") and index < at and not whole):
            return None
        told = _direction(word)
        if told is None and word in english().changes["nouns_up"] and word not in ("more", "above", "up"):
            told = "up"
        if told is None and word in english().changes["nouns_down"] and word not in ("less", "below", "down"):
            told = "down"
        if told is not None:
            return told
    return None
