"""A page of charts that scrolls, and the tab around it: read in a job, drawn when both the numbers and the charts are there.

Charts are made and filled a few at a time, each in a turn of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QMenu, QScrollArea, QVBoxLayout, QWidget

from archive.archive import Archive
from archive.base.progress import Progress
from desktop.context import Context
from desktop.turns import Turns, painted_after
from desktop.views.library.empty import EmptyState, Offer
from desktop.widgets import charts
from desktop.widgets.basics import label
from desktop.widgets.charts.bar_chart import BarChart
from desktop.widgets.charts.chart import Chart
from desktop.widgets.charts.heat_map import HeatMap
from desktop.wording import counted

from .filter import Filter
from .tab import Tab

TWO_FROM_PX = 900  # narrower, charts stand in one column
CHART_PX = 300
_GAP_PX = 14
_CARD_MARGIN_PX = 8


@dataclass(slots=True)
class _Held:
    """A card, whether it takes the whole width, how high it is at least and now, and what stands above its content."""

    card: QFrame
    wide: bool
    least: int
    height: int
    head: QWidget | None


class Board(QScrollArea):
    """Cards in two columns, or in one where there is no room; a wide one takes both."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_board")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget(self)
        self._inside.setProperty("look", "surface")
        self._inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(24, 4, 20, 20)
        self._grid.setSpacing(_GAP_PX)
        self.setWidget(self._inside)
        self._cards: list[_Held] = []
        self._columns = 0

    def add(
        self,
        content: QWidget,
        *,
        head: QWidget | None = None,
        wide: bool = False,
        height: int = CHART_PX,
        before: QFrame | None = None,
    ) -> QFrame:
        """A card with something in it; `head` stands above it. Cards are shown in the order in which they were added, or one
        before another that was.
        """
        card = QFrame(self._inside)
        card.setProperty("look", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(10, _CARD_MARGIN_PX, 10, _CARD_MARGIN_PX)
        column.setSpacing(6)
        if head is not None:
            column.addWidget(head)
        column.addWidget(content, 1)
        content.installEventFilter(self)
        places = [place for place, held in enumerate(self._cards) if held.card is before]
        self._cards.insert(places[0] if places else len(self._cards), _Held(card, wide, height, height, head))
        self._arrange()
        return card

    def fit(self, card: QFrame, content_px: int) -> None:
        """Makes a card higher where its content needs more than it was given; `arrange` shows it."""
        held = next(each for each in self._cards if each.card is card)
        head = 0 if held.head is None else held.head.sizeHint().height() + 6
        held.height = max(held.least, content_px + head + 2 * _CARD_MARGIN_PX)

    def widen(self, card: QFrame, wide: bool) -> None:
        """Gives a card the whole width, or one column; `arrange` shows it."""
        next(each for each in self._cards if each.card is card).wide = wide

    def arrange(self) -> None:
        """To be called when a card was shown or hidden."""
        self._columns = 0
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched, 0, _GAP_PX)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._columns != self._wanted():
            self.arrange()

    def _wanted(self) -> int:
        return 2 if self.viewport().width() >= TWO_FROM_PX else 1

    def _arrange(self) -> None:
        self._columns = self._wanted()
        row = column = 0
        rows: dict[int, list[_Held]] = defaultdict(list)
        for held in self._cards:
            if held.card.isHidden():
                continue
            if (held.wide or self._columns == 1) and column:
                row, column = row + 1, 0
            self._grid.addWidget(held.card, row, column, 1, self._columns if held.wide else 1)
            rows[row].append(held)
            column += self._columns if held.wide else 1
            if column >= self._columns:
                row, column = row + 1, 0
        for beside in rows.values():
            for held in beside:
                held.card.setFixedHeight(max(each.height for each in beside))
        for each in range(2):
            self._grid.setColumnStretch(each, 1 if each < self._columns else 0)
        for each in range(self._grid.rowCount()):
            self._grid.setRowStretch(each, 0)
        self._grid.setRowStretch(row + 1, 1)


class BoardTab(Tab):
    """A tab that is a board of charts. What it shows is read off the interface thread, the library of charts with it."""

    def __init__(self, name: str, words: str, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(name, words, context, parent)
        self.filter = Filter()
        self.charts: list[Chart] = []
        self._built = False
        self._building: Iterator[None] | None = None
        self._answer: Any = None
        self._basis = ""  # when the articles were published
        self._turns = Turns(self)
        self.told = label("", "small", self, wraps=True)
        self.told.setObjectName(f"{name}_told")
        self.empty = EmptyState(self)
        self.board = Board(name, self)
        line = QHBoxLayout()
        line.setContentsMargins(24, 0, 20, 6)
        line.addWidget(self.told, 1)
        self.top = QVBoxLayout()
        self.top.setContentsMargins(24, 0, 20, 6)
        self.top.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(line)
        whole.addLayout(self.top)
        whole.addWidget(self.board, 1)
        whole.addWidget(self.empty, 1)
        self.empty.hide()
        self.board.hide()

    # What a tab says

    def read(self, archive: Archive, filter: Filter, progress: Progress) -> Any:
        """All that is shown; called off the interface thread."""
        raise NotImplementedError

    def build(self) -> Iterator[None]:
        """Makes the charts, once, when the first answer is there; what follows a `yield` is done in another turn."""
        raise NotImplementedError

    def fill(self, found: Any) -> str:
        """Shows an answer, what takes long `later`; gives the sentence that says why there is nothing, or ""."""
        raise NotImplementedError

    def way_on(self) -> Offer:
        """What brings something to count, where no filter is in the way."""
        return "import_files", "Import files…", lambda: self.context.actions.trigger("import.files")

    # What the view asks

    def refresh(self, filter: Filter) -> None:
        self.filter = filter
        archive = self.context.archive

        def work(progress: Progress) -> Any:
            charts.load()
            return self.read(archive, filter, progress)

        self.context.jobs.latest((self.objectName(), id(self)), work, done=self._take, owner=self)

    def offer(self, menu: QMenu) -> None:
        for chart in self.charts:
            if chart.filled() and chart.isVisibleTo(self):
                chart.menu.setTitle(chart.title)
                menu.addMenu(chart.menu)

    def take_focus(self) -> None:
        shown = [chart for chart in self.charts if chart.isVisible()]
        (shown[0] if shown else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> dict[str, QWidget]:
        return {chart.objectName(): chart for chart in self.charts if chart.isVisible()} or super().panes()

    # For subclasses

    def later(self, *pieces: Callable[[], object]) -> None:
        """Does each in a turn of its own, unless another answer comes before."""
        self._turns.more(pieces)

    def drawn(self, chart: Chart, fill: Callable[..., object], *given: Any) -> Callable[[], object]:
        """A piece for `later` that fills a chart: it is drawn in the turn after it."""
        return painted_after(chart, partial(fill, *given))

    def fitted(self, pairs: Sequence[tuple[QFrame, BarChart | HeatMap]]) -> list[Callable[[], object]]:
        """Pieces for `later` that give each chart of many names the height that these need: one at a time, which is laid out anew then."""

        def fit(card: QFrame, chart: BarChart | HeatMap) -> None:
            self.board.fit(card, chart.wanted_px())
            self.board.arrange()

        return [self.drawn(chart, fit, card, chart) for card, chart in pairs]

    def chart(self, made: Chart, name: str, picked: Callable[[Any], object]) -> Chart:
        """Takes a chart in: named, saved by the tab, its marks leading on."""
        made.setObjectName(f"{self.name}_{name}")
        made.let_save(self.saving.ask)
        self._tell_basis(made)
        made.picked.connect(picked)
        self.charts.append(made)
        return made

    def latest(self, name: str, work: Callable[[Archive], Any], done: Callable[[Any], object]) -> None:
        """Reads something more, off the interface thread; the newest question of a name wins."""
        archive = self.context.archive
        self.context.jobs.latest((self.objectName(), name, id(self)), lambda _: work(archive), done=done, owner=self)

    def say(self, articles: int, first: date | None, last: date | None, *more: str) -> None:
        """How many articles, published when, and what else is to be known."""
        parts = [counted(articles, "article")]
        self._basis = "none dated"
        if first is not None and last is not None:
            years = f"{first.year}–{last.year}" if first.year != last.year else f"{first.year}"
            self._basis = f"published {years}"
            parts.append(self._basis)
        for chart in self.charts:
            self._tell_basis(chart)
        notes = [note for note in more if note]
        self.told.setText(" · ".join(parts) + ("" if not notes else ". " + " ".join(notes)))

    def _tell_basis(self, chart: Chart) -> None:
        chart.basis = self._basis if isinstance(chart, BarChart | HeatMap) else ""  # others have years of their own

    def retitle(self, chart: Chart, words: str) -> None:
        """Gives a chart the words that say what it shows now."""
        chart.title = words
        chart.setAccessibleName(words)
        chart.head.say(words)

    def _take(self, found: Any) -> None:
        self._answer = found
        self._turns.anew([self._show if self._built else self._build])

    def _build(self) -> None:
        """Goes on with making the charts; the newest answer is shown when all are there."""
        if self._building is None:
            self._building = self.build()
        self._built = next(self._building, self) is self
        self._turns.more([self._show if self._built else self._build])

    def _show(self) -> None:
        nothing = self.fill(self._answer)
        self.empty.setVisible(bool(nothing))
        self.board.setVisible(not nothing)
        self.told.setVisible(not nothing)
        for place in range(self.top.count()):
            item = self.top.itemAt(place)
            if item is not None and (choices := item.widget()) is not None:
                choices.setVisible(not nothing)
        if nothing:
            self.empty.show_state(nothing, [self._way_on()])

    def _way_on(self) -> Offer:
        """What a person does next where there is nothing to show."""
        if self.filter.narrowed:
            return "show_everything", "Show everything", lambda: self.narrow_requested.emit(Filter())
        return self.way_on()


def choice_row(choices: Sequence[QWidget], parent: QWidget, words: str = "") -> QWidget:
    """A row above a chart: what it is of, and what can be chosen."""
    row = QWidget(parent)
    line = QHBoxLayout(row)
    line.setContentsMargins(4, 0, 4, 0)
    line.setSpacing(10)
    if words:
        told: QLabel = label(words, "muted", row)
        line.addWidget(told)
    for choice in choices:
        line.addWidget(choice)
    line.addStretch(1)
    return row


def pending_told(pending: int) -> str:
    """That something is not counted yet; "" where all is."""
    return f"{counted(pending, 'article')} still to be read." if pending else ""
