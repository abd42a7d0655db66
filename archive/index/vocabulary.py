"""The words that the articles use, as they are written, and which of them are nearly a given one."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from .analysis import is_cjk

_AT_ONCE = 2000  # words compared in one call, during which no other thread runs


class Vocabulary:
    """The words of several lexicons by length, without those of Hangul, Han and Kana, which are no words but pairs.

    Kept in arrays, with one bit for each letter that a word has: an edit takes at most one letter away and brings one, so
    that words whose letters differ more need not be compared.
    """

    def __init__(self, lexicons: Iterable[bytes]) -> None:
        by_length: dict[int, list[str]] = {}
        terms: set[str] = set()
        for lexicon in lexicons:  # one by one: other threads run in between
            terms.update(lexicon.decode().split("\n"))
        for term in terms:
            if term and (term.isascii() or not is_cjk(term)):
                by_length.setdefault(len(term), []).append(term)
        self._by_length = {length: _Words(words) for length, words in by_length.items()}

    def within(self, term: str, edits: int) -> list[tuple[str, int]]:
        """The words within so many edits (optimal string alignment: a swap of neighbours counts as one), with how many."""
        near = []
        for length in range(len(term) - edits, len(term) + edits + 1):
            held = self._by_length.get(length)
            words = held.like(term, edits) if held is not None else []
            for first in range(0, len(words), _AT_ONCE):
                found = extract(
                    term, words[first : first + _AT_ONCE], scorer=OSA.distance, score_cutoff=edits, limit=None
                )
                near += [(word, int(distance)) for word, distance, _ in found]
        return near


class _Words:
    """Words of one length."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = np.array(words)
        self._letters = _letters(self._words)

    def like(self, term: str, edits: int) -> list[str]:
        """Those whose letters differ by no more than edits can make of them."""
        asked = _letters(np.array([term]))[0]
        missing, more = np.bitwise_count(asked & ~self._letters), np.bitwise_count(self._letters & ~asked)
        found: list[str] = self._words[(missing <= edits) & (more <= edits)].tolist()
        return found


def _letters(words: NDArray[np.str_]) -> NDArray[np.uint32]:
    """One of 32 bits for each letter; some letters share one."""
    codes = words.view(np.uint32).reshape(len(words), -1)
    bits: NDArray[np.uint32] = np.bitwise_or.reduce(np.uint32(1) << (codes & np.uint32(31)), axis=1)
    return bits
