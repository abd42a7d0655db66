"""From texts to posting lists, many texts at once: words become numbers one by one, all that follows is done on whole arrays.

A kind of token (the letters as they are written) is analysed once and remembered with its terms, so that a text is a run of
numbers; terms are numbered too. At the end one sort by term brings all their occurrences together. The rules are `analysis`'s.
"""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np

from . import analysis
from .arrays import Array, Numbers
from .lists import Lists

_MOST_KINDS = 200_000
_MOST_CHARS = 8_000_000  # of the kinds that are remembered


class _Terms(dict[str, int]):
    """The number of each term."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class Kinds(dict[str, int]):
    """The number of each kind of token, and what it stands for."""

    def __init__(self) -> None:
        super().__init__()
        self.terms = _Terms()
        self.stems: dict[bytes, bytes] = {}  # of terms that differ from theirs
        self._width = array("I")  # positions that it takes
        self._first = array("q")  # where its entries begin
        self._count = array("I")
        self._term = array("I")  # of each entry
        self._offset = array("I")
        self._chars = 0

    def __missing__(self, raw: str) -> int:
        number = self[raw] = len(self)
        token = analysis.token(raw)
        self._width.append(token.width)
        self._first.append(len(self._term))
        self._count.append(len(token.entries))
        for entry in token.entries:
            self._term.append(self.terms[entry.term])
            if entry.stem is not None:
                self.stems[entry.term.encode()] = entry.stem.encode()
            self._offset.append(entry.offset)
        self._chars += len(raw)
        return number

    @property
    def full(self) -> bool:
        """Whether it is time to forget, so that hostile texts cannot fill the memory."""
        return len(self) > _MOST_KINDS or self._chars > _MOST_CHARS

    def entries(self, tokens: Array, documents: Array) -> tuple[Array, Array, Array]:
        """The term, the document and the position of every entry of the tokens, which come document after document."""
        width, first, count = (np.array(held)[tokens] for held in (self._width, self._first, self._count))
        ends = np.cumsum(width, dtype=np.int64)
        begins = ends - width
        fresh = np.flatnonzero(np.diff(documents, prepend=-1))
        position = begins - np.repeat(begins[fresh], np.diff(np.append(fresh, len(tokens))))
        if not (count == 1).all():
            rank = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
            documents, position, first = (np.repeat(each, count) for each in (documents, position, first))
            first = first + rank.astype(first.dtype)
        return np.array(self._term)[first], documents, position + np.array(self._offset)[first]


class Gathered:
    """One field of many documents, in their order."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._tokens = array("I")
        self._counts: list[int] = []

    def add(self, text: str) -> None:
        """The next document's text."""
        before = len(self._tokens)
        self._tokens.extend(map(self._kinds.__getitem__, analysis.TOKEN.findall(text)))
        self._counts.append(len(self._tokens) - before)

    def lists(self) -> tuple[Lists | None, Numbers]:
        """The posting lists (None without a word), and how many occurrences each document has."""
        size = len(self._counts)
        if not self._tokens:
            return None, np.zeros(size, np.int64)
        documents = np.repeat(np.arange(size, dtype=np.int32), self._counts)
        terms, documents, positions = self._kinds.entries(np.array(self._tokens), documents)
        names = self._kinds.terms
        return _sorted(terms, documents, positions, list(names)), np.bincount(documents, minlength=size)


def exact(documents: Sequence[Iterable[str]]) -> tuple[Lists | None, Numbers]:
    """The lists of terms that are taken as they are, each once a document; their positions say nothing."""
    names = _Terms()
    terms, owners = array("I"), array("I")
    for number, held in enumerate(documents):
        for term in dict.fromkeys(held):
            terms.append(names[term])
            owners.append(number)
    if not terms:
        return None, np.zeros(len(documents), np.int64)
    owner = np.array(owners, np.int32)
    found = _sorted(np.array(terms), owner, np.zeros(len(terms), np.int64), list(names))
    return found, np.bincount(owner, minlength=len(documents))


def _sorted(terms: Array, documents: Array, positions: Array, names: Sequence[str]) -> Lists | None:
    if not len(terms):
        return None
    present = np.zeros(len(names), np.bool_)
    present[terms] = True
    used = np.flatnonzero(present).tolist()
    words = {number: names[number].encode() for number in used}
    used.sort(key=words.__getitem__)
    rank = np.zeros(len(names), np.uint16 if len(used) <= 0x10000 else np.uint32)
    rank[used] = np.arange(len(used))
    ranks = rank[terms]
    order = np.argsort(ranks, kind="stable")  # by radix where two bytes are enough
    ranks, documents, positions = ranks[order], documents[order], positions[order]
    begins = np.flatnonzero((np.diff(ranks, prepend=ranks[:1]) != 0) | (np.diff(documents, prepend=-1) != 0))
    frequencies = np.diff(np.append(begins, len(ranks)))
    counts = np.bincount(ranks[begins], minlength=len(used))
    return Lists.of([words[number] for number in used], counts, documents[begins], frequencies, positions)
