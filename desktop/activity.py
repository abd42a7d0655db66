"""Tells when a person acts in the window, so that what is only made ready ahead can wait."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

_ACTS: Final = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,  # the key of a command: no press follows
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    )
)


class Activity(QObject):
    """Looks at what the window that the system knows is given, before any widget is; `acted` at each key, button and turn of a wheel.

    What an input method composes passes it by: a field that takes text tells of that itself.
    """

    acted = Signal()

    def __init__(self, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        handle = window.window().windowHandle()
        if handle is not None:  # one that was never shown is given nothing
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTS:
            self.acted.emit()
        return super().eventFilter(watched, event)
