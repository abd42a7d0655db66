"""Markdown (CommonMark 0.31 and tables) to blocks with their places in the text and their inline marks; renders nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from archive.model.article import BETWEEN_CELLS, BlockKind, Run, RunKind

from .inline import Inline

_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]{0,2000}>", re.DOTALL)
_MARKS = {"em": RunKind.EMPHASIS, "strong": RunKind.STRONG, "link": RunKind.LINK}


@dataclass(frozen=True, slots=True)
class Piece:
    """One block: its text with white space collapsed, `runs` in it, `[start, end)` in the decoded original."""

    kind: BlockKind
    text: str
    start: int
    end: int
    level: int = 0
    runs: tuple[Run, ...] = ()


@dataclass(slots=True)
class _Builder(Inline):
    """A block's words, and what its pictures say of themselves."""

    pictures: list[str] = field(default_factory=list)


def pieces(text: str, begin: int) -> list[Piece]:
    """The blocks of `text` from position `begin` on, in order; lines that make no block (rules, link definitions) are left out."""
    starts = [begin, *(begin + match.end() for match in re.finditer(r"\r\n|\n|\r", text[begin:])), len(text)]
    return _Walk(text, starts).over(MarkdownIt("commonmark").enable("table").parse(text[begin:]))


class _Walk:
    """Goes through the parser's tokens once, keeping the depth of quotations and lists."""

    def __init__(self, text: str, starts: Sequence[int]) -> None:
        self._text, self._starts = text, starts
        self._quotes = self._items = self._heading = 0
        self._marker: str | None = None  # of the list item whose first text is still to come
        self._row: _Builder | None = None
        self._row_map: list[int] | None = None
        self._found: list[Piece] = []

    def over(self, tokens: Sequence[Token]) -> list[Piece]:
        for token in tokens:
            if token.type == "inline":
                self._inline(token)
            elif token.type in ("fence", "code_block", "html_block"):
                self._block(token)
            else:
                self._structure(token)
        return self._found

    def _structure(self, token: Token) -> None:
        match token.type:
            case "blockquote_open" | "blockquote_close":
                self._quotes += token.nesting
            case "list_item_open":
                self._items += 1
                self._marker = f"{token.info}{token.markup} " if token.info else ""
            case "list_item_close":
                self._items -= 1
                self._marker = None
            case "heading_open" | "heading_close":
                self._heading = int(token.tag[1]) if token.nesting > 0 else 0
            case "tr_open":
                self._row = _Builder()
                self._row_map = token.map
            case "tr_close" if self._row is not None:
                self._append(self._row, self._row_map)
                self._row = None
            case _:
                pass

    def _inline(self, token: Token) -> None:
        if self._row is not None:
            if self._row.parts:
                self._row.add(BETWEEN_CELLS)
            _fill(self._row, token)
            return
        builder = _Builder()
        if self._marker:
            builder.add(self._marker)
        _fill(builder, token)
        self._append(builder, token.map)

    def _block(self, token: Token) -> None:
        builder = _Builder()
        builder.add(_TAG.sub(" ", token.content) if token.type == "html_block" else token.content)
        self._append(builder, token.map)

    def _append(self, builder: _Builder, lines: list[int] | None) -> None:
        text, runs = builder.done()
        kind, level = self._kind()
        if not text and builder.pictures:
            text, kind, level = " ".join(" ".join(builder.pictures).split()), BlockKind.CAPTION, 0
        start, end = self._place(lines)
        self._marker = None
        if text and end > start:
            self._found.append(Piece(kind, text, start, end, level, runs))

    def _kind(self) -> tuple[BlockKind, int]:
        if self._heading:
            return BlockKind.HEADING, self._heading
        if self._items and self._marker is not None:
            return BlockKind.ITEM, self._items
        return (BlockKind.QUOTE, self._quotes) if self._quotes else (BlockKind.PARAGRAPH, 0)

    def _place(self, lines: list[int] | None) -> tuple[int, int]:
        """The lines' place in the original, without white space around it and after what the block before took."""
        if lines is None:
            return 0, 0
        start = max(self._starts[min(lines[0], len(self._starts) - 1)], self._found[-1].end if self._found else 0)
        taken = self._text[start : self._starts[min(lines[1], len(self._starts) - 1)]]
        return start + len(taken) - len(taken.lstrip()), start + len(taken.rstrip())


def _fill(builder: _Builder, token: Token) -> None:
    """Adds an inline token's text and marks; a picture's alternative text counts only where there is no other text."""
    for child in token.children or ():
        match child.type:
            case "text" | "code_inline" | "text_special":
                builder.add(child.content)
            case "softbreak" | "hardbreak":
                builder.add(" ")
            case "image":
                builder.pictures.append(child.content)
            case "em_open" | "strong_open" | "link_open":
                builder.begin(_MARKS[child.type.removesuffix("_open")], str(child.attrGet("href") or "") or None)
            case "em_close" | "strong_close" | "link_close":
                builder.finish(_MARKS[child.type.removesuffix("_close")])
            case _:
                pass  # raw tags: their text stands in tokens of its own
