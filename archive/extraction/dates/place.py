"""A text's tokens with what stands around each: the words beside it, whether it opens a sentence, whether it is a heading."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from .lexicon import english
from .tokens import NAME, WORD, Tokens

_REACH = 14  # tokens to either side that are looked at for what a sentence is about


@dataclass(frozen=True, slots=True)
class Place:
    """The tokens and which stretches of the text are headings (their words are capitalised without being names)."""

    tokens: Tokens
    heading_starts: Sequence[int]
    heading_ends: Sequence[int]

    def heading(self, index: int) -> bool:
        """Whether the token stands in a heading."""
        at = bisect_right(self.heading_starts, self.tokens.starts[index]) - 1
        return at >= 0 and self.tokens.starts[index] < self.heading_ends[at]

    def word(self, index: int) -> str:
        """The token's word in lower case; a break beyond the edges."""
        return self.tokens.words[index] if 0 <= index < len(self.tokens.words) else "\n"

    def opens(self, index: int) -> bool:
        """Whether the token begins a sentence, a quotation or a block."""
        return index == 0 or self.tokens.symbols[index - 1] in '\n.?!:"(_-*•;'

    def name(self, index: int) -> bool:
        """Whether the token is a capitalised word that no rule knows, and not capitalised for beginning a sentence."""
        return 0 <= index < len(self.tokens.symbols) and self.tokens.symbols[index] == NAME and not self.opens(index)

    def among(self, start: int, end: int, guard: str) -> bool:
        """Whether a word of the guard's list stands near."""
        words = english().guards[guard]
        return any(word in words for word in self.tokens.words[max(start - _REACH, 0) : end + _REACH])


def noun_follows(place: Place, index: int) -> bool:
    """Whether the token may begin what a preposition before it belongs to."""
    word = place.word(index)
    return word in (
        "the",
        "a",
        "an",
        "his",
        "her",
        "its",
        "their",
        "he",
        "she",
        "it",
        "they",
        "i",
        "we",
        "being",
        "that",
        "this",
    ) or (
        place.tokens.symbols[min(index, len(place.tokens.symbols) - 1)] in (NAME, WORD)
        and word not in ("and", "when", "but", "in", "at", "with", "said", "was", "on")
    )
