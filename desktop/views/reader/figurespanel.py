"""The inspector's Figures: every number that the open article claims, in reading order; a click leads to its words."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from archive.base.late import late
from archive.model.figure import Figure, FigureStatus
from archive.operations.annotate import Span
from desktop.context import Context
from desktop.views.figures.words import period_of, said, spoken, value
from desktop.widgets.basics import label
from desktop.wording import one_line

from .rowslist import MARGIN_PX, Lines, RowsList

if TYPE_CHECKING:
    from desktop.views.figures.acts import FigureActs

    from .reader import Reader

_EMPTY = "This article claims no number. Select words and press Ctrl+Shift+F to enter a figure."


def _lines(figure: Figure) -> Lines:
    """Value and what is counted; the words that carry it; when, and what a person said."""
    return Lines(
        first=f"{value(figure)}  {one_line(figure.counted)}".strip(),
        second=f"“{one_line(figure.exact)}”",
        third=" · ".join(part for part in (period_of(figure), said(figure)) if part),
        shown=f"{value(figure)}: {one_line(figure.exact)}",
        spoken=spoken(figure, {}),
        tip=one_line(figure.sentence),
        font="numbers",
        bold=figure.status is FigureStatus.CONFIRMED,
        struck=figure.status is FigureStatus.REJECTED,
        faint=figure.status in (FigureStatus.DOUBTFUL, FigureStatus.REJECTED),
    )


class FiguresPanel(QWidget):
    """`counted(number)` when another number of figures is shown."""

    counted = Signal(int)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("figures_panel")
        self.setAccessibleName("Figures that this article claims")
        self._context = context
        self._reader: Reader | None = None
        self.list = RowsList("figures_list", "Figures that this article claims", _lines, context.theme, self)
        self.empty = label(_EMPTY, "small", self, wraps=True)
        self.empty.setObjectName("figures_empty")
        self.empty.setContentsMargins(MARGIN_PX, 12, 12, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        self.list.taken.connect(self._go)
        self.list.customContextMenuRequested.connect(lambda point: self._menu(self.list.viewport().mapToGlobal(point)))
        context.actions.on("figure.add", self.add, owner=self, enabled=self._may_add)

    @late
    def acts(self) -> "FigureActs":
        from desktop.views.figures.acts import FigureActs

        return FigureActs(self._context, self)

    def follow(self, reader: "Reader") -> None:
        """Shows the figures of the pane that commands go to."""
        self._reader = reader
        reader.told_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Shows what the page has now."""
        figures = self._reader.claiming.figures if self._reader is not None else ()
        self.list.show_rows(figures)
        self.empty.setVisible(not figures)
        self.list.setVisible(bool(figures))
        self.counted.emit(len(figures))
        self._context.actions.refresh("figure.add")

    @property
    def current(self) -> Figure | None:
        """The figure of the current row."""
        found: Figure | None = self.list.current()
        return found

    def chosen(self) -> list[Figure]:
        """The figures of all chosen rows, from the top."""
        return self.list.chosen()

    def _go(self) -> None:
        figure = self.current
        if figure is None or self._reader is None:
            return
        if figure.stale:
            self._context.alerts.toast("These words stand in an earlier text of the article.")
        else:
            self._reader.highlight(figure.start, figure.end)

    def _menu(self, point: QPoint) -> None:
        if self.current is not None:
            self.menu().popup(point)

    def menu(self) -> QMenu:
        """What can be done with the chosen figures."""
        menu = QMenu(self)
        menu.setObjectName("figures_panel_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.acts.fill(menu, self.chosen(), [("Go to its words", self._go)], keys=False)
        return menu

    # Entering

    def _may_add(self) -> bool:
        there = self._reader is not None and self._reader.article_id is not None
        return there and not self._context.archive.read_only

    def add(self) -> None:
        """Opens the dialog for a figure from the selected words; says so when none are."""
        pane = self._reader.active if self._reader is not None else None
        opened = pane.opened if pane is not None else None
        if pane is None or opened is None:
            return
        start, end = pane.surface.selected()
        if start == end:
            self._context.alerts.toast("Select the words that tell the number first.")
            return
        words = opened.edition.text[start:end]
        self.acts.add(Span(opened.article.id, start, end, opened.edition.id), words)
