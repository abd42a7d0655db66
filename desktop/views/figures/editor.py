"""The dialog in which a figure is entered from selected words, or corrected: what it says is shown as it is typed."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from archive.base.errors import Invalid
from archive.model import edtf, entered_dates
from archive.model.figure import Bound, Figure, Kind, Level
from desktop.views.entering import EntryDialog
from desktop.widgets.basics import label
from desktop.widgets.dropdown import Dropdown
from desktop.widgets.note_field import NoteField
from desktop.wording import one_line

from .words import BOUNDS, KINDS, LEVELS, number, period, value

_NOTE_PX = 60
_RANGES = (Bound.RANGE, Bound.ORDER_OF_MAGNITUDE)
_DIRECTIONS = {"": "Not said", "up": "More", "down": "Less"}


@dataclass(frozen=True, slots=True)
class Entered:
    """What a person said that differs from what stood there, under the names that `judging.correct` takes; and the note."""

    said: Mapping[str, Any]
    note: str


class FigureEditor(EntryDialog):
    """`entered(Entered)` when it is to be saved: answer with `finish` or `refuse`."""

    def __init__(self, parent: QWidget, *, figure: Figure | None = None, words: str = "") -> None:
        super().__init__("figure_editor", parent)
        self._figure, self._words = figure, words
        self.setWindowTitle("Correct figure" if figure else "Add figure")
        self.setMinimumWidth(460)
        self.bound = self._combo("figure_bound", "Bound", BOUNDS, figure.bound if figure else Bound.EXACT)
        self.value = self._field("figure_value", "Number", _plain(figure.value if figure else _number_in(words)))
        self.least = self._field("figure_least", "From", _plain(figure.least if figure else None))
        self.most = self._field("figure_most", "To", _plain(figure.most if figure else None))
        self.unit = self._field("figure_unit", "Unit", figure.unit if figure else "")
        self.unit.setPlaceholderText("person, USD, percent, km, …")
        self.counted = self._field("figure_counted", "What is counted", figure.counted if figure else "")
        self.kind = self._combo("figure_kind", "Kind", KINDS, figure.kind if figure else Kind.COUNT)
        self.direction = self._combo(
            "figure_direction", "Direction", _DIRECTIONS, (figure.direction or "") if figure else ""
        )
        self.level = self._combo("figure_level", "Meant", LEVELS, figure.level if figure else Level.LEVEL)
        self.period = self._field("figure_period", "Period", (figure.period or "") if figure else "")
        self.period.setPlaceholderText("2019, 2019-06, 2019-01/2019-09")
        self.place = self._field("figure_place", "Place", figure.place if figure else "")
        self.source = self._field("figure_source", "Who says so", figure.source if figure else "")
        self.note = NoteField(self)
        self.note.show_note(figure.note if figure else "")
        self.note.setObjectName("figure_note")
        self.note.setAccessibleName("Note")
        self.note.setTabChangesFocus(True)
        self.note.setProperty("look", "field")
        self.note.setFixedHeight(_NOTE_PX)
        self.reading = label("", "small", self, wraps=True)
        self.reading.setObjectName("figure_reading")
        self._lay_out()
        self._first = self._read_all() if figure else {}
        self._check()
        self.value.setFocus()
        self.value.selectAll()

    def _field(self, name: str, words: str, text: str) -> QLineEdit:
        made = QLineEdit(one_line(text), self)
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.textChanged.connect(lambda: self._check())
        return made

    def _combo(self, name: str, words: str, choices: Mapping[Any, str], chosen: object) -> QComboBox:
        made = Dropdown(self)
        made.setObjectName(name)
        made.setAccessibleName(words)
        for each, said in choices.items():
            made.addItem(said, str(each))
        made.setCurrentIndex(max(0, made.findData(str(chosen))))
        made.currentIndexChanged.connect(lambda: self._check())
        return made

    def _lay_out(self) -> None:
        self._form = form = QFormLayout()
        form.setSpacing(6)
        for words, field in (
            ("Bound", self.bound),
            ("Number", self.value),
            ("From", self.least),
            ("To", self.most),
            ("Unit", self.unit),
            ("What is counted", self.counted),
            ("Kind", self.kind),
            ("Direction", self.direction),
            ("Period", self.period),
            ("", self.reading),
            ("Meant", self.level),
            ("Place", self.place),
            ("Who says so", self.source),
            ("Note", self.note),
        ):
            form.addRow(words, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(self._heading(), "muted", self, wraps=True))
        column.addLayout(form)
        column.addWidget(self.refusal)
        column.addWidget(self.buttons)

    def _heading(self) -> str:
        if self._figure is None:
            return f"From “{one_line(self._words)}”"
        return f"“{one_line(self._figure.exact)}” stands as {value(self._figure)}, {period(self._figure.period)}."

    # What was typed

    def _read_all(self) -> dict[str, Any]:
        """Every column as it stands in the fields. Raises Invalid for a number that is none."""
        bound = Bound(self.bound.currentData())
        ranged = bound in _RANGES
        found: dict[str, Any] = {"bound": bound}
        if ranged:
            found |= {"least": _number(self.least.text(), "From"), "most": _number(self.most.text(), "To")}
        else:
            found["value"] = _number(self.value.text(), "Number")
        kind, level = Kind(self.kind.currentData()), Level(self.level.currentData())
        return found | {
            "unit": self.unit.text().strip(),
            "counted": self.counted.text().strip(),
            "kind": kind,
            "direction": (self.direction.currentData() or None) if kind is Kind.CHANGE else None,
            "level": level,
            "period": self.period.text().strip() or None,
            "place": self.place.text().strip(),
            "source": self.source.text().strip(),
        }

    def _check(self) -> None:
        """Shows the fields that are needed, and how the period is understood; nothing wrong can be saved."""
        if not hasattr(self, "_first"):
            return  # still being built
        ranged = Bound(self.bound.currentData()) in _RANGES
        self._form.setRowVisible(self.value, not ranged)
        self._form.setRowVisible(self.least, ranged)
        self._form.setRowVisible(self.most, ranged)
        self._form.setRowVisible(self.direction, self.kind.currentData() == Kind.CHANGE)
        wrong = ""
        try:
            self._read_all()
            written = self.period.text().strip()
            shown = edtf.display(entered_dates.read(written).text) if written else "No period told."
        except Invalid as error:
            wrong = shown = error.what
        self.reading.setText(shown)
        self.reading.setProperty("look", "warning" if wrong else "small")
        self.reading.style().polish(self.reading)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not wrong)

    @property
    def entry(self) -> Entered:
        """What is to be saved."""
        now = self._read_all()
        said = {name: each for name, each in now.items() if name not in self._first or self._first[name] != each}
        if {"least", "most"} & set(said):
            said |= {name: now[name] for name in ("least", "most")}
        return Entered(said, self.note.note.strip())


def _plain(given: float | None) -> str:
    return "" if given is None else number(given)


def _number_in(words: str) -> float | None:
    """The first number in digits of the selected words."""
    found = next((part for part in words.split() if any(sign.isdigit() for sign in part)), "")
    try:
        return _number(found.strip(".,;:()[]“”\"'$€£₩¥%"), "Number")
    except Invalid:
        return None


def _number(text: str, field: str) -> float:
    """A number as people write it. Raises Invalid."""
    written = text.strip().replace(",", "").replace("\u00a0", "").replace(" ", "").replace("−", "-")
    try:
        number = float(written)
    except ValueError:
        raise Invalid(f"{field} needs a number.", "Write it in digits, like 1047 or 0.5.") from None
    if not math.isfinite(number):
        raise Invalid(f"{field} is too large to be kept.", "Numbers of up to 308 digits can be.")
    return number
