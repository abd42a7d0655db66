"""The line under a long article that turns its parts; hidden when the article is set whole."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from desktop.theme import Theme


class PartsBar(QFrame):
    """`turned(by)`: to the next (1) or previous (-1) part."""

    turned = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("reader_parts")
        self.setProperty("look", "surface")
        self.label = QLabel(self)
        self.label.setObjectName("reader_part")
        self.label.setProperty("look", "small")
        self.back = self._button("part_previous", "Previous part", -1)
        self.on = self._button("part_next", "Next part", 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.label, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.on)
        row.addStretch(1)
        theme.changed.connect(self._tint)
        self._tint()

    def show_part(self, index: int, count: int) -> None:
        """Part `index` (from 0) of `count` is on the page."""
        self.label.setText(f"Part {index + 1:,} of {count:,}")
        self.back.setEnabled(index > 0)
        self.on.setEnabled(index + 1 < count)
        self.setVisible(count > 1)

    def _button(self, name: str, label: str, by: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(label)
        button.setToolTip(label)
        button.clicked.connect(lambda: self.turned.emit(by))
        return button

    def _tint(self) -> None:
        self.back.setIcon(self._theme.icon("caret-left"))
        self.on.setIcon(self._theme.icon("caret-right"))
