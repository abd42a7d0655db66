"""The shapes of points and the signs of legends, drawn about a middle in one colour."""

import math
from enum import Enum
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from .groups import Shape

RADIUS_PX, CROWDED_PX = 5.0, 3.2
CAP_PX = 3.5
BAR_PX = 3.0


class Sign(Enum):
    """What a legend explains besides groups."""

    CONFLICT = "conflict"
    TENSION = "tension"
    AGREEMENT = "agreement"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    BETWEEN = "within these bounds"
    RANGE = "a range"
    PARTIAL = "part of the period only"
    DERIVED = "derived"
    DOUBTFUL = "doubtful"


def path(shape: Shape, x: float, y: float, radius: float = RADIUS_PX) -> QPainterPath:
    """The outline of a shape; all are of about the same area."""
    return _outline(shape, radius).translated(x, y)


@cache
def _outline(shape: Shape, radius: float) -> QPainterPath:
    made = QPainterPath()
    middle = QPointF(0, 0)
    if shape in (Shape.CIRCLE, Shape.DOT):
        size = radius if shape is Shape.CIRCLE else radius * 0.7
        made.addEllipse(middle, size, size)
    elif shape is Shape.SQUARE:
        made.addRect(QRectF(-radius * 0.88, -radius * 0.88, radius * 1.76, radius * 1.76))
    elif shape is Shape.PLUS:
        arm, thick = radius * 1.15, radius * 0.42
        made.addRect(QRectF(-arm, -thick, 2 * arm, 2 * thick))
        upright = QPainterPath()
        upright.addRect(QRectF(-thick, -arm, 2 * thick, 2 * arm))
        made = made.united(upright)
    else:
        made.addPolygon(QPolygonF([middle + QPointF(a * radius, b * radius) for a, b in _CORNERS[shape]]))
        made.closeSubpath()
    return made


def _around(corners: int, size: float, start: float = -90.0, inner: float | None = None) -> list[tuple[float, float]]:
    steps = corners * (2 if inner else 1)
    found = []
    for step in range(steps):
        angle = math.radians(start + 360 * step / steps)
        reach = inner if inner is not None and step % 2 else size
        found.append((math.cos(angle) * reach, math.sin(angle) * reach))
    return found


_CORNERS = {
    Shape.TRIANGLE: [(a, b + 0.18) for a, b in _around(3, 1.3)],
    Shape.DIAMOND: _around(4, 1.25),
    Shape.DOWN: [(a, b - 0.18) for a, b in _around(3, 1.3, 90.0)],
    Shape.PENTAGON: _around(5, 1.12),
    Shape.STAR: _around(5, 1.4, inner=0.62),
}


def point(
    painter: QPainter,
    shape: Shape,
    at: QPointF,
    color: QColor,
    ground: QColor,
    *,
    hollow: bool = False,
    crowded: bool = False,
) -> None:
    """A point with a thin edge of the ground about it, so that neighbours stay apart; hollow when it is derived.

    Among thousands it is small and has no edge.
    """
    stamp = Stamp(shape, color, ground, hollow=hollow, crowded=crowded)
    stamp.take_up(painter)
    painter.drawPath(stamp.outline.translated(at.x(), at.y()))


class Stamp:
    """How points of one look are drawn: `outline` about the origin, once the painter has its pen and brush (`take_up`)."""

    def __init__(self, shape: Shape, color: QColor, ground: QColor, *, hollow: bool, crowded: bool) -> None:
        self.outline = _outline(shape, (CROWDED_PX if crowded else RADIUS_PX) - (0.75 if hollow else 0.0))
        if crowded and not hollow:
            self._pen, self._brush = QPen(Qt.PenStyle.NoPen), QBrush(color)
        elif hollow:
            self._pen, self._brush = QPen(color, 1.6), QBrush(ground)
        else:
            self._pen, self._brush = QPen(ground, 1.0), QBrush(color)

    def take_up(self, painter: QPainter) -> None:
        painter.setPen(self._pen)
        painter.setBrush(self._brush)


def whisker(painter: QPainter, x: float, y: float, end: float, color: QColor, *, is_open: bool) -> None:
    """From the value at y to its bound at `end`: a cap where the bound is known, an arrow where it is open."""
    painter.setPen(QPen(color, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawLine(QPointF(x, y), QPointF(x, end))
    if is_open:
        back = 4.0 if end < y else -4.0
        tip = QPointF(x, end)
        painter.drawPolyline(QPolygonF([QPointF(x - CAP_PX, end + back), tip, QPointF(x + CAP_PX, end + back)]))
    else:
        painter.drawLine(QPointF(x - CAP_PX, end), QPointF(x + CAP_PX, end))


def period(painter: QPainter, left: float, right: float, y: float, color: QColor, *, partial: bool) -> None:
    """The days that a value covers; a part of its period is a thick bar with ends."""
    if partial:
        painter.fillRect(QRectF(left, y - BAR_PX / 2, right - left, BAR_PX), color)
        for end in (left, right):
            painter.fillRect(QRectF(end - 0.75, y - 4, 1.5, 8), color)
    else:
        pale = QColor(color)
        pale.setAlphaF(color.alphaF() * 0.45)
        painter.fillRect(QRectF(left, y - 0.75, right - left, 1.5), pale)


def stretch(painter: QPainter, x: float, low: float, high: float, color: QColor) -> None:
    """A range of values: an upright bar, no value in it before another."""
    pale = QColor(color)
    pale.setAlphaF(color.alphaF() * 0.45)
    painter.setPen(QPen(color, 1.2))
    painter.setBrush(QBrush(pale))
    top, bottom = min(low, high), max(low, high)
    painter.drawRoundedRect(QRectF(x - 3.5, top, 7, max(2.0, bottom - top)), 2, 2)


def line_pen(color: QColor, wide: float, dash: tuple[float, ...]) -> QPen:
    """A line drawn through, or in strokes and gaps of so many widths."""
    pen = QPen(color, wide)
    if dash:
        pen.setDashPattern(dash)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def ring_pen(kind: Sign, color: QColor) -> QPen:
    """Dashed for a conflict, dotted for a tension, drawn through for an agreement."""
    pen = QPen(color, 1.6 if kind is Sign.CONFLICT else 1.3)
    if kind is Sign.CONFLICT:
        pen.setDashPattern([3.0, 2.4])
    elif kind is Sign.TENSION:
        pen.setDashPattern([1.0, 2.4])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def sign(painter: QPainter, kind: Sign, at: QPointF, color: QColor, ground: QColor) -> None:
    """A legend's sample, within 8 pixels about its middle."""
    x, y = at.x(), at.y()
    if kind in (Sign.AT_LEAST, Sign.AT_MOST):
        end = -6.0 if kind is Sign.AT_LEAST else 6.0
        whisker(painter, x, y - end, y + end, color, is_open=True)
    elif kind is Sign.BETWEEN:
        whisker(painter, x, y, y - 6, color, is_open=False)
        whisker(painter, x, y, y + 6, color, is_open=False)
    elif kind is Sign.RANGE:
        stretch(painter, x, y - 6, y + 6, color)
    elif kind is Sign.PARTIAL:
        period(painter, x - 7, x + 7, y, color, partial=True)
    elif kind is Sign.DERIVED:
        point(painter, Shape.CIRCLE, at, color, ground, hollow=True)
    elif kind is Sign.DOUBTFUL:
        pale = QColor(color)
        pale.setAlphaF(0.4)
        point(painter, Shape.CIRCLE, at, pale, ground)
    else:
        painter.setPen(ring_pen(kind, color))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, 7.0, 5.0)
