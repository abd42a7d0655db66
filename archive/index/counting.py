"""How often terms stand in texts: every term of a choice of articles against all of them, and one word or phrase by article."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.base.errors import Cancelled

from .evaluate import Collection, Evaluation
from .postings import Numbers
from .queries import phrase

_FIELD = "body"


class Frequencies(NamedTuple):
    """Terms as they are indexed, in order, each with how often the chosen articles hold it, how many of these do, and how often
    all articles hold it; terms that no chosen article holds are left out."""

    terms: tuple[str, ...]
    chosen: Numbers
    articles: Numbers
    everywhere: Numbers


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
    for base, segment in zip(collection.bases, collection.segments, strict=True):
        if cancelled():
            raise Cancelled
        here = slice(base, base + segment.info.documents)
        found = segment.sums(_FIELD, inside[here], collection.live[here])
        names = segment.lexicon(_FIELD).decode().split("\n")[1:-1]
        numbers = np.array([known.setdefault(name, len(known)) for name in names], np.int64)
        parts.append((numbers, *found))
    columns = [np.concatenate([part[at] for part in parts]) if parts else NEVER.times for at in range(4)]
    # Whole numbers stay exact in a float up to 2^53.
    totals = [np.bincount(columns[0], column, minlength=len(known)).astype(np.int64) for column in columns[1:]]
    names = list(known)
    kept = sorted(np.flatnonzero(totals[0]).tolist(), key=names.__getitem__)
    order = np.array(kept, np.int64)
    return Frequencies(tuple(names[number] for number in kept), *(total[order] for total in totals))


def occurrences(collection: Collection, words: str, cancelled: Callable[[], bool]) -> Occurrences:
    """Of words as they are written, next to each other; of a Korean word wherever its syllables stand. Raises Cancelled."""
    node = phrase(words, (_FIELD,))
    if node is None:
        return NEVER
    found, times = Evaluation(collection, cancelled).counts(node, _FIELD)
    live: NDArray[np.bool_] = collection.live[found]
    articles, times = collection.articles[found[live]], times[live]
    order = np.argsort(articles)
    return Occurrences(articles[order], times[order])
