"""How like a few letters the likest stretch of each of many texts is: all texts in one sweep, so that few need be compared.

The figures are never below those of rapidfuzz's `partial_ratio`, so that what lies below a cutoff can be left out unseen.
The longest common subsequences of all stretches grow together, a bit for each letter asked (Hyyrö 2004, "Bit-parallel LCS-length
computation revisited").
"""

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

MOST_CHARS = 64  # of what is asked: a bit for each
# Letters of the same number modulo this count as one: a text is then thought more alike than it is, never less.
_KINDS = 255
_NONE = _KINDS  # where a text has no letter
_ROUNDING = 1e-9
_SPARSE = 8  # looking a letter up takes about so many times as long as passing it by

_Bits = NDArray[np.unsignedinteger]


class Stretches:
    """The texts, made ready once; asked at every key."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.lengths = np.fromiter((len(text) for text in texts), np.int64, len(texts))
        ends = np.cumsum(self.lengths)
        starts = ends - self.lengths
        points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        self._letters = (points % _KINDS).astype(np.uint8)
        # Of each letter: its text, and how many letters of that are left from there on.
        self._texts = np.repeat(np.arange(len(texts), dtype=np.int32), self.lengths)
        self._left = (np.repeat(ends, self.lengths) - np.arange(len(self._letters))).astype(np.int32)
        self._filled = np.flatnonzero(self.lengths)
        self._starts = starts[self._filled]
        self._heads, self._tails = self._edge(starts, 1), self._edge(ends - 1, -1)
        self._found = (frozenset[int](), np.zeros(len(self._letters), np.bool_))

    def _edge(self, first: NDArray[np.int64], step: int) -> NDArray[np.uint8]:
        """The letters of every text from one of its edges on, a row for each place."""
        places = np.arange(MOST_CHARS)[:, None]
        at = np.clip(first + step * places, 0, max(0, len(self._letters) - 1))
        letters = self._letters[at] if len(self._letters) else np.zeros(at.shape, np.uint8)
        return np.where(places < self.lengths, letters, np.uint8(_NONE))

    def likeness(self, asked: str, cutoff: float) -> NDArray[np.float64]:
        """0–100 for each text: at least its `partial_ratio` where that reaches the cutoff. `asked` has 1 to `MOST_CHARS` letters."""
        found = np.zeros(len(self.lengths))
        if len(self._letters):
            self._add_edges(found, asked, cutoff)
            self._add_whole(found, asked, cutoff)
        return found

    def may_be(self, asked: str, cutoff: float) -> NDArray[np.intp]:
        """The numbers of the texts whose `partial_ratio` may reach the cutoff, in order."""
        if len(asked) > MOST_CHARS:
            return np.arange(len(self.lengths))
        return np.flatnonzero(self.likeness(asked, cutoff) >= cutoff - _ROUNDING)

    def _add_whole(self, found: NDArray[np.float64], asked: str, cutoff: float) -> None:
        """Stretches as long as what is asked. Only those count that have enough of its letters, in whatever order."""
        size, total, places = len(asked), len(self._letters), _places(asked)
        enough = math.ceil(size * cutoff / 100 - _ROUNDING)
        begins = np.flatnonzero(_summed(self._asked(frozenset(np.flatnonzero(places).tolist())), size) >= enough)
        if len(begins) * _SPARSE > total:
            # Many lie side by side: then all are swept, without looking each up.
            met = np.append(places[self._letters], np.zeros(size, places.dtype))
            common = _common(_grown((met[step : step + total] for step in range(size)), total, size), size)
            common[self._left < size] = 0
            best = 100.0 * np.maximum.reduceat(common, self._starts) / size
            found[self._filled] = np.maximum(found[self._filled], best)
            return
        begins = begins[self._left[begins] >= size]
        if len(begins):
            columns = (places[self._letters[begins + step]] for step in range(size))
            common = _common(_grown(columns, len(begins), size), size)
            texts = self._texts[begins]
            firsts = np.flatnonzero(np.diff(texts, prepend=-1))
            best = 100.0 * np.maximum.reduceat(common, firsts) / size
            found[texts[firsts]] = np.maximum(found[texts[firsts]], best)

    def _asked(self, letters: frozenset[int]) -> NDArray[np.bool_]:
        """Which letters of the texts are among these: a key adds one to those that were asked before."""
        before, found = self._found
        found = found.copy() if before <= letters else np.zeros(len(self._letters), np.bool_)
        same = np.empty(len(self._letters), np.bool_)
        for letter in letters - before if before <= letters else letters:
            found |= np.equal(self._letters, letter, out=same)
        self._found = (letters, found)
        return found

    def _add_edges(self, found: NDArray[np.float64], asked: str, cutoff: float) -> None:
        """Stretches at the edges of a text may be shorter; so is a text that is shorter than what is asked."""
        size = len(asked)
        for way, edge in ((1, self._heads), (-1, self._tails)):
            columns = _places(asked[::way])[edge[:size]]
            for taken, bits in enumerate(_growing(columns, len(found), size), 1):
                if 200 * taken >= cutoff * (size + taken):
                    np.maximum(found, _common(bits, size) * (200.0 / (size + taken)), out=found)
        # The last state has seen all of a text that is no longer.
        common = _common(bits, size).astype(np.float64)
        short = self.lengths <= size
        found[short] = np.maximum(found, 200.0 * common / np.maximum(self.lengths + common, 1))[short]


class Forms:
    """Names, made ready to tell which may score at all by rapidfuzz's `WRatio`: as they are, with their words in order, each once."""

    def __init__(self, names: Sequence[str]) -> None:
        self._lengths = np.fromiter((len(name) for name in names), np.int64, len(names))
        forms = [(at, form) for at, name in enumerate(names) for form in _forms(name)]
        self._owners = np.array([at for at, _ in forms], np.intp)
        self._texts = [form for _, form in forms]
        self._stretches = Stretches(self._texts)
        self._words: dict[str, list[int]] = {}
        for at, name in enumerate(names):
            for word in set(name.split()):
                self._words.setdefault(word, []).append(at)

    def may_be(self, asked: str, cutoff: float) -> NDArray[np.intp]:
        """The numbers of the names that may reach the cutoff (at most 90), in order.

        `WRatio` is the best of `ratio`, of the same over sorted words, and of the partial ones times 0.9, or times 0.6 where one is
        more than eight times as long as the other. A word that is in both makes all of it possible.
        """
        if len(asked) > MOST_CHARS:
            return np.arange(len(self._lengths))
        longer, shorter = np.maximum(self._lengths, len(asked)), np.minimum(self._lengths, len(asked))
        part = np.where(longer > 8 * shorter, 0.6, 0.9)
        found = np.zeros(len(self._lengths))
        for form in _forms(asked):
            whole = process.cdist([form], self._texts, scorer=fuzz.ratio, dtype=np.float64).ravel()
            partly = self._stretches.likeness(form, cutoff / 0.9) * part[self._owners]
            np.maximum.at(found, self._owners, np.maximum(whole, partly))
        for word in asked.split():
            found[self._words.get(word, [])] = 100.0
        return np.flatnonzero(found >= cutoff - _ROUNDING)


def _forms(name: str) -> list[str]:
    """The name, its words sorted, and each of them once: those that differ."""
    words = name.split()
    return list(dict.fromkeys((name, " ".join(sorted(words)), " ".join(sorted(set(words))))))


def _kind(size: int) -> type[np.unsignedinteger]:
    """The narrowest numbers that have so many bits."""
    return np.uint8 if size <= 8 else np.uint16 if size <= 16 else np.uint32 if size <= 32 else np.uint64


def _places(asked: str) -> _Bits:
    """For each kind of letter the places at which it is asked, as bits."""
    found = [0] * (_KINDS + 1)
    for place, letter in enumerate(asked):
        found[ord(letter) % _KINDS] |= 1 << place
    return np.array(found, _kind(len(asked)))


def _summed(asked: NDArray[np.bool_], size: int) -> NDArray[np.uint8]:
    """How many letters of the stretch that begins at each letter are asked at all."""
    counts, summed, taken = asked.view(np.uint8), np.zeros(len(asked), np.uint8), 0
    # Sums of twice as many letters are two sums; those of which the size is made are put together.
    for power in range(size.bit_length()):
        span = 1 << power
        if size & span:
            _add_later(summed, counts, taken)
            taken += span
        if span << 1 <= size:
            single = counts
            counts = counts.copy()
            _add_later(counts, single, span)
    return summed


def _add_later(sums: NDArray[np.uint8], others: NDArray[np.uint8], by: int) -> None:
    """Adds to each place what stands so many places later."""
    if by < len(sums):
        sums[: len(sums) - by] += others[by:]


def _growing(columns: Iterable[_Bits], count: int, size: int) -> Iterator[_Bits]:
    """The state after each letter; a bit that is not set stands for a letter that has its like."""
    bits = np.full(count, ~_kind(size)(0), _kind(size))
    carried = np.empty_like(bits)
    for met in columns:
        met = np.bitwise_and(bits, met)
        np.add(bits, met, out=carried)
        np.subtract(bits, met, out=bits)
        np.bitwise_or(bits, carried, out=bits)
        yield bits


def _grown(columns: Iterable[_Bits], count: int, size: int) -> _Bits:
    """The state after the last letter."""
    for bits in _growing(columns, count, size):
        last = bits
    return last


def _common(bits: _Bits, size: int) -> NDArray[np.uint8]:
    """How many letters have their like, in their order."""
    kind = _kind(size)
    return np.uint8(size) - np.bitwise_count(bits & kind((1 << size) - 1))
