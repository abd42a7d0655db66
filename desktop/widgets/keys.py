"""Keys that mean something to the window and something else, or nothing, to the view in front."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

_HARMLESS = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


def is_single(event: QEvent) -> bool:
    """Whether it asks if a shortcut may take a key pressed without Ctrl or Alt (function keys apart).

    A view that accepts it keeps letters and Del from the library's list, which stands behind it unseen.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.modifiers() & ~_HARMLESS == Qt.KeyboardModifier.NoModifier and event.key() < Qt.Key.Key_F1


def is_own(event: QEvent, combined: Iterable[str] = ()) -> bool:
    """The same for a view with keys of its own: single ones, F2, and the combinations that are named ("Ctrl+C")."""
    if is_single(event):
        return True
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    pressed = event.keyCombination()
    renaming = event.key() == Qt.Key.Key_F2 and event.modifiers() & ~_HARMLESS == Qt.KeyboardModifier.NoModifier
    return renaming or QKeySequence(pressed) in map(QKeySequence, combined)


class LeadsTo(QObject):
    """Keys of a filter over a list: Esc empties it, Down and Return go to what it has found."""

    def __init__(self, filter: QLineEdit, found: QWidget) -> None:
        super().__init__(filter)
        self._filter, self._found = filter, found
        filter.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and self._filter.text():
                self._filter.clear()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return):
                self._found.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False
