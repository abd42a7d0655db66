"""Draws over a frame what changes with every move: the mark under the pointer, the chosen one, the brushed days, the focus."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from desktop.theme import Theme

from .days import span_words
from .hitting import Crowd, box_of
from .lanes import AXIS_PX
from .stage import Stage

_EDGE_PX = 3.0


def draw(
    painter: QPainter,
    stage: Stage,
    *,
    hovered: int | None,
    crowd: Crowd | None,
    lane: int | None,
    focused: bool,
) -> None:
    """`lane` is the one that keys act on, shown while the keyboard is in use (`focused`)."""
    theme, frame = stage.theme, stage.frame()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    bands = frame.bands
    painter.setClipRect(QRectF(0, bands.top, stage.width, max(0.0, bands.bottom - bands.top)))
    if focused and lane is not None and lane in bands.in_view:
        line = bands.line(lane)
        painter.fillRect(QRectF(0, line - 16, _EDGE_PX, 32), theme.color("accent"))
    if hovered is not None and hovered != stage.chosen:
        _around(painter, theme, box_of(frame, stage.names_px, hovered), 0.28, 5.0)
    if crowd is not None:
        painter.fillRect(crowd.box, theme.color("accent", 0.1))
    _around(painter, theme, box_of(frame, stage.names_px, stage.chosen), 0.95, 3.5, width=2.0)
    painter.restore()
    if crowd is not None:
        number = max(1, round(crowd.marks))
        _chip(painter, stage, f"about {number:,} in {span_words(crowd.first, crowd.last)}", crowd.box.center().x())
    elif stage.brush is not None:
        first, last = stage.brush
        middle = (max(0.0, stage.scale.x(first)) + min(stage.scale.width, stage.scale.x(last + 1))) / 2
        if 0 <= middle <= stage.scale.width:
            _chip(painter, stage, span_words(first, last), middle + stage.names_px)
    if focused:
        painter.setPen(QPen(theme.color("accent"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(0.75, 0.75, stage.width - 1.5, stage.height - 1.5), 8, 8)


def _around(
    painter: QPainter, theme: Theme, box: QRectF | None, alpha: float, away: float, *, width: float = 3.0
) -> None:
    if box is None:
        return
    box = box.adjusted(-away, -away, away, away)
    painter.setPen(QPen(theme.color("accent", alpha), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)


def _chip(painter: QPainter, stage: Stage, words: str, x: float) -> None:
    """Words on a wash in the axis, centred at `x` as far as the plot lets them."""
    font = stage.theme.font("small_strong")
    wide = QFontMetricsF(font).horizontalAdvance(words) + 20
    left = min(max(stage.names_px, x - wide / 2), max(stage.names_px, stage.width - wide - 4))
    box = QRectF(left, AXIS_PX - 31, wide, 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(stage.theme.color("accent_wash"))
    painter.drawRoundedRect(box, 12, 12)
    painter.setFont(font)
    painter.setPen(stage.theme.color("accent"))
    painter.drawText(QPointF(left + 10, box.bottom() - 8), words)
