"""The words of a page with their places, sizes and weights, as its characters tell them; text across the page stands apart.

A character is asked for three or four things only, a word for its edges: PDFium's calls are most of the time that a page takes.
"""

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pypdfium2.raw as pdfium

LINE_END_HYPHEN: Final = "\x02"  # what PDFium makes of any hyphen at the end of a line
_BREAKS: Final = frozenset({"\r", "\n"})
_HYPHENS: Final = frozenset({LINE_END_HYPHEN, "\ufffe"})
_HYPHEN: Final = re.compile("[\x02\ufffe]")
_SPACES: Final = "\t\n\r \xa0\u2002\u2003\u2009\u202f\u3000"
_WORDS: Final = re.compile(f"[^{_SPACES}\x02\ufffe]*[\x02\ufffe]|[^{_SPACES}\x02\ufffe]+")
_UNKNOWN: Final = re.compile(
    "[\0\ud800-\uf8ff\ufffd\uffff]"
)  # private use among them: letters that only the font knows
_NO_LETTER: Final = re.compile("[\0\ud800-\udfff\uffff]")
_LIGATURES: Final = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
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
    return 2 * sum(kind in _RTL for kind in kinds) > len(kinds)


def _turn(x: float, y: float, turn: int) -> tuple[float, float]:
    """The point after the page was turned so that letters that ran `turn` quarters upwards run level."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


class _Reading:
    """One pass over the characters of a page, a word at a time."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._address = ctypes.cast(text, ctypes.c_void_p)
        self._rect = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._looks: dict[int | None, Look] = {}
        self.unknown = self.letters = 0

    def words(self) -> Iterator[Word]:
        written = self._written()
        behind = -1
        for found in _WORDS.finditer(written):
            begin, end = found.span()
            spaced = begin != behind or written[begin - 1 : begin] in _HYPHENS
            behind = end
            trailing = written[end : end + 1] == " " and written[end + 1 : end + 2] in _BREAKS
            parts = list(self._parts(begin, end))
            for place, (first, last, look) in enumerate(parts):
                closes = trailing and place == len(parts) - 1
                yield self._word(written[first:last], first, last - 1, look, spaced and not place, closes)

    def _written(self) -> str:
        """All characters; by one call where none takes two units of UTF-16, else by one each."""
        count = max(0, pdfium.FPDFText_CountChars(self._text))
        buffer = (ctypes.c_ushort * (count + 1))()
        written = pdfium.FPDFText_GetText(self._text, 0, count, buffer) - 1
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
        if written == count == len(text):
            return text
        codes = (pdfium.FPDFText_GetUnicode(self._text, index) for index in range(count))
        return "".join(chr(code) if code <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}" for code in codes)

    def _parts(self, begin: int, end: int) -> Iterator[tuple[int, int, Look]]:
        """The characters from `begin` to `end` cut where they look otherwise or do not follow on the line: (from, to, look)."""
        first = self._drawn(begin)
        look = self._look(first, begin)
        if self._drawn(end - 1) != first:
            drawn = first
            for index in range(begin + 1, end):
                now = self._drawn(index)
                if now == drawn:
                    continue
                drawn, other = now, self._look(now, index)
                if other != look or self._moved(begin, index, other):
                    yield begin, index, look
                    begin, look = index, other
        yield begin, end, look

    def _drawn(self, index: int) -> int | None:
        """The object that draws the character, as a number."""
        address: int | None = _text_object()(self._address, index)
        return address

    def _spelt(self, written: str) -> str:
        """The letters as they are kept: ligatures taken apart, accents put together, signs without a meaning told as such."""
        self.letters += len(written)
        if written.isascii() and written.isprintable():
            return written
        written = _HYPHEN.sub(LINE_END_HYPHEN, written)
        self.unknown += len(_UNKNOWN.findall(written))
        return unicodedata.normalize("NFC", _NO_LETTER.sub("\N{REPLACEMENT CHARACTER}", written).translate(_LIGATURES))

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

    def _word(self, written: str, begin: int, end: int, look: Look, spaced: bool, trailing: bool) -> Word:
        x, y = self._origin(begin)
        last = self._edges(end)
        if look.turn:
            held = self._edges(begin).turned(look.turn), last.turned(look.turn)
            left, right = min(box.left for box in held), max(box.right for box in held)
            y = _turn(x, y, look.turn)[1]
        elif last.left < x:  # from right to left
            left, right = last.left, max(self._edges(begin).right, last.right)
        else:
            left, right = x, last.right
        return Word(self._spelt(written), left, right, y, look, spaced, trailing)


@cache
def _text_object() -> Any:
    """PDFium's call for the object that draws a character, answering its address: ctypes makes no pointer of it, which takes long."""
    address = ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(address)


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
