"""Cuts excerpts out of an edition: where a passage stands, redacted or not, in which paragraphs and pages, and what is around it."""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from archive.base.sentences import Span, sentences
from archive.exports.redaction import packets as records
from archive.exports.redaction.rules import Redactor
from archive.model.article import Block, BlockKind, Edition, RunKind
from archive.model.excerpt import Context, Locator
from archive.model.passage import Anchor

_CONTEXT = 32  # code points of prefix and suffix
_PARAGRAPHS = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.ITEM})


class CutText:
    """An edition as excerpts are cut from it."""

    def __init__(self, edition: Edition, redactor: Redactor) -> None:
        self.redacted = redactor.apply(edition.text) if redactor.rules else None
        if self.redacted is not None:
            edition = records.edition(edition, self.redacted)
        self.edition = edition
        self.text = edition.text
        self.blocks: Sequence[Block] = edition.blocks
        self._starts = [block.start for block in edition.blocks]
        counted = 0
        self._numbers: list[int | None] = []
        for block in edition.blocks:
            counted += block.kind in _PARAGRAPHS
            self._numbers.append(counted if block.kind in _PARAGRAPHS else None)

    @cached_property
    def sha512(self) -> str:
        return hashlib.sha512(self.text.encode()).hexdigest()

    @cached_property
    def _sentences(self) -> list[Span]:
        return sentences(self.text)

    def _touched(self, start: int, end: int) -> range:
        first = max(0, bisect_right(self._starts, start) - 1)
        return range(first, max(first + 1, bisect_left(self._starts, end)))

    def anchor(self, anchor: Anchor) -> Anchor:
        """The anchor in this text; where it is redacted, edges inside of what was replaced take all of it in."""
        if self.redacted is None:
            return anchor
        start, end = self.redacted.start(anchor.start), self.redacted.end(anchor.end)
        touched = self._touched(start, end)
        first, last = self.blocks[touched.start].start, self.blocks[touched.stop - 1].end
        prefix, suffix = self.text[max(first, start - _CONTEXT) : start], self.text[end : min(last, end + _CONTEXT)]
        return Anchor(start, end, self.text[start:end], prefix, suffix)

    @cached_property
    def _paged(self) -> bool:
        return any(run.kind is RunKind.PAGE for block in self.blocks for run in block.runs)

    def locator(self, start: int, end: int) -> Locator:
        if not self.blocks:
            return Locator(None, None)
        touched = self._touched(start, end)
        numbers = [number for place in touched if (number := self._numbers[place]) is not None]
        kind = self.blocks[touched.start].kind
        found = list(dict.fromkeys(self._pages(touched, start, end))) if self._paged else []
        pages = (found[0], found[-1]) if len(found) > 1 else tuple(found)
        return Locator(numbers[0], numbers[-1], kind, pages) if numbers else Locator(None, None, kind, pages)

    def _pages(self, touched: range, start: int, end: int) -> Iterator[str]:
        """What the pages of `[start, end)` are called, in order."""
        for place in touched:
            for run in self.blocks[place].runs:
                if run.kind is RunKind.PAGE and run.target and run.start < max(end, start + 1) and run.end > start:
                    yield run.target

    def around(self, start: int, end: int, context: Context) -> tuple[str, str]:
        if context is Context.NONE or not self.blocks:
            return "", ""
        touched = self._touched(start, end)
        first, last = self.blocks[touched.start].start, self.blocks[touched.stop - 1].end
        if context is Context.SENTENCE:
            told = self._sentences
            low = bisect_right(told, first, key=lambda span: span.end)
            spans = told[low : bisect_left(told, last, key=lambda span: span.start)]
            met = [place for place, span in enumerate(spans) if span.end > start and span.start < end]
            if met:
                first = max(first, spans[max(0, met[0] - 1)].start)
                last = min(last, spans[min(len(spans) - 1, met[-1] + 1)].end)
        return self.text[min(first, start) : start], self.text[end : max(last, end)]
