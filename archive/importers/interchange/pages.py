"""HTML of another program laid out in blocks, with the way from bytes of its text (as Taguette counts them) to our positions.

Nothing but text is taken: no address is followed, no script, style or attribute looked at.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
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
BREAKING = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4"
    " h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead title tr ul".split()
)
HIDDEN = frozenset({"script", "style"})
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
        self._hidden += tag in HIDDEN
        self._quoted += tag == "blockquote"
        if tag in BREAKING:
            kind = _KINDS.get(tag, (BlockKind.PARAGRAPH, 0))
            self.kinds.append((BlockKind.QUOTE, 1) if self._quoted and kind[0] is BlockKind.PARAGRAPH else kind)

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in HIDDEN))
        self._quoted = max(0, self._quoted - (tag == "blockquote"))
        if tag in BREAKING:
            self.kinds.append((BlockKind.QUOTE, 1) if self._quoted else (BlockKind.PARAGRAPH, 0))

    def handle_data(self, data: str) -> None:
        line, column = self.getpos()
        self.pieces.append((len(self.kinds) - 1, "" if self._hidden else data, self._lines[line - 1] + column))


class _Laid(NamedTuple):
    """One block: what it is, its text, its place in the source, and the page's own characters that it was made of."""

    kind: BlockKind
    level: int
    text: str
    source: tuple[int, int]
    raw: str


class Page:
    """A document: `laid` is its canonical text. Places are worked out when the first one is asked for."""

    def __init__(self, html: str) -> None:
        self.html = storable(html)
        self._laid = list(_blocks(_Pieces(self.html)))
        parts: list[str] = []
        blocks: list[Block] = []
        place = 0
        for each in self._laid:
            if each.text:
                place += bool(blocks)
                blocks.append(Block(each.kind, place, place + len(each.text), each.source, each.level))
                parts.append(each.text)
                place += len(each.text)
        self.laid = Text("\n".join(parts), tuple(blocks) or (Block(BlockKind.PARAGRAPH, 0, 0, (0, 0)),))

    @cached_property
    def _bytes(self) -> list[int]:
        """The bytes before each character of the page's text, and of all of it."""
        data = self.raw.encode()
        return [*compress(range(len(data)), data.translate(_LEADS)), len(data)]

    @cached_property
    def _places(self) -> tuple[list[int], list[int]]:
        """Where each character of the page's text begins and ends in the canonical text."""
        begin: list[int] = []
        finish: list[int] = []
        following = sum(bool(each.text) for each in self._laid)
        place, first = 0, True
        for each in self._laid:
            if each.text:
                place += not first
                starts, ends = _joined(each.raw)
                begin.extend(_moved(starts, place))
                finish.extend(_moved(ends, place))
                place += len(each.text)
                following, first = following - 1, False
            elif each.raw:
                # The blanks between two blocks are the line break that joins them.
                joint = place + bool(not first and following)
                begin += [place, *[joint] * (len(each.raw) - 1)]
                finish += [joint] * len(each.raw)
        return begin, finish

    @property
    def size(self) -> int:
        """The UTF-8 bytes of all its text."""
        return self._bytes[-1]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where `[start, end)` of the bytes, which is not empty, stands in the canonical text; None where a byte is inside of a
        character."""
        first, last = bisect_right(self._bytes, start) - 1, bisect_right(self._bytes, end) - 1
        if self._bytes[first] != start or self._bytes[last] != end or first >= last:
            return None
        return self.at(first, last)

    @cached_property
    def raw(self) -> str:
        """All its text, blanks between blocks too."""
        return "".join(each.raw for each in self._laid)

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Where `[start, end)` of the characters of `raw`, which is not empty, stands in the canonical text."""
        # The end is where the last character ends, not where the next one begins: that may be in another block.
        starts, ends = self._places
        return starts[start], ends[end - 1]


def text_of(html: str) -> str:
    """The text of a piece of HTML, every character of it."""
    return "".join(text for _, text, _ in _Pieces(storable(html)).pieces)


def _blocks(found: _Pieces) -> Iterator[_Laid]:
    """The blocks in the order of the page; one without words has an empty text."""
    for number, group in groupby(found.pieces, key=lambda piece: piece[0]):
        pieces = list(group)
        raw = "".join(text for _, text, _ in pieces)
        text = " ".join(filter(None, _LINES.split(raw)))
        first, last = pieces[0][2], pieces[-1][2] + len(pieces[-1][1])
        kind, level = found.kinds[number]
        yield _Laid(kind, level, text if text.strip() else "", (first, max(first, last)), raw)


def _moved(places: Sequence[int], by: int) -> Iterable[int]:
    return range(places[0] + by, places[-1] + by + 1) if isinstance(places, range) else [place + by for place in places]


def _joined(raw: str) -> tuple[Sequence[int], Sequence[int]]:
    """Where each character of a block begins and ends in its text, in which a line break with the blanks around it is one blank,
    and at the edges nothing.
    """
    if "\n" not in raw and "\r" not in raw:
        return range(len(raw)), range(1, len(raw) + 1)
    starts: list[int] = []
    ends: list[int] = []
    size = at = 0

    def keep(length: int) -> None:
        nonlocal size
        starts.extend(range(size, size + length))
        ends.extend(range(size + 1, size + length + 1))
        size += length

    for match in _LINES.finditer(raw):
        keep(match.start() - at)
        inner = bool(size) and match.end() < len(raw)
        starts += [size] * len(match[0])
        ends += [size + inner] * len(match[0])
        size += inner
        at = match.end()
    keep(len(raw) - at)
    return starts, ends
