"""A sentence as tokens: words, numbers in digits and marks, each with what the rules ask of it.

Linear in the length of the sentence: no alternative of the pattern repeats anything that it may give back.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from .lexicon import Phrases

if TYPE_CHECKING:
    from .nouns import NounPhrase

# One group, to part a sentence into tokens and the blanks between. No group is repeated possessively: Python 3.11.2 then keeps what a
# repetition that failed had passed over ("44," of "44, she").
_PARTED: Final = re.compile(
    r"([A-Za-z]{2,}+(?![^\W\d_]|['’])"  # most tokens: a word by itself
    r"|[^\w\s]|_"
    r"|(?:[A-Za-z]++|[^\W\d_])++(?:['’](?!s\b|\W)[^\W\d_]++)?"
    r"|\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3}(?!\d)){1,6}(?![\u00a0\u2009\u202f ]\d{3}(?!\d))(?:[,.]\d{1,2}(?!\d))?(?![,.]?\d)"
    r"|\d{1,3}(?:[’']\d{3}(?!\d)){1,6}(?:[,.]\d{1,2}(?!\d))?"
    r"|\d++(?:[.,]\d++)*)"
)
_BLANKS: Final = re.compile("[ \u00a0\u2009\u202f]")
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
    pieces = _PARTED.split(text[start:end])  # blanks and tokens by turns, blanks at both ends
    edges = list(accumulate(map(len, pieces), initial=start))
    pieces[0] = " "  # no token stands at the first one
    starts, ends = edges[1::2], edges[2::2]
    shapes = map(_shape, pieces[1::2])
    found = Tokens(
        [
            Token(begin, finish, word, kind, not blank, capital, False)
            for begin, finish, (word, kind, capital), blank in zip(starts, ends, shapes, pieces[::2], strict=False)
        ]
    )
    for low, high in taken:
        # A number with blanks that begins before is none of it.
        for token in found[bisect_right(ends, low) : bisect_left(starts, high)]:
            token.taken = token.taken or token.start >= low or not _has_blanks(token)
    found.words = frozenset([token.word for token in found])
    return found


def _has_blanks(token: Token) -> bool:
    return token.kind == "digits" and _BLANKS.search(token.word) is not None


@lru_cache(maxsize=8192)
def _shape(written: str) -> tuple[str, str, bool]:
    """The word as the rules know it, of which kind it is, and whether it begins with a capital."""
    first = written[0]
    if first.isdecimal():
        return written, "digits", False
    if first.isalnum():
        return written.lower(), "word", first.isupper()
    return _DASHES.get(written, written), "mark", False


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
