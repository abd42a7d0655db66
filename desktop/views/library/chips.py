"""Facet chips: publisher, year and language with their counts; a click narrows the list, another widens it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from archive.model.ids import ArticleId
from archive.model.search import Scope
from desktop.widgets.chip import Flow
from desktop.wording import counted, language_name, span

_OF_A_KIND = {"publisher": 8, "year": 6, "language": 6}
_LINES = 2
UNKNOWN = ("", "undated")
# Pixels: between chips, a chip beside its words, the button for more, the words at most.
_GAP, _CHIP_PADDING, _MORE_WIDTH, _WIDEST = 6, 22, 70, 150
_LACKING = {"byline": "No byline", "reading": "Not read for dates and figures yet"}
_STATES = {"unread": "Unread", "read": "Read", "starred": "Starred", "one_of_each": "One of each origin"}
# A facet's name → the scope's field.
FIELDS = {"publisher": "publishers", "year": "years", "language": "languages"}


@dataclass(frozen=True, slots=True)
class Chip:
    """One facet value. `chosen` narrows the list now; its count may then be unknown (None)."""

    facet: str
    value: str
    count: int | None
    chosen: bool

    @property
    def label(self) -> str:
        name = self.value
        if self.facet == "told":
            name = f"Told: {span(*name.split('/'))}"
        elif self.facet == "articles":
            name = counted(len(name.split("/")), "chosen article")
        elif self.facet in _STATES:
            name = _STATES[self.facet]
        elif self.facet == "lacking":
            name = _LACKING.get(name, name)
        elif self.facet == "language":
            name = language_name(self.value)
        elif not name:
            name = "No publisher" if self.facet == "publisher" else "undated"
        return name if self.count is None or self.chosen else f"{name}  {self.count:,}"


def chips(facets: Mapping[str, Mapping[str, int]], scope: Scope, hidden: Scope) -> list[Chip]:
    """The chips to show: the chosen ones, then publishers, years and languages that would narrow the list.

    `hidden` is the place's own scope: what it fixes already is no chip. A facet with a single value narrows nothing. Within a
    kind the most frequent comes first, years the latest.
    """
    chosen, free = [], []
    for facet, field in FIELDS.items():
        fixed = getattr(hidden, field)
        now = tuple(value for value in getattr(scope, field) if value not in fixed)
        counts = facets.get(facet, {})
        chosen += [Chip(facet, value, counts.get(value), True) for value in now]
        if len(counts) < 2 or fixed:
            continue
        rest = [(value, count) for value, count in counts.items() if value not in now and value not in UNKNOWN]
        if facet == "year":
            rest.sort(reverse=True)
        # What is not known narrows least: last.
        rest += [(value, count) for value, count in counts.items() if value not in now and value in UNKNOWN]
        free += [Chip(facet, value, count, False) for value, count in rest[: _OF_A_KIND[facet]]]
    if scope.told and not hidden.told:
        chosen.append(Chip("told", "/".join(scope.told), None, True))
    chosen += [Chip(state, "", None, True) for state in _STATES if getattr(scope, state) and not getattr(hidden, state)]
    chosen += [Chip("tags", path, None, True) for path in scope.tags if path not in hidden.tags]
    chosen += [Chip("lacking", what, None, True) for what in scope.lacking if what not in hidden.lacking]
    if scope.articles and not hidden.articles:
        chosen.append(Chip("articles", "/".join(map(str, scope.articles)), None, True))
    return chosen + free


def in_turns(chips: Sequence[Chip]) -> list[Chip]:
    """The chosen chips, then one of each kind in turn: the order in which they are worth their room."""
    free = [[chip for chip in chips if chip.facet == facet and not chip.chosen] for facet in FIELDS]
    turns = max((len(each) for each in free), default=0)
    chosen = [chip for chip in chips if chip.chosen]
    return chosen + [each[turn] for turn in range(turns) for each in free if turn < len(each)]


def toggled(scope: Scope, facet: str, value: str) -> Scope:
    """The scope with a facet's value added or taken away."""
    if facet == "told":
        return replace(scope, told=() if scope.told else tuple(value.split("/")))
    if facet in _STATES:
        return replace(scope, **{facet: not getattr(scope, facet)})  # type: ignore[arg-type]
    if facet == "articles":
        articles = tuple(ArticleId(int(each)) for each in value.split("/"))
        return replace(scope, articles=() if scope.articles else articles)
    field = FIELDS.get(facet, facet)
    values: tuple[str, ...] = getattr(scope, field)
    changed = tuple(each for each in values if each != value) if value in values else (*values, value)
    return replace(scope, **{field: changed})  # type: ignore[arg-type]


class ChipBar(QWidget):
    """Shows chips; what does not fit into two lines folds behind `more`, but never a chosen one."""

    toggled = Signal(str, str)  # facet, value

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facets")
        self.setAccessibleName("Facets")
        self._flow = Flow(self, _GAP, _GAP)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._chips: list[Chip] = []
        self._buttons: list[QPushButton] = []
        self._dressed: dict[int, tuple[QPushButton, Chip, bool]] = {}  # as each button was left
        self._open = False
        self._folded: list[Chip] = []
        self._more = self._button()
        self._more.setObjectName("facets-more")
        self._more.clicked.connect(self._unfold)

    @property
    def _font_metrics(self) -> QFontMetrics:
        return self._more.fontMetrics()

    @property
    def shown(self) -> list[Chip]:
        """The chips in sight."""
        return self._chips if self._open else self._folded

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Shows these; buttons are used again, so that the keyboard stays where it is."""
        self._chips = list(chips)
        self._folded = self._fitting()
        shown, grown = self.shown, len(self._buttons) < len(self.shown)
        while len(self._buttons) < len(shown):
            number = len(self._buttons)
            button = self._button()
            # Tab goes through the chips before what was made earlier: the button for more, then the list.
            self.setTabOrder(self._buttons[-1] if self._buttons else self._more, button)
            self.setTabOrder(button, self._more)
            self._buttons.append(button)
            button.clicked.connect(lambda _checked, number=number: self._clicked(number))
        for number, button in enumerate(self._buttons):
            if button.isHidden() == (number < len(shown)):
                button.setVisible(number < len(shown))
            if number < len(shown) and (button, shown[number], button.isChecked()) != self._dressed.get(number):
                self._dress(button, shown[number])
                self._dressed[number] = (button, shown[number], button.isChecked())
        self._show_more(len(self._chips) - len(self._folded), moved=grown)
        self.setVisible(bool(self._chips))
        self.updateGeometry()

    def _show_more(self, folded: int, *, moved: bool) -> None:
        self._more.setVisible(folded > 0)
        self._more.setText("fewer" if self._open else f"{folded} more")
        self._more.setAccessibleName("Fewer facets" if self._open else f"{folded} more facets")
        if moved:
            self._flow.removeWidget(self._more)
            self._flow.addWidget(self._more)

    def _fitting(self) -> list[Chip]:
        """Those that stand in two lines with `more` behind them, in their order; all the chosen ones in any case."""
        worth, metrics = in_turns(self._chips), self._font_metrics
        widths = {chip: metrics.horizontalAdvance(_elided(metrics, chip.label)) + _CHIP_PADDING for chip in self._chips}
        for number in range(len(worth), 0, -1):
            kept = set(worth[:number])
            shown = [chip for chip in self._chips if chip in kept]
            if self._lines([widths[chip] for chip in shown], more=number < len(worth)) <= _LINES:
                return shown
        return [chip for chip in self._chips if chip.chosen]

    def _lines(self, widths: Sequence[int], *, more: bool) -> int:
        """How many lines chips of these widths take."""
        x, lines = 0, 1
        for width in [*widths, _MORE_WIDTH] if more else widths:
            if x and x + width > self.width():
                x, lines = 0, lines + 1
            x += width + _GAP
        return lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self._fitting() != self._folded:
            self.show_chips(self._chips)

    def _button(self) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("look", "chip")
        self._flow.addWidget(button)
        return button

    def _dress(self, button: QPushButton, chip: Chip) -> None:
        button.setObjectName(f"facet-{chip.facet}-{chip.value}")
        button.setCheckable(True)
        button.setChecked(chip.chosen)
        button.setText(_elided(self._font_metrics, chip.label).replace("&", "&&"))
        state = "chosen" if chip.chosen else f"{chip.count or 0:,} articles"
        button.setAccessibleName(f"{chip.facet.capitalize()} {chip.label.split('  ')[0]}, {state}")
        button.setToolTip(f"{chip.label}: show others too" if chip.chosen else f"Only {chip.label}")

    def _clicked(self, number: int) -> None:
        chip = self.shown[number]
        self.toggled.emit(chip.facet, chip.value)

    def _unfold(self) -> None:
        self._open = not self._open
        self.show_chips(self._chips)


def _elided(metrics: QFontMetrics, label: str) -> str:
    return metrics.elidedText(label, Qt.TextElideMode.ElideMiddle, _WIDEST)
