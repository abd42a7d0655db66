"""Overlapping passages → disjoint runs to paint and lanes for the margin. Pure, and fast for thousands of passages.

Runs cover exactly the union of the spans: nothing more, nothing twice. Positions are those of the spans handed in
(the archive's code points, or Qt's UTF-16 units): only their order matters here.
"""

from bisect import bisect_left, insort
from collections.abc import Hashable, Iterable, Sequence
from heapq import heappop, heappush
from typing import NamedTuple


class LayerSpan(NamedTuple):
    """A passage to be drawn over `[start, end)`. Of several on one stretch those of lower `order` lie below."""

    start: int
    end: int
    key: Hashable
    order: int = 0


class Layered(NamedTuple):
    """A stretch `[start, end)` on which the same passages lie; `keys` from the lowest to the uppermost."""

    start: int
    end: int
    keys: tuple[Hashable, ...]


def runs(spans: Sequence[LayerSpan], within: tuple[int, int] | None = None) -> list[Layered]:
    """Disjoint stretches in order whose union is that of the spans, cut to `within` where that is given.

    Neighbouring stretches differ in their keys or do not touch. Empty spans are drawn nowhere. O(n log n + k) for n
    spans and k keys handed out.
    """
    low, high = within if within is not None else (None, None)
    edges: list[tuple[int, bool, int]] = []
    for index, span in enumerate(spans):
        start = span.start if low is None else max(span.start, low)
        end = span.end if high is None else min(span.end, high)
        if start < end:
            edges += [(start, True, index), (end, False, index)]
    edges.sort()
    return list(_joined(_sweep(spans, edges)))


def _sweep(spans: Sequence[LayerSpan], edges: list[tuple[int, bool, int]]) -> Iterable[Layered]:
    below = sorted(range(len(spans)), key=lambda index: (spans[index].order, spans[index].start, index))
    rank = {index: place for place, index in enumerate(below)}
    lying: list[int] = []
    before = 0
    for place, opens, index in edges:
        if lying and place > before:
            yield Layered(before, place, tuple(dict.fromkeys(spans[below[height]].key for height in lying)))
        before = place
        if opens:
            insort(lying, rank[index])
        else:
            del lying[bisect_left(lying, rank[index])]


def _joined(pieces: Iterable[Layered]) -> Iterable[Layered]:
    held: Layered | None = None
    for piece in pieces:
        if held is not None and held.end == piece.start and held.keys == piece.keys:
            held = held._replace(end=piece.end)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def lanes(spans: Sequence[LayerSpan]) -> dict[Hashable, int]:
    """A lane from 0 for each key, so that no two spans which overlap share one, in as few lanes as that takes.

    Stable: the answer depends on the spans alone, not on the order in which they are handed in. A key given several spans
    is taken from the first to the last of them. Interval colouring by start, lowest free lane first (greedy is optimal).
    """
    reach: dict[Hashable, tuple[int, int, int]] = {}
    for span in spans:
        if span.start < span.end:
            start, end, order = reach.get(span.key, (span.start, span.end, span.order))
            reach[span.key] = (min(start, span.start), max(end, span.end), min(order, span.order))
    given: dict[Hashable, int] = {}
    ending: list[tuple[int, int]] = []
    free: list[int] = []
    taken = 0
    for key, (start, end, _) in sorted(
        reach.items(), key=lambda item: (item[1][0], -item[1][1], item[1][2], str(item[0]))
    ):
        while ending and ending[0][0] <= start:
            heappush(free, heappop(ending)[1])
        if free:
            lane = heappop(free)
        else:
            lane, taken = taken, taken + 1
        given[key] = lane
        heappush(ending, (end, lane))
    return given
