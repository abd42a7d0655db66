"""The timeline as a widget: pan, zoom, walk, choose, brush; every one of them by pointer and by keys alone.

Wheel: zoom about the pointer, as maps do (over the names: scroll the lanes; with Shift, or sideways: pan). Drag: pan and
scroll. Pinch: zoom. Click: choose and activate. Double click: zoom in. Shift+drag, or a drag along the axis: brush days.
Keys are listed in `keys.py`. It knows no archive: content is handed in, and what a person does is told by signals.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QScrollBar, QSizePolicy, QStyle, QWidget

from desktop.theme import Theme

from . import hitting, keys, overlay, pinch, pointer, spoken
from .density import Calendar
from .frame import Frame
from .index import Index
from .marks import Lane, Marks, Publications, TextOf
from .preparing import Preparing
from .scale import Scale, between, fitted
from .stage import RIGHT_PX, Stage

MOTION_MS = 120


class TimelineCanvas(QWidget):
    """`show_marks` fills it. Ids travel as `object`: they may be longer than Qt's own integers."""

    hovered = Signal(object, QRect)  # the id under the pointer and where it is drawn; None when there is none any more
    chosen = Signal(object, QRect)  # the id that keys act on and where it is drawn; None
    activated = Signal(object)  # clicked, or Enter
    brushed = Signal(int, int)  # first and last day, inclusive
    brush_cleared = Signal()
    viewed = Signal(float, float)  # the days in view after each move

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline_canvas")
        self.setAccessibleName("Timeline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 160)
        self.stage = Stage(theme)
        self.lane: int | None = None
        self._pointer = pointer.Pointer(self)
        self._pinch = pinch.Pinch(self, self._pointer)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar.setAccessibleName("Lanes")
        self._bar.valueChanged.connect(self._scrolled)
        self._bar.hide()
        self._motion = QVariantAnimation(self)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.valueChanged.connect(self._move_on)
        self._way: tuple[Scale, Scale] | None = None
        self.preparing = Preparing(self)
        self._picture = QPixmap()
        self._drawn: Frame | None = None
        self._by_keys = False
        theme.changed.connect(self._restyle)

    # Content

    def show_marks(
        self,
        marks: Marks | Index,
        lanes: Sequence[Lane],
        published: Publications | Calendar,
        text_of: TextOf,
        *,
        fit: bool = False,
    ) -> None:
        """Takes content. The days in view, the brush and the chosen mark stay where they can; `fit` shows everything."""
        before = self.stage.chosen_id
        self.stage.show(marks, lanes, published, text_of)
        if self.lane is not None and self.lane >= len(self.stage.lanes):
            self.lane = None
        self._pointer.forget()
        if fit:
            self._motion.stop()
            self.stage.scale = self.stage.whole()
        self._changed()
        if before != self.stage.chosen_id:
            self._say()
            self.chosen.emit(None, QRect())

    def show_bands(self, *, told: bool, published: bool) -> None:
        """Shows or hides what the articles tell, and when they were written."""
        self.stage.told, self.stage.published = told, published
        self.stage.resize(self.width(), self.height())
        self._changed()

    def refresh_texts(self) -> None:
        """Asks for all labels anew, after some have changed."""
        self.stage.forget_texts()
        self._changed()

    # Where one looks

    @property
    def view(self) -> tuple[float, float]:
        """The days in view: the first, and the one after the last; parts of days count."""
        return self.stage.scale.first, self.stage.scale.last

    def show_span(self, first: int, last: int, *, moving: bool = True) -> None:
        """Shows the days from first to last, both inclusive, as large as they fit."""
        self.go(fitted(first, last + 1, self.stage.scale.width), moving=moving)

    def show_all(self, *, moving: bool = True) -> None:
        """Shows everything there is."""
        self.go(self.stage.whole(), moving=moving)

    def zoom(self, factor: float, x: float | None = None, *, moving: bool = False) -> None:
        """Closer (above 1) or farther about a pixel of the widget; about the chosen mark, or the middle, without one."""
        target = self._way[1] if self._way else self.stage.scale
        if x is None:
            box = hitting.box_of(self.stage.frame(), self.stage.names_px, self.stage.chosen)
            middle = self.stage.scale.width / 2
            x = box.center().x() if box is not None else middle + self.stage.names_px
        self.go(target.zoomed(factor, x - self.stage.names_px), moving=moving)

    def pan(self, px: float, *, moving: bool = False) -> None:
        """Shows what lies so many pixels to the right."""
        target = self._way[1] if self._way else self.stage.scale
        self.go(target.panned(px), moving=moving)

    def scroll_lanes(self, px: float) -> None:
        """Shows what lies so many pixels further down."""
        self._scrolled(self.stage.scroll + px)

    def go(self, scale: Scale, *, moving: bool = False) -> None:
        """Goes to a scale, in a short motion where the system likes motion."""
        self._motion.stop()
        duration = min(MOTION_MS, self.motion_ms()) if moving and self.isVisible() else 0
        if duration <= 0:
            self._way = None
            self._look_from(scale)
            return
        self._way = (self.stage.scale, scale)
        self._motion.setDuration(duration)
        self._motion.start()

    def motion_ms(self) -> int:
        """How long the system wants motion to last; 0 when it asks for none."""
        if not QApplication.isEffectEnabled(Qt.UIEffect.UI_General):
            return 0
        return self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self)

    # The chosen mark and the brush

    def choose(self, ident: int | None, *, reveal: bool = True) -> None:
        """Chooses a mark by its id, or none; it is brought into view."""
        self.choose_position(self.stage.index.position(ident), reveal=reveal)

    def choose_position(self, position: int | None, *, reveal: bool = True) -> None:
        """Chooses by position in the index."""
        stage = self.stage
        stage.chosen = position
        if position is not None:
            self.lane = int(stage.index.lane[position])
            if reveal:
                stage.scroll = stage.bands.showing(self.lane)
                first, last = float(stage.index.start[position]), float(stage.index.end[position])
                self.go(stage.scale.showing(first, last))
        self._changed()
        self._say()
        self.chosen.emit(stage.chosen_id, self.rect_of(position))

    def stand_in_lane(self, lane: int) -> None:
        """Has keys act on a lane, on the mark that lies nearest to where they acted before."""
        stage = self.stage
        day = stage.scale.day(stage.scale.width / 2)
        if stage.chosen is not None:
            day = float(stage.index.start[stage.chosen])
        self.lane = lane
        stage.scroll = stage.bands.showing(lane)
        self.choose_position(stage.index.nearest(lane, day))

    def activate(self) -> None:
        """Tells that the chosen mark is to be opened."""
        if self.stage.chosen is not None:
            self.activated.emit(self.stage.chosen_id)

    def brush(self, first: int, last: int, *, tell: bool = True) -> None:
        """Brushes the days from first to last, both inclusive."""
        self.stage.brush = (min(first, last), max(first, last))
        self._changed()
        if tell:
            self._say()
            self.brushed.emit(*self.stage.brush)

    def clear_brush(self) -> None:
        if self.stage.brush is not None:
            self.stage.brush = None
            self._changed()
            self._say()
            self.brush_cleared.emit()

    def rect_of(self, position: int | None) -> QRect:
        """Where a mark is drawn in the widget; empty when it is not in view."""
        return hitting.rounded(hitting.box_of(self.stage.frame(), self.stage.names_px, position))

    def words(self) -> str:
        """The mark, or the lane, that keys act on and the brushed days, in words."""
        return spoken.standing(
            self.stage.index, self.stage.lanes, self.lane, self.stage.chosen, self.stage.brush, self.stage.text
        )

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        size = (self.size().toSizeF() * ratio).toSize()
        if self._picture.size() != size or self._picture.devicePixelRatio() != ratio:
            self._picture = QPixmap(size)
            self._picture.setDevicePixelRatio(ratio)
            self._drawn = None
        if self._drawn is not self.stage.frame():
            self._drawn = self.stage.frame()
            painter = QPainter(self._picture)
            self.stage.paint(painter, ratio)
            painter.end()
            self._prepare(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        overlay.draw(
            painter,
            self.stage,
            hovered=self._pointer.position,
            crowd=self._pointer.crowd,
            lane=self.lane,
            focused=self.hasFocus() and self._by_keys,
        )
        painter.end()

    def _prepare(self, ratio: float) -> None:
        sprites = self.stage.sprites(ratio)
        if sprites is not None:
            self.preparing.see(sprites, self.stage.index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stage.resize(self.width(), self.height())
        self._changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_keys = True
        if not keys.press(self, event):
            super().keyPressEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        pointed = event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        self._by_keys = not pointed
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._pointer.wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._by_keys = False
        self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pointer.double_click(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointer.leave()

    def event(self, event: QEvent) -> bool:
        if event.type() in pinch.EVENTS and self._pinch.handle(event):
            return True
        return super().event(event)

    # Inside

    def _look_from(self, scale: Scale) -> None:
        if scale != self.stage.scale:
            self.stage.scale = scale
            self._changed()
            self.viewed.emit(scale.first, scale.last)

    def _move_on(self, share: float) -> None:
        if self._way is not None:
            begin, end = self._way
            self._look_from(end if share >= 1.0 else between(begin, end, share))
            if share >= 1.0:
                self._way = None

    def _scrolled(self, value: float) -> None:
        scroll = max(0.0, min(float(value), self.stage.bands.most_scroll))
        if scroll != self.stage.scroll:
            self.stage.scroll = scroll
            self._changed()

    def _changed(self) -> None:
        self.stage.dirty()
        bands = self.stage.bands
        self._bar.setGeometry(
            int(self.width() - RIGHT_PX + 6), int(bands.top), 8, max(0, int(bands.bottom - bands.top))
        )
        self._bar.blockSignals(True)
        self._bar.setRange(0, int(bands.most_scroll))
        self._bar.setPageStep(max(1, int(bands.bottom - bands.top)))
        self._bar.setSingleStep(int(bands.lane_px))
        self._bar.setValue(int(self.stage.scroll))
        self._bar.blockSignals(False)
        self._bar.setVisible(bands.most_scroll > 0)
        self.update()

    def _say(self) -> None:
        self.setAccessibleDescription(self.words())
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _restyle(self) -> None:
        self.stage.resize(self.width(), self.height())
        self.stage.forget_texts()
        self._changed()

    def at(self, x: float, y: float) -> int | None:
        """The position of the mark at a point of the widget."""
        return hitting.mark_at(self.stage.frame(), self.stage.names_px, QPointF(x, y))
