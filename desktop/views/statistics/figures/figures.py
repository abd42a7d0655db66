"""The tab "Figures": a list of series, the chosen one on a time axis, its figures in a table, and findings beside them."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.context import Context
from desktop.views.library.empty import EmptyState
from desktop.views.statistics.filter import Filter
from desktop.views.statistics.tab import Tab


class Figures(Tab):
    """Filled by `refresh`."""

    touched_by = ("figure", "series", "judgement", "article", "edition", "archive")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("figures", "Figures", context, parent)
        self.empty = EmptyState(self)
        whole = QVBoxLayout(self)
        whole.addWidget(self.empty)

    def refresh(self, filter: Filter) -> None:
        self.empty.show_state("No article claims a number yet.")
