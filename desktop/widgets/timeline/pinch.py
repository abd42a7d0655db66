"""Two fingers on a trackpad or a screen: zoom about the point between them, and what lies there goes with the fingers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLineF, QPointF, Qt
from PySide6.QtGui import QEventPoint, QNativeGestureEvent, QTouchEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture

from .scale import Scale

if TYPE_CHECKING:
    from .canvas import TimelineCanvas
    from .pointer import Pointer

EVENTS = frozenset(
    (
        QEvent.Type.Gesture,
        QEvent.Type.NativeGesture,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TouchEnd,
        QEvent.Type.TouchCancel,
    )
)
_SMART_ZOOM = 2.0
_LEAST_APART_PX = 8.0  # fingers closer than that say nothing about a ratio


class Pinch:
    """Trackpads send native gestures, screens the places of the fingers; Qt's own pinch counts where neither comes.

    Qt tells its pinch more than once for one move of the fingers, and again when they leave, so that its factors are not to be
    multiplied where the fingers themselves are known. The first finger also comes as a mouse, which a pinch takes away again.
    """

    def __init__(self, canvas: TimelineCanvas, pointer: Pointer) -> None:
        self._canvas, self._pointer = canvas, pointer
        self._native = False
        self._fingers: tuple[int, ...] = ()
        self._began: tuple[Scale, float, QPointF, float] | None = None  # scale, pixels apart, middle, scroll
        canvas.grabGesture(Qt.GestureType.PinchGesture)

    def handle(self, event: QEvent) -> bool:
        """Whether the event was a pinch, and is done with."""
        if isinstance(event, QNativeGestureEvent):
            return self._trackpad(event)
        if isinstance(event, QTouchEvent):
            return self._screen(event)
        if isinstance(event, QGestureEvent):
            return self._gesture(event)
        return False

    def zoom(self, factor: float, point: QPointF) -> None:
        """Zooms by the ratio of the fingers' distances since the last event."""
        if factor > 0:
            self._canvas.zoom(factor, max(point.x(), self._canvas.stage.names_px))

    def _trackpad(self, event: QNativeGestureEvent) -> bool:
        kind, canvas = event.gestureType(), self._canvas
        if kind == Qt.NativeGestureType.BeginNativeGesture:
            self._native = True
        elif kind == Qt.NativeGestureType.EndNativeGesture:
            self._native = False
        elif kind == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom(1.0 + event.value(), event.position())
        elif kind == Qt.NativeGestureType.PanNativeGesture:
            canvas.pan(-event.delta().x())
            canvas.scroll_lanes(-event.delta().y())
        elif kind == Qt.NativeGestureType.SmartZoomNativeGesture and event.value():
            canvas.zoom(_SMART_ZOOM, max(event.position().x(), canvas.stage.names_px), moving=True)
        elif kind == Qt.NativeGestureType.SmartZoomNativeGesture:
            canvas.show_all()
        else:
            return False
        self._pointer.hover(event.position())
        event.accept()
        return True

    def _screen(self, event: QTouchEvent) -> bool:
        down = [each for each in event.points() if each.state() != QEventPoint.State.Released]
        if event.type() == QEvent.Type.TouchCancel or len(down) < 2:
            self._began, self._fingers = None, () if len(down) < 1 else self._fingers
            return False
        first, second = sorted(down, key=QEventPoint.id)[:2]
        self._follow((first.id(), second.id()), first.position(), second.position())
        event.accept()
        return True

    def _follow(self, fingers: tuple[int, ...], first: QPointF, second: QPointF) -> None:
        """Keeps under two fingers what lay there when both came down."""
        canvas = self._canvas
        middle = (first + second) / 2
        apart = max(_LEAST_APART_PX, QLineF(first, second).length())
        if self._began is None or fingers != self._fingers:
            self._pointer.give_up()
            self._fingers, self._began = fingers, (canvas.stage.scale, apart, middle, canvas.stage.scroll)
            return
        scale, before, came, scroll = self._began
        zoomed = scale.zoomed(apart / before, came.x() - canvas.stage.names_px)
        canvas.go(zoomed.panned(came.x() - middle.x()))
        canvas.scroll_lanes(scroll + came.y() - middle.y() - canvas.stage.scroll)

    def _gesture(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        moved = pinch.state() == Qt.GestureState.GestureUpdated
        if moved and not self._native and not self._fingers:
            self.zoom(pinch.scaleFactor(), QPointF(self._canvas.mapFromGlobal(pinch.centerPoint())))
        event.accept(pinch)
        return True
