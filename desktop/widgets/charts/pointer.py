"""What the pointer does to a chart: hover, pick, drag, zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent

if TYPE_CHECKING:
    from .chart import Chart

_WHEEL_STEP = 1.2


class Pointer:
    """Listens to the plot of one chart."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        view = chart.view
        view.pointed.connect(self.move)
        view.clicked.connect(self.click)
        view.left.connect(self.leave)
        view.dragged.connect(self.drag)
        view.doubled.connect(self.double_click)
        view.turned.connect(self.turn)

    def move(self, point: QPointF) -> None:
        """Shows what is under the pointer."""
        chart, inside = self._chart, self._inside(point)
        mark = chart.at(inside)
        words = chart.carded_beside(inside) if mark is None else ""
        meant = mark is not None or bool(words)
        chart.view.setCursor(Qt.CursorShape.PointingHandCursor if meant else Qt.CursorShape.ArrowCursor)
        if mark is None:
            chart.show_card(None, words, QRectF(inside.x() - 4, inside.y() - 4, 8, 8))
        elif mark != chart.hovered or chart.card.isHidden():
            chart.show_card(mark)
        if mark != chart.hovered:
            chart.hovered = mark
            chart.view.over.redraw()

    def leave(self) -> None:
        """The pointer went elsewhere."""
        self._chart.hovered = None
        self._chart.card.hide()
        self._chart.view.over.redraw()

    def click(self, point: QPointF) -> None:
        """Picks the mark under the pointer."""
        chart, inside = self._chart, self._inside(point)
        chart.by_keys = False
        chart.setFocus(Qt.FocusReason.MouseFocusReason)
        mark = chart.at(inside)
        if mark is None:
            chart.pick_beside(inside)
            return
        chart.chosen = mark
        chart.view.over.redraw()
        chart.speak()
        chart.pick(mark)

    def drag(self) -> None:
        """The plot is being panned."""
        if any(self._chart.zooms):
            self._chart.whole_shown = False
            self._chart.card.hide()

    def double_click(self) -> None:
        """Shows everything."""
        if any(self._chart.zooms):
            self._chart.show_whole()

    def turn(self, event: QWheelEvent) -> None:
        """Zooms about the pointer, over the axis of values upwards; leaves the wheel to the page until the chart is used."""
        chart, inside = self._chart, self._inside(event.position())
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        steps = event.angleDelta().y() / 120
        upwards = inside.x() < 0
        if steps and (held or chart.hasFocus()) and chart.zooms[1 if upwards else 0]:
            chart.zoom(_WHEEL_STEP**steps, inside.y() if upwards else inside.x(), upwards=upwards)
            event.accept()

    def _inside(self, point: QPointF) -> QPointF:
        inside: QPointF = point - self._chart.view.box.pos()
        return inside
