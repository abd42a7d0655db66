"""Histograms: a lane's marks by columns of pixels, publications by steps of the calendar. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .index import Floats, Index
from .marks import Marks, Publications
from .scale import Scale
from .ticks import Level, bins, boundaries

COLUMN_PX = 4.0
_LEAST_BIN_PX = 9.0
_MOST_BINS = 4096  # of a span as a whole; beyond, only what is in view is weighed


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Left edges in pixels (one more than values) and what lies between them; `most` is the value of full height."""

    edges: Floats
    values: Floats
    most: float

    @property
    def column_px(self) -> float:
        """The width of the first column; those of a lane are all as wide."""
        return float(self.edges[1] - self.edges[0])


def columns(index: Index, lanes: Iterable[int], scale: Scale, column_px: float = COLUMN_PX) -> dict[int, Histogram]:
    """Lanes by columns over the view and up to one beyond: so many pixels wide, but no narrower than a day.

    They belong to days, so panning does not make them shimmer. All lanes share one array of edges.
    """
    column_px = max(column_px, scale.px_per_day)
    origin = scale.first * scale.px_per_day
    first = np.floor(origin / column_px)
    number = int(scale.width / column_px) + 2
    edges = (first + np.arange(number + 1)) * column_px
    days, edges = edges / scale.px_per_day, edges - origin
    found = {}
    for lane in lanes:
        values = index.weight(lane, days)
        found[lane] = Histogram(edges, values, float(values.max(initial=0.0)))
    return found


class Calendar:
    """Publications by days, months or years, whichever have room; the tallest of all time is of full height."""

    def __init__(self, published: Publications) -> None:
        self.note = published.note
        none = np.zeros(len(published.earliest), np.bool_)
        self._index = Index(
            Marks(
                np.arange(len(none)),
                published.earliest,
                published.latest,
                none,
                none,
                none,
                none,
                none,
                np.zeros(len(none), np.int8),
                np.zeros(len(none), np.int32),
            ),
            1,
        )
        self._most: dict[tuple[str, int], float] = {}

    def span(self) -> tuple[int, int] | None:
        """The first day of all and the day after the last."""
        return self._index.span()

    def histogram(self, scale: Scale) -> Histogram:
        """The bins in view."""
        level = bins(scale, _LEAST_BIN_PX)
        edges = np.array(boundaries(level, scale.first, scale.last), np.float64)
        values = self._index.weight(0, edges)
        most = max(self._tallest(level), float(values.max(initial=0.0)))
        return Histogram((edges - scale.first) * scale.px_per_day, values, most)

    def _tallest(self, level: Level) -> float:
        key = (level.unit, level.step)
        if key not in self._most:
            span = self._index.span()
            if span is None or (span[1] - span[0]) / level.shortest_days > _MOST_BINS:
                return 0.0
            edges = np.array(boundaries(level, *span), np.float64)
            self._most[key] = float(self._index.weight(0, edges).max(initial=0.0))
        return self._most[key]
