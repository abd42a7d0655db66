"""Makes a canonical text of what another program kept, line by line, and carries positions over from its way of counting to ours.

Every line with words is a paragraph; nothing is set aside. How a program counted (line ends of two characters as one, a byte
order mark as a character) is not guessed where a file says nothing of it: the file's own characters count, as REFI-QDA asks.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from archive.base.sentences import is_boundary
from archive.base.text import storable, visible
from archive.model.article import Block, BlockKind, Text

_LINE = re.compile("\r\n|\r|\n")
_LEAST_NAME = 3  # characters of a selection's name that tell where it stands
_MANY = 3  # selections that must agree when nothing but the edges of words tells how they were counted
Kind = tuple[BlockKind, int]


class Laid:
    """A text laid out in blocks; positions of the file's own characters lead to those of `text`."""

    def __init__(self, decoded: str, kinds: Sequence[Kind] = ()) -> None:
        """`kinds` are those of all lines, where they are known for every one of them: then lines without words stay too."""
        decoded = storable(decoded)
        self.size = len(decoded)
        self.pairs = [match.start() for match in re.finditer("\r\n", decoded)]
        lines: list[tuple[int, int]] = []
        start = 0
        for match in _LINE.finditer(decoded):
            lines.append((start, match.start()))
            start = match.end()
        lines.append((start, len(decoded)))
        if len(kinds) != len(lines):
            lines = [line for line in lines if decoded[line[0] : line[1]].strip()]
            kinds = [(BlockKind.PARAGRAPH, 0)] * len(lines)
        blocks: list[Block] = []
        place = 0
        for (first, last), (kind, level) in zip(lines, kinds, strict=True):
            blocks.append(Block(kind, place, place + last - first, (first, last), level))
            place += last - first + 1
        if not blocks:
            blocks.append(Block(BlockKind.PARAGRAPH, 0, 0, (0, 0)))  # a text without words is one empty paragraph
        self.text = Text("\n".join(decoded[first:last] for first, last in lines), tuple(blocks))
        self._starts = [first for first, _ in lines] or [0]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `[start, end)` of the file's characters stands in the text; what lay in a dropped line shrinks to its edge."""
        return self._place(start, ahead=True), self._place(end, ahead=False)

    def _place(self, position: int, *, ahead: bool) -> int:
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return 0
        block = self.text.blocks[index]
        if position <= block.source[1]:
            return block.start + position - block.source[0]
        following = index + 1 < len(self.text.blocks)
        return self.text.blocks[index + 1].start if ahead and following else block.end


@dataclass(frozen=True, slots=True)
class Marked:
    """A selection as a file gives it: positions in its way of counting, and what the file calls it ("" for nothing)."""

    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of counting: `place` leads to the file's own characters; `told` says in a sentence's part what was done, `moved`
    whether positions are others in the canonical text for that.
    """

    place: Callable[[int], int]
    told: str
    moved: bool = True


def way_of(laid: Laid, decoded: str, marked: Sequence[Marked], *, marks_bytes: bool, joins: bool = False) -> Way:
    """How the selections of a text were counted. The file's own characters count unless the selections say otherwise: by their
    names, which are the words that they stand on, or by standing inside of words where another way has them at their edges.

    `marks_bytes`: the file begins with a byte order mark, which `decoded` does not hold. `joins`: the program is known to count a
    line end of two characters as one, which decides where the selections tell nothing.
    """
    ways = _ways(laid, decoded, marks_bytes=marks_bytes)
    usual = ways[1] if joins and laid.pairs else ways[0]
    if len(ways) == 1 or not marked:
        return usual
    named = [sum(_named(decoded, way, each) for each in marked) for way in ways]
    if max(named) > named[ways.index(usual)]:
        return ways[named.index(max(named))]
    edges = [sum(_at_edges(decoded, way, each) for each in marked) for way in ways]
    best, usually = max(edges), edges[ways.index(usual)]
    if not max(named) and len(marked) >= _MANY and best > 0.9 * len(marked) and usually < 0.5 * len(marked):
        return ways[edges.index(best)]
    return usual


def _ways(laid: Laid, decoded: str, *, marks_bytes: bool) -> list[Way]:
    """The ways in which programs are known to count the characters of such a text, that of the file itself first."""
    ends = "its line ends are two characters long" if laid.pairs else ""
    mark = "the byte order mark that it begins with was not counted" if marks_bytes else ""
    ways = [Way(lambda place: place, "; ".join(filter(None, (ends, mark))), bool(laid.pairs))]
    if laid.pairs:
        ways.append(Way(_once(laid.pairs), "line ends of two characters were counted as one"))
    elif "\n" in decoded:
        ways.append(Way(_twice(decoded), "line ends of one character were counted as two"))
    if marks_bytes:
        told = "the byte order mark was counted as a character"
        ways += [
            Way(_after_mark(way.place), "; ".join(filter(None, (way.told if way is not ways[0] else ends, told))))
            for way in list(ways)
        ]
    return ways


def _after_mark(place: Callable[[int], int]) -> Callable[[int], int]:
    return lambda position: place(position - 1)


def _once(pairs: Sequence[int]) -> Callable[[int], int]:
    # The nth pair begins at its place less the n before it, where each counts as one.
    joined = [pair - index for index, pair in enumerate(pairs)]
    return lambda place: place + bisect_left(joined, place)


def _twice(decoded: str) -> Callable[[int], int]:
    # The nth line end stands n places further on where each before it counts as two.
    ends = [match.start() + index for index, match in enumerate(re.finditer("\n", decoded))]
    return lambda place: place - bisect_left(ends, place)


def _named(decoded: str, way: Way, marked: Marked) -> bool:
    name = " ".join(marked.name.rstrip(".… ").split())
    if len(name) < _LEAST_NAME:
        return False
    start, end = max(0, way.place(marked.start)), max(0, way.place(marked.end))
    # No more than the name can be of: a selection may be the whole text, and there may be many such.
    return " ".join(decoded[start : min(end, start + 8 * len(name) + 200)].split()).startswith(name)


def _at_edges(decoded: str, way: Way, marked: Marked) -> bool:
    start, end = way.place(marked.start), way.place(marked.end)
    if not 0 <= start < end <= len(decoded):
        return False
    inside = (start > 0 and decoded[start - 1 : start + 1].isalnum()) or decoded[end - 1 : end + 1].isalnum() * (
        end < len(decoded)
    )
    return not inside and not decoded[start].isspace()


class Misplaced:
    """Selections that stand nowhere, by the reason; told in one sentence each, however many there are."""

    _REASONS = (
        ("outside", "outside of the text"),
        ("reversed", "from a later place to an earlier one"),
        ("empty", "on no words"),
        ("inside", "inside of a character"),
    )

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {reason: [] for reason, _ in self._REASONS}
        self._counts = dict.fromkeys(self._found, 0)

    def span(self, laid: Laid, way: Way, marked: Marked, where: str) -> tuple[int, int] | None:
        """Where the selection stands in the canonical text; None, and noted, when it stands nowhere. `where` names its text."""
        start, end = way.place(marked.start), way.place(marked.end)
        reason = ""
        if min(start, end) < 0:
            reason = "outside"
        elif end < start:
            reason = "reversed"
        elif end > laid.size:
            reason = "outside"
        first, last = (0, 0) if reason else laid.span(start, end)
        words = laid.text.text
        if not reason and (start == end or not words[first:last].strip()):
            reason = "empty"
        elif not reason and not (is_boundary(words, first) and is_boundary(words, last)):
            reason = "inside"
        if not reason:
            return first, last
        self._counts[reason] += 1
        if not self._found[reason]:
            self._found[reason].append(f"{marked.start}–{marked.end} of “{visible(where[:80])}”")
        return None

    def sentences(self) -> Iterable[str]:
        """One for each reason, with the first example."""
        for reason, where in self._REASONS:
            count = self._counts[reason]
            if count == 1:
                yield f"1 passage was left out because it stands {where} ({self._found[reason][0]})."
            elif count:
                yield f"{count:,} passages were left out because they stand {where} ({self._found[reason][0]}, for one)."
