"""Currencies before and behind a number, from `resources/lexicon/currencies.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import resources
from archive.model.lexicon import Additions

from .in_use import own as own_in_use
from .lexicon import Phrases, english, phrases
from .tokens import Token, phrase_at, phrase_before, word_at

if TYPE_CHECKING:
    from .draft import Draft

# Words that are money only behind a number that looks like it: "they won", "a real", "two marks".
_DOUBTFUL = frozenset(("won", "real", "try", "crowns", "marks", "p", "dong", "rand", "sterling", "pound"))
_MOST_LETTERS = 3
_PAYING = frozenset("cost costs costing paid pay pays paying earn earns earned fetched sold worth price priced".split())
_FAR_PAYING = 3  # "cost about 4,200 won"
_WON_WHAT = ("the", "a", "an", "their", "its", "his", "her", "in")


@cache
def currencies() -> tuple[Phrases, Phrases, Phrases, frozenset[str]]:
    """Signs before a number, words behind it, words of hundredths, and every canonical name."""
    raw: Mapping[str, Mapping[str, str]] = tomllib.loads(resources.text("lexicon", "currencies.toml"))
    tables = [
        {name: told.split("|") for name, told in raw[table].items()} for table in ("before", "after", "hundredths")
    ]
    names = frozenset(name for table in tables for name in table)
    return phrases(tables[0], last=True), phrases(tables[1]), phrases(tables[2]), names


@lru_cache(maxsize=8)
def _after(own: Additions) -> Phrases:
    """Words behind a number, with those of a person."""
    _, shipped, _, names = currencies()
    mine = phrases({unit: [word.lower() for word in words] for unit, words in own.units if unit in names})
    if not mine:
        return shipped
    longest_first = {
        word: sorted((*mine.get(word, ()), *shipped.get(word, ())), key=lambda each: -len(each[0]))
        for word in {*mine, *shipped}
    }
    return {word: tuple(told) for word, told in longest_first.items()}


@cache
def korean_currencies() -> Mapping[str, str]:
    """The canonical name of each Korean word for money."""
    raw: Mapping[str, Mapping[str, str]] = tomllib.loads(resources.text("lexicon", "currencies.toml"))
    return {word: name for name, told in raw["korean"].items() for word in told.split("|")}


def currency_before(tokens: Sequence[Token], first: int) -> tuple[int, str] | None:
    """The currency whose sign or code stands before the number: where it begins, and its name."""
    before = currencies()[0]
    found = phrase_before(tokens, first, before)
    if found is None:
        return None
    unknown = _unknown_dollar(tokens, first) if found[0] == first - 1 else None
    if unknown is not None:
        return first - 2, unknown
    begin, name = found
    word = tokens[first - 1].word
    if word.isalpha() and not (tokens[first - 1].capital or word == "yen"):
        return None
    # Codes stand in capitals and at their number; a word before "$" belongs to it only when it is glued ("US$").
    if first - begin > 1 and word == "$" and not tokens[first - 1].glued:
        return first - 1, "USD"
    return begin, name


def _unknown_dollar(tokens: Sequence[Token], first: int) -> str | None:
    """ "Z$40": dollars of a country that the list does not have keep what is written."""
    if word_at(tokens, first - 1) != "$" or first < 2 or not tokens[first - 1].glued:
        return None
    letters = tokens[first - 2]
    known = letters.kind == "word" and letters.capital and len(letters.word) <= _MOST_LETTERS
    return f"{letters.word.upper()}$" if known else None


def currency_after(
    tokens: Sequence[Token], last: int, value: float | None, scaled: bool
) -> tuple[int, str, float] | None:
    """The currency whose word stands behind the number: where it ends, its name, and what one is worth."""
    at = last + 1 if word_at(tokens, last) == "-" and tokens[last].glued else last
    if at >= len(tokens) or tokens[at].taken:
        return None
    _, _, hundredths, _ = currencies()
    own = own_in_use()
    after = _after(own) if own.units else currencies()[1]
    found = phrase_at(tokens, at, after)
    if found is not None and _is_money(tokens, at, found[0], value, scaled):
        return found[0], found[1], 1.0
    found = phrase_at(tokens, at, hundredths)
    if found is not None and (tokens[at].word != "p" or tokens[at].glued):
        return found[0], found[1], 0.01
    return None


def settle(drafts: Sequence["Draft"], told: dict[str, str]) -> None:
    """Lets a currency that several countries have mean the one that the text named in full last: "6,800 North Korean won", then
    "4,250 won". `told` is the name by its last word, kept from sentence to sentence.
    """
    for draft in drafts:
        if draft.rule != "money":
            continue
        at = draft.number.last
        found = phrase_at(draft.tokens, at + 1 if word_at(draft.tokens, at) == "-" else at, currencies()[1])
        if found is None:
            continue
        word = draft.tokens[found[0] - 1].word.removesuffix("s")
        if found[0] - at > 1:
            told[word] = draft.unit
        else:
            draft.unit = told.get(word, draft.unit)


def _paid(tokens: Sequence[Token], at: int) -> bool:
    """ "cost 4,200 won in May": whether what is paid for is told right before the number."""
    return word_at(tokens, at - 2) in _PAYING or word_at(tokens, at - _FAR_PAYING) in _PAYING


def _is_money(tokens: Sequence[Token], at: int, end: int, value: float | None, scaled: bool) -> bool:
    word = tokens[at].word
    if end - at > 1 or word not in _DOUBTFUL:
        return word not in ("pounds",) or word_at(tokens, end) not in ("of",) or scaled
    following = word_at(tokens, end)
    if word == "won":
        if following in ("a", "an") and word_at(tokens, end + 1) in english().rates:
            return True
        if following == "in" and (scaled or _paid(tokens, at)):
            return True
        return (scaled or (value or 0) >= 100) and following not in _WON_WHAT
    return word in ("marks", "pound", "dong", "rand", "sterling") and (scaled or (value or 0) >= 2)
