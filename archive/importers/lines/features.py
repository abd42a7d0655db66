"""How much a line looks like running text: length, closing punctuation, density of small words; English first, Korean by its endings."""

import re
from functools import lru_cache
from typing import Final

from archive.importers.metadata.lexicon import words

_ENDING = re.compile("[.!?…。！？][\"'”’)\\]»]*$")
_HANGUL = re.compile("[가-힣]")
_SPEECH = re.compile(r"(?:Q|A|문|답|질문|답변|[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,3})\s?[:.]\s|[–—]\s|[“\"‘']")
_LOOKED_AT = 1_500  # characters
_AROUND = ".,;:!?\"'“”‘’()"
_MOST_REMEMBERED = 20_000


def ends_sentence(text: str) -> bool:
    """Whether the line closes as a sentence does (a quotation mark or bracket may follow)."""
    return _ENDING.search(text[-8:]) is not None


@lru_cache(maxsize=256)  # a line is asked for it by several rules
def prose(text: str) -> float:
    """0 (a label, a menu entry, a headline) to 1 (certainly running text)."""
    text_head = text[:_LOOKED_AT]
    closed = ends_sentence(text)
    if not text_head.isascii() and len(_HANGUL.findall(text_head)) > 0.3 * len(text_head):
        if closed:
            return 1.0 if len(text) >= 25 else 0.6 if len(text) >= 12 else 0.0
        return 0.8 if len(text) >= 80 else 0.0
    tokens = text_head.split()
    count = len(tokens)
    stop = words_share(tokens)
    if count >= 25 and stop >= 0.12:
        return 1.0
    if count >= 12 and stop >= 0.2:
        return 1.0 if closed else 0.5
    if count >= 4 and closed and stop >= 0.15:
        return 0.8
    if _SPEECH.match(text) and count >= 2 and closed:
        return 0.6
    if count >= 4 and closed:
        return 0.4
    return 0.5 if len(text) > 400 else 0.0


class _Small(dict[str, bool]):
    """Whether a word is a small one, by how it is written with what stands around it; texts write few words often."""

    def __missing__(self, token: str) -> bool:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        small = self[token] = token.casefold().strip(_AROUND) in words("lines", "stop", "words")
        return small


_small: Final = _Small()


def words_share(tokens: list[str]) -> float:
    """The share of small words (articles, prepositions, pronouns) among the tokens."""
    return sum(map(_small.__getitem__, tokens)) / len(tokens) if tokens else 0.0
