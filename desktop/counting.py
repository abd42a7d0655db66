"""How the statistics come to the front, and where their marks lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from archive.model.passage import PassageFilter
from archive.model.search import Scope
from desktop.context import Context

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.views.statistics import Statistics


class Counting(QObject):
    """Made by the desk; `show` makes the view when it is first asked for."""

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        context.actions.on("go.statistics", self.show, owner=self)

    def show(self) -> Statistics:
        """Brings the statistics to the front."""

        def make() -> Statistics:
            made = cast("Statistics", self._desk.preparing.take("statistics"))
            made.open_requested.connect(self._desk.open_passage)
            made.library_requested.connect(self._list)
            made.passages_requested.connect(self._passages)
            return made

        view = cast("Statistics", self._desk.show_view("statistics", make))
        view.refresh()
        return view

    def _list(self, scope: Scope, query: str) -> None:
        """The articles behind a mark."""
        self._desk.show_library()
        self._desk.library.list.show_narrowed(scope, query)

    def _passages(self, filter: PassageFilter) -> None:
        """The passages behind a mark."""
        self._desk.show_passages_of(filter)
