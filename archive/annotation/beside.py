"""Two texts side by side: what changed, in stretches that a person reads as one, and which blocks stand beside which. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from archive.model.article import Block
from archive.model.duplicate import Act, Row, TextChange

from .diffing import Run, equal_runs

Span = tuple[int, int]
_WORD: Final = re.compile(r"\w")
_ENDS: Final = tuple(".!?…\n")  # of a sentence or a line


def held(
    old: str, new: str, old_blocks: Sequence[Block], new_blocks: Sequence[Block]
) -> tuple[list[TextChange], list[Row]]:
    """What changed between two texts, and their blocks beside each other."""
    runs = equal_runs(old, new)
    found = changes(old, new, runs)
    return found, rows(runs, old_blocks, new_blocks, found)


def changes(old: str, new: str, runs: Sequence[Run]) -> list[TextChange]:
    """What stands in one of the two texts and not in the other, in order.

    Changes with no word between them, in one line, are one: "3 people" for "five men" is one change and not two.
    """
    found: list[tuple[Span, Span]] = []
    for old_span, new_span in _gaps(runs, old, new):
        if found:
            (old_start, old_end), (new_start, _) = found[-1]
            between = old[old_end : old_span[0]]
            if "\n" not in between and not _WORD.search(between):
                found[-1] = (old_start, old_span[1]), (new_start, new_span[1])
                continue
        found.append((old_span, new_span))
    return [TextChange(_act(*each), *each) for each in found]


def _gaps(runs: Sequence[Run], old: str, new: str) -> Iterator[tuple[Span, Span]]:
    old_at = new_at = 0
    for run in [*runs, Run(len(old), len(new), 0)]:
        if old_at < run.old or new_at < run.new:
            by = _slide(old, old_at, run.old, run.size) if new_at == run.new else 0
            by = _slide(new, new_at, run.new, run.size) if old_at == run.old else by
            yield (old_at + by, run.old + by), (new_at + by, run.new + by)
        old_at, new_at = run.old + run.size, run.new + run.size


def _slide(text: str, start: int, end: int, size: int) -> int:
    """How far right a stretch that came or went begins better: of ". It rained" before ". Then", nothing tells which full stop it was,
    but a person reads whole sentences. It never slides over all of the run behind it.
    """
    by = 0
    while by < size - 1 and text[start + by] == text[end + by]:
        by += 1
        if text[start + by - 1] in " \n" and text[start + by - 2 : start + by - 1] in _ENDS:
            return by
    return 0


def _act(old: Span, new: Span) -> Act:
    if old[0] == old[1]:
        return Act.ADDED
    return Act.REMOVED if new[0] == new[1] else Act.CHANGED


def rows(
    runs: Sequence[Run], old_blocks: Sequence[Block], new_blocks: Sequence[Block], found: Sequence[TextChange]
) -> list[Row]:
    """The blocks of both texts in order, those that have most in common beside each other, with the changes in each."""
    pairs = _pairs(runs, old_blocks, new_blocks)
    made: list[Row] = []
    old_at = new_at = 0
    for first, second in [*pairs, (len(old_blocks), len(new_blocks))]:
        made += [Row(_span(block), None) for block in old_blocks[old_at:first]]
        made += [Row(None, _span(block)) for block in new_blocks[new_at:second]]
        if first < len(old_blocks):
            made.append(Row(_span(old_blocks[first]), _span(new_blocks[second])))
        old_at, new_at = first + 1, second + 1
    return [Row(row.old, row.new, _within(row, found)) for row in made]


def _span(block: Block) -> Span:
    return block.start, block.end


def _within(row: Row, found: Sequence[TextChange]) -> tuple[int, ...]:
    """The numbers of the changes that touch a row on the side where they have words."""
    return tuple(
        number
        for number, change in enumerate(found)
        if any(
            side is not None and span[0] < span[1] and span[0] < side[1] and span[1] > side[0]
            for side, span in ((row.old, change.old), (row.new, change.new))
        )
    )


def _pairs(runs: Sequence[Run], old_blocks: Sequence[Block], new_blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Which blocks go together, in order in both: those that share most first, as far as they cross no others."""
    shared: Counter[tuple[int, int]] = Counter()
    old_starts, new_starts = [b.start for b in old_blocks], [b.start for b in new_blocks]
    for run in runs:
        first = max(0, bisect_right(old_starts, run.old) - 1)
        for index in range(first, bisect_left(old_starts, run.old + run.size)):
            low = max(run.old, old_blocks[index].start)
            high = min(run.old + run.size, old_blocks[index].end)
            if low < high:
                other = max(0, bisect_right(new_starts, low - run.old + run.new) - 1)
                shared[index, other] += high - low
    chosen: list[tuple[int, int]] = []
    for pair, _ in sorted(shared.items(), key=lambda each: (-each[1], each[0])):
        place = bisect_left(chosen, pair)
        before = chosen[place - 1] if place else (-1, -1)
        after = chosen[place] if place < len(chosen) else (len(old_blocks), len(new_blocks))
        if before[0] < pair[0] < after[0] and before[1] < pair[1] < after[1]:
            chosen.insert(place, pair)
    return chosen
