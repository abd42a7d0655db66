"""What each tab of the statistics is: filled by `refresh` with what a filter lets through, by jobs; every mark leads on."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from archive.model.change import Change
from desktop import loading
from desktop.context import Context

from .filter import Filter
from .saving import Saving


class Tab(QWidget):
    """Built empty. `refresh` is called when the tab comes to the front, and again when the filter or the archive has changed;
    signals lead to what stands behind a mark.
    """

    open_requested = Signal(int, int, int)  # article, start, end: code points of its current edition
    library_requested = Signal(object, str)  # a Scope and a query: the articles behind a mark
    passages_requested = Signal(object)  # a PassageFilter: the passages behind a mark
    narrow_requested = Signal(object)  # a Filter for all tabs
    touched_by: tuple[str, ...] = ("article", "edition", "archive")  # kinds of what a Change touches that it shows

    def __init__(self, name: str, words: str, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        loading.make_classes()  # the jobs that fill it import what charts are drawn with
        self.setObjectName(f"statistics_{name}")
        self.setAccessibleName(words)
        self.name, self.words = name, words
        self.context = context
        self.saving = Saving(context, self)

    def refresh(self, filter: Filter) -> None:
        """Shows what the filter lets through, read in the background; the newest question wins."""
        raise NotImplementedError

    def shows(self, change: Change) -> bool:
        """Whether a Change may have altered what is shown."""
        return any(change.touches(kind) for kind in self.touched_by)

    def offer(self, menu: QMenu) -> None:
        """Adds what can be taken out to the menu of Export…; nothing to take out adds nothing."""

    def take_focus(self) -> None:
        """Gives the keyboard to what a person works with first."""
        self.setFocus()

    def panes(self) -> dict[str, QWidget]:
        """Its panes in reading order, for the keyboard."""
        return {self.name: self}

    def state(self) -> dict[str, Any]:
        """Where the person is, as JSON values."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Goes where `state` says, with the next `refresh`; ignores what is missing or of another form."""
