"""The lines of a document in reading order, each with its page and column, and what is typical of all of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from .columns import Column
from .glyphs import Word
from .joining import HYPHENS
from .strips import Strip, spelled

SUPERSCRIPTS: Final = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_RAISED_SIZE, _RAISED_EMS = 0.86, 0.15  # a mark is smaller than its line, and above its base
_RAISED: Final = frozenset("0123456789+-()")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column: its words (raised digits as such), and where it stands. `page` counts from 0."""

    words: tuple[Word, ...]
    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    italic: bool
    page: int
    column: int  # counted through the document
    edges: tuple[float, float]  # of its column
    cell: tuple[int, int] | None = None  # the row and the cell of a table that it stands in

    @property
    def trailing(self) -> bool:
        return self.words[-1].trailing

    @property
    def hyphened(self) -> bool:
        return len(self.text) > 1 and self.text[-1] in HYPHENS


@dataclass(frozen=True, slots=True)
class Measure:
    """What most of a document's text is like: the size of its letters, the distance of its lines (both in points)."""

    size: float
    pitch: float
    bold: bool


def lines(columns: Iterable[tuple[int, Sequence[Column]]]) -> list[Line]:
    """The lines of all (page, columns), in reading order."""
    found: list[Line] = []
    number = 0
    for page, parts in columns:
        for column in parts:
            places = column.cells or (None,) * len(column.rows)
            for row, cell in zip(column.rows, places, strict=True):
                line = _line(row, page, number, (column.left, column.right))
                found.append(line if cell is None else replace(line, cell=cell))
            number += 1
    return found


def measure(found: Sequence[Line]) -> Measure:
    """What is typical, weighed by letters."""
    sizes, bolds, pitches = Counter[float](), Counter[bool](), Counter[float]()
    for line in found:
        sizes[line.size] += len(line.text)
        bolds[line.bold] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    for one, other in pairwise(found):
        if (
            one.column == other.column
            and one.cell is None
            and one.size == other.size == size
            and 0 < one.base - other.base < 4 * size
        ):
            pitches[round(2 * (one.base - other.base)) / 2] += 1
    # The closest of the common distances: paragraphs of one line each stand further apart.
    common = [pitch for pitch, count in pitches.items() if count >= 0.25 * max(pitches.values())]
    return Measure(size, min(common) if common else 1.25 * size, bolds[True] > bolds[False])


def _line(row: Strip, page: int, number: int, edges: tuple[float, float]) -> Line:
    words = tuple(_raised(word, row) for word in row.words)
    text = _closed_up(words)
    if text is not None:
        first = words[0]
        words = (Word(text, row.left, row.right, row.base, first.look, first.spaced, words[-1].trailing, first.target),)
    lettered = [word for word in words if any(map(str.isalnum, word.text))] or list(words)
    bold, italic = (
        all(flags) for flags in zip(*((word.look.bold, word.look.italic) for word in lettered), strict=True)
    )
    return Line(words, spelled(words), row.left, row.right, row.base, row.size, bold, italic, page, number, edges)


def _raised(word: Word, row: Strip) -> Word:
    """Digits above the line (a note's mark, a power) as the characters that say so."""
    small = word.look.size <= _RAISED_SIZE * row.size
    raised = small and word.base - row.base > _RAISED_EMS * row.size and set(word.text) <= _RAISED
    if not raised:
        return word
    text = word.text.translate(SUPERSCRIPTS)
    return Word(text, word.left, word.right, word.base, word.look, word.spaced, word.trailing, word.target)


def _closed_up(words: Sequence[Word]) -> str | None:
    """A line whose letters were spaced out for looks ("S U M M A R Y"), closed up; None for any other."""
    letters = [word for word in words if word.text.isalpha()]
    if len(words) < 4 or len(letters) != len(words) or any(len(word.text) > 1 for word in words):
        return None
    if not all(word.text.isascii() for word in words):
        return None
    gaps = [other.left - one.right for one, other in pairwise(words)]
    usual = sorted(gaps)[len(gaps) // 2]
    return words[0].text + "".join(
        f" {word.text}" if gap > 1.6 * usual and usual > 0 else word.text
        for gap, word in zip(gaps, words[1:], strict=True)
    )
