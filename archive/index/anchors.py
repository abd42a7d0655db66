"""Where the words of long texts stand in their characters and bytes: a mark every so many positions, so that of a report of a megabyte only
what a query's words stand in need be read.

A mark is the beginning of a stretch (`kinds`), which no token reaches over: that in which the position stands. So the word at position p
stands between the mark p // EVERY and the end of the stretch that the next mark begins.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .arrays import Array, Numbers
from .packed import Packed, summed

LONG = 20_000  # characters from which on a text has marks
EVERY = 128  # positions
# Characters that are read before and behind: more than a passage has, with what is looked at to find its edges (`passages`). What is read ends
# before a stretch, so no grapheme is cut.
_AROUND = 500
_MOST = 4  # of a text no more than one part in so many is read apart,
_MOST_CHARS = 50_000  # and no more than this is looked through
_NO_NUMBERS = np.zeros(0, np.int64)


class Marks(NamedTuple):
    """Of one text: the place of each mark in characters and in bytes of UTF-8, 0 before them and the end behind them."""

    chars: Numbers
    octets: Numbers

    @classmethod
    def of(cls, text: str, starts: Array, widths: Array) -> "Marks | None":
        """From where its stretches begin, in characters, and the positions that each takes; None where there are none."""
        positions = summed(widths)
        if not positions[-1]:
            return None
        chosen = positions[:-1].searchsorted(np.arange(0, int(positions[-1]), EVERY), side="right") - 1
        chars = np.concatenate([[0], starts[chosen].astype(np.int64), [len(text)]])
        if text.isascii():
            return cls(chars, chars)
        raw = np.frombuffer(text.encode(errors="replace"), np.uint8)
        begins = np.flatnonzero((raw & 0xC0) != 0x80)
        return cls(chars, np.append(begins, len(raw))[chars])


class Part(NamedTuple):
    """Half-open stretches of one text, in characters and in bytes."""

    first: int
    last: int
    first_byte: int
    last_byte: int


class Reading(NamedTuple):
    """What has to be read of a text of so many characters and bytes, which begins behind its headline; and the stretches, in characters, in
    which the words stand: each goes on to the end of the word that it ends in.
    """

    chars: int
    octets: int
    begin: int
    parts: Sequence[Part]
    stretches: Sequence[tuple[int, int]]

    def text(self, read: Sequence[bytes]) -> str | None:
        """The text with spaces for all that was not read; None where what was read is not as long as it was."""
        found, end = [], 0
        for part, data in zip(self.parts, read, strict=True):
            stretch = data.decode(errors="replace")
            if len(stretch) != part.last - part.first:
                return None
            found += [" " * (part.first - end), stretch]
            end = part.last
        return "".join([*found, " " * (self.chars - end)])


def reading(marks: Marks, begin: int, places: Iterable[tuple[int, int]]) -> Reading | None:
    """Of the words from each first position to its last one; None where that is too much of the text."""
    chars, octets = marks
    end = len(chars) - 1
    marked = sorted({(first // EVERY + 1, min(last // EVERY + 2, end)) for first, last in places})
    stretches = [(int(chars[low]), int(chars[high])) for low, high in _united(marked)]
    if sum(last - first for first, last in stretches) > _MOST_CHARS:
        return None
    # The text's beginning is shown where no word stands behind its headline.
    wanted = sorted([(begin, begin), *stretches])
    lower = chars.searchsorted([first - _AROUND for first, _ in wanted], side="right") - 1
    upper = chars.searchsorted([last + _AROUND for _, last in wanted])
    numbers = _united(zip(np.maximum(lower, 0).tolist(), np.minimum(upper, end).tolist(), strict=True))
    parts = [Part(int(chars[low]), int(chars[high]), int(octets[low]), int(octets[high])) for low, high in numbers]
    if sum(part.last_byte - part.first_byte for part in parts) * _MOST > octets[-1]:
        return None
    return Reading(int(chars[-1]), int(octets[-1]), begin, parts, stretches)


def _united(ascending: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches, those in one that touch or overlap."""
    found: list[tuple[int, int]] = []
    for start, end in ascending:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Anchors:
    """The marks of the long texts among a segment's documents: `documents` (ascending) are these, `begins` where each one's text goes on behind
    its headline, `starts` where each one's steps from mark to mark begin (and the last ones end): their `chars`, and the bytes that they
    take `beyond` these.
    """

    documents: Numbers
    begins: Numbers
    starts: Numbers
    chars: Packed
    beyond: Packed

    @classmethod
    def of(cls, documents: Sequence[int], begins: Sequence[int], marks: Sequence[Marks]) -> "Anchors | None":
        """Of these documents; None of none."""
        if not marks:
            return None
        chars = np.concatenate([np.diff(each.chars) for each in marks])
        taken = np.concatenate([np.diff(each.octets) for each in marks])
        return cls(
            np.array(documents, np.int64),
            np.array(begins, np.int64),
            summed(np.array([len(each.chars) - 1 for each in marks])),
            Packed.of(chars),
            Packed.of(taken - chars),
        )

    @classmethod
    def read(cls, arrays: Mapping[str, Array]) -> "Anchors | None":
        """From the arrays of a segment."""
        documents = arrays.get("marks.documents", _NO_NUMBERS).astype(np.int64)
        if not len(documents):
            return None
        starts = summed(arrays["marks.counts"])
        chars, beyond = (Packed.read(arrays, f"marks.{name}", int(starts[-1])) for name in ("chars", "beyond"))
        return cls(documents, arrays["marks.begins"].astype(np.int64), starts, chars, beyond)

    def arrays(self) -> dict[str, Array | bytes]:
        """What is kept of it."""
        return {
            "marks.documents": self.documents.astype(np.uint32),
            "marks.begins": self.begins.astype(np.uint32),
            "marks.counts": np.diff(self.starts).astype(np.uint32),
            **self.chars.arrays("marks.chars"),
            **self.beyond.arrays("marks.beyond"),
        }

    def of_document(self, place: int) -> tuple[Marks, int]:
        """Of one of `documents`, by its place among them: its marks, and where it begins."""
        start, end = int(self.starts[place]), int(self.starts[place + 1])
        chars = self.chars.part(start, end)
        return Marks(summed(chars), summed(chars + self.beyond.part(start, end))), int(self.begins[place])


def joined(parts: Sequence[tuple[Anchors, Numbers]]) -> Anchors | None:
    """Those of several segments in one; each comes with the new numbers of its documents (-1: left out), which ascend from part to part."""
    documents: list[int] = []
    begins: list[int] = []
    marks: list[Marks] = []
    for anchors, numbers in parts:
        for place, number in enumerate(numbers[anchors.documents].tolist()):
            if number >= 0:
                held, begin = anchors.of_document(place)
                documents.append(number)
                begins.append(begin)
                marks.append(held)
    return Anchors.of(documents, begins, marks)
