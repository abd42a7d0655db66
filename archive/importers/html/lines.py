"""Walks the tree of a page and gives its visible text as lines (future blocks) with inline marks and the zone each is in.

Every character of text outside scripts, styles and the head's machinery ends up in exactly one line.
"""

import html
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from archive.base.text import storable
from archive.model.article import BETWEEN_CELLS, BlockKind, Run, RunKind

from ..metadata import is_date_line, labelled
from .links import safe_target
from .tables import is_data_table
from .tree import BLOCKS, Break, Node, Page, Words
from .zones import Zone, words_of, zone_of

# No article has more lines; what follows is kept as one.
MAX_LINES: Final = 30_000
_SILENT: Final = frozenset({"script", "style", "title"})
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_MARKS: Final = {
    "em": RunKind.EMPHASIS, "i": RunKind.EMPHASIS, "cite": RunKind.EMPHASIS, "dfn": RunKind.EMPHASIS,
    "strong": RunKind.STRONG, "b": RunKind.STRONG, "a": RunKind.LINK,
}  # fmt: skip
_CAPTION: Final = re.compile(
    r"\b(?:fig)?caption|\bcredit\b|photo-?credit|image-?credit|wp-caption-text|cutline", re.IGNORECASE
)
_BLANK: Final = re.compile(r"\n\s*\n")
_SPACE: Final = re.compile(r"\s+")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,9};?|#[xX][0-9a-fA-F]{1,8};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)")
_SENTENCE_END: Final = re.compile(r"[.!?…。」』”\"')\]]\s*$")
_SEPARATE: Final = frozenset({"a", "span", "time", "em", "i", "b", "strong", "label", "small"})
_FEW_PIECES: Final = 24
_LONG_CHARS: Final = 60
_NAMES_NOTE: Final = re.compile(r" (?:byline|author|authors|writer|reporter|dateline|timestamp|meta|published|posted) ")
# What sets words in bold or in a size.
_STYLED: Final = frozenset({"b", "strong", "font", "big"})
_PROSE: Final = frozenset("p li h1 h2 h3 h4 h5 h6 td th dd dt blockquote pre figcaption".split())


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One inline element over text; `node` knows where it ended when that was before its inner blocks did."""

    kind: RunKind
    target: str | None
    node: Node

    def covers(self, position: int) -> bool:
        return self.node.ended is None or position < self.node.ended


@dataclass(slots=True, eq=False)
class Context:
    """What holds for text at one place of the tree."""

    node: Node
    block: Node
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    quotes: int = 0
    lists: int = 0
    marks: tuple[Mark, ...] = ()
    links: int = 0
    preformatted: bool = False
    row: Node | None = None
    zones: tuple[tuple[Node, Zone], ...] = ()


@dataclass(slots=True)
class Piece:
    """A stretch of text in a line; `words` None is a separator that stands in no text of the original."""

    words: Words | None
    context: Context
    text: str

    def marks(self) -> list[Mark]:
        """The inline elements that this text is inside of."""
        if self.words is None:
            return []
        return [mark for mark in self.context.marks if mark.covers(self.words.start)]


@dataclass(eq=False)
class Line:
    """One line of visible text: where it stands, what it could be, and in which zones."""

    pieces: list[Piece] = field(repr=False)
    context: Context = field(repr=False)
    number: int = 0

    @property
    def zones(self) -> tuple[tuple[Node, Zone], ...]:
        return self.context.zones

    @property
    def node(self) -> Node:
        """The block element that the line stands in."""
        return self.context.block

    @property
    def kind(self) -> BlockKind:
        return self.context.kind

    @property
    def level(self) -> int:
        return self.context.level

    @cached_property
    def text(self) -> str:
        """White space collapsed, none at the ends."""
        return " ".join("".join(piece.text for piece in self.pieces).split())

    @cached_property
    def linked(self) -> float:
        """The share of the characters that are links, 0–1."""
        total = sum(len(piece.text.strip()) for piece in self.pieces) or 1
        return sum(len(piece.text.strip()) for piece in self.pieces if piece.context.links) / total

    @cached_property
    def source(self) -> tuple[int, int]:
        """The place in the decoded original, without white space at the ends."""
        words = [piece.words for piece in self.pieces if piece.words is not None and piece.text.strip()]
        first, last, source = words[0], words[-1], self.node.source
        start = first.start + len(source[first.start : first.end]) - len(source[first.start : first.end].lstrip())
        end = last.start + len(source[last.start : last.end].rstrip())
        return start, max(end, start)

    def places(self) -> list[tuple[int, int]]:
        """For each character of `text`, the half-open place in the original that it was read from."""
        read: list[tuple[str, int, int]] = []
        for piece in self.pieces:
            words = piece.words
            if words is None:
                at = read[-1][2] if read else self.source[0]
                read.extend((letter, at, at) for letter in piece.text)
            else:
                read.extend(characters(self.node.source, words))
        kept: list[tuple[int, int]] = []
        for index, (letter, start, end) in enumerate(read):
            after_space = index > 0 and read[index - 1][0].isspace()
            if not letter.isspace() or (kept and not after_space):
                kept.append((start, end))
        return kept[: len(self.text)]

    def runs(self, at: int) -> tuple[Run, ...]:
        """The inline marks over the line's text when it begins at position `at` of the canonical text."""
        spans: dict[Mark, list[int]] = {}
        position, pending = 0, False
        for piece in self.pieces:
            for index, part in enumerate(_SPACE.split(piece.text)):
                pending = pending or index > 0
                if not part:
                    continue
                position += pending and position > 0
                pending = False
                for mark in piece.marks():
                    span = spans.setdefault(mark, [position, position])
                    span[1] = position + len(part)
                position += len(part)
        ordered = sorted(spans.items(), key=lambda item: (item[1][0], -item[1][1]))
        return tuple(Run(mark.kind, at + start, at + end, mark.target) for mark, (start, end) in ordered)


def characters(source: str, words: Words) -> Iterator[tuple[str, int, int]]:
    """The characters of a stretch of text, entities resolved, and where each stands in the original."""
    raw = source[words.start : words.end]
    position = 0
    for entity in _ENTITY.finditer(raw) if words.entities and "&" in raw else ():
        for index in range(position, entity.start()):
            yield raw[index], words.start + index, words.start + index + 1
        for letter in storable(html.unescape(entity[0])):
            yield letter, words.start + entity.start(), words.start + entity.end()
        position = entity.end()
    for index in range(position, len(raw)):
        yield raw[index], words.start + index, words.start + index + 1


def _above(node: Node, until: Container[Node] = ()) -> Iterator[Node]:
    """The element and those around it, up to its block (64 at most) or to one of `until`."""
    above: Node | None = node
    for _ in range(64):
        if above is None or above in until:
            return
        yield above
        if above.tag in BLOCKS:
            return
        above = above.parent


class Walker:
    """Collects the lines of a page. `base` is what relative links are told against."""

    def __init__(self, page: Page, base: str | None) -> None:
        self.page = page
        self.base = base
        self.lines: list[Line] = []
        self.pieces: list[Piece] = []
        self.breaks = 0
        self.after_inline = False

    def walk(self) -> list[Line]:
        root = Context(self.page.root, self.page.root)
        frames: list[tuple[Context, Iterator[Node | Words | Break], bool]] = [
            (root, iter(self.page.root.children), True)
        ]
        while frames:
            context, children, block = frames[-1]
            child = next(children, None)
            if child is None:
                frames.pop()
                if block:
                    self._flush()
                else:
                    self.after_inline = True
            elif isinstance(child, Words):
                self._words(child, context)
            elif isinstance(child, Break):
                self._flush()
            elif child.tag == "br":
                self._line_break(child, context)
            elif child.tag not in _SILENT:
                inner = self._enter(child, context)
                is_block = self._is_block(child, context)
                if is_block:
                    self._flush()
                else:
                    self._between(child, context)
                self._cell(child, inner)
                frames.append((inner, iter(child.children), is_block))
        self._flush(last=True)
        return self.lines

    def _is_block(self, node: Node, context: Context) -> bool:
        if context.row is not None and context.row is not node:
            return False
        return node.tag in BLOCKS

    def _between(self, node: Node, context: Context) -> None:
        """Elements side by side outside prose, and those of a byline, are set apart by style alone: keep their words apart."""
        beside = self.after_inline and self.pieces and node.tag in _SEPARATE
        if beside and (context.block.tag not in _PROSE or _NAMES_NOTE.search(words_of(context.block.names()))):
            self.pieces.append(Piece(None, context, " "))
        self.after_inline = False

    def _cell(self, node: Node, inner: Context) -> None:
        if inner.row is None or inner.row is node:
            return
        if node.tag in ("td", "th") and self.pieces:
            self.pieces.append(Piece(None, inner, BETWEEN_CELLS))
        elif node.tag in BLOCKS and self.pieces:
            self.pieces.append(Piece(None, inner, " "))

    def _line_break(self, node: Node, context: Context) -> None:
        self.breaks += 1
        written = "".join(piece.text for piece in self.pieces[-3:]) if self.pieces else ""
        long = sum(len(piece.text) for piece in self.pieces[:_LONG_CHARS]) >= _LONG_CHARS
        if context.row is None and (
            self.breaks > 1 or (long and _SENTENCE_END.search(written)) or self._set_apart(node)
        ):
            self._flush()
        elif self.pieces:
            self.pieces.append(Piece(None, context, " "))

    def _set_apart(self, node: Node) -> bool:
        """Whether all that stands before a line break is one bold or sized stretch, a menu, or a byline or date: old pages set them so."""
        if len(self.pieces) > _FEW_PIECES:
            return False  # a heading or a byline is short; and so the cost stays linear
        shown = [piece for piece in self.pieces if piece.text.strip()]
        if any(piece.context.links for piece in shown) and any("|" in piece.text for piece in shown):
            return True
        around = set(_above(node))
        written = " ".join("".join(piece.text for piece in shown).split())
        if shown and len(written) <= 120 and (is_date_line(written) or labelled(written)):
            return True
        return bool(shown) and all(
            any(each.tag in _STYLED for each in _above(piece.context.node, around)) for piece in shown
        )

    def _words(self, words: Words, context: Context) -> None:
        raw = self.page.source[words.start : words.end]
        if not context.preformatted or context.row is not None:
            self._piece(raw, words, context)
            return
        position = 0
        for blank in _BLANK.finditer(raw):
            self._piece(
                raw[position : blank.start()],
                Words(words.start + position, words.start + blank.start(), words.entities),
                context,
            )
            self._flush()
            position = blank.end()
        self._piece(raw[position:], Words(words.start + position, words.end, words.entities), context)

    def _piece(self, raw: str, words: Words, context: Context) -> None:
        text = storable(html.unescape(raw)) if words.entities and "&" in raw else raw
        self.after_inline = False
        if text.strip():
            self.breaks = 0
        elif not self.pieces:
            return
        self.pieces.append(Piece(words, context, text))

    def _flush(self, *, last: bool = False) -> None:
        self.breaks = 0
        self.after_inline = False
        if len(self.lines) >= MAX_LINES and not last:
            self.page.flattened = True
            if self.pieces:
                self.pieces.append(Piece(None, self.pieces[-1].context, " "))
            return
        pieces, self.pieces = self.pieces, []
        first = next(
            (piece for piece in pieces if piece.words is not None and piece.text.strip(" \t\r\n\f\xa0\u200b\ufeff")),
            None,
        )
        if first is not None and first.text.strip():
            self.lines.append(Line(pieces, first.context, len(self.lines)))

    def _enter(self, node: Node, context: Context) -> Context:
        tag = node.tag
        zone = zone_of(node)
        mark = self._mark(node) if tag in _MARKS else None
        if zone is None and mark is None and tag not in BLOCKS and tag != "a" and not node.spans:
            return context
        is_block = self._is_block(node, context)
        inner = Context(
            node, node if is_block else context.block, context.kind, context.level, context.quotes, context.lists,
            context.marks, context.links, context.preformatted, context.row, context.zones,
        )  # fmt: skip
        if zone is not None:
            inner.zones = (*context.zones, (node, zone))
        if mark is not None and len(context.marks) < 16:
            inner.marks = (*context.marks, mark)
        if tag == "a" and "href" in node.spans:
            inner.links += 1
        self._shape(node, inner)
        return inner

    def _mark(self, node: Node) -> Mark | None:
        if node.tag != "a":
            return Mark(_MARKS[node.tag], None, node)
        target = safe_target(node.get("href"), self.base)
        return Mark(RunKind.LINK, target, node) if target else None

    def _shape(self, node: Node, inner: Context) -> None:
        tag = node.tag
        if tag in _HEADINGS:
            inner.kind, inner.level = BlockKind.HEADING, _HEADINGS[tag]
        elif tag == "blockquote":
            inner.quotes += 1
            inner.kind, inner.level = BlockKind.QUOTE, inner.quotes
        elif tag in ("ul", "ol", "dl", "menu", "dir"):
            inner.lists += 1
        elif tag in ("li", "dt", "dd"):
            inner.kind, inner.level = BlockKind.ITEM, max(1, inner.lists)
        elif tag in ("figcaption", "caption") or (node.spans and _CAPTION.search(node.names())):
            inner.kind, inner.level = BlockKind.CAPTION, 0
        elif tag == "pre":
            inner.preformatted = True
        elif tag == "tr" and inner.row is None and is_data_table(node):
            inner.row = node


def lines_of(page: Page, base: str | None) -> list[Line]:
    """The visible text of the page, line by line, in the order of the original."""
    return Walker(page, base).walk()
