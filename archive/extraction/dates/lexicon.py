"""What English time words mean, read from `resources/lexicon/times.en.toml` when first asked for; never at start-up."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import resources


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Classes of words that rules name, and the meaning of each word (all lower case)."""

    classes: Mapping[str, tuple[str, ...]]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, str]
    parts: Mapping[str, str]
    numbers: Mapping[str, float]
    ordinals: Mapping[str, int]
    units: Mapping[str, str]
    sets: Mapping[str, str]
    holidays: Mapping[str, str]
    pronouns: Mapping[str, str]
    guards: Mapping[str, frozenset[str]]
    idioms: tuple[tuple[str, ...], ...]


@cache
def english() -> Lexicon:
    """The lexicon of English, read once."""
    raw = tomllib.loads(resources.text("lexicon", "times.en.toml"))
    guards = dict(raw["guards"])
    idioms = tuple(tuple(idiom.lower().split()) for idiom in guards.pop("idioms").split("|"))
    return Lexicon(
        classes={name: tuple(words.split()) for name, words in raw["classes"].items()},
        months=raw["months"],
        weekdays=raw["weekdays"],
        seasons=raw["seasons"],
        parts=raw["parts"],
        numbers=raw["numbers"],
        ordinals=raw["ordinals"],
        units=raw["units"],
        sets=raw["sets"],
        holidays=raw["holidays"],
        pronouns=raw["pronouns"],
        guards={name: frozenset(words.split()) for name, words in guards.items()},
        idioms=idioms,
    )


@cache
def before_durations() -> Mapping[str, str]:
    """Phrases before a length of time, with TIMEX3's modifier."""
    raw: Mapping[str, str] = tomllib.loads(resources.text("lexicon", "times.en.toml"))["before_durations"]
    return raw


@cache
def before_dates() -> Mapping[str, str]:
    """Phrases before a date, with TIMEX3's modifier."""
    raw: Mapping[str, str] = tomllib.loads(resources.text("lexicon", "times.en.toml"))["before_dates"]
    return raw
