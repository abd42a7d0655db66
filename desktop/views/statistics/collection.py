"""What the archive holds: articles and words by publisher, year and language."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.context import Context
from desktop.views.library.empty import EmptyState

from .filter import Filter
from .tab import Tab


class Collection(Tab):
    """The tab "Collection"."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("collection", "Collection", context, parent)
        self.empty = EmptyState(self)
        whole = QVBoxLayout(self)
        whole.addWidget(self.empty)

    def refresh(self, filter: Filter) -> None:
        self.empty.show_state("Nothing is counted here yet.")
