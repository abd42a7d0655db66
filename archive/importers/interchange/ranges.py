"""Places in a page as Annotator (http://annotatorjs.org, which wallabag uses) writes them: the path of an element, counted among its
siblings of the same name, and how many UTF-16 units of the element's text stand before the place.

Nothing is believed that the words do not bear out: whoever asks says what is to stand there.
"""

import re
from functools import cached_property
from html.parser import HTMLParser
from typing import Any, NamedTuple

from archive.base.text import Utf16Map

from .jsons import Object, objects, text
from .pages import BREAKING, HIDDEN, Page

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# What a paragraph ends at that nobody closed (HTML, 13.1.2.4); and of the other elements the parent which an end is not looked for above.
_ENDS_PARAGRAPH = BREAKING - frozenset("body br caption dd dt html li tbody td tfoot th thead title tr".split())
_ENDS = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",), "tr": ("table",), "td": ("tr",), "th": ("tr",)}
_ALIKE = {"dt": ("dt", "dd"), "dd": ("dt", "dd"), "td": ("td", "th"), "th": ("td", "th")}
_STEP = re.compile(r"([a-z][a-z0-9:-]*)(?:\[(\d{1,9})\])?", re.ASCII)
_MOST_ELEMENTS = 200_000
_DEEPEST = 200


class _Elements(HTMLParser):
    """The elements of a page by their paths, each with where its text begins and ends in all the text of the page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.spans: dict[str, tuple[int, int]] = {}
        self._open: list[tuple[str, str, int, dict[str, int]]] = [("", "", 0, {})]
        self._at = self._hidden = 0
        self.feed(html)
        self.close()
        self._close(0)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _ENDS_PARAGRAPH:
            self._end(("p",), ("button", "table", "td", "th"))
        if tag in _ENDS:
            self._end(_ALIKE.get(tag, (tag,)), _ENDS[tag])
        _, path, _, counts = self._open[-1]
        counts[tag] = counts.get(tag, 0) + 1
        if tag not in _VOID and len(self._open) < _DEEPEST and len(self.spans) < _MOST_ELEMENTS:
            self._open.append((tag, f"{path}/{tag}[{counts[tag]}]", self._at, {}))
            self._hidden += tag in HIDDEN

    def handle_endtag(self, tag: str) -> None:
        self._end((tag,), ())

    def handle_data(self, data: str) -> None:
        self._at += 0 if self._hidden else len(data)

    def _end(self, tags: tuple[str, ...], inside: tuple[str, ...]) -> None:
        """Closes the innermost of these elements with all that is open in it, unless it lies outside of one of the others."""
        for depth in range(len(self._open) - 1, 0, -1):
            tag = self._open[depth][0]
            if tag in tags:
                self._close(depth)
                return
            if tag in inside:
                return

    def _close(self, depth: int) -> None:
        while len(self._open) > depth:
            tag, path, begin, _ = self._open.pop()
            self.spans[path] = begin, self._at
            self._hidden -= tag in HIDDEN


class Place(NamedTuple):
    """A stretch of a page's canonical text with its words."""

    start: int
    end: int
    exact: str


class Ranges:
    """The places of one page."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @cached_property
    def _spans(self) -> dict[str, tuple[int, int]]:
        return _Elements(self._page.html).spans

    def span(self, annotation: Object, quote: str) -> Place | None:
        """Where an annotation's one range stands in the page's canonical text; None where the words there are not those of the quote."""
        ranges = objects(annotation, "ranges")
        if len(ranges) != 1:  # several are parts of one quotation
            return None
        start, end = self._place(ranges[0], "start"), self._place(ranges[0], "end")
        if start is None or end is None:
            return None
        words = self._page.raw[start:end]
        if _bare(words) != _bare(quote) or not words.strip():
            return None
        first, last = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        found, finish = self._page.at(first, last)
        return Place(found, finish, self._page.laid.text[found:finish])

    def _place(self, told: Object, edge: str) -> int | None:
        units = _units(told.get(f"{edge}Offset"))
        element = self._element(text(told, edge))
        if units is None or element is None:
            return None
        begin, end = element
        inside = Utf16Map(self._page.raw[begin:end])
        return begin + inside.to_code_points(units) if units <= inside.to_utf16(end - begin) else None

    def _element(self, path: str) -> tuple[int, int] | None:
        steps = [step for step in path.strip().lower().split("/") if step and not step.startswith("text()")]
        found = [_STEP.fullmatch(step) for step in steps]
        if not all(found):
            return None
        named = [(match[1], match[2] or "1") for match in found if match is not None]
        whole = "".join(f"/{name}[{number}]" for name, number in named)
        # Browsers put the body of a table in where the page has none.
        bare = "".join(f"/{name}[{number}]" for name, number in named if name != "tbody")
        return self._spans.get(whole) or self._spans.get(bare)


def _units(value: Any) -> int | None:
    said = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(said) if re.fullmatch(r"\d{1,9}", said, re.ASCII) else None


def _bare(words: str) -> str:
    """Words without blanks: between two blocks a page may have none, or many."""
    return "".join(words.split())
