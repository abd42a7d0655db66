"""Whether two wordings are the same but for white space and typography, and what else differs, told in a sentence."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final, NamedTuple

import regex
from rapidfuzz.distance import LCSseq

from .diffing import TOKEN

_HANGUL: Final = r"\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
_SINGLE, _DOUBLE = "'‘’‚‛′ʼ`´＇", '"“”„‟″«»＂'
# What typography changes and meaning does not. Blanks between Hangul come and go with the house style; blanks
# between Latin words or digits do not ("not able", "33 000").
_TYPOGRAPHIC: Final = regex.compile(
    rf"(?P<nothing>[\u00ad\u200b\u2060\ufeff]+|(?<=[{_HANGUL}])\s+(?=[{_HANGUL}])|\s+(?=[,;:!?)\]…](?!\d))|\s+(?=\.(?!\d))"
    rf"|(?<=[(\[])\s+)"
    rf"|(?P<dash>\s*[\-‐‑‒–—―−－]+\s*)|(?P<blank>\s{{2,}}|[^\S ])"
    rf"|(?P<single>[{_SINGLE}])|(?P<double>[{_DOUBLE}])|(?P<dots>[…⋯]|\.{{2,}})|(?P<dot>[·ㆍ・‧])"
    rf"|(?P<compose>\P{{M}}\p{{M}}+|[\u1100-\u11ff]+)"
)
# Plain words with single blanks between them, or any of that: hundreds of letters are passed over at once, not tried one by one.
_PASSING: Final = regex.compile(
    r"(?:[A-Za-z0-9]+(?:[.,;:?!]?\x20(?=[A-Za-z0-9]))?)+(?!\p{M})|[\uac00-\ud7a3]+(?!\p{M})|" + _TYPOGRAPHIC.pattern
)
# Printable ASCII without these has nothing of that; most English sentences are told so at once.
_PERHAPS_TYPOGRAPHIC: Final = re.compile(r"[^ !#-&(-,./-_a-~]|  | [,;:!?)\].]|[(\[] |\.\.")
_INSTEAD: Final = {
    "nothing": "",
    "dash": "-",
    "blank": " ",
    "single": "'",
    "double": '"',
    "dots": "...",
    "dot": "·",
}
# What each way begins with is looked for first, and a word is never gone back over: twice as fast.
_NEGATION: Final = regex.compile(
    r"(?i)\b(?:(?=[nwchb])(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|hardly|barely)\b"
    r"|\w{2,}+(?<=n)['’]t\b)"
    rf"|(?=[안못않없아지])(?:(?<![{_HANGUL}])(?:안|못)(?=\s)|않|못[하했한할해]|없|아니|아닌|아닐|지\s?마)"
)
_DATE_WORD: Final = regex.compile(
    r"(?i)\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|[월화수목금토일]요일"
)
_NUMBER: Final = regex.compile(
    r"(?i)\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundred|thousand|million|billion|dozen|half)s?\b|[백천만억]\s?(?:명|원|여)"
)
_NAME: Final = regex.compile(r"\b\p{Lu}\w*")
_SHOWN: Final = 3
_SHOWN_CHARS: Final = 60


class Piece(NamedTuple):
    """A place where two wordings differ: what stood there and what stands there now (either may be empty)."""

    before: str
    after: str


class Folded(NamedTuple):
    """A text without its typography; `places[i]` is where character `i` comes from, with one entry more for the end."""

    text: str
    places: Sequence[int]

    def from_text(self, place: int) -> int:
        """The first folded character that comes from `place` of the text or from after it."""
        return bisect_left(self.places, place)

    def to_text_end(self, end: int) -> int:
        """The end, in the folded text, of what comes from before `end` of the text."""
        return bisect_left(self.places, end)


def fold(text: str) -> Folded:
    """White space, quotation marks, dashes, dots and canonical equivalents (Unicode NFC) made one; case and words kept."""
    if not _PERHAPS_TYPOGRAPHIC.search(text):
        return Folded(text, range(len(text) + 1))
    parts: list[str] = []
    places: list[int] = []
    before = 0
    for match in _PASSING.finditer(text):
        kind = match.lastgroup
        if kind is None:
            continue
        start, end = match.span()
        parts.append(text[before:start])
        places += range(before, start)
        instead = _INSTEAD[kind] if kind in _INSTEAD else unicodedata.normalize("NFC", match[0])
        parts.append(instead)
        places += [start] * len(instead)
        before = end
    parts.append(text[before:])
    places += range(before, len(text) + 1)
    return Folded("".join(parts), places)


def same_wording(before: str, after: str) -> bool:
    """Whether the two differ in white space and typographic punctuation at most."""
    return before == after or fold(before.strip()).text == fold(after.strip()).text


def differences(before: str, after: str) -> list[Piece]:
    """What differs, word by word, in order; neighbouring changes are one piece."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    pieces: list[Piece] = []
    open_ = False
    for code in LCSseq.opcodes(old, new):
        gone, come = "".join(old[code.src_start : code.src_end]), "".join(new[code.dest_start : code.dest_end])
        if code.tag == "equal":
            open_ = open_ and not gone.strip()
            if open_:
                pieces[-1] = Piece(pieces[-1].before + gone, pieces[-1].after + come)
        elif open_:
            pieces[-1] = Piece(pieces[-1].before + gone, pieces[-1].after + come)
        else:
            pieces.append(Piece(gone, come))
            open_ = True
    return [stripped for piece in pieces if any(stripped := Piece(piece.before.strip(), piece.after.strip()))]


def negations(text: str) -> Counter[str]:
    """The words that turn a statement into its opposite, counted."""
    return Counter(match.casefold().replace("’", "'") for match in _NEGATION.findall(text))


def ends_alike(before: str, after: str) -> bool:
    """Whether the shorter of the two (up to the other's length) is the end of the other; two empty ones are alike.

    One of them empty is the edge of a block that is none in the other text: not alike.
    """
    size = min(len(before), len(after))
    return bool(size) == bool(before or after) and before[len(before) - size :] == after[len(after) - size :]


def is_weighty(before: str, after: str) -> bool:
    """Whether nothing but numbers, dates, names and negations differ."""
    return all(_weighs(piece) for piece in differences(before, after))


def _weighs(piece: Piece) -> bool:
    return any(pattern.search(piece.before + " " + piece.after) for pattern in (_NUMBER, _DATE_WORD, _NAME, _NEGATION))


def told(before: str, after: str) -> str:
    """One sentence that says what differs, the weightiest kind of change named first."""
    pieces = differences(before, after)
    if not pieces:
        return "Only the white space is different."
    shown = "; ".join(_piece(piece) for piece in islice(pieces, _SHOWN))
    more = f"; and {len(pieces) - _SHOWN} more" if len(pieces) > _SHOWN else ""
    return f"{_kind(before, after, pieces)}: {shown}{more}."


def _kind(before: str, after: str, pieces: list[Piece]) -> str:
    if negations(before) != negations(after):
        return "A negation changed"
    for pattern, kind in ((_NUMBER, "A number changed"), (_DATE_WORD, "A date changed"), (_NAME, "A name changed")):
        if any(_other(pattern.findall(piece.before), pattern.findall(piece.after)) for piece in pieces):
            return kind
    return "The words changed"


def _other(before: list[str], after: list[str]) -> bool:
    """Whether these are not the same words, in whatever order."""
    return before != after and Counter(before) != Counter(after)


def _piece(piece: Piece) -> str:
    gone, come = _short(piece.before), _short(piece.after)
    if gone and come:
        return f"“{gone}” became “{come}”"
    return f"“{gone}” was taken out" if gone else f"“{come}” was added"


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _SHOWN_CHARS else one_line[: _SHOWN_CHARS - 1].rstrip() + "…"
