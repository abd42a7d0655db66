"""The soft shadow of what floats over a window: a widget of its own, so that what floats is painted without it at every key."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QWidget

from desktop.theme import Theme

SPREAD_PX: Final = 28  # from the edge of what floats to where nothing is dark any more
FALL_PX: Final = 8  # light comes from above
_ROUND_PX: Final = 12
FRAME_PX: Final = 4  # from the outer edge of a frame to what it surrounds: enough for the frame's round corners
_FRAME_ROUND_PX: Final = 9.5
_ALPHA: Final = 0.22
_ALPHA_DARK: Final = 0.5


class Shadow(QWidget):
    """Stands under a widget of the same parent, wherever that goes; nothing is painted where the widget is.

    `framed`: draws the frame of a popup too, so that the widget is a plain rectangle inside it and hides all that is below.
    """

    def __init__(self, theme: Theme, over: QWidget, *, framed: bool = False) -> None:
        super().__init__(over.parentWidget())
        self._theme, self._over = theme, over
        self._frame = FRAME_PX if framed else 0
        self._patch, self._made_for = QPixmap(), (QColor(), 0.0)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        over.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.ZOrderChange):
            self._follow()
        elif event.type() == QEvent.Type.Show:
            self._follow()
            self.show()
        elif event.type() == QEvent.Type.Hide:
            self.hide()
        return False

    def _follow(self) -> None:
        wide = self._outline().adjusted(-SPREAD_PX, FALL_PX - SPREAD_PX, SPREAD_PX, FALL_PX + SPREAD_PX)
        self.setGeometry(wide)
        # The corners of what floats are round: they let the shadow through.
        inner = self._over.geometry().translated(-wide.topLeft())
        round_ = 0 if self._frame else _ROUND_PX
        covered = QRegion(inner.adjusted(round_, 0, -round_, 0)) + QRegion(inner.adjusted(0, round_, 0, -round_))
        self.setMask(QRegion(self.rect()) - covered)
        self.stackUnder(self._over)

    def _outline(self) -> QRect:
        """What seems to float."""
        return self._over.geometry().adjusted(-self._frame, -self._frame, self._frame, self._frame)

    def paintEvent(self, event: QPaintEvent) -> None:
        side = SPREAD_PX + _ROUND_PX
        patch, ratio = self._drawn(), self.devicePixelRatioF()
        width, height = self.width(), self.height()
        painter = QPainter(self)
        # Nine parts: corners as they are, edges drawn out.
        across = ((0, side, 0, side), (side, width - 2 * side, side, 1), (width - side, side, side + 1, side))
        down = ((0, side, 0, side), (side, height - 2 * side, side, 1), (height - side, side, side + 1, side))
        for x, wide, from_x, source_wide in across:
            for y, high, from_y, source_high in down:
                source = QRectF(from_x * ratio, from_y * ratio, source_wide * ratio, source_high * ratio)
                painter.drawPixmap(QRectF(QRect(x, y, wide, high)), patch, source)
        if self._frame:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._theme.color("line"))
            painter.setBrush(self._theme.color("surface"))
            outline = QRectF(self._outline().translated(-self.pos())).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(outline, _FRAME_ROUND_PX, _FRAME_ROUND_PX)
        painter.end()

    def _drawn(self) -> QPixmap:
        """A square of the shadow with one pixel between its corners; made again for another theme or screen."""
        colour = self._theme.color("shadow", _ALPHA_DARK if self._theme.dark else _ALPHA)
        ratio = self.devicePixelRatioF()
        if self._made_for != (colour, ratio):
            self._patch, self._made_for = _patch(colour, ratio), (colour, ratio)
        return self._patch


def _patch(colour: QColor, ratio: float) -> QPixmap:
    side = 2 * (SPREAD_PX + _ROUND_PX) + 1
    made = QPixmap(round(side * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    for outward in range(SPREAD_PX, -1, -1):
        near = 1 - outward / SPREAD_PX
        ring = QColor(colour)
        ring.setAlphaF(colour.alphaF() * near * near)
        painter.setBrush(ring)
        inset = SPREAD_PX - outward
        box = QRect(QPoint(inset, inset), QPoint(side - 1 - inset, side - 1 - inset))
        painter.drawRoundedRect(QRectF(box), _ROUND_PX + outward, _ROUND_PX + outward)
    painter.end()
    return made
