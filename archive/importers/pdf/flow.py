"""Which strips go on from the one above them, as the lines of a paragraph do, and which begin something: a paragraph, a cell, an item.

It tells columns, whose paragraphs begin at heights of their own, from tables, whose cells begin side by side.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from .strips import Strip

FURTHEST: Final = 1.75  # of a line's size: what stands further below it does not go on from it
_APART: Final = 1.15  # of the closest distance of the lines around: what stands further below begins something
_NEIGHBOURS: Final = 3  # lines above and below that show how far a line could have run, and how close lines stand
_SPACE_EMS: Final = 0.25
_LEVEL_EMS: Final = 0.35
_ALIKE: Final = 0.8  # of the beginnings on one side that have one beside them
_LEAST: Final = 3
_DATE_WORDS: Final = 3


def beginnings(found: Sequence[Strip]) -> list[bool]:
    """Of each strip, whether it begins something. `found` is ordered from the top down."""
    return _Chains(found).beginnings()


def side_by_side(left: Sequence[Strip], right: Sequence[Strip]) -> bool:
    """Whether what begins on two sides begins at the same heights, as the cells of a table do."""
    few, many = sorted((_apart(left), _apart(right)), key=len)
    together = sum(any(abs(one.base - other.base) <= _LEVEL_EMS * one.size for other in many) for one in few)
    return together >= max(_LEAST, _ALIKE * len(few)) and len(many) <= 2 * len(few)


def is_number(strip: Strip) -> bool:
    """Whether the words are a number, or a date: no letters, or few words with digits."""
    if not any(map(str.isalpha, strip.text)):
        return True
    return len(strip.words) <= _DATE_WORDS and any(map(str.isdigit, strip.text))


def _apart(strips: Sequence[Strip]) -> list[Strip]:
    """Strips of one height count once."""
    kept: list[Strip] = []
    for each in strips:
        if not kept or kept[-1].base - each.base > _LEVEL_EMS * each.size:
            kept.append(each)
    return kept


class _Chains:
    """Strips, each with the one right above it and the one right below it, by their places."""

    def __init__(self, found: Sequence[Strip]) -> None:
        self._found = found
        self._heights = [-strip.base for strip in found]
        self._above = [self._near(each) for each in found]
        self._below: dict[int, int] = {}
        for place, other in enumerate(self._above):
            if other is not None:
                self._below.setdefault(other, place)

    def beginnings(self) -> list[bool]:
        return [other is None or self._begins(place, other) for place, other in enumerate(self._above)]

    def _near(self, each: Strip) -> int | None:
        first = bisect_left(self._heights, -each.base - FURTHEST * each.size)
        last = bisect_right(self._heights, -each.base - _LEVEL_EMS * each.size)
        near = (
            place
            for place in range(first, last)
            if min(self._found[place].right, each.right) > max(self._found[place].left, each.left)
        )
        return min(near, key=lambda place: (self._found[place].base, self._found[place].left), default=None)

    def _begins(self, place: int, other: int) -> bool:
        """Whether the strip stands apart from the one above, or its first word had found room there, or both are numbers."""
        this, last = self._found[place], self._found[other]
        if is_number(this) and is_number(last):
            return True
        drops, edge = [last.base - this.base], last.right
        for one, next_one in self._around(place):
            edge = max(edge, self._found[one].right, self._found[next_one].right)
            if self._found[next_one].size == this.size:
                drops.append(self._found[one].base - self._found[next_one].base)
        if drops[0] > _APART * min(drops):
            return True
        first = this.words[0]
        return edge - last.right > first.right - first.left + _SPACE_EMS * last.size

    def _around(self, place: int) -> Iterator[tuple[int, int]]:
        """Pairs of strips one below the other, in the column of one and near it."""
        down = place
        for _ in range(_NEIGHBOURS):
            following = self._below.get(down)
            if following is None:
                break
            yield down, following
            down = following
        up = self._above[place]
        for _ in range(_NEIGHBOURS):
            before = self._above[up] if up is not None else None
            if up is None or before is None:
                break
            yield before, up
            up = before
