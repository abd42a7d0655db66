"""Which words say the same when figures are compared: `resources/lexicon/comparable.toml`, read when first asked for."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import resources
from archive.base.text import folded
from archive.model.lexicon import NONE, Additions

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
    people: frozenset[str]
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
class Groups:
    """What a person's groups of words come to: `phrases` (words joined by "_", as they were written and in the singular) by the token
    of their group, `joined` the groups that ship and are part of one, and the tokens of those that are `people`."""

    phrases: Mapping[str, str]
    joined: Mapping[str, str]
    people: frozenset[str]
    movers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What words tell: groups of acts, each with the places it stands at, things in order, and whether they name a remainder."""

    acts: tuple[tuple[int, str], ...]
    things: tuple[str, ...]
    rest: bool


_PEOPLE: Final = "person"


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
            for name in ("stock", "inward", "helping", "moves", "movers", "money", "people")
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


@lru_cache(maxsize=8)
def groups(own: Additions) -> Groups:
    """A person's groups of words, compiled. A word that ships in a group brings all of it along, so that nothing is torn apart."""
    phrases: dict[str, str] = {}
    joined: dict[str, str] = {}
    people: set[str] = set()
    movers: set[str] = set()
    for words in own.groups:
        token = phrase_of(words[0])
        for word in words:
            phrase = phrase_of(word)
            phrases[phrase] = phrases[own_form(word)] = token
            joined.update(dict.fromkeys(classes(word), token))
        known = {known for word in words for known in classes(word)}
        if known & lexicon().movers:
            movers.add(token)
        if known & lexicon().people or any(_names_people(word) for word in words):
            people.add(token)
    return Groups(phrases, joined, frozenset(people), frozenset(movers))


def phrase_of(word: str) -> str:
    """A word or phrase as it is looked up: folded, "_" between its words."""
    return "_".join(_plain(match.group()) for match in _WORD.finditer(folded(word)))


@lru_cache(maxsize=8192)
def own_form(word: str) -> str:
    """A word or phrase (its words may be joined by "_") in the form in which both numbers, and hyphens, are the same."""
    from .figures.nouns import singular

    return "_".join(without_s(singular(part)) for part in re.split(r"[_-]", phrase_of(word.replace("_", " "))))


def classes(word: str) -> frozenset[str]:
    """The groups that ship and hold the word: of those that figures are read by, and of those that they are compared by."""
    from .figures.korean_lexicon import korean_of
    from .figures.lexicon import english_of

    phrase, things = phrase_of(word), lexicon().things
    read = {english_of(NONE).synonyms.get(phrase), korean_of(NONE).keys.get(phrase), korean_of(NONE).nouns.get(phrase)}
    found = {things.get(phrase), things.get(own_form(word)), *read, *(things.get(key or "") for key in read)}
    return frozenset(known for known in found if known)


def _names_people(word: str) -> bool:
    from .figures.nouns import is_person

    head = phrase_of(word).rpartition("_")[2]
    return is_person(head) or is_person(head + "s")


def measure(unit: str, own: Additions = NONE) -> tuple[str, float]:
    """The family that a unit belongs to and what one of it is worth there; of "USD/month" that of the part before the stroke."""
    known = lexicon().units.get(folded(unit))
    if known is not None:
        return known
    if own.groups and (token := _group_of(unit, own)):
        return (_PEOPLE if token in groups(own).people else token), 1.0
    return lexicon().things.get(folded(unit).strip(), folded(unit).strip()), 1.0


def _group_of(unit: str, own: Additions) -> str:
    things = told(unit, own).things
    return things[0] if len(things) == 1 and things[0] in set(groups(own).phrases.values()) else ""


@lru_cache(maxsize=8192)
def told(words: str, own: Additions = NONE) -> Told:
    """The acts and things that the words name. Words of no group are things by themselves, unless they say nothing.

    `own` groups go before those that ship: their words are things, whatever act they also tell of.
    """
    known, mine, grouped = lexicon(), groups(own), _grouped()
    found = [(match.start(), match.end(), _plain(match.group())) for match in _WORD.finditer(folded(words))]
    acts: list[tuple[int, str]] = []
    things: dict[str, None] = {}
    rest = False
    place = 0
    while place < len(found):
        start, _, word = found[place]
        length, thing = _own(found, place, mine.phrases) if mine.phrases else (1, "")
        # Most words of a sentence are in no group at all.
        known_word = not thing and (word in grouped or _HANGUL.match(word) is not None)
        longest, group = _longest(found, place, known.acts) if known_word else (1, "")
        if group:
            length = longest
            acts.append((start, group))
        elif not thing:
            length, group = _longest(found, place, known.things) if known_word else (1, "")
            rest = rest or word in known.rest
            thing = group or ("" if word in known.empty or word in known.rest or word.isdigit() else without_s(word))
        if thing:
            things[mine.joined.get(thing, thing)] = None
        place += length
    return Told(tuple(acts), tuple(things), rest)


@lru_cache(maxsize=8192)
def acts_of(words: str) -> tuple[tuple[int, str], ...]:
    """The acts alone, as `told` finds them: of a sentence nothing else is asked as often."""
    known, grouped = lexicon(), _grouped()
    found = [(match.start(), match.end(), _plain(match.group())) for match in _WORD.finditer(folded(words))]
    acts: list[tuple[int, str]] = []
    place = 0
    while place < len(found):
        start, _, word = found[place]
        length = 1
        if word in grouped or _HANGUL.match(word):
            length, group = _longest(found, place, known.acts)
            if group:
                acts.append((start, group))
            else:
                length, _ = _longest(found, place, known.things)
        place += length
    return tuple(acts)


@cache
def _grouped() -> frozenset[str]:
    """Every word that is in a group, or that a phrase in one begins with."""
    known = lexicon()
    return known.heads.union(known.acts, known.things)


def _own(found: list[tuple[int, int, str]], place: int, phrases: Mapping[str, str]) -> tuple[int, str]:
    """The same of a person's groups, in either number."""
    for length in range(min(_LONGEST_PHRASE, len(found) - place), 0, -1):
        phrase = "_".join(word for _, _, word in found[place : place + length])
        if token := own_phrase(phrase, phrases):
            return length, token
    return 1, ""


def own_phrase(phrase: str, phrases: Mapping[str, str]) -> str:
    """The group of a phrase (words joined by "_"), in either number; "" where it is in none."""
    return phrases.get(phrase) or phrases.get(own_form(phrase), "")


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
    return word.removesuffix("'s").removesuffix("’s") if word.endswith("s") else word


def without_s(word: str) -> str:
    """An English word without the s of its plural, so that both numbers group alike; never to be shown."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def kin_of(act: str) -> tuple[str, ...]:
    """The acts worth a look beside this one, in a fixed order."""
    return tuple(sorted(next(iter(pair - {act})) for pair in lexicon().kin if act in pair))
