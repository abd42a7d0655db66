"""Lengths, weights, durations and other measures, and what is measured: "90,000 tonnes of rice", "minus 20C"."""

from collections.abc import Sequence
from typing import Final

from archive.model.figure import Bound, Kind

from . import bounds
from .draft import Draft, draft_of
from .lexicon import english
from .nouns import phrase, skip_weak
from .numbers import Number
from .tokens import Token, phrase_at, word_at

_SHORT_UNITS: Final = ("m", "g", "ha", "min", "hp", "gb")
_EXTENTS: Final = frozenset("wide long high deep tall thick away apart across above below".split())
_YEARS: Final = {"decade": 10.0, "century": 100.0}


def measure(tokens: Sequence[Token], number: Number) -> Draft | None:
    """A length, a duration or another unit of measure, with or without a hyphen."""
    lexicon = english()
    before = word_at(tokens, number.first - 1)
    if before == "magnitude" or (before == "of" and word_at(tokens, number.first - 2) == "magnitude"):
        return draft_of(tokens, number, number.last, Kind.MEASURE, "magnitude", "measure")
    at = number.last
    loose = bounds.behind(tokens, at)  # "40 or so kilometres"
    if loose is not None and loose[1] is Bound.ABOUT and word_at(tokens, loose[0]) in lexicon.units:
        at = loose[0]
    if word_at(tokens, at) in ("-", "‐") and tokens[at].glued:
        at += 1
        if word_at(tokens, at) == "magnitude":
            return draft_of(tokens, number, at + 1, Kind.MEASURE, "magnitude", "measure")
    if number.form == "magnitude" and word_at(tokens, at) == "of":
        at += 1
    at = (
        at + 1
        if word_at(tokens, at) in ("more", "full", "whole", "straight", "consecutive", "successive", "long")
        else at
    )
    found = phrase_at(tokens, at, lexicon.unit_phrases)
    if found is not None and (found[0] > at + 1 or len(tokens[at].word) > 1 or tokens[at].capital):
        return _of_goods(_minus(draft_of(tokens, number, found[0], lexicon.unit_kinds[found[1]], found[1], "measure")))
    if at >= len(tokens) or tokens[at].word not in lexicon.units or (tokens[at].taken and at > number.last):
        return None
    unit, kind = lexicon.units[tokens[at].word]
    short = len(tokens[at].word) <= 2 and not tokens[at].glued and tokens[at].word in _SHORT_UNITS
    if short and word_at(tokens, at + 1) not in _EXTENTS:
        # "3 m" may be millions: it is nothing rather than the unit of a figure before.
        return draft_of(tokens, number, at + 1, kind, unit, "none") if tokens[at].word == "m" else None
    if kind is Kind.DURATION and tokens[at].capital and number.first > 0 and len(tokens[at].word) > 3:
        return None  # "60 Minutes" is a name
    if kind is Kind.DURATION and word_at(tokens, at + 1) == "-" and word_at(tokens, at + 2) == "long":
        return draft_of(tokens, number, at + 3, kind, unit, "measure")
    if unit in ("month", "week") and _is_part_of_a_year(tokens, number.first - 1, at + 1):
        return draft_of(tokens, number, at + 1, kind, unit, "none")
    if number.value == 1 and unit in ("day", "night", "decade", "second") and tokens[number.first].word == "one":
        return None
    if unit == "night" and kind is Kind.DURATION and tokens[at].word == "night":
        return None
    draft = _of_goods(_minus(draft_of(tokens, number, at + 1, kind, unit, "measure")))
    if unit in _YEARS:
        draft.unit, draft.factor = "year", _YEARS[unit]
    return draft


def _is_part_of_a_year(tokens: Sequence[Token], before: int, behind: int) -> bool:
    """ "in the first nine months of 2018": when, and not how long."""
    if word_at(tokens, before) not in ("first", "last", "final", "opening"):
        return False
    dated = word_at(tokens, behind) == "of" and any(token.taken for token in tokens[behind + 1 : behind + 3])
    return dated or (word_at(tokens, before) == "first" and not word_at(tokens, behind).isalpha())


def _of_goods(draft: Draft) -> Draft:
    """ "90,000 tonnes of rice", "482 km of fence": what is measured."""
    tokens, at = draft.tokens, draft.last
    if draft.kind in (Kind.MEASURE, Kind.DISTANCE) and word_at(tokens, at) == "of":
        draft.noun = phrase(tokens, skip_weak(tokens, at + 1), one=True)
    return draft


def _minus(draft: Draft) -> Draft:
    """Degrees below zero."""
    tokens, first = draft.tokens, draft.first
    sign = word_at(tokens, first - 1)
    if draft.unit.startswith("degree") and (
        sign == "minus" or (sign in ("-", "–") and tokens[first].glued and not tokens[first - 1].glued)
    ):
        draft.factor, draft.first = -1.0, first - 1
    return draft
