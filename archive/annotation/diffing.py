"""What two editions of a text have in common: equal runs, found line by line and then word by word in what changed.

One longest common subsequence over lines and one over the words of each changed stretch (Hyyrö 2004, bit-parallel, by
rapidfuzz). Stretches too large for that are first divided at words that stand in both exactly once (patience diff).
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

import regex
from rapidfuzz.distance import LCSseq

# Numbers with their points, words with their marks, and every other character by itself.
TOKEN: Final = regex.compile(r"\d+(?:[.,:/]\d+)*|\w+|\s|\X")
# Cells of the table that one comparison may need, a bit each: 8 MB.
_MAX_CELLS: Final = 64_000_000


class Run(NamedTuple):
    """`size` code points that are the same from `old` in the old text and from `new` in the new one."""

    old: int
    new: int
    size: int


def equal_runs(old: str, new: str) -> list[Run]:
    """The runs that the two texts share, in order in both, as long as they can be (neighbours never touch in both)."""
    if old == new:
        return [Run(0, 0, len(old))] if old else []
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[Run] = []
    old_place = new_place = 0
    old_at, new_at = _starts(old_lines), _starts(new_lines)
    for first, second, size in [*_common(old_lines, new_lines), (len(old_lines), len(new_lines), 0)]:
        old_end, new_end = old_at[first], new_at[second]
        found += _words(old[old_place:old_end], new[new_place:new_end], old_place, new_place)
        old_place, new_place = old_at[first + size], new_at[second + size]
        if size:
            found.append(Run(old_end, new_end, old_place - old_end))
    return _joined(found)


def _words(old: str, new: str, old_place: int, new_place: int) -> list[Run]:
    if not old or not new:
        return []
    old_words, new_words = TOKEN.findall(old), TOKEN.findall(new)
    old_at, new_at = _starts(old_words), _starts(new_words)
    return [
        Run(old_place + old_at[first], new_place + new_at[second], old_at[first + size] - old_at[first])
        for first, second, size in _common(old_words, new_words)
    ]


def _starts(pieces: Sequence[str]) -> list[int]:
    return list(accumulate(map(len, pieces), initial=0))


def _joined(found: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in found:
        last = joined[-1] if joined else None
        if last and last.old + last.size == run.old and last.new + last.size == run.new:
            joined[-1] = Run(last.old, last.new, last.size + run.size)
        else:
            joined.append(run)
    return joined


def _common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Equal stretches of two sequences as (place in old, place in new, how many), in order."""
    found: list[tuple[int, int, int]] = []
    for old_start, old_end, new_start, new_end in _manageable(old, new):
        block = LCSseq.opcodes(old[old_start:old_end], new[new_start:new_end])
        found += [
            (old_start + code.src_start, new_start + code.dest_start, code.src_end - code.src_start)
            for code in block
            if code.tag == "equal"
        ]
    return found


def _manageable(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """The two sequences cut into pairs of pieces that are small enough to compare; what cannot be cut is left out."""
    if len(old) * len(new) <= _MAX_CELLS:
        return [(0, len(old), 0, len(new))]
    pieces: list[tuple[int, int, int, int]] = []
    before = (0, 0)
    for first, second in [*_landmarks(old, new), (len(old), len(new))]:
        if (first - before[0]) * (second - before[1]) <= _MAX_CELLS:
            pieces.append((before[0], first, before[1], second))
        before = (first, second)
    return pieces


def _landmarks(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of what stands exactly once in both: the longest series of them that is in order in both."""
    old_counts, new_counts = Counter(old), Counter(new)
    where = {item: place for place, item in enumerate(new) if new_counts[item] == 1}
    pairs = [(place, where[item]) for place, item in enumerate(old) if old_counts[item] == 1 and item in where]
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for number, (_, second) in enumerate(pairs):
        length = bisect_left(tails, second)
        previous.append(ends[length - 1] if length else -1)
        tails[length:] = [second, *tails[length + 1 :]] if length < len(tails) else [second]
        ends[length:] = [number, *ends[length + 1 :]] if length < len(ends) else [number]
    series: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        series.append(pairs[number])
        number = previous[number]
    return series[::-1]


class Alignment:
    """The equal runs of two texts with quick answers about places in them."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.runs = equal_runs(old, new)
        self._old_starts = [run.old for run in self.runs]
        self._new_starts = [run.new for run in self.runs]
        self._unique: dict[Run, bool] = {}

    def run_of(self, place: int) -> Run | None:
        """The run that holds this character of the old text."""
        index = bisect_right(self._old_starts, place) - 1
        run = self.runs[index] if index >= 0 else None
        return run if run and place < run.old + run.size else None

    def start(self, place: int) -> tuple[int, bool]:
        """Where a stretch that begins at `place` begins in the new text, and whether that is an edge of what changed."""
        run = self.run_of(place)
        if run is not None:
            return place - run.old + run.new, True
        old_start, _, new_start, _ = self._gap(place)
        return new_start, place == old_start

    def end(self, place: int) -> tuple[int, bool]:
        """Where a stretch that ends at `place` ends in the new text, and whether that is an edge of what changed."""
        run = self.run_of(place - 1)
        if run is not None:
            return place - run.old + run.new, True
        _, old_end, _, new_end = self._gap(place - 1)
        return new_end, place == old_end

    def _gap(self, place: int) -> tuple[int, int, int, int]:
        """Around a character of the old text that is in no run: (start, end) of what changed, in the old and the new text."""
        index = bisect_right(self._old_starts, place)
        before = self.runs[index - 1] if index else Run(0, 0, 0)
        after = self.runs[index] if index < len(self.runs) else Run(len(self.old), len(self.new), 0)
        return before.old + before.size, after.old, before.new + before.size, after.new

    def unique(self, run: Run) -> bool:
        """Whether the run's text stands nowhere else, in either text."""
        if run not in self._unique:
            text = self.old[run.old : run.old + run.size]
            self._unique[run] = all(whole.find(text, whole.find(text) + 1) < 0 for whole in (self.old, self.new))
        return self._unique[run]

    def taken(self, start: int, end: int, but: tuple[int, int] = (0, 0)) -> int:
        """How many code points of the new text's `[start, end)` are the image of old text, that of the stretch `but` left out."""
        index = max(bisect_right(self._new_starts, start) - 1, 0)
        total = 0
        while index < len(self.runs) and self.runs[index].new < end:
            run = self.runs[index]
            low, high = max(start, run.new), min(end, run.new + run.size)
            own = min(high, but[1] - run.old + run.new) - max(low, but[0] - run.old + run.new)
            total += max(0, high - low) - max(0, own)
            index += 1
        return total

    def slides(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Stretches (of the old text, of the new text) that the comparison could as well have placed otherwise.

        Where one of two equal neighbours was taken out (or put in), nothing tells which: both are in the stretch.
        """
        old_found: list[tuple[int, int]] = []
        new_found: list[tuple[int, int]] = []
        for before, after in zip(
            [Run(0, 0, 0), *self.runs], [*self.runs, Run(len(self.old), len(self.new), 0)], strict=True
        ):
            removed = (before.old + before.size, after.old)
            added = (before.new + before.size, after.new)
            for text, (start, end), found in ((self.old, removed, old_found), (self.new, added, new_found)):
                left = _shared_end(text, start - before.size, start, start, end)
                right = _shared_start(text, start, end, end, end + after.size)
                if start < end and left + right:
                    found.append((start - left, end + right))
        return old_found, new_found


def _shared_end(text: str, first_start: int, first_end: int, second_start: int, second_end: int) -> int:
    size = 0
    while (
        first_end - size > first_start
        and second_end - size > second_start
        and text[first_end - size - 1] == text[second_end - size - 1]
    ):
        size += 1
    return size


def _shared_start(text: str, first_start: int, first_end: int, second_start: int, second_end: int) -> int:
    size = 0
    while (
        first_start + size < first_end
        and second_start + size < second_end
        and text[first_start + size] == text[second_start + size]
    ):
        size += 1
    return size
