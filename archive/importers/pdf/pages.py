"""A page taken apart: its words with their links, what stands aside, how much of it pictures cover."""

import ctypes
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pypdfium2.raw as pdfium

from .glyphs import Box, Word, glyphs, rtl
from .images import Image, seen
from .library import Document, narrow, wide
from .rules import MOST as MOST_RULES
from .rules import MOST_SEGMENTS, Rules, drawn_lines, rules, segments

_MOST_LINKS: Final = 2_000  # of a page
_MOST_OBJECTS: Final = 4_000  # of a page that are looked at for pictures
_MOST_DOTS: Final = 300
_FEW_LETTERS: Final = 16  # a page with no more than these has no text, but a number or a stamp
_COVERED: Final = 0.4  # of a page: a picture that large is the page
_SCHEMES: Final = ("http://", "https://", "mailto:", "doi:")
_COMMENTS: Final = frozenset(
    {
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_STRIKEOUT,
        pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_FREETEXT,
        pdfium.FPDF_ANNOT_CARET,
    }
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What the page at `index` holds. `remarks` are (text, why) of comments and form fields; `launches`: a link would start a program.
    `mirrored`: most of it is read from right to left, and all places are mirrored, so that it too begins on the left.
    """

    index: int
    words: tuple[Word, ...]
    aside: tuple[Word, ...]
    box: Box
    label: str
    letters: int
    unknown: int
    pictures: int
    images: tuple[Image, ...]
    scanned: bool
    remarks: tuple[tuple[str, str], ...]
    launches: bool
    mirrored: bool
    rules: Rules


def take(document: Document, index: int) -> Taken:
    """The page at `index`. Raises Unreadable where it cannot be opened."""
    with document.page(index) as page:
        found = glyphs(page)
        box = _box(page)
        drawn = _drawn(page, box)
        links, launches = _links(document, page)
        words = found.words if found.turn else _with_bullets(found.words, drawn.dots)
        if links and found.turn == 0:
            words = tuple(part for word in words for part in _linked(word, links))
        turned = box.turned(found.turn)
        mirrored = _leftward(words)
        if mirrored:
            turned = _mirrored(turned)
            words = tuple(replace(word, left=-word.right, right=-word.left) for word in words)
        inside = tuple(word for word in words if _inside(word, turned))
        outside = tuple(word for word in words if not _inside(word, turned))
        scanned = found.letters <= _FEW_LETTERS and drawn.covered >= _COVERED
        return Taken(
            index,
            inside,
            (*found.aside, *outside),
            turned,
            document.label(index),
            found.letters,
            found.unknown,
            drawn.pictures,
            () if scanned or found.turn or mirrored else tuple(drawn.images),
            scanned,
            _remarks(page),
            launches,
            mirrored,
            rules(_as_held(line, found.turn, mirrored=mirrored) for line in drawn.lines),
        )


def _as_held(box: Box, turn: int, *, mirrored: bool) -> Box:
    """A box where it lies when the page is held so that its words are level, and begin on the left."""
    turned = box.turned(turn)
    return _mirrored(turned) if mirrored else turned


def _mirrored(box: Box) -> Box:
    return Box(-box.right, box.bottom, -box.left, box.top)


def _leftward(words: tuple[Word, ...]) -> bool:
    return 2 * sum(not word.text.isascii() and rtl(word.text) for word in words) > len(words)


def _box(page: Any) -> Box:
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, rect) or rect.right <= rect.left or rect.top <= rect.bottom:
        return Box(0.0, 0.0, 612.0, 792.0)
    return Box(rect.left, rect.bottom, rect.right, rect.top)


def _inside(word: Word, box: Box) -> bool:
    return word.right > box.left and word.left < box.right and box.bottom - word.look.size <= word.base <= box.top


def _linked(word: Word, links: list[tuple[Box, str]]) -> tuple[Word, ...]:
    """The word with the link that it lies in; a comma behind the link's edge is no part of it."""
    x, y = (word.left + word.right) / 2, word.base + 0.25 * word.look.size
    found = next(((box, target) for box, target in links if box.holds(x, y)), None)
    if found is None:
        return (word,)
    box, target = found
    bare = word.text.rstrip(".,;:!?)]}”’»\"'")
    if not bare or bare == word.text or word.right <= box.right + 0.1 * word.look.size:
        return (replace(word, target=target),)
    edge = box.right
    return (
        replace(word, text=bare, right=edge, trailing=False, target=target),
        replace(word, text=word.text[len(bare) :], left=edge, spaced=False),
    )


def _links(document: Document, page: Any) -> tuple[list[tuple[Box, str]], bool]:
    """The places of links to the network, with where they lead, and whether one would start a program or open a file."""
    found: list[tuple[Box, str]] = []
    launches = False
    at, link, rect = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    for _ in range(_MOST_LINKS):
        if not pdfium.FPDFLink_Enumerate(page, at, link):
            break
        action = pdfium.FPDFLink_GetAction(link)
        if not action:
            continue
        kind = pdfium.FPDFAction_GetType(action)
        launches |= kind in (pdfium.PDFACTION_LAUNCH, pdfium.PDFACTION_REMOTEGOTO)
        if kind == pdfium.PDFACTION_URI and pdfium.FPDFLink_GetAnnotRect(link, rect):
            target = _address(document, action)
            if target is not None:
                found.append((Box(rect.left, rect.bottom, rect.right, rect.top), target))
    return found, launches


def _address(document: Document, action: Any) -> str | None:
    target = narrow(lambda buffer, size: pdfium.FPDFAction_GetURIPath(document.handle, action, buffer, size)).strip()
    return target if target.lower().startswith(_SCHEMES) else None


@dataclass(slots=True)
class _Drawn:
    """What is drawn on a page beside its letters: pictures, the share of the page that the largest covers, dots, straight lines."""

    pictures: int = 0
    images: list[Image] = field(default_factory=list)
    covered: float = 0.0
    dots: list[Box] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)
    segments: int = 0  # of paths that were looked at for lines


def _drawn(page: Any, box: Box) -> _Drawn:
    found = _Drawn()
    area = (box.right - box.left) * (box.top - box.bottom)
    for place in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page, place)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            kept = seen(drawn, page, place, _bounds(drawn), area, len(found.images))
            found.images += [kept] if kept is not None else []
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            drawn = _first_picture(drawn)
            kind = pdfium.FPDF_PAGEOBJ_IMAGE if drawn else kind
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.pictures += 1
            bounds = _bounds(drawn)
            found.covered = max(found.covered, (bounds.right - bounds.left) * (bounds.top - bounds.bottom) / area)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            bounds = _bounds(drawn)
            if _is_dot(bounds) and len(found.dots) < _MOST_DOTS:
                found.dots.append(bounds)
            elif len(found.lines) < MOST_RULES and found.segments + segments(drawn, bounds) <= MOST_SEGMENTS:
                found.segments += segments(drawn, bounds)
                found.lines.extend(drawn_lines(drawn, bounds))
    return found


def _bounds(drawn: Any) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(drawn, *edges)
    return Box(*(edge.value for edge in edges))


def _is_dot(box: Box) -> bool:
    width, height = box.right - box.left, box.top - box.bottom
    return 1.0 < width < 8.0 and 0.8 < width / max(height, 0.1) < 1.25


def _with_bullets(words: tuple[Word, ...], dots: list[Box]) -> tuple[Word, ...]:
    """The words, with a bullet for each dot that stands before a line: browsers draw them instead of writing them."""
    found = list(words)
    for dot in dots:
        middle = (dot.top + dot.bottom) / 2
        beside = [
            word for word in words if abs(word.base + 0.3 * word.look.size - middle) < 0.35 * word.look.size
            and word.left > dot.left - 3 * word.look.size
        ]  # fmt: skip
        first = min(beside, key=lambda word: word.left, default=None)
        if first is not None and 0 < first.left - dot.right < 2.5 * first.look.size:
            size = first.look.size
            if size * 0.15 < dot.right - dot.left < size * 0.6:
                found.insert(found.index(first), Word("•", dot.left, dot.right, first.base, first.look, True))
    return tuple(found)


def _first_picture(form: Any) -> Any:
    for place in range(min(pdfium.FPDFFormObj_CountObjects(form), 50)):
        drawn = pdfium.FPDFFormObj_GetObject(form, place)
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_IMAGE:
            return drawn
    return None


def _remarks(page: Any) -> tuple[tuple[str, str], ...]:
    """The texts of comments and of filled form fields, which are no part of what is drawn on the page."""
    found = []
    for place in range(min(max(0, pdfium.FPDFPage_GetAnnotCount(page)), _MOST_LINKS)):
        note = pdfium.FPDFPage_GetAnnot(page, place)
        if not note:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            key, why = (b"V", "form field") if kind == pdfium.FPDF_ANNOT_WIDGET else (b"Contents", "comment")
            if kind in _COMMENTS or kind == pdfium.FPDF_ANNOT_WIDGET:
                text = _string(note, key)
                if text.strip():
                    found.append((" ".join(text.split()), why))
        finally:
            pdfium.FPDFPage_CloseAnnot(note)
    return tuple(found)


def _string(note: Any, key: bytes) -> str:
    return wide(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(note, key, buffer, size))
