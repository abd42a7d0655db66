"""Where the pages of a PDF begin: told in the margin, and gone to by what they are called."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, QTextBlock

from archive.model.article import Block, Edition, RunKind
from desktop.context import Context

from .outline import Piece
from .typography import Typography

if TYPE_CHECKING:
    from .document import SetSection
    from .reader import Reader

PAGES = "reading.pages"
GAP_PX = 18.0
_LEAST_PX = 4.0
_REACH = 40  # blocks that are looked through for the page before, or for any
Starts = tuple[tuple[int, str], ...]


def page_starts(edition: Edition, first: int = 0, last: int | None = None) -> Starts:
    """Where each page begins in the blocks `[first, last)`, and what it is called; none for what has no pages."""
    found: list[tuple[int, str]] = []
    before = next(_labels(edition.blocks[max(0, first - _REACH) : first][::-1]), None)
    for block in edition.blocks[first:last]:
        for run in block.runs:
            if run.kind is RunKind.PAGE and run.target and run.target != before:
                found.append((run.start, run.target))
                before = run.target
    return tuple(found)


def has_pages(edition: Edition) -> bool:
    """Whether the original has pages, told from the first blocks: asked often."""
    return next(_labels(edition.blocks[:_REACH]), None) is not None


def _labels(blocks: Sequence[Block]) -> Iterator[str]:
    """What the pages are called in blocks, the last of each first."""
    return (run.target for block in blocks for run in block.runs[::-1] if run.kind is RunKind.PAGE and run.target)


def paint_pages(
    painter: QPainter, block: QTextBlock, piece: Piece, section: SetSection, look: Typography, origin: QPointF
) -> None:
    """Writes beside the lines of a block which pages begin there; above a paragraph's own number, where both stand."""
    if piece.shown is not None:
        return
    starts = section.page_starts
    first = bisect_left(starts, (piece.start, ""))
    column, metrics = block.document().rootFrame().frameFormat().leftMargin(), QFontMetricsF(look.number_font)
    painter.setFont(look.number_font)
    painter.setPen(look.color("accent"))
    for start, label in starts[first:]:
        if start >= piece.end:
            return
        line = block.layout().lineForTextPosition(section.inside(block, start))
        words = f"p. {label}"
        y = origin.y() + line.y() + line.ascent()
        if line.lineNumber() == 0 and piece.number is not None:
            y -= metrics.height()
        x = column - GAP_PX - metrics.horizontalAdvance(words)
        painter.drawText(QPointF(max(_LEAST_PX, x), y), words)


def page_at(starts: Starts, position: int) -> str | None:
    """What the page is called on which a code point stands."""
    at = bisect_right([start for start, _ in starts], position) - 1
    return starts[at][1] if at >= 0 else None


def find_page(starts: Starts, wanted: str) -> int | None:
    """Where a page begins, by what a person calls it: "7", "p. 7", "VII"."""
    plain = wanted.casefold().strip()
    for lead in ("pages", "page", "pp.", "p.", "쪽", "s."):
        plain = plain.removeprefix(lead).strip()
    plain = plain.removesuffix("쪽").strip()
    return next((start for start, label in starts if label.casefold() == plain), None)


def told(starts: Starts) -> str:
    """Which pages there are: "1–14", "i–iv, 1–20"."""
    if not starts:
        return ""
    return starts[0][1] if len(starts) == 1 else f"{starts[0][1]}–{starts[-1][1]}"


class PageJumps(QObject):
    """Answers the command that goes to a page."""

    def __init__(self, context: Context, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._reader = context, reader
        context.actions.on("reading.go_to_page", self.ask, owner=self, enabled=self._paged)

    def _paged(self) -> bool:
        found = self._reader.active.opened
        return found is not None and has_pages(found.edition)

    def _starts(self) -> Starts:
        found = self._reader.active.opened
        return page_starts(found.edition) if found is not None else ()

    def ask(self) -> None:
        """Asks for the page."""
        from desktop.views.library.choosers import ask_name  # here: the library is made of the reader

        starts = self._starts()
        now = page_at(starts, self._reader.active.position()) or starts[0][1]
        ask_name(self._reader, "Go to page", f"Page ({told(starts)})", now, self.go)

    def go(self, wanted: str) -> None:
        """Goes to where a page begins, or says which there are."""
        starts = self._starts()
        place = find_page(starts, wanted)
        if place is None:
            self._context.alerts.toast(f"No text stands on a page called “{wanted}”. There are pages {told(starts)}.")
        else:
            self._reader.active.go_to(place, top=True)
