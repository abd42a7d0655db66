"""What each excerpt carries, how excerpts are arranged and cited; only what the chosen format can honour is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)

from archive.model.excerpt import Choice, Scope
from archive.operations import publish
from archive.operations.publish import Offered
from desktop.offers import Offer
from desktop.theme import Theme
from desktop.widgets.basics import TickBox, label
from desktop.widgets.dropdown import Dropdown
from desktop.widgets.keys import laid_out

from . import words

LABEL_PX = 60
_AROUND_PX = 58  # of a field’s words: padding, and the sign that it opens
_ANOTHER = "\0another"  # what stands for "Choose a CSL file…"


class Field(Dropdown):
    """A choice among values with words; `picked` only when a person chose another one."""

    picked = Signal()

    def __init__(self, name: str, said: str, values: Sequence[tuple[Any, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(said)
        # Long words must not widen the column.
        self.setSizeAdjustPolicy(Dropdown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.offer(values)
        self.activated.connect(lambda _: self.picked.emit())

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        # A combo box cuts long words off; it is to say that it did.
        room = self.width() - _AROUND_PX
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)

    def offer(self, values: Sequence[tuple[Any, str]], tips: Mapping[Any, str] = MappingProxyType({})) -> None:
        """Shows these values instead; `tips` are longer words for some of them."""
        self.clear()
        for value, said in values:
            self.addItem(said, str(value) if isinstance(value, StrEnum) else value)
            tip = tips.get(value, said)
            self.setItemData(self.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
            self.setItemData(self.count() - 1, tip, Qt.ItemDataRole.AccessibleTextRole)

    def choose(self, value: Any) -> None:
        self.setCurrentIndex(max(0, self.findData(str(value) if isinstance(value, StrEnum) else value)))


class Options(QScrollArea):
    """`changed` when a person chose otherwise; `asked(what)`: list, changes, style or override."""

    changed = Signal()
    asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("export_options")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self.offers: tuple[Offer, ...] = ()
        body = QWidget(self.viewport())  # where it stays: moved, all of it would be styled again
        self._body = body
        self.scope = Field("export_scope", "What to export", (), body)
        self.context = Field("export_context", "Context", words.CONTEXTS, body)
        self.grouping = Field("export_grouping", "Headings", words.GROUPINGS, body)
        self.order = Field("export_order", "Order", words.ORDERS, body)
        self.styling = Field("export_style", "Citation style", (), body)
        self.notes = Field("export_notes", "Citations stand", words.NOTES, body)
        self.rows = Field("export_rows", "Rows", words.ROWS, body)
        self.ticks = {name: self._tick(f"export_{name}", said) for name, said in words.CARRIED}
        self.redact = self._tick("export_redact", "Redact by the list")
        self.override = self._tick("export_override", "Take them along all the same")
        self.why = label("", "small", body, wraps=True)
        self.held = label("", "warning", body, wraps=True)
        self.held.setObjectName("export_held")
        self.list_link = self._link("export_list", "Edit list…", "list")
        self.changes_link = self._link("export_changes", "See changes…", "changes")
        self._csl, self._kept_style = "", Choice().style
        self._lay_out()
        self._connect()
        self.setWidget(body)
        body.setAutoFillBackground(False)
        self.show_held(())

    # Building

    def _tick(self, name: str, said: str) -> TickBox:
        box = TickBox(said, self._theme, self._body)
        box.setObjectName(name)
        box.setAccessibleName(said)
        return box

    def _link(self, name: str, said: str, asked: str) -> QPushButton:
        button = QPushButton(said, self._body)
        button.setObjectName(name)
        button.setAccessibleName(said.rstrip("…"))
        button.setProperty("look", "link")
        button.clicked.connect(lambda: self.asked.emit(asked))
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 10, 12)
        column.setSpacing(8)
        self._forms: list[QFormLayout] = []
        self._form(column, ("What", self.scope))
        self._carry = self._section("Each excerpt carries")
        column.addWidget(self._carry)
        self._form(column, ("Context", self.context))
        boxes = QGridLayout()
        boxes.setHorizontalSpacing(8)
        boxes.setVerticalSpacing(2)
        for place, box in enumerate(self.ticks.values()):
            boxes.addWidget(box, place // 2, place % 2)
        column.addLayout(boxes)
        self._arranged = self._section("Arranged")
        column.addWidget(self._arranged)
        arranged = (("Headings", self.grouping), ("Order", self.order), ("Rows", self.rows))
        self._form(column, *arranged, ("Style", self.styling), ("Citations", self.notes))
        column.addWidget(self.why)
        column.addWidget(self._section("Names and places"))
        column.addWidget(self.redact)
        links = QHBoxLayout()
        links.setSpacing(16)
        links.setContentsMargins(26, 0, 0, 0)
        links.addWidget(self.list_link)
        links.addWidget(self.changes_link)
        links.addStretch(1)
        column.addLayout(links)
        self._rights = self._section("Rights")
        column.addWidget(self._rights)
        column.addWidget(self.held)
        column.addWidget(self.override)
        column.addStretch(1)

    def _section(self, said: str) -> QLabel:
        made = label(said, "section", self._body)
        made.setContentsMargins(0, 6, 0, 0)
        return made

    def _form(self, column: QVBoxLayout, *rows: tuple[str, QWidget]) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for said, field in rows:
            name = label(said, "small", self._body)
            name.setMinimumWidth(LABEL_PX)
            name.setBuddy(field)
            form.addRow(name, field)
        self._forms.append(form)
        column.addLayout(form)

    def _connect(self) -> None:
        for field in (self.scope, self.context, self.grouping, self.order, self.notes, self.rows):
            field.picked.connect(self.changed)
        self.styling.picked.connect(self._style_picked)
        for box in (*self.ticks.values(), self.redact):
            box.clicked.connect(lambda _: self.changed.emit())
        self.override.clicked.connect(self._override_clicked)

    # What is chosen

    @property
    def stops(self) -> list[QWidget]:
        """What Tab stops at, from the top."""
        return laid_out(self._body.layout())

    @property
    def choice(self) -> Choice:
        """Everything as it is set."""
        ticked: dict[str, Any] = {name: box.isChecked() for name, box in self.ticks.items()}
        index = max(0, self.scope.currentIndex())
        scope = self.offers[index].scope if self.offers else Scope()
        made = Choice(
            scope, style=self._csl or self.styling.currentData() or Choice().style, rows=self.rows.currentData()
        )
        return replace(
            made,
            context=type(made.context)(self.context.currentData()),
            grouping=type(made.grouping)(self.grouping.currentData()),
            order=type(made.order)(self.order.currentData()),
            notes=type(made.notes)(self.notes.currentData()),
            redact=self.redact.isChecked(),
            override=self.override.isChecked(),
            **ticked,
        )

    def show_choice(self, choice: Choice) -> None:
        """Sets everything but the scope; what may not leave is never taken along without being asked again."""
        for name, box in self.ticks.items():
            box.setChecked(getattr(choice, name))
        for field, value in (
            (self.context, choice.context),
            (self.grouping, choice.grouping),
            (self.order, choice.order),
            (self.notes, choice.notes),
            (self.rows, choice.rows),
        ):
            field.choose(value)
        self.redact.setChecked(choice.redact)
        self.show_style(choice.style)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """What can be exported; the first is chosen."""
        self.offers = tuple(offers)
        self.scope.offer([(number, each.words) for number, each in enumerate(offers)])

    def show_style(self, style: str) -> None:
        """Chooses a style by its id, or a CSL file by its path."""
        shipped = publish.styles()
        self._csl, self._kept_style = "" if style in dict(shipped) else style, style
        own = [(style, Path(style).name)] if self._csl else []
        named = [(each, words.STYLES.get(each, full)) for each, full in shipped]
        self.styling.offer([*named, *own, (_ANOTHER, "Choose a CSL file…")], dict(shipped))
        self.styling.choose(style)

    def _style_picked(self) -> None:
        picked = self.styling.currentData()
        if picked == _ANOTHER:
            self.styling.choose(self._kept_style)
            self.asked.emit("style")
            return
        self._csl = "" if picked in dict(publish.styles()) else picked
        self._kept_style = picked
        self.changed.emit()

    def _override_clicked(self, on: bool) -> None:
        if on:
            self.override.setChecked(False)
            self.asked.emit("override")
        else:
            self.changed.emit()

    # What the format and the articles allow

    def show_format(self, offered: Offered) -> None:
        """Shows what this format can honour, and says what it cannot."""
        options = offered.format.options
        for name, box in self.ticks.items():
            box.setVisible(name in options)
        shown = (
            (self.context, "context"),
            (self.grouping, "grouping"),
            (self.order, "order"),
            (self.rows, "rows"),
            (self.styling, "style"),
            (self.notes, "notes"),
        )
        for field, name in shown:
            form = next(each for each in self._forms if each.indexOf(field) >= 0)
            form.setRowVisible(field, name in options and (name != "style" or offered.format.cites))
        self._carry.setVisible(bool(options & {"context", *self.ticks}))
        self._arranged.setVisible(bool(options & {"grouping", "order", "rows", "style"}))
        self.why.setText(words.no_choice(offered))
        self.why.setVisible(bool(self.why.text()))

    def show_held(self, held_back: Sequence[str]) -> None:
        """What may not leave, and the way to take it along."""
        shown = bool(held_back) or self.override.isChecked()
        self.held.setText(" ".join(held_back))
        self.held.setVisible(bool(held_back))
        self._rights.setVisible(shown)
        self.override.setVisible(shown)
