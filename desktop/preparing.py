"""Builds the views of the rail while nothing else is to be done, so that the first opening of one has only to show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.context import Context
from desktop.turns import Turns
from desktop.warming import AFTER_MS
from desktop.widgets.basics import dismiss

_AFTER_CHANGE_MS: Final = 2_000
Make = Callable[[Context, QWidget], QWidget]


def _made(module: str, name: str) -> Make:
    def make(context: Context, stack: QWidget) -> QWidget:
        view: QWidget = getattr(import_module(f"desktop.views.{module}"), name)(context, stack)
        return view

    return make


_VIEWS: Final[Mapping[str, Make]] = {
    "passages": _made("passages", "Passages"),
    "codebook": _made("codebook", "Codebook"),
    "timeline": _made("timeline", "Timeline"),
    "statistics": _made("statistics", "Statistics"),
}
# What stands in a view behind a first choice, and is large: made there once the view is built.
_PARTS: Final[Mapping[str, str]] = {"passages": "memos", "statistics": "figures"}


class Preparing(QObject):
    """A view a turn, while no work is shown at the foot of the window and nothing changes. Built is not filled: nothing is read for a view,
    and no job begun, before it is asked for.
    """

    def __init__(self, context: Context, stack: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._stack = context, stack
        self.built: dict[str, QWidget] = {}  # and not asked for yet
        self._taken: set[str] = set()
        # An import and the like take the interpreter from a turn, which then lasts twice as long.
        self._turns = Turns(self, context.jobs.is_showing_work)
        context.history.changed.connect(self._changed)

    def begin(self) -> None:
        """Builds those that were neither built nor asked for yet."""
        for name in _VIEWS:
            self._turns.more([partial(self._build, name), partial(self._complete, name)])

    def put_off(self) -> None:
        """Somebody types: goes on a moment after the last key."""
        self._turns.put_off(AFTER_MS)

    def _changed(self, _: object) -> None:
        """Something was saved, indexed or read: more of it may come."""
        self._turns.put_off(_AFTER_CHANGE_MS)

    def take(self, name: str) -> QWidget:
        """The view, built now if it was not; it is the caller's from then on."""
        self._build(name)
        self._taken.add(name)
        return self.built.pop(name)

    def leave(self) -> None:
        """The archive closes: what was built in vain goes, and nothing is built any more."""
        self._turns.anew(())
        for view in self.built.values():
            dismiss(view)
        self.built.clear()

    def _build(self, name: str) -> None:
        if name not in self.built and name not in self._taken:
            self.built[name] = _VIEWS[name](self._context, self._stack)

    def _complete(self, name: str) -> None:
        if name in self.built and name in _PARTS:
            getattr(self.built[name], _PARTS[name])
