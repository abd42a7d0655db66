"""What a selection grows, shrinks and snaps to. Pure; looks only at the text around, so that long articles cost no more."""

from archive.annotation import units
from archive.annotation.units import Unit
from archive.base.sentences import grapheme_end, grapheme_start, words

UNITS = (Unit.WORD, Unit.SENTENCE, Unit.PARAGRAPH)
_AROUND = 20_000  # code points on either side that are looked at

Span = tuple[int, int]


def _window(text: str, start: int, end: int) -> Span:
    """The lines around a span, with one more on either side, as far as they are near."""
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    left = text.rfind("\n", low, start)
    left = text.rfind("\n", low, left) if left > low else left
    right = text.find("\n", end, high)
    right = text.find("\n", right + 1, high) if right >= 0 else right
    return (left + 1 if left >= 0 else low), (right if right >= 0 else high)


def snapped(text: str, start: int, end: int, unit: str) -> Span:
    """The span widened to whole words or sentences (`unit`), or, for "none", to whole characters; white space left out.

    Punctuation that was selected stays: nothing but white space is ever taken away.
    """
    start, end = grapheme_start(text, start), grapheme_end(text, end)
    if unit in UNITS:
        low, high = _window(text, start, end)
        found = units.snap(text[low:high], start - low, end - low, unit)
        start, end = min(start, found.start + low), max(end, found.end + low)
    return trimmed(text, start, end)


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at its edges."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


def around(text: str, position: int, unit: str) -> Span:
    """The unit that a caret stands in or at the end of; an empty span where there is none."""
    low, high = _window(text, position, position)
    found = units.snap(text[low:high], position - low, position - low, unit)
    return found.start + low, found.end + low


def grown(text: str, start: int, end: int, unit: str) -> Span:
    """The span with one unit more at its end, or rounded up to whole units first."""
    low, high = _window(text, start, end)
    found = units.expand(text[low:high], (), start - low, end - low, unit)
    return found.start + low, found.end + low


def shrunk(text: str, start: int, end: int, unit: str) -> Span:
    """The span without its last unit; one whole unit stays."""
    low, high = _window(text, start, end)
    found = units.shrink(text[low:high], (), start - low, end - low, unit)
    return found.start + low, found.end + low


def widened(text: str, start: int, end: int) -> tuple[Span, Unit]:
    """The next larger unit around the span: word, then sentence, then paragraph; and which one it is."""
    for unit in UNITS:
        low, high = _window(text, start, end)
        found = units.snap(text[low:high], start - low, end - low, unit)
        span = found.start + low, found.end + low
        if span[0] <= start and span[1] >= end and span != (start, end) and span[0] < span[1]:
            return span, unit
    return (start, end), Unit.PARAGRAPH


def narrowed(text: str, start: int, end: int) -> tuple[Span, Unit]:
    """The largest unit at the start of the span that is less than it; its start alone where it is a word or less."""
    for unit in (Unit.SENTENCE, Unit.WORD):
        first, last = around(text, start, unit)
        if start <= first < last <= end and (first, last) != (start, end):
            return (first, last), unit
    return (start, start), Unit.WORD


def stepped(text: str, position: int, by: int, *, word: bool, last: bool) -> int:
    """An edge one letter or one word further (`by` 1) or back (-1); by words the `last` edge goes to their ends."""
    low, high = max(0, position - _AROUND), min(len(text), position + _AROUND)
    if not word:
        if by > 0:
            return min(len(text), max(grapheme_end(text, min(position + 1, len(text))), position + 1))
        return max(0, grapheme_start(text, max(0, position - 1)))
    found = words(text[low:high])
    edges = sorted({low + span[last] for span in found} | {low, high})
    later = [edge for edge in edges if (edge - position) * by > 0]
    return (min(later) if by > 0 else max(later)) if later else position
