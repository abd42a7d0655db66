"""Keys that mean something to the window and something else, or nothing, to the view in front."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_HARMLESS = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


def is_single(event: QEvent) -> bool:
    """Whether it asks if a shortcut may take a key pressed without Ctrl or Alt (function keys apart).

    A view that accepts it keeps letters and Del from the library's list, which stands behind it unseen.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.modifiers() & ~_HARMLESS == Qt.KeyboardModifier.NoModifier and event.key() < Qt.Key.Key_F1
