"""Makes blocks of the paragraphs of an RTF file: what a paragraph is, as its style, its list and its place in a table tell."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from archive.model.article import BlockKind, Run, RunKind

from ..docx.styles import NAMED
from ..inline import Inline
from ..manuscript import Manuscript, Piece, row

_HEADING: Final = re.compile(r"heading ?([1-9])")
_BULLET: Final = re.compile(r"[•‣◦▪·●○■□–*\uf0b7\uf0a7-]\s+(?=\S)")
_NUMBER: Final = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxlcIVXLC]{1,6})[.)]\s+(?=\S)")
_HIDDEN: Final = "stretch of hidden text was set aside|stretches of hidden text were set aside"
_TWIPS: Final = 360  # the usual depth of one level of a list
_LONGEST_CHAIN: Final = 30


@dataclass(slots=True)
class Paragraph:
    """What the present paragraph's formatting says; \\pard empties it."""

    style: int = 0
    outline: int | None = None
    listed: bool = False
    level: int = 0
    indent: int = 0
    hanging: bool = False
    in_table: bool = False


@dataclass(slots=True)
class Style:
    """A paragraph style of the style sheet."""

    name: str = ""
    based_on: int | None = None
    outline: int | None = None


@dataclass(slots=True)
class Flow:
    """Paragraphs one after another: the text, a note, a running head, a comment, a box. `before` stands before the next one."""

    made: Manuscript
    styles: Mapping[int, Style]
    into: list[Piece]
    kind: BlockKind | None = None
    aside: str | None = None
    before: str = ""
    inline: Inline = field(default_factory=Inline)
    hidden: Inline = field(default_factory=Inline)
    label: Inline = field(default_factory=Inline)
    paragraph: Paragraph = field(default_factory=Paragraph)
    cells: list[list[Piece]] = field(default_factory=list)
    cell: list[Piece] = field(default_factory=list)

    def end_paragraph(self) -> None:
        """The paragraph is over."""
        if not self.paragraph.in_table:
            self.end_row()
        into = self.cell if self.paragraph.in_table else self.into
        text, runs = self.inline.done()
        self.made.replaced += self.inline.replaced
        if text:
            into.append(self._piece(text, runs))
            self.before = ""
        hidden, _ = self.hidden.done()
        if hidden:
            self.made.aside(hidden, "hidden text", into)
            self.made.left_out[_HIDDEN] += 1
        self.inline, self.hidden, self.label = Inline(), Inline(), Inline()

    def end_cell(self) -> None:
        """The cell of a table is over, and so is the paragraph in it."""
        self.paragraph.in_table = True
        self.end_paragraph()
        self.cells.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        """The row of a table is over."""
        if self.cell:
            self.cells.append(self.cell)
        if self.cells:
            self.into.extend(row(self.cells))
        self.cells, self.cell = [], []

    def close(self) -> None:
        """All that was begun is over."""
        self.end_paragraph()
        self.end_row()

    def _piece(self, text: str, runs: tuple[Run, ...]) -> Piece:
        shape = self.paragraph
        kind, level, hint, contents = self._kind(shape)
        label, _ = self.label.done()
        listed = shape.listed or bool(label)
        bullet = _BULLET.match(text)
        if kind is BlockKind.PARAGRAPH and (listed or (shape.hanging and (bullet or _NUMBER.match(text)))):
            kind = BlockKind.ITEM
            level = shape.level + 1 if listed else max(1, round(shape.indent / _TWIPS))
        cut = bullet.end() if kind is BlockKind.ITEM and bullet and not listed else 0
        words = [each for each in (self.before, label if any(map(str.isalnum, label)) else "") if each]
        before = "".join(f"{each} " for each in words)
        kept = tuple(_moved(runs, len(before) - cut, len(before), kind is not BlockKind.HEADING))
        why = self.aside or ("table of contents" if contents else None)
        return Piece(self.kind or kind, before + text[cut:], 0 if self.kind else min(level, 100), kept, hint, why)

    def _kind(self, shape: Paragraph) -> tuple[BlockKind, int, str | None, bool]:
        """(kind, level, field that the style names, whether it is a line of a table of contents)."""
        style: int | None = shape.style
        outline = shape.outline
        for _ in range(_LONGEST_CHAIN):
            known = None if style is None else self.styles.get(style)
            if known is None:
                break
            name = known.name.strip(" ;\r\n").lower()
            if name.startswith(("toc ", "contents ")):
                return BlockKind.PARAGRAPH, 0, None, True
            if match := _HEADING.fullmatch(name):
                return BlockKind.HEADING, min(6, int(match[1])), None, False
            if name in NAMED:
                kind, hint = NAMED[name]
                return kind, int(kind in (BlockKind.HEADING, BlockKind.QUOTE)), hint, False
            outline = known.outline if outline is None else outline
            style = known.based_on if known.based_on != style else None
        if outline is not None and 0 <= outline < 9:
            return BlockKind.HEADING, min(6, outline + 1), None, False
        return BlockKind.PARAGRAPH, 0, None, False


def _moved(runs: Iterable[Run], by: int, least: int, marked: bool) -> Iterable[Run]:
    """The runs at their new places; `marked` false keeps links alone, since a heading is set in bold anyway."""
    for run in runs:
        start = max(least, run.start + by)
        if run.end + by > start and (marked or run.kind is RunKind.LINK):
            yield Run(run.kind, start, run.end + by, run.target)
