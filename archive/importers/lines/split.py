"""Cuts decoded text into lines with their places, and joins lines that were only wrapped at a width; linear in the text."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.base.records import quick

# Whatever ends a line: LF, CR, VT, FF, the information separators, NEL, line and paragraph separator.
_LINE = re.compile("\\S[^\\n\\r\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029]*")
_VISIBLE = re.compile(
    "[^\\s\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff\\x00-\\x1f\\x7f]"
)
_CLOSED = re.compile("[.!?…:;。！？][\"'”’)\\]»]*$")
ITEM = re.compile(r"(?P<mark>[-*•‣◦▪▸○●■□·]\s+|(?:\(?\d{1,3}[.)]|[a-z][.)])\s+)(?=\S)")
_WIDEST = 120
_HANGUL = re.compile("[가-힣]")


@quick
@dataclass(frozen=True, slots=True)
class Line:
    """A line (or several that were wrapped): `[start, end)` in the decoded original, its text with white space collapsed.

    `apart`: a blank line (or a page break) stands before it. `indented`: it begins deeper than the left margin.
    """

    start: int
    end: int
    text: str
    apart: bool
    indented: bool = False

    @property
    def visible(self) -> bool:
        """Whether anything of it can be seen."""
        return visible(self.text)

    @property
    def closed(self) -> bool:
        """Whether it ends as a sentence does."""
        return _CLOSED.search(self.text[-8:]) is not None


def visible(text: str) -> bool:
    """Whether anything of a text can be seen (not zero-width characters and byte order marks alone)."""
    return _VISIBLE.search(text) is not None


def lines(text: str) -> list[Line]:
    """The lines of a text that are not blank, in order, wrapped ones joined."""
    found: list[Line] = []
    before = 0
    for match in _LINE.finditer(text):
        raw = match[0].rstrip()
        start = match.start()
        gap = text[before:start]
        breaks = max(gap.count("\n"), gap.count("\r")) + sum(map(gap.count, "\v\x85\u2028"))
        apart = not found or breaks > 1 or "\f" in gap or "\u2029" in gap
        before = start + len(raw)
        found.append(Line(start, before, " ".join(raw.split()), apart, gap[-1:] in (" ", "\t", "\u3000")))
    return unwrap(found)


def unwrap(found: list[Line]) -> list[Line]:
    """Joins lines that break only because the text was wrapped: the next word would not have fitted."""
    width = _width(found)
    if width is None:
        return found
    joined: list[list[Line]] = []
    for line in found:
        if joined and (_hangs(joined[-1][0], line) or _continues(joined[-1][-1], line, width)):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [
        replace(part[0], end=part[-1].end, text=" ".join(line.text for line in part)) if len(part) > 1 else part[0]
        for part in joined
    ]


def _overflows(line: Line, following: Line, width: int) -> bool:
    return len(line.text) + 1 + len(following.text.split(" ", 1)[0]) > width


def _hangs(first: Line, following: Line) -> bool:
    """Whether a line goes on with an item of a list, below its text."""
    return (
        following.indented
        and not following.apart
        and ITEM.match(first.text) is not None
        and not ITEM.match(following.text)
    )


def _continues(line: Line, following: Line, width: int) -> bool:
    if following.apart or len(line.text) > _WIDEST or ITEM.match(following.text):
        return False
    if following.indented and not line.indented and not ITEM.match(line.text):
        return False
    return _overflows(line, following, width)


def _width(found: list[Line]) -> int | None:
    """The width that the text was wrapped at, in characters; None when it was not wrapped."""
    total = sum(len(line.text) for line in found)
    long = sum(len(line.text) for line in found if len(line.text) > _WIDEST)
    if not total or long > 0.1 * total:
        return None
    shortest = 25 if len(_HANGUL.findall("".join(line.text for line in found[:200]))) > 0.2 * total else 40
    pairs = [
        (line, after) for line, after in pairwise(found) if not after.apart and shortest <= len(line.text) <= _WIDEST
    ]
    broken = [(line, after) for line, after in pairs if not line.closed]
    wrapped = sum(len(line.text) for line, _ in broken)
    if len(broken) < 3 or len(broken) < 0.5 * len(pairs) or wrapped < 0.4 * total:
        return None
    lengths = sorted(len(line.text) for line, _ in pairs)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    overflowing = sum(_overflows(line, after, width) for line, after in broken)
    return width if overflowing >= 0.8 * len(broken) else None
