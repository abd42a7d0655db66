"""The door to the drawing library: imported when the first chart is made, or ahead of that by a job.

Importing pyqtgraph takes about half a second, too long for the interface thread when a page opens.
"""

from importlib import import_module
from types import ModuleType


def load(*_: object) -> None:
    """Imports what charts draw with. Safe on any thread, and nothing but quick a second time.

    Hand it to the jobs while nobody waits: `jobs.run(charts.load)`; it takes a Progress and needs none.
    """
    plot()


def plot() -> ModuleType:
    """The module of the plot's parts; the first call imports the library."""
    return import_module("desktop.widgets.charts.plot")
