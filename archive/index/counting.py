"""How often terms stand in texts: every term of a choice of articles against all of them, and one word or phrase by article."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.base.errors import Cancelled

from .analysis import is_cjk
from .evaluate import Collection, Evaluation
from .postings import Numbers
from .queries import Phrase, phrase

_FIELD = "body"


class Frequencies(NamedTuple):
    """Words as they are indexed, in order, each with how often the chosen articles hold it, how many of these do, and how often
    all articles hold it; words that no chosen article holds are left out, and so is what is Korean, Chinese or Japanese, which
    is indexed by character.

    `words` and `characters` are the running words and the Korean, Chinese and Japanese characters of (chosen, all) articles.
    """

    terms: tuple[str, ...]
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


def frequencies(collection: Collection, chosen: Numbers, cancelled: Callable[[], bool]) -> Frequencies:
    """Over the texts of the live documents; raises Cancelled."""
    inside = np.isin(collection.articles, chosen) & collection.live
    known: dict[str, int] = {}
    parts: list[tuple[Numbers, ...]] = []
    characters = [0, 0]
    for base, segment in zip(collection.bases, collection.segments, strict=True):
        if cancelled():
            raise Cancelled
        here = slice(base, base + segment.info.documents)
        found = segment.sums(_FIELD, inside[here], collection.live[here])
        names = segment.lexicon(_FIELD).decode().split("\n")[1:-1]
        asian = np.array([not name.isascii() and is_cjk(name) for name in names], bool)
        single = asian & np.array([len(name) == 1 for name in names], bool)
        characters[0] += int(found.chosen[single].sum())
        characters[1] += int(found.everywhere[single].sum())
        rows = np.flatnonzero(~asian)
        numbers = np.array([known.setdefault(names[row], len(known)) for row in rows.tolist()], np.int64)
        parts.append((numbers, *(column[rows] for column in found)))
    columns = [np.concatenate([part[at] for part in parts]) if parts else NEVER.times for at in range(4)]
    # Whole numbers stay exact in a float up to 2^53.
    totals = [np.bincount(columns[0], column, minlength=len(known)).astype(np.int64) for column in columns[1:]]
    names = list(known)
    kept = sorted(np.flatnonzero(totals[0]).tolist(), key=names.__getitem__)
    terms = tuple(names[number] for number in kept)
    order = np.array(kept, np.int64)
    words = (int(totals[0].sum()), int(totals[2].sum()))
    chosen_times, held, everywhere = (total[order] for total in totals)
    return Frequencies(terms, chosen_times, held, everywhere, words, (characters[0], characters[1]))


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
