"""Of the spans of a query's words in a text: the passages that show most of them, as snippets."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import starmap

import numpy as np

from archive.model.search import Snippet

from .arrays import Numbers
from .passages import MANY, Span, densest, densest_of, passage

Weigh = Callable[[Mapping[int, int]], dict[int, int]]  # how often each needle stands there → what meeting it is worth


def united(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Ascending spans as they are marked: what overlaps is one."""
    marked: list[tuple[int, int]] = []
    for start, end, _ in spans:
        if marked and start < marked[-1][1]:
            marked[-1] = (marked[-1][0], max(end, marked[-1][1]))
        else:
            marked.append((start, end))
    return marked


def best_of_long(
    text: str,
    begin: int,
    rows: Numbers,
    weigh: Weigh,
    *,
    count: int,
    width: int,
) -> tuple[Snippet, ...]:
    """As `best`, of thousands of spans, of which only those in the passages are looked at one by one."""
    rows = rows[rows[:, 0].searchsorted(begin) :]
    if len(rows) <= MANY:
        return best(text, begin, list(starmap(Span, rows.tolist())), weigh, count=count, width=width)
    times = np.bincount(rows[:, 2])  # NumPy's `unique` imports what takes longer than all of this, the first time
    weights = weigh({needle: often for needle, often in enumerate(times.tolist()) if often})
    left, near = rows, np.zeros(len(rows), np.bool_)
    passages: list[tuple[int, int]] = []
    while len(left) and len(passages) < count:
        found = _apart(passages, passage(text, *densest_of(left, weights, width), width, begin))
        if found is None:
            break
        passages.append(found)
        start, end = found
        left = left[(left[:, 1] <= start) | (left[:, 0] >= end)]
        near |= (rows[:, 0] < end) & (rows[:, 1] > start)
    spans = list(starmap(Span, rows[near].tolist()))
    return tuple(_snippet(text, start, end, spans) for start, end in passages)


def best(
    text: str,
    begin: int,
    spans: Sequence[Span],
    weigh: Weigh,
    *,
    count: int,
    width: int,
) -> tuple[Snippet, ...]:
    """Up to `count` passages of about `width` characters after `begin`, the best first, of ascending spans; what stands there when there are none."""
    if spans and spans[0].start < begin:
        spans = [span for span in spans if span.start >= begin]
    if not spans:
        beginning = passage(text, begin, begin, width)
        return (Snippet(text[slice(*beginning)], *beginning, ()),) if beginning[1] > beginning[0] else ()
    if len(spans) == 1:  # of a rare word nearly always, and there is nothing to choose
        ((first, last, _),) = spans
        start, end = passage(text, first, last, width, begin)
        if start <= first and last <= end:
            return (Snippet(text[start:end], start, end, ((first - start, last - start),)),)
        marked = ((max(first, start) - start, min(last, end) - start),) if first < end and last > start else ()
        return (Snippet(text[start:end], start, end, marked),) if end > start else ()
    times: dict[int, int] = {}
    for _, _, needle in spans:
        times[needle] = times.get(needle, 0) + 1
    # What a needle is worth matters beside others only.
    weights = weigh(times) if len(times) > 1 else times
    passages: list[tuple[int, int]] = []
    left = spans
    while left and len(passages) < count:
        found = _apart(passages, passage(text, *densest(left, weights, width), width, begin))
        if found is None:
            break
        passages.append(found)
        start, end = found
        left = [span for span in left if span.end <= start or span.start >= end]
    return tuple(_snippet(text, start, end, spans) for start, end in passages)


def _apart(taken: Iterable[tuple[int, int]], wanted: tuple[int, int]) -> tuple[int, int] | None:
    """What of a passage is not taken yet; None where nothing is left of it."""
    start, end = wanted
    for taken_start, taken_end in taken:
        start = max(start, taken_end) if taken_start < start else start
        end = min(end, taken_start) if taken_start > start else end
    return (start, end) if end > start else None


def _snippet(text: str, start: int, end: int, spans: Iterable[Span]) -> Snippet:
    marked = united([span for span in spans if span[0] < end and span[1] > start])
    inside = ((max(low, start) - start, min(high, end) - start) for low, high in marked)
    return Snippet(text[start:end], start, end, tuple(inside))
