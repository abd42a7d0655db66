"""Money that follows money: one more amount of a row, the price of the next place, and what it is told for."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from archive.model.figure import Kind

from .draft import Draft, clause_before, take
from .lexicon import english
from .memory import Memory, PricedAt
from .nouns import NounPhrase, make
from .tokens import Token, word_at

_SCALE_OF_RATES: Final = 20.0
_PRICE_SENTENCES: Final = 2
_CLAUSE_TOKENS: Final = 12
_MILLION: Final = 1e6
_COMPARED: Final = frozenset("to from and against versus with than or".split())
_TIMES_OF_RATES: Final = ("", "hour", "day", "week", "month", "year")
_LEVELS: Final = ("is", "was", "at", "to", "cost", "costs")


def millions(drafts: Sequence[Draft]) -> None:
    """ "1.79 million won, against 2.41m": of money told in millions right before, and no metres."""
    for last, draft in pairwise(drafts):
        compared = draft.before() in _COMPARED or draft.before(2) in _COMPARED
        if (
            last.kind is Kind.MONEY
            and (last.value or 0) >= _MILLION / _SCALE_OF_RATES
            and draft.unit == "m"
            and draft.tokens[draft.last - 1].word == "m"
            and draft.tokens[draft.last - 1].glued
            and compared
        ):
            take(draft, Kind.MONEY, last.unit, last.noun)
            draft.factor, draft.rate = _MILLION, last.rate


def carry_rates(drafts: Sequence[Draft], memory: Memory) -> None:
    """Money after money a month is meant a month too, when it is of the same size; the price of a thing after that of a kilo is so
    from sentence to sentence.
    """
    for at, draft in enumerate(drafts):
        if draft.kind is not Kind.MONEY or not draft.value:
            continue
        if not draft.rate:
            _carry_rate(draft, drafts[:at], memory)
        memory.money = PricedAt(draft, memory.sentence)


def _carry_rate(draft: Draft, before: Sequence[Draft], memory: Memory) -> None:
    for each in reversed(before):
        if each.kind is Kind.MONEY and each.unit == draft.unit and each.rate and each.value:
            if of_one_size(draft, each):
                draft.rate = each.rate
            return
    last = memory.money
    if last is None or memory.sentence - last.sentence > _PRICE_SENTENCES or last.draft.rate in _TIMES_OF_RATES:
        return
    if last.draft.unit == draft.unit and of_one_size(draft, last.draft) and _is_price(draft.tokens):
        draft.rate = last.draft.rate


def of_one_size(one: Draft, other: Draft) -> bool:
    if not one.value or not other.value:
        return False
    return 1 / _SCALE_OF_RATES < one.value / other.value < _SCALE_OF_RATES


def _is_price(tokens: Sequence[Token]) -> bool:
    pricing = english().guards["pricing"]
    return any(token.word in pricing for token in tokens)


def priced(draft: Draft, memory: Memory) -> bool:
    """ "In Oslo the price was 6,350": as much of the money that the sentence before told."""
    last = memory.money
    if last is None or memory.sentence - last.sentence > _PRICE_SENTENCES or draft.before() not in _LEVELS:
        return False
    near = clause_before(draft, _CLAUSE_TOKENS)
    return any(word in english().guards["pricing"] for word in near) and like_money(draft, last.draft)


def _goods(draft: Draft) -> NounPhrase | None:
    """What a row gives the price of: "petrol 15,300", "maize, at 3,100"."""
    tokens, at = draft.tokens, draft.first - 1
    if word_at(tokens, at) == "at" and word_at(tokens, at - 1) == ",":
        at -= 2
    word = word_at(tokens, at)
    plain = word.isalpha() and word not in english().stops and word not in english().guards["pricing"]
    return make(tokens, at, at) if plain and word_at(tokens, at - 1) in ("", ",", ";", "and", ")", ":") else None


def name_goods(drafts: Sequence[Draft]) -> None:
    """Says of each amount that stands right behind its goods which these are."""
    for draft in drafts:
        if draft.kind is Kind.MONEY and draft.noun is None and word_at(draft.tokens, draft.first - 1) == "at":
            draft.noun = _goods(draft)


def like_money(draft: Draft, last: Draft) -> bool:
    """One more amount of a row: "diesel 12,500 won (11,900), petrol 15,300", of the same order as the last."""
    if last.kind is not Kind.MONEY or not draft.value or not last.value or draft.number.form != "digits":
        return False
    if not of_one_size(draft, last):
        return False
    draft.rate = draft.rate or last.rate
    goods = _goods(draft)
    if goods is not None:
        last.noun = last.noun or _goods(last)
        return take(draft, Kind.MONEY, last.unit, goods)
    return take(draft, Kind.MONEY, last.unit, last.noun)
