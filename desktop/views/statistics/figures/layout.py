"""Where the parts of the tab stand: series at the left, the chart over the table, findings at the right or under the chart."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.widgets.basics import Choices, label, splitter
from desktop.widgets.charts.card import Line

if TYPE_CHECKING:
    from .figures import Figures

FOLDS_BELOW_PX = 1060
_SIZES, _HEIGHTS = (230, 800, 260), (440, 260)


class Body(QWidget):
    """The splitters, and what folds when there is little room. The tab makes its own parts inside of `side`, `under` and `across`, where they
    stay, and then has them laid out by `fill`: moved, each would be styled again.
    """

    def __init__(self, tab: "Figures", parent: QWidget) -> None:
        super().__init__(parent)
        self._tab = tab
        self._folded = False
        self.across = splitter(self)
        self.side = QWidget(self.across)
        self.down = splitter(self.across, Qt.Orientation.Vertical)
        self._upper, self._lower = QWidget(self.down), QWidget(self.down)
        self.title = Line(tab.context.theme, "strong", "text", "", self._upper)
        self.title.setObjectName("series_title")
        self.rests_on = label("", "muted", self._upper)
        self.meaning = label("", "small", self._upper, wraps=True)
        self.meaning.setObjectName("series_meaning")
        self.more = QPushButton("Series…", self._upper)
        self.more.setObjectName("series_menu_button")
        self.more.setAccessibleName("What can be done with this series")
        self.lexicon = QPushButton("Lexicon…", self._upper)
        self.lexicon.setObjectName("figures_lexicon_button")
        self.lexicon.setAccessibleName("The words by which figures are read and grouped")
        self.lexicon.setToolTip("The words by which figures are read and grouped")
        self.lexicon.clicked.connect(lambda: tab.context.actions.trigger("go.lexicon"))
        self.chart_place = QVBoxLayout()
        self.chart_place.setContentsMargins(0, 0, 0, 0)
        self.which = Choices("figures_lower", (("table", "Figures"), ("findings", "Findings")), self._lower)
        self.under = QStackedWidget(self._lower)
        self.which.chosen.connect(self.show_lower)

    def fill(self) -> None:
        """Lays out the tab's parts, once all are made."""
        self._fill_upper()
        self._fill_lower()
        self._fill_side()
        self._upper.setMinimumHeight(200)
        self._lower.setMinimumHeight(130)
        for part in (self._upper, self._lower):
            self.down.addWidget(part)
        for part in (self.side, self.down, self._tab.findings):
            self.across.addWidget(part)
        for panes, name, stretch in ((self.across, "across", (0, 1, 0)), (self.down, "down", (3, 2))):
            panes.setObjectName(f"figures_{name}")
            for number, share in enumerate(stretch):
                panes.setStretchFactor(number, share)
        self.across.setSizes(list(_SIZES))
        self.down.setSizes(list(_HEIGHTS))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 0, 8, 0)
        whole.addWidget(self.across)

    def _fill_upper(self) -> None:
        """What the series is called and means, over its chart."""
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.rests_on)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addLayout(words, 1)
        for button in (self.lexicon, self.more):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self._upper)
        column.setContentsMargins(12, 6, 12, 4)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.meaning)
        column.addLayout(self.chart_place, 1)

    def _fill_lower(self) -> None:
        """The table, or what is read in its place."""
        self.under.addWidget(self._tab.table)
        self.under.addWidget(self._tab.readings)
        column = QVBoxLayout(self._lower)
        column.setContentsMargins(12, 6, 12, 4)
        column.setSpacing(6)
        column.addWidget(self.which)
        column.addWidget(self.under, 1)
        self.which.hide()
        self.which.choose("table")

    def _fill_side(self) -> None:
        """The list of series with its head and foot."""
        column = QVBoxLayout(self.side)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tab.list_head)
        column.addWidget(self._tab.list, 1)
        column.addWidget(self._tab.list_foot)
        column.addWidget(self._tab.comparing)

    def fit(self, width: int) -> None:
        """Folds the findings under the chart when there is no room beside it."""
        fold = width < FOLDS_BELOW_PX
        if fold == self._folded:
            return
        self._folded = fold
        self.which.setVisible(fold)
        if fold:
            self.under.addWidget(self._tab.findings)
        else:
            reading = self.under.currentWidget() is self._tab.readings
            self.across.addWidget(self._tab.findings)
            self.across.setStretchFactor(2, 0)
            sizes = self.across.sizes()
            self.across.setSizes([sizes[0], sum(sizes) - sizes[0] - _SIZES[2], _SIZES[2]])
            self._tab.findings.show()
            self.show_lower("readings" if reading else "table")

    @property
    def folded(self) -> bool:
        return self._folded

    def show_lower(self, name: str) -> None:
        """Shows `table`, `findings` (where they are folded) or `readings` under the chart."""
        parts: dict[str, QWidget] = {"table": self._tab.table, "readings": self._tab.readings}
        if self._folded:
            parts["findings"] = self._tab.findings
        if name in parts:
            self.under.setCurrentWidget(parts[name])
            self.which.choose(name)
            self.which.setVisible(self._folded and name != "readings")

    def say_series(self, title: str, rests_on: str, meaning: str) -> None:
        """The words over the chart."""
        self.title.say(title)
        self.rests_on.setText(rests_on)
        self.meaning.setText(meaning)
        self.meaning.setVisible(bool(meaning))

    def name_findings(self, number: int) -> None:
        """How many findings wait behind the choice under the chart."""
        self.which.name("findings", f"Findings {number:,}" if number else "Findings")

    def sizes(self) -> list[list[int]]:
        """The sizes that a person gave the parts."""
        return [self.across.sizes(), self.down.sizes()]

    def restore(self, held: object) -> None:
        """Takes them back; ignores what is of another form."""
        if not isinstance(held, list) or len(held) != 2:
            return
        for panes, sizes in zip((self.across, self.down), held, strict=True):
            if isinstance(sizes, list) and sizes and all(type(each) is int and each >= 0 for each in sizes):
                panes.setSizes(sizes)


def list_head(parent: QWidget) -> QWidget:
    """The head of the list: what its columns are."""
    made = QWidget(parent)
    row = QHBoxLayout(made)
    row.setContentsMargins(12, 8, 12, 6)
    row.addWidget(_small("Series", made), 1)
    row.addWidget(_small("n", made))
    return made


def list_foot(parent: QWidget) -> QLabel:
    """The foot of the list: how many there are, and what is left out."""
    made = label("", "small", parent, wraps=True)
    made.setContentsMargins(12, 6, 12, 6)
    return made


def _small(words: str, parent: QWidget) -> QLabel:
    return label(words, "section", parent)
