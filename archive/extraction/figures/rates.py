"""For what each a figure is told: "per month", "a barrel", "200 grams of maize a day", "an average monthly wage of"."""

from collections.abc import Sequence
from typing import Final

from archive.model.figure import Bound, Kind

from .draft import Draft
from .lexicon import english
from .tokens import Token, word_at

_REACH_OF_RATE: Final = 9
_SHORT: Final = ("hour", "minute", "second")  # "16 hours a day"
_LONGER: Final = ("day", "week")


def named(tokens: Sequence[Token], at: int) -> bool:
    """Whether "a month", "per head" stands there."""
    return word_at(tokens, at) in ("a", "an", "per", "each") and word_at(tokens, at + 1) in english().rates


def mark(draft: Draft) -> None:
    """ "per month", "a barrel", "an hour": what each of which it is told for."""
    lexicon = english()
    tokens, at = draft.tokens, draft.last
    if draft.kind in (Kind.AGE, Kind.RATIO, Kind.SHARE) or (
        draft.bound is Bound.AT_MOST and word_at(tokens, at - 1) == "time"
    ):
        return
    if word_at(tokens, at) == "of" and draft.kind is Kind.MEASURE:
        # "200 grams of maize a day"
        at = next((near for near in (at + 2, at + 3) if named(tokens, near)), at)
    word = word_at(tokens, at)
    if word in lexicon.rate_words and word_at(tokens, at + 1) in lexicon.rates:
        following = lexicon.rates[word_at(tokens, at + 1)]
        if (draft.kind is Kind.DURATION and (draft.unit not in _SHORT or following not in _LONGER)) or (
            word == "a" and _is_when(tokens, at + 2)
        ):
            return
        draft.rate, draft.last = following, at + 2
    elif word in lexicon.rate_adverbs and draft.kind is Kind.MONEY:
        draft.rate, draft.last = lexicon.rate_adverbs[word], at + 1
    elif draft.kind is Kind.MONEY:
        draft.rate = _rate_before(draft, lexicon.guards["payments"])
    elif draft.kind in (Kind.MEASURE, Kind.COUNT):
        draft.rate = _rate_before(draft, lexicon.guards["rations" if draft.kind is Kind.MEASURE else "averages"])


def _is_when(tokens: Sequence[Token], at: int) -> bool:
    """ "a year ago", "a year before"; "a year before 2020" is none."""
    word = word_at(tokens, at)
    dated = at + 1 < len(tokens) and tokens[at + 1].taken
    return word in ("ago", "earlier", "later") or (word == "before" and not dated)


def _rate_before(draft: Draft, told_for: frozenset[str]) -> str:
    """ "an average monthly wage of", "the yearly average was": how often what stands nearest before comes."""
    tokens, lexicon = draft.tokens, english()
    for index in range(draft.first - 1, max(draft.first - _REACH_OF_RATE, 0), -1):
        token = tokens[index]
        if token.word == ":" and index == draft.first - 1:
            continue  # "Monthly pay of farmers: 720 euros"
        if token.kind == "digits" or token.word in (".", ";", ":", ","):
            return ""
        if token.word in told_for:
            told = [lexicon.rate_adverbs[word] for word in _before(tokens, index) if word in lexicon.rate_adverbs]
            return told[0] if told else ""
    return ""


def _before(tokens: Sequence[Token], index: int) -> list[str]:
    """The few words before, the nearest first."""
    return [token.word for token in reversed(tokens[max(index - 3, 0) : index])]
