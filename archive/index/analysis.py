"""Text → terms: the one set of rules by which articles are indexed, queries are read and hits are highlighted.

A token of the text (a run of letters, digits, marks, with inner apostrophes, hyphens and decimal points) gives entries: a
position, a term (folded, not stemmed) and, where it differs, the stem. Rules:

- NFC, then lower case; accents are folded for Latin letters only, so that Hangul is never taken apart;
- `U.S.` is `us`; a possessive 's goes, other apostrophes are closed up (`don't` is `dont`);
- a hyphenated compound gives its parts, and at the first part's position the closed-up form (`re-defection` is also `redefection`);
- `1,047` is `1047`; `62.1` stays; `1.047` can be either and gives both; `$` and `%` are no part of a number;
- Hangul, Han and Kana give each character and each pair of neighbours, one position a character.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import Stemmer
from numpy.typing import NDArray

MAX_TERM_CHARS = 64
_MEMO_LIMIT = 200_000
MEMO_CHARS = 80  # longer tokens are not worth remembering

_MARKS = "".join(chr(code) for code in range(0x300, 0x3100) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
_WORD = rf"(?:\w|[{_MARKS}\u00ad\u200c\u200d])"
_APOSTROPHE = "['\u2019\u02bc\uff07]"
_HYPHEN = "[-\u2010\u2011]"
# The alternatives in order: what most tokens are, only because it is fast; dotted initials; a number with its points and commas; a word. Then hyphenated continuations.
_PART = rf"(?:\d+(?:[.,]\d+){{1,12}}(?!\w)|{_WORD}+(?:{_APOSTROPHE}{_WORD}+)*)"
_PLAIN = r"[A-Za-z]{2,}(?=[\s,;:!?)\"\u201d]|\.\s|\Z)"
TOKEN = re.compile(rf"{_PLAIN}|(?<!\w)(?:[^\W\d_]\.)+[^\W\d_](?!\w)\.?|{_PART}(?:{_HYPHEN}{_PART})*")

_CJK = "\u1100-\u11ff\u3040-\u30ff\u3105-\u312f\u3130-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
_SCRIPTS = re.compile(rf"[{_CJK}]+|[^{_CJK}]+")
_IS_CJK = re.compile(rf"[{_CJK}]")
_ONLY_CJK = re.compile(rf"[{_CJK}]+")
_CLUSTER = re.compile(rf"[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|.[{_MARKS}]*", re.DOTALL)
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\.?")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_EITHER = re.compile(r"\d{1,3}(?:\.\d{3})+")
_HYPHENS = re.compile(_HYPHEN)
_POSSESSIVE = re.compile(rf"{_APOSTROPHE}[sS]$")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h"}
    | dict.fromkeys("\u00ad\u200c\u200d", "")
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B)}
)
_stemmer = Stemmer.Stemmer("english")
# Without a memory of its own, which costs more than it saves where each word comes once.
_bulk_stemmer = Stemmer.Stemmer("english", 0)


class Entry(NamedTuple):
    """One term of a token: `offset` counts positions, `[start, end)` code points, both within the token.

    `stem` is None where stemming changes nothing or is not done. `role` is "part", "joined" (a closed-up compound),
    "either" (the second reading of a number), "pair" (two neighbouring CJK characters) or "single" (one of them).
    """

    offset: int
    term: str
    stem: str | None
    start: int
    end: int
    role: str


class Token(NamedTuple):
    """What a token of the text gives: `width` positions and their entries."""

    width: int
    entries: tuple[Entry, ...]


class Found(NamedTuple):
    """A term where it stands: position in the text's sequence of terms, and `[start, end)` in code points."""

    position: int
    term: str
    stem: str | None
    start: int
    end: int
    role: str


def fold(text: str) -> str:
    """Lower case, composed, Latin letters without their accents; other scripts keep their marks."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFC", text).translate(_LETTERS).lower().translate(_LETTERS)
    if lowered.isascii():
        return lowered
    kept = []
    for char in lowered:
        base = unicodedata.normalize("NFD", char)
        kept.append(base[0] if "a" <= base[0] <= "z" else char)
    folded = "".join(kept)
    return re.sub("(?<=[a-z])[\u0300-\u036f]+", "", folded)


def stem(term: str) -> str:
    """The English stem (Snowball) of a folded term, which depends on nothing else; terms that are not plain letters are their own."""
    if len(term) > 2 and term.isascii() and term.isalpha():
        return str(_stemmer.stemWord(term))
    return term


def plain(words: Sequence[str]) -> NDArray[np.bool_]:
    """Which of the words, in small letters, are terms as they stand: most by far are ASCII letters and digits, with nothing to take apart."""
    count = len(words)
    letters, ascii_ = (np.fromiter(map(are, words), np.bool_, count) for are in (str.isalnum, str.isascii))
    return letters & ascii_ & (np.fromiter(map(len, words), np.int64, count) <= MAX_TERM_CHARS)


def stems(terms: Sequence[str]) -> list[str]:
    """The stem of each of the terms."""
    count = len(terms)
    letters, ascii_ = (np.fromiter(map(are, terms), np.bool_, count) for are in (str.isalpha, str.isascii))
    found: list[str] = _bulk_stemmer.stemWords(terms)
    for number in np.flatnonzero(~(letters & ascii_)).tolist():
        found[number] = terms[number]
    return found


def is_cjk(text: str) -> bool:
    """Whether any character is Hangul, Han or Kana."""
    return _IS_CJK.search(text) is not None


def only_cjk(text: str) -> bool:
    """Whether all characters are Hangul, Han or Kana."""
    return _ONLY_CJK.fullmatch(text) is not None


def _stem_of(term: str) -> str | None:
    stemmed = stem(term)
    return None if stemmed == term else stemmed


def _composed(raw: str) -> tuple[str, list[int]]:
    """The token in NFC with, for each of its characters, where it starts in the token (one more entry: the end)."""
    composed: list[str] = []
    starts: list[int] = []
    for cluster in _CLUSTER.finditer(raw):
        for char in unicodedata.normalize("NFC", cluster[0]):
            composed.append(char)
            starts.append(cluster.start())
    starts.append(len(raw))
    return "".join(composed), starts


def _ends(starts: list[int]) -> list[int]:
    ends: list[int] = [0] * len(starts)
    following = starts[-1]
    for index in range(len(starts) - 2, -1, -1):
        ends[index] = following
        if index and starts[index - 1] != starts[index]:
            following = starts[index]
    return ends


def _number_entries(part: str, offset: int, start: int) -> list[Entry]:
    digits = "".join(str(unicodedata.decimal(char, char)) for char in part)
    end = start + len(part)
    if _THOUSANDS.fullmatch(digits):
        return [Entry(offset, digits.replace(",", ""), None, start, end, "part")]
    entries = [Entry(offset, digits.replace(",", "."), None, start, end, "part")]
    if _EITHER.fullmatch(digits):
        entries.append(Entry(offset, digits.replace(".", ""), None, start, end, "either"))
    return entries


def _run_entries(run: str, offset: int, start: int) -> tuple[int, list[Entry]]:
    """The entries of a run in one script, and how many positions it takes."""
    if not _IS_CJK.match(run):
        term = fold(run).replace("'", "").replace("\u2019", "").replace("\u02bc", "")[:MAX_TERM_CHARS]
        return (1, [Entry(offset, term, _stem_of(term), start, start + len(run), "part")]) if term else (0, [])
    entries = []
    for index, char in enumerate(run):
        place = start + index
        entries.append(Entry(offset + index, char, None, place, place + 1, "single"))
        if index + 1 < len(run):
            entries.append(Entry(offset + index, run[index : index + 2], None, place, place + 2, "pair"))
    return len(run), entries


def _part_entries(part: str, offset: int, start: int) -> tuple[int, list[Entry]]:
    if part[0].isdecimal() and ("." in part or "," in part):
        return 1, _number_entries(part, offset, start)
    part = _POSSESSIVE.sub("", part)
    if part.isdecimal() and not part.isascii():
        return 1, _number_entries(part, offset, start)
    width, entries = 0, []
    for run in _SCRIPTS.finditer(part):
        taken, more = _run_entries(run[0], offset + width, start + run.start())
        width += taken
        entries += more
    return width, entries


def _analyse(composed: str) -> Token:
    if _DOTTED.fullmatch(composed):
        term = fold(composed.replace(".", ""))[:MAX_TERM_CHARS]
        return Token(1, (Entry(0, term, _stem_of(term), 0, len(composed), "part"),))
    width, entries = 0, []
    for part in re.finditer(f"(?:(?!{_HYPHEN}).)+", composed, re.DOTALL):
        taken, more = _part_entries(part[0], width, part.start())
        width += taken
        entries += more
    closed = [entry.term for entry in entries if entry.role == "part"]
    joined = "".join(closed)
    compound = len(closed) > 1 and not is_cjk(composed) and _HYPHENS.search(composed)
    if compound and joined.isalnum() and not joined.isdecimal() and len(joined) <= MAX_TERM_CHARS:
        entries.append(Entry(0, joined, _stem_of(joined), 0, len(composed), "joined"))
    return Token(width, tuple(entries))


class _Memo(dict[str, Token]):
    """Tokens seen before; forgets everything when full, so that hostile text cannot fill the memory."""

    def __missing__(self, raw: str) -> Token:
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        if raw.isascii() and raw.isalnum():  # most tokens by far: nothing to take apart
            term = raw.lower()[:MAX_TERM_CHARS]
            token = Token(1, (Entry(0, term, _stem_of(term), 0, len(raw), "part"),))
        elif raw.isascii():
            token = _analyse(raw)
        else:
            composed, starts = _composed(raw)
            token = _analyse(composed)
            ends = _ends(starts)
            token = Token(
                token.width,
                tuple(entry._replace(start=starts[entry.start], end=ends[entry.end - 1]) for entry in token.entries),
            )
        if len(raw) <= MEMO_CHARS:
            self[raw] = token
        return token


_memo = _Memo()


def token(raw: str) -> Token:
    """What one match of `TOKEN` gives."""
    return _memo[raw]


def terms(text: str) -> Iterator[Found]:
    """Every term of the text where it stands, in order of position."""
    position = 0
    for match in TOKEN.finditer(text):
        width, entries = _memo[match[0]]
        base = match.start()
        for entry in entries:
            yield Found(
                position + entry.offset, entry.term, entry.stem, base + entry.start, base + entry.end, entry.role
            )
        position += width
