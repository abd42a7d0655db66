"""How often terms stand in texts: every term of a choice of articles against all of them, and one word or phrase by article."""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from archive.base.errors import Cancelled

from . import numbering
from .evaluate import Collection, Evaluation, PostingsCache
from .postings import Numbers
from .queries import Phrase, phrase

_FIELD = "body"
_lexicons: "WeakKeyDictionary[PostingsCache, dict[str, numbering.Lexicon]]" = WeakKeyDictionary()


class Frequencies(NamedTuple):
    """Words as they are indexed, each with how often the chosen articles hold it and how often all articles do; words that no
    chosen article holds are left out, and so is what is Korean, Chinese or Japanese, which is indexed by character.

    `words` and `characters` are the running words and the Korean, Chinese and Japanese characters of (chosen, all) articles.
    """

    terms: Sequence[str]
    chosen: Numbers
    everywhere: Numbers
    words: tuple[int, int]
    characters: tuple[int, int]


class Occurrences(NamedTuple):
    """Articles, ascending, and how often each holds a word or phrase."""

    articles: Numbers
    times: Numbers


NEVER = Occurrences(np.zeros(0, np.int64), np.zeros(0, np.int64))


class Words:
    """The terms of a collection's texts, each once: filter by filter the same, so kept with the collection."""

    def __init__(self, collection: Collection) -> None:
        # A segment never changes; while articles are being indexed, most are those of the generation before.
        before = _lexicons.get(collection.postings, {})
        held = {
            segment.info.name: before.get(segment.info.name) or numbering.lexicon(segment.lexicon(_FIELD))
            for segment in collection.segments
        }
        _lexicons[collection.postings] = held
        self.lexicons = list(held.values())
        # Of each segment's words, in the order of its lexicon.
        self.names, self.numbers = numbering.numbered(self.lexicons)


def frequencies(collection: Collection, chosen: Numbers, cancelled: Callable[[], bool]) -> Frequencies:
    """Over the texts of the live documents; raises Cancelled."""
    words = collection.kept("words", lambda: Words(collection))
    everywhere, all_characters = collection.kept("all", lambda: _totals(collection, words, collection.live, cancelled))
    inside = np.isin(collection.articles, chosen) & collection.live
    if np.array_equal(inside, collection.live):
        here, characters = everywhere, all_characters
    else:
        here, characters = _totals(collection, words, inside, cancelled)
    kept = np.flatnonzero(here)
    running = (int(here.sum()), int(everywhere.sum()))
    return Frequencies(words.names.only(kept), here[kept], everywhere[kept], running, (characters, all_characters))


def _totals(
    collection: Collection, words: Words, inside: NDArray[np.bool_], cancelled: Callable[[], bool]
) -> tuple[Numbers, int]:
    """How often these documents hold each word, and how many Korean, Chinese and Japanese characters."""
    total, characters = np.zeros(len(words.names), np.int64), 0
    for at, (base, segment) in enumerate(zip(collection.bases, collection.segments, strict=True)):
        if cancelled():
            raise Cancelled
        here = inside[base : base + segment.info.documents]
        if here.any():
            found = segment.sums(_FIELD, here)
            total[words.numbers[at]] += found[words.lexicons[at].words]
            characters += int(found[words.lexicons[at].characters].sum())
    return total, characters


def occurrences(collection: Collection, words: str, cancelled: Callable[[], bool]) -> Occurrences:
    """Of words as they are written, next to each other; of a Korean word wherever its syllables stand. Raises Cancelled."""
    node = phrase(words, (_FIELD,))
    if not isinstance(node, Phrase):
        return NEVER
    found, times = Evaluation(collection, cancelled).counts(node, _FIELD)
    live: NDArray[np.bool_] = collection.live[found]
    articles, times = collection.articles[found[live]], times[live]
    order = np.argsort(articles)
    return Occurrences(articles[order], times[order])
