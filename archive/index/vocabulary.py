"""The words that the articles use, as they are written: those that begin so, and those that are nearly so."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from .analysis import is_cjk


def _as_stored(term: str) -> bytes:
    return term.encode()


def starting_with(lexicon: Sequence[str], start: str) -> Sequence[str]:
    """The slice of a lexicon (sorted as UTF-8 sorts) whose terms begin so."""
    low = start.encode()
    # 0xFF never occurs in UTF-8, so it sorts after every continuation.
    first = bisect_left(lexicon, low, key=_as_stored)
    return lexicon[first : bisect_left(lexicon, low + b"\xff", lo=first, key=_as_stored)]


class Vocabulary:
    """The words of several lexicons by length, without those of Hangul, Han and Kana, which are no words but pairs."""

    def __init__(self, lexicons: Iterable[Sequence[str]]) -> None:
        self._by_length: dict[int, list[str]] = {}
        for term in set().union(*lexicons):
            if term.isascii() or not is_cjk(term):
                self._by_length.setdefault(len(term), []).append(term)

    def within(self, term: str, edits: int) -> list[tuple[str, int]]:
        """The words within so many edits (optimal string alignment: a swap of neighbours counts as one), with how many."""
        near = []
        for length in range(len(term) - edits, len(term) + edits + 1):
            words = self._by_length.get(length, ())
            found = extract(term, words, scorer=OSA.distance, score_cutoff=edits, limit=None)
            near += [(word, int(distance)) for word, distance, _ in found]
        return near
