"""Which number a term has in a lexicon, and which term a number: of every few one is held by itself, and between two of these the bytes are searched."""

from bisect import bisect_left, bisect_right

import numpy as np

_STEP = 32
_LINE_END = b"\n"


class Lookup:
    """Over sorted terms as UTF-8, each between line ends; empty without terms."""

    def __init__(self, lexicon: bytes) -> None:
        ends = np.flatnonzero(np.frombuffer(lexicon, np.uint8) == _LINE_END[0])
        self._lexicon = lexicon
        self.size = max(len(ends) - 1, 0)
        self._places: list[int] = ends[: self.size : _STEP].tolist()  # the line ends before those that are held
        behind: list[int] = ends[1::_STEP].tolist()
        self._held = [lexicon[place + 1 : end] for place, end in zip(self._places, behind, strict=False)]
        self._places += ends[-1:].tolist()

    def number(self, term: bytes) -> int | None:
        """The number of a term, from 0."""
        block = bisect_right(self._held, term) - 1
        if block < 0:
            return None
        start = self._places[block]
        place = self._lexicon.find(_LINE_END + term + _LINE_END, start, self._places[block + 1] + 1)
        return block * _STEP + self._lexicon.count(_LINE_END, start, place) if place >= 0 else None

    def row(self, term: bytes) -> int:
        """The number of the first term that is not less."""
        block = bisect_right(self._held, term) - 1
        return block * _STEP + bisect_left(self._block(block), term) if block >= 0 else 0

    def term(self, number: int) -> bytes:
        """The term with this number."""
        return self._block(number // _STEP)[number % _STEP]

    def _block(self, block: int) -> list[bytes]:
        return self._lexicon[self._places[block] + 1 : self._places[block + 1]].split(_LINE_END)
