"""The words of a lexicon, as they are written, and which of them are nearly a given one."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from .analysis import is_cjk
from .arrays import Numbers

_AT_ONCE = 2000  # words compared in one call, during which no other thread runs


class Vocabulary:
    """The words of a lexicon by length, without those of Hangul, Han and Kana, which are no words but pairs.

    Kept in arrays, with one bit for each letter that a word has: an edit takes at most one letter away and brings one, so
    that words whose letters differ more need not be compared.
    """

    def __init__(self, lexicon: bytes) -> None:
        """Of sorted terms as UTF-8, each between line ends."""
        self._by_length: dict[int, list[_Words]] = {}
        for words in [*_ascii(lexicon), *_others(lexicon)]:
            self._by_length.setdefault(words.length, []).append(words)

    def within(self, term: str, edits: int) -> Iterator[tuple[str, int]]:
        """The words within so many edits (optimal string alignment: a swap of neighbours counts as one), with how many."""
        letters = _letters_of(term)
        for length in range(len(term) - edits, len(term) + edits + 1):
            for held in self._by_length.get(length, ()):
                words = held.like(letters, edits)
                for first in range(0, len(words), _AT_ONCE):
                    found = extract(
                        term, words[first : first + _AT_ONCE], scorer=OSA.distance, score_cutoff=edits, limit=None
                    )
                    yield from ((word, int(distance)) for word, distance, _ in found)


class _Words:
    """Words of one length: the codes of their characters, a row for each word."""

    def __init__(self, codes: NDArray[np.uint8] | NDArray[np.uint32]) -> None:
        self._codes = codes
        self._letters = _letters(codes)
        self.length = codes.shape[1]

    def like(self, letters: np.uint32, edits: int) -> list[str]:
        """Those whose letters differ from these by no more than edits can make of them."""
        rows = np.flatnonzero(np.bitwise_count(letters & ~self._letters) <= edits)
        rows = rows[np.bitwise_count(self._letters[rows] & ~letters) <= edits]
        if not len(rows):
            return []
        found: list[str] = self._codes[rows].astype(np.uint32).view(f"<U{self.length}").ravel().tolist()
        return found


@lru_cache(maxsize=64)
def _letters_of(term: str) -> np.uint32:
    return np.uint32(_letters(_codes([term]))[0])


def _ascii(lexicon: bytes) -> Iterator[_Words]:
    """The words that are ASCII: nearly all, and never taken apart one by one."""
    held = np.frombuffer(lexicon, np.uint8)
    ends = np.flatnonzero(held == ord("\n"))
    starts, lengths = ends[:-1] + 1, np.diff(ends) - 1
    plain = np.ones(len(starts), np.bool_)
    plain[_beyond(held, ends)] = False
    for length in np.unique(lengths[plain]).tolist():
        if length:
            yield _Words(sliding_window_view(held, length)[starts[plain & (lengths == length)]])


def _beyond(held: NDArray[np.uint8], ends: Numbers) -> Numbers:
    """The numbers of the words with a character beyond ASCII."""
    return np.unique(ends.searchsorted(np.flatnonzero(held > 0x7F)) - 1)


def _others(lexicon: bytes) -> Iterator[_Words]:
    held = np.frombuffer(lexicon, np.uint8)
    ends = np.flatnonzero(held == ord("\n"))
    by_length: dict[int, list[str]] = {}
    for number in _beyond(held, ends).tolist():
        word = lexicon[int(ends[number]) + 1 : int(ends[number + 1])].decode()
        if not is_cjk(word):
            by_length.setdefault(len(word), []).append(word)
    for words in by_length.values():
        yield _Words(_codes(words))


def _codes(words: list[str]) -> NDArray[np.uint32]:
    """A row of codes for each of the words, which are of one length."""
    return np.array(words).astype("<U").view("<u4").reshape(len(words), -1)


def _letters(codes: NDArray[np.uint8] | NDArray[np.uint32]) -> NDArray[np.uint32]:
    """One of 32 bits for each letter; some letters share one."""
    bits = np.zeros(len(codes), np.uint32)
    for column in codes.T:
        bits |= np.uint32(1) << (column & 31).astype(np.uint32)
    return bits
