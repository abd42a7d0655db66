"""Puts one article together from several parts, each with its own decoded text: places are moved along."""

import re
from collections.abc import Iterator
from dataclasses import replace

from archive.importers.lines import Line, item_text, lines
from archive.model.article import Block, BlockKind, Illustration, Imported, SetAside, Text

_QUOTED = re.compile(r">[> \t]*")
_ITEM = re.compile(r"(?:[-*•‣◦▪]|\(?\d{1,3}[.)])\s+\S")
_BETWEEN = "\n\n"
_WRAPPED = 60  # characters of a line that a mail program broke


class Sheet:
    """The parts so far. `decoded` is all of them, apart by an empty line."""

    def __init__(self) -> None:
        self._decoded: list[str] = []
        self._size = 0
        self._texts: list[str] = []
        self._position = 0
        self._blocks: list[Block] = []
        self._aside: list[SetAside] = []
        self._pictures: list[Illustration] = []

    @property
    def decoded(self) -> str:
        return "".join(self._decoded)

    @property
    def text(self) -> Text:
        return Text("\n".join(self._texts), tuple(self._blocks), tuple(self._aside), tuple(self._pictures))

    def open(self, decoded: str) -> int:
        """Appends a part's decoded text; gives the place where it begins."""
        if self._decoded:
            self._decoded.append(_BETWEEN)
            self._size += len(_BETWEEN)
        begins = self._size
        self._decoded.append(decoded)
        self._size += len(decoded)
        return begins

    def block(self, kind: BlockKind, shown: str, start: int, end: int, level: int = 0) -> None:
        """Appends a block that stands at `[start, end)` of all of the decoded text; nothing for white space."""
        shown = " ".join(shown.split())
        if shown:
            self._put(Block(kind, 0, len(shown), (start, end), level), shown)

    def _put(self, block: Block, shown: str) -> None:
        shift = self._position - block.start
        runs = tuple(replace(run, start=run.start + shift, end=run.end + shift) for run in block.runs)
        self._blocks.append(replace(block, start=block.start + shift, end=block.end + shift, runs=runs))
        self._texts.append(shown)
        self._position += len(shown) + 1

    def aside(self, shown: str, why: str) -> None:
        """Appends words that are set aside."""
        begins = self.open(shown)
        if shown.strip():
            self._aside.append(SetAside(begins, begins + len(shown), " ".join(shown.split()), why))

    def page(self, imported: Imported) -> None:
        """Appends what another importer read."""
        assert imported.text is not None
        begins = self.open(imported.decoded or "")
        for block in imported.text.blocks:
            source = (block.source[0] + begins, block.source[1] + begins)
            self._put(replace(block, source=source), imported.text.text[block.start : block.end])
        self._aside += [
            replace(each, start=each.start + begins, end=each.end + begins) for each in imported.text.set_aside
        ]

        for each in imported.text.pictures:
            if not each.place.startswith("part "):
                continue  # its place is one in the part alone
            caption = None if each.caption is None else each.caption + begins
            self._pictures.append(replace(each, source=each.source + begins, caption=caption))

    def plain(self, text: str) -> None:
        """Appends a plain-text body: paragraphs (lines that were only wrapped are joined), lists, quotes by their depth."""
        begins = self.open(text)
        stretch = 0
        quote: list[tuple[int, int, str]] = []
        depth = 0
        position = 0
        for line in text.splitlines(keepends=True):
            mark = _QUOTED.match(line)
            level = mark[0].count(">") if mark else 0
            shown = line[mark.end() :].strip() if mark else ""
            if quote and (level != depth or not shown):
                self._quote(quote, depth)
                quote = []
            if mark is not None:
                if not depth:
                    self._running(text, stretch, position, begins)
                if shown:
                    quote.append((begins + position, begins + position + len(line.rstrip()), shown))
            elif depth:
                stretch = position
            depth = level
            position += len(line)
        if quote:
            self._quote(quote, depth)
        elif not depth:
            self._running(text, stretch, position, begins)

    def _quote(self, quote: list[tuple[int, int, str]], depth: int) -> None:
        self.block(BlockKind.QUOTE, " ".join(each[2] for each in quote), quote[0][0], quote[-1][1], depth)

    def _running(self, text: str, start: int, end: int, begins: int) -> None:
        for line in _unwrapped(lines(text[start:end])):
            is_item = _ITEM.match(line.text) is not None
            shown = item_text(line.text) if is_item else line.text
            kind = BlockKind.ITEM if is_item else BlockKind.PARAGRAPH
            place = (begins + start + line.start, begins + start + line.end)
            self.block(kind, shown, *place, int(is_item))


def _unwrapped(found: list[Line]) -> Iterator[Line]:
    """Joins lines of a paragraph that a mail program broke, also in a mail too short to tell its width."""
    held: Line | None = None
    width = 0
    for line in found:
        if held is not None and not line.apart and width >= _WRAPPED and not _ITEM.match(line.text):
            held = replace(held, end=line.end, text=f"{held.text} {line.text}")
        else:
            if held is not None:
                yield held
            held = line
        width = len(line.text)
    if held is not None:
        yield held
