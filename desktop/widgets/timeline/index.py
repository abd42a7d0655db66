"""Finds the marks of a lane in a span of days, counts and weighs them, without looking at the others. No Qt.

Marks are kept by lane, then by first day. Those in a span are found by binary search, on the first days and on the running
maximum of the last ones; counts come from the sorted ends, and the weight on any span of days from prefix sums: each mark
weighs one, spread evenly over its days (a mark open on one side weighs on the day that is known).
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .marks import Marks

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]

_LANE_STEP = 1 << 40  # farther apart than any two days


class Index:
    """Positions are places in this order, 0 to `len(index)`; `row` gives the mark's place in what was handed in."""

    def __init__(self, marks: Marks, lanes: int) -> None:
        self.marks = marks
        self.lanes = lanes
        start = np.where(marks.open_start, marks.latest, marks.earliest).astype(np.int64)
        end = np.where(marks.open_end, start, marks.latest).astype(np.int64) + 1
        end = np.maximum(end, start + 1)
        drawn = ~(marks.open_start & marks.open_end) & (marks.lane >= 0) & (marks.lane < lanes)
        rows = np.flatnonzero(drawn)
        order = in_order(marks.lane[rows], start[rows], end[rows])
        self.row: Positions = rows[order]
        self.start, self.end = start[self.row], end[self.row]
        self.lane = marks.lane[self.row]
        self.ids = marks.ids[self.row]
        self._bounds = np.searchsorted(self.lane, np.arange(lanes + 1)).tolist()
        far = self.lane.astype(np.int64) * _LANE_STEP
        # Floating, as the days asked for are: searching whole numbers for a fraction would copy them every time.
        self._begins = self.start.astype(np.float64)
        self._farthest = (np.maximum.accumulate(self.end + far) - far if len(far) else self.end).astype(np.float64)
        by_end = np.argsort(self.end + far, kind="stable")
        self._ends = self.end[by_end].astype(np.float64)
        self._weigh(by_end)

    def __len__(self) -> int:
        return len(self.row)

    def span(self) -> tuple[int, int] | None:
        """The first day of all and the day after the last, None without marks."""
        return (int(self.start.min()), int(self.end.max())) if len(self) else None

    def of_lane(self, lane: int) -> tuple[int, int]:
        """The positions of a lane: first and the one after the last."""
        return self._bounds[lane], self._bounds[lane + 1]

    @cached_property
    def _by_id(self) -> Positions:
        return np.argsort(self.ids, kind="stable")

    def position(self, ident: int | None) -> int | None:
        """The position of a mark by its id; None when it is not drawn."""
        if ident is None or not len(self):
            return None
        place = int(self.ids.searchsorted(ident, sorter=self._by_id))
        if place == len(self) or self.ids[self._by_id[place]] != ident:
            return None
        return int(self._by_id[place])

    def between(self, lane: int, first: float, last: float) -> Positions:
        """The positions of a lane's marks that touch the days `[first, last)`, by first day."""
        low, high = self.of_lane(lane)
        begin = low + int(self._farthest[low:high].searchsorted(first, "right"))
        stop = low + int(self._begins[low:high].searchsorted(last, "left"))
        return begin + np.flatnonzero(self.end[begin:stop] > first)

    def count(self, lane: int, first: float, last: float) -> int:
        """How many `between` would give."""
        low, high = self.of_lane(lane)
        begun = int(self._begins[low:high].searchsorted(last, "left"))
        return begun - int(self._ends[low:high].searchsorted(first, "right"))

    def weight(self, lane: int, edges: Floats) -> Floats:
        """The weight of a lane's marks between each two of the edges (days, rising); one less than there are edges."""
        low, high = self.of_lane(lane)
        begun = low + self._begins[low:high].searchsorted(edges, "right")
        ended = low + self._ends[low:high].searchsorted(edges, "right")
        days = edges - self._zero
        grown = days * (self._share[begun] - self._share[low]) - (self._moment[begun] - self._moment[low])
        grown -= days * (self._share_ended[ended] - self._share_ended[low])
        grown += self._moment_ended[ended] - self._moment_ended[low]
        weights: Floats = np.maximum(np.diff(grown), 0.0)
        return weights

    def nearest(self, lane: int, day: float) -> int | None:
        """The mark of a lane whose beginning lies nearest to a day; None in a lane without marks."""
        low, high = self.of_lane(lane)
        if low == high:
            return None
        after = low + int(self._begins[low:high].searchsorted(day))
        near = [place for place in (after - 1, after) if low <= place < high]
        return min(near, key=lambda place: abs(float(self.start[place]) - day))

    def _weigh(self, by_end: Positions) -> None:
        # Days count from the middle of all, so that the sums stay small and exact enough.
        self._zero = float(np.median(self.start)) if len(self) else 0.0
        share = 1.0 / (self.end - self.start)
        self._share = _summed(share)
        self._moment = _summed(share * (self.start - self._zero))
        self._share_ended = _summed(share[by_end])
        self._moment_ended = _summed(share[by_end] * (self._ends - self._zero))


def in_order(lane: NDArray[np.int32], start: Positions, end: Positions) -> Positions:
    """The order by lane, then first day, then last; in one sort of one number wherever the three fit into it."""
    if not len(lane):
        return np.zeros(0, np.int64)
    early, days = int(start.min()), int(end.max() - start.min()) + 1
    if int(lane.max()) >= (1 << 62) // days**2:
        return np.lexsort((end, start, lane))
    return np.argsort((lane * np.int64(days) + (start - early)) * days + (end - early), kind="stable")


def _summed(values: Floats) -> Floats:
    return np.concatenate((np.zeros(1), np.cumsum(values)))
