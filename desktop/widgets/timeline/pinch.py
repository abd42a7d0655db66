"""Two fingers on a trackpad or a screen: zoom about the point between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture

if TYPE_CHECKING:
    from .canvas import TimelineCanvas


class Pinch:
    """Trackpads send native gestures, touch screens Qt's own; where both come for one pinch, the native ones count."""

    def __init__(self, canvas: TimelineCanvas) -> None:
        self._canvas = canvas
        self._native = False
        canvas.grabGesture(Qt.GestureType.PinchGesture)

    def handle(self, event: QEvent) -> bool:
        """Whether the event was a pinch, and is done with."""
        if isinstance(event, QNativeGestureEvent):
            return self._trackpad(event)
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                if not self._native:
                    self.zoom(pinch.scaleFactor(), QPointF(self._canvas.mapFromGlobal(pinch.hotSpot())))
                event.accept(pinch)
                return True
        return False

    def zoom(self, factor: float, point: QPointF) -> None:
        """Zooms by the ratio of the fingers' distances since the last event."""
        if factor > 0:
            self._canvas.zoom(factor, point.x())

    def _trackpad(self, event: QNativeGestureEvent) -> bool:
        kind = event.gestureType()
        if kind == Qt.NativeGestureType.BeginNativeGesture:
            self._native = True
        elif kind == Qt.NativeGestureType.EndNativeGesture:
            self._native = False
        elif kind == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom(1.0 + event.value(), event.position())
        else:
            return False
        event.accept()
        return True
