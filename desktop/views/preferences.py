"""Preferences: every declared setting by group, each in force at once."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from desktop.settings import SETTINGS, Setting, Settings
from desktop.theme import Theme
from desktop.turns import Turns
from desktop.widgets.basics import Choices, Page, TickBox, label

_MOST_CHIPS = 4
_EDITOR_PX, _ROW_PX = 280, 34


class Preferences(Page):
    """Shows the settings as they are and keeps what is changed; follows changes made elsewhere."""

    def __init__(self, settings: Settings, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("preferences", "Preferences", theme, parent, width=840)
        self._settings = settings
        self._show: dict[str, Callable[[Any], None]] = {}
        reset = QPushButton("Back to the usual values", self)
        reset.setProperty("look", "quiet")
        reset.setObjectName("preferences_reset")
        reset.setAccessibleName("Set every preference back to its usual value")
        reset.clicked.connect(self._reset)
        self.head.insertWidget(2, reset)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 140)
        grid.setColumnMinimumWidth(1, _EDITOR_PX)
        grid.setColumnStretch(2, 1)
        self._turns = Turns(self)
        self._turns.more(partial(self._group, grid, group) for group in dict.fromkeys(each.group for each in SETTINGS))
        self.content.addLayout(grid)
        self.content.addStretch(1)
        settings.changed.connect(self._changed)

    def add_section(self, make: Callable[[QWidget], QWidget]) -> None:
        """Appends a section that is no setting, below them, once they stand; `make` is given the page."""
        self._turns.more([lambda: self.content.insertWidget(self.content.count() - 1, make(self))])

    def show_section(self, name: str) -> None:
        """Scrolls to a section, once it is laid out, and gives it the keyboard."""

        def there() -> None:
            section = self.findChild(QWidget, name)
            if section is not None:
                self._scroll.ensureWidgetVisible(section, 0, 40)
                section.setFocus()

        self._turns.more([lambda: self._turns.more([there])])

    def _group(self, grid: QGridLayout, group: str) -> None:
        heading = label(group, "section", self)
        heading.setContentsMargins(0, 20 if grid.rowCount() > 1 else 0, 0, 4)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 3)
        for setting in SETTINGS:
            if setting.group == group:
                self._add(grid, setting)

    def _add(self, grid: QGridLayout, setting: Setting) -> None:
        """A row: words, editor, help. A tick box carries its own words."""
        editor, row = self._editor(setting), grid.rowCount()
        editor.setObjectName(f"setting_{setting.key}")
        editor.setAccessibleName(setting.label)
        editor.setAccessibleDescription(setting.help)
        self._show[setting.key](self._settings[setting.key])
        if isinstance(editor, TickBox):
            grid.addWidget(editor, row, 0, 1, 2, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        else:
            words = label(setting.label, parent=self)
            words.setBuddy(editor)
            grid.addWidget(words, row, 0)
            grid.addWidget(editor, row, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(label(setting.help, "small", self, wraps=True), row, 2)
        grid.setRowMinimumHeight(row, _ROW_PX)

    def _editor(self, setting: Setting) -> QWidget:
        """The widget that edits a setting; remembers in `_show` how to show a value in it."""
        keep = lambda value: self._settings.set(setting.key, value)  # noqa: E731
        if setting.choices and len(setting.choices) <= _MOST_CHIPS:
            choices = Choices(f"setting_{setting.key}", setting.choices, self)
            choices.chosen.connect(keep)
            self._show[setting.key] = choices.choose
            return choices
        if isinstance(setting.default, bool):
            box = TickBox(setting.label, self.theme, self)
            box.toggled.connect(keep)
            self._show[setting.key] = box.setChecked
            return box
        if isinstance(setting.default, int | float):
            spin: QSpinBox | QDoubleSpinBox
            if isinstance(setting.default, int):
                spin = QSpinBox(self)
                spin.setSingleStep(int(setting.step))
            else:
                spin = QDoubleSpinBox(self)
                spin.setDecimals(2 if setting.step < 0.1 else 1)
                spin.setSingleStep(setting.step)
            spin.setRange(setting.least or 0, setting.most or 0)  # type: ignore[arg-type]  # whole numbers for a QSpinBox
            spin.setFixedWidth(80)
            spin.lineEdit().setTextMargins(8, 0, 0, 0)
            spin.valueChanged.connect(keep)
            self._show[setting.key] = spin.setValue
            return spin
        return self._text(setting, keep)

    def _text(self, setting: Setting, keep: Callable[[Any], None]) -> QWidget:
        line = QLineEdit(self)
        line.setFixedWidth(_EDITOR_PX)
        line.editingFinished.connect(lambda: keep(line.text().strip()))
        self._show[setting.key] = line.setText
        return line

    def _changed(self, key: str) -> None:
        if key in self._show:
            self._show[key](self._settings[key])

    def _reset(self) -> None:
        for setting in SETTINGS:
            self._settings.reset(setting.key)
