"""How the articles speak: terms, where they stand, and when."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.context import Context
from desktop.views.library.empty import EmptyState

from .filter import Filter
from .tab import Tab


class Language(Tab):
    """The tab "Language"."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("language", "Language", context, parent)
        self.empty = EmptyState(self)
        whole = QVBoxLayout(self)
        whole.addWidget(self.empty)

    def refresh(self, filter: Filter) -> None:
        self.empty.show_state("Nothing is counted here yet.")
