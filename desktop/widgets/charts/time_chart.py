"""The ledger of figures on a time axis: each point a figure with its bounds and its period, conflicts ringed.

A bound is a whisker, an open one an arrow; a range is an upright bar; a period lies across. Derived figures are hollow,
doubtful ones faded, those of a part of their period have a thick bar. Undated ones stand on a shelf at the right.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.theme import Theme
from desktop.widgets.timeline.days import span_words

from . import glyphs, legend, measure, placing, years
from .area import Area
from .chart import Chart, Whole
from .groups import UNNAMED, Groups
from .numbers import plain
from .records import Bound, Key, Noun, Ring, RingKind, Table, TimePoint, said

_FADED = 0.38
_RING_SIGN = {
    RingKind.CONFLICT: (glyphs.Sign.CONFLICT, "warning"),
    RingKind.TENSION: (glyphs.Sign.TENSION, "muted"),
    RingKind.AGREEMENT: (glyphs.Sign.AGREEMENT, "accent"),
}
_RING_CLICK_PX = 6.0
_TOP_AIR_PX, _FOOT_AIR_PX = 16.0, 10.0  # for arrows and rings beyond the highest and the lowest value


class TimeChart(Chart):
    """`show_points` fills it; picking a point emits its key, picking a ring its index in the sequence handed in."""

    ring_picked = Signal(int)
    zooms = (True, True)

    def __init__(
        self, theme: Theme, title: str = "", parent: QWidget | None = None, *, noun: Noun | None = None
    ) -> None:
        self._noun = noun or Noun()
        self._points: list[placing.Held] = []
        self._placed: list[placing.Placed | None] = []
        self._rings: tuple[Ring, ...] = ()
        self._groups = Groups(())
        self._left_out = 0
        self._measure = measure.of(())
        self._log = False
        self._ellipses: list[tuple[float, float, float, float] | None] = []
        self._positions: dict[Key, int] = {}
        self._colors: dict[tuple[str, bool], QColor] = {}
        super().__init__(theme, title, parent)
        self.log_action = self.menu.addAction("Powers of ten on the axis")
        self.log_action.setCheckable(True)
        self.log_action.toggled.connect(self.show_log)

    def show_points(
        self, points: Sequence[TimePoint], rings: Sequence[Ring] = (), *, groups: Sequence[str] = (), nothing: str = ""
    ) -> None:
        """Takes figures. `groups` is the order in which groups get their colours, so that they keep them under a filter."""
        self._points = placing.in_time(points)
        self._left_out = len(points) - len(self._points)
        self._positions = {each.point.key: position for position, each in enumerate(self._points)}
        self._rings = tuple(rings)
        self._groups = Groups((each.point.group for each in self._points), groups)
        wide = measure.wide(self._values())
        self.log_action.setEnabled(wide)
        self.log_action.setToolTip("" if wide else "Only where values span more than three powers of ten")
        if not wide:
            self.log_action.setChecked(False)
        self._measure = measure.of(self._values(), log=self._log)
        self.changed(nothing)

    def show_log(self, on: bool) -> None:
        """Has the axis go by powers of ten; not where the values span fewer than three of them."""
        on = on and measure.wide(self._values())
        if on != self._log:
            self._log = on
            self.log_action.setChecked(on)
            self._measure = measure.of(self._values(), log=on)
            self.told.say(self.told_words())
            self.show_whole()

    def choose_key(self, key: Key) -> None:
        """Chooses the point with this key, where there is one."""
        if key in self._positions:
            self.choose(self._positions[key])

    # What the frame asks

    def count(self) -> int:
        return len(self._points)

    def key(self, mark: int) -> Key:
        return self._points[mark].point.key

    def whole(self, area: Area) -> Whole:
        dated = [each.point for each in self._points if each.dated]
        first, last = years.span(
            [point.first for point in dated if point.first is not None],
            [point.last for point in dated if point.last is not None],
        )
        shelf = placing.shelf_px(self._points, area.width)
        free = max(1.0, area.width - shelf)
        low, high = self._measure.low, self._measure.high
        per_px = (high - low) / max(1.0, area.height - _TOP_AIR_PX - _FOOT_AIR_PX)
        low, high = low - _FOOT_AIR_PX * per_px, high + _TOP_AIR_PX * per_px
        return first, first + (last - first) * area.width / free, low, high

    def tick(self, area: Area) -> None:
        self.side_ticks = self._measure.ticks(area.y0, area.y1, max(2, int(area.height // 44)))
        shelf = placing.shelf_px(self._points, area.width)
        metrics = QFontMetricsF(self.theme.font("small_numbers"))
        edge = area.position(area.width - shelf)
        self.foot_ticks = years.named(area.x0, edge, area.width - shelf, metrics.horizontalAdvance)
        if shelf:
            room = area.width - shelf
            self.foot_ticks = [
                (at, words) for at, words in self.foot_ticks if area.x(at) + metrics.horizontalAdvance(words) / 2 < room
            ]
            self.foot_ticks.append((area.position(area.width - shelf / 2), "undated"))

    def lay(self, area: Area) -> list[QRectF]:
        self._placed = placing.place(self._points, area, self._measure)
        self._ellipses = [self._ellipse(ring) for ring in self._rings]
        return [QRectF() if each is None else _box(each) for each in self._placed]

    def draw(self, painter: QPainter, area: Area) -> None:
        self.grid(painter, area, self.side_ticks, None if self._log else 0.0)
        shelf = placing.shelf_px(self._points, area.width)
        if 0 < shelf < area.width:
            painter.setPen(QPen(self.theme.color("line"), 1))
            painter.drawLine(QPointF(area.width - shelf, 0), QPointF(area.width - shelf, area.height))
        self._colors.clear()
        shown = [each for each in self._placed if each is not None]
        for each in shown:
            self._draw_bounds(painter, each)
        self._draw_points(painter, [each for each in shown if not each.held.is_range], len(shown) > placing.CROWD)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ring, found in zip(self._rings, self._ellipses, strict=True):
            if found is not None:
                kind, role = _RING_SIGN[ring.kind]
                painter.setPen(glyphs.ring_pen(kind, self.theme.color(role)))
                painter.drawEllipse(QPointF(found[0], found[1]), found[2], found[3])

    def spoken(self, mark: int) -> str:
        each = self._points[mark]
        point = each.point
        told = said(point.spoken)
        words = [told] if told else [plain(each.value), self._when(point), point.group, said(point.label)]
        words += [ring.kind.value for ring in self._rings if point.key in ring.keys]
        return ", ".join(word for word in words if word)

    def carded(self, mark: int) -> str:
        point = self._points[mark].point
        return said(point.label) or self.spoken(mark)

    def caption(self) -> str:
        parts = [self._noun.counted(len(self._points))]
        dated = [each.point for each in self._points if each.dated]
        if dated:
            firsts = [point.first for point in dated if point.first is not None]
            lasts = [point.last for point in dated if point.last is not None]
            parts.append(_years(min(firsts), max(lasts)))
        if len(dated) < len(self._points):
            parts.append(f"{len(self._points) - len(dated):,} undated")
        if self._points:
            low, high = min(self._values()), max(self._values())
            parts.append(plain(low) if low == high else f"{plain(low)} to {plain(high)}")
        if self._log:
            parts.append("powers of ten")
        if self._left_out:
            parts.append(f"{self._left_out:,} without a number to draw")
        return " · ".join(parts)

    def entries(self) -> list[legend.Entry]:
        found = legend.of_groups(self._groups, UNNAMED)
        signs = dict.fromkeys(_signs(self._points), "muted")
        for ring in self._rings:
            kind, role = _RING_SIGN[ring.kind]
            signs[kind] = role
        return found + [legend.Entry(kind.value, signs[kind], kind) for kind in glyphs.Sign if kind in signs]

    def table(self) -> Table:
        columns = (
            "when",
            "value",
            "low",
            "high",
            "bound",
            "group",
            "partial",
            "derived",
            "doubtful",
            "findings",
            "label",
        )
        rows = []
        for each in self._points:
            point = each.point
            rings = "; ".join(ring.kind.value for ring in self._rings if point.key in ring.keys)
            signs = ("yes" if sign else "" for sign in (point.partial, point.derived, point.doubtful))
            numbers = (point.value, point.low, point.high)
            rows.append((self._when(point), *numbers, point.bound.value, point.group, *signs, rings, said(point.label)))
        return Table(columns, rows)

    # Rings

    def ring_at(self, at: QPointF) -> int | None:
        """The ring at a point of the box: its line, or its inside; the smallest of several."""
        best, found = float("inf"), None
        for index, each in enumerate(self._ellipses):
            if each is None:
                continue
            x, y, wide, high = each
            inside = ((at.x() - x) / (wide + _RING_CLICK_PX)) ** 2 + ((at.y() - y) / (high + _RING_CLICK_PX)) ** 2
            if inside <= 1 and wide * high < best:
                best, found = wide * high, index
        return found

    def pick_beside(self, at: QPointF) -> bool:
        ring = self.ring_at(at)
        if ring is not None:
            self.ring_picked.emit(ring)
        return ring is not None

    def carded_beside(self, at: QPointF) -> str:
        ring = self.ring_at(at)
        return "" if ring is None else self._rings[ring].label or self._rings[ring].kind.value.capitalize()

    def pick_around(self) -> bool:
        if self.chosen is None:
            return False
        key = self._points[self.chosen].point.key
        ring = next((index for index, ring in enumerate(self._rings) if key in ring.keys), None)
        if ring is not None:
            self.ring_picked.emit(ring)
        return ring is not None

    # Inside

    def _values(self) -> list[float]:
        return [value for each in self._points for value in (each.low, each.high)]

    def _color(self, each: placing.Placed) -> QColor:
        kind = each.held.point.group, each.held.point.doubtful
        if kind not in self._colors:
            role = self._groups.look(kind[0]).role
            self._colors[kind] = self.theme.color(role, _FADED if kind[1] else 1.0)
        return self._colors[kind]

    def _draw_points(self, painter: QPainter, shown: Sequence[placing.Placed], crowded: bool) -> None:
        """Hundreds of points have few looks: each is made once, and the painter told only where another one begins."""
        ground, made, last = self.theme.color(self.ground), dict[tuple[str, bool, bool], glyphs.Stamp](), None
        for each in shown:
            point = each.held.point
            kind = point.group, point.doubtful, point.derived
            if kind not in made:
                shape = self._groups.look(point.group).shape
                made[kind] = glyphs.Stamp(shape, self._color(each), ground, hollow=point.derived, crowded=crowded)
            stamp = made[kind]
            if stamp is not last:
                stamp.take_up(painter)
                last = stamp
            painter.drawPath(stamp.outline.translated(each.x, each.y))

    def _draw_bounds(self, painter: QPainter, each: placing.Placed) -> None:
        held, color = each.held, self._color(each)
        period_px = each.right - each.left
        if held.dated and (held.point.partial or period_px > 2 * glyphs.RADIUS_PX + 2):
            glyphs.period(painter, each.left, each.right, each.y, color, partial=held.point.partial)
        if held.is_range:
            glyphs.stretch(painter, each.x, each.low, each.high, color)
            return
        for end, is_open in ((each.low, held.open_below), (each.high, held.open_above)):
            if abs(end - each.y) > glyphs.RADIUS_PX:
                glyphs.whisker(painter, each.x, each.y, end, color, is_open=is_open)

    def _ellipse(self, ring: Ring) -> tuple[float, float, float, float] | None:
        """Around those points of the ring that are in view; none when fewer than all are, but for what is left out."""
        positions = [self._positions[key] for key in ring.keys if key in self._positions]
        found = [each for each in (self._placed[position] for position in positions) if each is not None]
        if not found or len(found) < len(positions):
            return None
        return placing.ellipse([corner for each in found for corner in _corners(each)])

    @staticmethod
    def _when(point: TimePoint) -> str:
        if point.first is None or point.last is None or not years.in_calendar(point.first, point.last):
            return "undated"
        return span_words(point.first, point.last)


def _corners(each: placing.Placed) -> list[tuple[float, float]]:
    return [(each.x, each.low), (each.x, each.high)] if each.held.is_range else [(each.x, each.y)]


def _box(each: placing.Placed) -> QRectF:
    """What is to be met by the pointer: the point, or the whole bar of a range."""
    size = glyphs.RADIUS_PX
    top, bottom = (each.high, each.low) if each.held.is_range else (each.y - size, each.y + size)
    return QRectF(each.x - size, top, 2 * size, max(2.0, bottom - top))


def _signs(points: Sequence[placing.Held]) -> list[glyphs.Sign]:
    """What is to be explained of any of these."""
    found = {
        glyphs.Sign.AT_LEAST: any(each.open_above for each in points),
        glyphs.Sign.AT_MOST: any(each.open_below for each in points),
        glyphs.Sign.BETWEEN: any(each.high > each.low and each.point.bound is not Bound.RANGE for each in points),
        glyphs.Sign.RANGE: any(each.is_range for each in points),
        glyphs.Sign.PARTIAL: any(each.point.partial and each.dated for each in points),
        glyphs.Sign.DERIVED: any(each.point.derived for each in points),
        glyphs.Sign.DOUBTFUL: any(each.point.doubtful for each in points),
    }
    return [sign for sign, there in found.items() if there]


def _years(first: int, last: int) -> str:
    """`2009–2023`, or the days themselves within a year."""
    words = span_words(first, last)
    begin, end = span_words(first, first).rsplit(" ", 1)[-1], span_words(last, last).rsplit(" ", 1)[-1]
    return words if begin == end or "BC" in words else f"{begin}–{end}"
