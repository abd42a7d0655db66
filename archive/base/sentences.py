"""Words, sentences and graphemes of English and Korean text.

Positions are code points, half-open, over the text that is handed in. Graphemes are extended grapheme clusters
(Unicode Standard Annex 29) as the `regex` library finds them; a line break always ends a sentence.
"""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import regex


class Span(NamedTuple):
    """A half-open stretch of a text in code points."""

    start: int
    end: int


_GRAPHEME: Final = r"\X"
# A word: letters, digits and pictures, joined by apostrophes, hyphens and the points and commas of numbers and initials.
# What is no word is matched grapheme by grapheme, so that a word never starts inside one.
_WORDLIKE: Final = r"(?:(?=[\w\p{Extended_Pictographic}\p{Regional_Indicator}])\X)"
_WORD: Final = rf"(?P<word>{_WORDLIKE}+(?:(?:['’ʼ.\-‐‑·]|(?<=\d),(?=\d)|(?<=\d):(?=\d)){_WORDLIKE}+)*+)|\X"
# The same where every character is ASCII, or a mark that is no part of a word, and a grapheme: a third of the time.
_ASCII_WORD: Final = re.compile(r"\w+(?:(?:['’.\-]|(?<=\d),(?=\d)|(?<=\d):(?=\d))\w+)*", re.ASCII)
_PLAIN: Final = re.compile(r"[\0-\x0c\x0e-\x7f‘’“”–—…]*")
_REMEMBERED_CHARS: Final = 4_000
_TERMINAL: Final = ".!?…。！？"
_LONGER_THAN_TITLES: Final = 7
_CLOSERS: Final = r"""["'”’»」』)\]）］〉》]"""
_SENTENCE_END: Final = (
    rf"\n|(?P<full>[。！？]+{_CLOSERS}*)|(?P<mark>[.!?…]+)(?P<closers>{_CLOSERS}*)(?:\[\d+\])*(?P<gap>\s+|$)"
)
# What an end begins with, but for the last character of a text, which ends it anyway; and the end that most sentences have, of which
# nothing more need be asked: no word so long is a title or an initial.
_MARK: Final = re.compile(rf"(?P<plain>\.(?<=[a-z]{{{_LONGER_THAN_TITLES}}}\.) (?=[A-Z]))|[\n{_TERMINAL}](?!\Z)")
_LAST_TOKEN: Final = r"(?:[\w\p{M}]+\.)*[\w\p{M}]+\Z"
# Words whose full stop does not end a sentence before a capital letter or a digit.
_TITLES: Final = frozenset(
    "mr mrs ms dr prof rev hon gen col lt capt sgt maj adm gov sen rep pres st mt fr sr jr vs no nos vol art ch sec fig"
    " pp p ed eds cf al e.g i.e viz approx ca c est inc ltd co corp bros dept".split()
)
_MONTHS: Final = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
# These may end a sentence as well: they do when what follows begins like one.
_ENDING_TITLES: Final = frozenset("jr sr inc ltd co corp bros dept al est no".split())
_OPENING: Final = "\"'“‘«「『(［[〈《"
# Korean words that carry on the sentence that quotes: “…했다.” 라고 말했다.
_QUOTING: Final = r"(?:이?라고|고|이?라며|며|면서|이?라는|는)\b"
_FIRST_WORD: Final = r"[^\w\s]*(\w+)"


@cache
def _compiled(pattern: str) -> "regex.Pattern[str]":
    """When a text first needs it, since that takes some hundredths of a second: no start waits for it."""
    import regex

    return regex.compile(pattern)


def make_ready() -> None:
    """Compiles what texts beyond ASCII need, so that nobody waits for it who marks words. Safe on any thread."""
    for pattern in (_GRAPHEME, _WORD, _SENTENCE_END, _LAST_TOKEN, _QUOTING, _FIRST_WORD):
        _compiled(pattern)


def graphemes(text: str) -> list[Span]:
    """Every extended grapheme cluster, in order; together they cover the text."""
    if _plain(text):
        return [Span(place, place + 1) for place in range(len(text))]
    return [Span(*match.span()) for match in _compiled(_GRAPHEME).finditer(text)]


def words(text: str) -> list[Span]:
    """Every word, number or picture; what stands between them is blanks and punctuation."""
    if _plain(text) or _PLAIN.fullmatch(text):
        # As `Span(*…)`, without a call of Python's for each word.
        return [tuple.__new__(Span, match.span()) for match in _ASCII_WORD.finditer(text)]
    return [Span(*match.span()) for match in _compiled(_WORD).finditer(text) if match["word"]]


def word_strings(text: str) -> list[str]:
    """The same as they are written, without their places."""
    if _plain(text) or _PLAIN.fullmatch(text):
        return _ASCII_WORD.findall(text)
    return [match["word"] for match in _compiled(_WORD).finditer(text) if match["word"]]


def _plain(text: str) -> bool:
    """Whether every character is a grapheme of its own."""
    return text.isascii() and "\r" not in text


def sentences(text: str) -> list[Span]:
    """Every sentence without the blanks around it. Abbreviations, initials and decimals do not end one."""
    return list(_paragraph(text)) if len(text) <= _REMEMBERED_CHARS else _sentences(text)


@lru_cache(maxsize=128)  # times, figures and places of an article are read one after the other, each by its sentences
def _paragraph(text: str) -> tuple[Span, ...]:
    return tuple(_sentences(text))


def _sentences(text: str) -> list[Span]:
    found: list[Span] = []
    start, looked, plain = 0, 0, _plain(text)
    for mark in _MARK.finditer(text):
        begin, behind = mark.span()
        if begin < looked:
            continue
        if mark.lastgroup:
            end, looked = behind - 1, behind
        else:
            match = _compiled(_SENTENCE_END).match(text, begin)
            if match is None:
                continue
            looked = match.end()
            if match["mark"] and not _ends(text, start, match):
                continue
            end = match.start("gap") if match["mark"] else looked
        _add(found, text, start, end, plain)
        start = looked
    _add(found, text, start, len(text), plain)
    return found


def _add(found: list[Span], text: str, start: int, end: int, plain: bool) -> None:
    if plain and start < end and not (text[start].isspace() or text[end - 1].isspace()):
        found.append(Span(start, end))
        return
    piece = text[start:end]
    kept = piece.strip()
    if kept:
        start += len(piece) - len(piece.lstrip())
        end = start + len(kept)
        if plain:
            found.append(Span(start, end))
            return
        # A blank or a full stop may carry a mark, and goes with it.
        start = max(grapheme_start(text, start), found[-1].end if found else 0)
        end = grapheme_end(text, end)
        if start < end:
            found.append(Span(start, end))


def _ends(text: str, start: int, match: "regex.Match[str]") -> bool:
    following = text[match.end() :][:1]
    if not following or "\n" in match["gap"]:
        return True
    if match["closers"] and (following.islower() or _compiled(_QUOTING).match(text, match.end())):
        return False
    if match["mark"] != ".":
        return not following.islower()
    token = _last_token(text, max(start, match.start() - 24), match.start())
    word = token.casefold()
    opens = following in _OPENING or following.isupper()
    if following.islower() or (word in _MONTHS and following.isdigit()):
        return False
    if word in _TITLES:
        return word in _ENDING_TITLES and opens and not following.isdigit() and word != "no"
    initial = (len(token) == 1 or "." in token) and token.replace(".", "").isupper()
    return not initial or ("." in token and _new_sentence(text, match.end()))


def _last_token(text: str, low: int, high: int) -> str:
    """The word, or the letters with points between ("U.S"), that ends at `high`; "" where there is none."""
    tail = text[low:high].rsplit(None, 1)[-1:]
    if tail and tail[0].isalpha() and not text[high - 1].isspace():
        return tail[0]
    found = _compiled(_LAST_TOKEN).search(text, low, high)
    return str(found[0]) if found else ""


# What a sentence often begins with: after "U.S." these start a new one, a name does not.
_STARTERS: Final = frozenset(
    "the a an in on at it he she they we i but and this that these those there however for from after before when while"
    " as if its his her their our most some many more".split()
)


def _new_sentence(text: str, place: int) -> bool:
    match = _compiled(_FIRST_WORD).match(text, place)
    return match is not None and match[1][:1].isupper() and match[1].casefold() in _STARTERS


def is_boundary(text: str, place: int) -> bool:
    """Whether `place` stands between two graphemes (the text's own edges do)."""
    return grapheme_start(text, place) == place


def grapheme_start(text: str, place: int) -> int:
    """Where the grapheme begins in which `place` stands; `place` itself where that is between two."""
    if place <= 0 or place >= len(text):
        return place
    if _apart(text[place - 1], text[place]):
        return place
    start = place - 1
    while start > 0 and not _apart(text[start - 1], text[start]):
        start -= 1
    for match in _compiled(_GRAPHEME).finditer(text, start):
        if match.end() > place:
            return int(match.start())
    return place


def grapheme_end(text: str, place: int) -> int:
    """Where the grapheme ends in which `place` stands; `place` itself where that is between two."""
    if place <= 0 or place >= len(text) or _apart(text[place - 1], text[place]):
        return place
    start = grapheme_start(text, place)
    match = _compiled(_GRAPHEME).match(text, start)
    return place if start == place or match is None else int(match.end())


def _apart(before: str, after: str) -> bool:
    # Two of these never join (UAX 29), whatever stands around them: a cheap place to begin counting from.
    return _simple(before) and _simple(after) and not (before == "\r" and after == "\n")


def _simple(char: str) -> bool:
    return char < "\x7f" or "\uac00" <= char <= "\ud7a3" or "\u4e00" <= char <= "\u9fff"
