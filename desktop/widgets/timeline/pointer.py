"""What mouse and wheel do on the timeline; see `canvas.py` for what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from . import hitting

if TYPE_CHECKING:
    from .canvas import TimelineCanvas

_WHEEL_ZOOM = 1.25  # for a notch of 120 units
_DOUBLE_CLICK_ZOOM, _CROWD_ZOOM = 2.0, 4.0


class Pointer:
    """`position` is the mark under the pointer, `crowd` the column of a histogram there."""

    def __init__(self, canvas: TimelineCanvas) -> None:
        self._canvas = canvas
        self.position: int | None = None
        self.crowd: hitting.Crowd | None = None
        self._pressed: QPointF | None = None
        self._at = QPointF()
        self._dragging = False
        self._brush_from: int | None = None

    def forget(self) -> None:
        """The marks are others now."""
        self._point_at(None, None)

    def give_up(self) -> None:
        """What was pressed was the first of two fingers: it neither drags, brushes nor clicks any more."""
        if self._brush_from is not None and self._dragging:
            self._canvas.clear_brush()
        self._pressed, self._brush_from, self._dragging = None, None, False
        self.forget()
        self._canvas.unsetCursor()

    def wheel(self, event: QWheelEvent) -> None:
        canvas, turned = self._canvas, event.angleDelta()
        event.accept()
        if event.position().x() < canvas.stage.names_px and turned.y():
            canvas.scroll_lanes(-turned.y() / 120 * 48)
        elif turned.x() and abs(turned.x()) >= abs(turned.y()):
            canvas.pan(-self._sideways(event, turned.x()))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            canvas.pan(-self._sideways(event, turned.y()))
        elif turned.y():
            canvas.zoom(_WHEEL_ZOOM ** (turned.y() / 120), event.position().x())
        self.hover(event.position())

    def press(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._pressed = self._at = event.position()
        self._dragging = False
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        over_plot = event.position().x() >= self._canvas.stage.names_px
        if over_plot and (shifted or self._on_axis(event.position())):
            self._brush_from = self._day(event.position().x())

    def move(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._pressed is None:
            self.hover(point)
            return
        far = (point - self._pressed).manhattanLength()
        if not self._dragging and far < QApplication.startDragDistance():
            return
        if not self._dragging:
            self._dragging = True
            self._point_at(None, None)
            self._canvas.setCursor(
                Qt.CursorShape.SizeHorCursor if self._brush_from is not None else Qt.CursorShape.ClosedHandCursor
            )
        if self._brush_from is not None:
            self._canvas.brush(self._brush_from, self._day(point.x()), tell=False)
        else:
            self._canvas.pan(self._at.x() - point.x())
            self._canvas.scroll_lanes(self._at.y() - point.y())
        self._at = point

    def release(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        dragged, brush_from = self._dragging, self._brush_from
        self._pressed, self._brush_from, self._dragging = None, None, False
        if brush_from is not None and dragged:
            self._canvas.brush(brush_from, self._day(event.position().x()))
        elif brush_from is not None:
            self._canvas.clear_brush()
        elif not dragged:
            self._click(event.position())
        self.hover(event.position())

    def double_click(self, event: QMouseEvent) -> None:
        point = event.position()
        if event.button() == Qt.MouseButton.LeftButton and self._in_plot(point) and self.position is None:
            self._canvas.zoom(_DOUBLE_CLICK_ZOOM, point.x(), moving=True)

    def leave(self) -> None:
        self._point_at(None, None)
        self._canvas.unsetCursor()

    def _click(self, point: QPointF) -> None:
        position = self._canvas.at(point.x(), point.y())
        if position is not None:
            self._canvas.choose_position(position, reveal=False)
            self._canvas.activate()
        elif self.crowd is not None:
            self._canvas.zoom(_CROWD_ZOOM, point.x(), moving=True)
        else:
            lane = self._canvas.stage.bands.lane_at(point.y())
            self._canvas.lane = lane if lane is not None else self._canvas.lane
            if self._canvas.stage.chosen is not None:
                self._canvas.choose_position(None)

    def hover(self, point: QPointF) -> None:
        """Points at what lies there."""
        position = self._canvas.at(point.x(), point.y())
        stage = self._canvas.stage
        crowd = hitting.crowd_at(stage.frame(), stage.names_px, point) if position is None else None
        self._point_at(position, crowd)
        if position is not None or crowd is not None:
            self._canvas.setCursor(Qt.CursorShape.PointingHandCursor)
        elif self._on_axis(point) and point.x() >= stage.names_px:
            self._canvas.setCursor(Qt.CursorShape.SizeHorCursor)
        else:
            self._canvas.unsetCursor()

    def _point_at(self, position: int | None, crowd: hitting.Crowd | None) -> None:
        if position == self.position and crowd == self.crowd:
            return
        told = position != self.position
        self.position, self.crowd = position, crowd
        self._canvas.update()
        if told:
            ident = None if position is None else int(self._canvas.stage.index.ids[position])
            self._canvas.hovered.emit(ident, QRect() if position is None else self._canvas.rect_of(position))

    def _day(self, x: float) -> int:
        return int(self._canvas.stage.scale.day(x - self._canvas.stage.names_px) // 1)

    def _on_axis(self, point: QPointF) -> bool:
        return point.y() < self._canvas.stage.bands.top

    def _in_plot(self, point: QPointF) -> bool:
        return point.x() >= self._canvas.stage.names_px and not self._on_axis(point)

    @staticmethod
    def _sideways(event: QWheelEvent, turned: int) -> float:
        # A trackpad tells pixels, a wheel only notches.
        pixels = event.pixelDelta()
        return float(pixels.x() or pixels.y() or turned * 0.6)
