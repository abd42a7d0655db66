"""A document's blocks as one text: what each says, its links and emphasis, the pages that it stands on; the rest set aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from archive.model.article import BETWEEN_CELLS, Block, BlockKind, Run, RunKind, SetAside, Text

from .glyphs import rtl
from .joining import Spelling
from .lines import Line
from .paragraphs import Group, bullet

_PLAIN: Final = str.maketrans({"\x02": "-"})
_BRACKETS: Final = "()[]{}<>"
_OTHER_WAY: Final = str.maketrans(_BRACKETS, ")(][}{><")
_JOINT: Final = "\n\n"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A block's text with its runs, counted from its beginning."""

    text: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Leftover:
    """What stands on a page and is no part of the text; `early`: it stands before the page's text."""

    page: int
    text: str
    why: str
    early: bool = False


@dataclass(slots=True)
class _Builder:
    """Puts the words of a block together and remembers what each looked like and which page it stood on."""

    labels: Sequence[str]
    heading: bool
    bold: bool  # most of the document is: that is no emphasis
    parts: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[tuple[RunKind, int, int, str | None]] = field(default_factory=list)

    def line(self, line: Line, skip: int) -> None:
        for place, word in enumerate(line.words):
            text = word.text.replace("\N{SOFT HYPHEN}", "") if place < len(line.words) - 1 else word.text
            if place and word.spaced:
                text = f" {text}"
            cut = min(skip, len(text))
            skip -= cut
            text = text[cut:]
            begin = self.length + (text[:1] == " ")
            self.put(text)
            if self.length > begin:
                self._mark(word.look.bold, word.look.italic, word.target, begin)
        self._extend(RunKind.PAGE, self.labels[line.page], self.length - len(line.text), self.length)

    def _mark(self, bold: bool, italic: bool, target: str | None, begin: int) -> None:
        if target is not None:
            self._extend(RunKind.LINK, target, begin, self.length)
        if self.heading:
            return
        if bold and not self.bold:
            self._extend(RunKind.STRONG, None, begin, self.length)
        if italic:
            self._extend(RunKind.EMPHASIS, None, begin, self.length)

    def _extend(self, kind: RunKind, target: str | None, begin: int, end: int) -> None:
        """Marks `[begin, end)`, together with what stands just before it and is marked alike."""
        for place in range(len(self.marks) - 1, max(-1, len(self.marks) - 8), -1):
            known, start, stop, aim = self.marks[place]
            if known is kind and aim == target and begin - stop <= 2:
                self.marks[place] = (kind, start, end, target)
                return
        self.marks.append((kind, max(0, begin), end, target))

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def take_off(self, characters: int) -> None:
        if characters:
            whole = "".join(self.parts)[:-characters]
            self.parts, self.length = [whole], len(whole)

    def spoken(self) -> Spoken:
        whole = _mirrored("".join(self.parts).translate(_PLAIN).replace("\n", " "))
        text = whole.rstrip()
        runs = (
            Run(kind, start, min(end, len(text)), target)
            for kind, start, end, target in self.marks
            if start < min(end, len(text))
        )
        return Spoken(text, tuple(sorted(runs, key=lambda run: (run.start, -run.end))))


def _mirrored(text: str) -> str:
    """Text from right to left with its brackets the right way round: programs do not agree on which of a pair they write."""
    brackets = [letter for letter in text if letter in _BRACKETS]
    if not brackets or text.isascii() or brackets[0] in "([{<" or not rtl(text):
        return text
    return text.translate(_OTHER_WAY)


def speak(group: Group, spelling: Spelling, labels: Sequence[str], *, bold: bool) -> Spoken:
    """The text of a group; `labels` are what the document calls its pages."""
    builder = _Builder(labels, group.kind is BlockKind.HEADING, bold)
    before: Line | None = None
    for line in group.lines:
        skip = bullet(line.text) if before is None and group.kind is BlockKind.ITEM else 0
        if before is not None and before.cell != line.cell:
            builder.put(BETWEEN_CELLS)
        elif before is not None:
            off, between = spelling.joint(before.text, line.text, before.trailing)
            builder.take_off(off)
            builder.put(between)
        builder.line(line, skip)
        before = line
    return builder.spoken()


def laid_out(
    told: Sequence[tuple[str, str]], blocks: Sequence[tuple[Group, Spoken]], leftovers: Iterable[Leftover]
) -> tuple[str, Text]:
    """(the decoded original, the edition's text). `told` are the document's properties, (text, why), put before everything.

    What was left over from a page stands behind the block in which that page ends.
    """
    laying = _Laying()
    for text, why in told:
        laying.aside(text, why)
    waiting = sorted(leftovers, key=lambda left: (left.page, not left.early))
    place = 0
    for group, spoken in blocks:
        first = group.lines[0].page
        while place < len(waiting) and (
            waiting[place].page < first or (waiting[place].page == first and waiting[place].early)
        ):
            laying.aside(waiting[place].text, waiting[place].why)
            place += 1
        laying.block(group, spoken)
    for left in waiting[place:]:
        laying.aside(left.text, left.why)
    return laying.done()


class _Laying:
    def __init__(self) -> None:
        self._decoded: list[str] = []
        self._position = 0
        self._text: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._aside: list[SetAside] = []

    def aside(self, text: str, why: str) -> None:
        text = " ".join(text.translate(_PLAIN).split())
        if text:
            start, end = self._put(text)
            self._aside.append(SetAside(start, end, text, why))

    def block(self, group: Group, spoken: Spoken) -> None:
        if not spoken.text:
            return
        source = self._put(spoken.text)
        start = self._length
        runs = tuple(Run(run.kind, start + run.start, start + run.end, run.target) for run in spoken.runs)
        self._blocks.append(Block(group.kind, start, start + len(spoken.text), source, group.level, runs))
        self._text.append(spoken.text)
        self._length += len(spoken.text) + 1

    def _put(self, text: str) -> tuple[int, int]:
        start = self._position
        self._decoded.append(text)
        self._position += len(text) + len(_JOINT)
        return start, start + len(text)

    def done(self) -> tuple[str, Text]:
        return _JOINT.join(self._decoded), Text("\n".join(self._text), tuple(self._blocks), tuple(self._aside))
