"""Draws the marks of a page: layered washes, edges where passages overlap, dotted underlines of suggestions.

What a block looks like is worked out once and kept until the marks, the section or its width change; then a frame only
draws the blocks in view.
"""

import math
from collections.abc import Callable, Sequence
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
    washes: list[tuple[QRectF, QColor]] = field(default_factory=list)
    # Lines of one pen together: hundreds of them are then one call for a frame.
    strokes: dict[str, tuple[list[QLineF], QPen]] = field(default_factory=dict)
    dots: list[QPointF] = field(default_factory=list)
    # With its place from the block's corner, and the corner's fraction of a pixel.
    picture: tuple[QPixmap, QPoint, float] | None = None

    @property
    def dense(self) -> bool:
        """Whether it is drawn once and then only put there: a frame must not pay for hundreds of washes again."""
        return len(self.washes) + sum(len(lines) for lines, _ in self.strokes.values()) > _MOST_DRAWN

    def stroke(self, name: str, pen: Callable[[], QPen]) -> list[QLineF]:
        """The lines that are drawn with one pen, to be added to."""
        held = self.strokes.get(name)
        if held is None:
            held = self.strokes[name] = ([], pen())
        return held[0]


class Canvas:
    """The marks as they are drawn; `take` takes new ones, `chosen` is the uid of the passage that keys act on."""

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

    def take(self, marks: Marks) -> None:
        """Shows these marks; of the same text only the blocks under those that differ are worked out anew."""
        before, self.marks = self.marks, marks
        if before.article != marks.article or before.edition != marks.edition:
            self.forget()
            return
        differing = marks.differing(before)
        for uid in {uid for _, _, uid in differing}:
            self.heights.pop(uid, None)
        if differing:
            self.forget(*((start, end) for start, end, _ in differing))

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
        self.prepare_block(block, piece)
        look = self._looks[block.blockNumber()]
        if look.dense:
            self._put(painter, look, origin)
        else:
            self._draw_at(painter, look, origin)
        chosen = self._chosen_in(piece)
        if chosen is not None:
            self._draw_at(painter, self._choice(block, piece, chosen), origin)

    def prepare_block(self, block: QTextBlock, piece: Piece) -> bool:
        """Works out what is drawn on a block; False when that is known already or there is nothing."""
        number = block.blockNumber()
        if number in self._looks or piece.shown is not None or self._inks is None:
            return False
        look = self._looks[number] = self._look(block, piece)
        return bool(look.washes)

    def _draw_at(self, painter: QPainter, look: _Look, origin: QPointF) -> None:
        painter.save()
        painter.translate(origin)
        self._draw(painter, look)
        painter.restore()

    def _draw(self, painter: QPainter, look: _Look) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for rect, color in look.washes:
            painter.setBrush(color)
            painter.drawRoundedRect(rect, CORNER_PX, CORNER_PX)
        for lines, pen in look.strokes.values():
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
        look = _Look((piece.start, piece.end))
        self._boxes = None
        marks = self.shown(piece.start, piece.end)
        if marks:
            colours = {mark.uid: mark.colour for mark in marks}
            spans = [layers.LayerSpan(mark.start, mark.end, mark.uid, mark.lane) for mark in marks]
            overlapping: set[str] = set()
            for run in layers.runs(spans, (piece.start, piece.end)):
                keys = [str(key) for key in run.keys]
                if len(keys) > 1:
                    overlapping.update(keys)
                color = self._ink().wash([colours[key] for key in keys])
                look.washes += [(rect, color) for rect in self._rects(block, run.start, run.end)]
            edged = [mark for mark in marks if mark.uid in overlapping][:_MOST_EDGED]
            for mark in edged:
                self._edge(look, block, piece, mark)
        for start, end in self.suggested:
            if start < piece.end and end > piece.start:
                lines = look.stroke("suggested", lambda: QPen(self._accent, 1, Qt.PenStyle.DotLine))
                lines += [_under(rect) for rect in self._rects(block, start, end)]
        self._boxes = None  # lines stand elsewhere as soon as the page is laid out again
        return look

    def _ink(self) -> Inks:
        assert self._inks is not None
        return self._inks

    def _rects(self, block: QTextBlock, start: int, end: int) -> list[QRectF]:
        assert self._section is not None
        first, last = self._section.inside(block, start), self._section.inside(block, end)
        if self._boxes is None or self._boxes[0] != block.blockNumber():
            self._boxes = (block.blockNumber(), LineBoxes(block))
        return list(self._boxes[1].rects(first, last))

    def _edge(self, look: _Look, block: QTextBlock, piece: Piece, mark: Mark) -> None:
        """A line under an overlapping passage in its own colour, and a tick where it begins and ends."""
        rects = self._rects(block, mark.start, mark.end)
        lines = look.stroke(mark.colour, lambda: QPen(self._ink().stripe(mark.colour), 1.5))
        down = 1 + (mark.lane % _LEVELS) * _LEVEL_PX
        lines += [_under(rect, down) for rect in rects]
        if rects and mark.start >= piece.start:
            first = rects[0]
            lines.append(QLineF(first.left(), first.top(), first.left(), first.bottom() + down))
        if rects and mark.end <= piece.end:
            last = rects[-1]
            lines.append(QLineF(last.right(), last.top(), last.right(), last.bottom() + down))

    def _chosen_in(self, piece: Piece) -> Mark | None:
        """The chosen passage, as it is shown, when it reaches into a piece."""
        if self.chosen is None or self.chosen in self.gone:
            return None
        moved = next((mark for mark in self.pending if mark.uid == self.chosen), None)
        mark = moved or self.marks.mark(self.chosen)
        return mark if mark is not None and mark.start < piece.end and mark.end > piece.start else None

    def _choice(self, block: QTextBlock, piece: Piece, mark: Mark) -> _Look:
        """A line in the accent under the chosen passage, with a handle at each of its edges.

        Drawn over what is kept: going from passage to passage must not cost the looks of their blocks.
        """
        look = _Look((piece.start, piece.end))
        rects = self._rects(block, mark.start, mark.end)
        self._boxes = None
        lines = look.stroke("chosen", lambda: QPen(self._accent, 2))
        lines += [_under(rect) for rect in rects]
        if rects and mark.start >= piece.start:
            lines.append(QLineF(rects[0].topLeft(), rects[0].bottomLeft()))
            look.dots.append(rects[0].topLeft())
        if rects and mark.end <= piece.end:
            lines.append(QLineF(rects[-1].topRight(), rects[-1].bottomRight()))
            look.dots.append(rects[-1].bottomRight())
        return look

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


def _under(rect: QRectF, down: float = 0.0) -> QLineF:
    return QLineF(rect.left(), rect.bottom() + down, rect.right(), rect.bottom() + down)


def pending(start: int, end: int, colour: str, uid: str = "", like: Mark | None = None, lane: int = 0) -> Mark:
    """A mark that is on its way into the archive, drawn at once; `like` an old one that it moves or recolours."""
    if like is not None:
        return replace(like, start=start, end=end, colour=colour)
    return Mark(start, end, uid, colour, lane)


def union(marks: Sequence[Mark]) -> list[Span]:
    return [(mark.start, mark.end) for mark in marks]
