"""Cuts an edition into sections that can be set at once, and a section into pieces that become one Qt block each.

Promises that no section holds more than `SECTION_BYTES` bytes of UTF-8 or `SECTION_PIECES` pieces, and no piece more
than `PIECE_CHARACTERS`, whatever the edition holds; that the pieces of all sections cover every code point of every
block once and in order; and that nothing here knows Qt, so that it can run on any thread.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from archive.model.article import Block, BlockKind, Edition, SetAside
from archive.operations import illustrations

# Setting a section blocks the interface, so its work is bounded. What letters cost follows their length in UTF-8: Latin
# 1, Hebrew 2, Hangul 3, an emoji of several parts a dozen. Measured with Qt 6.11 on one busy core: 32,000 bytes take
# 20 to 35 ms in any script, 500 blocks 25 ms, and one word of 4,000 letters 1 ms, rising with its square.
SECTION_BYTES = 32_000
SECTION_PIECES = 500
PIECE_CHARACTERS = 4_000

NUMBERED = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.ITEM})


class Role(StrEnum):
    """How a piece is set."""

    TITLE = "title"
    ABOUT = "about"  # the line under the title: publisher, date, byline, minutes, how much is read
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    ITEM = "item"
    CAPTION = "caption"
    META = "meta"
    SET_ASIDE = "set-aside"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch `[start, end)` of the canonical text that becomes one Qt block, or words that are only displayed.

    `shown` is the text of a display-only piece (then `start == end` is its place among the text). `number` is the
    paragraph's number, on its first piece. `continued` marks a piece that carries on the block before it.
    `set_aside` is an index into the edition's set-aside stretches, `picture` one into its pictures.
    """

    role: Role
    start: int
    end: int
    level: int = 0
    number: int | None = None
    continued: bool = False
    shown: str | None = None
    set_aside: int | None = None
    block: int | None = None
    picture: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks `[first, last)` clipped to `[start, end)` of the text; `numbered` paragraphs stand before the first block."""

    first: int
    last: int
    start: int
    end: int
    numbered: int


class Outline:
    """An edition cut into sections. Building it walks the blocks once: do it off the interface thread."""

    def __init__(self, edition: Edition, title: str) -> None:
        self.edition = edition
        self.title = title
        self.sections = _sections(edition)
        self._starts = [section.start for section in self.sections]
        self._heading = next(
            (index for index, block in enumerate(edition.blocks[:40]) if _is_title(edition, block, title)), None
        )
        self._places = _places(edition)
        self._pictures = illustrations.placed(edition)

    def section_at(self, position: int) -> int:
        """The index of the section that holds a position of the canonical text."""
        return max(0, bisect_right(self._starts, position) - 1)

    def block_at(self, position: int) -> int | None:
        """The index of the block that holds a position (its end counts as inside), or None in an empty text."""
        index = bisect_right(self.edition.blocks, position, key=lambda block: block.start) - 1
        return index if index >= 0 else None

    def number_at(self, position: int) -> int | None:
        """The number of the paragraph at a position, or of the last one before it; None before the first."""
        index = self.block_at(position)
        if index is None:
            return None
        section = self.sections[self.section_at(self.edition.blocks[index].start)]
        count = section.numbered + sum(
            1 for block in self.edition.blocks[section.first : index + 1] if block.kind in NUMBERED
        )
        return count or None

    def pieces(self, index: int, *, set_aside: bool = False, pictures: bool = True) -> list[Piece]:
        """The pieces of one section, with its display-only ones; `set_aside` shows what was set aside at its place, `pictures`
        those of the original."""
        section = self.sections[index]
        found: list[Piece] = []
        if index == 0 and self._heading is None:
            found += [
                Piece(Role.TITLE, section.start, section.start, level=1, shown=self.title),
                Piece(Role.ABOUT, section.start, section.start, shown=""),
            ]
        shown = self._pictures if pictures else {}
        if index == 0:
            found += _shown(shown.get(-1, ()), section.start)
        number = section.numbered
        for block_index in range(section.first, section.last):
            block = self.edition.blocks[block_index]
            if set_aside:
                found += self._set_aside_before(block_index)
            starts_here = block.start >= section.start
            if block.kind in NUMBERED and starts_here:
                number += 1
            found += self._block(block_index, section, number)
            if block_index == self._heading:
                found.append(Piece(Role.ABOUT, block.end, block.end, shown=""))
            if block.end <= section.end and shown:
                found += _shown(shown.get(block_index, ()), block.end)
        if set_aside and index == len(self.sections) - 1:
            found += self._set_aside_before(len(self.edition.blocks))
        return found

    def _block(self, index: int, section: Section, number: int) -> Iterator[Piece]:
        block = self.edition.blocks[index]
        role = Role.TITLE if index == self._heading else Role(block.kind.value)
        start, end = max(block.start, section.start), min(block.end, section.end)
        for at, (left, right) in enumerate(_cut(self.edition.text, start, end)):
            first = at == 0 and left == block.start
            numbered = number if first and block.kind in NUMBERED else None
            yield Piece(role, left, right, block.level, numbered, continued=not first, block=index)

    def _set_aside_before(self, block_index: int) -> Iterator[Piece]:
        """What was set aside right before a block; a long text is shown by its first lines only, and says so."""
        blocks, text = self.edition.blocks, self.edition.text
        at = blocks[block_index].start if block_index < len(blocks) else len(text)
        for index in self._places.get(block_index, ()):
            words = " ".join(self.edition.set_aside[index].text[: PIECE_CHARACTERS + 1].split())
            if len(words) > PIECE_CHARACTERS // 4:
                words = words[: PIECE_CHARACTERS // 4] + "…"
            yield Piece(Role.SET_ASIDE, at, at, shown=words, set_aside=index)


def _shown(pictures: Sequence[int], at: int) -> list[Piece]:
    return [Piece(Role.PICTURE, at, at, shown="\u00a0", picture=number) for number in pictures]


# A number or a sign that an item brings along: it needs no bullet of ours.
_MARKER = re.compile(r"(?:\(?\d{1,3}[.)]|[•‣◦▪●○·–—*-])\s+(?=\S)")


def marker(words: str) -> str:
    """The number or sign with which an item's words begin, with the white space after it; "" without one."""
    found = _MARKER.match(words)
    return found[0] if found else ""


def from_right(words: str) -> bool:
    """Whether words run from right to left: their first letter with a direction says so (Unicode UAX 9, P2)."""
    for letter in words[:1_000]:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def _is_title(edition: Edition, block: Block, title: str) -> bool:
    if block.kind is not BlockKind.HEADING or block.level > 1:
        return False
    return edition.text[block.start : block.end].split() == title.split()


def _sections(edition: Edition) -> tuple[Section, ...]:
    text, blocks = edition.text, edition.blocks
    found: list[Section] = []
    first = numbered = counted = pieces = weight = 0
    start = blocks[0].start if blocks else 0
    for index, block in enumerate(blocks):
        heavy = _weight(text[block.start : block.end])
        if index > first and (weight + 1 + heavy > SECTION_BYTES or pieces >= SECTION_PIECES):
            found.append(Section(first, index, start, blocks[index - 1].end, numbered))
            first, start, numbered, pieces, weight = index, block.start, counted, 0, 0
        pieces += 1 + (block.end - block.start) // PIECE_CHARACTERS
        counted += block.kind in NUMBERED
        # Between two blocks stands a line break.
        weight += heavy + (index > first)
        while weight > SECTION_BYTES:
            cut = _soft_cut(text, start, start + _fitting(text[start : min(block.end, start + SECTION_BYTES)]))
            found.append(Section(first, index + 1, start, cut, numbered))
            first, start, numbered, pieces = index, cut, counted, 1
            weight = _weight(text[start : block.end])
    found.append(Section(first, len(blocks), start, blocks[-1].end if blocks else len(text), numbered))
    return tuple(found)


def _weight(words: str) -> int:
    return len(words.encode("utf-8", "surrogatepass"))


def _fitting(words: str) -> int:
    """How many code points of the words fit into a section."""
    return len(words.encode("utf-8", "surrogatepass")[:SECTION_BYTES].decode("utf-8", "ignore"))


_SPACE = re.compile(r"\s")


def _soft_cut(text: str, start: int, end: int) -> int:
    """A place to cut `[start, end)` near its end: after a white space if there is one in its last tenth, else its end."""
    reach = max(start + 1, end - (end - start) // 10)
    for position in range(end, reach, -1):
        if _SPACE.match(text[position - 1]):
            return position
    return end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > PIECE_CHARACTERS:
        cut = _soft_cut(text, start, start + PIECE_CHARACTERS)
        yield start, cut
        start = cut
    yield start, end


def _places(edition: Edition) -> dict[int, list[int]]:
    """For each block index the set-aside stretches that stood right before it in the decoded original."""
    starts: Sequence[int] = [block.source[0] for block in edition.blocks] if edition.set_aside else ()
    found: dict[int, list[int]] = {}
    order: list[tuple[int, SetAside]] = sorted(enumerate(edition.set_aside), key=lambda item: item[1].start)
    for index, stretch in order:
        found.setdefault(bisect_right(starts, stretch.start), []).append(index)
    return found
