"""How often terms stand in texts: every term of a choice of articles against all of them, and one word or phrase by article."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.base.errors import Cancelled

from .analysis import is_cjk
from .codec import Segment
from .evaluate import Collection, Evaluation
from .postings import Numbers
from .queries import Phrase, phrase

_FIELD = "body"


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

    def __init__(self, segments: Sequence[Segment]) -> None:
        known: dict[str, int] = {}
        self.numbers: list[Numbers] = []  # of each segment's words, in the order of its lexicon
        self.rows: list[Numbers] = []  # where in its lexicon they stand
        self.characters: list[Numbers] = []
        for segment in segments:
            names = segment.lexicon(_FIELD).decode().split("\n")[1:-1]
            asian = [row for row, name in enumerate(names) if not name.isascii() and is_cjk(name)]
            words = np.ones(len(names), bool)
            words[asian] = False
            rows = np.flatnonzero(words)
            self.rows.append(rows)
            self.numbers.append(np.array([known.setdefault(names[row], len(known)) for row in rows.tolist()], np.int64))
            self.characters.append(np.array([row for row in asian if len(names[row]) == 1], np.int64))
        self.names = list(known)


def frequencies(collection: Collection, chosen: Numbers, cancelled: Callable[[], bool]) -> Frequencies:
    """Over the texts of the live documents; raises Cancelled."""
    words = collection.kept("words", lambda: Words(collection.segments))
    everywhere, all_characters = collection.kept("all", lambda: _totals(collection, words, collection.live, cancelled))
    inside = np.isin(collection.articles, chosen) & collection.live
    if np.array_equal(inside, collection.live):
        here, characters = everywhere, all_characters
    else:
        here, characters = _totals(collection, words, inside, cancelled)
    kept = np.flatnonzero(here)
    names = [words.names[number] for number in kept.tolist()]
    running = (int(here.sum()), int(everywhere.sum()))
    return Frequencies(names, here[kept], everywhere[kept], running, (characters, all_characters))


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
            total[words.numbers[at]] += found[words.rows[at]]
            characters += int(found[words.characters[at]].sum())
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
