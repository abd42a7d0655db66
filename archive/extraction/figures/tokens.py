"""A sentence as tokens: words, numbers in digits and marks, each with what the rules ask of it.

Linear in the length of the sentence: no alternative of the pattern repeats anything that it may give back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .lexicon import Phrases

if TYPE_CHECKING:
    from .nouns import NounPhrase

_TOKEN: Final = re.compile(
    r"(?P<word>(?:[A-Za-z]++|[^\W\d_])++(?:['’](?!s\b|\W)[^\W\d_]++)?+)"
    r"|(?P<digits>\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3}(?!\d)){1,6}+(?:[,.]\d{1,2}(?!\d))?+(?![,.]?\d)"
    r"|\d{1,3}(?:[’']\d{3}(?!\d)){1,6}+(?:[,.]\d{1,2}(?!\d))?+"
    r"|\d++(?:[.,]\d++)*+)"
    r"|(?P<mark>\S)"
)
_NOWHERE: Final = (1 << 62, 1 << 62)
_DASHES: Final = dict.fromkeys("‐‑−", "-") | dict.fromkeys("’‘`ʼ", "'") | dict.fromkeys("“”", '"')


@dataclass(slots=True)
class Token:
    """A token with its place in the text. `glued`: no blank before it. `taken`: part of a date, so that it is no number."""

    start: int
    end: int
    word: str
    kind: str
    glued: bool
    capital: bool
    taken: bool


class Tokens(list[Token]):
    """The tokens of a sentence, and its words as a set, so that what none of them begins is not looked for one by one.

    `nouns` keeps the noun phrases found in them, once they were looked for.
    """

    words: frozenset[str] = frozenset()
    nouns: "list[NounPhrase] | None" = None


def read(text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> Tokens:
    """The tokens of `[start, end)`; those inside one of the `taken` spans, which are in order, are marked."""
    found = Tokens()
    add = found.append
    last = -1
    spans = iter(taken)
    low, high = next(spans, _NOWHERE)
    for match in _TOKEN.finditer(text, start, end):
        begin, finish = match.span()
        word, kind, capital = _shape(match[0], match.lastgroup)
        inside = False
        if finish > low:
            while high <= begin:
                low, high = next(spans, _NOWHERE)
            inside = low < finish
            if inside and kind == "digits" and any(char in " \u00a0\u2009\u202f" for char in word):
                inside = low <= begin
        add(Token(begin, finish, word, kind, begin == last, capital, inside))
        last = finish
    found.words = frozenset([token.word for token in found])
    return found


@lru_cache(maxsize=4096)
def _shape(written: str, group: str | None) -> tuple[str, str, bool]:
    """The word as the rules know it, of which kind it is, and whether it begins with a capital."""
    if group == "word":
        return written.lower(), group, written[0].isupper()
    return _DASHES.get(written, written), group or "mark", False


def phrase_at(tokens: Sequence[Token], index: int, phrases: Phrases) -> tuple[int, str] | None:
    """The longest of the phrases that begins at `index`: where it ends, and what it means."""
    if index >= len(tokens):
        return None
    for words, meaning in phrases.get(tokens[index].word, ()):
        end = index + len(words)
        if end <= len(tokens) and (end == index + 1 or _match(tokens, index, words)):
            return end, meaning
    return None


def _match(tokens: Sequence[Token], first: int, words: tuple[str, ...]) -> bool:
    # The first one has been looked up: of most phrases the last word does not stand there.
    end = first + len(words) - 1
    return tokens[end].word == words[-1] and [token.word for token in tokens[first : end + 1]] == list(words)


def phrase_before(tokens: Sequence[Token], index: int, phrases: Phrases) -> tuple[int, str] | None:
    """The longest of the phrases that ends before `index`: where it begins, and what it means."""
    if index <= 0:
        return None
    for words, meaning in phrases.get(tokens[index - 1].word, ()):
        begin = index - len(words)
        if begin >= 0 and (begin == index - 1 or _match(tokens, begin, words)):
            return begin, meaning
    return None


def word_at(tokens: Sequence[Token], index: int) -> str:
    """The word there; nothing beyond the edges."""
    return tokens[index].word if 0 <= index < len(tokens) else ""
