"""Groups over the years as stacked columns: what lies above zero is stacked upwards, what lies below it downwards."""

from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.theme import Theme
from desktop.widgets.timeline.days import year_words

from . import glyphs, legend, measure, years
from .area import Area
from .chart import Chart, Whole
from .groups import UNNAMED, Groups
from .numbers import plain
from .records import Key, Noun, Segment, Table, finite, total

COLUMN_SHARE, MOST_COLUMN_PX, TOTAL_PX = 0.72, 44.0, 20.0
SIGN_ROOM_PX, _SIGN_PX, _SIGN_REACH = 10.0, 4.0, 1.4  # of a shape: the least room, its radius, the reach of its corners


class ColumnChart(Chart):
    """`show_segments` fills it; picking a segment emits its key."""

    zooms = (True, False)

    def __init__(
        self, theme: Theme, title: str = "", parent: QWidget | None = None, *, noun: Noun | None = None
    ) -> None:
        self._noun = noun or Noun()
        self._segments: list[Segment] = []
        self._spans: list[tuple[float, float]] = []  # positions of each segment's foot and head
        self._totals: dict[int, float] = {}
        self._groups = Groups(())
        self._left_out = self._undated = 0
        self._measure = measure.of(())
        super().__init__(theme, title, parent)

    def show_segments(
        self, segments: Sequence[Segment], *, groups: Sequence[str] = (), undated: int = 0, nothing: str = ""
    ) -> None:
        """Takes numbers by year and group. `groups` is the order of colours and of stacking, from below; `undated` is how
        many have no year, which the caption tells.
        """
        self._undated = undated
        held = [each for each in segments if finite(each.value) is not None]
        self._left_out = len(segments) - len(held)
        self._groups = Groups((each.group for each in held), groups)
        ranked = {name: rank for rank, name in enumerate([*self._groups.own, *self._groups.others])}
        self._segments = sorted(held, key=lambda each: (each.year, ranked[each.group]))
        ups: dict[int, float] = defaultdict(float)
        downs: dict[int, float] = defaultdict(float)
        stacks = []
        for each in self._segments:
            held_in = ups if each.value >= 0 else downs
            foot = held_in[each.year]
            held_in[each.year] = total((foot, each.value))
            stacks.append((foot, held_in[each.year]))
        counted = all(isinstance(each.value, int) for each in held)
        self._measure = measure.of([*ups.values(), *downs.values()], whole=counted)
        self._spans = [(self._measure.at(foot), self._measure.at(head)) for foot, head in stacks]
        self._totals = {year: ups[year] for year in ups if year not in downs}
        self.changed(nothing)

    # What the frame asks

    def count(self) -> int:
        return len(self._segments)

    def key(self, mark: int) -> Key:
        return self._segments[mark].key

    def whole(self, area: Area) -> Whole:
        first, last = self._segments[0].year, self._segments[-1].year
        # A few columns stand together rather than far apart.
        # The sum over the highest column has to be seen.
        air = (self._measure.high - self._measure.low) * TOTAL_PX / max(TOTAL_PX * 2, area.height - TOTAL_PX)
        least = max(0.0, area.width / (MOST_COLUMN_PX / COLUMN_SHARE * 1.6) - (last - first + 1)) / 2
        return (
            first - 0.6 - least,
            last + 0.6 + least,
            self._measure.low,
            self._measure.high + (air if self._totals else 0.0),
        )

    def tick(self, area: Area) -> None:
        self.side_ticks = self._measure.ticks(area.y0, area.y1, max(2, int(area.height // 44)))
        metrics = QFontMetricsF(self.theme.font("small_numbers"))
        first, last = self._segments[0].year, self._segments[-1].year
        self.foot_ticks = years.numbered(
            max(area.x0, first), min(area.x1, last), area.width / (area.x1 - area.x0), metrics.horizontalAdvance
        )

    def lay(self, area: Area) -> list[QRectF]:
        wide = max(1.0, min(MOST_COLUMN_PX, area.width / (area.x1 - area.x0) * COLUMN_SHARE))
        boxes = []
        for each, (foot, head) in zip(self._segments, self._spans, strict=True):
            x = area.x(each.year)
            if not 0 <= x <= area.width:
                boxes.append(QRectF())
                continue
            top, bottom = sorted((area.y(foot), area.y(head)))
            left, right = max(0.0, x - wide / 2), min(area.width, x + wide / 2)
            boxes.append(QRectF(left, top, max(1.0, right - left), max(1.0, bottom - top)))
        return boxes

    def draw(self, painter: QPainter, area: Area) -> None:
        self.grid(painter, area, self.side_ticks, 0.0)
        ground = self.theme.color(self.ground)
        stacked = len(self._groups.counts) > 1
        for each, box in zip(self._segments, self.boxes, strict=True):
            if box.isNull():
                continue
            look = self._groups.look(each.group)
            painter.fillRect(box, self.theme.color(look.role if stacked else "accent"))
            if stacked and box.height() >= 3:
                painter.setPen(QPen(ground, 1))
                painter.drawLine(QPointF(box.left(), box.top()), QPointF(box.right(), box.top()))
            room = min(box.width(), box.height())
            if stacked and room >= SIGN_ROOM_PX:
                radius = min(_SIGN_PX, round((room / 2 - 1) / _SIGN_REACH, 1))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ground)
                painter.drawPath(glyphs.path(look.shape, box.center().x(), box.center().y(), radius))
        self._draw_totals(painter, area)

    def spoken(self, mark: int) -> str:
        each = self._segments[mark]
        return ", ".join(word for word in (year_words(each.year), each.group, plain(each.value)) if word)

    def carded(self, mark: int) -> str:
        each = self._segments[mark]
        return each.label or f"{each.group or UNNAMED}, {year_words(each.year)}: {plain(each.value)}"

    def caption(self) -> str:
        values = [each.value for each in self._segments]
        parts = []
        if values and all(isinstance(value, int) for value in values):
            parts.append(self._noun.counted(sum(int(value) for value in values)))
        if values:
            parts.append(years.between(self._segments[0].year, self._segments[-1].year))
            tops = list(self._totals.values()) or [float(max(values))]
            parts.append(f"{plain(max(tops))} at most in a year")
        if self._undated:
            parts.append(f"{self._undated:,} undated")
        if self._left_out:
            parts.append(f"{self._left_out:,} without a number to draw")
        return " · ".join(parts)

    def entries(self) -> list[legend.Entry]:
        if len(self._groups.counts) < 2:
            return []
        sums: dict[str, float] = defaultdict(float)
        for each in self._segments:
            sums[each.group] = total((sums[each.group], each.value))
        return legend.of_groups(self._groups, UNNAMED, sums)

    def table(self) -> Table:
        rows = [(each.year, each.group, each.value, each.label) for each in self._segments]
        return Table(("year", "group", "value", "label"), rows)

    # Inside

    def _draw_totals(self, painter: QPainter, area: Area) -> None:
        """The sum over each column, where all of them have room."""
        painter.setFont(self.theme.font("small_numbers"))
        metrics = QFontMetricsF(painter.font())
        words = {year: plain(summed) for year, summed in self._totals.items()}
        room = area.width / (area.x1 - area.x0)
        if any(metrics.horizontalAdvance(each) + 4 > room for each in words.values()):
            return
        painter.setPen(self.theme.color("text"))
        for year, told in words.items():
            x, y = area.x(year), area.y(self._measure.at(self._totals[year]))
            if 0 <= x <= area.width:
                painter.drawText(QRectF(x - room / 2, y - 19, room, 17), Qt.AlignmentFlag.AlignCenter, told)
