"""Where in a text the words of a query can stand at all, so that the rest of it need not be taken apart.

A pattern looks for the first letters of a needle, in either case, with what the analysis drops (hyphens, apostrophes, points)
between them; and for every character beyond ASCII that can be part of a word, because folding may make anything of it. The
stretch without white space around such a place is taken apart by the rules of the index: no token reaches over white space.
"""

import re
from collections.abc import Iterable, Iterator

from .queries import Prefix, Word

_DROPPED = "[-'.,\u2010\u2011\u2019]*"
# Neither ASCII nor punctuation and spaces of ordinary typesetting.
_FOREIGN = "[^\\x00-\\x7f\u00a0\u00ab\u00bb\u2010-\u2027\u2030-\u205e]"
_SPACE = re.compile(r"\s")
_LEAST = 0.9  # the share of ASCII above which looking for places is faster than taking everything apart
_LETTERS = 3


def _beginning(term: str, letters: int) -> str:
    """The pattern of the first letters of a term, not inside a word; "" when only foreign characters can give the term."""
    found = re.match(rf"[a-z0-9_]{{0,{letters}}}", term)
    first = found[0] if found else ""
    if not first:
        return ""
    classes = [f"[{char}{char.upper()}]" for char in first]
    return rf"{classes[0]}(?<!\w.)" + "".join(_DROPPED + each for each in classes[1:])


def _beginnings(needle: Word | Prefix) -> set[str]:
    if isinstance(needle, Prefix):
        return {_beginning(needle.start, _LETTERS)}
    root = needle.root or needle.term
    # Words of one stem begin alike but for its last two letters (`die`: dying); of the short ones, with the same letter.
    return {_beginning(form, max(1, min(_LETTERS, len(root) - 2))) for form in (needle.term, root)}


class Candidates:
    """Finds the stretches of a text in which any of the needles can stand."""

    def __init__(self, needles: Iterable[object]) -> None:
        beginnings: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        for needle in needles:
            # Near words may begin with anything; phrases count the words between their parts.
            if not isinstance(needle, Word | Prefix):
                return
            beginnings |= _beginnings(needle)
        self._pattern = re.compile("|".join([*sorted(beginnings - {""}), _FOREIGN]))

    def stretches(self, text: str) -> Iterator[tuple[int, int]]:
        """Half-open stretches, ascending, apart; each begins after white space and ends with one (or the text does)."""
        if self._pattern is None or not _mostly_ascii(text):
            yield 0, len(text)
            return
        end = 0
        for match in self._pattern.finditer(text):
            start = match.start()
            if start < end:
                continue
            while start > end and not text[start - 1].isspace():
                start -= 1
            space = _SPACE.search(text, match.end())
            end = space.end() if space else len(text)
            yield start, end


def _mostly_ascii(text: str) -> bool:
    return text.isascii() or len(text.encode("ascii", "ignore")) > _LEAST * len(text)
