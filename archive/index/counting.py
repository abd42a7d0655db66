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
    """Words as they are indexed, each with how often the chosen articles hold it, how many of these do, and how often
    all articles hold it; words that no chosen article holds are left out, and so is what is Korean, Chinese or Japanese, which
    is indexed by character.

    `words` and `characters` are the running words and the Korean, Chinese and Japanese characters of (chosen, all) articles.
    """

    terms: Sequence[str]
    chosen: Numbers
    articles: Numbers
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
    inside = np.isin(collection.articles, chosen) & collection.live
    words = collection.kept("words", lambda: Words(collection.segments))
    totals = np.zeros((3, len(words.names)), np.int64)
    characters = [0, 0]
    for at, (base, segment) in enumerate(zip(collection.bases, collection.segments, strict=True)):
        if cancelled():
            raise Cancelled
        here = slice(base, base + segment.info.documents)
        found = segment.sums(_FIELD, inside[here], collection.live[here])
        characters[0] += int(found.chosen[words.characters[at]].sum())
        characters[1] += int(found.everywhere[words.characters[at]].sum())
        for total, column in zip(totals, found, strict=True):
            total[words.numbers[at]] += column[words.rows[at]]
    kept = np.flatnonzero(totals[0])
    names = [words.names[number] for number in kept.tolist()]
    running = (int(totals[0].sum()), int(totals[2].sum()))
    here_times, held, everywhere = totals[:, kept]
    return Frequencies(names, here_times, held, everywhere, running, (characters[0], characters[1]))


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
