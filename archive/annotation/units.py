"""What a selection grows and shrinks by: words, sentences, paragraphs; a span is never cut inside a grapheme.

Positions are code points, half-open, over the text that is handed in.
"""

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum

from archive.base.sentences import Span, grapheme_end, grapheme_start, sentences, words
from archive.model.article import Block


class Unit(StrEnum):
    """What a selection grows and shrinks by."""

    WORD = "word"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


def units(text: str, unit: str, blocks: Sequence[Block] = ()) -> list[Span]:
    """The text's words, sentences or paragraphs in order. Paragraphs are the blocks, or the lines where none are given."""
    if unit == Unit.WORD:
        return words(text)
    if unit == Unit.SENTENCE:
        return sentences(text)
    if blocks:
        return [Span(block.start, block.end) for block in blocks if block.end > block.start]
    found: list[Span] = []
    place = 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Span(place, place + len(line.rstrip("\r"))))
        place += len(line) + 1
    return found


def snap(text: str, start: int, end: int, unit: str, blocks: Sequence[Block] = ()) -> Span:
    """The smallest run of whole units that holds every part of a unit in the span.

    A span that touches no unit is widened to whole graphemes only. An empty span (the text cursor) takes the unit it
    stands in or at the end of.
    """
    return touched(text, start, end, unit, blocks) or Span(grapheme_start(text, start), grapheme_end(text, end))


def touched(text: str, start: int, end: int, unit: str, blocks: Sequence[Block] = ()) -> Span | None:
    """The run of whole units that the span touches, or None when it touches none."""
    found = _touched(text, start, end, unit, blocks)
    return None if found is None else Span(found[1][found[0].start].start, found[1][found[0].end - 1].end)


def expand(text: str, blocks: Sequence[Block], start: int, end: int, unit: str) -> Span:
    """The span rounded up to whole units, or one unit more at its end when it is whole already."""
    found = _touched(text, start, end, unit, blocks)
    if found is None:
        following = [span for span in units(text, unit, blocks) if span.start >= end]
        return Span(min(start, following[0].start), following[0].end) if following else Span(start, end)
    reached, spans = found
    whole = Span(spans[reached.start].start, spans[reached.end - 1].end)
    if whole != (start, end) and not (whole.start >= start and whole.end <= end):
        return whole
    if reached.end < len(spans):
        return Span(whole.start, spans[reached.end].end)
    return whole


def shrink(text: str, blocks: Sequence[Block], start: int, end: int, unit: str) -> Span:
    """The span without the last unit of it; a unit that is only begun goes first. One whole unit stays as it is."""
    found = _touched(text, start, end, unit, blocks)
    if found is None:
        return Span(start, end)
    reached, spans = found
    inside = [span for span in spans[reached.start : reached.end] if span.start >= start and span.end <= end]
    if not inside:
        return Span(start, end)
    if len(inside) == reached.end - reached.start and len(inside) > 1:
        inside.pop()
    return Span(inside[0].start, inside[-1].end)


def _touched(text: str, start: int, end: int, unit: str, blocks: Sequence[Block]) -> tuple[Span, list[Span]] | None:
    """Which units the span touches, as a half-open span of their numbers, with all of them; None when it touches none."""
    spans = units(text, unit, blocks)
    starts = [span.start for span in spans]
    if start == end:
        index = bisect_right(starts, start) - 1
        touched = index >= 0 and spans[index].end >= start
        return (Span(index, index + 1), spans) if touched else None
    first = bisect_right(starts, start) - 1
    if first < 0 or spans[first].end <= start:
        first += 1
    last = first
    while last < len(spans) and spans[last].start < end:
        last += 1
    return (Span(first, last), spans) if last > first else None
