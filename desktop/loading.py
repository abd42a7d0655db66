"""Loads what the window will need: PySide's own classes on the interface's thread, and only then on others what is made from them.

PySide makes a class when it is first asked for, and runs Python in the midst of it, for the enumerations in it. Another thread that asks
for it meanwhile gets it half made, and the program ends: two threads that asked for all of QtWidgets at once ended in 24 of 24 runs
(PySide 6.11). So no job imports anything of the window before `classes` were made.
"""

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Final

from PySide6 import QtCore, QtGui, QtSvg, QtWidgets

from archive.base.progress import Progress

_MODULES: Final = (QtCore, QtGui, QtWidgets, QtSvg)
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


def classes() -> list[Callable[[], object]]:
    """What makes PySide's classes, a few at a time: for turns of the interface. Nothing once they were made."""
    pieces: list[Callable[[], object]] = []
    for module in _MODULES:
        names = [name for name in dir(module) if (module.__name__, name) not in _made]
        pieces += [partial(_make, module, names[at : at + _AT_ONCE]) for at in range(0, len(names), _AT_ONCE)]
    return pieces


def make_classes() -> None:
    """Makes those that are still to be made, now: on the interface's thread, before a job imports anything of the window."""
    for piece in classes():
        piece()


def showing(progress: Progress) -> None:
    """Imports what showing an archive takes of it. Safe on any thread. Raises Cancelled between two modules."""
    imported(progress, _SHOWING)


def imported(progress: Progress, names: Sequence[str]) -> None:
    """Imports these in order; those of the window only once `classes` were made. Raises Cancelled between two."""
    for name in names:
        progress.check()
        import_module(name)


def _make(module: ModuleType, names: Sequence[str]) -> None:
    for name in names:
        getattr(module, name)
    _made.update((module.__name__, name) for name in names)
