"""What two sentences have in common besides the figures that stand in them: names, other words, the acts and things they tell of."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from archive.base.text import folded
from archive.extraction import comparable, terms

from .points import Point

# What two sentences have in common, and how much it says of their telling the same.
_NAME: Final = 2
_THING: Final = 1
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LEAST_LETTERS: Final = 4
_LEAST_NAME: Final = 3
_MOST_CHARS: Final = 600  # of an endless sentence only what stands at the figure


@dataclass(frozen=True, slots=True)
class _Words:
    """`names` begin with a capital and not the sentence; `plain` are the other words that say something, in the singular."""

    names: frozenset[str]
    plain: frozenset[str]
    groups: frozenset[str]


def in_common(one: Point, other: Point) -> int:
    """How much the sentences of two figures share: a name counts two, another word and a thing by whatever word one."""
    first, second = _told(one), _told(other)
    names = first.names & second.names
    plain = (first.names | first.plain) & (second.names | second.plain) - names
    groups = first.groups & second.groups
    return _NAME * len(names) + len(plain) + _THING * len(groups - plain)


def _told(point: Point) -> _Words:
    figure = point.figure
    at = figure.start - figure.sentence_start
    low = max(at - _MOST_CHARS // 2, 0)
    return _words(figure.sentence[low : at + _MOST_CHARS // 2], figure.origin)


@lru_cache(maxsize=4096)
def _words(sentence: str, origin: str) -> _Words:
    """Whoever says it is left out: that the same office is quoted says little of what it tells."""
    said_by = set(_WORD.findall(folded(origin)))
    names: set[str] = set()
    plain: set[str] = set()
    for found in _WORD.finditer(sentence):
        word = folded(found.group()).removesuffix("'s").removesuffix("’s")
        if word in said_by or not terms.says_something(word):
            continue
        if "\uac00" <= word[0] <= "\ud7a3":
            plain.update(terms.korean([word]))
        elif found.group()[0].isupper() and found.start() > 0 and len(word) >= _LEAST_NAME:
            names.add(word)
        elif len(word) >= _LEAST_LETTERS:
            plain.add(comparable.without_s(word))
    things = _groups().intersection(comparable.told(sentence).things)
    return _Words(frozenset(names), frozenset(plain), things)


@cache
def _groups() -> frozenset[str]:
    """What has one name in all languages."""
    return frozenset(comparable.lexicon().things.values()) - {"person"}
