"""Which way text runs: stretches of right-to-left letters, and the direction of a paragraph by its first strong letter (UAX 9, P2)."""

import unicodedata
from collections.abc import Iterator

import regex

_RTL = regex.compile(
    r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}](?:[\p{Bidi_Class=R}\p{Bidi_Class=AL}\p{Mn}\p{Bidi_Class=CS}\p{Bidi_Class=ES}\p{Zs}‘’“”\"'״׳]*"
    r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}\p{Mn}])?"
)
_STRONG = regex.compile(r"[\p{Bidi_Class=L}\p{Bidi_Class=R}\p{Bidi_Class=AL}]")


def stretches(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is of right-to-left letters; nothing for an empty text."""
    done = 0
    if not text.isascii():
        for match in _RTL.finditer(text):
            if match.start() > done:
                yield text[done : match.start()], False
            yield match[0], True
            done = match.end()
    if done < len(text):
        yield text[done:], False


def runs_left(text: str) -> bool:
    """Whether a paragraph of this text is set from right to left."""
    strong = None if text.isascii() else _STRONG.search(text)
    return strong is not None and unicodedata.bidirectional(strong[0]) in ("R", "AL")
