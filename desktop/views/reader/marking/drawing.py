"""Draws the marks of one page, frame by frame: the washes behind the words, and the margin beside what is in view."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRect, QTimer
from PySide6.QtGui import QPainter, QTextBlock

from desktop.theme import Theme
from desktop.views.reader.document import SetSection
from desktop.views.reader.outline import Piece
from desktop.views.reader.surface import Surface
from desktop.views.reader.typography import Typography

from .canvas import Canvas
from .inks import Inks
from .margin import Margin

_AHEAD_BLOCKS = 80
_ABOVE = 600  # code points: notes that begin so far above the page may still push those in view


class Drawing:
    """What the surface asks while it paints (`painting.Marked`)."""

    def __init__(self, theme: Theme, surface: Surface, canvas: Canvas, margin: Margin) -> None:
        self._theme, self._surface, self._canvas, self._margin = theme, surface, canvas, margin
        self._inks: Inks | None = None
        self._inked = ""
        self._seen: list[Piece] = []
        self._blocks = (0, 0)  # the first and the last in view
        # What comes into view next is worked out between frames: a block with hundreds of passages takes most of one.
        self._ahead = QTimer(surface, interval=0, singleShot=True)
        self._ahead.timeout.connect(self._work_ahead)

    def begin(self, section: SetSection, look: Typography) -> None:
        """A frame begins."""
        if self._inks is None or self._inked != self._theme.name:
            self._inks, self._inked = Inks(look.color), self._theme.name
        self._seen = []
        self._canvas.prepare(section, self._inks, look.color("accent"), float(self._surface.viewport().width()))

    def paint(self, painter: QPainter, block: QTextBlock, piece: Piece, origin: QPointF) -> None:
        """Draws the washes of one block."""
        first = self._blocks[0] if self._seen else block.blockNumber()
        self._blocks = (first, block.blockNumber())
        self._seen.append(piece)
        self._canvas.paint(painter, block, piece, origin)

    def finish(self, painter: QPainter, area: QRect) -> None:
        """Draws the margin beside the blocks of the frame, when any of it is in the area that is drawn."""
        if self._canvas.marks.marks:
            self._ahead.start()
        section, left = self._surface.section, self._surface.column()[1]
        if not self._seen or self._inks is None or section is None or area.right() < left:
            return
        scrolled = float(self._surface.verticalScrollBar().value())
        start = self._seen[0].start
        if scrolled > 0:
            # The margin of the lines above the frame, because a part of the page may be drawn alone.
            top = self._surface.cursorForPosition(self._surface.viewport().rect().topLeft())
            start = min(start, section.to_archive(top.position()))
            start = max(section.start, start - _ABOVE)
        bottom = self._surface.cursorForPosition(self._surface.viewport().rect().bottomLeft())
        end = min(section.end, max(self._seen[-1].end, section.to_archive(bottom.position()) + 1))
        self._margin.paint(
            painter,
            self._canvas,
            self._inks,
            self._canvas.shown(max(start, section.start), end),
            left=left,
            right=float(self._surface.viewport().width()),
            scrolled=scrolled,
            height=float(self._surface.viewport().height()),
        )

    def _work_ahead(self) -> None:
        """Works out the nearest block that is missing, and goes on as long as there is one and nothing else to do."""
        section = self._surface.section
        if section is None:
            return
        for number in self._nearest(len(section.pieces)):
            block = section.document.findBlockByNumber(number)
            if block.layout().lineCount() and self._canvas.prepare_block(block, section.piece_of(block)):
                self._ahead.start()
                return

    def _nearest(self, count: int) -> Iterator[int]:
        first, last = self._blocks
        for away in range(1, _AHEAD_BLOCKS + 1):
            yield from (number for number in (last + away, first - away) if 0 <= number < count)
