"""What bytes begin with as two numbers: thousands of words are compared, and put in order, on whole arrays.

Where two words begin alike, their bytes decide.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .arrays import Numbers
from .packed import summed

SHORT: Final = 16  # bytes that the two numbers hold
BEHIND: Final = SHORT + 8  # bytes that data go on for behind the last beginning
Keys = tuple[NDArray[np.uint64], NDArray[np.uint64]]
_MASKS: Final = np.array([(1 << 8 * size) - 1 for size in range(9)], np.uint64)
_LINE_END: Final = ord("\n")


def keys(data: bytes, starts: Numbers, sizes: Numbers) -> Keys:
    """The first bytes of stretches of so many; 0 behind their end. The data go on for `BEHIND` bytes behind each start."""
    every = np.ndarray(len(data) - 7, "<u8", data, strides=(1,))
    one = every[starts] & _MASKS[np.minimum(sizes, 8)]
    return one, every[starts + 8] & _MASKS[np.minimum(np.maximum(sizes - 8, 0), 8)]


def ordering(names: Sequence[bytes]) -> Keys:
    """Two numbers for each that stand in the order of the names' first bytes."""
    sizes = np.fromiter(map(len, names), np.int64, len(names))
    one, other = keys(b"".join([*names, bytes(BEHIND)]), summed(sizes)[:-1], sizes)
    return one.byteswap(), other.byteswap()


def order(ordering: Keys, name: Callable[[int], bytes]) -> Numbers:
    """The places in the order of the names' bytes, the names all different; `name` gives that at a place, for those that begin alike."""
    one, other = ordering
    found: Numbers = np.lexsort((other, one))
    for first, last in _runs(np.flatnonzero(_alike(one.take(found), other.take(found)))):
        found[first:last] = sorted(found[first:last].tolist(), key=name)
    return found


class Terms(NamedTuple):
    """Terms in order, each once: where in `letters` each of them starts, and how many bytes it has; a line end follows."""

    letters: NDArray[np.uint8]
    starts: Numbers
    sizes: Numbers

    def lexicon(self, numbers: Numbers) -> bytes:
        """Those with these numbers, each between line ends."""
        sizes = self.sizes[numbers] + 1
        places = np.repeat(self.starts[numbers] - summed(sizes)[:-1], sizes)
        places += np.arange(len(places))
        return b"\n" + self.letters.take(places).tobytes()


def united(lexicons: Sequence[bytes]) -> tuple[Terms, list[Numbers]]:
    """The terms of several lexicons (each between line ends) in order, each once; and of each lexicon's terms the numbers there."""
    data = b"".join([*lexicons, bytes(BEHIND)])
    letters, begin, counts = np.frombuffer(data, np.uint8), 0, []
    starts, sizes = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for held in lexicons:
        ends = np.flatnonzero(letters[begin : begin + len(held)] == _LINE_END) + begin
        starts.append(ends[:-1] + 1)
        sizes.append(np.diff(ends) - 1)
        counts.append(len(starts[-1]))
        begin += len(held)
    start, size = np.concatenate(starts), np.concatenate(sizes)
    found, fresh = _each_once(data, start, size)
    numbers = np.empty(len(found), np.int64)
    numbers[found] = np.cumsum(fresh) - 1
    firsts = found[fresh]
    return Terms(letters, start[firsts], size[firsts]), np.split(numbers, np.cumsum(counts)[:-1])


def _each_once(data: bytes, start: Numbers, size: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
    """The places of the terms in order, and which of these is the first of those that are the same."""
    one, other = (each.byteswap() for each in keys(data, start, size))
    found: Numbers = np.lexsort((other, one))
    alike = _alike(one.take(found), other.take(found))
    fresh = np.append(np.ones(min(1, len(found)), np.bool_), ~alike)
    # Nearly all that begin alike are short, and the same.
    told = size.take(found)
    unsure = alike & ((told[1:] != told[:-1]) | (told[1:] > SHORT))
    number = np.cumsum(fresh)
    firsts = np.flatnonzero(fresh)
    for group in np.unique(number[1:][unsure]).tolist():
        first, last = int(firsts[group - 1]), int(firsts[group]) if group < len(firsts) else len(found)
        terms = [(data[start[place] : start[place] + size[place]], place) for place in found[first:last].tolist()]
        terms.sort()
        found[first:last] = [place for _, place in terms]
        fresh[first + 1 : last] = [term != before for (before, _), (term, _) in pairwise(terms)]
    return found, fresh


def _alike(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which of them begin as the next one does."""
    found: NDArray[np.bool_] = (one[1:] == one[:-1]) & (other[1:] == other[:-1])
    return found


def _runs(alike: Numbers) -> list[tuple[int, int]]:
    """From where to where places begin alike; `alike` are those that begin as the next one does."""
    if not len(alike):
        return []
    edges = [0, *(np.flatnonzero(np.diff(alike) > 1) + 1).tolist(), len(alike)]
    return [(int(alike[start]), int(alike[end - 1]) + 2) for start, end in pairwise(edges)]
