"""What Korean words of figures mean, read from `resources/lexicon/figures.ko.toml` and compiled when first asked for."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import resources
from archive.model.figure import Bound, Kind
from archive.model.lexicon import NONE, Additions

from .in_use import OWN
from .lexicon import kind_of_unit
from .money import korean_currencies


@dataclass(frozen=True, slots=True)
class KoreanLexicon:
    """Counters with unit and kind; nouns with the unit that they name; patterns for what stands around a number."""

    digits: Mapping[str, float]
    native: Mapping[str, float]
    pairs: Mapping[str, tuple[float, float]]
    counters: Mapping[str, tuple[str, Kind]]
    nouns: Mapping[str, str]
    keys: Mapping[str, str]
    actions: Mapping[str, str]
    bounds_before: Mapping[str, Bound]
    bounds_after: tuple[tuple[re.Pattern[str], Bound], ...]
    up: re.Pattern[str]
    down: re.Pattern[str]
    rates: tuple[tuple[re.Pattern[str], str], ...]
    hedges: tuple[str, ...]
    totals: tuple[str, ...]
    partials: tuple[str, ...]
    running: tuple[str, ...]
    source_before: re.Pattern[str]
    source_said: re.Pattern[str]
    decade: re.Pattern[str]
    counter: re.Pattern[str]
    words: tuple[str, ...]


def korean() -> KoreanLexicon:
    """The lexicon of Korean with the counters of a person that the reading under way was given."""
    own = OWN.get()
    return _shipped() if own is NONE else korean_of(own)


@lru_cache(maxsize=8)
def korean_of(own: Additions) -> KoreanLexicon:
    """The same for given words."""
    shipped = _shipped()
    if not own.units:
        return shipped
    mine = {word: (unit, kind_of_unit(unit)) for unit, words in own.units for word in words}
    counters = {**shipped.counters, **mine}
    return replace(shipped, counters=counters, counter=_pattern((*counters, *shipped.nouns)))


@cache
def kinds_of_units() -> Mapping[str, Kind]:
    """What sort of quantity each unit that a counter stands for is."""
    return dict(_shipped().counters.values())


@cache
def _shipped() -> KoreanLexicon:
    raw = tomllib.loads(resources.text("lexicon", "figures.ko.toml"))
    counters: dict[str, tuple[str, Kind]] = {}
    for named, words in raw["counters"].items():
        unit, _, kind = named.rpartition(" ")
        counters.update({word: (unit, Kind(kind)) for word in words.split("|")})
    counters.update({word: (code, Kind.MONEY) for word, code in korean_currencies().items()})
    nouns = _by_word(raw["nouns"])
    return KoreanLexicon(
        digits=raw["digits"],
        native=raw["native"],
        pairs={word: (float(least), float(most)) for word, (least, most) in raw["pairs"].items()},
        counters=counters,
        nouns=nouns,
        keys=_by_word(raw["keys"]),
        actions=_by_word(raw["actions"]),
        bounds_before={word: Bound(bound) for word, bound in _by_word(raw["bounds_before"]).items()},
        bounds_after=tuple((re.compile(rf"\s*(?:{told})"), Bound(name)) for name, told in raw["bounds_after"].items()),
        up=re.compile(raw["changes"]["up"]),
        down=re.compile(raw["changes"]["down"]),
        rates=tuple((re.compile(told), name) for name, told in raw["rates"].items()),
        hedges=tuple(raw["hedges"]["words"].split("|")),
        totals=tuple(raw["levels"]["total"].split("|")),
        running=tuple(raw["levels"]["running"].split("|")),
        partials=tuple(raw["levels"]["partial"].split("|")),
        source_before=re.compile(raw["sources"]["before"]),
        source_said=re.compile(raw["sources"]["said"]),
        decade=re.compile(raw["ages"]["decade"]),
        counter=_pattern((*counters, *nouns)),
        words=tuple(raw["guards"]["words"].split("|")),
    )


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def _by_word(told: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, words in told.items() for word in words.split("|")}
