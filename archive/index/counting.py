"""How often terms stand in texts: every term of a choice of articles against all of them, and one word or phrase by article."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.base.errors import Cancelled

from . import numbering
from .arrays import Numbers
from .collection import Collection
from .evaluate import Evaluation
from .queries import Phrase, phrase
from .segment import Segment

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


class _Held(NamedTuple):
    """Of one segment, which never changes: the numbers of its words, the rows of words and of characters in its lexicon, and how
    often all its documents hold each of its terms."""

    numbers: Numbers
    words: Numbers
    characters: Numbers
    totals: Numbers


class _Counted(NamedTuple):
    """The words of a collection by number, what is kept of each segment, and how often all live documents hold each word."""

    names: numbering.Terms
    held: Sequence[_Held]
    times: Numbers
    characters: int


class Words:
    """The terms of texts, kept segment by segment, so that a batch that is indexed costs what is new in it. Safe for several
    threads, and nobody who searches waits for it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._forget()

    def let_go(self) -> None:
        """Keeps none any more; whoever counts just now is waited for."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._numbering, self._taken = numbering.Numbering(), 0
        self._held: dict[str, _Held] = {}

    def of(self, collection: Collection, cancelled: Callable[[], bool]) -> _Counted:
        """Counts all live documents. Raises Cancelled; the segments that were counted until then are kept."""
        with self._lock:
            present = {segment.info.name for segment in collection.segments}
            self._held = {name: held for name, held in self._held.items() if name in present}
            # The words of segments that are gone still take room.
            if self._taken > 2 * sum(len(held.words) for held in self._held.values()):
                self._forget()
            for segment in collection.segments:
                if segment.info.name not in self._held:
                    _poll(cancelled)
                    self._held[segment.info.name] = self._take(segment)
            names = self._numbering.names
            held = [self._held[segment.info.name] for segment in collection.segments]
        return _Counted(names, held, *_totals(collection, len(names), held, collection.live, cancelled))

    def _take(self, segment: Segment) -> _Held:
        lexicon = numbering.lexicon(segment.lexicon(_FIELD))
        totals = segment.sums(_FIELD, np.ones(segment.info.documents, bool))
        self._taken += len(lexicon.words)
        return _Held(self._numbering.take(lexicon), lexicon.words, lexicon.characters, totals)


def frequencies(collection: Collection, words: Words, chosen: Numbers, cancelled: Callable[[], bool]) -> Frequencies:
    """Over the texts of the live documents; raises Cancelled."""
    every = collection.kept("words", lambda: words.of(collection, cancelled))
    inside = np.isin(collection.articles, chosen) & collection.live
    here, characters = every.times, every.characters
    if not np.array_equal(inside, collection.live):
        here, characters = _totals(collection, len(every.names), every.held, inside, cancelled)
    kept = np.flatnonzero(here)
    running = (int(here.sum()), int(every.times.sum()))
    return Frequencies(every.names.only(kept), here[kept], every.times[kept], running, (characters, every.characters))


def _totals(
    collection: Collection,
    words: int,
    held: Sequence[_Held],
    inside: NDArray[np.bool_],
    cancelled: Callable[[], bool],
) -> tuple[Numbers, int]:
    """How often these documents hold each word, and how many Korean, Chinese and Japanese characters."""
    total, characters = np.zeros(words, np.int64), 0
    for base, segment, each in zip(collection.bases, collection.segments, held, strict=True):
        _poll(cancelled)
        here = inside[base : base + segment.info.documents]
        if here.any():
            found = each.totals if here.all() else segment.sums(_FIELD, here)
            total[each.numbers] += found[each.words]
            characters += int(found[each.characters].sum())
    return total, characters


def _poll(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled


def occurrences(collection: Collection, words: str, cancelled: Callable[[], bool]) -> Occurrences:
    """Of words as they are written, next to each other; of a Korean word wherever its syllables stand. Raises Cancelled."""
    node = phrase(words, (_FIELD,))
    if not isinstance(node, Phrase):
        return NEVER
    found, times = Evaluation(collection, cancelled).counts(node, _FIELD)
    live: NDArray[np.bool_] = collection.live[found]
    articles, times = collection.articles[found[live]], times[live].astype(np.int64)
    order = np.argsort(articles)
    return Occurrences(articles[order], times[order])
