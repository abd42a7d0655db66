"""The words that the articles use, as they are written: those that begin so, and those that are nearly so."""

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from .analysis import is_cjk

_LINE_END = 10


def starting_with(lexicon: bytes, start: str) -> dict[str, int]:
    """The terms of a lexicon (`Segment.lexicon`) that begin so, each with its number in the lexicon (from 0).

    They stand in order, so they are found by halving.
    """

    def term_at(place: int) -> bytes:
        line = lexicon.rfind(b"\n", 0, place + 1) + 1
        return lexicon[line : lexicon.find(b"\n", line)]

    places = range(len(lexicon) - 1)  # the last byte ends the last line
    low = start.encode()
    first = bisect_left(places, low, key=term_at)
    # 0xFF never occurs in UTF-8, so it sorts after every continuation.
    last = bisect_left(places, low + b"\xff", lo=first, key=term_at)
    if first == last:
        return {}
    number = int(np.count_nonzero(np.frombuffer(lexicon, np.uint8, first) == _LINE_END))
    return {term: number + more for more, term in enumerate(lexicon[first + 1 : last].decode().split("\n"))}


class Vocabulary:
    """The words of several lexicons by length, without those of Hangul, Han and Kana, which are no words but pairs."""

    def __init__(self, lexicons: Iterable[bytes]) -> None:
        self._by_length: dict[int, list[str]] = {}
        for term in set().union(*(lexicon.decode().split("\n") for lexicon in lexicons)):
            if term and (term.isascii() or not is_cjk(term)):
                self._by_length.setdefault(len(term), []).append(term)

    def within(self, term: str, edits: int) -> list[tuple[str, int]]:
        """The words within so many edits (optimal string alignment: a swap of neighbours counts as one), with how many."""
        near = []
        for length in range(len(term) - edits, len(term) + edits + 1):
            words = self._by_length.get(length, ())
            found = extract(term, words, scorer=OSA.distance, score_cutoff=edits, limit=None)
            near += [(word, int(distance)) for word, distance, _ in found]
        return near
