"""The words of a page with their places, sizes and weights, as its characters tell them; text across the page stands apart.

A character is asked for three or four things only, a word for its edges: PDFium's calls are most of the time that a page takes.
"""

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pypdfium2.raw as pdfium

LINE_END_HYPHEN: Final = "\x02"  # what PDFium makes of any hyphen at the end of a line
_SPACES: Final = frozenset({9, 32, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000})
_BREAKS: Final = frozenset({10, 13})
_HYPHENS: Final = frozenset({2, 0xFFFE})
_LIGATURES: Final = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\0": "\N{REPLACEMENT CHARACTER}"}
)
_BOLD: Final = re.compile(r"bold|black|heavy|semibold|demi|medi(?=$|[-,])", re.IGNORECASE)
_SLANTED: Final = re.compile(r"ital|obliq|slanted", re.IGNORECASE)
_ITALIC_FLAG, _FORCE_BOLD_FLAG = 1 << 6, 1 << 18  # ISO 32000-1, table 123
_BOLD_WEIGHT: Final = 600
_RTL: Final = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look: size in points, weight, slant, and which way they run (quarter turns from level; None: aslant)."""

    size: float
    bold: bool
    italic: bool
    turn: int | None


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between them, from `left` to `right` on the line at height `base`."""

    text: str
    left: float
    right: float
    base: float
    look: Look
    spaced: bool  # a space stands before it
    trailing: bool = False  # a space stands behind it at the end of its line
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, its bottom below its top."""

    left: float
    bottom: float
    right: float
    top: float

    def turned(self, turn: int) -> "Box":
        xs, ys = zip(_turn(self.left, self.bottom, turn), _turn(self.right, self.top, turn), strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A page's words as they stand when it is held so that most of them are level. `aside` runs another way.

    `turn` is how it must be held; `unknown` counts characters whose letters the file does not tell.
    """

    words: tuple[Word, ...]
    aside: tuple[Word, ...]
    turn: int
    unknown: int
    letters: int


def glyphs(page: Any) -> Glyphs:
    """All words of an open page, in the order in which the file draws them."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return Glyphs((), (), 0, 0, 0)
    try:
        reading = _Reading(text)
        found = list(reading.words())
    finally:
        pdfium.FPDFText_ClosePage(text)
    turns = Counter[int]()
    for word in found:
        if word.look.turn is not None:
            turns[word.look.turn] += len(word.text)
    turn = turns.most_common(1)[0][0] if turns else 0
    level = tuple(word for word in found if word.look.turn == turn)
    other = tuple(word for word in found if word.look.turn != turn)
    return Glyphs(level, other, turn, reading.unknown, reading.letters)


def rtl(text: str) -> bool:
    """Whether most letters run from right to left."""
    kinds = [unicodedata.bidirectional(letter) for letter in text if letter.isalpha()]
    return sum(kind in _RTL for kind in kinds) * 2 > len(kinds)


def _turn(x: float, y: float, turn: int) -> tuple[float, float]:
    """The point after the page was turned so that letters that ran `turn` quarters upwards run level."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]



class _Reading:
    """One pass over the characters of a page."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._rect = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._looks: dict[int | None, Look] = {}
        self.unknown = self.letters = 0

    def words(self) -> Iterator[Word]:
        text = self._text
        unicode, object_of, cast, pointer = (
            pdfium.FPDFText_GetUnicode,
            pdfium.FPDFText_GetTextObject,
            ctypes.cast,
            ctypes.c_void_p,
        )
        letters: list[str] = []
        begin, spaced, drawn, look = 0, True, None, None
        held: Word | None = None  # the word before, until it is known whether a space stands behind it
        for index in range(pdfium.FPDFText_CountChars(text)):
            code = unicode(text, index)
            if code in _SPACES or code in _BREAKS:
                if letters and look is not None:
                    held = self._word(letters, begin, index - 1, look, spaced)
                    letters = []
                if held is not None:
                    yield held if code in _BREAKS or not self._ends(index) else replace(held, trailing=True)
                    held = None
                spaced = True
                continue
            if not letters or drawn is None:
                drawn = cast(object_of(text, index), pointer).value
                look = self._look(drawn, index)
            elif (now := cast(object_of(text, index), pointer).value) != drawn:
                drawn = now
                other = self._look(drawn, index)
                if other != look or self._moved(begin, index, other):
                    if look is not None:
                        yield self._word(letters, begin, index - 1, look, spaced)
                    letters, spaced, look = [], False, other
            if not letters:
                begin = index
            letters.append(self._letter(code))
            if code in _HYPHENS and look is not None:
                yield self._word(letters, begin, index, look, spaced)
                letters, spaced = [], True
        if letters and look is not None:
            yield self._word(letters, begin, index, look, spaced)

    def _letter(self, code: int) -> str:
        self.letters += 1
        if code in _HYPHENS:
            return LINE_END_HYPHEN
        if code == 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000 or 0xE000 <= code < 0xF900 or code in (0xFFFD, 0xFFFF):
            self.unknown += 1
            if not 0xE000 <= code < 0xF900:
                return "\N{REPLACEMENT CHARACTER}"
        return chr(code)

    def _ends(self, index: int) -> bool:
        """Whether the line ends behind the space at `index`."""
        return pdfium.FPDFText_GetUnicode(self._text, index + 1) in _BREAKS

    def _look(self, drawn: int | None, index: int) -> Look:
        if drawn not in self._looks:
            self._looks[drawn] = _look_of(self._text, index)
        return self._looks[drawn]

    def _moved(self, begin: int, index: int, look: Look) -> bool:
        """Whether the character at `index` does not follow the word that began at `begin` on its line."""
        first, now = self._origin(begin), self._origin(index)
        across = look.turn in (1, 3)
        drift = abs(first[0] - now[0]) if across else abs(first[1] - now[1])
        if drift > 0.12 * look.size:
            return True
        before = self._edges(index - 1)
        gap = now[0] - before.right
        return not across and (gap > 0.25 * look.size or now[0] < before.left - 2 * look.size)

    def _origin(self, index: int) -> tuple[float, float]:
        pdfium.FPDFText_GetCharOrigin(self._text, index, self._x, self._y)
        return self._x.value, self._y.value

    def _edges(self, index: int) -> Box:
        rect = self._rect
        pdfium.FPDFText_GetLooseCharBox(self._text, index, rect)
        return Box(rect.left, rect.bottom, rect.right, rect.top)

    def _word(self, letters: Sequence[str], begin: int, end: int, look: Look, spaced: bool) -> Word:
        first, last = self._edges(begin), self._edges(end)
        origin = self._origin(begin)
        if look.turn:
            held = first.turned(look.turn), last.turned(look.turn)
            left, right = min(box.left for box in held), max(box.right for box in held)
        else:
            left, right = min(first.left, last.left), max(first.right, last.right)
        written = "".join(letters).translate(_LIGATURES)
        if not written.isascii():
            written = unicodedata.normalize("NFC", written)
        base = origin[1] if look.turn in (0, None) else _turn(*origin, look.turn)[1]
        return Word(written, left, right, base, look, spaced)


def _look_of(text: Any, index: int) -> Look:
    drawn = pdfium.FPDFText_GetTextObject(text, index)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    size = round(min(abs(pdfium.FPDFText_GetFontSize(text, index)) * scale, 2000.0), 1) or 1.0
    bold, italic = _face(pdfium.FPDFTextObj_GetFont(drawn)) if drawn else (False, False)
    if matrix.c and abs(matrix.c) > 0.15 * abs(matrix.d) and abs(matrix.b) < 0.01 * abs(matrix.a):
        italic = True  # slanted by the matrix, as programs do that have no italics
    return Look(size, bold, italic, _quarter(matrix.a, matrix.b))


def _face(font: Any) -> tuple[bool, bool]:
    if not font:
        return False, False
    buffer = ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 200)
    name = buffer.value.decode("latin-1").partition("+")[2] or buffer.value.decode("latin-1")
    flags = max(0, pdfium.FPDFFont_GetFlags(font))
    bold = bool(_BOLD.search(name)) or bool(flags & _FORCE_BOLD_FLAG) or pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
    return bold, bool(_SLANTED.search(name)) or bool(flags & _ITALIC_FLAG)


def _quarter(across: float, up: float) -> int | None:
    """The quarter turns of a direction, None for one that is aslant by more than some five degrees."""
    long, short = max(abs(across), abs(up)), min(abs(across), abs(up))
    if short > 0.09 * long:
        return None
    if abs(across) >= abs(up):
        return 0 if across >= 0 else 2
    return 1 if up > 0 else 3
