"""Where in a text the words of a query can stand at all, so that the rest of it need not be taken apart.

A pattern looks for the first letters of a needle (of a phrase, of its first word), in either case, with what the analysis drops
(hyphens, apostrophes, points) between them; and for every character beyond ASCII that can be part of a word, because folding may make
anything of it. The stretch without white space around such a place is taken apart by the rules of the index: no token reaches over
white space.
"""

import re
from collections.abc import Iterable

from .queries import Phrase, Prefix, Word

_DROPPED = "[-'.,\u2010\u2011\u2019]*"
# Neither ASCII nor punctuation and spaces of ordinary typesetting.
_FOREIGN = "[^\\x00-\\x7f\u00a0\u00ab\u00bb\u2010-\u2027\u2030-\u205e]"
_LEAST = 0.9  # the share of ASCII above which looking for places is faster than taking everything apart
_LETTERS = 3
_MOST_BEGINNINGS = 24
_NOWHERE = re.compile(r"(?!)")
_WORDS = re.compile(r"\w\S*")  # no more than the terms of a text: one at least for each


def _beginning(term: str, letters: int) -> str:
    """The first letters of a term; "" when only foreign characters can give the term."""
    found = re.match(rf"[a-z0-9_]{{0,{letters}}}", term)
    return found[0] if found else ""


def _pattern(first: str, *, capitals: bool) -> str:
    """The pattern of first letters, not inside a word."""
    classes = [f"[{char}{char.upper()}]" if capitals else char for char in first]
    return rf"{classes[0]}(?<!\w.)" + "".join(_DROPPED + each for each in classes[1:])


def _beginnings(needle: Word | Prefix | Phrase) -> set[str]:
    if isinstance(needle, Prefix):
        return {_beginning(needle.start, _LETTERS)}
    if isinstance(needle, Phrase):
        return {_beginning(needle.parts[0][1], _LETTERS)}
    root = needle.root or needle.term
    # Words of one stem begin alike but for its last two letters (`die`: dying); of the short ones, with the same letter.
    return {_beginning(form, max(1, min(_LETTERS, len(root) - 2))) for form in (needle.term, root)}


class Candidates:
    """Finds the stretches of a text in which any of the needles can stand."""

    def __init__(self, needles: Iterable[object]) -> None:
        beginnings: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self._small = _NOWHERE
        self._following = 0
        for needle in needles:
            # Near words may begin with anything.
            if not isinstance(needle, Word | Prefix | Phrase):
                return
            if isinstance(needle, Phrase):
                self._following = max(self._following, needle.parts[-1][0] - needle.parts[0][0])
            beginnings |= _beginnings(needle)
        if len(beginnings) > _MOST_BEGINNINGS:  # trying each takes longer than taking the text apart
            return
        first = sorted(beginnings - {""})
        self._pattern = re.compile("|".join([*(_pattern(each, capitals=True) for each in first), _FOREIGN]))
        # Most texts are ASCII: in small letters they are looked through in a fifth of the time.
        self._small = re.compile("|".join(_pattern(each, capitals=False) for each in first)) if first else _NOWHERE

    def stretches(self, text: str) -> list[tuple[int, int]]:
        """Half-open stretches, ascending, apart; each begins after white space and ends before some (or the text does).

        Where there are phrases, a stretch holds as many words more as the longest of them.
        """
        if self._pattern is None or not _mostly_ascii(text):
            return [(0, len(text))]
        # Any white space would do; whatever else there is only makes a stretch longer.
        flat = text.replace("\n", " ")
        found: list[tuple[int, int]] = []
        end = 0
        places = self._small.finditer(flat.lower()) if flat.isascii() else self._pattern.finditer(flat)
        for match in places:
            if match.start() < end and not self._following:
                continue
            start = max(flat.rfind(" ", 0, match.start()) + 1, end)
            last = flat.find(" ", match.end())
            last = self._onward(flat, last) if self._following and last >= 0 else last
            last = len(text) if last < 0 else last
            if found and start <= end:
                found[-1] = (found[-1][0], max(end, last))
            else:
                found.append((start, last))
            end = found[-1][1]
        return found

    def _onward(self, flat: str, place: int) -> int:
        """Where the words end that a phrase can have from a place on; -1 for the end of the text."""
        left = self._following
        for match in _WORDS.finditer(flat, place):
            left -= 1
            if not left:
                return flat.find(" ", match.end())
        return -1


def _mostly_ascii(text: str) -> bool:
    return text.isascii() or len(text.encode("ascii", "ignore")) > _LEAST * len(text)
