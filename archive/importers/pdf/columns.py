"""The order in which a page is read: columns from left to right, between the lines that run across them; tables by their rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from archive.importers.lines.features import ends_sentence

from .flow import FURTHEST, beginnings, side_by_side
from .rules import Grid, Rules, grids
from .strips import Strip
from .tables import Table, parted

_GUTTER_EMS: Final = 0.7  # the least space between columns
_NARROW_SHARE: Final = 0.1  # of a column's lines that may come nearer to the next
_LEAST_LINES: Final = 3  # of a column
_LEAST_FILL: Final = 0.5  # of a column's width that its lines take, as a rule: cells of a table take less
_LEAST_SHARE: Final = 0.15  # of the region's width that a column has
_FULLER: Final = 0.6  # of a side's lines may be less full: a column among them may be short
_MOST: Final = 0.85  # of a side's lines, by where they begin and end
_SAME_LINE_EMS: Final = 0.65
_LEAST_LETTERS: Final = 10
_MOST_EDGES: Final = 12  # that are tried
_BOX_SHARE: Final = 0.7  # of the text's width that a narrow box has at most
_BESIDE_EMS: Final = 2.5  # the space between text and a box beside it, at most
_SAME_EDGE: Final = 4.0  # points
_DEEPEST: Final = 4  # cuts: up to sixteen columns


@dataclass(frozen=True, slots=True)
class Column:
    """Lines of one column, or across columns, from the top down; or the cells of a table, row by row.

    `cells`: of each line its (row, cell) if this is a table, else nothing.
    """

    rows: tuple[Strip, ...]
    left: float
    right: float
    cells: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """Strips of a region between two that run across it: those on the left and on the right of an edge, and what ends them."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    across: int | None = None


def columns(pages: Iterable[Sequence[Strip]], rules: Iterable[Rules]) -> list[list[Column]]:
    """The strips of each page in reading order. `rules` are the lines drawn on each page."""
    edges: set[float] = set()
    drawn = [grids(each) for each in rules]
    ordered = [_ordered(_framed(found, tables), _DEEPEST, edges) for found, tables in zip(pages, drawn, strict=True)]
    return [
        [column for group in groups for part in _split(group, edges) if part for column in _columns(part, tables)]
        for groups, tables in zip(ordered, drawn, strict=True)
    ]


def _framed(found: Iterable[Strip], tables: Sequence[Grid]) -> list[Strip]:
    """Strips that stand in drawn tables know how wide these are: no space between columns of a page runs through a table."""
    return [
        next(
            (
                replace(each, frame=(grid.left, grid.right))
                for grid in tables
                if grid.holds(each.left, each.right, each.base)
            ),
            each,
        )
        for each in found
    ]


def _columns(group: Sequence[Strip], drawn: Sequence[Grid]) -> Iterator[Column]:
    left, right = min(strip.left for strip in group), max(strip.right for strip in group)
    for part in parted(group, drawn):
        if isinstance(part, Table):
            told = [
                (line, (number, cell))
                for number, row in enumerate(part.rows)
                for cell, lines in enumerate(row)
                for line in lines
            ]
            yield Column(tuple(line for line, _ in told), left, right, tuple(cell for _, cell in told))
        else:
            yield Column(tuple(part), left, right)


def _ordered(found: list[Strip], depth: int, edges: set[float]) -> list[list[Strip]]:
    """Groups of one column each. Where columns begin is added to `edges`."""
    found = sorted(found, key=lambda strip: (-strip.base, strip.left))
    begin = beginnings(found) if depth else []
    edge = _gutter(found, begin) if depth else None
    if edge is None:
        return [found]
    edges.add(edge)
    groups: list[list[Strip]] = []
    across: list[Strip] = []
    for part in _parts(found, edge):
        left, right = ([found[place] for place in side] for side in (part.left, part.right))
        if left and right and not _is_table(found, begin, part):
            if _flows_around(found, part):
                groups += _ordered(right, depth - 1, edges)
                across += left
            else:
                groups += [across, *_ordered(left, depth - 1, edges), *_ordered(right, depth - 1, edges)]
                across = []
        else:
            # The last line of a paragraph across the page may be short: it stays with its paragraph.
            across += left + right
        if part.across is not None:
            across.append(found[part.across])
    return [*groups, across]


def _flows_around(found: Sequence[Strip], part: _Part) -> bool:
    """Whether the text on the left goes on below what stands to its right, which is a box beside it: that is read first."""
    if part.across is None:
        return False
    last, aside, below = found[part.left[-1]], found[part.right[-1]], found[part.across]
    box, text = ([found[place] for place in side] for side in (part.right, part.left))
    begins = min(strip.left for strip in box)
    narrow = max(strip.right for strip in box) - begins < _BOX_SHARE * (begins - min(strip.left for strip in text))
    # A box that is as wide as the text must end above its last line: else the two are columns.
    lowest = aside.base + (_SAME_LINE_EMS if narrow else -_SAME_LINE_EMS) * last.size
    if last.base > lowest or last.base - below.base > FURTHEST * last.size:
        return False
    room = begins - last.right
    first = below.words[0]
    full = room < first.right - first.left + _BESIDE_EMS * last.size
    return full and abs(last.left - below.left) <= last.size and not ends_sentence(last.text)


def _split(group: list[Strip], edges: Iterable[float]) -> list[list[Strip]]:
    """A column's strips, or those of two: where the document has columns elsewhere, a few lines are enough for the one on the right."""
    for edge in sorted(edges):
        parts = list(_parts(group, edge))
        for number, part in enumerate(parts):
            left, right = ([group[place] for place in side] for side in (part.left, part.right))
            if _is_short_column(left, right, edge) and not _is_table(group, beginnings(group), part):
                taken = {*part.left, *part.right}
                first = min(taken)
                above = [strip for place, strip in enumerate(group) if place < first]
                below = [strip for place, strip in enumerate(group) if place > first and place not in taken]
                return [above, left, right, *([below] if number + 1 < len(parts) else [])]
    return [group]


def _is_short_column(left: Sequence[Strip], right: Sequence[Strip], edge: float) -> bool:
    if len(left) < max(_LEAST_LINES, len(right)) or not right:
        return False
    begins = abs(right[0].base - left[0].base) <= _SAME_LINE_EMS * left[0].size
    clear = all(strip.right <= edge - _GUTTER_EMS * strip.size for strip in left[: len(right)])
    even = all(one.base - other.base <= 2 * one.size for one, other in pairwise(right))
    at = abs(min(strip.left for strip in right) - edge) <= _SAME_EDGE
    return begins and clear and even and at and median(len(strip.text) for strip in right) >= _LEAST_LETTERS


def _gutter(found: Sequence[Strip], begin: Sequence[bool]) -> float | None:
    """Where the column on the right begins, if lines stand side by side as those of columns do. `found`: from the top down."""
    best: tuple[int, float] | None = None
    width = max((strip.right for strip in found), default=0.0) - min((strip.left for strip in found), default=0.0)
    for edge in _edges(found):
        held = sum(
            len(part.left) + len(part.right)
            for part in _parts(found, edge)
            if _are_columns(found, part, edge, width) and not _is_table(found, begin, part)
        )
        if held and (best is None or held > best[0]):
            best = held, edge
    return best[1] if best else None


def _edges(found: Sequence[Strip]) -> list[float]:
    """Where a column may begin: where several lines do that stand away from the left; first where most do."""
    least = min((strip.left for strip in found), default=0.0)
    least += _LEAST_SHARE * (max((strip.right for strip in found), default=0.0) - least)
    votes: dict[int, list[float]] = {}
    for strip in found:
        if strip.left >= least:
            votes.setdefault(round(strip.left / 4), []).append(strip.left)
    places = sorted(votes, key=lambda place: (-len(votes[place]), place))
    near = [[left for each in (place - 1, place, place + 1) for left in votes.get(each, ())] for place in places]
    return list(dict.fromkeys(min(lefts) for lefts in near if len(lefts) >= _LEAST_LINES))[:_MOST_EDGES]


def _parts(found: Sequence[Strip], edge: float) -> Iterator[_Part]:
    left: list[int] = []
    right: list[int] = []
    for place, strip in enumerate(found):
        begin, end = strip.frame or (strip.left, strip.right)
        if begin >= edge - 3:
            right.append(place)
        elif end <= edge + 1:
            left.append(place)
        else:
            yield _Part(tuple(left), tuple(right), place)
            left, right = [], []
    yield _Part(tuple(left), tuple(right))


def _are_columns(found: Sequence[Strip], part: _Part, edge: float, width: float) -> bool:
    left, right = ([found[place] for place in side] for side in (part.left, part.right))
    if min(len(left), len(right)) < _LEAST_LINES:
        return False
    narrow = sum(strip.right > edge - _GUTTER_EMS * strip.size for strip in left)
    top, bottom = min(left[0].base, right[0].base) + 1, max(left[-1].base, right[-1].base) - 1
    beside = min(sum(bottom <= strip.base <= top for strip in side) for side in (left, right))
    apart = beside >= _LEAST_LINES and narrow <= _NARROW_SHARE * len(left)
    return apart and all(_is_column(side, width) for side in (left, right))


def _is_column(side: Sequence[Strip], width: float) -> bool:
    # A last column of a few lines only makes the others no less full.
    lefts, rights = sorted(strip.left for strip in side), sorted(strip.right for strip in side)
    extent = rights[int(_MOST * len(rights))] - lefts[int((1 - _MOST) * len(lefts))]
    lines = _lines([strip for strip in side if strip.frame is None])
    if len(lines) < _LEAST_LINES or extent < _LEAST_SHARE * width:
        return len(lines) < len(side) and extent >= _LEAST_SHARE * width  # a drawn table
    fills = sorted(sum(word.right - word.left for strip in line for word in strip.words) for line in lines)
    letters = median(sum(len(strip.text) for strip in line) for line in lines)
    return fills[int(_FULLER * len(fills))] >= _LEAST_FILL * extent and letters >= _LEAST_LETTERS


def _lines(side: Sequence[Strip]) -> list[list[Strip]]:
    """Strips at about one height: columns that stand side by side in this one have lines at heights of their own."""
    lines: list[list[Strip]] = []
    for each in side:
        if lines and lines[-1][0].base - each.base <= _SAME_LINE_EMS * each.size:
            lines[-1].append(each)
        else:
            lines.append([each])
    return lines


def _is_table(found: Sequence[Strip], begin: Sequence[bool], part: _Part) -> bool:
    return side_by_side(*([found[place] for place in side if begin[place]] for side in (part.left, part.right)))
