"""Joins two changes of one text, line by line, against what both began from; pure.

The three-way merge of Khanna, Kunal and Pierce (A formal investigation of diff3, 2007): stretches that only one side changed are
taken from it. What both changed is taken where both say the same; else the texts contradict each other.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

_MOST_LINES = 20_000


def joined(base: str, one: str, other: str) -> str | None:
    """The text with both sides' changes; None where they contradict each other. The same whichever side is named first."""
    if one == other or other == base:
        return one
    if one == base:
        return other
    begun, left, right = (text.split("\n") for text in (base, one, other))
    if max(len(begun), len(left), len(right)) > _MOST_LINES:
        return None
    pieces = _pieces(begun, left, right)
    return None if pieces is None else "\n".join(line for piece in pieces for line in piece)


def _pieces(base: Sequence[str], one: Sequence[str], other: Sequence[str]) -> list[Sequence[str]] | None:
    ones, others = _matches(base, one), _matches(base, other)
    found: list[Sequence[str]] = []
    at = left = right = 0
    while True:
        step = 0
        while at + step < len(base) and ones.get(at + step) == left + step and others.get(at + step) == right + step:
            step += 1
        found.append(base[at : at + step])
        at, left, right = at + step, left + step, right + step
        # The next line that stands on both sides.
        stable = next((line for line in range(at, len(base)) if line in ones and line in others), None)
        ends = (len(base), len(one), len(other)) if stable is None else (stable, ones[stable], others[stable])
        was, mine, theirs = base[at : ends[0]], one[left : ends[1]], other[right : ends[2]]
        taken = _settled(was, mine, theirs)
        if taken is None:
            return None
        found.append(taken)
        at, left, right = ends
        if stable is None:
            return found


def _settled(was: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Sequence[str] | None:
    if mine == theirs or theirs == was:
        return mine
    return theirs if mine == was else None


def _matches(base: Sequence[str], text: Sequence[str]) -> dict[int, int]:
    """{line of the base: the same line of the text}."""
    blocks = SequenceMatcher(None, base, text, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
