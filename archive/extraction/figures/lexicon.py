"""What English words of figures mean, read from `resources/lexicon/figures.en.toml` when first asked for; never at start-up."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Final

import resources
from archive.model.figure import Bound, Kind
from archive.model.lexicon import NONE, Additions

from .in_use import OWN

Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""By one word of theirs (the first, or the last): the phrases as tuples of tokens, longest first, each with its meaning."""

_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_LENGTH_MEASURES: Final = (("lengths", Kind.DISTANCE), ("durations", Kind.DURATION), ("measures", Kind.MEASURE))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and phrases with their meanings, all lower case."""

    numbers: Mapping[str, float]
    scales: Mapping[str, float]
    letter_scales: frozenset[str]
    fractions: Mapping[str, float]
    multiples: Mapping[str, float]
    number_words: frozenset[str]
    magnitudes: Mapping[tuple[str, ...], tuple[float, float]]
    bounds_before: Phrases
    bounds_after: Phrases
    changes: Mapping[str, frozenset[str]]
    up: frozenset[str]
    down: frozenset[str]
    rates: Mapping[str, str]
    rate_adverbs: Mapping[str, str]
    rate_words: frozenset[str]
    units: Mapping[str, tuple[str, Kind]]
    unit_phrases: Phrases
    unit_kinds: Mapping[str, Kind]
    people: frozenset[str]
    people_endings: tuple[str, ...]
    things: frozenset[str]
    thing_endings: tuple[str, ...]
    plurals: frozenset[str]
    crowds: Mapping[str, frozenset[str]]
    never_nouns: frozenset[str]
    stops: frozenset[str]
    modifiers: frozenset[str]
    weak: frozenset[str]
    synonyms: Mapping[str, str]
    actions: Mapping[str, str]
    goals: Mapping[str, str]
    same: Mapping[str, str]
    hedges: frozenset[str]
    levels: Phrases
    source_verbs: frozenset[str]
    source_before: Phrases
    guards: Mapping[str, frozenset[str]]
    idioms: Phrases


def english() -> Lexicon:
    """The lexicon of English with the words of a person that the reading under way was given."""
    own = OWN.get()
    return _shipped() if own is NONE else english_of(own)


@lru_cache(maxsize=8)
def english_of(own: Additions) -> Lexicon:
    """The same for given words."""
    if not own.units:
        return _shipped()
    units: dict[str, tuple[str, Kind]] = {}
    told: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    kinds = dict(_shipped().unit_kinds)
    for unit, words in own.units:
        kinds[unit] = kind = kind_of_unit(unit)
        for word in words:
            phrase = tuple(_TOKEN.findall(word.lower()))
            if kind is not Kind.MONEY and len(phrase) == 1:
                units[phrase[0]] = unit, kind
            elif kind is not Kind.MONEY:
                told.setdefault(phrase[0], []).append((phrase, unit))
    phrases = {
        word: tuple(
            sorted([*told.get(word, ()), *_shipped().unit_phrases.get(word, ())], key=lambda each: -len(each[0]))
        )
        for word in {*told, *_shipped().unit_phrases}
    }
    return replace(_shipped(), units={**_shipped().units, **units}, unit_phrases=phrases, unit_kinds=kinds)


def kind_of_unit(unit: str) -> Kind:
    """What sort of quantity is told in a unit: that of the unit where it ships, else a measure."""
    from .korean_lexicon import kinds_of_units
    from .money import currencies

    if unit in currencies()[3]:
        return Kind.MONEY
    return kinds_of_units().get(unit) or _shipped().unit_kinds.get(unit) or Kind.MEASURE


@cache
def _shipped() -> Lexicon:
    raw = tomllib.loads(resources.text("lexicon", "figures.en.toml"))
    nouns, people, rates, changes, guards = raw["nouns"], raw["people"], raw["rates"], raw["changes"], raw["guards"]
    units, kinds = _units(raw)
    idioms = guards.pop("idioms")
    words = {name: frozenset(told.split()) for name, told in changes.items()}
    return Lexicon(
        numbers=raw["numbers"],
        scales=raw["scales"],
        letter_scales=frozenset(raw["letters"]["scales"].split()),
        fractions=raw["fractions"],
        multiples=raw["multiples"],
        number_words=_number_words(raw),
        magnitudes=_magnitudes(raw["magnitudes"]),
        bounds_before=phrases({Bound(name): told.split("|") for name, told in raw["bounds_before"].items()}, last=True),
        bounds_after=phrases({Bound(name): told.split("|") for name, told in raw["bounds_after"].items()}),
        changes=words,
        up=words["rising"] | words["adding"] | words["nouns_up"],
        down=words["falling"] | words["losing"] | words["nouns_down"],
        rates=_rates(rates),
        rate_adverbs=dict(pair.split() for pair in rates["adverbs"].split("|")),
        rate_words=frozenset(rates["words"].split()),
        units=units,
        unit_phrases=phrases({name: told.split("|") for name, told in raw["phrases"].items()}),
        unit_kinds=kinds,
        people=frozenset(people["words"].split()),
        people_endings=tuple(people["endings"].split()),
        things=frozenset(people["things"].split()),
        thing_endings=tuple(people["thing_endings"].split()),
        plurals=frozenset(nouns["plurals"].split()) | frozenset(people["plurals"].split()),
        crowds={name: frozenset(people[name].split()) for name in ("tolls", "collectives", "room")},
        never_nouns=frozenset(nouns["never"].split()),
        stops=frozenset(nouns["stops"].split()),
        modifiers=frozenset(nouns["modifiers"].split()),
        weak=frozenset(nouns["weak"].split()),
        synonyms=_groups(raw["synonyms"]),
        actions=_groups(raw["actions"]),
        goals=raw["goals"],
        same=raw["same"],
        hedges=frozenset(raw["hedges"]["words"].split()),
        levels=phrases({name: told.split("|") for name, told in raw["levels"].items()}),
        source_verbs=frozenset(raw["sources"]["verbs"].split()),
        source_before=phrases({"before": raw["sources"]["before"].split("|")}),
        guards={name: frozenset(told.split()) for name, told in guards.items()},
        idioms=phrases({"idiom": idioms.split("|")}),
    )


def phrases(told: Mapping[str, Iterable[str]], *, last: bool = False) -> Phrases:
    """The phrases by their first word, or by their last one; of those that share it the longest goes first."""
    by_word: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for meaning, each in told.items():
        for phrase in each:
            words = tuple(phrase.split())
            by_word.setdefault(words[-1 if last else 0], []).append((words, meaning))
    return {word: tuple(sorted(found, key=lambda item: -len(item[0]))) for word, found in by_word.items()}


def _number_words(raw: Mapping[str, Any]) -> frozenset[str]:
    """Every word, numerals aside, that a number may begin with."""
    words = {"a", "an", "no", *raw["scales"], *raw["multiples"], *raw["fractions"]}
    return frozenset(words | {phrase.split()[0] for phrase in raw["magnitudes"]})


def _rates(told: Mapping[str, str]) -> dict[str, str]:
    """By each word behind "per": the unit that it names."""
    return {word: name for name, words in told.items() if name not in ("words", "adverbs") for word in words.split()}


def _magnitudes(told: Mapping[str, Sequence[float]]) -> dict[tuple[str, ...], tuple[float, float]]:
    return {tuple(phrase.split()): (least, most) for phrase, (least, most) in told.items()}


def _groups(told: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, words in told.items() for word in words.split()}


def _units(raw: Mapping[str, Any]) -> tuple[dict[str, tuple[str, Kind]], dict[str, Kind]]:
    units: dict[str, tuple[str, Kind]] = {}
    kinds: dict[str, Kind] = dict.fromkeys(raw["phrases"], Kind.MEASURE)
    for table, kind in _LENGTH_MEASURES:
        for name, words in raw[table].items():
            kinds[name] = kind
            units.update(dict.fromkeys(words.split(), (name, kind)))
    return units, kinds
