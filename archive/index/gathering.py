"""From texts to posting lists, many texts at once: words become numbers one by one, all that follows is done on whole arrays.

A text is a run of numbers (`kinds`), and so is a term. One sort by term brings all their occurrences together.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count, islice
from typing import NamedTuple

import numpy as np

from .anchors import LONG, Marks
from .arrays import Array, Numbers
from .kinds import Kinds
from .lists import Lists
from .packed import summed
from .stems import Stems

_RADIX = 0x10000  # what is sorted by its digits is sorted by 16 bits at a time
_NO_NUMBERS = np.zeros(0, np.int64)


class Field(NamedTuple):
    """What one field of many documents gives: its lists and stems (None without), and how many occurrences each document has."""

    lists: Lists | None
    stems: Stems | None
    lengths: Numbers


class Gathered:
    """One field of many documents, in their order; with `marks`, of its long texts it is told where their words stand."""

    def __init__(self, kinds: Kinds, *, marks: bool = False) -> None:
        self._kinds = kinds
        self._tokens: list[Array] = []
        self._counts: list[Numbers] = []
        self._marks = marks
        self._size = 0  # texts so far
        self._long: list[tuple[int, str, Array]] = []  # which they are, and where their stretches begin

    def extend(self, texts: Sequence[str]) -> None:
        """The next documents' texts."""
        if not any(texts):
            self._counts.append(np.zeros(len(texts), np.int64))
            self._size += len(texts)
            return
        left = iter(texts)
        for tokens, stretches in self._kinds.run(texts):
            self._tokens.append(tokens)
            self._counts.append(stretches.counts)
            for number, text in enumerate(islice(left, len(stretches.counts))):
                if self._marks and len(text) >= LONG:
                    self._long.append((self._size + number, text, stretches.places(number)))
            self._size += len(stretches.counts)

    def field(self, *, stemmed: bool = False) -> Field:
        """All of it."""
        counts = np.concatenate([_NO_NUMBERS, *self._counts])
        size = len(counts)
        if not counts.any():
            return Field(None, None, np.zeros(size, np.int64))
        owners = np.repeat(np.arange(size, dtype=np.int32), counts)
        self._tokens = [np.concatenate(self._tokens)]
        terms, documents, positions = self._kinds.entries(self._tokens[0], owners, counts)
        lengths = np.bincount(documents, minlength=size)
        if not len(terms):
            return Field(None, None, lengths)
        present = np.zeros(len(self._kinds.names), np.bool_)
        present[terms] = True
        used = self._kinds.ordered(np.flatnonzero(present))
        lists = _sorted(terms, documents, positions, used, self._kinds.names)
        stems = Stems.numbered(self._kinds.stems(used), self._kinds.stem_names) if stemmed else None
        return Field(lists, stems, lengths)

    def marks(self) -> dict[int, Marks]:
        """Of each long text, once `field` was asked for: its number and its marks."""
        begins, found = summed(np.concatenate([_NO_NUMBERS, *self._counts])), {}
        for number, text, places in self._long:
            widths = self._kinds.widths(self._tokens[0][begins[number] : begins[number + 1]])
            if (marks := Marks.of(text, places, widths)) is not None:
                found[number] = marks
        return found


def exact(documents: Sequence[Iterable[str]]) -> tuple[Lists | None, Numbers]:
    """The lists of terms that are taken as they are, each once a document; their positions say nothing."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    terms, owners = array("I"), array("I")
    for number, held in enumerate(documents):
        for term in dict.fromkeys(held) if held else ():
            terms.append(numbers[term])
            owners.append(number)
    if not terms:
        return None, np.zeros(len(documents), np.int64)
    owner = np.array(owners, np.int32)
    names = [term.encode() for term in numbers]
    used = np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
    found = _sorted(np.array(terms), owner, np.zeros(len(terms), np.int32), used, names)
    return found, np.bincount(owner, minlength=len(documents))


def _sorted(terms: Array, documents: Array, positions: Array, used: Numbers, names: Sequence[bytes]) -> Lists:
    """The lists of the terms that occur, which are `used` in their order."""
    rank = np.zeros(len(names), np.uint16 if len(used) <= _RADIX else np.uint32)
    rank[used] = np.arange(len(used))
    ranks = rank.take(terms)
    order = _order(ranks)
    ranks, documents, positions = ranks.take(order), documents.take(order), positions.take(order)
    fresh = np.ones(len(ranks), np.bool_)
    np.not_equal(ranks[1:], ranks[:-1], out=fresh[1:])
    fresh[1:] |= documents[1:] != documents[:-1]
    begins = np.flatnonzero(fresh)
    frequencies = np.diff(begins.astype(np.int32), append=np.int32(len(ranks)))  # a batch is bounded
    counts = np.bincount(ranks.take(begins), minlength=len(used))
    lexicon = b"\n".join((b"", *map(names.__getitem__, used.tolist()), b""))
    return Lists.of(lexicon, counts, documents.take(begins), frequencies, positions)


def _order(ranks: Array) -> Numbers:
    """The places of the ranks in ascending order, equal ones as they come; NumPy sorts 16 bits by their digits, and nothing wider."""
    if ranks.dtype == np.uint16:
        return np.argsort(ranks, kind="stable")
    low = np.argsort(ranks.astype(np.uint16), kind="stable")
    high = (ranks >> 16).astype(np.uint16).take(low)
    return low.take(np.argsort(high, kind="stable"))
