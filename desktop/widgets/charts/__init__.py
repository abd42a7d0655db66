"""Charts that are handed records and tell what a person points at; they know no archive.

Importing this is quick: what draws is imported by `load`, ahead of time, or with the first chart.
"""

from .library import load
from .records import Bar, Bound, Cell, Noun, Reading, Ring, RingKind, Segment, Table, TimePoint
from .taking_out import SaveAs
from .time_chart import TimeChart

__all__ = [
    "Bar",
    "Bound",
    "Cell",
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
