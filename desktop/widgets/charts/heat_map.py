"""How often names go together: a square for each pair, the darker and the larger the more often; its number where it fits."""

from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from desktop.theme import Theme

from . import drawing
from .area import Area
from .chart import Chart, Whole
from .numbers import plain
from .records import Cell, Key, Noun, Table, finite

LEAST_PX, MOST_PX = 18.0, 64.0
NAMES_SHARE = 0.34  # of the width, for the names of rows at most
MOST_FOOT_PX, _FOOT_SHARE = 150, 0.34  # of the height, for names below that stand upright
_FRAME_PX, _WANTED_ROW_PX = 66, 22
_PALEST = 0.14
_READABLE = 4.55  # contrast of words, a little above what is asked for: colours are rounded
_NUMBER_GAP_PX = 6.0
_MOST = 0.8  # of the numbers must fit; else squares of different sizes tell more


class HeatMap(Chart):
    """`show_cells` fills it; picking a pair emits its key."""

    foot_marked = False

    def __init__(
        self,
        theme: Theme,
        title: str = "",
        parent: QWidget | None = None,
        *,
        noun: Noun | None = None,
        names: Noun | None = None,
    ) -> None:
        self._noun, self._names = noun or Noun("pair", "pairs"), names or Noun("name", "names")
        self._held: list[Cell] = []
        self._cells: list[Cell] = []
        self._rows: list[str] = []
        self._columns: list[str] = []
        self._order: tuple[list[str], list[str]] = ([], [])
        self._left_out = 0
        self._widths: dict[tuple[str, int], float] = {}  # font and side → px of the widest name
        super().__init__(theme, title, parent)

    def wanted_px(self) -> int:
        """The height in which every row has its room."""
        foot = min(MOST_FOOT_PX, self._widest(1) + 10)
        return int(_FRAME_PX + _WANTED_ROW_PX * len(self._order[0]) + foot)

    def show_cells(
        self, cells: Sequence[Cell], *, rows: Sequence[str] = (), columns: Sequence[str] = (), nothing: str = ""
    ) -> None:
        """Takes pairs; without an order, the names with the largest sums come first. Zeros and less are no pairs."""
        self._held = [each for each in cells if (finite(each.value) or 0) > 0]
        self._left_out = sum(finite(each.value) is None for each in cells)
        self._order = (list(rows) or self._ranked("row"), list(columns) or self._ranked("column"))
        self._widths.clear()
        self._share_out(len(self._order[0]), len(self._order[1]))
        self.changed(nothing)

    # What the frame asks

    def count(self) -> int:
        return len(self._cells)

    def filled(self) -> bool:
        return bool(self._held)

    def key(self, mark: int) -> Key:
        return self._cells[mark].key

    def beside(self, mark: int, across: int, down: int) -> int:
        """The next pair in the row or in the column; pairs that are none are passed over."""
        here = self._place(self._cells[mark])
        away = across + down
        found = []
        for other, each in enumerate(self._cells):
            row, column = self._place(each)
            same, ahead = (row == here[0], column - here[1]) if across else (column == here[1], row - here[0])
            if same and ahead * away > 0:
                found.append((abs(ahead), other))
        return min(found)[1] if found else mark

    def whole(self, area: Area) -> Whole:
        room = int(area.width // LEAST_PX), int(area.height // LEAST_PX)
        most = max(1, room[0]), max(1, room[1])
        if self._order[0] == self._order[1]:  # a square stays one
            most = min(most), min(most)
        self._share_out(most[1], most[0])
        columns = max(float(len(self._columns)), area.width / MOST_PX)
        rows = max(float(len(self._rows)), area.height / MOST_PX * 1.6)
        return -0.5, columns - 0.5, 0.5 - rows, 0.5

    def tick(self, area: Area) -> None:
        metrics = QFontMetricsF(self.theme.font("small_numbers"))
        widest = self.width() * NAMES_SHARE
        names = drawing.cut_apart(metrics, self._rows, widest)
        self.side_ticks = [(-float(row), name) for row, name in enumerate(names)]
        self.foot_ticks = [(float(column), name) for column, name in enumerate(self._columns)]
        # By all names, not only those with room: how much room there is must not depend on who gets it.
        needed = self._widest(1)
        spare = self.height() - _FRAME_PX - _WANTED_ROW_PX * len(self._order[0])  # what few rows leave to the names
        most = min(MOST_FOOT_PX, max(spare, self.height() * _FOOT_SHARE))
        self.foot_px = 24 if self._flat(area) else int(min(most, needed + 10))

    def side_width(self) -> float:
        return float(int(min(self.width() * NAMES_SHARE, self._widest(0))) + 1 + drawing.SIDE_GAP_PX)

    def lay(self, area: Area) -> list[QRectF]:
        wide, high = area.width / (area.x1 - area.x0), area.height / (area.y1 - area.y0)
        boxes = []
        for each in self._cells:
            row, column = self._place(each)
            boxes.append(QRectF(area.x(column) - wide / 2, area.y(-row) - high / 2, wide, high).adjusted(1, 1, -1, -1))
        return boxes

    def draw(self, painter: QPainter, area: Area) -> None:
        painter.setFont(self.theme.font("small_numbers"))
        metrics = QFontMetricsF(painter.font())
        words = [plain(each.value) for each in self._cells]
        fits = [
            metrics.horizontalAdvance(told) + _NUMBER_GAP_PX <= box.width() and metrics.height() <= box.height() + 2
            for told, box in zip(words, self.boxes, strict=True)
        ]
        numbered = sum(fits) >= len(fits) * _MOST
        self._draw_ground(painter, area)
        for each, told, box, fit in zip(self._cells, words, self.boxes, fits, strict=True):
            color = self.shade(self._share(each))
            if numbered:
                painter.fillRect(box, color)
                if fit:
                    painter.setPen(self.ink(color))
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, told)
            else:
                side = 0.35 + 0.65 * self._share(each) ** 0.5
                inner = QRectF(0, 0, box.width() * side, box.height() * side)
                inner.moveCenter(box.center())
                painter.fillRect(inner, color)

    def draw_foot(self, painter: QPainter, rect: QRectF) -> None:
        area = self.view.area()
        metrics = QFontMetricsF(self.theme.font("small_numbers"))
        painter.setFont(self.theme.font("small_numbers"))
        painter.setPen(self.theme.color("muted"))
        wide, flat = area.width / (area.x1 - area.x0), self._flat(area)
        room = wide - 6 if flat else rect.height() - 6
        for (position, _), name in zip(self.foot_ticks, drawing.cut_apart(metrics, self._columns, room), strict=True):
            x = area.x(position)
            if flat:
                painter.drawText(QRectF(x - wide / 2, 4, wide, 18), Qt.AlignmentFlag.AlignCenter, name)
                continue
            painter.save()
            painter.translate(QPointF(x, 4))
            painter.rotate(-90)
            box = QRectF(-rect.height() + 4, -9, rect.height() - 4, 18)
            sides = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, sides, name)
            painter.restore()

    def spoken(self, mark: int) -> str:
        each = self._cells[mark]
        return f"{each.row} and {each.column}, {plain(each.value)}"

    def carded(self, mark: int) -> str:
        return self._cells[mark].label or self.spoken(mark)

    def carded_beside(self, at: QPointF) -> str:
        """The whole name, where it is cut off."""
        area = self.view.area()
        if at.x() < 0:
            row = round(-(area.y0 + (1 - at.y() / area.height) * (area.y1 - area.y0)))
            return self._rows[row] if 0 <= row < len(self._rows) else ""
        column = round(area.position(at.x()))
        return self._columns[column] if at.y() > area.height and 0 <= column < len(self._columns) else ""

    def caption(self) -> str:
        values = [each.value for each in self._held]
        parts = [self._noun.counted(len(values))]
        names = set(self._order[0]) | set(self._order[1])
        parts.append(self._names.counted(len(names)))
        if values:
            low, high = min(values), max(values)
            parts.append(plain(low) if low == high else f"{plain(low)} to {plain(high)}")
        if len(self._rows) < len(self._order[0]) or len(self._columns) < len(self._order[1]):
            parts.append(f"the first {len(self._rows):,} by {len(self._columns):,} have room")
        if self._left_out:
            parts.append(f"{self._left_out:,} without a number to draw")
        return " · ".join(parts)

    def table(self) -> Table:
        """All pairs, also those without room."""
        rows = [(each.row, each.column, each.value, each.label) for each in self._held]
        return Table(("row", "column", "value", "label"), rows)

    # Colours

    def shade(self, share: float) -> QColor:
        """The colour of a share 0 to 1 of the largest number."""
        strength = _PALEST + (1 - _PALEST) * share**0.5  # small numbers are many: even steps would hide them
        color = self._mixed(strength)
        while strength < 1 and drawing.contrast(self.ink(color), color) < _READABLE:
            strength = min(1.0, strength + 0.01)  # over the narrow band where neither dark nor light words can be read
            color = self._mixed(strength)
        return color

    def ink(self, color: QColor) -> QColor:
        """Of the colours for words, the one that reads best on a colour."""
        return max(
            (self.theme.color(role) for role in ("text", "on_accent")), key=lambda ink: drawing.contrast(ink, color)
        )

    # Inside

    def _mixed(self, strength: float) -> QColor:
        ground, accent = self.theme.color(self.ground), self.theme.color("accent")
        pairs = (
            (ground.redF(), accent.redF()),
            (ground.greenF(), accent.greenF()),
            (ground.blueF(), accent.blueF()),
        )
        return QColor.fromRgbF(*(one + (other - one) * strength for one, other in pairs))

    def _draw_ground(self, painter: QPainter, area: Area) -> None:
        """Where there is no pair: a faint square, so that rows and columns can be followed."""
        wide, high = area.width / (area.x1 - area.x0), area.height / (area.y1 - area.y0)
        pale = self.theme.color("line", 0.35)
        for row in range(len(self._rows)):
            for column in range(len(self._columns)):
                box = QRectF(area.x(column) - wide / 2, area.y(-row) - high / 2, wide, high)
                painter.fillRect(box.adjusted(1, 1, -1, -1), pale)

    def _ranked(self, side: str) -> list[str]:
        """The names of a side by their sums; the same order on both sides where it is the same names that go together."""
        sums: dict[str, float] = defaultdict(float)
        both = bool({each.row for each in self._held} & {each.column for each in self._held})
        for each in self._held:
            for name in (each.row, each.column) if both else (getattr(each, side),):
                sums[name] += float(each.value)
        return sorted(sums, key=lambda name: (-sums[name], name))

    def _share(self, each: Cell) -> float:
        return float(each.value) / self._largest

    def _place(self, each: Cell) -> tuple[int, int]:
        return self._row_of[each.row], self._column_of[each.column]

    def _flat(self, area: Area) -> bool:
        """Whether every name below fits in the width of its column; else all of them stand upright."""
        return min(MOST_PX, area.width / max(1, len(self._order[1]))) >= self._widest(1) + _NUMBER_GAP_PX

    def _widest(self, side: int) -> float:
        """The width of the widest name of the rows (0) or the columns (1), measured once for a font."""
        font = self.theme.font("small_numbers")
        if (font.key(), side) not in self._widths:
            metrics = QFontMetricsF(font)
            wide = (metrics.horizontalAdvance(" ".join(name.split())) for name in self._order[side])
            self._widths[font.key(), side] = max(wide, default=0.0)
        return self._widths[font.key(), side]

    def _share_out(self, rows: int, columns: int) -> None:
        before = None if self.chosen is None or self.chosen >= len(self._cells) else self._cells[self.chosen]
        self._rows, self._columns = list(self._order[0][:rows]), list(self._order[1][:columns])
        self._row_of = {name: row for row, name in enumerate(self._rows)}
        self._column_of = {name: column for column, name in enumerate(self._columns)}
        shown = [each for each in self._held if each.row in self._row_of and each.column in self._column_of]
        self._cells = sorted(shown, key=self._place)
        self._largest = max((float(each.value) for each in self._cells), default=1.0)
        self.chosen = self._cells.index(before) if before in self._cells else None
        self.hovered = None
