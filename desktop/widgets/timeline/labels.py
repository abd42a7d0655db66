"""Places labels so that none covers another: greedily, in the order handed in, in the first row that is free. No Qt.

Row 0 is the lane's line, rows 1 and up lie above it, rows below 0 under it (each further mark of the same time has one). A
label in a higher row has a thin leader down to its mark, which no other label may cross.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

GAP_PX = 14.0  # between two labels in a row
OFFSET_PX = 6.0  # from a mark's anchor to its label
_LEADER_PX = 2.0


class Wanted(NamedTuple):
    """A mark that would have a label: drawn from `left` to `right` in `row` (0 or below); `width` its words' width."""

    key: int
    left: float
    right: float
    row: int
    width: float


class Placed(NamedTuple):
    """A label from `x` on in `row`; `anchor` is where its leader goes down (None: it needs none)."""

    key: int
    x: float
    width: float
    row: int
    anchor: float | None


class Shelf:
    """Spans taken in rows; those of a row never overlap."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[list[float], list[float]]] = {}

    def free(self, row: int, left: float, right: float) -> bool:
        taken = self._rows.get(row)
        return taken is None or bisect_right(taken[1], left) == bisect_left(taken[0], right)

    def take(self, row: int, left: float, right: float) -> None:
        """Takes a span; what of it is taken already is made one with it."""
        lefts, rights = self._rows.setdefault(row, ([], []))
        begin, end = bisect_right(rights, left), bisect_left(lefts, right)
        if begin < end:
            left, right = min(left, lefts[begin]), max(right, rights[end - 1])
        lefts[begin:end] = [left]
        rights[begin:end] = [right]


def place(wanted: Iterable[Wanted], glyphs: Iterable[Wanted], rows_above: int, width: float) -> list[Placed]:
    """The labels that have room in a plot of this width, most wanted first; `glyphs` are all marks, whom no label covers."""
    shelf = Shelf()
    for glyph in glyphs:
        if glyph.row < 0:
            shelf.take(glyph.row, glyph.left - 2, glyph.right + 2)
    found = []
    for each in wanted:
        placed = _beside(each, shelf, width) if each.row < 0 else _above(each, shelf, rows_above, width)
        if placed is not None:
            found.append(placed)
    return found


def _beside(wanted: Wanted, shelf: Shelf, width: float) -> Placed | None:
    x = wanted.right + OFFSET_PX
    if x < 0 or x + wanted.width > width or not shelf.free(wanted.row, x, x + wanted.width):
        return None
    shelf.take(wanted.row, x - 2, x + wanted.width + GAP_PX)
    return Placed(wanted.key, x, wanted.width, wanted.row, None)


def _above(wanted: Wanted, shelf: Shelf, rows: int, width: float) -> Placed | None:
    # A long bar that began before the view has its label where the view begins.
    anchor = max(0.0, wanted.left if wanted.right - wanted.left > 24 else (wanted.left + wanted.right) / 2)
    if anchor > width:
        return None
    x = anchor + OFFSET_PX
    if x + wanted.width > width:
        x = anchor - OFFSET_PX - wanted.width
    if x < 0:
        return None
    for row in range(1, rows + 1):
        if not shelf.free(row, x, x + wanted.width + GAP_PX):
            continue
        if not all(shelf.free(lower, anchor - _LEADER_PX, anchor + _LEADER_PX) for lower in range(1, row)):
            return None  # the leader would cross a label, from any higher row too
        shelf.take(row, x, x + wanted.width + GAP_PX)
        for lower in range(1, row):
            shelf.take(lower, anchor - _LEADER_PX, anchor + _LEADER_PX)
        return Placed(wanted.key, x, wanted.width, row, anchor if row > 1 else None)
    return None


def stack(
    spans: Iterable[tuple[float, float]], rows: int, most_crowded: int, gap_px: float = 3.0
) -> tuple[list[int], int]:
    """A row (0, −1, …) for each span, by their left edges, so that they do not overlap; and how many still do for want of rows.

    It gives up, with a shorter list, once more than `most_crowded` do.
    """
    ends = [float("-inf")] * max(1, rows)
    found: list[int] = []
    crowded = 0
    for left, right in spans:
        row = next((number for number, end in enumerate(ends) if end + gap_px <= left), None)
        if row is None:
            row = ends.index(min(ends))
            crowded += 1
            if crowded > most_crowded:
                break
        if right > ends[row]:
            ends[row] = right
        found.append(-row)
    return found, crowded
