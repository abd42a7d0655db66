"""Names and their numbers as bars that lie; a long tail is one bar of its own, so that every name in view can be read.

That bar is the sum of the others, or, of numbers that cannot be added (shares, measures), the largest of them.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.theme import Theme

from . import drawing, measure
from .area import Area
from .chart import Chart, Whole
from .numbers import plain
from .records import Bar, Key, Noun, Table, finite, total

LEAST_ROW_PX, MOST_ROW_PX, BAR_PX = 20, 34, 16
NAMES_SHARE = 0.34  # of the width, for names at most
_GAP_PX = 6.0
_FRAME_PX, _WANTED_ROW_PX = 62, 23


class BarChart(Chart):
    """`show_bars` fills it. Picking a bar emits its key; picking the bar of all others, the keys of those."""

    others_picked = Signal(object)  # a tuple of keys
    foot_px = 4

    def __init__(
        self,
        theme: Theme,
        title: str = "",
        parent: QWidget | None = None,
        *,
        noun: Noun | None = None,
        names: Noun | None = None,
        added: bool = True,
    ) -> None:
        self._added = added
        self._noun, self._names = noun or Noun(), names or Noun("name", "names")
        self._bars: list[Bar] = []
        self._rows: list[Bar] = []
        self._rest: list[Bar] = []
        self._limit = 0
        self._left_out = 0
        # Asked for at each change of size, and thousands of names are to be gone through for them.
        self._caption = self._captioned()
        self._rest_values: dict[int, float] = {}  # by how many rows come before
        # Of each row, that of all others too: worked out once, and not for each row that is drawn.
        self._values: list[float] = []
        self._places: list[float] = []
        super().__init__(theme, title, parent)

    def wanted_px(self) -> int:
        """The height in which each name has its bar, up to the limit."""
        return _FRAME_PX + _WANTED_ROW_PX * min(len(self._bars), self._limit)

    def show_bars(self, bars: Sequence[Bar], *, limit: int = 12, nothing: str = "") -> None:
        """Takes names in their order; the first `limit` have a bar each, or as many as there is room for."""
        self._bars = [bar for bar in bars if finite(bar.value) is not None]
        self._left_out = len(bars) - len(self._bars)
        self._limit = max(1, limit)
        self._caption = self._captioned()
        self._rest_values.clear()
        self._share_out(self._limit)
        self.changed(nothing)

    # What the frame asks

    def count(self) -> int:
        return len(self._rows) + bool(self._rest)

    def key(self, mark: int) -> Key:
        return self._rows[mark].key if mark < len(self._rows) else tuple(bar.key for bar in self._rest)

    def pick(self, mark: int) -> None:
        (self.picked if mark < len(self._rows) else self.others_picked).emit(self.key(mark))

    def whole(self, area: Area) -> Whole:
        self._share_out(min(self._limit, max(2, int(area.height // LEAST_ROW_PX))))
        rows = max(float(self.count()), area.height / MOST_ROW_PX)
        metrics = QFontMetricsF(self.theme.font("small_numbers"))
        low, high = min(0.0, *self._places), max(0.0, *self._places)
        words = max(metrics.horizontalAdvance(self._number(row)) for row in range(self.count())) + 2 * _GAP_PX
        free = max(1.0, area.width - words * (2 if low < 0 else 1))
        per_px = ((high - low) or 1.0) / free
        return (
            low - (words * per_px if low < 0 else 0.0),
            (high or (1.0 if not low else 0.0)) + words * per_px,
            0.5 - rows,
            0.5,
        )

    def tick(self, area: Area) -> None:
        metrics = QFontMetricsF(self.theme.font("small_numbers"))
        widest = self.width() * NAMES_SHARE
        names = drawing.cut_apart(metrics, [self.name(row) for row in range(self.count())], widest)
        self.side_ticks = [(-float(row), name) for row, name in enumerate(names)]

    def lay(self, area: Area) -> list[QRectF]:
        boxes = []
        for row, at in enumerate(self._places):
            left, right = sorted((area.x(0), area.x(at)))
            high = min(BAR_PX, area.height / max(1, self.count()) * 0.7)
            boxes.append(QRectF(left, area.y(-row) - high / 2, max(1.5, right - left), high))
        return boxes

    def draw(self, painter: QPainter, area: Area) -> None:
        painter.setFont(self.theme.font("small_numbers"))
        metrics = QFontMetricsF(painter.font())
        for row, box in enumerate(self.boxes):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("accent" if row < len(self._rows) else "muted"))
            painter.drawRoundedRect(box, 2, 2)
            words = self._number(row)
            wide = metrics.horizontalAdvance(words) + 2
            left = box.right() + _GAP_PX if self._places[row] >= 0 else box.left() - _GAP_PX - wide
            painter.setPen(self.theme.color("text"))
            painter.drawText(QRectF(left, box.center().y() - 10, wide, 20), Qt.AlignmentFlag.AlignCenter, words)
        painter.setPen(QPen(self.theme.color("faint"), 1))
        zero = round(area.x(0)) + 0.5
        bottom = min(area.height, area.y(0.5 - self.count()))
        painter.drawLine(QPointF(zero, 0), QPointF(zero, bottom))

    def at(self, point: QPointF, reach: float = 3.0) -> int | None:
        """The bar of the row that a point is in: names and short bars can be picked as easily as long ones."""
        rows = [row for row, box in enumerate(self.boxes) if abs(box.center().y() - point.y()) <= box.height() * 0.7]
        return rows[0] if rows and point.x() <= self.view.area().width else None

    def name(self, row: int) -> str:
        """The name of a row, whole."""
        if row < len(self._rows):
            return self._rows[row].name or "unnamed"
        return f"{len(self._rest):,} {'other' if len(self._rest) == 1 else 'others'}"

    def spoken(self, mark: int) -> str:
        return f"{self.name(mark)}, {self._said(mark)}"

    def carded(self, mark: int) -> str:
        words = f"{self.name(mark)}: {self._said(mark)}"
        if mark < len(self._rows):
            return self._rows[mark].label or words
        few = ", ".join(bar.name for bar in self._rest[:8])
        return f"{words} ({few}{', …' if len(self._rest) > 8 else ''})"

    def caption(self) -> str:
        return self._caption

    def _captioned(self) -> str:
        values = [bar.value for bar in self._bars]
        parts = [self._names.counted(len(values))]
        if self._added and all(isinstance(value, int) for value in values):
            parts.insert(0, self._noun.counted(sum(int(value) for value in values)))
        if values:
            low, high = min(values), max(values)
            parts.append(plain(low) if low == high else f"{plain(low)} to {plain(high)}")
        if self._left_out:
            parts.append(f"{self._left_out:,} without a number to draw")
        return " · ".join(parts)

    def table(self) -> Table:
        """All names, also those that share the last bar."""
        return Table(("name", "value", "label"), [(bar.name, bar.value, bar.label) for bar in self._bars])

    # Inside

    def _share_out(self, room: int) -> None:
        # One too many would be a bar called "1 other": it has its own instead, where there is room for it.
        rows = len(self._bars) if len(self._bars) <= room else room - 1 if room > 1 else 1
        self._rows, self._rest = self._bars[:rows], self._bars[rows:]
        found, rest = [float(bar.value) for bar in self._rows], self._rest_value()
        scale = measure.of([*found, rest])
        self._values = [*found, rest] if self._rest else found
        self._places = [scale.at(value) for value in self._values]
        if self.chosen is not None and self.chosen >= self.count():
            self.chosen = None
        if self.hovered is not None and self.hovered >= self.count():
            self.hovered = None

    def _rest_value(self) -> float:
        """The sum of the others, or the largest of them."""
        rows = len(self._rows)
        if rows not in self._rest_values:
            self._rest_values[rows] = self._summed_up()
        return self._rest_values[rows]

    def _summed_up(self) -> float:
        if self._added or not self._rest:
            return total(bar.value for bar in self._rest)
        return max(float(bar.value) for bar in self._rest)

    def _number(self, row: int) -> str:
        """What stands beside a bar."""
        told = plain(self._values[row])
        return told if self._added or row < len(self._rows) else f"≤ {told}"

    def _said(self, row: int) -> str:
        """The number of a row in words."""
        told = plain(self._values[row])
        return told if self._added or row < len(self._rows) else f"at most {told}"
