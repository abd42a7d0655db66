"""The straight lines that a page draws between the cells of its tables, and around them."""

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pypdfium2.raw as pdfium

from .glyphs import Box

MOST: Final = 3_000  # of a page
MOST_SEGMENTS: Final = 20_000  # of a page that are looked at
_THIN: Final = 3.0  # points
_LEAST_UPRIGHT, _LEAST_LEVEL = 5.0, 8.0  # points
_MOST_CROSSINGS: Final = 200_000  # that are looked for: more lines than these are a drawing
_STRAIGHT: Final = 0.3  # points that a straight line may lean
_LEAST_SHARE: Final = 0.5  # of a table's width that the lines between two rows have
_TOUCHING: Final = 2.0  # points between pieces of one line


Rule = tuple[float, float, float]  # where it stands, from, to; in points


@dataclass(frozen=True, slots=True)
class Rules:
    """Lines of a page. `upright`: (x, from, to) with heights from below; `level`: (height, left, right)."""

    upright: tuple[Rule, ...] = ()
    level: tuple[Rule, ...] = ()


def rules(lines: Iterable[Box]) -> Rules:
    """Thin boxes, of which `drawn_lines` tells, as lines; pieces of one line are one."""
    upright, level = [], []
    for box in lines:
        if box.right - box.left <= _THIN:
            upright.append(((box.left + box.right) / 2, box.bottom, box.top))
        else:
            level.append(((box.bottom + box.top) / 2, box.left, box.right))
    return Rules(tuple(_joined(upright)), tuple(_joined(level)))


def _joined(pieces: Iterable[Rule]) -> list[Rule]:
    joined: list[Rule] = []
    for place, begin, end in sorted(pieces, key=lambda piece: (round(piece[0]), piece[1])):
        last = joined[-1] if joined else None
        if last is not None and round(last[0]) == round(place) and begin - last[2] <= _TOUCHING:
            joined[-1] = (last[0], last[1], max(last[2], end))
        else:
            joined.append((place, begin, end))
    return joined


def segments(path: Any, bounds: Box) -> int:
    """How many pieces of a path have to be looked at: none of one that is a line as a whole."""
    return 0 if _is_line(bounds) else max(0, pdfium.FPDFPath_CountSegments(path))


def drawn_lines(path: Any, bounds: Box) -> Iterator[Box]:
    """The straight lines that a path is or holds: a thin box is one, a frame or a grid several."""
    if _is_line(bounds):
        yield bounds
    else:
        yield from filter(_is_line, (_box(*one, *other) for one, other in pairwise(_points(path)) if one and other))


def _is_line(box: Box) -> bool:
    width, height = box.right - box.left, box.top - box.bottom
    return (width <= _THIN and height >= _LEAST_UPRIGHT) or (height <= _THIN and width >= _LEAST_LEVEL)


def _box(x: float, y: float, other_x: float, other_y: float) -> Box:
    if abs(x - other_x) <= _STRAIGHT or abs(y - other_y) <= _STRAIGHT:
        return Box(min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))
    return Box(0.0, 0.0, 0.0, 0.0)


def _points(path: Any) -> Iterator[tuple[float, float] | None]:
    """The ends of the path's straight pieces as they stand on the page; None where it is bent or lifted."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(path, matrix):
        return
    begin: tuple[float, float] | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, place)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            return
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            begin = point
            yield None
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            yield None
        yield point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield begin
            yield None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that is drawn: its edges, and where the lines between its columns and between its rows are."""

    left: float
    bottom: float
    right: float
    top: float
    columns: tuple[float, ...]
    rows: tuple[Rule, ...]  # (height, from, to)

    def holds(self, left: float, right: float, height: float) -> bool:
        """Whether words stand in it."""
        return self.bottom <= height <= self.top and right >= self.left and left <= self.right

    def parted(self, upper: float, lower: float) -> bool:
        """Whether lines part a row at one height from a row at another, over most of the table's width."""
        between = sum(end - begin for y, begin, end in self.rows if lower < y < upper)
        return between >= _LEAST_SHARE * (self.right - self.left)


def grids(drawn: Rules) -> list[Grid]:
    """The tables whose columns and rows are parted by lines."""
    found = []
    for upright, level in _crossing(drawn):
        columns = _distinct(x for x, _, _ in upright)
        low, high = min(low for _, low, _ in upright), max(high for _, _, high in upright)
        left, right = min(begin for _, begin, _ in level), max(end for _, _, end in level)
        bottom, top = low - _TOUCHING, high + _TOUCHING
        found.append(Grid(min(left, columns[0]), bottom, max(right, columns[-1]), top, columns, tuple(level)))
    return found


def _crossing(drawn: Rules) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Upright lines that level ones join, with these: two or more of each joined set."""
    groups: list[tuple[set[int], list[Rule]]] = []
    if len(drawn.level) * len(drawn.upright) > _MOST_CROSSINGS:
        return
    for line in drawn.level:
        y, begin, end = line
        met = {
            place
            for place, (x, low, high) in enumerate(drawn.upright)
            if begin - _TOUCHING <= x <= end + _TOUCHING and low - _TOUCHING <= y <= high + _TOUCHING
        }
        if not met:
            continue
        joined = [group for group in groups if group[0] & met]
        groups = [group for group in groups if not group[0] & met]
        groups.append(
            (met.union(*(group[0] for group in joined)), [*(each for _, lines in joined for each in lines), line])
        )
    for met, level in groups:
        if len(level) > 1:
            yield [drawn.upright[place] for place in sorted(met)], level


def _distinct(places: Iterable[float]) -> tuple[float, ...]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _THIN:
            kept.append(place)
    return tuple(kept)
