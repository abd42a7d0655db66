"""Words put together to strips (words of one line without a wide gap), and strips to rows, for what looks at whole pages."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from .glyphs import Word, rtl

GAP_EMS: Final = 1.2  # wider than the spaces of a justified line, narrower than what lies between columns


@dataclass(frozen=True, slots=True)
class Strip:
    """Words side by side, in reading order."""

    words: tuple[Word, ...]
    left: float
    right: float
    base: float
    size: float
    frame: tuple[float, float] | None = None  # the left and right edges of the drawn table in which it stands

    @property
    def text(self) -> str:
        return spelled(self.words)


def spelled(words: Sequence[Word]) -> str:
    """The words as one line of text."""
    return "".join(f" {word.text}" if word.spaced and place else word.text for place, word in enumerate(words))


def strips(words: Iterable[Word], *, mirrored: bool = False) -> list[Strip]:
    """The strips of a page in the order of drawing. `mirrored`: it is read from right to left, and its places were mirrored."""
    found: list[list[Word]] = []
    for word in words:
        if found and (_level_with(found[-1], word) if mirrored else _follows(found[-1][-1], found[-1][0], word)):
            found[-1].append(word)
        else:
            found.append([word])
    if mirrored:
        found = [part for group in found for part in _parted(group)]
    return [strip(group) for group in found]


def _level_with(group: Sequence[Word], word: Word) -> bool:
    return abs(group[-1].base - word.base) <= 0.25 * max(group[-1].look.size, word.look.size)


def _parted(group: Sequence[Word]) -> list[list[Word]]:
    """Words of one height cut at wide gaps; they keep their order, in which foreign words run the other way."""
    edges: list[float] = []
    reached = None
    for word in sorted(group, key=lambda word: word.left):
        if reached is not None and word.left - reached > GAP_EMS * word.look.size:
            edges.append(word.left)
        reached = word.right if reached is None else max(reached, word.right)
    parts: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in group:
        parts[bisect_right(edges, word.left)].append(word)
    return parts


def strip(words: Sequence[Word]) -> Strip:
    """One strip of words in reading order; its size and height are those of most of its letters."""
    weights: dict[tuple[float, float], int] = {}
    for word in words:
        key = (word.look.size, word.base)
        weights[key] = weights.get(key, 0) + len(word.text)
    size, base = max(weights, key=lambda key: (weights[key], key[0]))
    return Strip(
        tuple(words), min(word.left for word in words), max(word.right for word in words), base, size
    )  # fmt: skip


def _follows(before: Word, first: Word, word: Word) -> bool:
    size = max(before.look.size, word.look.size)
    drop = min(abs(before.base - word.base), abs(first.base - word.base))
    # Raised and lowered marks are smaller than the line that they stand in.
    raised = min(before.look.size, word.look.size) < 0.85 * size
    if drop > (0.55 if raised else 0.25) * size:
        return False
    if word.left >= before.left:
        return word.left - before.right <= GAP_EMS * size
    return before.left - word.right <= GAP_EMS * size and (rtl(word.text) or rtl(before.text))


def rows(found: Sequence[Strip]) -> list[Strip]:
    """Strips of one height as one, from the top of the page to its bottom; words from left to right."""
    ordered = sorted(found, key=lambda strip: (-strip.base, strip.left))
    groups: list[list[Strip]] = []
    for each in ordered:
        if groups and _level(groups[-1], each):
            groups[-1].append(each)
        else:
            groups.append([each])
    return [_row(group) for group in groups]


def _level(group: Sequence[Strip], each: Strip) -> bool:
    nearest = min(group, key=lambda strip: abs(strip.base - each.base))
    small = min(nearest.size, each.size)
    large = max(nearest.size, each.size)
    apart = min(max(each.left - other.right, other.left - each.right) for other in group)
    raised = small < 0.85 * large and apart < 0.3 * large
    return abs(nearest.base - each.base) <= (0.5 * large if raised else 0.25 * small)


def _row(group: Sequence[Strip]) -> Strip:
    if len(group) == 1:
        return group[0]
    ordered = sorted(group, key=lambda strip: strip.left)
    words: list[Word] = []
    for place, each in enumerate(ordered):
        first = each.words[0]
        if place and not first.spaced and _touching(ordered[place - 1], each):
            words.extend(each.words)
        else:
            words.append(_spaced(first))
            words.extend(each.words[1:])
    return strip(words)


def _touching(one: Strip, other: Strip) -> bool:
    return max(other.left - one.right, one.left - other.right) < 0.15 * max(one.size, other.size)


def _spaced(word: Word) -> Word:
    if word.spaced:
        return word
    return Word(word.text, word.left, word.right, word.base, word.look, True, word.trailing, word.target)
