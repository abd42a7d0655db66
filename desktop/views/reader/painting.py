"""What is drawn on the page beside its letters: washes behind words, ornaments beside them, numbers in the margin.

Draws the blocks in view only, so the cost does not grow with the article or with the marks out of sight.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Protocol

import shiboken6
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTextBlock, QTextCharFormat, QTextCursor, QTextLine
from PySide6.QtWidgets import QTextEdit, QWidget

from .document import SetSection
from .ornaments import Ornaments
from .outline import Piece
from .pagemarks import paint_pages
from .typography import QUIET, Typography

if TYPE_CHECKING:
    from .surface import Surface

# The sentence of the date, or of the figure, that a person came from.
TELLING, CLAIMING = "telling", "claiming"
# Role of a wash → (colour role, outlined too). The outline tells the current hit apart without colour.
WASHES = {
    "hit": ("sun", False),
    "found": ("sky", False),
    "evidence": ("moss", True),
    "current": ("sun", True),
    TELLING: ("accent_wash", False),
    CLAIMING: ("accent_wash", False),
}
# The words of passages: what is drawn on them is told by `Surface.marked`; here they only turn muted words to ink.
MARKED = "marked"
# The words of dates, with a dotted line under them, and those of figures with a solid one: thin enough to read through.
TOLD, CLAIMED = "told", "claimed"
_LINES = {TOLD: Qt.PenStyle.DotLine, CLAIMED: Qt.PenStyle.SolidLine}
UNDERLINE_PX = {TOLD: 1.2, CLAIMED: 1.0}
CORNER_PX = 2.0
NUMBER_GAP_PX = 18.0
# Beyond so many washes on small lines of one section nobody reads on.
MOST_INKED = 2_000


def in_a_turn_of_its_own(viewport: QWidget, next_turn: Callable[[Callable[[], object]], object]) -> None:
    """Has what is set now be painted in the next turn: both take about as long, and what a person does comes in between."""
    if viewport.updatesEnabled():
        viewport.setUpdatesEnabled(False)
        next_turn(partial(_paint_again, viewport))


def _paint_again(viewport: QWidget) -> None:
    if shiboken6.isValid(viewport):  # its page may have been closed meanwhile
        viewport.setUpdatesEnabled(True)


def inked(surface: "Surface", section: SetSection, look: Typography) -> Iterator[QTextEdit.ExtraSelection]:
    """Sets muted words that stand on a wash in full ink: muted on a colour is too faint to read (WCAG 2.2, 1.4.3)."""
    spans = (
        section.span_to_qt(max(start, piece.start), min(end, piece.end))
        for piece in section.pieces
        if piece.role in QUIET and piece.shown is None
        for role, (start, end) in surface.washes.between(piece.start, piece.end)
        if role not in _LINES
    )
    for first, last in chain(islice(spans, MOST_INKED), surface.aside_range()):
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(surface.document())
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        ink = QTextCharFormat()
        ink.setForeground(look.color("text"))
        selection.cursor, selection.format = cursor, ink
        yield selection


class Marked(Protocol):
    """Who draws the marked passages of a page, before its other washes."""

    def begin(self, section: SetSection, look: Typography) -> None: ...

    def paint(self, painter: QPainter, block: QTextBlock, piece: Piece, origin: QPointF) -> None: ...

    def finish(self, painter: QPainter, area: QRect) -> None: ...


class Behind:
    """One drawing of what stands behind and beside the letters of a surface."""

    def __init__(self, surface: "Surface", section: SetSection, look: Typography) -> None:
        self._surface = surface
        self._section = section
        self._look = look
        # Asked of the surface once for all blocks: an answer takes as long as drawing a line.
        self._scrolled = QPointF(surface.horizontalScrollBar().value(), surface.verticalScrollBar().value())
        self._left = surface.column_left()
        self._digits = QFontMetricsF(look.number_font)

    def paint(self, area: QRect) -> None:
        painter = QPainter(self._surface.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ornaments = Ornaments(self._section, self._look, self._surface.column())
        marked, layout = self._surface.marked, self._surface.document().documentLayout()
        if marked is not None:
            marked.begin(self._section, self._look)
        for block in self.blocks_in(area):
            piece = self._section.piece_of(block)
            if block.layout().lineCount():
                origin = layout.blockBoundingRect(block).topLeft() - self._scrolled
                if marked is not None:
                    marked.paint(painter, block, piece, origin)
                self._paint_washes(painter, block, piece, origin)
                ornaments.paint(painter, block, origin)
                self._paint_number(painter, block, piece, origin)
                if self._surface.pages and self._section.page_starts:
                    paint_pages(painter, block, piece, self._section, self._look, origin)
        if marked is not None:
            marked.finish(painter, area)
        painter.end()

    def blocks_in(self, area: QRect) -> Iterator[QTextBlock]:
        """The blocks that may show in a part of the viewport."""
        surface = self._surface
        layout = surface.document().documentLayout()
        block = surface.cursorForPosition(QPoint(self._left + 2, area.top())).block()
        if block.previous().isValid():
            block = block.previous()
        while block.isValid() and layout.blockBoundingRect(block).top() - self._scrolled.y() <= area.bottom():
            yield block
            block = block.next()

    def _paint_washes(self, painter: QPainter, block: QTextBlock, piece: Piece, origin: QPointF) -> None:
        if piece.shown is not None:
            aside = self._surface.aside_span
            if aside is not None and piece.set_aside == aside[0]:
                self._wash(painter, block, origin, "evidence", aside[1], aside[2])
            return
        for role, (start, end) in self._surface.washes.between(piece.start, piece.end, MARKED):
            first, last = self._section.inside(block, start), self._section.inside(block, end)
            if role in _LINES:
                self._underline(painter, block, origin, role, first, last)
            else:
                self._wash(painter, block, origin, role, first, last)

    def _wash(self, painter: QPainter, block: QTextBlock, origin: QPointF, role: str, first: int, last: int) -> None:
        color, outlined = WASHES[role]
        painter.setBrush(self._look.color(color))
        painter.setPen(QPen(self._look.color("accent"), 1.5) if outlined else Qt.PenStyle.NoPen)
        for rect in line_rects(block, first, last):
            painter.drawRoundedRect(rect.translated(origin), CORNER_PX, CORNER_PX)

    def _underline(
        self, painter: QPainter, block: QTextBlock, origin: QPointF, role: str, first: int, last: int
    ) -> None:
        painter.setPen(QPen(self._look.color("accent"), UNDERLINE_PX[role], _LINES[role]))
        for rect in line_rects(block, first, last):
            line = rect.translated(origin)
            painter.drawLine(QPointF(line.left() + 1, line.bottom()), QPointF(line.right() - 1, line.bottom()))

    def _paint_number(self, painter: QPainter, block: QTextBlock, piece: Piece, origin: QPointF) -> None:
        if not self._surface.numbers or piece.number is None:
            return
        line, words = block.layout().lineAt(0), str(piece.number)
        painter.setFont(self._look.number_font)
        painter.setPen(self._look.color("muted"))
        x = self._left - NUMBER_GAP_PX - self._digits.horizontalAdvance(words)
        painter.drawText(QPointF(max(4.0, x), origin.y() + line.y() + line.ascent()), words)


def line_rects(block: QTextBlock, first: int, last: int) -> Iterator[QRectF]:
    """The boxes behind `[first, last)` of a block, one for each line, as tall as its letters; from the block's corner."""
    return LineBoxes(block).rects(first, last)


class LineBoxes:
    """The lines of one block as they stand now, asked many times over: a place in a line is measured once."""

    def __init__(self, block: QTextBlock) -> None:
        self._layout = block.layout()
        self.up, self.down = letters(block)
        self._lines: dict[int, tuple[QTextLine, int, int, float]] = {}
        self._places: dict[tuple[int, int], float] = {}

    def rects(self, first: int, last: int) -> Iterator[QRectF]:
        """The boxes behind `[first, last)`, one for each line; from the block's corner."""
        top, height = -self.up, self.up + self.down * 0.9
        opening = self._layout.lineForTextPosition(first)
        for number in range(opening.lineNumber() if opening.isValid() else 0, self._layout.lineCount()):
            _, start, end, baseline = self._line(number)
            if start >= last:
                return
            if end <= first:
                continue
            left = self._place(number, first if first > start else start)
            right = self._place(number, last if last < end else end)
            # A line in a script that runs the other way ends at its left.
            low, high = (left, right) if left <= right else (right, left)
            yield QRectF(low - 1, baseline + top, high - low + 2, height)

    def _line(self, number: int) -> tuple[QTextLine, int, int, float]:
        if number not in self._lines:
            line = self._layout.lineAt(number)
            start = line.textStart()
            self._lines[number] = (line, start, start + line.textLength(), line.y() + line.ascent())
        return self._lines[number]

    def _place(self, number: int, at: int) -> float:
        if (number, at) not in self._places:
            self._places[number, at] = self._line(number)[0].cursorToX(at)[0]  # type: ignore[index]
        return self._places[number, at]


def letters(block: QTextBlock) -> tuple[float, float]:
    """How far boxes of words reach above the baseline, and what hangs below it."""
    metrics = QFontMetricsF(block.charFormat().font())
    return metrics.capHeight() + metrics.descent(), metrics.descent()
