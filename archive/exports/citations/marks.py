"""Citations while they are put together: text with marks for quotation and type, the punctuation where pieces meet, runs in the end.

Punctuation follows the table that citeproc-js set and pandoc shares; with `punctuation-in-quote` a full stop or comma goes before
the closing mark.
"""

import re
from collections.abc import Iterable

from . import Run, Runs

# Code points for private use, which no text may bring along (see `clean`).
QUOTE, UNQUOTE, ITALIC, UPRIGHT, BOLD, LIGHT, CAPS, LOWER, RAISED, LEVEL, LINK, UNLINK = (
    chr(0xE000 + place) for place in range(12)
)
_MARK = re.compile("[\ue000-\ue00b]")
_PIECES = re.compile("([\ue000-\ue00b])")
_SPACES = re.compile(r"[\s\x00-\x1f]+")
_STRAIGHT = re.compile(r"""(^|[\s(\[{“‘—–-])"(?=\S)([^"]*?)(?<=\S)"(?=$|[\s)\]},.;:!?’”—–-])""")
_CURLED = re.compile("“([^“”]*)”|„([^„“]*)“")
_APOSTROPHE = re.compile(r"(?<=\w)'|'(?=\w)")
_PUNCTUATION = frozenset(".,;:!? ")
# What becomes of two signs that meet: the first stays, the second stays; else both do.
_FIRST = frozenset("!. !: ?. ?: :. ;: ;. !! ?? .. :: ;; ,,".split())
_SECOND = frozenset(":! :? ;! ;?".split()) | {"  ", " ,", " ."}
_ENDS = frozenset(".,;:!?")
_CLOSING = frozenset((UNQUOTE, UPRIGHT, LIGHT, LOWER, LEVEL, UNLINK))
_OPENING = frozenset((QUOTE, ITALIC, BOLD, CAPS, RAISED, LINK))
_STYLES = {ITALIC: ("italic", True), UPRIGHT: ("italic", False), BOLD: ("bold", True), LIGHT: ("bold", False)}
_STYLES |= {CAPS: ("small_caps", True), LOWER: ("small_caps", False), RAISED: ("superscript", True)}
_STYLES |= {LEVEL: ("superscript", False)}


def clean(text: str) -> str:
    """Text of an article as one line that holds none of the marks."""
    return _SPACES.sub(" ", _MARK.sub("\ufffd", text)).strip()


def quoting(text: str) -> str:
    """A title with its pairs of quotation marks as marks, so that they become inner ones where a style quotes the title."""
    if '"' in text:
        text = _STRAIGHT.sub(rf"\1{QUOTE}\2{UNQUOTE}", text)
    if "“" in text or "„" in text:
        text = _CURLED.sub(lambda match: f"{QUOTE}{match[1] or match[2] or ''}{UNQUOTE}", text)
    return _APOSTROPHE.sub("’", text) if "'" in text else text


def visible(text: str) -> str:
    """The text without its marks."""
    return _MARK.sub("", text)


def seam(left: str, right: str) -> str:
    """Both pieces, with one of two signs dropped where they do not stand together."""
    if not left or not right:
        return left or right
    last, first = len(left) - 1, 0
    while last > 0 and left[last] in _CLOSING and left[last] != UNQUOTE:
        last -= 1
    while first < len(right) - 1 and right[first] in _OPENING and right[first] != QUOTE:
        first += 1
    ending, beginning = left[last], right[first]
    if ending not in _PUNCTUATION or beginning not in _PUNCTUATION:
        return left + right
    pair = ending + beginning
    # What stays meets the next sign in turn: "end. " and "." is "end.".
    if pair in _FIRST:
        return seam(left, right[:first] + right[first + 1 :])
    if pair in _SECOND:
        return seam(left[:last] + left[last + 1 :], right)
    return left + right


def joined(pieces: Iterable[str], delimiter: str = "") -> str:
    """The pieces that hold something, one after the other; no delimiter stands before a piece that begins with a sign."""
    out = ""
    for piece in pieces:
        if not piece:
            continue
        if out and delimiter:
            first = piece[0] if piece[0] < QUOTE else visible(piece[:8])[:1]
            if first not in (",", ";", "."):
                out = seam(out, delimiter)
        out = seam(out, piece)
    return out


def inside(text: str) -> str:
    """Full stops and commas (and what a style adds of ! and ?) put before the closing quotation mark that they follow."""
    place = text.find(UNQUOTE)
    while place >= 0:
        after = place + 1
        while after < len(text) and text[after] in _CLOSING:
            after += 1
        if after < len(text) and text[after] in ".,!?":
            within = visible(text[:place])[-1:]
            sign = "" if within in _ENDS else text[after]
            text = text[:place] + sign + text[place:after] + text[after + 1 :]
            place += len(sign)
        place = text.find(UNQUOTE, place + 1)
    return text


def runs(text: str, quotes: tuple[str, str, str, str]) -> Runs:
    """The finished runs. `quotes` are the outer pair and the inner pair."""
    made: list[Run] = []
    style: dict[str, bool] = {}
    held, depth, linked = "", 0, False

    def flush() -> None:
        nonlocal held
        if held:
            made.append(Run(held, link=held if linked else None, **style))
            held = ""

    for sign in _PIECES.split(text):
        if sign == QUOTE:
            held += quotes[2 * (depth % 2)]
            depth += 1
        elif sign == UNQUOTE:
            depth -= 1
            held += quotes[2 * (depth % 2) + 1]
        elif sign in _STYLES:
            flush()
            name, on = _STYLES[sign]
            style[name] = on
        elif sign in (LINK, UNLINK):
            flush()
            linked = sign == LINK
        else:
            held += sign
    flush()
    return tuple(made)
