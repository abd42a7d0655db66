"""Charts that are handed records and tell what a person points at; they know no archive.

Importing this is quick: what draws is imported by `load`, ahead of time, or with the first chart.
"""

from .bar_chart import BarChart
from .column_chart import ColumnChart
from .heat_map import HeatMap
from .library import load
from .line_chart import LineChart
from .records import Bar, Bound, Cell, Noun, Reading, Ring, RingKind, Segment, Table, TimePoint
from .taking_out import SaveAs
from .time_chart import TimeChart

__all__ = [
    "Bar",
    "BarChart",
    "Bound",
    "Cell",
    "ColumnChart",
    "HeatMap",
    "LineChart",
    "Noun",
    "Reading",
    "Ring",
    "RingKind",
    "SaveAs",
    "Segment",
    "Table",
    "TimeChart",
    "TimePoint",
    "load",
]
