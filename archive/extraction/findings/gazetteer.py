"""Which place lies in which, and which people belong to which place, as far as comparing figures needs it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from archive.base.text import folded
from archive.extraction.figures.places import key_of, shipped_tables
from archive.model.lexicon import Additions

_WORD: Final = re.compile(r"[^\W_]+")
_DEEPEST: Final = 8
_LONGEST_NAME: Final = 4


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`inside` maps a place's key to that of the next larger one; `peoples` words for people and `names` those of places
    (both folded) to the place's key."""

    inside: Mapping[str, str] = field(default_factory=dict)
    peoples: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def around(self, place: str) -> tuple[str, ...]:
        """The places that this one lies in, the next larger one first."""
        found: list[str] = []
        while (place := self.inside.get(place, "")) and place not in found and len(found) < _DEEPEST:
            found.append(place)
        return tuple(found)

    def within(self, one: str, other: str) -> bool:
        """Whether `one` lies in `other`; no place lies in itself."""
        return other in self.around(one)

    def people_of(self, words: str) -> tuple[str, str]:
        """The place whose people the words name, and the words without that name; ("", words) where they name none or several."""
        tokens = folded(words).replace("-", " ").split()
        found: set[str] = set()
        kept: list[str] = []
        at = 0
        while at < len(tokens):
            reach = min(_LONGEST_NAME, len(tokens) - at)
            length = next((n for n in range(reach, 0, -1) if " ".join(tokens[at : at + n]) in self.peoples), 0)
            if length:
                found.add(self.peoples[" ".join(tokens[at : at + length])])
                at += length
            else:
                kept.append(tokens[at])
                at += 1
        return (found.pop(), " ".join(kept)) if len(found) == 1 else ("", words)

    def named_first(self, words: str) -> str:
        """The place that is named first in the words, not by its people; "" where none is."""
        tokens = _WORD.findall(folded(words))
        for at in range(len(tokens)):
            for length in range(min(_LONGEST_NAME, len(tokens) - at), 0, -1):
                name = " ".join(tokens[at : at + length])
                if name in self.names:
                    return self.names[name]
                if name in self.peoples:
                    break
        return ""

    def place(self, key: str, words: str) -> str:
        """The key of the place: that of a city by itself where the words name one and the key its country."""
        named = " ".join(folded(words).split())
        return named if named != key and self.inside.get(named) == key else key


@cache
def shipped() -> Gazetteer:
    """The gazetteer of `resources/lexicon/places.toml`, read once: a table a place, its `cities` and its `people`.

    A table may say which larger place it lies `within`, by the key of that one.
    """
    raw = shipped_tables()
    inside: dict[str, str] = {}
    peoples: dict[str, str] = {}
    names: dict[str, str] = {}
    for key, told in raw.items():
        if "within" in told:
            inside[key] = told["within"]
        names.update((name, key) for name in (*_names(told, "cities"), *_names(told, "names")))
        for city in _names(told, "cities"):
            if city not in _names(told, "names"):
                inside.setdefault(city, key)
        for people in _names(told, "people"):
            peoples.setdefault(people, key)
            peoples.setdefault(people + "s", key)
    return Gazetteer(inside, peoples, names)


@lru_cache(maxsize=8)
def with_own(own: Additions) -> Gazetteer:
    """The gazetteer that ships with a person's own places; what a place lies within is the key of the place so called."""
    if not own.places:
        return shipped()
    known = shipped()
    mine = {folded(name).replace("-", " "): key_of(names[0]) for names, _ in own.places for name in names}
    inside = {key_of(names[0]): key_within(within, mine) for names, within in own.places if within}
    return Gazetteer(
        {**known.inside, **{key: around for key, around in inside.items() if around}},
        known.peoples,
        {**known.names, **mine},
    )


def key_within(name: str, mine: Mapping[str, str]) -> str:
    """The key of the place so called, a person's own ones (folded names) first; "" where there is none."""
    written = folded(name).replace("-", " ")
    if written in mine:
        return mine[written]
    return written if written in shipped().inside else shipped().names.get(written, "")


def _names(told: Mapping[str, str], field: str) -> list[str]:
    return [folded(name).replace("-", " ") for name in told.get(field, "").split("|") if name]
