"""The words that the articles use, as they are written: those that begin so, and those that are nearly so."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from .analysis import is_cjk


def starting_with(lexicon: bytes, start: str) -> list[str]:
    """The terms of a lexicon (`Segment.lexicon`) that begin so; they stand side by side."""
    run = re.search(rb"(?:\n" + re.escape(start.encode()) + rb"[^\n]*)+", lexicon)
    return run[0].decode().split("\n")[1:] if run else []


class Vocabulary:
    """The words of several lexicons by length, without those of Hangul, Han and Kana, which are no words but pairs."""

    def __init__(self, lexicons: Iterable[bytes]) -> None:
        self._by_length: dict[int, list[str]] = {}
        for term in set().union(*(lexicon.decode().split() for lexicon in lexicons)):
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
