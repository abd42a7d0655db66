"""The status line of watched folders: how they stand, with a way to pause them and to their list. Hidden where none is watched."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.theme import Theme
from desktop.widgets.basics import hairline, label, push_button

_ICON_PX = 14


class WatchLine(QFrame):
    """`pause_asked(paused)` and `folders_asked()`."""

    pause_asked = Signal(bool)
    folders_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("watch_line")
        self.setAccessibleName("Watched folders")
        self._theme, self._role = theme, "muted"
        self._paused = False
        self.icon = QLabel(self)
        self.words = label("", "small", self)
        self.words.setObjectName("watch_words")
        self.words.setMinimumWidth(0)
        self.pause = self._button("Pause", "watch_pause")
        self.folders = self._button("Folders…", "watch_folders")
        row = QHBoxLayout()
        row.setContentsMargins(16, 2, 8, 2)
        row.setSpacing(8)
        row.addWidget(self.icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.pause)
        row.addWidget(self.folders)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline(parent=self))
        column.addLayout(row)
        self.pause.clicked.connect(lambda: self.pause_asked.emit(not self._paused))
        self.folders.clicked.connect(self.folders_asked)
        theme.changed.connect(self._tint)
        self.hide()

    def show_words(self, words: str, *, paused: bool, trouble: bool) -> None:
        """Shows how they stand; nothing at all without words."""
        self._paused, self._role = paused, "warning" if trouble else "muted"
        self.words.setText(words)
        self.words.setToolTip(words)
        self.pause.setText("Go on" if paused else "Pause")
        self.pause.setAccessibleName("Go on watching" if paused else "Pause watching")
        self.setVisible(bool(words))
        self._tint()

    def _button(self, words: str, name: str) -> QPushButton:
        return push_button(words, name, self, look="quiet", spoken=words.rstrip("…"))

    def _tint(self) -> None:
        self.icon.setPixmap(self._theme.icon("eye", self._role).pixmap(_ICON_PX, _ICON_PX))
        self.icon.setAlignment(Qt.AlignmentFlag.AlignVCenter)
