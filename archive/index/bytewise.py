"""Where letters stand in a short text of ASCII, byte by byte: of few places arrays would take longer to make than to look at each."""

from collections.abc import Iterable

_WORD_BYTES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
_BEFORE, _BEHIND, _CLOSING, _SPACES = (frozenset(told) for told in (b' \n("', b' \n;:!)"', b",.", b" \n"))
_SPACED = (b" ", b"\n")


def begins(small: bytes, letters: bytes, *, whole: bool, most: int) -> list[int] | None:
    """Where these letters stand from the beginning of a word on, and, if they are to be `whole`, to its end; None where they are met more
    often than `most`."""
    found, place, size = [], small.find(letters), len(small)
    while place >= 0:
        most -= 1
        if most < 0:
            return None
        end = place + len(letters)
        if not (place and small[place - 1] in _WORD_BYTES) and not (whole and end < size and small[end] in _WORD_BYTES):
            found.append(place)
        place = small.find(letters, place + 1)
    return found


def word_end(small: bytes, end: int) -> int:
    """Where the word ends that goes on there."""
    while end < len(small) and small[end] in _WORD_BYTES:
        end += 1
    return end


def stands_alone(held: bytes, start: int, end: int) -> bool:
    """Whether nothing is next to it that could belong to it."""
    if start and held[start - 1] not in _BEFORE:
        return False
    if end == len(held) or held[end] in _BEHIND:
        return True
    return held[end] in _CLOSING and (end + 1 == len(held) or held[end + 1] in _SPACES)


def goes_on(held: bytes, small: bytes, start: int, end: int, following: Iterable[tuple[str, bool]]) -> bool:
    """Whether a phrase may go on behind its first word, which stands there: only what surely begins unlike its second word is ruled out.

    `following` are the letters with which a second word begins, and whether it is no longer.
    """
    touching = held[end : end + 1] in _SPACED
    if not stands_alone(held, start, end) or not (touching or held[end + 1 : end + 2] in _SPACED):
        return True
    begin = end + 2 - touching
    word = small[begin : word_end(small, begin)]
    for second, whole in following:
        letters = second.encode()
        alike = word.startswith(letters) or letters.startswith(word)
        if alike and not (whole and len(word) > len(letters)):
            return True
    return False
