"""Loads what the window will need, ahead of time: what is of the window on the interface's thread, a piece a turn, what is not on others.

PySide keeps what it knows of the classes of the whole process in one table. Before Python 3.12 Qt asks that table for a class without holding
the interpreter's lock (PYSIDE-803), whatever another thread is doing: while one makes a class, the interface may find none, and
the program ends. PySide's own classes are made when they are first asked for, and run Python in the midst of it, for the enumerations in them: another
thread that asks for one meanwhile gets it half made (two threads that asked for all of QtWidgets at once ended in 24 of 24 runs, PySide 6.11).

So no job imports a module of the window, or one of PySide. One thing remains: importing pyqtgraph, which charts are drawn with, makes a hundred
classes and takes a fifth of a second; it imports all of its modules itself, so it cannot be parted, and is left to a job. That comes late,
and once the classes of PySide that it is made of are there (`classes`); that the interface asks the table while it makes its own is not ruled out.
"""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Final

from PySide6 import QtCore, QtGui, QtSvg, QtWidgets
from PySide6.QtCore import QObject, Signal

from archive.base.progress import Progress
from desktop.jobs import Job, Jobs
from desktop.turns import Turns

Piece = Callable[[], object]
Step = Callable[[Progress], Iterable[Piece] | None]

_MODULES: Final = (QtCore, QtGui, QtWidgets, QtSvg)
# What pyqtgraph imports besides: it asks for no class of the first.
_LARGE: Final = "PySide6.QtOpenGL"
_OF_CHARTS: Final = ("PySide6.QtOpenGLWidgets", "PySide6.QtTest")
_AT_ONCE: Final = 8  # a few milliseconds
_made: set[tuple[str, str]] = set()

# What showing an archive takes of it; none of it knows the window, and so any thread may import it.
_SHOWING: Final = (
    *"archive.archive archive.annotation.layers archive.annotation.units archive.base.memory archive.model.tables archive.model.taught".split(),
    *(
        f"archive.operations.{name}"
        for name in """acts annotate browse choosing codebook collect curate figures illustrations memos naming
            originals origins pictures tesseract timeline watching window_state""".split()
    ),
)


class Ahead(QObject):
    """Does steps one after the other: each is called on a job's thread, and what it gives is done here then, a piece a turn."""

    done = Signal()  # the last step, and all that it gave

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        self._steps: deque[Step] = deque()
        self._turns = Turns(self)

    def begin(self, steps: Iterable[Step], first: Iterable[Piece] = ()) -> None:
        """Does these in the place of those that are still to be done; before them the pieces that come `first`."""
        self._give_up_job()
        self._steps = deque(steps)
        self._turns.anew([*first, self._next])

    def put_off(self, by_ms: int) -> None:
        """Goes on so much later, with what is still to be done. A step that a job has begun is given up, and begun again then."""
        if self._give_up_job():
            self._turns.anew([self._next])
        self._turns.put_off(by_ms)

    def give_up(self) -> None:
        """Does no more of it."""
        self._give_up_job()
        self._steps.clear()
        self._turns.anew(())

    def _give_up_job(self) -> bool:
        """Whether one was under way."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        return job is not None

    def _next(self) -> None:
        if self._steps:
            self._job = self._jobs.run(self._steps[0], done=self._take, owner=self)
        else:
            self.done.emit()

    def _take(self, pieces: Iterable[Piece] | None) -> None:
        self._job = None
        self._steps.popleft()
        self._turns.more([*(pieces or ()), self._next])


def classes() -> list[Piece]:
    """What makes PySide's classes, a few at a time: for turns of the interface. Nothing once they were made."""
    pieces: list[Piece] = [partial(import_module, _LARGE)] if _LARGE not in sys.modules else []
    pieces += [partial(_make_whole, name) for name in _OF_CHARTS if name not in {name for name, _ in _made}]
    for module in _MODULES:
        names = [name for name in dir(module) if (module.__name__, name) not in _made]
        pieces += [partial(_make, module, names[at : at + _AT_ONCE]) for at in range(0, len(names), _AT_ONCE)]
    return pieces


def make_classes() -> None:
    """Makes those that are still to be made, now: on the interface's thread, before a job imports pyqtgraph."""
    for piece in classes():
        piece()


def showing(progress: Progress) -> None:
    """Imports what showing an archive takes of it. Safe on any thread. Raises Cancelled between two modules."""
    imported(progress, _SHOWING)


def imported(progress: Progress, names: Sequence[str]) -> None:
    """Imports these in order; none of them may be of the window (`parting.parted`). Raises Cancelled between two."""
    for name in names:
        progress.check()
        import_module(name)


def _make_whole(name: str) -> None:
    module = import_module(name)
    _make(module, dir(module))


def _make(module: ModuleType, names: Sequence[str]) -> None:
    for name in names:
        getattr(module, name)
    _made.update((module.__name__, name) for name in names)
