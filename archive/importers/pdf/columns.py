"""The order in which a page is read: columns from left to right, between the lines that run across them; tables by their rows."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from .strips import Strip, rows

_GUTTER_EMS: Final = 0.7  # the least space between columns
_LEAST_PAIRS: Final = 3  # lines side by side that make columns of them
_LEAST_FILL: Final = 0.5  # of a column's width that its lines take, as a rule: cells of a table take less
_LEAST_SHARE: Final = 0.15  # of the region's width that a column has
_LEAST_LETTERS: Final = 10
_DEEPEST: Final = 4  # cuts: up to sixteen columns


@dataclass(frozen=True, slots=True)
class Column:
    """Rows of one column, or across columns, from the top down."""

    rows: tuple[Strip, ...]
    left: float
    right: float


def columns(found: Sequence[Strip]) -> list[Column]:
    """The page's strips in reading order."""
    return [
        Column(tuple(lines), min(row.left for row in lines), max(row.right for row in lines))
        for group in _ordered(list(found), _DEEPEST)
        if (lines := rows(group))
    ]


def _ordered(found: list[Strip], depth: int) -> list[list[Strip]]:
    found = sorted(found, key=lambda strip: (-strip.base, strip.left))
    gutter = _gutter(found) if depth else None
    if gutter is None:
        return [found]
    groups: list[list[Strip]] = []
    across: list[Strip] = []
    left: list[Strip] = []
    right: list[Strip] = []

    def flush() -> None:
        nonlocal across, left, right
        if left and right:
            if across:
                groups.append(across)
            groups.extend(_ordered(left, depth - 1))
            groups.extend(_ordered(right, depth - 1))
            across, left, right = [], [], []
        else:
            # The last line of a paragraph across the page may be short: it stays with its paragraph.
            across, left, right = across + left + right, [], []

    for each in found:
        if each.left < gutter - 2 and each.right > gutter + 2:
            flush()
            across.append(each)
        elif each.right <= gutter + 2:
            left.append(each)
        else:
            right.append(each)
    flush()
    if across:
        groups.append(across)
    return groups


def _gutter(found: Sequence[Strip]) -> float | None:
    """Where the space between two columns lies, if lines stand side by side as those of columns do."""
    votes: dict[int, list[tuple[Strip, Strip]]] = {}
    for one, other in _neighbours(found):
        votes.setdefault(round(other.left / 4), []).append((one, other))
    for place in sorted(votes, key=lambda place: -len(votes[place])):
        pairs = [pair for near in (place - 1, place, place + 1) for pair in votes.get(near, ())]
        if len(pairs) < _LEAST_PAIRS:
            return None
        edge = min(other.left for _, other in pairs)
        if _are_columns(found, pairs, edge):
            return edge - 1
    return None


def _neighbours(found: Sequence[Strip]) -> list[tuple[Strip, Strip]]:
    """Each strip with the one to the right of it, at about its height, across a space as wide as a gutter."""
    heights = [-strip.base for strip in found]
    pairs = []
    for one in found:
        reach = 0.7 * one.size
        nearest: Strip | None = None
        for other in found[bisect_left(heights, -one.base - reach) : bisect_right(heights, -one.base + reach)]:
            if other.left >= one.right + _GUTTER_EMS * one.size and (nearest is None or other.left < nearest.left):
                nearest = other
        if nearest is not None:
            pairs.append((one, nearest))
    return pairs


def _are_columns(found: Sequence[Strip], pairs: Sequence[tuple[Strip, Strip]], edge: float) -> bool:
    width = max(strip.right for strip in found) - min(strip.left for strip in found)
    top = max(one.base for one, _ in pairs) + 1
    bottom = min(one.base for one, _ in pairs) - 1
    beside = [strip for strip in found if bottom <= strip.base <= top]
    sides = (
        [strip for strip in beside if strip.right <= edge + 1],
        [strip for strip in beside if strip.left >= edge - 1],
    )
    return all(_is_column(side, width) for side in sides)


def _is_column(side: Sequence[Strip], width: float) -> bool:
    lines = rows(side)
    if len(lines) < _LEAST_PAIRS:
        return False
    extent = max(line.right for line in lines) - min(line.left for line in lines)
    fill = median(sum(word.right - word.left for word in line.words) / extent if extent else 0.0 for line in lines)
    letters = median(len(line.text) for line in lines)
    return extent >= _LEAST_SHARE * width and fill >= _LEAST_FILL and letters >= _LEAST_LETTERS
