"""Preferences: every declared setting by group, each in force at once."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from desktop.settings import SETTINGS, Setting, Settings
from desktop.theme import Theme
from desktop.widgets.basics import Choices, Page, label

_MOST_CHIPS = 4


class Preferences(Page):
    """Shows the settings as they are and keeps what is changed; follows changes made elsewhere."""

    def __init__(self, settings: Settings, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("preferences", "Preferences", theme, parent)
        self._settings = settings
        self._show: dict[str, Callable[[Any], None]] = {}
        reset = QPushButton("Back to the usual", self)
        reset.setProperty("look", "quiet")
        reset.setObjectName("preferences_reset")
        reset.setAccessibleName("Set every preference back to its usual value")
        reset.clicked.connect(self._reset)
        self.head.insertWidget(2, reset)
        for group in dict.fromkeys(setting.group for setting in SETTINGS):
            self.content.addWidget(label(group, "section", self))
            form = QFormLayout()
            form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
            form.setFormAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            form.setHorizontalSpacing(24)
            form.setVerticalSpacing(10)
            form.setContentsMargins(0, 0, 0, 12)
            for setting in SETTINGS:
                if setting.group == group:
                    self._add(form, setting)
            self.content.addLayout(form)
        self.content.addStretch(1)
        settings.changed.connect(self._changed)

    def _add(self, form: QFormLayout, setting: Setting) -> None:
        editor = self._editor(setting)
        editor.setObjectName(f"setting_{setting.key}")
        editor.setAccessibleName(setting.label)
        editor.setAccessibleDescription(setting.help)
        editor.setToolTip(setting.help)
        self._show[setting.key](self._settings[setting.key])
        if isinstance(editor, QCheckBox):
            editor.setText(setting.label)
            form.addRow("", _row(editor, setting.help))
            return
        words = label(setting.label, parent=self)
        words.setMinimumWidth(140)
        words.setBuddy(editor)
        form.addRow(words, _row(editor, setting.help))

    def _editor(self, setting: Setting) -> QWidget:
        """The widget that edits a setting; remembers in `_show` how to show a value in it."""
        keep = lambda value: self._settings.set(setting.key, value)  # noqa: E731
        if setting.choices and len(setting.choices) <= _MOST_CHIPS:
            choices = Choices(f"setting_{setting.key}", setting.choices, self)
            choices.chosen.connect(keep)
            self._show[setting.key] = choices.choose
            return choices
        if isinstance(setting.default, bool):
            box = QCheckBox(self)
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
            spin.valueChanged.connect(keep)
            self._show[setting.key] = spin.setValue
            return spin
        return self._text(setting, keep)

    def _text(self, setting: Setting, keep: Callable[[Any], None]) -> QWidget:
        line = QLineEdit(self)
        line.setMinimumWidth(260)
        line.editingFinished.connect(lambda: keep(line.text().strip()))
        self._show[setting.key] = line.setText
        return line

    def _changed(self, key: str) -> None:
        self._show[key](self._settings[key])

    def _reset(self) -> None:
        for setting in SETTINGS:
            self._settings.reset(setting.key)


def _row(editor: QWidget, help_text: str) -> QWidget:
    """The editor with its help muted behind it."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(16)
    line.addWidget(editor)
    line.addWidget(label(help_text, "small", row, wraps=True), 1)
    return row
