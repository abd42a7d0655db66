"""The words of several lexicons under one numbering, worked out on whole arrays: of a million terms none is looked at by itself.

A lexicon that comes later costs as much as it is long, not as much as all that came before. Terms are told apart by two sums over their bytes, 64 bits each, with a weight for every place (multilinear hashing: Carter and
Wegman, "Universal classes of hash functions", 1979). Where one sum does not tell two terms apart, the other does.
"""

import random
from collections.abc import Sequence
from typing import Final, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from .analysis import is_cjk
from .arrays import Numbers

Sums = NDArray[np.uint64]
_PLACES: Final = 1_024  # bytes of a term with a weight of their own; the longest one that is indexed has 256
_CHANCE: Final = random.Random(1979)  # NumPy's own has eight modules loaded that nothing else needs
_WEIGHTS: Final = np.array([[_CHANCE.getrandbits(64) | 1 for _ in range(_PLACES)] for _ in range(2)], np.uint64)
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


class Numbering:
    """Every word once, and the number of each lexicon's words in it; numbers stay as more lexicons are taken in."""

    def __init__(self) -> None:
        nothing = np.zeros(0, np.int64)
        self._lexicons: list[Lexicon] = []
        self._places, self._rows = nothing, nothing
        self._sums, self._numbers = nothing.astype(np.uint64), nothing  # ascending sums, and whose each is
        self._others = nothing.astype(np.uint64)  # the other sum, by number
        self._apart: dict[tuple[int, int], int] = {}  # words whose first sum is another's too, by both

    @property
    def names(self) -> Terms:
        """The words by number, as far as lexicons have been taken in."""
        return Terms(self._lexicons, self._places, self._rows)

    def take(self, lexicon: Lexicon) -> Numbers:
        """Takes a lexicon in; the numbers of its words. Those that no other has get the next ones, in the order they stand in."""
        one, other = lexicon.sums
        order = np.argsort(one, kind="stable")
        ascending = one[order]
        at = np.searchsorted(self._sums, ascending)
        held = np.flatnonzero(at < len(self._sums))
        held = held[self._sums[at[held]] == ascending[held]]
        numbers = np.full(len(one), -1, np.int64)
        numbers[order[held]] = self._numbers[at[held]]
        # Two words with the same sum: told apart by both.
        met = order[held]
        shared = met[self._others[numbers[met]] != other[met]]
        again = np.zeros(len(one), bool)
        again[1:] = ascending[1:] == ascending[:-1]
        missing = numbers[order] < 0
        fresh = missing & ~again
        self._lexicons.append(lexicon._replace(sums=(one[:0], other[:0])))
        rows = np.sort(order[fresh])
        numbers[rows] = self._added(lexicon, rows)
        self._numbers = np.insert(self._numbers, at[fresh], numbers[order[fresh]])
        self._sums = np.insert(self._sums, at[fresh], ascending[fresh])
        for row in (*shared.tolist(), *order[missing & again].tolist()):
            both = int(one[row]), int(other[row])
            if both not in self._apart:
                self._apart[both] = int(self._added(lexicon, np.array([row]))[0])
            numbers[row] = self._apart[both]
        return numbers

    def _added(self, lexicon: Lexicon, rows: Numbers) -> Numbers:
        """The numbers of words of the last lexicon that are new."""
        count = len(self._rows)
        self._places = np.concatenate([self._places, np.full(len(rows), len(self._lexicons) - 1)])
        self._rows = np.concatenate([self._rows, lexicon.words[rows]])
        self._others = np.concatenate([self._others, lexicon.sums[1][rows]])
        return np.arange(count, count + len(rows))
