"""From texts to posting lists, many texts at once: words become numbers one by one, all that follows is done on whole arrays.

A text is a run of numbers (`kinds`), and so is a term. One sort by term brings all their occurrences together.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np

from .arrays import Array, Numbers
from .kinds import Kinds
from .lists import Lists
from .stems import Stems

_RADIX = 0x10000  # what is sorted by its digits is sorted by 16 bits at a time
_SHORT_CHARS = 60  # a name that is not longer is taken as a whole


class Field(NamedTuple):
    """What one field of many documents gives: its lists and stems (None without), and how many occurrences each document has."""

    lists: Lists | None
    stems: Stems | None
    lengths: Numbers


class Gathered:
    """One field of many documents, in their order; `names` are fields whose values come again and again."""

    def __init__(self, kinds: Kinds, *, names: bool = False) -> None:
        self._kinds = kinds
        self._names = names
        self._tokens = array("I")
        self._counts: list[int] = []

    def extend(self, texts: Sequence[str]) -> None:
        """The next documents' texts."""
        if self._names and max(map(len, texts), default=0) <= _SHORT_CHARS:
            self._tokens.extend(self._kinds.whole(texts))
            self._counts += [1] * len(texts)
            return
        tokens, running, last = self._tokens, self._kinds.running, len(self._tokens)
        for text in texts:
            if text:
                tokens.extend(running(text))
            self._counts.append(len(tokens) - last)
            last = len(tokens)

    def field(self, *, stemmed: bool = False) -> Field:
        """All of it."""
        size = len(self._counts)
        if not self._tokens:
            return Field(None, None, np.zeros(size, np.int64))
        owners = np.repeat(np.arange(size, dtype=np.int32), self._counts)
        terms, documents, positions = self._kinds.entries(np.array(self._tokens), owners)
        lengths = np.bincount(documents, minlength=size)
        if not len(terms):
            return Field(None, None, lengths)
        used, lists = _sorted(terms, documents, positions, self._kinds.names)
        stems = Stems.numbered(self._kinds.stems(used), self._kinds.stem_names) if stemmed else None
        return Field(lists, stems, lengths)


def exact(documents: Sequence[Iterable[str]]) -> tuple[Lists | None, Numbers]:
    """The lists of terms that are taken as they are, each once a document; their positions say nothing."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    terms, owners = array("I"), array("I")
    for number, held in enumerate(documents):
        for term in dict.fromkeys(held):
            terms.append(numbers[term])
            owners.append(number)
    if not terms:
        return None, np.zeros(len(documents), np.int64)
    owner = np.array(owners, np.int32)
    names = [term.encode() for term in numbers]
    _, found = _sorted(np.array(terms), owner, np.zeros(len(terms), np.int32), names)
    return found, np.bincount(owner, minlength=len(documents))


def _sorted(terms: Array, documents: Array, positions: Array, names: Sequence[bytes]) -> tuple[Numbers, Lists]:
    """The numbers of the terms that occur, in the order of their bytes, and their lists."""
    present = np.zeros(len(names), np.bool_)
    present[terms] = True
    ordered = sorted(np.flatnonzero(present).tolist(), key=names.__getitem__)
    used = np.array(ordered, np.int64)
    rank = np.zeros(len(names), np.uint16 if len(used) <= _RADIX else np.uint32)
    rank[used] = np.arange(len(used))
    ranks = rank.take(terms)
    order = _order(ranks)
    ranks, documents, positions = ranks.take(order), documents.take(order), positions.take(order)
    begins = np.flatnonzero((np.diff(ranks, prepend=ranks[:1]) != 0) | (np.diff(documents, prepend=-1) != 0))
    frequencies = np.diff(np.append(begins, len(ranks)))
    counts = np.bincount(ranks.take(begins), minlength=len(used))
    held = [names[number] for number in ordered]
    return used, Lists.of(held, counts, documents.take(begins), frequencies, positions)


def _order(ranks: Array) -> Numbers:
    """The places of the ranks in ascending order, equal ones as they come; NumPy sorts 16 bits by their digits, and nothing wider."""
    if ranks.dtype == np.uint16:
        return np.argsort(ranks, kind="stable")
    low = np.argsort(ranks.astype(np.uint16), kind="stable")
    high = (ranks >> 16).astype(np.uint16).take(low)
    return low.take(np.argsort(high, kind="stable"))
