"""Which words say the same when figures are compared: `resources/lexicon/comparable.toml`, read when first asked for."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import resources
from archive.base.text import folded

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_LONGEST_PHRASE: Final = 4
_HANGUL: Final = re.compile(r"[가-힣]{2,}")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`acts` and `things` map words (phrases joined by "_") to their group; `units` a unit to its family and what it is worth there.

    `heads` are the first words of phrases of both.
    """

    acts: Mapping[str, str]
    things: Mapping[str, str]
    empty: frozenset[str]
    rest: frozenset[str]
    past: frozenset[str]
    nobody: frozenset[str]
    stock: frozenset[str]
    inward: frozenset[str]
    helping: frozenset[str]
    moves: frozenset[str]
    movers: frozenset[str]
    money: frozenset[str]
    kin: frozenset[frozenset[str]]
    units: Mapping[str, tuple[str, float]]
    names: Mapping[str, str]
    heads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What words tell: groups of acts, each with the places it stands at, things in order, and whether they name a remainder."""

    acts: tuple[tuple[int, str], ...]
    things: tuple[str, ...]
    rest: bool


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    raw = tomllib.loads(resources.text("lexicon", "comparable.toml"))
    pairs = [frozenset(pair.split("/")) for pair in raw["compared"]["kin"].split()]
    acts, things = _turned(raw["acts"]), _turned(raw["things"])
    return Lexicon(
        acts=acts,
        things=things,
        **{name: frozenset(raw["words"][name].split()) for name in ("empty", "rest", "past", "nobody")},
        **{
            name: frozenset(raw["compared"][name].split())
            for name in ("stock", "inward", "helping", "moves", "movers", "money")
        },
        kin=frozenset(pairs),
        units={
            folded(unit): (family, float(worth))
            for family, units in raw["units"].items()
            for unit, worth in units.items()
        },
        names=raw["names"],
        heads=frozenset(words.partition("_")[0] for words in (*acts, *things) if "_" in words),
    )


def _turned(groups: Mapping[str, str]) -> dict[str, str]:
    return {word: group for group, words in groups.items() for word in words.split()}


def measure(unit: str) -> tuple[str, float]:
    """The family that a unit belongs to and what one of it is worth there; of "USD/month" that of the part before the stroke."""
    known = lexicon().units.get(folded(unit))
    return known if known is not None else (folded(unit).strip(), 1.0)


@lru_cache(maxsize=8192)
def told(words: str) -> Told:
    """The acts and things that the words name. Words of no group are things by themselves, unless they say nothing."""
    known = lexicon()
    found = [(match.start(), match.end(), _plain(match.group())) for match in _WORD.finditer(folded(words))]
    acts: list[tuple[int, str]] = []
    things: list[str] = []
    rest = False
    place = 0
    while place < len(found):
        length, group = _longest(found, place, known.acts)
        if group:
            acts.append((found[place][0], group))
        else:
            length, group = _longest(found, place, known.things)
            word = found[place][2]
            rest = rest or word in known.rest
            thing = group or ("" if word in known.empty or word in known.rest or word.isdigit() else _singular(word))
            if thing and thing not in things:
                things.append(thing)
        place += length
    return Told(tuple(acts), tuple(things), rest)


def is_of_the_past(sentence: str) -> bool:
    """Whether the sentence says of itself that it tells of a time that is over."""
    words = [match.group() for match in _WORD.finditer(folded(sentence))]
    pairs = {"_".join(words[at : at + length]) for length in (1, 2, 3) for at in range(len(words))}
    return not pairs.isdisjoint(lexicon().past)


def names_somebody(source: str) -> bool:
    """Whether a source is told by name or by what it is, and not by a pronoun."""
    return bool(source.strip()) and folded(source).strip() not in lexicon().nobody


def _longest(found: list[tuple[int, int, str]], place: int, groups: Mapping[str, str]) -> tuple[int, str]:
    """How many words the longest phrase at the place has, and its group; (1, "") where there is none."""
    word = found[place][2]
    if word in lexicon().heads:
        for length in range(min(_LONGEST_PHRASE, len(found) - place), 1, -1):
            phrase = "_".join(word for _, _, word in found[place : place + length])
            if phrase in groups:
                return length, groups[phrase]
    if word in groups:
        return 1, groups[word]
    if _HANGUL.match(word):
        # Korean words carry their particles and endings: the longest beginning that is known counts.
        for end in range(len(word) - 1, 1, -1):
            if word[:end] in groups:
                return 1, groups[word[:end]]
    return 1, ""


def _plain(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")


def _singular(word: str) -> str:
    """An English word without the s of its plural, so that both numbers group alike; never to be shown."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def kin_of(act: str) -> tuple[str, ...]:
    """The acts worth a look beside this one, in a fixed order."""
    return tuple(sorted(next(iter(pair - {act})) for pair in lexicon().kin if act in pair))
