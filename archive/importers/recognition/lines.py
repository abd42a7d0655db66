"""Recognised words to lines and paragraphs: what a heading is, what a page number, and which lines stand on every page."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from .tables import Word

HEADER = "running line"
PAGE_NUMBER = "page number"
_NUMBER = re.compile(r"[\W_]*(?:p(?:age|\.)?\s*)?\d{1,4}(?:\s*(?:/|of|von)\s*\d{1,4})?[\W_]*", re.IGNORECASE)
# Letters whose height is that of the script: none that hangs below the line, at least one that is as tall as letters get.
_HANGING = re.compile(r"[gjpqyQ,;()\[\]{}/_@]")
_TALL = re.compile(r"[A-Zbdfhklt0-9\uac00-\ud7a3\u4e00-\u9fff]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_GAP = 0.33  # of the letters' height: less is no space
_LARGER = 1.22  # than the letters of most lines: a heading
_NEAR = 1.45  # of the usual distance of lines: farther, a paragraph begins
_SHORT = 0.62  # of a usual line: the paragraph ends there
_HEADING_WORDS = 18
_FEW_PAGES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; `size` is the height of its letters in pixels."""

    words: tuple[Word, ...]
    size: float

    @property
    def text(self) -> str:
        return "".join(("" if joined or not at else " ") + word.text for at, (word, joined) in enumerate(self.spelt()))

    def spelt(self) -> list[tuple[Word, bool]]:
        """Each word, and whether it goes on from the one before: what is written in Hangul or Han comes syllable by syllable."""
        found: list[tuple[Word, bool]] = []
        edge = 0
        for word in self.words:
            wide = bool(found) and _WIDE.match(found[-1][0].text[-1]) and _WIDE.match(word.text[0])
            found.append((word, bool(wide) and word.left - edge < _GAP * self.size))
            edge = max(edge, word.right)
        return found

    @property
    def left(self) -> int:
        return min(word.left for word in self.words)

    @property
    def top(self) -> int:
        return min(word.top for word in self.words)

    @property
    def width(self) -> int:
        return max(word.right for word in self.words) - self.left


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; `heading` is its level, 0 for none."""

    lines: tuple[Line, ...]
    heading: int = 0


def page_lines(words: Iterable[Word]) -> list[Line]:
    """The lines of a page in reading order."""
    return [_line(tuple(group)) for _, group in groupby(words, key=lambda word: word.line)]


def _line(words: tuple[Word, ...]) -> Line:
    plain = [word for word in words if _TALL.search(word.text) and not _HANGING.search(word.text)]
    return Line(words, median(word.bottom - word.top for word in plain or words))


@dataclass(frozen=True, slots=True)
class _Usual:
    """Of a page: how wide lines are, and how far below each other they stand."""

    width: int
    pitch: float


def paragraphs(lines: Sequence[Line], usual_size: float) -> list[Paragraph]:
    """The paragraphs of a page. A line goes on with the one above it where it stands right below, whatever region it was found in."""
    usual = _usual(lines)
    found: list[Paragraph] = []
    waiting: list[Line] = []
    for line in lines:
        if waiting and _ends(waiting[-1], line, usual):
            found.append(_paragraph(waiting, usual_size))
            waiting = []
        waiting.append(line)
    return [*found, *([_paragraph(waiting, usual_size)] if waiting else [])]


def _usual(lines: Sequence[Line]) -> _Usual:
    wide = sorted(line.width for line in lines if len(line.words) > 4)
    steps = [below.top - above.top for above, below in pairwise(lines) if _together(above, below)]
    return _Usual(wide[len(wide) * 4 // 5] if wide else 0, median(steps) if steps else 0.0)


def _together(above: Line, below: Line) -> bool:
    return above.words[0].line[:2] == below.words[0].line[:2]


def _ends(last: Line, line: Line, usual: _Usual) -> bool:
    right_below = abs(line.left - last.left) < 1.2 * last.size and 0 < line.top - last.top <= _NEAR * usual.pitch
    if not right_below and not _together(last, line):
        return True
    changes = not 1 / _LARGER < line.size / last.size < _LARGER
    return last.width < _SHORT * usual.width or (changes and min(len(last.words), len(line.words)) > 1)


def _paragraph(lines: list[Line], usual_size: float) -> Paragraph:
    size = max(line.size for line in lines)
    count = sum(len(line.words) for line in lines)
    large = (
        len(lines) <= 3
        and count <= _HEADING_WORDS
        and size >= _LARGER * usual_size
        and not lines[-1].text.endswith(".")
    )
    heading = 0
    if large and any(map(str.isalpha, lines[0].text)):
        heading = 1 if size >= 1.5 * usual_size else 2
    return Paragraph(tuple(lines), heading)


def usual_size(pages: Iterable[Sequence[Line]]) -> float:
    """The height of most letters."""
    sizes = [line.size for lines in pages for line in lines for _ in line.words]
    return median(sizes) if sizes else 1.0


def furniture(pages: Sequence[Sequence[Line]]) -> dict[tuple[int, int], str]:
    """(page, line) → why: page numbers at the edges of pages, and what stands there on most of them."""
    edges = {(at, place): line for at, lines in enumerate(pages) for place, line in _edges(lines)}
    found = {where: PAGE_NUMBER for where, line in edges.items() if _NUMBER.fullmatch(line.text)}
    alike = Counter(_plain(line.text) for where, line in edges.items() if where not in found)
    least = max(_FEW_PAGES, len(pages) // 2)
    found.update(
        {where: HEADER for where, line in edges.items() if where not in found and alike[_plain(line.text)] >= least}
    )
    return found


def _edges(lines: Sequence[Line]) -> list[tuple[int, Line]]:
    """The uppermost and the lowest line of a page that has others."""
    if len(lines) < 3:
        return []
    order = sorted(range(len(lines)), key=lambda place: lines[place].words[0].top)
    return [(place, lines[place]) for place in (order[0], order[-1])]


def _plain(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text).casefold()
