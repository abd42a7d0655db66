"""The parts of a plot on pyqtgraph: ranges, panning, zooming and axes are its; what is seen, and every colour, is ours.

Import this module through `library.plot()` only: importing pyqtgraph is slow.
"""

from collections.abc import Callable

import pyqtgraph as pg  # type: ignore[import-untyped]
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from .area import Area

Draw = Callable[[QPainter, Area], None]
CLICK_PX = 4.0


class Box(pg.ViewBox):  # type: ignore[misc]
    """What is in view. Only the left button drags; the wheel is left to the view, which knows who has the focus."""

    def mouseDragEvent(self, ev: object, axis: int | None = None) -> None:
        if ev.button() == Qt.MouseButton.LeftButton and any(self.state["mouseEnabled"]):  # type: ignore[attr-defined]
            super().mouseDragEvent(ev, axis)
        else:
            ev.ignore()  # type: ignore[attr-defined]

    def keyPressEvent(self, ev: object) -> None:
        ev.ignore()  # type: ignore[attr-defined]

    def wheelEvent(self, ev: object, axis: int | None = None) -> None:
        ev.ignore()  # type: ignore[attr-defined]


class Axis(pg.AxisItem):  # type: ignore[misc]
    """An axis whose words are drawn by us, straight, so that they stay words in an SVG."""

    def __init__(self, orientation: str, draw: Callable[[QPainter, QRectF], None]) -> None:
        super().__init__(orientation)
        self._draw = draw
        self.setPen(None)
        self.setStyle(tickLength=0, showValues=False)

    def paint(self, p: QPainter, opt: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        self._draw(p, QRectF(self.rect()))

    def boundingRect(self) -> QRectF:
        # The first and last word may reach beyond the axis's own ends.
        return QRectF(self.rect()).adjusted(-60, -10, 60, 10)

    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]


class Layer(QGraphicsItem):
    """Draws over the box in pixels. A kept layer is drawn once and its picture shown until it is `redraw`n."""

    def __init__(self, box: Box, area_of: Callable[[], Area], draw: Draw, *, kept: bool) -> None:
        super().__init__(box)
        self._box, self._area_of, self._draw, self._kept = box, area_of, draw, kept
        self._picture: QPixmap | None = None
        self._bounds = QRectF()
        # Below the box in the order of the mouse: panning and clicking are the box's.
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def redraw(self) -> None:
        """Has the layer drawn anew."""
        bounds = QRectF(self._box.rect())
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self._picture = None
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if not self._kept:
            self._draw(painter, self._area_of())
            return
        ratio = widget.devicePixelRatioF() if widget is not None else 1.0
        size = (self._bounds.size() * ratio).toSize()
        if size.isEmpty():
            return
        if self._picture is None or self._picture.size() != size:
            self._picture = QPixmap(size)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            inner = QPainter(self._picture)
            self._draw(inner, self._area_of())
            inner.end()
        painter.drawPixmap(QPointF(0, 0), self._picture)


class PlotView(pg.GraphicsView):  # type: ignore[misc]
    """A box with an axis on its left and one under it; tells where the pointer is and what it clicks."""

    pointed = Signal(QPointF)  # in pixels of this widget
    clicked = Signal(QPointF)
    doubled = Signal()
    left = Signal()
    dragged = Signal()
    turned = Signal(object)  # the wheel's event, not yet accepted
    ranged = Signal()
    sized = Signal()

    def __init__(
        self,
        marks: Draw,
        over: Draw,
        axes: tuple[Callable[[QPainter, QRectF], None], Callable[[QPainter, QRectF], None]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, background=None)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAntialiasing(True)
        self.viewport().setAutoFillBackground(False)
        self.centralLayout.setContentsMargins(0, 0, 0, 0)
        self.centralLayout.setSpacing(0)
        self.box = Box(enableMenu=False)
        self.box.disableAutoRange()
        self.side, self.foot = Axis("left", axes[0]), Axis("bottom", axes[1])
        self.side.linkToView(self.box)
        self.foot.linkToView(self.box)
        self.centralLayout.addItem(self.side, 0, 0)
        self.centralLayout.addItem(self.box, 0, 1)
        self.centralLayout.addItem(self.foot, 1, 1)
        self.centralLayout.setRowStretchFactor(0, 1)
        self.centralLayout.setColumnStretchFactor(1, 1)
        self.marks = Layer(self.box, self.area, marks, kept=True)
        self.over = Layer(self.box, self.area, over, kept=False)
        self.over.setZValue(10)
        self._pressed: QPointF | None = None
        self.box.sigRangeChanged.connect(self._moved)
        self.box.sigResized.connect(lambda *_: self.sized.emit())

    def area(self) -> Area:
        """What the box shows and how large it is."""
        (x0, x1), (y0, y1) = self.box.viewRange()
        size = self.box.rect()
        return Area(max(1.0, size.width()), max(1.0, size.height()), x0, x1, y0, y1)

    def settle(self) -> None:
        """Gives every part its place now, not at the next turn of the event loop."""
        self.centralLayout.activate()

    def redraw(self) -> None:
        """Draws everything anew."""
        for layer in (self.marks, self.over):
            layer.redraw()
        self.side.update()
        self.foot.update()

    def _moved(self, *_: object) -> None:
        self.ranged.emit()

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        super().mousePressEvent(ev)
        self._pressed = ev.position() if ev.button() == Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        super().mouseMoveEvent(ev)
        if ev.buttons() == Qt.MouseButton.NoButton:
            self.pointed.emit(ev.position())
        elif self._pressed is not None and (ev.position() - self._pressed).manhattanLength() > CLICK_PX:
            self.dragged.emit()

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        super().mouseReleaseEvent(ev)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and (ev.position() - pressed).manhattanLength() <= CLICK_PX:
            self.clicked.emit(ev.position())

    def mouseDoubleClickEvent(self, ev: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(ev)
        if ev.button() == Qt.MouseButton.LeftButton:
            self.doubled.emit()

    def leaveEvent(self, ev: object) -> None:
        super().leaveEvent(ev)
        self.left.emit()

    def contextMenuEvent(self, ev: QContextMenuEvent) -> None:
        ev.ignore()  # the chart has a menu

    def wheelEvent(self, ev: QWheelEvent) -> None:
        ev.ignore()
        self.turned.emit(ev)
