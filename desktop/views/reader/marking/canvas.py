"""Draws the marks of a page: layered washes, edges where passages overlap, dotted underlines of suggestions.

What a block looks like is worked out once and kept until the marks, the section or its width change; then a frame only
draws the blocks in view.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QTextBlock, QTextLine

from archive.annotation import layers
from desktop.views.reader.document import SetSection
from desktop.views.reader.outline import Piece
from desktop.views.reader.painting import CORNER_PX, LineBoxes, letters

from .inks import Inks
from .marks import Mark, Marks

Span = tuple[int, int]

_LEVELS = 3  # underlines of overlapping passages that fit between two lines
_LEVEL_PX = 2.5
HANDLE_PX = 4.0
# Beyond so many passages on one block their underlines would be a grey field: the washes and stripes still show them.
_MOST_EDGED = 60
_MOST_DRAWN = 40  # shapes of a block; with more of them it is kept as a picture


@dataclass(slots=True)
class _Look:
    """What is drawn on one block, relative to its top left corner."""

    span: Span
    washes: list[tuple[QRectF, QColor]]
    lines: list[tuple[QLineF, QPen]]

    dots: list[QPointF]
    strokes: list[tuple[list[QLineF], QPen]] = field(default_factory=list)
    picture: tuple[QPixmap, QPoint, float] | None = (
        None  # with its place from the block's corner, and the corner's fraction
    )

    @property
    def dense(self) -> bool:
        """Whether it is drawn once and then only put there: a frame must not pay for hundreds of washes again."""
        return len(self.washes) + len(self.lines) > _MOST_DRAWN

    def gather(self) -> None:
        """Puts lines of one pen together: hundreds of them are then one call for a frame."""
        by_pen: dict[tuple[int, float, Qt.PenStyle], tuple[list[QLineF], QPen]] = {}
        for line, pen in self.lines:
            by_pen.setdefault((pen.color().rgba(), pen.widthF(), pen.style()), ([], pen))[0].append(line)
        self.strokes = list(by_pen.values())


class Canvas:
    """The marks as they are drawn; `show` takes new ones, `chosen` is the uid of the passage that keys act on."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.pending: tuple[Mark, ...] = ()
        self.gone: frozenset[str] = frozenset()
        self.chosen: str | None = None
        self.suggested: tuple[Span, ...] = ()
        self._section: SetSection | None = None
        self._width = 0.0
        self._inks: Inks | None = None
        self._accent = QColor()
        self._looks: dict[int, _Look] = {}
        self._boxes: tuple[int, LineBoxes] | None = None
        self._letters: dict[
            int, tuple[float, float, float]
        ] = {}  # by block: its top, what is above and below baselines
        self.heights: dict[str, tuple[float, float]] = {}

    def forget(self, *spans: Span) -> None:
        """Works the blocks under these spans out anew at the next drawing; without any, everything."""
        if not spans:
            self._looks.clear()
            self.heights.clear()
            self._letters.clear()
            return
        for number, look in list(self._looks.items()):
            if any(start <= look.span[1] and end >= look.span[0] for start, end in spans):
                del self._looks[number]
        for mark in self.pending:
            self.heights.pop(mark.uid, None)

    def prepare(self, section: SetSection, inks: Inks, accent: QColor, width: float) -> None:
        """Says what is drawn on; called before the blocks of a frame."""
        if section is not self._section or width != self._width or inks is not self._inks:
            self._section, self._width, self._inks, self._accent = section, width, inks, accent
            self.forget()

    def shown(self, start: int, end: int) -> list[Mark]:
        """The marks over `[start, end)` as they are drawn: with those on their way, without those on their way out."""
        found = list(self.marks.between(start, end))
        if self.gone or self.pending:
            left_out = self.gone | {mark.uid for mark in self.pending}
            found = [mark for mark in found if mark.uid not in left_out]
        return [*found, *(mark for mark in self.pending if mark.start < end and mark.end > start)]

    def paint(self, painter: QPainter, block: QTextBlock, piece: Piece, origin: QPointF) -> None:
        """Draws one block."""
        if piece.shown is not None or self._inks is None:
            return
        number = block.blockNumber()
        look = self._looks.get(number)
        if look is None:
            look = self._looks[number] = self._look(block, piece)
        if not (look.washes or look.lines):
            return
        if look.dense:
            self._put(painter, look, origin)
            return
        painter.save()
        painter.translate(origin)
        self._draw(painter, look)
        painter.restore()

    def _draw(self, painter: QPainter, look: _Look) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for rect, color in look.washes:
            painter.setBrush(color)
            painter.drawRoundedRect(rect, CORNER_PX, CORNER_PX)
        for lines, pen in look.strokes:
            painter.setPen(pen)
            painter.drawLines(lines)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._accent)
        for dot in look.dots:
            painter.drawEllipse(dot, HANDLE_PX, HANDLE_PX)

    def _put(self, painter: QPainter, look: _Look, origin: QPointF) -> None:
        """Puts the picture of a block there, made on the same fraction of a pixel as the block stands on."""
        corner = QPoint(math.floor(origin.x()), math.floor(origin.y()))
        fraction, fine = origin - QPointF(corner), painter.device().devicePixelRatioF()
        if look.picture is None or look.picture[2] != fraction.y() or look.picture[0].devicePixelRatio() != fine:
            area = QRectF()
            for rect, _ in look.washes:
                area = area.united(rect)
            room = math.ceil(HANDLE_PX + _LEVELS * _LEVEL_PX)
            area = QRectF(area.toAlignedRect().adjusted(-room, -room, room, room))
            picture = QPixmap((area.size() * fine).toSize())
            picture.setDevicePixelRatio(fine)
            picture.fill(Qt.GlobalColor.transparent)
            inner = QPainter(picture)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            inner.translate(fraction - area.topLeft())
            self._draw(inner, look)
            inner.end()
            look.picture = (picture, area.topLeft().toPoint(), fraction.y())
        painter.drawPixmap(corner + look.picture[1], look.picture[0])

    # One block

    def _look(self, block: QTextBlock, piece: Piece) -> _Look:
        look = _Look((piece.start, piece.end), [], [], [])
        self._boxes = None
        marks = self.shown(piece.start, piece.end)
        if marks:
            by_uid = {mark.uid: mark for mark in marks}
            spans = [layers.LayerSpan(mark.start, mark.end, mark.uid, mark.lane) for mark in marks]
            overlapping: set[str] = set()
            for run in layers.runs(spans, (piece.start, piece.end)):
                keys = [str(key) for key in run.keys]
                if len(keys) > 1:
                    overlapping.update(keys)
                color = self._ink().wash([by_uid[key].colour for key in keys])
                look.washes += [(rect, color) for rect in self._rects(block, piece, run.start, run.end)]
            edged = [mark for mark in marks if mark.uid in overlapping][:_MOST_EDGED]
            for mark in edged:
                self._edge(look, block, piece, mark)
            self._choose(look, block, piece, by_uid.get(self.chosen or ""))
        for start, end in self.suggested:
            if start < piece.end and end > piece.start:
                pen = QPen(self._accent, 1, Qt.PenStyle.DotLine)
                for rect in self._rects(block, piece, start, end):
                    look.lines.append((QLineF(rect.left(), rect.bottom(), rect.right(), rect.bottom()), pen))
        look.gather()
        self._boxes = None  # lines stand elsewhere as soon as the page is laid out again
        return look

    def _ink(self) -> Inks:
        assert self._inks is not None
        return self._inks

    def _rects(self, block: QTextBlock, piece: Piece, start: int, end: int) -> list[QRectF]:
        assert self._section is not None
        first = self._section.to_qt(max(start, piece.start)) - block.position()
        last = self._section.to_qt(min(end, piece.end), closing=True) - block.position()
        if self._boxes is None or self._boxes[0] != block.blockNumber():
            self._boxes = (block.blockNumber(), LineBoxes(block))
        return list(self._boxes[1].rects(first, last))

    def _edge(self, look: _Look, block: QTextBlock, piece: Piece, mark: Mark) -> None:
        """A line under an overlapping passage in its own colour, and a tick where it begins and ends."""
        rects = self._rects(block, piece, mark.start, mark.end)
        pen = QPen(self._ink().stripe(mark.colour), 1.5)
        down = 1 + (mark.lane % _LEVELS) * _LEVEL_PX
        for rect in rects:
            look.lines.append((QLineF(rect.left(), rect.bottom() + down, rect.right(), rect.bottom() + down), pen))
        if rects and mark.start >= piece.start:
            first = rects[0]
            look.lines.append((QLineF(first.left(), first.top(), first.left(), first.bottom() + down), pen))
        if rects and mark.end <= piece.end:
            last = rects[-1]
            look.lines.append((QLineF(last.right(), last.top(), last.right(), last.bottom() + down), pen))

    def _choose(self, look: _Look, block: QTextBlock, piece: Piece, mark: Mark | None) -> None:
        """A line in the accent under the chosen passage, with a handle at each of its edges."""
        if mark is None:
            return
        rects = self._rects(block, piece, mark.start, mark.end)
        pen = QPen(self._accent, 2)
        for rect in rects:
            look.lines.append((QLineF(rect.left(), rect.bottom(), rect.right(), rect.bottom()), pen))
        if rects and mark.start >= piece.start:
            look.lines.append((QLineF(rects[0].topLeft(), rects[0].bottomLeft()), pen))
            look.dots.append(rects[0].topLeft())
        if rects and mark.end <= piece.end:
            look.lines.append((QLineF(rects[-1].topRight(), rects[-1].bottomRight()), pen))
            look.dots.append(rects[-1].bottomRight())

    # Heights, for the margin

    def height_of(self, mark: Mark) -> tuple[float, float]:
        """Top and bottom of the lines of a mark, in the document; kept while nothing moves. It must be in the section."""
        held = self.heights.get(mark.uid)
        if held is None:
            held = self.heights[mark.uid] = self._top(mark.start), self._bottom(mark.end)
        return held

    def _top(self, position: int) -> float:
        block, line = self._line(position, closing=False)
        top, up, _ = self._letters_of(block)
        return top + (line.y() + line.ascent() - up if line is not None else 0.0)

    def _bottom(self, position: int) -> float:
        block, line = self._line(position, closing=True)
        top, _, down = self._letters_of(block)
        return top + (line.y() + line.ascent() + down * 0.9 if line is not None else 0.0)

    def _letters_of(self, block: QTextBlock) -> tuple[float, float, float]:
        """The top of a block, and how far the boxes of its words reach above and below a baseline."""
        held = self._letters.get(block.blockNumber())
        if held is None:
            assert self._section is not None
            top = self._section.document.documentLayout().blockBoundingRect(block).top()
            held = self._letters[block.blockNumber()] = (top, *letters(block))
        return held

    def _line(self, position: int, *, closing: bool) -> tuple[QTextBlock, QTextLine | None]:
        assert self._section is not None
        at = self._section.to_qt(position, closing=closing)
        block = self._section.document.findBlock(at)
        inside = at - block.position() - (1 if closing and at > block.position() else 0)
        line = block.layout().lineForTextPosition(inside)
        return block, line if line.isValid() else None


def pending(start: int, end: int, colour: str, uid: str = "", like: Mark | None = None, lane: int = 0) -> Mark:
    """A mark that is on its way into the archive, drawn at once; `like` an old one that it moves or recolours."""
    if like is not None:
        return replace(like, start=start, end=end, colour=colour)
    return Mark(start, end, uid, colour, lane)


def union(marks: Sequence[Mark]) -> list[Span]:
    return [(mark.start, mark.end) for mark in marks]
