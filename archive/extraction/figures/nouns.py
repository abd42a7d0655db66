"""Noun phrases beside a number: what it counts, told without a parser from plurals and the words that end a phrase."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from archive.extraction import comparable

from .in_use import own
from .lexicon import english
from .places import demonym
from .tokens import Token, Tokens, word_at

_MOST_WORDS: Final = 9
_SHORTEST_PERSON: Final = 5
_ARTICLES: Final = ("a", "an", "the", "its", "their", "it", "them", "him", "her", "that")
_IRREGULAR: Final = {
    "people": "person", "persons": "person", "men": "man", "women": "woman", "children": "child", "lives": "life",
    "feet": "foot", "teeth": "tooth", "geese": "goose", "mice": "mouse", "wives": "wife", "knives": "knife", "wolves": "wolf",
    "leaves": "leaf", "halves": "half", "thieves": "thief", "loaves": "loaf", "shelves": "shelf", "calves": "calf",
    "criteria": "criterion", "phenomena": "phenomenon", "bacteria": "bacterium", "oxen": "ox", "buses": "bus", "series": "series",
    "species": "species", "viruses": "virus", "gases": "gas", "dead": "dead", "crises": "crisis", "movies": "movie", "ties": "tie",
    "cookies": "cookie", "heroes": "hero", "potatoes": "potato", "tomatoes": "tomato", "axes": "axe", "campuses": "campus",
    "bonuses": "bonus", "statuses": "status", "shoes": "shoe",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Tokens `[first, last)` of which `head` is the noun, with its canonical unit."""

    first: int
    last: int
    head: int
    unit: str
    start: int
    end: int
    words: tuple[str, ...]


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """The singular of a noun's plural; the word itself when it is none."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith(("men",)) and len(word) > 4:
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    if is_plural(word) and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def numbers_of(word: str) -> list[str]:
    """The word in both numbers, as far as rules tell; regular plurals only add letters to one of these."""
    one = singular(word)
    told = [word, one, *(plural for plural, single in _IRREGULAR.items() if single == one)]
    if one.endswith("man"):
        told.append(one[:-2] + "en")
    if one.endswith("y") and one.isascii():
        told.append(one[:-1] + "ies")
    return told


@lru_cache(maxsize=4096)
def is_plural(word: str) -> bool:
    """Whether the word looks like a noun in the plural."""
    lexicon = english()
    if word in lexicon.plurals:
        return True
    return (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
        and word not in lexicon.never_nouns and word not in lexicon.stops
    )  # fmt: skip


@lru_cache(maxsize=4096)
def is_person(word: str) -> bool:
    """Whether the word, in either number, names people."""
    lexicon = english()
    if word in lexicon.people:
        return True
    if len(word) <= _SHORTEST_PERSON or not word.endswith(lexicon.people_endings):
        return False
    return word not in lexicon.things and not word.endswith(lexicon.thing_endings)


def unit_of(tokens: Sequence[Token], head: int) -> str:
    """ "person" for people and those of a country, else the noun in the singular."""
    word = tokens[head].word
    person = is_person(word) or _of_a_country(tokens[head]) or word in english().guards["participles"]
    return "person" if person else singular(word)


def _of_a_country(token: Token) -> bool:
    return token.capital and demonym(token.word)


def phrase(tokens: Sequence[Token], at: int, *, one: bool = False) -> NounPhrase | None:
    """The noun phrase that begins at `at`; with `one` its noun may be in the singular."""
    lexicon, added = english(), own()
    mine = comparable.groups(added).phrases if added.groups else ()
    index, head, last_word = at, -1, -1
    while index < len(tokens) and index - at < _MOST_WORDS:
        token = tokens[index]
        if token.kind == "word":
            if token.taken or (token.word in lexicon.stops and not (index == at and token.word in ("more",))):
                break
            if head >= 0 and token.word in english().guards["telling"]:
                break  # "a survey of 900 adults suggests"
            if is_plural(token.word) or (_of_a_country(token) and token.word.endswith("s")) or token.word in mine:
                head = index
            elif head >= 0:
                break
            last_word = index
        elif token.word == "'" and word_at(tokens, index + 1) == "s":
            # "a dozen world's firsts": what owns is no head.
            head, index = -1, index + 1
        elif token.word not in ("-", '"', "'", "‘", "'") or head >= 0:
            break
        index += 1
    if head < 0 and last_word >= 0 and (one or _nation(tokens, at, last_word)):
        head = last_word
    return make(tokens, at, head) if head >= 0 else None


def _nation(tokens: Sequence[Token], at: int, last: int) -> bool:
    """ "three Chinese", "20 Japanese": those of a country, in a word that has no plural."""
    return last == at and tokens[at].capital and demonym(tokens[at].word)


def make(tokens: Sequence[Token], first: int, head: int) -> NounPhrase:
    """The phrase over `[first, head]`."""
    words = tuple(token.word for token in tokens[first : head + 1] if token.kind == "word")
    return NounPhrase(first, head + 1, head, unit_of(tokens, head), tokens[first].start, tokens[head].end, words)


def of_number(tokens: Sequence[Token], last: int) -> NounPhrase | None:
    """What stands behind "number of" last before `last`: "the number of defectors who made it was"."""
    for index in range(last - 1, 0, -1):
        if tokens[index].word == "of" and tokens[index - 1].word in (
            "number",
            "numbers",
            "total",
            "amount",
            "share",
            "proportion",
        ):
            found = phrase(tokens, skip_weak(tokens, index + 1))
            if found is not None and found.last <= last:
                return found
    return None


def skip_weak(tokens: Sequence[Token], at: int) -> int:
    """Behind the articles and the like that stand there."""
    weak = english().weak
    while at < len(tokens) and tokens[at].word in weak:
        at += 1
    return at


def _in_a_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether the word belongs to a name of several words: "the United Nations said"."""
    token = tokens[index]
    if not token.capital or demonym(token.word) or index == 0:
        return False
    before, behind = tokens[index - 1], tokens[index + 1] if index + 1 < len(tokens) else None
    if behind is not None and (demonym(behind.word) or demonym(before.word)):
        return False
    named = before.capital and before.word not in english().stops
    return named or (behind is not None and behind.capital and behind.kind == "word")


def plurals(tokens: Sequence[Token], last: int) -> list[NounPhrase]:
    """Every noun phrase in the plural before `last`, in order."""
    if not isinstance(tokens, Tokens):
        return _plurals(tokens, last)
    if tokens.nouns is None:
        tokens.nouns = _plurals(tokens, len(tokens))
    nouns = tokens.nouns
    return nouns if last >= len(tokens) else nouns[: bisect_left(nouns, last, key=_head)]


def _head(noun: NounPhrase) -> int:
    return noun.head


def _counts(tokens: Sequence[Token], index: int) -> bool:
    """ "the agency counts 165,300": a verb between who does it and a number."""
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    if behind is None or behind.kind != "digits" or behind.taken or index < 2 or tokens[index].capital:
        return False
    doer, before = tokens[index - 1], tokens[index - 2].word
    return doer.kind == "word" and not is_plural(doer.word) and before in ("the", "a", "an", "its", "this", "our")


def _plurals(tokens: Sequence[Token], last: int) -> list[NounPhrase]:
    found: list[NounPhrase] = []
    lexicon = english()
    begin = 0
    for index in range(min(last, len(tokens))):
        token = tokens[index]
        if (
            token.kind != "word"
            or token.taken
            or (token.capital and _in_a_name(tokens, index))
            or token.word in lexicon.stops
            or token.word in lexicon.numbers
            or (token.word,) in lexicon.magnitudes
            or token.word == "tens"
        ):
            begin = index + 1
        elif (
            is_plural(token.word)
            or (_of_a_country(token) and token.word.endswith("s"))
            or (token.word in lexicon.guards["participles"] and word_at(tokens, index - 1) == "the")
        ) and token.word not in lexicon.units:
            compound = index + 1 < len(tokens) and is_plural(tokens[index + 1].word)
            verb = word_at(tokens, index + 1) in _ARTICLES or _counts(tokens, index)
            if is_person(token.word) or not (compound or verb):
                found.append(make(tokens, max(begin, index - 3), index))
                begin = index + 1
    return found
