"""What lies under the pointer: the nearest mark within a few pixels, a label, a column of a histogram."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF

from .frame import Frame, LaneFrame
from .painting import label_box, mark_box

NEAR_PX = 6.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """A column of a histogram: its days, inclusive, and about how many marks lie in it."""

    first: int
    last: int
    marks: float
    box: QRectF


def box_of(frame: Frame, names_px: float, position: int | None) -> QRectF | None:
    """Where a mark is drawn, in the widget's pixels; None when it is not."""
    for lane in frame.lanes:
        for mark in lane.marks:
            if mark.position == position:
                return mark_box(mark, frame.bands.line(lane.lane)).translated(names_px, 0)
    return None


def mark_at(frame: Frame, names_px: float, point: QPointF) -> int | None:
    """The position of the mark nearest to a point, or of the label there; None when nothing is near."""
    lane = _lane_at(frame, names_px, point)
    if lane is None:
        return None
    x, y, line = point.x() - names_px, point.y(), frame.bands.line(lane.lane)
    near: list[tuple[float, bool, float, int]] = []
    for mark in lane.marks:
        box = mark_box(mark, line)
        away = max(box.left() - x, x - box.right(), 0.0) + max(box.top() - y, y - box.bottom(), 0.0)
        if away <= NEAR_PX:
            # Of several bars under the pointer the shortest is meant, and a dot before any bar.
            near.append((away, not mark.kind.precise, box.width(), mark.position))
    if near:
        return min(near)[3]
    for words in lane.words:
        if label_box(line, words.placed.x, words.placed.width, words.placed.row).contains(QPointF(x, y)):
            return words.placed.key
    return None


def crowd_at(frame: Frame, names_px: float, point: QPointF) -> Crowd | None:
    """The column of a histogram under a point; None where there is none, or nothing in it."""
    lane = _lane_at(frame, names_px, point)
    if lane is None or lane.histogram is None:
        return None
    x, edges = point.x() - names_px, lane.histogram.edges
    place = int(edges.searchsorted(x, "right")) - 1
    if not 0 <= place < len(lane.histogram.values) or lane.histogram.values[place] < 1e-6:
        return None
    left, right = float(edges[place]), float(edges[place + 1])
    bottom, tall = frame.bands.base(lane.lane)
    first = int(frame.scale.day(left) // 1)
    last = max(first, int(-(-frame.scale.day(right) // 1)) - 1)
    box = QRectF(left + names_px, bottom - tall, right - left, tall)
    return Crowd(first, last, float(lane.histogram.values[place]), box)


def rounded(box: QRectF | None) -> QRect:
    """The box in whole pixels, empty for none."""
    return QRect() if box is None else box.toAlignedRect()


def _lane_at(frame: Frame, names_px: float, point: QPointF) -> LaneFrame | None:
    number = frame.bands.lane_at(point.y())
    if number is None or not 0 <= point.x() - names_px <= frame.scale.width:
        return None
    return next((each for each in frame.lanes if each.lane == number), None)
