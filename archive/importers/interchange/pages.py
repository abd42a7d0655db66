"""HTML of another program laid out in blocks, with the way from bytes of its text (as Taguette counts them) to our positions.

Nothing but text is taken: no address is followed, no script, style or attribute looked at.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from itertools import compress, groupby
from typing import NamedTuple

from archive.base.text import storable
from archive.model.article import Block, BlockKind, Text

_KINDS = {
    **{f"h{level}": (BlockKind.HEADING, level) for level in range(1, 7)},
    "p": (BlockKind.PARAGRAPH, 0),
    "blockquote": (BlockKind.QUOTE, 1),
    "li": (BlockKind.ITEM, 1),
    "caption": (BlockKind.CAPTION, 0),
}
_BREAKING = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4"
    " h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead title tr ul".split()
)
_HIDDEN = frozenset({"script", "style"})
# Which bytes of UTF-8 begin a character: all but 10xxxxxx.
_LEADS = bytes(int(byte & 0xC0 != 0x80) for byte in range(256))
_LINES = re.compile(r"[ \t\f]*[\r\n][ \t\r\n\f]*")


class _Pieces(HTMLParser):
    """The text of a page in pieces, each with the block that it belongs to and its place in the source."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[tuple[int, str, int]] = []  # (number of the block, text, place in the source)
        self.kinds: list[tuple[BlockKind, int]] = [(BlockKind.PARAGRAPH, 0)]
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self._hidden = 0
        self._quoted = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in _HIDDEN
        self._quoted += tag == "blockquote"
        if tag in _BREAKING:
            kind = _KINDS.get(tag, (BlockKind.PARAGRAPH, 0))
            self.kinds.append((BlockKind.QUOTE, 1) if self._quoted and kind[0] is BlockKind.PARAGRAPH else kind)

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        self._quoted = max(0, self._quoted - (tag == "blockquote"))
        if tag in _BREAKING:
            self.kinds.append((BlockKind.QUOTE, 1) if self._quoted else (BlockKind.PARAGRAPH, 0))

    def handle_data(self, data: str) -> None:
        line, column = self.getpos()
        self.pieces.append((len(self.kinds) - 1, "" if self._hidden else data, self._lines[line - 1] + column))


class _Laid(NamedTuple):
    """One block: what it is, its text, its place in the source, and where each character of the page stands in that text."""

    kind: BlockKind
    level: int
    text: str
    source: tuple[int, int]
    starts: Sequence[int]
    ends: Sequence[int]


class Page:
    """A document: `laid` is its canonical text, `size` the UTF-8 bytes of all its text."""

    def __init__(self, html: str) -> None:
        self.html = storable(html)
        found = _Pieces(self.html)
        # For each character of the page's text: the bytes before it, and where it begins and ends in the canonical text.
        data = "".join(text for _, text, _ in found.pieces).encode()
        self._bytes = [*compress(range(len(data)), data.translate(_LEADS)), len(data)]
        self._starts: list[int] = []
        self._ends: list[int] = []
        self.size = self._bytes[-1]
        parts: list[str] = []
        blocks: list[Block] = []
        laid = list(_blocks(found))
        following = sum(bool(each.text) for each in laid)
        place = 0
        for each in laid:
            if each.text:
                place += bool(blocks)
                blocks.append(Block(each.kind, place, place + len(each.text), each.source, each.level))
                parts.append(each.text)
                self._starts.extend(_moved(each.starts, place))
                self._ends.extend(_moved(each.ends, place))
                place += len(each.text)
                following -= 1
            elif each.starts:
                # The blanks between two blocks are the line break that joins them.
                joint = place + bool(blocks and following)
                self._starts += [place, *[joint] * (len(each.starts) - 1)]
                self._ends += [joint] * len(each.ends)
        self.laid = Text("\n".join(parts), tuple(blocks) or (Block(BlockKind.PARAGRAPH, 0, 0, (0, 0)),))

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where `[start, end)` of the bytes, which is not empty, stands in the canonical text; None where a byte is inside of a
        character."""
        first, last = bisect_right(self._bytes, start) - 1, bisect_right(self._bytes, end) - 1
        if self._bytes[first] != start or self._bytes[last] != end or first >= last:
            return None
        # The end is where the last character ends, not where the next one begins: that may be in another block.
        return self._starts[first], self._ends[last - 1]


def text_of(html: str) -> str:
    """The text of a piece of HTML, every character of it."""
    return "".join(text for _, text, _ in _Pieces(storable(html)).pieces)


def _blocks(found: _Pieces) -> Iterator[_Laid]:
    """The blocks in the order of the page; one without words has an empty text."""
    for number, group in groupby(found.pieces, key=lambda piece: piece[0]):
        pieces = list(group)
        text, starts, ends = _joined("".join(text for _, text, _ in pieces))
        first, last = pieces[0][2], pieces[-1][2] + len(pieces[-1][1])
        kind, level = found.kinds[number]
        yield _Laid(kind, level, text, (first, max(first, last)), starts, ends)


def _moved(places: Sequence[int], by: int) -> Iterable[int]:
    return range(places[0] + by, places[-1] + by + 1) if isinstance(places, range) else [place + by for place in places]


def _joined(raw: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The text of a block in one line: a line break with the blanks around it is a blank, at the edges nothing."""
    if "\n" not in raw and "\r" not in raw and raw.strip():
        return raw, range(len(raw)), range(1, len(raw) + 1)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    size = at = 0

    def keep(piece: str) -> None:
        nonlocal size
        parts.append(piece)
        starts.extend(range(size, size + len(piece)))
        ends.extend(range(size + 1, size + len(piece) + 1))
        size += len(piece)

    for match in _LINES.finditer(raw):
        keep(raw[at : match.start()])
        inner = bool(size) and match.end() < len(raw)
        starts += [size] * len(match[0])
        ends += [size + inner] * len(match[0])
        parts.append(" " if inner else "")
        size += inner
        at = match.end()
    keep(raw[at:])
    text = "".join(parts)
    return ("", [0] * len(raw), [0] * len(raw)) if not text.strip() else (text, starts, ends)
