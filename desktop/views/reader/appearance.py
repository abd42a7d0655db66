"""The Aa card: letters, column, line height, typeface and theme; every move is seen at once in the page behind it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from desktop.settings import SETTINGS, Setting, Settings

_BY_KEY = {setting.key: setting for setting in SETTINGS}
_SLIDERS = {"reading.size": "{:g} px", "reading.measure": "{:g} letters", "reading.leading": "{:.2f}"}
_CHOICES = ("reading.face", "theme")
_SWITCHES = ("reading.numbers", "reading.set_aside")


class AppearanceCard(QFrame):
    """A popup over the settings; writes each one as it moves and follows changes from elsewhere."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("appearance")
        self.setAccessibleName("Letters, column and theme")
        self.setProperty("look", "popup")
        self._settings = settings
        self._sliders: dict[str, tuple[QSlider, QLabel, str]] = {}
        self._choices: dict[str, QButtonGroup] = {}
        self._switches: dict[str, QCheckBox] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 14, 16, 14)
        rows.setSpacing(12)
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        for row, (key, words) in enumerate(_SLIDERS.items()):
            self._add_slider(grid, row, _BY_KEY[key], words)
        rows.addLayout(grid)
        for key in _CHOICES:
            rows.addLayout(self._choice(_BY_KEY[key]))
        for key in _SWITCHES:
            rows.addWidget(self._switch(_BY_KEY[key]))
        # A bound method: Qt lets go of it with the card, while the settings live on.
        settings.changed.connect(self._setting_changed)
        self.show_settings()

    def show_settings(self) -> None:
        """Takes every control to what is set now."""
        for key, (slider, label, words) in self._sliders.items():
            slider.blockSignals(True)
            slider.setValue(round(self._settings[key] / _BY_KEY[key].step))
            slider.blockSignals(False)
            label.setText(words.format(self._settings[key]))
        for key, group in self._choices.items():
            for button in group.buttons():
                button.setChecked(button.property("value") == self._settings[key])
        for key, box in self._switches.items():
            box.blockSignals(True)
            box.setChecked(self._settings[key])
            box.blockSignals(False)

    def _setting_changed(self, key: str) -> None:
        if key in self._sliders or key in self._choices or key in self._switches:
            self.show_settings()

    def _add_slider(self, grid: QGridLayout, row: int, setting: Setting, words: str) -> None:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(f"appearance_{setting.key.removeprefix('reading.')}")
        slider.setAccessibleName(setting.label)
        slider.setAccessibleDescription(setting.help)
        slider.setToolTip(setting.help)
        slider.setRange(round((setting.least or 0) / setting.step), round((setting.most or 0) / setting.step))
        slider.setMinimumWidth(140)
        value = QLabel(self)
        value.setProperty("look", "small")
        value.setMinimumWidth(56)
        whole = isinstance(setting.default, int)

        def take(steps: int) -> None:
            amount = steps * setting.step
            self._settings.set(setting.key, round(amount) if whole else round(amount, 2))

        slider.valueChanged.connect(take)
        self._sliders[setting.key] = (slider, value, words)
        grid.addWidget(QLabel(setting.label, self), row, 0)
        grid.addWidget(slider, row, 1)
        grid.addWidget(value, row, 2)

    def _choice(self, setting: Setting) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        group = QButtonGroup(self)
        self._choices[setting.key] = group
        for value, label in setting.choices:
            button = QPushButton(label, self)
            button.setObjectName(f"appearance_{value}")
            button.setAccessibleName(f"{setting.label}: {label}")
            button.setProperty("look", "chip")
            button.setProperty("value", value)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, chosen=value: self._settings.set(setting.key, chosen))
            button.clicked.connect(lambda _=False: self.show_settings())
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _switch(self, setting: Setting) -> QCheckBox:
        box = QCheckBox(setting.label, self)
        box.setObjectName(f"appearance_{setting.key.removeprefix('reading.')}")
        box.setAccessibleDescription(setting.help)
        box.setToolTip(setting.help)
        box.toggled.connect(lambda on: self._settings.set(setting.key, on))
        self._switches[setting.key] = box
        return box
