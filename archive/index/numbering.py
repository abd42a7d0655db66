"""The words of several lexicons under one numbering, worked out on whole arrays: of a million terms none is looked at by itself.

Terms are told apart by two sums over their bytes, 64 bits each, with a weight for every place (multilinear hashing: Carter and
Wegman, "Universal classes of hash functions", 1979). Where one sum does not tell two terms apart, the other does.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from .analysis import is_cjk
from .postings import Numbers

Sums = NDArray[np.uint64]
_PLACES: Final = 1_024  # bytes of a term with a weight of their own; the longest one that is indexed has 256
_WEIGHTS: Final = np.random.default_rng(1979).integers(1, 2**64, (2, _PLACES), np.uint64) | np.uint64(1)
_END: Final = 10  # the byte of a line end


class Lexicon(NamedTuple):
    """Terms as bytes with line ends around each. `words` are the rows of those that are not Korean, Chinese or Japanese, with their
    `sums`; `characters` the rows of single characters that are.
    """

    held: bytes
    ends: Numbers  # where each line end stands; a term stands between two
    words: Numbers
    sums: tuple[Sums, Sums]
    characters: Numbers

    def term(self, row: int) -> str:
        return self.held[int(self.ends[row]) + 1 : int(self.ends[row + 1])].decode()


def lexicon(held: bytes) -> Lexicon:
    """Takes a lexicon apart."""
    letters = np.frombuffer(held, np.uint8)
    ends = np.flatnonzero(letters == _END)
    starts, count = ends[:-1] + 1, max(0, len(ends) - 1)
    none = np.zeros(0, np.uint64)
    if not count:
        return Lexicon(held, ends, np.zeros(0, np.int64), (none, none), np.zeros(0, np.int64))
    told = letters[starts[0] :].astype(np.uint64)
    told[ends[1:] - starts[0]] = 0  # a line end adds nothing
    place = np.arange(len(told)) - np.repeat(starts - starts[0], np.diff(ends))
    beyond = np.flatnonzero(np.maximum.reduceat(letters[starts[0] :], starts - starts[0]) > 127)
    one, other = (np.add.reduceat(told * weights.take(place, mode="wrap"), starts - starts[0]) for weights in _WEIGHTS)
    whole = Lexicon(held, ends, np.arange(count), (one, other), none.astype(np.int64))
    asian = [(row, term) for row in beyond.tolist() if is_cjk(term := whole.term(row))]
    words = np.ones(count, bool)
    words[[row for row, _ in asian]] = False
    characters = np.array([row for row, term in asian if len(term) == 1], np.int64)
    return Lexicon(held, ends, np.flatnonzero(words), (one[words], other[words]), characters)


class Terms(Sequence[str]):
    """Terms of lexicons, each by the lexicon and the row where it stands; read when it is asked for."""

    def __init__(self, lexicons: Sequence[Lexicon], places: Numbers, rows: Numbers) -> None:
        self._lexicons, self._places, self._rows = lexicons, places, rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> "Terms": ...
    def __getitem__(self, at: int | slice) -> "str | Terms":
        if isinstance(at, slice):
            return Terms(self._lexicons, self._places[at], self._rows[at])
        return self._lexicons[int(self._places[at])].term(int(self._rows[at]))

    def only(self, numbers: Numbers) -> "Terms":
        """These of them."""
        return Terms(self._lexicons, self._places[numbers], self._rows[numbers])


def numbered(lexicons: Sequence[Lexicon]) -> tuple[Terms, list[Numbers]]:
    """Every word once, in the order in which it is met, and the number of each lexicon's words in it."""
    counts = [len(each.words) for each in lexicons]
    if not sum(counts):
        return Terms(lexicons, np.zeros(0, np.int64), np.zeros(0, np.int64)), [each.words for each in lexicons]
    one, other = (np.concatenate([each.sums[at] for each in lexicons]) for at in (0, 1))
    met, number = _once(one)
    if not np.array_equal(other[met][number], other):
        # Two words with the same sum: told apart by both.
        _, both = _once(other)
        met, number = _once(number.astype(np.uint64) * np.uint64(len(other)) + both.astype(np.uint64))
    places = np.repeat(np.arange(len(lexicons)), counts)
    rows = np.concatenate([each.words for each in lexicons])
    return Terms(lexicons, places[met], rows[met]), np.split(number, np.cumsum(counts)[:-1])


def _once(sums: Sums) -> tuple[Numbers, Numbers]:
    """Where each sum is met first, in that order, and the number of every one among them."""
    _, first, number = np.unique(sums, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return first[order], rank[number]
