"""Where letters stand in a short text of ASCII, byte by byte: of few places arrays would take longer to make than to look at each.

A text ends with two line ends that are not its own, so that what is before its beginning and behind its end need not be asked for.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

_WORD_BYTES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
_BEFORE, _BEHIND, _CLOSING, _SPACES = (frozenset(told) for told in (b' \n("', b' \n;:!)"', b",.", b" \n"))


class Text(NamedTuple):
    """As it is written; and each byte with the bit set by which a small letter differs from its capital, as all letters are that are looked
    for in it."""

    held: bytes
    small: bytes


def words(text: Text, letters: bytes, most: int) -> tuple[list[int], list[int]] | None:
    """Where these letters are a word that nothing stands next to which could belong to it; and those where something does. None where the
    letters are met more often than `most`."""
    places = _places(text, letters, most)
    if places is None:
        return None
    alone: list[int] = []
    unsure: list[int] = []
    held = text.held
    for place in places:
        end = place + len(letters)
        if held[place - 1] not in _WORD_BYTES and held[end] not in _WORD_BYTES:
            (alone if stands_alone(text, place, end) else unsure).append(place)
    return alone, unsure


def begins(text: Text, letters: bytes, most: int) -> list[int] | None:
    """Where these letters stand from the beginning of a word on; None where they are met more often than `most`."""
    places = _places(text, letters, most)
    return None if places is None else [place for place in places if text.held[place - 1] not in _WORD_BYTES]


def _places(text: Text, letters: bytes, most: int) -> list[int] | None:
    """Where these letters are met; None where that is more often than `most`."""
    found: list[int] = []
    place = text.small.find(letters)
    while place >= 0:
        if len(found) == most:
            return None
        found.append(place)
        place = text.small.find(letters, place + len(letters))
    return found


def word_end(text: Text, end: int) -> int:
    """Where the word ends that goes on there."""
    while text.held[end] in _WORD_BYTES:
        end += 1
    return end


def stands_alone(text: Text, start: int, end: int) -> bool:
    """Whether nothing is next to it that could belong to it."""
    behind = text.held[end]
    closed = behind in _BEHIND or (behind in _CLOSING and text.held[end + 1] in _SPACES)
    return closed and text.held[start - 1] in _BEFORE


def goes_on(text: Text, start: int, end: int, following: Iterable[tuple[bytes, bool]]) -> bool:
    """Whether a phrase may go on behind its first word, which stands there: only what surely begins unlike its second word is ruled out.

    `following` are the letters with which a second word begins, as they are looked for, and whether it is no longer.
    """
    held = text.held
    touching = held[end] in _SPACES
    if not stands_alone(text, start, end) or not (touching or held[end + 1] in _SPACES):
        return True
    begin = end + 2 - touching
    word = text.small[begin : word_end(text, begin)]
    for letters, whole in following:
        alike = word.startswith(letters) or letters.startswith(word)
        if alike and not (whole and len(word) > len(letters)):
            return True
    return False


def outside(alone: Mapping[str, Sequence[int]], stretches: Sequence[tuple[int, int]]) -> Mapping[str, Sequence[int]]:
    """The forms with the places of each that are in none of these ascending stretches; those that have any."""
    if stretches:
        begins, ends = [start for start, _ in stretches], [0, *(end for _, end in stretches)]
        alone = {
            form: [start for start in starts if start >= ends[bisect_right(begins, start)]]
            for form, starts in alone.items()
        }
    return {form: starts for form, starts in alone.items() if starts}
