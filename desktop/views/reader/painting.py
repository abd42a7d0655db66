"""What is drawn on the page beside its letters: washes behind words, rules beside quotes, numbers in the margin.

Draws the blocks in view only, so the cost does not grow with the article or with the marks out of sight.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTextBlock

from .document import SetSection
from .outline import Piece, Role
from .typography import Typography

if TYPE_CHECKING:
    from .surface import Surface

# Role of a wash → (colour role, outlined too). The outline tells the current hit apart without colour.
WASHES = {
    "hit": ("sun", False),
    "found": ("sky", False),
    "evidence": ("moss", True),
    "current": ("sun", True),
}
CORNER_PX = 2.0
NUMBER_GAP_PX = 18.0


class Behind:
    """One drawing of what stands behind and beside the letters of a surface."""

    def __init__(self, surface: "Surface", section: SetSection, look: Typography) -> None:
        self._surface = surface
        self._section = section
        self._look = look

    def paint(self, area: QRect) -> None:
        painter = QPainter(self._surface.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block in self.blocks_in(area):
            piece = self._section.piece_of(block)
            if block.layout().lineCount():
                self._paint_washes(painter, block, piece)
                self._paint_rule(painter, block, piece)
                self._paint_number(painter, block, piece)
        painter.end()

    def blocks_in(self, area: QRect) -> Iterator[QTextBlock]:
        """The blocks that may show in a part of the viewport."""
        surface = self._surface
        layout = surface.document().documentLayout()
        block = surface.cursorForPosition(QPoint(surface.column_left() + 2, area.top())).block()
        if block.previous().isValid():
            block = block.previous()
        scrolled = surface.verticalScrollBar().value()
        while block.isValid() and layout.blockBoundingRect(block).top() - scrolled <= area.bottom():
            yield block
            block = block.next()

    def _origin(self, block: QTextBlock) -> QPointF:
        surface = self._surface
        place = surface.document().documentLayout().blockBoundingRect(block).topLeft()
        return place - QPointF(surface.horizontalScrollBar().value(), surface.verticalScrollBar().value())

    def _paint_washes(self, painter: QPainter, block: QTextBlock, piece: Piece) -> None:
        if piece.shown is not None:
            return
        for role, (start, end) in self._surface.washes.between(piece.start, piece.end):
            color, outlined = WASHES[role]
            first = self._section.to_qt(max(start, piece.start)) - block.position()
            last = self._section.to_qt(min(end, piece.end), closing=True) - block.position()
            painter.setBrush(self._look.color(color))
            painter.setPen(QPen(self._look.color("accent"), 1.5) if outlined else Qt.PenStyle.NoPen)
            for rect in self._line_rects(block, first, last):
                painter.drawRoundedRect(rect, CORNER_PX, CORNER_PX)

    def _line_rects(self, block: QTextBlock, first: int, last: int) -> Iterator[QRectF]:
        """The boxes behind `[first, last)` of a block, one for each line, as tall as its letters."""
        layout, origin = block.layout(), self._origin(block)
        metrics = QFontMetricsF(block.charFormat().font())
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            start, end = line.textStart(), line.textStart() + line.textLength()
            if end <= first or start >= last:
                continue
            left = line.cursorToX(max(first, start))[0]  # type: ignore[index]
            right = line.cursorToX(min(last, end))[0]  # type: ignore[index]
            baseline = line.y() + line.ascent()
            top = baseline - metrics.capHeight() - metrics.descent()
            height = metrics.capHeight() + metrics.descent() * 1.9
            yield QRectF(min(left, right) - 1, top, abs(right - left) + 2, height).translated(origin)

    def _paint_rule(self, painter: QPainter, block: QTextBlock, piece: Piece) -> None:
        if piece.role not in (Role.QUOTE, Role.SET_ASIDE):
            return
        layout, origin = block.layout(), self._origin(block)
        last = layout.lineAt(layout.lineCount() - 1)
        x = self._surface.column_left() + self._look.size * 0.3
        pen = QPen(self._look.color("faint" if piece.role is Role.SET_ASIDE else "line"), 2)
        if piece.role is Role.SET_ASIDE:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        bottom = origin.y() + last.y() + last.height()
        painter.drawLine(QPointF(x, origin.y() + 2), QPointF(x, bottom))

    def _paint_number(self, painter: QPainter, block: QTextBlock, piece: Piece) -> None:
        if not self._surface.numbers or piece.number is None:
            return
        line, font = block.layout().lineAt(0), self._look.number_font
        words = str(piece.number)
        painter.setFont(font)
        painter.setPen(self._look.color("muted"))
        x = self._surface.column_left() - NUMBER_GAP_PX - QFontMetricsF(font).horizontalAdvance(words)
        painter.drawText(QPointF(max(4.0, x), self._origin(block).y() + line.y() + line.ascent()), words)
