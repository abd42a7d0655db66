"""Takes away from the clipboard, after a while, what was put there while an encrypted archive is open, if it is still there.

What other programs copied is left alone. A clipboard manager that keeps what it sees is out of reach.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)  # the second: words selected with the mouse, on X11
_ALONE = (
    "offscreen",
    "minimal",
)  # platforms without a screen: there is no other program, and Qt does not say whose it is


class ClipboardWatch(QObject):
    """Watches from `start` on; `clear` empties at once what is ours. `seconds()` is how long it stays (0: until the end)."""

    def __init__(self, seconds: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._clipboard = QGuiApplication.clipboard()
        self._ours: set[QClipboard.Mode] = set()
        self._timers: dict[QClipboard.Mode, QTimer] = {}
        for mode in _MODES:
            self._timers[mode] = QTimer(self, singleShot=True)
            self._timers[mode].timeout.connect(lambda mode=mode: self._empty(mode))

    def start(self) -> None:
        """What is put on the clipboard by this program counts from now on."""
        self._clipboard.changed.connect(self._changed)

    def stop(self) -> None:
        """Nothing counts any more; what is still there goes now."""
        self._clipboard.changed.disconnect(self._changed)
        self.clear()

    def clear(self) -> None:
        """Empties what is ours."""
        for mode in list(self._ours):
            self._empty(mode)

    def _changed(self, mode: QClipboard.Mode) -> None:
        if mode not in self._timers:
            return
        if owned(self._clipboard, mode):
            self._ours.add(mode)
            if seconds := self._seconds():
                self._timers[mode].start(1000 * seconds)
        else:
            self._ours.discard(mode)
            self._timers[mode].stop()

    def _empty(self, mode: QClipboard.Mode) -> None:
        self._timers[mode].stop()
        if mode in self._ours and owned(self._clipboard, mode):
            self._clipboard.clear(mode)
        self._ours.discard(mode)


def owned(clipboard: QClipboard, mode: QClipboard.Mode) -> bool:
    """Whether what is on the clipboard was put there by this program."""
    if QGuiApplication.platformName() in _ALONE:
        return True
    return clipboard.ownsSelection() if mode is QClipboard.Mode.Selection else clipboard.ownsClipboard()
