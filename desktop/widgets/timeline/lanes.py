"""Where the bands of a timeline lie from top to bottom: axis, lanes (which scroll), published. No Qt."""

from dataclasses import dataclass

AXIS_PX = 40.0
PUBLISHED_PX = 76.0
LEAST_LANE_PX, MOST_LANE_PX, ALONE_PX = 48.0, 108.0, 320.0
LABEL_ROW_PX, MARK_ROW_PX = 16.0, 15.0
NAMES_LEAST_PX, NAMES_MOST_PX, NAMES_SHARE = 96.0, 208.0, 0.22
_LINE_SHARE = 0.44  # how far down a lane its line is
_UNDER_LABELS_PX = 9.0  # from the lane's line to the lowest row of labels
_MOST_LABEL_ROWS, _MOST_MARK_ROWS = 6, 8


@dataclass(frozen=True, slots=True)
class Bands:
    """Pixels from the widget's top. `scroll` is the pixel of the lanes that stands at `top`."""

    lanes: int
    top: float
    bottom: float
    lane_px: float
    scroll: float
    published: tuple[float, float] | None

    @property
    def most_scroll(self) -> float:
        return max(0.0, self.lanes * self.lane_px - (self.bottom - self.top))

    @property
    def in_view(self) -> range:
        """The lanes of which anything shows."""
        if not self.lanes or self.bottom <= self.top:
            return range(0)
        first = int(self.scroll // self.lane_px)
        last = int((self.scroll + self.bottom - self.top - 0.001) // self.lane_px)
        return range(first, min(self.lanes, last + 1))

    def lane_top(self, lane: int) -> float:
        return self.top - self.scroll + lane * self.lane_px

    def line(self, lane: int) -> float:
        """The lane's line, on which its marks stand."""
        return float(round(self.lane_top(lane) + self._above))

    def base(self, lane: int) -> tuple[float, float]:
        """Where the columns of a lane's histogram stand, and how tall they may be."""
        bottom = float(round(self.lane_top(lane) + self.lane_px - 8))
        return bottom, self.lane_px - 8 - 16

    def lane_at(self, y: float) -> int | None:
        if not self.top <= y < self.bottom or not self.lanes:
            return None
        lane = int((y - self.top + self.scroll) // self.lane_px)
        return lane if lane < self.lanes else None

    @property
    def label_rows(self) -> int:
        above = self._above - _UNDER_LABELS_PX - 2
        return max(1, min(_MOST_LABEL_ROWS, int(above // LABEL_ROW_PX)))

    @property
    def mark_rows(self) -> int:
        below = self.lane_px - self._above
        return max(1, min(_MOST_MARK_ROWS, 1 + int((below - 7) // MARK_ROW_PX)))

    @property
    def _above(self) -> float:
        return max(30.0, self.lane_px * _LINE_SHARE)

    def showing(self, lane: int) -> float:
        """The scroll that brings a lane into view, moving no farther than needed."""
        top, height = lane * self.lane_px, self.bottom - self.top
        return max(0.0, min(max(self.scroll, top + self.lane_px - height), top, self.most_scroll))


def label_y(line: float, row: int) -> float:
    """The baseline of words in a row above the line (1 and up), or beside a mark under it (below 0)."""
    if row > 0:
        return line - _UNDER_LABELS_PX - 3 - (row - 1) * LABEL_ROW_PX
    return line - row * MARK_ROW_PX + 4


def bands(height: float, lanes: int, scroll: float, *, told: bool = True, published: bool = True) -> Bands:
    """Divides a height; the lanes take what is left, and scroll when that is too little."""
    below = min(PUBLISHED_PX, max(0.0, height - AXIS_PX)) if published else 0.0
    bottom = max(AXIS_PX, height - below)
    shown = lanes if told else 0
    room = bottom - AXIS_PX
    most = ALONE_PX if shown == 1 else MOST_LANE_PX
    lane_px = min(most, max(LEAST_LANE_PX, room / shown if shown else most))
    made = Bands(shown, AXIS_PX, bottom, float(int(lane_px)), 0.0, (bottom, height) if published else None)
    return Bands(shown, AXIS_PX, bottom, made.lane_px, max(0.0, min(scroll, made.most_scroll)), made.published)
