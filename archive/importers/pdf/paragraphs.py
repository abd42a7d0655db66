"""Lines to paragraphs, headings, items, captions, quotations and notes, over the ends of lines, columns and pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.importers.lines.features import ends_sentence
from archive.model.article import BlockKind

from .lines import SUPERSCRIPTS, Line, Measure
from .strips import spelled

_BULLET: Final = re.compile(
    r"[•◦▪▫●○■□‣⁃∙·➢➤✓✔–—*\uf0b7\uf0a7\uf0d8\uf076\uf0fc\u2043-]\s+(?=\S)|[•◦▪●○■‣⁃\uf0b7\uf0a7](?=\S)"
)
_NUMBER: Final = re.compile(r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?=\S)")
_NOTE: Final = re.compile(r"(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}|\d{1,4}|[*†‡§¶]{1,3})[.)]?\s*(?=[^\W\d]|[“\"‘'(\[])")
_TOUCHING: Final = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+|\d{1,3})([^\W\d_].*)")
_CAPTION: Final = re.compile(
    r"(?:fig(?:ure|\.)?|table|photo(?:graph)?|map|chart|box|plate|abb(?:ildung|\.)|tabelle|tableau|그림|표|사진)\s*"
    r"(?:\d+|[IVX]+|[A-Z]\d*)(?:[.\d]*)\s*[.:|–—-]?\s",
    re.IGNORECASE,
)
_DASHES: Final = "–—-"
_SAME_SIZE: Final = 0.06
_NOTE_SIZE: Final = 0.94  # of the text's size that a note has at most
_LARGER: Final = 1.1
_HEADING_CHARS, _BOLD_CHARS = 260, 140
_INDENT_EMS: Final = 0.6
_APART: Final = 1.28  # of the usual distance of lines: more, and a paragraph ends


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that are one block. `level` as in `model.article.Block`; `note` for what stood at a page's foot."""

    lines: tuple[Line, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    note: bool = False

    @property
    def look(self) -> tuple[float, bool]:
        return max(line.size for line in self.lines), all(line.bold for line in self.lines)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def groups(found: Sequence[Line], usual: Measure) -> list[Group]:
    """The blocks in order; notes follow the paragraph with which their page ends."""
    text, notes = _apart(found, usual)
    blocks = _levels([_kind(group, usual) for group in _joined(_cut(text, usual), usual)], usual)
    return _with_notes(
        blocks, [Group((_spaced(lines[0]), *lines[1:]), note=True) for lines in _cut(notes, usual, notes=True)]
    )


def _apart(found: Sequence[Line], usual: Measure) -> tuple[list[Line], list[Line]]:
    """Lines of the text, and those of notes: smaller than the text, at the foot of a column, begun by a mark."""
    kept: list[Line] = []
    notes: list[Line] = []
    place = 0
    while place < len(found):
        end = place
        while end < len(found) and found[end].column == found[place].column:
            end += 1
        column = found[place:end]
        first = len(column)
        while first and column[first - 1].size < _NOTE_SIZE * usual.size:
            first -= 1
        # Notes across the page, below its columns, are a column by themselves.
        whole = place > 0 and found[place - 1].page == column[0].page
        begin = next((index for index in range(first, len(column)) if _NOTE.match(column[index].text)), len(column))
        if column[0].cell is not None or (first == 0 and not whole):
            begin = len(column)
        kept.extend(column[:begin])
        notes.extend(column[begin:])
        place = end
    return kept, notes


def _cut(found: Sequence[Line], usual: Measure, *, notes: bool = False) -> list[list[Line]]:
    """Lines of each column to paragraphs; nothing is joined over the end of a column yet."""
    cut: list[list[Line]] = []
    for line in found:
        before = cut[-1] if cut else None
        if before is None or (_begins_note(before, line) if notes else _begins(before, line, usual)):
            cut.append([line])
        else:
            before.append(line)
    return cut


def _spaced(line: Line) -> Line:
    """A note's first line with a space behind its mark, which often touches the first word."""
    match = _TOUCHING.match(line.words[0].text)
    if match is None:
        return line
    mark, word = (replace(line.words[0], text=part) for part in (match[1].translate(SUPERSCRIPTS), match[2]))
    words = (mark, replace(word, spaced=True), *line.words[1:])
    return replace(line, words=words, text=spelled(words))


def _begins_note(before: Sequence[Line], line: Line) -> bool:
    return bool(_NOTE.match(line.text)) and not before[-1].hyphened


def _begins(before: Sequence[Line], line: Line, usual: Measure) -> bool:
    """Whether the line begins another block than the lines before it."""
    last = before[-1]
    if last.column == line.column and last.cell is not None and line.cell is not None:
        return last.cell[0] != line.cell[0]
    if last.column != line.column or not _same_look(last, line):
        return True
    if _marked(line.text) and not _dashed_on(last, line):
        return True
    if last.base - line.base > _furthest(last, usual) or line.base > last.base:
        return True
    if last.hyphened:
        return False
    left = _left(before)
    indent = line.left - left
    if _marked(before[0].text):
        if line.left < before[0].left - _INDENT_EMS * line.size:
            return True
        # The words of an item hang to the right of its mark.
        return line.left <= before[0].left + 1 and len(before) == 1 and last.right < line.edges[1] - 0.3 * _width(line)
    if _in_the_middle(last) and _in_the_middle(line) and _stand_alone(last, line, usual):
        return True
    if len(before) == 1 and abs(before[0].left - line.left) > _INDENT_EMS * line.size:
        return line.left > before[0].left and _closed(last, line)
    if indent > _INDENT_EMS * line.size and not _centred(last, line):
        return True
    return _closed(last, line) and ends_sentence(last.text)


def _width(line: Line) -> float:
    return line.edges[1] - line.edges[0]


def _left(before: Sequence[Line]) -> float:
    return min(line.left for line in before)


def _centred(one: Line, other: Line) -> bool:
    return abs((one.left + one.right) - (other.left + other.right)) < 4 and abs(one.left - other.left) > 2


def _dashed_on(last: Line, line: Line) -> bool:
    """Whether a line begins with a dash because its sentence has one there."""
    dashed = line.text[0] in _DASHES and not _closed(last, line) and not ends_sentence(last.text)
    return dashed and last.text[-1] not in ":;" and abs(last.left - line.left) < _INDENT_EMS * line.size


def _stand_alone(last: Line, line: Line, usual: Measure) -> bool:
    """Whether two centred lines of the text's size are one each: names, a date, a place."""
    plain = line.size < _LARGER * usual.size and not line.bold and last.text[-1] not in ",;–—-"
    return plain and _closed(last, line) and not line.text[0].islower()


def _in_the_middle(line: Line) -> bool:
    left, right = line.edges
    return abs((line.left + line.right) - (left + right)) < line.size and line.left > left + 2 * line.size


def _closed(last: Line, line: Line) -> bool:
    """Whether the next line's first word had found room at the end of the last line."""
    first = line.words[0]
    room = last.edges[1] - last.right
    return room > (first.right - first.left) + 0.4 * last.size


def _same_look(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size) and one.bold == other.bold


def _furthest(last: Line, usual: Measure) -> float:
    """How far below the last line the next of its paragraph can stand."""
    if abs(last.size - usual.size) <= _SAME_SIZE * usual.size:
        return _APART * usual.pitch
    return max(1.55, _APART * usual.pitch / usual.size) * last.size


def _marked(text: str) -> bool:
    return bool(_BULLET.match(text) or _NUMBER.match(text))


def bullet(text: str) -> int:
    """How many characters of an item's first line are its bullet; numbers stay, for they can be referred to."""
    match = _BULLET.match(text)
    return match.end() if match else 0


def _joined(cut: Sequence[list[Line]], usual: Measure) -> list[Group]:
    """Paragraphs that a column or page cuts in two are one again."""
    indented = _indents(cut)
    whole: list[list[Line]] = []
    for lines in cut:
        if whole and _goes_on(whole[-1], lines, usual, indented):
            whole[-1].extend(lines)
        else:
            whole.append(list(lines))
    return [Group(tuple(lines)) for lines in whole]


def _indents(cut: Sequence[Sequence[Line]]) -> bool:
    """Whether paragraphs begin with an indent in this document."""
    long = [lines for lines in cut if len(lines) > 2]
    return sum(lines[0].left > lines[1].left + _INDENT_EMS * lines[0].size for lines in long) * 2 > len(long)


def _goes_on(before: Sequence[Line], after: Sequence[Line], usual: Measure, indented: bool) -> bool:
    last, first = before[-1], after[0]
    if last.cell is not None or first.cell is not None:
        return False
    if last.column == first.column or not _same_look(last, first) or _marked(first.text) or _CAPTION.match(first.text):
        return False
    if last.size > _LARGER * usual.size or (last.bold and not usual.bold):
        return False
    if last.hyphened or first.text[:1].islower():
        return True
    full = not _closed(last, first)
    if not ends_sentence(last.text):
        return full and last.text[-1:] not in ":;" and not _short(first)
    second = after[1] if len(after) > 1 else None
    begins = second is not None and first.left > second.left + _INDENT_EMS * first.size
    return indented and full and second is not None and not begins and not _marked(before[0].text)


def _short(line: Line) -> bool:
    return line.right - line.left < 0.4 * _width(line)


def _kind(group: Group, usual: Measure) -> Group:
    first = group.lines[0]
    if first.cell is not None:
        return group  # a row of a table, which is a line to itself
    size, bold = group.look
    text = group.text
    larger = size >= _LARGER * usual.size
    lettered = any(map(str.isalpha, text))
    if lettered and len(group.lines) <= 5 and not _BULLET.match(text):
        stops = ends_sentence(text) and not text.endswith(("?", "!", "…"))
        if larger and len(text) <= _HEADING_CHARS and not (stops and len(text) > 90):
            return replace(group, kind=BlockKind.HEADING)
        if (
            bold
            and not usual.bold
            and len(text) <= _BOLD_CHARS
            and not stops
            and text[-1] not in ",;"
            and size > 0.9 * usual.size
        ):
            return replace(group, kind=BlockKind.HEADING)
    if _CAPTION.match(text) and len(text) < 700:
        return replace(group, kind=BlockKind.CAPTION)
    if _marked(text):
        return replace(group, kind=BlockKind.ITEM, level=1)
    inset = 1.1 * first.size
    if len(group.lines) > 1 and all(
        line.left >= line.edges[0] + inset and line.right <= line.edges[1] - 0.4 * inset for line in group.lines
    ):
        lefts = [line.left for line in group.lines]
        if max(lefts) - min(lefts) < first.size:
            return replace(group, kind=BlockKind.QUOTE, level=1)
    return group


def _levels(found: Sequence[Group], usual: Measure) -> list[Group]:
    """Headings ranked by size and weight, items by how deep they stand."""
    looks = list(dict.fromkeys(_rank(group) for group in found if group.kind is BlockKind.HEADING))
    # Of two that are as large and as heavy, the one that comes first stands above the other.
    looks.sort(key=lambda look: (look[0], look[1]), reverse=True)
    ranked = {look: min(6, place) for place, look in enumerate(looks, 1)}
    levelled: list[Group] = []
    depths: list[float] = []
    for group in found:
        if group.kind is BlockKind.HEADING:
            group = replace(group, level=ranked[_rank(group)])
        if group.kind is not BlockKind.ITEM:
            depths = []
        else:
            left = group.lines[0].left - group.lines[0].edges[0]
            depths = [depth for depth in depths if depth < left - 3]
            depths.append(left)
            group = replace(group, level=len(depths))
        levelled.append(group)
    return levelled


def _rank(group: Group) -> tuple[float, bool, bool]:
    size, bold = group.look
    return round(2 * size) / 2, bold, all(line.italic for line in group.lines)


def _with_notes(blocks: Sequence[Group], notes: Sequence[Group]) -> list[Group]:
    """Notes of a page behind the block in which the page ends."""
    waiting = list(notes)
    placed: list[Group] = []
    for index, block in enumerate(blocks):
        placed.append(block)
        following = blocks[index + 1].lines[0].page if index + 1 < len(blocks) else None
        while waiting and (following is None or waiting[0].lines[0].page < following):
            placed.append(waiting.pop(0))
    return [*placed, *waiting]
