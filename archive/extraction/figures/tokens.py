"""A sentence as tokens: words, numbers in digits and marks, each with what the rules ask of it.

Linear in the length of the sentence: no alternative of the pattern repeats anything that it may give back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .lexicon import Phrases

if TYPE_CHECKING:
    from .nouns import NounPhrase

_TOKEN: Final = re.compile(
    r"(?P<digits>\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3}(?!\d)){1,6}+(?:[,.]\d{1,2}(?!\d))?+(?![,.]?\d)"
    r"|\d{1,3}(?:[’']\d{3}(?!\d)){1,6}+(?:[,.]\d{1,2}(?!\d))?+"
    r"|\d++(?:[.,]\d++)*+)"
    r"|(?P<word>[^\W\d_]++(?:['’](?!s\b|\W)[^\W\d_]++)?+)"
    r"|(?P<mark>\S)"
)
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
    """The tokens of a sentence. `nouns` keeps the noun phrases found in them, once they were looked for."""

    nouns: "list[NounPhrase] | None" = None


def read(text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> Tokens:
    """The tokens of `[start, end)`; those inside one of the `taken` spans, which are in order, are marked."""
    found = Tokens()
    add = found.append
    last = -1
    at, most = 0, len(taken)
    for match in _TOKEN.finditer(text, start, end):
        begin, finish = match.span()
        inside = False
        if at < most:
            while at < most and taken[at][1] <= begin:
                at += 1
            inside = at < most and taken[at][0] < finish
        word = match[0]
        kind = match.lastgroup or "mark"
        if inside and kind == "digits" and any(char in " \u00a0\u2009\u202f" for char in word):
            inside = taken[at][0] <= begin
        if kind == "word":
            add(Token(begin, finish, word.lower(), kind, begin == last, word[0].isupper(), inside))
        else:
            add(Token(begin, finish, _DASHES.get(word, word), kind, begin == last, False, inside))
        last = finish
    return found


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
    return tuple(token.word for token in tokens[first : first + len(words)]) == words


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
