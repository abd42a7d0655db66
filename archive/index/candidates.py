"""Where in a text the words of a query can stand at all, so that the rest of it need not be taken apart.

A pattern looks for the first letters of a needle (of a phrase, of its first word), in either case, with what the analysis drops
(hyphens, apostrophes, points) between them; and for every character beyond ASCII that can be part of a word, because folding may make
anything of it. The stretch without white space around such a place is taken apart by the rules of the index: no token reaches over
white space.
"""

import re
import unicodedata
from collections.abc import Iterable

from . import analysis
from .queries import Phrase, Prefix, Word

_DROPPED = "[-'.,\u2010\u2011\u2019]*"
# Neither ASCII nor punctuation and spaces of ordinary typesetting.
FOREIGN = "[^\\x00-\\x7f\u00a0\u00ab\u00bb\u2010-\u2027\u2030-\u205e]"
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


def _characters(needles: Iterable[object]) -> re.Pattern[str] | None:
    """What stands in a composed text just as it is looked for, if that is true of all needles: Hangul, Han and Kana are not folded."""
    terms = set()
    for needle in needles:
        match needle:
            case Word(term):
                terms.add(term)
            case Phrase(parts):
                terms.add(parts[0][1])
            case _:
                return None
    if not terms or not all(map(analysis.only_cjk, terms)):
        return None
    return re.compile("|".join(sorted(terms)))


class Candidates:
    """Finds the stretches of a text in which any of the needles can stand."""

    def __init__(self, needles: Iterable[object]) -> None:
        beginnings: set[str] = set()
        needles = tuple(needles)
        self._pattern: re.Pattern[str] | None = None
        self._characters: re.Pattern[str] | None = None
        self._small = _NOWHERE
        self._following = 0
        for needle in needles:
            # Near words may begin with anything.
            if not isinstance(needle, Word | Prefix | Phrase):
                return
            if isinstance(needle, Phrase):
                self._following = max(self._following, following(needle))
            beginnings |= _beginnings(needle)
        if len(beginnings) > _MOST_BEGINNINGS:  # trying each takes longer than taking the text apart
            return
        self._characters = _characters(needles)
        first = sorted(beginnings - {""})
        self._pattern = re.compile("|".join([*(_pattern(each, capitals=True) for each in first), FOREIGN]))
        # Most texts are ASCII: in small letters they are looked through in a fifth of the time.
        self._small = re.compile("|".join(_pattern(each, capitals=False) for each in first)) if first else _NOWHERE

    def stretches(self, text: str) -> list[tuple[int, int]]:
        """Half-open stretches, ascending, apart; each begins after white space and ends before some (or the text does).

        Where there are phrases, a stretch holds as many words more as the longest of them.
        """
        if self._pattern is None or not mostly_ascii(text):
            if self._characters is None or not unicodedata.is_normalized("NFC", text):
                return [(0, len(text))]
            return around(text, (match.span() for match in self._characters.finditer(text)), self._following)
        # Any white space would do; whatever else there is only makes a stretch longer.
        flat = text.replace("\n", " ")
        places = self._small.finditer(flat.lower()) if flat.isascii() else self._pattern.finditer(flat)
        return around(flat, (match.span() for match in places), self._following)


def following(phrase: Phrase) -> int:
    """How many words behind its first belong to a phrase at most."""
    return phrase.parts[-1][0] - phrase.parts[0][0]


def around(text: str, places: Iterable[tuple[int, int]], words: int = 0) -> list[tuple[int, int]]:
    """The stretches around the places, which ascend, with so many words more; each ends before a space or line end, or with the text."""
    found: list[tuple[int, int]] = []
    end = 0
    for place, behind in places:
        if place < end and not words:
            continue
        start = max(_before(text, place) + 1, end)
        last = _behind(text, behind)
        last = _onward(text, last, words) if words and last >= 0 else last
        last = len(text) if last < 0 else last
        if found and start <= end:
            found[-1] = (found[-1][0], max(end, last))
        else:
            found.append((start, last))
        end = found[-1][1]
    return found


def _before(text: str, place: int) -> int:
    """Where the last space or line end before a place stands, or -1."""
    space = text.rfind(" ", 0, place)
    return max(space, text.rfind("\n", space + 1, place))


def _behind(text: str, place: int) -> int:
    """Where the next space or line end from a place on stands, or -1."""
    space = text.find(" ", place)
    line = text.find("\n", place, len(text) if space < 0 else space)
    return space if line < 0 else line


def word_end(text: str, place: int) -> int:
    """Where the next space or line end from a place on stands, or the text ends."""
    end = _behind(text, place)
    return len(text) if end < 0 else end


def _onward(text: str, place: int, words: int) -> int:
    """Where so many words end from a place on; -1 for the end of the text."""
    for match in _WORDS.finditer(text, place):
        words -= 1
        if not words:
            return _behind(text, match.end())
    return -1


def mostly_ascii(text: str) -> bool:
    """Whether looking for places is faster than taking everything apart."""
    return text.isascii() or len(text.encode("ascii", "ignore")) > _LEAST * len(text)
