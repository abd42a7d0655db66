"""Tables that a page only draws: rows of cells below each other, with the same empty spaces between them from row to row.

A table's words are read by rows, cell by cell: a date stays with what happened on it, a figure with what it counts.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from .flow import beginnings, is_number
from .glyphs import Word
from .rules import Grid
from .strips import GAP_EMS, Strip, rows, strip

_LEAST_ROWS: Final = 3
_LEAST_DRAWN: Final = 2  # rows of a table with lines around its cells
_MOST_LINES, _MANY_LINES = 300, 40
_CELL_EMS: Final = 0.55  # the least space between two cells
_FIGURE_EMS: Final = 0.4  # the same where what stands on one side of it are numbers
_WIDE_SHARE: Final = 0.5  # of a table's lines that have a wide gap
_FIGURES_SHARE: Final = 0.75  # of a column's cells that are numbers
_FURTHEST: Final = 3.2  # of a line's size: what stands further below is no next row
_NEAREST: Final = 0.8  # the same: what stands closer is the same row, whose cells stand in the middle of its height
_ROW_APART: Final = 1.2  # of the closest distance of lines: further, and a row begins
_LONE_LINES: Final = 12  # of one cell only, one after the other
_MARKED_SHARE: Final = 0.6
_MARK: Final = re.compile(
    r"[^\w\s]|\W?(?:\w{1,3}|[ivxlc]{1,5})[.):]?|[^\W\d_]\S*(?: \S+)?:"
)  # of an item, a note, a speaker

Space = tuple[float, float]
Cells = dict[int, Strip]  # the cells of one line, by their place in the row


@dataclass(frozen=True, slots=True)
class Table:
    """Rows from the top down; a row's cells from left to right, each with its lines."""

    rows: tuple[tuple[tuple[Strip, ...], ...], ...]


def parted(found: Sequence[Strip], drawn: Sequence[Grid]) -> Iterator[list[Strip] | Table]:
    """The lines of one column from the top down: text (lines as they are) and tables by turns. `drawn`: tables with lines."""
    lines = rows(found)
    text: list[Strip] = []
    place = tried = 0
    while place < len(lines):
        end, table = _drawn(lines, place, drawn) if place >= tried else (place, None)
        tried = max(tried, end)
        if table is None:
            end, spaces = _reach(lines, place)
            table = _table(lines[place:end], spaces) if end - place >= _LEAST_ROWS else None
        if table is None:
            # What is no table over many lines is none from its second line on either.
            end = end if end - place >= _MANY_LINES else place + 1
            text.extend(lines[place:end])
        else:
            if text:
                yield text
                text = []
            yield table
        place = end
    if text:
        yield text


def _drawn(lines: Sequence[Strip], begin: int, drawn: Sequence[Grid]) -> tuple[int, Table | None]:
    """The table that is drawn around a line and those below it, and where the drawing ends."""
    first = lines[begin]
    grid = next((grid for grid in drawn if grid.holds(first.left, first.right, first.base)), None)
    end = begin
    while grid is not None and end < len(lines) and grid.holds(lines[end].left, lines[end].right, lines[end].base):
        end += 1
    if grid is None or end - begin < _LEAST_DRAWN:
        return end, None
    parts = [_split(line, [(x, x) for x in grid.columns]) for line in lines[begin:end]]
    begins = [True] + [grid.parted(one.base, other.base) for one, other in pairwise(lines[begin:end])]
    if sum(begins) < _LEAST_DRAWN:
        begins = _row_beginnings(lines[begin:end], parts)
    several = sum(len(cells) > 1 for cells in parts) >= _LEAST_DRAWN
    return end, _grouped(parts, begins) if several and sum(begins) >= _LEAST_DRAWN else None


def _reach(lines: Sequence[Strip], begin: int, *, look: bool = True) -> tuple[int, list[Space]]:
    """Where a table that began with a line would end, and the spaces that all its lines leave empty."""
    spaces = _gaps(lines[begin], _FIGURE_EMS)
    end, lone = begin + 1, 0
    while spaces and end < min(len(lines), begin + _MOST_LINES):
        line, last = lines[end], lines[end - 1]
        if last.base - line.base > _FURTHEST * max(last.size, line.size):
            break
        left = _left_empty(line, spaces)
        if not left or (len(left) < len(spaces) and not _gaps(line, GAP_EMS)):
            break
        fewer = look and len(left) < len(spaces) and end - begin >= _LEAST_ROWS
        if fewer and _reach(lines, end, look=False)[0] - end >= _LEAST_ROWS:
            break  # another table
        lone = lone + 1 if len(_split(line, left)) < 2 else 0
        if lone > _LONE_LINES:
            break
        spaces = left
        end += 1
    # Lines with a first cell alone, below the last row, are the text that follows.
    while end > begin and set(_split(lines[end - 1], spaces)) == {0}:
        end -= 1
    return end, spaces


def _gaps(line: Strip, ems: float) -> list[Space]:
    ordered = sorted(line.words, key=lambda word: word.left)
    found: list[Space] = []
    reached = ordered[0].right
    for word in ordered[1:]:
        if word.left - reached >= ems * line.size:
            found.append((reached, word.left))
        reached = max(reached, word.right)
    return found


def _left_empty(line: Strip, spaces: Sequence[Space]) -> list[Space]:
    """What of the spaces no word of the line covers, where enough is left."""
    left: list[Space] = []
    for begin, end in spaces:
        parts = [(begin, end)]
        for word in line.words:
            parts = [
                (low, high)
                for start, stop in parts
                for low, high in ((start, min(stop, word.left)), (max(start, word.right), stop))
                if high > low
            ]
        # A word narrower than the space leaves two: it is a cell of its own, which the other lines leave empty.
        left.extend(dict.fromkeys(part for part in parts if part[1] - part[0] >= _FIGURE_EMS * line.size))
    return left


def _split(line: Strip, spaces: Sequence[Space]) -> Cells:
    """The line's words by cells."""
    cells: dict[int, list[Word]] = {}
    for word in line.words:
        middle = (word.left + word.right) / 2
        cells.setdefault(sum(begin + end < 2 * middle for begin, end in spaces), []).append(word)
    return {cell: strip(words) for cell, words in sorted(cells.items())}


def _table(lines: Sequence[Strip], spaces: Sequence[Space]) -> Table | None:
    parts = [_split(line, spaces) for line in lines]
    narrow = [
        space for place, space in enumerate(spaces, 1)
        if space[1] - space[0] < _CELL_EMS * lines[0].size
        and not any(_are_figures(parts, beside) for beside in (place - 1, place))
    ]  # fmt: skip
    if narrow:
        spaces = [space for space in spaces if space not in narrow]
        parts = [_split(line, spaces) for line in lines]
    if not spaces or not _is_table(lines, parts, spaces):
        return None
    return _grouped(parts, _row_beginnings(lines, parts))


def _grouped(parts: Sequence[Cells], begins: Sequence[bool]) -> Table:
    found: list[list[Cells]] = []
    for cells, begin in zip(parts, begins, strict=True):
        if begin or not found:
            found.append([])
        found[-1].append(cells)
    return Table(tuple(_row(group) for group in found))


def _row(group: Sequence[Cells]) -> tuple[tuple[Strip, ...], ...]:
    places = sorted({place for cells in group for place in cells})
    return tuple(tuple(cells[place] for cells in group if place in cells) for place in places)


def _are_figures(parts: Sequence[Cells], place: int) -> bool:
    column = [cells[place] for cells in parts if place in cells]
    return sum(map(is_number, column)) >= max(_LEAST_ROWS, _FIGURES_SHARE * len(column))


def _is_table(lines: Sequence[Strip], parts: Sequence[Cells], spaces: Sequence[Space]) -> bool:
    several = [(line, cells) for line, cells in zip(lines, parts, strict=True) if len(cells) > 1]
    if len(several) < _LEAST_ROWS:
        return False
    wide = sum(bool(_gaps(line, GAP_EMS)) for line, _ in several)
    figures = any(_are_figures(parts, place) for place in range(1, len(spaces) + 1))
    if wide < _WIDE_SHARE * len(several) and not figures:
        return False
    marked = sum(0 in cells and bool(_MARK.fullmatch(cells[0].text)) for _, cells in several)
    return len(spaces) > 1 or figures or marked < _MARKED_SHARE * len(several)


def _row_beginnings(lines: Sequence[Strip], parts: Sequence[Cells]) -> list[bool]:
    """Of each line of a table, whether a row begins with it."""
    apart = [one.base - other.base for one, other in pairwise(lines)]
    least = [_NEAREST * line.size for line in lines[1:]]
    closest = min((gap for gap, near in zip(apart, least, strict=True) if gap >= near), default=0.0)
    fresh = _fresh(parts)
    counts = _counting(parts)
    close = {
        place for place, (gap, near) in enumerate(zip(apart, least, strict=True), 1)
        if near <= gap <= _ROW_APART * closest
    }  # fmt: skip
    # Rows stand further apart than the lines of a cell, if no number stands close below another.
    padded = len(close) < len(apart) and not any(_numbers_below(parts[place - 1], parts[place]) for place in close)
    return [True] + [
        gap > _ROW_APART * closest
        or (
            place in close
            and (
                _bold(lines[place]) != _bold(lines[place - 1])
                or any(column in counts and _is_count(parts[place][column]) for column in parts[place])
                or _begins(fresh[place], padded=padded)
            )
        )
        for place, gap in enumerate(apart, 1)
    ]


def _counting(parts: Sequence[Cells]) -> set[int]:
    """The columns of bare numbers, of which a row has one line."""
    columns = {place: [cells[place] for cells in parts if place in cells] for cells in parts for place in cells}
    return {
        place
        for place, column in columns.items()
        if sum(map(_is_count, column)) >= max(_LEAST_ROWS, _FIGURES_SHARE * len(column))
    }


def _is_count(cell: Strip) -> bool:
    return not any(map(str.isalpha, cell.text))


def _begins(fresh: dict[int, bool], *, padded: bool) -> bool:
    """Whether a line whose cells are fresh or go on begins a row; one of a single cell that is not the first never does."""
    if padded:
        return 0 in fresh and len(fresh) > 1 and all(fresh.values())
    return (0 in fresh or len(fresh) > 1) and any(fresh.values())


def _bold(line: Strip) -> bool:
    return all(word.look.bold for word in line.words)


def _numbers_below(above: Cells, below: Cells) -> bool:
    return any(is_number(below[place]) for place in below if place in above and is_number(above[place]))


def _fresh(parts: Sequence[Cells]) -> list[dict[int, bool]]:
    """Of each line's cells, whether they begin with it or go on from the line above."""
    fresh: list[dict[int, bool]] = [{} for _ in parts]
    for place in {place for cells in parts for place in cells}:
        column = [(line, cells[place]) for line, cells in enumerate(parts) if place in cells]
        for (line, _), begins in zip(column, beginnings([part for _, part in column]), strict=True):
            fresh[line][place] = begins
    return fresh
