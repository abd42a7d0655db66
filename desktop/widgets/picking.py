"""A menu of things to tick that stays open while one ticks."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

Option = tuple[Any, str]


class PickMenu(QMenu):
    """A menu of things to tick that stays open while one ticks, with the pointer or with Space."""

    picked = Signal(object)  # the tuple of ticked values

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._options: tuple[Option, ...] = ()
        self.installEventFilter(self)

    def show_options(self, options: Sequence[Option], chosen: Sequence[Any]) -> None:
        """Fills the menu with (value, words); the same things once more are only ticked anew."""
        if tuple(options) == self._options:
            for action in self.actions():
                action.setChecked(action.data() in chosen)
            return
        self._options = tuple(options)
        self.clear()
        for value, words in options:
            action = self.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value in chosen)
            action.setData(value)
            action.triggered.connect(self._tell)

    def _tell(self) -> None:
        self.picked.emit(tuple(action.data() for action in self.actions() if action.isChecked()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        action = self.activeAction()
        ticks = event.type() == QEvent.Type.MouseButtonRelease or (
            isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space
        )
        if ticks and action is not None and action.isCheckable():
            action.trigger()
            return True
        return super().eventFilter(watched, event)
