"""What a publisher prints on every page: running headers, footers, page numbers. Told by standing again at the same height."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

from rapidfuzz.fuzz import ratio

from .glyphs import Box
from .strips import Strip, rows

PAGE_NUMBER: Final = "page number"
HEADER, FOOTER = "running header", "running footer"
_EDGE_ROWS: Final = 4
_EDGE_SHARE: Final = 0.17  # of the page's height in which a running line can stand
_SAME_HEIGHT: Final = 3.0  # points
_FURTHER: Final = 1.2  # of the usual distance of rows on the page
_ALIKE: Final = 82.0  # of a hundred: "1. The river" and "2. The rivers"
_LONGEST_CHARS: Final = 200
_COUNTED_CHARS: Final = 60  # a longer line that begins with a number is a note
_DIGITS: Final = re.compile(r"\d+")
_ROMAN: Final = re.compile(r"(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_ALONE: Final = re.compile(
    r"[\W_]*(?:(?:page|pg\.?|p\.|seite|s\.|página|쪽|페이지)\s*)?(?P<number>\d{1,5}|[ivxlc]{1,8})"
    r"(?:\s*(?:/|of|von|de|sur|di)\s*\d{1,5})?(?:\s*(?:쪽|페이지))?[\W_]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as this module looks at it: its strips, its box, what the document calls it."""

    strips: tuple[Strip, ...]
    box: Box
    label: str


@dataclass(frozen=True, slots=True)
class _Edge:
    page: int
    row: Strip
    top: bool
    height: float  # from that edge of the page, in points

    @property
    def why(self) -> str:
        if _ALONE.fullmatch(self.row.text):
            return PAGE_NUMBER
        return HEADER if self.top else FOOTER


def furniture(sheets: Sequence[Sheet]) -> dict[int, list[tuple[Strip, str]]]:
    """By page (from 0): the rows that are no part of the text, with the reason."""
    found: dict[int, list[tuple[Strip, str]]] = defaultdict(list)
    edges = list(chain.from_iterable(_edges(page, sheet) for page, sheet in enumerate(sheets)))
    for group in _same_height(edges):
        for edge in _running(group, len(sheets), sheets):
            found[edge.page].append((edge.row, edge.why))
    return {page: kept for page, each in found.items() if (kept := _apart(each, rows(sheets[page].strips)))}


def _apart(found: Sequence[tuple[Strip, str]], lines: Sequence[Strip]) -> list[tuple[Strip, str]]:
    """Those rows that stand apart from the text, by distance or by size: a text may well say the same on every page."""
    gaps = sorted(one.base - other.base for one, other in pairwise(lines))
    pitch = gaps[len(gaps) // 2] if gaps else 0.0
    running = {row.base for row, _ in found}
    kept = []
    for row, why in found:
        place = next(index for index, line in enumerate(lines) if line.base == row.base)
        inner = 1 if why == HEADER or place < len(lines) // 2 else -1
        following = place + inner
        while 0 <= following < len(lines) and lines[following].base in running:
            following += inner
        beside = lines[following] if 0 <= following < len(lines) else None
        if beside is None or why == PAGE_NUMBER or _differs(lines[following - inner], beside, pitch):
            kept.append((row, why))
    return kept


def _differs(edge: Strip, beside: Strip, pitch: float) -> bool:
    return abs(edge.base - beside.base) > _FURTHER * pitch or abs(edge.size - beside.size) > 0.05 * beside.size


def _edges(page: int, sheet: Sheet) -> Iterable[_Edge]:
    height = sheet.box.top - sheet.box.bottom
    lines = rows(sheet.strips)
    for row in lines[:_EDGE_ROWS]:
        if 0 <= (depth := sheet.box.top - row.base) <= _EDGE_SHARE * height and len(row.text) <= _LONGEST_CHARS:
            yield _Edge(page, row, True, depth)
    for row in lines[max(_EDGE_ROWS, len(lines) - _EDGE_ROWS) :] if len(lines) > 1 else []:
        if 0 <= (depth := row.base - sheet.box.bottom) <= _EDGE_SHARE * height and len(row.text) <= _LONGEST_CHARS:
            yield _Edge(page, row, False, depth)
    if 1 < len(lines) <= _EDGE_ROWS:
        row = lines[-1]
        if 0 <= (depth := row.base - sheet.box.bottom) <= _EDGE_SHARE * height:
            yield _Edge(page, row, False, depth)


def _same_height(edges: Iterable[_Edge]) -> Iterable[list[_Edge]]:
    group: list[_Edge] = []
    for edge in sorted(edges, key=lambda edge: (edge.top, edge.height, edge.page)):
        if group and (edge.top != group[-1].top or edge.height - group[-1].height > _SAME_HEIGHT):
            yield group
            group = []
        group.append(edge)
    if group:
        yield group


def _running(group: Sequence[_Edge], pages: int, sheets: Sequence[Sheet]) -> Iterable[_Edge]:
    ordered = sorted(group, key=lambda edge: edge.page)
    counted = _counted(ordered)
    repeated = _repeated(ordered, 2 if pages < 6 else 3)
    for place, edge in enumerate(ordered):
        alone = _ALONE.fullmatch(edge.row.text)
        if alone is not None:
            if place in counted or alone["number"].casefold() == sheets[edge.page].label.casefold():
                yield edge
        elif place in counted or place in repeated:
            yield edge


def _counted(ordered: Sequence[_Edge]) -> set[int]:
    """The places of rows that begin or end with a number that grows with the pages."""
    offsets: dict[int, set[int]] = defaultdict(set)
    for place, edge in enumerate(ordered):
        if len(edge.row.text) <= _COUNTED_CHARS:
            for number in _numbers(edge.row.text):
                offsets[number - edge.page].add(place)
    kept: set[int] = set()
    for places in offsets.values():
        alone = {place for place in places if _ALONE.fullmatch(ordered[place].row.text)}
        if len({ordered[place].page for place in alone}) > 1:
            kept |= alone
        if len({ordered[place].page for place in places}) > 2:
            kept |= places
    return kept


def _numbers(text: str) -> set[int]:
    alone = _ALONE.fullmatch(text)
    if alone is not None:
        number = alone["number"]
        if number.isdigit():
            return {int(number)}
        return {_roman(number)} if _ROMAN.fullmatch(number) else set()
    found = {match[1] for match in (re.match(r"\W*(\d{1,5})\s", text), re.search(r"\s(\d{1,5})\W*$", text)) if match}
    found |= {
        match[1] for match in re.finditer(r"(?i)(?:page|seite|p\.)\s*(\d{1,5})|\b(\d{1,5})\s*/\s*\d", text) if match[1]
    }
    found |= {match[1] for match in re.finditer(r"(\d{1,5})\s*(?:/|of)\s*\d{1,5}", text)}
    return {int(number) for number in found}


def _roman(text: str) -> int:
    values: Mapping[str, int] = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    numbers = [values[letter] for letter in text.lower()]
    pairs = zip(numbers, [*numbers[1:], 0], strict=True)
    return sum(-one if one < following else one for one, following in pairs)


def _repeated(ordered: Sequence[_Edge], least: int) -> set[int]:
    """The places of rows whose words stand on several pages, but for their numbers and a few letters."""
    groups: list[tuple[str, set[int]]] = []
    known: dict[str, int] = {}
    for place, edge in enumerate(ordered):
        text = _DIGITS.sub("#", edge.row.text.casefold())
        if text not in known:
            # Compared with the last few only: what runs on stands on a page near by.
            near = range(len(groups) - 1, max(-1, len(groups) - 5), -1)
            alike = next((index for index in near if ratio(groups[index][0], text) >= _ALIKE), None)
            known[text] = len(groups) if alike is None else alike
            if alike is None:
                groups.append((text, set()))
        groups[known[text]][1].add(place)
    return {
        place
        for _, places in groups
        if len({ordered[place].page for place in places}) >= least
        for place in places
    }  # fmt: skip
