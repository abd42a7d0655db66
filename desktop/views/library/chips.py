"""Facet chips: publisher, year and language with their counts; a click narrows the list, another widens it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget

from archive.model.search import Scope

from .wording import language_name

_OF_A_KIND = 12
_LINES = 2
# Pixels: between chips, a chip beside its words, the button for more, the words at most.
_GAP, _CHIP_PADDING, _MORE_WIDTH, _WIDEST = 6, 22, 70, 150
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
        if self.facet == "language":
            name = language_name(self.value)
        elif not name:
            name = "No publisher" if self.facet == "publisher" else "undated"
        return name if self.count is None or self.chosen else f"{name}  {self.count:,}"


def chips(facets: Mapping[str, Mapping[str, int]], scope: Scope, hidden: Scope) -> list[Chip]:
    """The chips to show: the chosen ones first, then values that would narrow the list, most frequent first.

    `hidden` is the place's own scope: what it fixes already is no chip. A facet with a single value narrows nothing.
    """
    chosen, free = [], []
    for facet, field in FIELDS.items():
        fixed = getattr(hidden, field)
        now = tuple(value for value in getattr(scope, field) if value not in fixed)
        counts = facets.get(facet, {})
        chosen += [Chip(facet, value, counts.get(value), True) for value in now]
        if len(counts) < 2 or fixed:
            continue
        rest = [(value, count) for value, count in counts.items() if value not in now]
        # What is not known narrows least: last.
        rest.sort(key=lambda each: each[0] in ("", "undated"))
        free.append([Chip(facet, value, count, False) for value, count in rest[:_OF_A_KIND]])
    # One of each kind in turn, so that the fold never hides a whole facet.
    turns = max((len(each) for each in free), default=0)
    mixed = [each[turn] for turn in range(turns) for each in free if turn < len(each)]
    return chosen + mixed


def toggled(scope: Scope, facet: str, value: str) -> Scope:
    """The scope with a facet's value added or taken away."""
    field = FIELDS[facet]
    values: tuple[str, ...] = getattr(scope, field)
    changed = tuple(each for each in values if each != value) if value in values else (*values, value)
    return replace(scope, **{field: changed})  # type: ignore[arg-type]


class FlowLayout(QLayout):
    """Lays widgets out in lines from the left, as words are."""

    def __init__(self, parent: QWidget, spacing: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def _place(self, rect: QRect, *, move: bool) -> int:
        margins: QMargins = self.contentsMargins()
        inside = rect.marginsRemoved(margins)
        x, y, line = inside.x(), inside.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            size.setWidth(min(size.width(), inside.width()))
            if x > inside.x() and x + size.width() > inside.right() + 1:
                x, y, line = inside.x(), y + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line - rect.y() + margins.bottom()


class ChipBar(QWidget):
    """Shows chips; what does not fit into two lines folds behind `more`, but never a chosen one."""

    toggled = Signal(str, str)  # facet, value

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facets")
        self.setAccessibleName("Facets")
        self._flow = FlowLayout(self, _GAP)
        self._flow.setContentsMargins(0, 0, 0, 0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._chips: list[Chip] = []
        self._buttons: list[QPushButton] = []
        self._open = False
        self._limit = 0
        self._more = self._button()
        self._more.setObjectName("facets-more")
        self._more.clicked.connect(self._unfold)

    @property
    def shown(self) -> list[Chip]:
        """The chips in sight."""
        return self._chips if self._open else self._chips[: self._limit]

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Shows these; buttons are used again, so that the keyboard stays where it is."""
        self._chips = list(chips)
        self._limit = self._fitting()
        shown = self.shown
        while len(self._buttons) < len(shown):
            number = len(self._buttons)
            button = self._button()
            self._buttons.append(button)
            button.clicked.connect(lambda _checked, number=number: self._clicked(number))
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(shown))
            if number < len(shown):
                self._dress(button, shown[number])
        self._show_more(len(self._chips) - self._limit)
        self.setVisible(bool(self._chips))
        self.updateGeometry()

    def _show_more(self, folded: int) -> None:
        self._more.setVisible(folded > 0)
        self._more.setText("fewer" if self._open else f"{folded} more")
        self._more.setAccessibleName("Fewer facets" if self._open else f"{folded} more facets")
        self._flow.removeWidget(self._more)
        self._flow.addWidget(self._more)

    def _fitting(self) -> int:
        """How many chips stand in two lines with `more` behind them; all the chosen ones in any case."""
        x, line = 0, 1
        for number, chip in enumerate(self._chips):
            taken = self.fontMetrics().horizontalAdvance(self._words(chip)) + _CHIP_PADDING
            room = self.width() - (_MORE_WIDTH if line == _LINES and number < len(self._chips) - 1 else 0)
            if x and x + taken > room:
                x, line = 0, line + 1
            if line > _LINES and not chip.chosen:
                return number
            x += taken + _GAP
        return len(self._chips)

    def _words(self, chip: Chip) -> str:
        return self.fontMetrics().elidedText(chip.label, Qt.TextElideMode.ElideMiddle, _WIDEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self._fitting() != self._limit:
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
        button.setText(self._words(chip).replace("&", "&&"))
        state = "chosen" if chip.chosen else f"{chip.count or 0:,} articles"
        button.setAccessibleName(f"{chip.facet.capitalize()} {chip.label.split('  ')[0]}, {state}")
        button.setToolTip(f"{chip.label}: show others too" if chip.chosen else f"Only {chip.label}")

    def _clicked(self, number: int) -> None:
        chip = self.shown[number]
        self.toggled.emit(chip.facet, chip.value)

    def _unfold(self) -> None:
        self._open = not self._open
        self.show_chips(self._chips)
