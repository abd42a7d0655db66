"""Numbers over the years as lines, one for each term: a line is broken where a year has no number."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from desktop.theme import Theme
from desktop.widgets.timeline.days import year_words

from . import glyphs, legend, measure, years
from .area import Area
from .chart import Chart, Whole
from .groups import OTHER, UNNAMED, Groups
from .numbers import plain
from .records import Key, Noun, Reading, Table, finite

_AIR_YEARS = 0.6
_LINE_PX = 1.8
_BESIDE_PX = 1.6 * glyphs.RADIUS_PX  # between points of one number and year


class LineChart(Chart):
    """`show_readings` fills it; picking a point of a line emits its key."""

    zooms = (True, False)

    def __init__(
        self, theme: Theme, title: str = "", parent: QWidget | None = None, *, noun: Noun | None = None
    ) -> None:
        self._noun = noun or Noun()
        self._readings: list[Reading] = []
        self._ranks: list[float] = []  # by reading: where it stands among the equal ones of its year, the middle 0
        self._groups = Groups(())
        self._left_out = 0
        self._unit = ""
        self._measure = measure.of(())
        super().__init__(theme, title, parent)

    def show_readings(
        self, readings: Sequence[Reading], *, lines: Sequence[str] = (), unit: str = "", nothing: str = ""
    ) -> None:
        """Takes numbers by year and line. `unit` says what they are ("per 1,000 words"); `lines` is the order of colours."""
        held = [each for each in readings if finite(each.value) is not None]
        self._left_out = len(readings) - len(held)
        self._unit = unit
        self._groups = Groups((each.line for each in held), lines)
        ranked = {name: rank for rank, name in enumerate([*self._groups.own, *self._groups.others])}
        self._readings = sorted(held, key=lambda each: (each.year, ranked[each.line]))
        self._ranks = _ranks(self._readings)
        counted = all(isinstance(each.value, int) for each in held)
        self._measure = measure.of([float(each.value) for each in held], whole=counted)
        self.changed(nothing)

    # What the frame asks

    def count(self) -> int:
        return len(self._readings)

    def key(self, mark: int) -> Key:
        return self._readings[mark].key

    def beside(self, mark: int, across: int, down: int) -> int:
        """Left and Right follow the line; Up and Down go to the lines of the same year."""
        here = self._readings[mark]
        if down:
            year = [each for each in range(self.count()) if self._readings[each].year == here.year]
            return year[min(max(0, year.index(mark) + down), len(year) - 1)]
        line = [each for each in range(self.count()) if self._readings[each].line == here.line]
        return line[min(max(0, line.index(mark) + across), len(line) - 1)]

    def whole(self, area: Area) -> Whole:
        first, last = self._readings[0].year, self._readings[-1].year
        return first - _AIR_YEARS, last + _AIR_YEARS, self._measure.low, self._measure.high

    def tick(self, area: Area) -> None:
        self.side_ticks = self._measure.ticks(area.y0, area.y1, max(2, int(area.height // 44)))
        metrics = QFontMetricsF(self.theme.font("small_numbers"))
        first, last = self._readings[0].year, self._readings[-1].year
        self.foot_ticks = years.numbered(
            max(area.x0, first), min(area.x1, last), area.width / (area.x1 - area.x0), metrics.horizontalAdvance
        )

    def lay(self, area: Area) -> list[QRectF]:
        size, boxes = glyphs.RADIUS_PX, []
        for each, rank in zip(self._readings, self._ranks, strict=True):
            x, y = area.x(each.year) + rank * _BESIDE_PX, area.y(self._measure.at(float(each.value)))
            inside = 0 <= x <= area.width
            boxes.append(QRectF(x - size, y - size, 2 * size, 2 * size) if inside else QRectF())
        return boxes

    def draw(self, painter: QPainter, area: Area) -> None:
        self.grid(painter, area, self.side_ticks, 0.0)
        ground = self.theme.color(self.ground)
        lines: dict[str, list[tuple[int, QPointF]]] = defaultdict(list)
        for each, box, rank in zip(self._readings, self.boxes, self._ranks, strict=True):
            # Lines that run through equal numbers lie side by side, as their points do.
            lines[each.line].append(
                (each.year, QPointF() if box.isNull() else box.center() + QPointF(0, rank * _LINE_PX))
            )
        for name, found in lines.items():
            look = self._groups.look(name)
            painter.setPen(glyphs.line_pen(self.theme.color(look.role), _LINE_PX, look.dash))
            for (year, point), (after, other) in pairwise(found):
                if after - year <= 1 and not point.isNull() and not other.isNull():
                    painter.drawLine(point, other)
        crowded = area.width / max(1.0, area.x1 - area.x0) < 14
        for each, box in zip(self._readings, self.boxes, strict=True):
            if not box.isNull():
                look = self._groups.look(each.line)
                glyphs.point(painter, look.shape, box.center(), self.theme.color(look.role), ground, crowded=crowded)

    def spoken(self, mark: int) -> str:
        each = self._readings[mark]
        counted = "" if each.of is None else f"in {self._noun.counted(each.of)}"
        words = (year_words(each.year), each.line, f"{plain(each.value)} {self._unit}".strip(), counted)
        return ", ".join(word for word in words if word)

    def carded(self, mark: int) -> str:
        return self._readings[mark].label or self.spoken(mark)

    def caption(self) -> str:
        parts = []
        bases: dict[int, int] = {}
        for each in self._readings:
            if each.of is not None:
                bases[each.year] = max(each.of, bases.get(each.year, 0))
        values = [each.value for each in self._readings]
        if bases:
            parts.append(self._noun.counted(sum(bases.values())))
        elif values and all(isinstance(value, int) for value in values):
            parts.append(self._noun.counted(sum(int(value) for value in values)))
        if values:
            parts.append(years.between(self._readings[0].year, self._readings[-1].year))
            low, high = min(values), max(values)
            span = plain(low) if low == high else f"{plain(low)} to {plain(high)}"
            parts.append(f"{span} {self._unit}".strip())
        if self._left_out:
            parts.append(f"{self._left_out:,} without a number to draw")
        return " · ".join(parts)

    def entries(self) -> list[legend.Entry]:
        return [
            legend.Entry(name or UNNAMED, look.role, look.shape, look.dash)
            for name, look in ((name, self._groups.look(name)) for name in self._groups.own)
        ] + [entry for entry in legend.of_groups(self._groups, UNNAMED) if entry.sign is OTHER.shape]

    def table(self) -> Table:
        rows = [(each.year, each.line, each.value, each.of, each.label) for each in self._readings]
        return Table(("year", "line", "value", "of", "label"), rows)


def _ranks(readings: Sequence[Reading]) -> list[float]:
    """Where each stands among the readings of its year that have the same number: -0.5 and 0.5 for two, 0 for one alone."""
    alike: dict[tuple[int, float], list[int]] = defaultdict(list)
    for at, each in enumerate(readings):
        alike[each.year, float(each.value)].append(at)
    ranks = [0.0] * len(readings)
    for found in alike.values():
        for place, at in enumerate(found):
            ranks[at] = place - (len(found) - 1) / 2
    return ranks
