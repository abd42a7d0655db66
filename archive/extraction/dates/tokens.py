"""Text as tokens, one symbol each, so that rules match over a short string of symbols instead of over letters.

Every word that a rule names has a symbol of its own (a private-use code point); other words and numbers share symbols by
shape. Linear in the length of the text: no alternative of the pattern repeats anything that it may give back.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, compress, count
from operator import itemgetter, not_
from typing import Final, cast

# Shapes that are no words of the lexicon.
WORD, NAME, GLUED, BREAK = "x", "X", "g", "\n"
YEAR, TO_12, TO_31, TWO_DIGITS, INTEGER, MANY, DECIMAL = "y", "d", "e", "z", "n", "m", "f"
ORDINAL_DAY, ORDINAL, DECADE, SHORT_DECADE, CLOCK, ISO, NUMERIC, HALF_DAY, QUARTER, FISCAL, FRACTION = "orstcilaqvw"

_PATTERN: Final = (
    # Most tokens are words: longer than what else begins with a letter, or beginning with another one.
    r"(?P<word>[A-Za-z]{3,}+(?![^\W\d_])|(?![AaPpFQH])(?:[A-Za-z]++|[^\W\d_])++)"
    r"|(?P<mark_only>[^\w\s]|_)"
    r"|(?=\d)(?:"
    r"(?P<iso>\d{4}[-/.](?:0?[1-9]|1[0-9])[-/.][0-3]?\d(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d{1,9}+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d/-]))"
    r"|(?P<numeric>\d{1,2}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.)(?:\d{4}|\d\d)(?![\d/-]|\.\d))"
    r"|(?P<clock>[0-2]?\d[:.][0-5]\d(?::[0-5]\d)?(?=\s?[ap]\.?m\b)|[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?![\d:]))"
    r"|(?P<many>\d{1,3}(?:,\d{3})+(?!\d|,\d{3}))"
    r"|(?P<fraction>[1357]/[248](?![\d/]))"
    r"|(?P<ord>\d{1,4}(?:st|nd|rd|th)\b)"
    r"|(?P<decade>(?:\d\d)?\d0['’]?s\b)"
    r"|(?P<codeq>[1-4]Q\b)"
    r"|(?P<int>\d++)(?P<tail>\.\d++)?)"
    r"|(?=[AaPpFQH])(?:"
    r"(?P<half>[AaPp]\.\s?[Mm]\.?|[AaPp][Mm]\b)"
    r"|(?P<fiscal>FY\s?['’]?\d{2}(?:\d\d)?\b)|(?P<quarter>[QH][1-4]\b))"
    r"|(?P<other_word>(?:[A-Za-z]++|[^\W\d_])++)"
    r"|(?P<break>\n[^\S\n]*+\n)"
)
_TOKEN: Final = re.compile(_PATTERN)
# The same as one group, to part a text into tokens and the blanks between.
_PARTED: Final = re.compile(f"({re.sub(r'[?]P<[a-z_]+>', '?:', _PATTERN)})")
_DASHES: Final = dict.fromkeys("‐‑–—−", "-") | dict.fromkeys("’‘`ʼ", "'") | dict.fromkeys("“”", '"')


_MOST_KNOWN: Final = 30_000
_HALVES_OF_A_DAY: Final = frozenset(("am", "pm"))


class Vocabulary:
    """The symbols of words; those in `capital` count only when they begin with a capital letter. What was met before is remembered.

    `known` gives, by what is written, what a token is whatever stands around it: words and marks, and no numbers.
    """

    def __init__(self, symbols: Mapping[str, str], capital: frozenset[str]) -> None:
        self.symbols, self.known = symbols, dict[str, tuple[str, str]]()
        self._capital = capital

    def told(self, match: re.Match[str], text: str) -> tuple[str, str]:
        """The token in lower case, and its symbol."""
        kind, written = match.lastgroup, match[0]
        if kind == "word" or kind == "other_word":
            told = self._of_word(written)
            if written.lower() in _HALVES_OF_A_DAY:
                return told  # these letters are at times no word
        elif kind == "mark_only":
            mark = _DASHES.get(written, written)
            told = mark, self.symbols.get(mark, mark if mark < "\ue000" or mark > "\uf8ff" else WORD)
        else:
            return written.lower(), BREAK if kind == "break" else _number(match, text)
        if len(self.known) >= _MOST_KNOWN:
            self.known.clear()  # what is common is soon met again
        self.known[written] = told
        return told

    def _of_word(self, word: str) -> tuple[str, str]:
        lower, upper = word.lower(), word[0].isupper()
        symbol = self.symbols.get(lower)
        if symbol is None or (lower in self._capital and not upper):
            symbol = NAME if upper else WORD
        return lower, symbol


@dataclass(slots=True)
class Tokens:
    """The tokens of a text: where each begins and ends, its words in lower case, and the string of their symbols."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    symbols: str

    def capital(self, index: int) -> bool:
        """Whether the token begins with a capital letter."""
        return self.text[self.starts[index]].isupper()

    def apart(self, index: int) -> bool:
        """Whether something blank stands before the token."""
        return index == 0 or self.starts[index] > self.ends[index - 1]


def read(text: str, spans: list[tuple[int, int]], vocabulary: Vocabulary) -> Tokens:
    """Tokens of the stretches of a text; between two stretches stands a break that no rule crosses."""
    starts: list[int] = []
    ends: list[int] = []
    told: list[tuple[str, str]] = []
    for begin, finish in spans:
        pieces = _PARTED.split(text[begin:finish])  # blanks and tokens by turns, blanks at both ends
        edges = list(accumulate(map(len, pieces), initial=begin))
        starts += edges[1::2]  # the last is that of the break
        ends += edges[2::2]
        ends.append(finish)
        told += _told(text, pieces[1::2], edges, finish, vocabulary)
        told.append(_BREAK)
    return Tokens(text, starts, ends, list(map(_WORD_OF, told)), "".join(map(_SYMBOL_OF, told)))


def _told(
    text: str, written: list[str], edges: list[int], finish: int, vocabulary: Vocabulary
) -> Iterable[tuple[str, str]]:
    """What each token is: what was met before is looked up, the rest is matched once more where it stands."""
    told = list(map(vocabulary.known.get, written))
    for index in compress(count(), list(map(not_, told))):
        match = _TOKEN.match(text, edges[2 * index + 1], finish)
        assert match is not None  # it was parted there
        told[index] = vocabulary.told(match, text)
    return cast("list[tuple[str, str]]", told)


_BREAK: Final = ("\n", BREAK)
_WORD_OF, _SYMBOL_OF = itemgetter(0), itemgetter(1)
_KINDS: Final = {
    "iso": ISO,
    "numeric": NUMERIC,
    "clock": CLOCK,
    "many": MANY,
    "fraction": FRACTION,
    "half": HALF_DAY,
    "fiscal": FISCAL,
    "quarter": QUARTER,
    "codeq": QUARTER,
}


_HALF_OR_ZONE: Final = re.compile(r"[AaPp](?:[Mm]\b|\.)|(?:GMT|UTC|[ECMP][SD]T)\b")


def _goes_on(text: str, end: int) -> bool:
    """Whether letters stand at a number as in "5pm" and "0905EST"; those of another word make it a code or a count ("1990명")."""
    return _HALF_OR_ZONE.match(text, end) is not None


def _number(match: re.Match[str], text: str) -> str:
    kind, word, start, end = match.lastgroup or "", match[0], match.start(), match.end()
    if kind == "half" and text[start - 1 : start].isdigit():
        return HALF_DAY
    if start and (text[start - 1].isalnum() or text[start - 1] == "_") and text[start - 1] < "\u1100":
        return GLUED
    if kind in _KINDS:
        return _KINDS[kind]
    if kind == "ord":
        return ORDINAL_DAY if 1 <= int(word[:-2]) <= 31 else ORDINAL
    if kind == "decade":
        return SHORT_DECADE if word[:4].rstrip("s'’") == word[:2] else DECADE
    if match["tail"]:
        return DECIMAL
    if start and text[start - 1] in ".," and start > 1 and text[start - 2].isdigit():
        return GLUED
    following = text[end : end + 1]
    if following.isalpha() and not _goes_on(text, end):
        return GLUED
    if len(word) > 4:
        return INTEGER
    number = int(word)
    if len(word) == 4:
        return YEAR if 1000 <= number <= 2999 else INTEGER
    if len(word) <= 2:
        return TO_12 if 1 <= number <= 12 else TO_31 if 13 <= number <= 31 else TWO_DIGITS
    return INTEGER
