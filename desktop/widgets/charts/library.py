"""The door to the drawing library: imported when the first chart is made, or ahead of that by a job.

Importing pyqtgraph takes about half a second, too long for the interface thread when a page opens.
"""

from importlib import import_module
from types import ModuleType


def load(*_: object) -> None:
    """Imports what charts draw with: for a job, once PySide's classes were made (`desktop.loading`). Nothing but quick a second time.

    Hand it to the jobs while nobody waits: `jobs.run(charts.load)`; it takes a Progress and needs none.
    """
    import_module("pyqtgraph")


def plot() -> ModuleType:
    """The module of the plot's parts, for the interface's thread; the first call imports it, and the library where `load` has not."""
    return import_module("desktop.widgets.charts.plot")
