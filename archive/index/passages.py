"""Of the places where a query's words stand in a text: the stretch that shows most of them, from the edge of a sentence or word on."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from .arrays import Numbers

_ASCII_STOPS, _STOPS, _CLOSING = ".!?", ".!?\u3002\uff01\uff1f\u2026", "\"'\u2019\u201d)]"
_REACH_CHARS = 40
_AGAIN = 2  # how many words met again make a passage better
MANY, _EACH = 200, 12  # spans, and spans for each needle, from which on arrays are sooner done


class Span(NamedTuple):
    """Half-open, in code points of the text: where the needle of a number stands."""

    start: int
    end: int
    needle: int


def densest(spans: Sequence[Span], weights: Mapping[int, int], width: int) -> tuple[int, int]:
    """First and last position of the window of spans that is worth most by the different needles in it; of equals one that meets them
    more often, then the closest, then the earliest."""
    if len(spans) == 1:
        return spans[0].start, spans[0].end
    if len(spans) > max(MANY, _EACH * len(weights)):
        return densest_of(np.array(spans, np.int64), weights, width)
    if len(weights) == 1:
        return _closest(spans, width)
    inside = dict.fromkeys(weights, 0)
    best, best_value, first = (spans[0].start, spans[0].end), (0, 0, 0), 0
    value = different = 0
    for number, (_, end, needle) in enumerate(spans):
        if not inside[needle]:
            value, different = value + weights[needle], different + 1
        inside[needle] += 1
        lowest = end - width
        while spans[first].start < lowest and first < number:
            gone = spans[first].needle
            inside[gone] -= 1
            if not inside[gone]:
                value, different = value - weights[gone], different - 1
            first += 1
        if value >= best_value[0]:
            begin = spans[first].start
            found = (value, min(number - first + 1 - different, _AGAIN), begin - end)
            if found > best_value:
                best, best_value = (begin, end), found
    return best


def _closest(spans: Sequence[Span], width: int) -> tuple[int, int]:
    """The same of spans of one needle."""
    best, most, closeness, first = (spans[0].start, spans[0].end), -1, 0, 0
    for number, (_, end, _) in enumerate(spans):
        lowest = end - width
        while spans[first].start < lowest and first < number:
            first += 1
        again, begin = min(number - first, _AGAIN), spans[first].start
        if again > most or (again == most and begin - end > closeness):
            best, most, closeness = (begin, end), again, begin - end
    return best


def densest_of(spans: Numbers, weights: Mapping[int, int], width: int) -> tuple[int, int]:
    """The same of a row for each span."""
    starts, ends, needles = spans.T
    numbers = np.arange(len(spans))
    firsts = np.maximum.accumulate(np.minimum(numbers, starts.searchsorted(ends - width)))
    value, different = np.zeros((2, len(spans)), np.int64)
    for needle, weight in weights.items():
        inside = np.maximum.accumulate(np.where(needles == needle, numbers, -1)) >= firsts
        value += weight * inside
        different += inside
    again = np.minimum(numbers - firsts + 1 - different, _AGAIN)
    closeness = starts[firsts] - ends
    best = np.flatnonzero(value == value.max())
    for found in (again, closeness):
        best = best[found[best] == found[best].max()]
    return int(starts[firsts[best[0]]]), int(ends[best[0]])


def passage(text: str, first: int, last: int, width: int, begin: int = 0) -> tuple[int, int]:
    """About `width` characters around `[first, last)`, from the beginning of a sentence where one is near."""
    spare = max(width - (last - first), 0)
    start = _sentence_start(text, first, max(begin, first - spare * 2 // 3))
    end = min(len(text), max(last, start + width))
    if end < len(text):
        end = _sentence_end(text, max(last, end - spare // 3), end) or _word_edge(text, end, last)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _sentence_start(text: str, place: int, lowest: int) -> int:
    """The nearest beginning of a sentence or block in `[lowest, place]`, else of a word near `lowest`."""
    # A sentence that ends before `lowest` may begin there.
    found = last_end(text, max(0, lowest - _REACH_CHARS), place)
    if found >= lowest:
        return found
    if lowest == 0:
        return 0
    for start in range(lowest, min(place, lowest + _REACH_CHARS)):
        if text[start - 1].isspace():
            return start
    return _grapheme_edge(text, place if place - lowest < _REACH_CHARS else lowest)


def _sentence_end(text: str, lowest: int, highest: int) -> int | None:
    found = last_end(text, max(0, lowest - _REACH_CHARS), min(highest + 1, len(text))) - 1
    return found if found > lowest else None


def last_end(text: str, first: int, last: int) -> int:
    """Behind the last sentence, with the white space that follows it, or line that ends in this stretch; -1 where none does.

    Looked for from behind, so that of a sentence nothing is looked at but its end.
    """
    stretch = text[first:last]
    size, found = len(stretch), stretch.rfind("\n") + 1
    for stop in _ASCII_STOPS if stretch.isascii() else _STOPS:
        at = stretch.rfind(stop)
        while at >= found:
            end = at + 1
            while end < size and stretch[end] in _CLOSING:
                end += 1
            if end < size and stretch[end].isspace():
                found = max(found, end + 1)
                break
            at = stretch.rfind(stop, found, at)
    return first + found if found else -1


def _word_edge(text: str, end: int, lowest: int) -> int:
    """The last edge of a word at or before `end`, not before `lowest`, nor where the text begins."""
    for place in range(end, max(lowest, end - _REACH_CHARS, 1) - 1, -1):
        if place == len(text) or text[place].isspace() or text[place - 1].isspace():
            return place
    return _grapheme_edge(text, end)


def _grapheme_edge(text: str, place: int) -> int:
    """The next place at or after this that is not inside a grapheme (marks, joiners, conjoining jamo)."""
    while 0 < place < len(text) and (
        unicodedata.category(text[place]) in ("Mn", "Mc", "Me")
        or text[place] in "\u200d\ufe0f"
        or text[place - 1] == "\u200d"
        or "\u1160" <= text[place] <= "\u11ff"
        or "\U0001f3fb" <= text[place] <= "\U0001f3ff"
    ):
        place += 1
    return place
