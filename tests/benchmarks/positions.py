"""Where words of an edition's text stand in the decoded original.

A block tells its place in both. Inside a block the edition's text may have other white space and other composition of letters
than the original, so that the two are laid over each other by their non-blank characters.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any


class Unlike(ValueError):
    """A block whose words are not those of its place in the original, so that no position can be told."""


def laid_over(text: str, source: str) -> list[tuple[int, int]]:
    """For each character of `text` its span in `source`; a blank has the empty span behind the character before it.

    What only `source` has (marks of a list, a byte of markup) is passed over. Raises Unlike when `text` has a character
    that does not follow in `source`.
    """
    places: list[tuple[int, int]] = []
    at = 0
    for char in text:
        if char.isspace():
            places.append((at, at))
            continue
        begin, end = _next(char, source, at)
        places.append((begin, end))
        at = end
    return places


def _next(char: str, source: str, at: int) -> tuple[int, int]:
    """The span of the next `char` in `source` from `at` on, composed or not."""
    wanted = unicodedata.normalize("NFD", char)
    while at < len(source):
        end = at + 1
        if source[at] == char:
            return at, end
        # A letter that was composed for the edition may be several characters in the original.
        while end < len(source) and unicodedata.normalize("NFD", source[at:end]) != wanted and end - at < len(wanted):
            end += 1
        if unicodedata.normalize("NFD", source[at:end]) == wanted:
            return at, end
        at += 1
    raise Unlike(f"“{char}” does not follow in the original")


def in_original(
    start: int, end: int, text: str, blocks: Sequence[Mapping[str, Any]], original: str
) -> tuple[int, int] | None:
    """The span of `[start, end)` of `text` in `original`; None when no block holds it or it has blanks alone."""
    for block in blocks:
        if block["start"] <= start < end <= block["end"]:
            begin, stop = block["source"]
            places = laid_over(text[block["start"] : block["end"]], original[begin:stop])
            words = places[start - block["start"] : end - block["start"]]
            solid = [place for place in words if place[0] < place[1]]
            return (begin + solid[0][0], begin + solid[-1][1]) if solid else None
    return None
