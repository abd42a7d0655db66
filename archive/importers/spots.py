"""Places in a document by which a person's rule finds words again: an element of a page, a labelled line, a line's number.

`learn` makes such a place from words that were selected; `Document.parts` finds it in another document. Pure, and in time that
grows with the text alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from archive.base.errors import Invalid
from archive.model.taught import LONGEST_CHARS, Spot

from .html.places import Element, elements, fitting, paths_to

_HEAD_LINES, _TAIL_LINES = 80, 40  # an article tells of itself near its beginning and its end
_LONGEST_LINE: Final = 300
_LABEL_CHARS: Final = 40
_WORD_CHARS: Final = 15


@dataclass(frozen=True, slots=True)
class Part:
    """A line, or the words of an element; `places` are where its characters stand in the decoded original (a half-open span each)."""

    text: str
    places: tuple[tuple[int, int], ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where `[start, end)` of the text stands."""
        return self.places[start][0], self.places[end - 1][1]


class Document:
    """A decoded original; `page` when it is HTML."""

    def __init__(self, decoded: str, *, page: bool) -> None:
        self.decoded, self.page = decoded, page

    @cached_property
    def lines(self) -> list[tuple[int, int]]:
        """Where its lines with words begin and end."""
        found, start = [], 0
        for line in self.decoded.splitlines(keepends=True):
            text = line.strip()
            if text:
                first = start + line.index(text[0])
                found.append((first, first + len(text)))
            start += len(line)
        return found

    @cached_property
    def elements(self) -> list[Element]:
        return elements(self.decoded)

    def parts(self, spot: Spot) -> Iterator[Part]:
        """What the spot may mean, the likeliest first; at most one but for labels."""
        if spot.path:
            if self.page:
                found = fitting(self.elements, spot.path)
                if found is not None:
                    yield Part(*found.words())
        elif self.page:
            return
        elif spot.line:
            index = spot.line - 1 if spot.line > 0 else len(self.lines) + spot.line
            if 0 <= index < len(self.lines):
                yield self.line(index)
        else:
            yield from filter(_fits(spot), map(self.line, self._edge()))

    def _edge(self) -> Iterator[int]:
        count = len(self.lines)
        yield from range(min(count, _HEAD_LINES))
        yield from range(max(_HEAD_LINES, count - _TAIL_LINES), count)

    def line(self, index: int) -> Part:
        """A line of those with words."""
        start, end = self.lines[index]
        return Part(self.decoded[start:end], tuple((at, at + 1) for at in range(start, end)))


def _fits(spot: Spot) -> Callable[[Part], bool]:
    label, closing = spot.label.casefold(), spot.closing.casefold()

    def fits(part: Part) -> bool:
        text = part.text.casefold()
        return len(text) <= _LONGEST_LINE and (
            text.startswith(label) if label else bool(closing) and text.endswith(closing)
        )

    return fits


def cut(text: str, spot: Spot) -> tuple[int, int] | None:
    """The stretch of a part's text that a spot means, without the white space round it; None where there is none."""
    start = len(spot.label) if spot.label else 0
    end = len(text) - len(spot.closing)
    if spot.before:
        found = text.find(spot.before, start)
        if found < 0:
            return None
        start = found + len(spot.before)
    if spot.after:
        # What stands before and after a value share the blank where there is no value.
        shared = start > 0 and text[start - 1].isspace() and spot.after[0].isspace()
        found = text.find(spot.after, start - shared)
        end = max(start, found) if found >= 0 else end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def learn(document: Document, start: int, end: int, *, whole: bool = False) -> Iterator[Spot]:
    """Spots that mean `[start, end)` of the decoded original, the one that says most first. `whole`: all that stands in the
    same part may come along (a date is found in it). Raises Invalid where the words are no part of one line or element."""
    count = 0
    for spot in _page_spots(document, start, end, whole) if document.page else _line_spots(document, start, end, whole):
        if all(len(each) <= LONGEST_CHARS for each in (spot.path, spot.label, spot.closing, spot.before, spot.after)):
            count += 1
            yield spot
    if not count:
        raise Invalid(
            "These words stand nowhere that another article would have too.",
            "Select them where they stand by themselves, like a line of the page's head.",
        )


def _page_spots(document: Document, start: int, end: int, whole: bool) -> Iterator[Spot]:
    for element, path in paths_to(document.elements, start, end):
        text, places = element.words()
        inside = [at for at, (first, last) in enumerate(places) if first < end and last > start]
        for edges in _edges(text, inside[0], inside[-1] + 1, whole) if inside else ():
            yield replace(edges, path=path)


def _line_spots(document: Document, start: int, end: int, whole: bool) -> Iterator[Spot]:
    number = next((at for at, (first, last) in enumerate(document.lines) if first <= start and end <= last), None)
    if number is None:
        raise Invalid("These words stand in more than one line.", "Select words of one line.")
    line = document.line(number)
    first, last = start - document.lines[number][0], end - document.lines[number][0]
    before, after = line.text[:first], line.text[last:]
    for edges in _edges(line.text, first, last, whole):
        if _is_label(before):
            yield replace(edges, label=before, before="")
        elif not before.strip() and _is_label(after) and len(after) <= _WORD_CHARS:
            yield Spot(closing=after)
        count = len(document.lines)
        if number < _HEAD_LINES:
            yield replace(edges, line=number + 1)
        elif number >= count - _TAIL_LINES:
            yield replace(edges, line=number - count)


def _is_label(text: str) -> bool:
    """Whether the words beside a value are always the same: letters, few of them, no number."""
    return len(text) <= _LABEL_CHARS and any(map(str.isalpha, text)) and not any(map(str.isdigit, text))


def _edges(text: str, start: int, end: int, whole: bool) -> Iterator[Spot]:
    """How `[start, end)` is told from what stands beside it in a part."""
    before, after = _before(text, start), _after(text, start, end)
    if before is not None and after is not None:
        yield Spot(before=before, after=after)
    if whole and (before or after or before is None or after is None):
        yield Spot()


def _before(text: str, start: int) -> str | None:
    led = text[:start]
    if not led.strip():
        return ""
    signs = led[len(led.rstrip("".join({letter for letter in led if not letter.isalnum()}))) :]
    word = led.rstrip().rpartition(" ")[2]
    for tried in (led if _is_label(led) else "", signs if signs.strip() else "", f"{word}{led[len(led.rstrip()) :]}"):
        if tried.strip() and not any(map(str.isdigit, tried)) and text.find(tried) + len(tried) == start:
            return tried
    return None


def _after(text: str, start: int, end: int) -> str | None:
    rest = text[end:]
    if not rest.strip():
        return ""
    signs = rest[: len(rest) - len(rest.lstrip("".join({letter for letter in rest if not letter.isalnum()})))]
    word = rest[: len(rest) - len(rest.lstrip())] + rest.split()[0]
    for tried in (signs if signs.strip() else "", word):
        if tried.strip() and not any(map(str.isdigit, tried)) and text.find(tried, start) == end:
            return tried
    return None
