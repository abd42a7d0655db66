"""Where in a long text words stand whose forms are known, on arrays: what there is to take apart grows with what is found, not with the text.

The text is looked at as one byte for each of its characters. A form that stands between spaces and ordinary punctuation is found as it
is; where something else is next to it, where a hyphen, an apostrophe or a point may be hidden in it, and where a character beyond ASCII could be
part of a word, the stretch around the place is left to the rules of the index.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import takewhile
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import bytewise
from .analysis import MAX_TERM_CHARS
from .arrays import Numbers
from .candidates import FOREIGN, around, following
from .queries import Fuzzy, Node, Phrase, Prefix, Word

_FEW = 120  # places where letters stand that are sooner looked at one by one
LONG = 20_000  # characters: of shorter texts, looking through them with a pattern is as fast
_MOST_WORK = 40_000_000  # forms, times the characters of a text
_SMALL = np.uint8(32)  # the bit by which a capital differs from its small letter
# Bytes that are looked at together: they stay close to the processor, and so does what is made of them.
_BLOCK = 120_000
_SHORT = 60_000  # characters: a page of short texts
_LEAST_IN_WORDS = np.uint8(ord("0") - 1)  # as small letters, all that is in words lies above
_OVERLAP = 4
_AT_ONCE = (4, 2)  # letters that are compared as one number
_RUN = re.compile("[a-z0-9_]+")
_FOREIGN = re.compile(FOREIGN)
_LINE_END = ord("\n")
_REPLACED = ord("?")  # what stands for a character beyond ASCII
_ALIKE = 3  # letters by which forms are looked for together
_NO_PLACES = np.zeros(0, np.int64)
Bytes = NDArray[np.uint8]


def _table(characters: bytes) -> NDArray[np.bool_]:
    table = np.zeros(256, np.bool_)
    table[list(characters)] = True
    return table


_IN_WORDS = _table(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
_BEFORE = _table(b' \n("')  # in front of a form that stands alone
_BEHIND = _table(b' \n;:!)"')
_CLOSING = _table(b",.")  # behind it when white space follows
_SPACES = _table(b" \n")
_DROPPED = _table(b"-'.,?")  # inside a form


class _End(Enum):
    """What may follow on letters that are looked for."""

    WORD = "nothing of a word"
    OPEN = "the rest of a word"
    UNSURE = "anything: a phrase, or a character that is not looked at"


class _Second(NamedTuple):
    """The ASCII letters with which the second word of a phrase begins, and whether it is no longer."""

    letters: str
    whole: bool


_ANYTHING = _Second("", False)


class Alone(NamedTuple):
    """A form, and the places in the text where it stands alone."""

    form: str
    starts: Numbers


class _Seen(NamedTuple):
    """Where something may be hidden in a form, and where the letters stand with which each family of forms begins."""

    hidden: Numbers
    begins: Sequence[Numbers]


class Places(NamedTuple):
    """Forms that stand alone, and half-open stretches, ascending, apart, in which something may stand; no form begins in one."""

    alone: Sequence[Alone]
    stretches: Sequence[tuple[int, int]]


class Few(NamedTuple):
    """The same of few places: where each form stands alone."""

    alone: Mapping[str, Sequence[int]]
    stretches: Sequence[tuple[int, int]]


class Standing:
    """Finds where any of the needles can stand. `forms` are the terms that a stemmed or a misspelt word has in the index."""

    def __init__(self, needles: Iterable[object], forms: Mapping[Node, Sequence[str]]) -> None:
        self._sought: dict[str, _End] = {}
        self._next: dict[str, set[_Second]] = {}  # what may follow in phrases
        self._following = 0
        self._usable = True
        for needle in needles:
            match needle:
                case Word(term, root):
                    self._take({term, root or term, *self._known(needle, forms, root is None)})
                case Fuzzy():
                    self._take(self._known(needle, forms, False))
                case Prefix(start):
                    self._take((start,), _End.OPEN)
                case Phrase(parts):
                    # All of it is looked for from its first word on.
                    self._take((parts[0][1],), _End.UNSURE, _second(parts))
                    self._following = max(self._following, following(needle))
        self._open = _End.OPEN in self._sought.values()
        self._families = _families(self._sought)
        self._encoded = [
            (letters, _codes(letters).tobytes(), self._sought[letters]) for letters in sorted(self._sought)
        ]
        self._behind = {
            first: [(_codes(each.letters).tobytes(), each.whole) for each in seconds]
            for first, seconds in self._next.items()
        }
        self._pairs = np.zeros((256, 256), np.bool_)
        for letters in self._sought:
            codes = _codes(letters)
            self._pairs[codes[:-1], codes[1:]] = True

    def _known(self, needle: Word | Fuzzy, forms: Mapping[Node, Sequence[str]], needless: bool) -> Sequence[str]:
        self._usable = self._usable and (needless or needle in forms)
        return forms.get(needle, ())

    def _take(self, terms: Iterable[str], end: "_End" = _End.WORD, behind: "_Second" = _ANYTHING) -> None:
        for term in terms:
            # Terms that begin with other characters are found by these.
            if (run := _RUN.match(term)) is not None:
                self._next.setdefault(run[0], set()).add(behind if run[0] == term else _ANYTHING)
                told = end if run[0] == term and len(term) < MAX_TERM_CHARS else _End.UNSURE
                held = self._sought.get(run[0], told)
                self._sought[run[0]] = told if held is told else _End.UNSURE

    def places(self, text: str) -> Places | None:
        """None where another way is better: too many forms, and texts with control characters."""
        if not self._possible(text):
            return None
        if (few := self.few(text)) is not None:
            return Places(
                [Alone(form, np.array(starts, np.int64)) for form, starts in few.alone.items()], few.stretches
            )
        raw = np.frombuffer(text.encode("ascii", "replace"), np.uint8)
        seen = None if "\x7f" in text else self._seen(raw, foreign=not text.isascii())
        if seen is None:
            return None
        alone: list[Alone] = []
        met = _NO_PLACES
        unsure = [seen.hidden, _foreign(text)]
        for letters, starts in self._met(seen.begins, raw):
            end = self._sought[letters]
            if end is _End.UNSURE:
                unsure.append(starts[_may_go_on(starts, len(letters), self._next[letters], raw)])
                continue
            ends = starts + len(letters) if end is _End.WORD else _word_ends(starts, raw)
            known = _alone(starts, ends, raw)
            unsure.append(starts[~known])
            # What is found by its beginning may be another beginning's, or a form, too.
            known &= ~np.isin(starts, met)
            met = np.concatenate([met, starts[known]]) if self._open else met
            alone += [Alone(letters, starts[known])] if end is _End.WORD else _words(text, starts[known], ends[known])
        places: list[int] = np.unique(np.concatenate(unsure)).tolist()
        stretches = around(text, ((place, place + 1) for place in places), self._following)
        return Places(_outside(alone, stretches), stretches)

    def _possible(self, text: str) -> bool:
        return self._usable and len(self._sought) * len(text) <= _MOST_WORK

    def few(self, text: str) -> Few | None:
        """The same of a short text of ASCII in which the letters stand hardly anywhere: it is not the arrays that take long then, but how
        many there are. None where this is not so, and where `places` gives None."""
        if not self._possible(text) or len(text) >= _SHORT or not text.isascii():
            return None
        held = f"{text}\n\n".encode("ascii")
        raw = np.frombuffer(held, np.uint8)
        if b"\x7f" in held or _controlled(raw):
            return None
        small = raw | _SMALL
        told, left = bytewise.Text(held, small.tobytes()), _FEW
        alone: dict[str, list[int]] = {}
        unsure: list[int] = []
        met: set[int] = set()
        for letters, code, end in self._encoded:
            found = bytewise.words(told, code, left) if end is _End.WORD else self._begun(told, letters, code, left)
            if found is None:
                return None
            known, apart = found
            left -= len(known) + len(apart)
            unsure += apart
            if self._open:
                known = [start for start in known if start not in met]
                met.update(known)
            for start in known:
                form = letters if end is _End.WORD else text[start : bytewise.word_end(told, start + len(code))]
                alone.setdefault(form, []).append(start)  # a beginning may have found some of a form already
        unsure += self._hidden(raw, 0, raw, small, foreign=False).tolist()
        stretches = around(text, ((place, place + 1) for place in sorted(set(unsure))), self._following)
        return Few(bytewise.outside(alone, stretches), stretches)

    def _begun(self, told: bytewise.Text, letters: str, code: bytes, most: int) -> tuple[list[int], list[int]] | None:
        """Where what begins with these letters stands alone, and where it does not or a phrase may go on; None where they are met more often
        than `most`."""
        starts = bytewise.begins(told, code, most)
        if starts is None:
            return None
        if self._sought[letters] is _End.UNSURE:
            behind = self._behind[letters]
            return [], [at for at in starts if bytewise.goes_on(told, at, at + len(code), behind)]
        alone: list[int] = []
        unsure: list[int] = []
        for at in starts:
            last = bytewise.word_end(told, at + len(code))
            (alone if bytewise.stands_alone(told, at, last) else unsure).append(at)
        return alone, unsure

    def _seen(self, raw: Bytes, *, foreign: bool) -> _Seen | None:
        """What has to be looked for all over the text; None where a control character is, of which another character would be made."""
        hidden = [_NO_PLACES]
        begins: list[list[Numbers]] = [[] for _ in self._families]
        for first in range(0, len(raw), _BLOCK):
            block = raw[first : first + _BLOCK]
            if _controlled(block):
                return None
            # A few bytes more, for what begins here.
            small = raw[first : first + _BLOCK + _OVERLAP] | _SMALL
            hidden.append(self._hidden(raw, first, block, small, foreign=foreign))
            for found, (letters, _) in zip(begins, self._families, strict=True):
                found += [starts + first for starts in _beginning(letters, small, len(block))]
        return _Seen(np.concatenate(hidden), [np.sort(np.concatenate([_NO_PLACES, *found])) for found in begins])

    def _met(self, begins: Iterable[Numbers], raw: Bytes) -> Iterator[tuple[str, Numbers]]:
        """Where all these letters stand, each from the edge of a word on and, if they are to be whole, to one."""
        for starts, (common, family) in zip(begins, self._families, strict=True):
            starts = starts[(starts == 0) | ~_IN_WORDS[raw[starts - 1]]]
            for letters in family:
                whole = self._sought[letters] is _End.WORD
                yield letters, _continued(letters, _together(common), starts, raw, whole=whole)

    def _hidden(self, raw: Bytes, first: int, block: Bytes, small: Bytes, *, foreign: bool) -> Numbers:
        """Where in a block something that the analysis drops stands between two letters that follow each other in a form."""
        # The four that are ASCII lie next to each other.
        dropped = (block - np.uint8(ord("'"))) <= ord(".") - ord("'")
        if foreign:
            dropped |= block == _REPLACED
        # Most stand at the end of a word.
        behind = small[1 : len(block) + 1] > _LEAST_IN_WORDS
        places = np.flatnonzero(dropped[: len(behind)] & behind) + first
        places = places[_DROPPED[raw[places]] & (places > 0)]
        found: Numbers = places[self._pairs[raw[places - 1] | _SMALL, raw[places + 1] | _SMALL]]
        return found


def _controlled(raw: Bytes) -> bool:
    """Whether a control character is there, of which another character would be made."""
    return bool(((raw < _SMALL) & (raw != _LINE_END)).any())


def _beginning(letters: str, small: Bytes, size: int) -> Iterator[Numbers]:
    """Where in the first so many of these bytes at most four of these letters stand."""
    width = _together(letters)
    first = _codes(letters)[:width].view(f"<u{width}")[0]
    for offset in range(width):
        count = max(0, min(-(-(size - offset) // width), (len(small) - offset) // width))
        numbers = small[offset : offset + count * width].view(f"<u{width}")
        yield np.flatnonzero(numbers == first) * width + offset


def _together(letters: str) -> int:
    """How many of these letters are looked for at once."""
    return next((width for width in _AT_ONCE if width <= len(letters)), 1)


def _codes(letters: str) -> Bytes:
    """Letters as they are compared."""
    codes: Bytes = np.frombuffer(letters.encode(), np.uint8) | _SMALL
    return codes


def _continued(letters: str, known: int, starts: Numbers, raw: Bytes, *, whole: bool) -> Numbers:
    """Those of the places from which on these letters stand, of which so many are known to, and no more if they are to be whole."""
    starts = starts[starts + len(letters) <= len(raw)]
    for place, code in enumerate(_codes(letters)[known:], known):
        starts = starts[raw[starts + place] | _SMALL == code]
    ends = starts + len(letters)
    return starts[(ends == len(raw)) | ~_IN_WORDS[raw.take(ends, mode="clip")]] if whole else starts


def _families(every: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Those that begin alike, with how they do: looked for once."""
    families: list[tuple[str, list[str]]] = []
    for letters in sorted(every):
        if families and len(common := _common(families[-1][0], letters)) >= _ALIKE:
            families[-1] = common, [*families[-1][1], letters]
        else:
            families.append((letters, [letters]))
    return families


def _common(one: str, other: str) -> str:
    return "".join(left for left, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _word_ends(starts: Numbers, raw: Bytes) -> Numbers:
    """Where the words end that these are in."""
    ends, going = starts.copy(), np.arange(len(starts))
    while len(going):
        going = going[ends[going] < len(raw)]
        going = going[_IN_WORDS[raw[ends[going]]]]
        ends[going] += 1
    return ends


def _words(text: str, starts: Numbers, ends: Numbers) -> list[Alone]:
    found: dict[str, list[int]] = defaultdict(list)
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        found[text[start:end]].append(start)
    return [Alone(form, np.array(places, np.int64)) for form, places in found.items()]


def _second(parts: Sequence[tuple[int, str]]) -> _Second:
    """With what the second word of a phrase begins, if it is right behind the first and begins with ASCII letters."""
    run = _RUN.match(parts[1][1]) if len(parts) > 1 and parts[1][0] == parts[0][0] + 1 else None
    return _Second(run[0], run[0] == parts[1][1] and len(run[0]) < MAX_TERM_CHARS) if run is not None else _ANYTHING


def _may_go_on(starts: Numbers, length: int, following: Iterable[_Second], raw: Bytes) -> NDArray[np.bool_]:
    """Which of the first words of phrases, of so many letters, have nothing behind them that begins unlike each second word."""
    ends = starts + length
    touching, spaced = (_SPACES[raw.take(ends + more, mode="clip")] for more in (0, 1))
    begins = ends + 2 - touching
    sure = _alone(starts, ends, raw) & (touching | spaced)
    possible = ~sure
    for letters, whole in following:
        unlike, comparing = np.zeros(len(starts), np.bool_), sure.copy()
        for place, code in enumerate(_codes(letters)):
            comparing &= _in_word(begins + place, raw)
            unlike |= comparing & (raw.take(begins + place, mode="clip") | _SMALL != code)
        if whole:
            unlike |= comparing & _in_word(begins + len(letters), raw)
        possible |= ~unlike
    return possible


def _in_word(places: Numbers, raw: Bytes) -> NDArray[np.bool_]:
    """Where an ASCII character of a word stands."""
    inside: NDArray[np.bool_] = _IN_WORDS[raw.take(places, mode="clip")] & (places < len(raw))
    return inside


def _alone(starts: Numbers, ends: Numbers, raw: Bytes) -> NDArray[np.bool_]:
    """Which of them have nothing next to them that could belong to them."""
    behind, next_but_one = raw.take(ends, mode="clip"), raw.take(ends + 1, mode="clip")
    closed = _CLOSING[behind] & (_SPACES[next_but_one] | (ends + 1 == len(raw)))
    before = (starts == 0) | _BEFORE[raw[starts - 1]]
    known: NDArray[np.bool_] = before & ((ends == len(raw)) | _BEHIND[behind] | closed)
    return known


def _foreign(text: str) -> Numbers:
    if text.isascii():
        return _NO_PLACES
    return np.fromiter((match.start() for match in _FOREIGN.finditer(text)), np.int64)


def _outside(alone: Sequence[Alone], stretches: Sequence[tuple[int, int]]) -> list[Alone]:
    """Without those in the stretches, where they will be met again."""
    if not stretches:
        return [each for each in alone if len(each.starts)]
    begins, ends = np.array(stretches, np.int64).T
    kept = []
    for form, starts in alone:
        at = begins.searchsorted(starts, side="right") - 1
        if len(free := starts[(at < 0) | (starts >= ends[at])]):
            kept.append(Alone(form, free))
    return kept
