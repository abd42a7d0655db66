"""Small numbers kept narrowly: in as few bytes as nearly all of them need, and of the others what is above that beside them.

Any stretch of them, or any choice of places, is read by whole arrays: no number is looked at by itself.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, Numbers

_WORD: Final = 64  # marks that are counted together
_SPARSE: Final = 8  # of so many numbers one has more: these are changed one by one
_ARRAYS: Final = 100  # bytes, about, that it takes to tell of two arrays more
_NONE: Final = np.zeros(0, np.int64)
_NO_BYTES: Final = np.zeros(0, np.uint8)
Words = NDArray[np.uint64]


class Packed:
    """Numbers from 0 to 2^32 − 1. `low` holds the lowest `width` bytes (0, 1, 2 or 4) of each; which of them have more is told by their places
    `at` (ascending), or by a mark each in `marks`, and what they have above those bytes by the numbers `high`, one for each of these.
    """

    __slots__ = ("_ranks", "at", "high", "low", "marks", "size", "width")

    def __init__(self, size: int, low: Array, at: Array, marks: Words, high: "Packed | None") -> None:
        self.size, self.low, self.at, self.marks, self.high = size, low, at, marks, high
        self.width = low.dtype.itemsize if len(low) or not size else 0
        self._ranks: NDArray[np.int32] | None = None

    @classmethod
    def of(cls, numbers: Array) -> "Packed":
        """In the way that takes least room."""
        size = len(numbers)
        most = int(numbers.max(initial=0))
        width = _narrowest(numbers, most)
        low = numbers.astype(f"<u{width}") if width else _NO_BYTES
        if width == 4 or most < 1 << 8 * width:
            return cls(size, low, _NONE, _NONE.view(np.uint64), None)
        more = numbers >= 1 << 8 * width
        at = np.flatnonzero(more)
        high = cls.of(numbers[at] >> 8 * width)
        if len(at) * 32 < size:
            return cls(size, low, at.astype(np.uint32), _NONE.view(np.uint64), high)
        marks = np.zeros(-(-size // _WORD) * _WORD // 8, np.uint8)
        packed = np.packbits(more, bitorder="little")
        marks[: len(packed)] = packed
        return cls(size, low, _NONE, marks.view("<u8"), high)

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str, size: int) -> "Packed":
        """So many numbers, from what `pack` was given."""
        at = arrays.get(f"{name}.at", _NONE)
        marks = arrays.get(f"{name}.marks", _NO_BYTES).view("<u8")
        count = len(at) or int(np.bitwise_count(marks).sum(dtype=np.int64))
        high = cls.read(arrays, f"{name}.high", count) if count else None
        return cls(size, arrays.get(name, _NO_BYTES), at, marks, high)

    def arrays(self, name: str) -> dict[str, Array]:
        """What `pack` is given."""
        held = {name: self.low, f"{name}.at": self.at, f"{name}.marks": self.marks.view(np.uint8)}
        found = {key: array for key, array in held.items() if len(array)}
        return found | (self.high.arrays(f"{name}.high") if self.high is not None else {})

    def __len__(self) -> int:
        return self.size

    def part(self, start: int, end: int, kind: type[np.integer[Any]] = np.int64) -> Array:
        """The numbers from one place to another; of a narrower kind where they are known to fit."""
        end = max(start, min(end, self.size))
        found: Array = self.low[start:end].astype(kind) if self.width else np.zeros(end - start, kind)
        if self.high is None or start == end:
            return found
        if len(self.at):
            first, last = self.at.searchsorted((start, end)).tolist()
            found[self.at[first:last] - start] += self.high.part(first, last, kind) << 8 * self.width
            return found
        if self._unmarked(start, end):
            return found
        marked, rank = self._marked(start, end)
        count = int(np.count_nonzero(marked))
        high = self.high.part(rank, rank + count, kind)
        if count * _SPARSE < end - start:
            found[np.flatnonzero(marked)] += high << 8 * self.width
            return found
        # Put where the marks are, not added there: choosing by number takes ten times as long.
        more: Array = np.zeros(end - start, kind)
        more[marked] = high
        return found + (more << 8 * self.width) if self.width else more

    def runs(self, starts: Numbers, ends: Numbers, kind: type[np.integer[Any]] = np.int64) -> Array:
        """The numbers of several stretches, one after the other; of a narrower kind where they are known to fit."""
        if len(starts) == 1:
            return self.part(int(starts[0]), int(ends[0]), kind)
        found: Array = (
            _stretches(self.low, starts, ends).astype(kind)
            if self.width
            else np.zeros(int((ends - starts).sum()), kind)
        )
        if self.high is None or not len(found):
            return found
        first, last = self._before(starts), self._before(ends)
        some = first < last
        if not some.any():
            return found
        more = self.high.runs(first[some], last[some], kind)
        if len(self.at):
            begins = summed(ends - starts)[:-1]
            places = _stretches(self.at, first, last) + np.repeat(begins - starts, last - first)
            found[places] += more << 8 * self.width
            return found
        marked = self._marked_in(starts, ends)
        if len(more) * _SPARSE < len(found):
            found[np.flatnonzero(marked)] += more << 8 * self.width
            return found
        # As in `part`.
        added: Array = np.zeros(len(found), kind) if self.width else found
        added[marked] = more
        if self.width:
            added <<= 8 * self.width
            added += found
        return added

    def take(self, places: Numbers) -> Numbers:
        """The numbers at these places, in whatever order."""
        found = self.low.take(places).astype(np.int64) if self.width else np.zeros(len(places), np.int64)
        if self.high is None:
            return found
        ranks = self._before(places)
        if len(self.at):
            beyond = np.flatnonzero(self.at.take(ranks, mode="clip") == places)
        else:
            marked = self.marks.take(places >> 6) >> (places & 63).astype(np.uint64) & np.uint64(1)
            beyond = np.flatnonzero(marked)
        found[beyond] += self.high.take(ranks[beyond]) << 8 * self.width
        return found

    def sums(self, places: Numbers) -> Numbers:
        """The sum of all numbers before each of these places."""
        found = summed(self.low).take(places) if self.width else np.zeros(len(places), np.int64)
        if self.high is not None:
            found += self.high.sums(self._before(places)) << 8 * self.width
        return found

    def _unmarked(self, start: int, end: int) -> bool:
        """Whether it is sure at a glance that no number from one place to another has more."""
        ranks = self._counted()
        return bool(ranks[start // _WORD] == ranks[-(-end // _WORD)])

    def _marked(self, start: int, end: int) -> tuple[NDArray[np.bool_], int]:
        """Which numbers from one place to another have more, and how many do before that."""
        first = start // _WORD
        marks = np.unpackbits(self.marks[first : -(-end // _WORD)].view(np.uint8), bitorder="little").view(np.bool_)
        skipped = start - first * _WORD
        rank = int(self._counted()[first]) + int(np.count_nonzero(marks[:skipped]))
        return marks[skipped : end - first * _WORD], rank

    def _marked_in(self, starts: Numbers, ends: Numbers) -> NDArray[np.bool_]:
        """Which numbers of several stretches have more."""
        first, last = starts // _WORD, -(-ends // _WORD)
        marks = np.unpackbits(_stretches(self.marks, first, last).view(np.uint8), bitorder="little").view(np.bool_)
        begins = summed(last - first)[:-1] * _WORD + starts - first * _WORD
        return _stretches(marks, begins, begins + ends - starts)

    def _before(self, places: Numbers) -> Numbers:
        """How many numbers before each of these places have more."""
        if len(self.at):
            return self.at.searchsorted(places)
        words = places >> 6
        ranks = self._counted().take(words).astype(np.int64)
        inside = (np.uint64(1) << (places & 63).astype(np.uint64)) - np.uint64(1)
        # Behind the last number there may be no word any more.
        return ranks + np.bitwise_count(self.marks.take(words, mode="clip") & inside * (words < len(self.marks)))

    def _counted(self) -> NDArray[np.int32]:
        """How many marks stand before each word of them, and in all."""
        if self._ranks is None:
            ranks = np.zeros(len(self.marks) + 1, np.int32)
            np.cumsum(np.bitwise_count(self.marks), out=ranks[1:])
            self._ranks = ranks
        return self._ranks


def _narrowest(numbers: Array, most: int) -> int:
    """How many bytes each takes where all of them take least room together; `most` is the highest."""
    # How many have something above so many bytes; and whether there is anything but 0.
    beyond = [
        int(np.count_nonzero(numbers >= max(1, 1 << 8 * width))) if most >= 1 << 8 * width else 0 for width in range(4)
    ]

    def room(size: int, above: int, width: int) -> float:
        """That of so many numbers, of which as many bytes are told already."""
        more = beyond[above + width] if above + width < 4 else 0
        if not more:
            return size * width
        behind = min(room(more, above + width, further) for further in (1, 2, 4))
        return size * width + min(4 * more, size / 8) + behind + _ARRAYS

    size = len(numbers)
    return min(
        (width for width in (0, 1, 2) if not size or beyond[width] < size), key=partial(room, size, 0), default=4
    )


def _stretches(numbers: Array, starts: Numbers, ends: Numbers) -> Array:
    """Several stretches, one after the other."""
    found: Array = np.concatenate(
        [numbers[:0], *(numbers[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True))]
    )
    return found


def summed(numbers: Array) -> Numbers:
    """Where each run of so many begins, and the last ends."""
    sums = np.zeros(len(numbers) + 1, np.int64)
    np.cumsum(numbers, out=sums[1:])
    return sums
