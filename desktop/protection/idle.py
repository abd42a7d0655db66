"""Tells when nobody used the window for a while, or when the machine seems to have slept.

What a person does is seen at the windows of the program (keys, clicks, wheel, touch, moves), and what an input method composes of keys
that it keeps for itself where it is written: other programs are not watched. The time is the wall's, so that a machine that slept, and
a program that was stopped, count as unused.
"""

import time
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_LOOK_MS = 5_000
_GAP_S = 30.0  # between two looks: a machine that slept, or a program that was stopped
_USED = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.Drop,
    }
)


class IdleWatch(QObject):
    """`idle()` once nothing was done for `limit_s()` seconds (0: never), `slept()` after a gap; neither before `start`.

    `busy()` says whether work that a person began is under way: the time begins again when it is over.
    """

    idle = Signal()
    slept = Signal()

    def __init__(
        self,
        limit_s: Callable[[], float],
        busy: Callable[[], bool],
        parent: QObject,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._limit_s, self._busy, self._now = limit_s, busy, now
        self._used = self._looked = now()
        self._watched: list[QWindow] = []
        self._writing: QObject | None = None  # what has the keyboard
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Watches from now on."""
        self._used = self._looked = self._now()
        running().focusWindowChanged.connect(self._follow)
        running().focusObjectChanged.connect(self._follow_writing)
        self._follow_writing(running().focusObject())
        for window in QGuiApplication.topLevelWindows():
            self._follow(window)
        self._timer.start()

    def stop(self) -> None:
        """Watches no longer."""
        self._timer.stop()
        running().focusWindowChanged.disconnect(self._follow)
        running().focusObjectChanged.disconnect(self._follow_writing)
        self._follow_writing(None)
        for window in self._watched:
            window.removeEventFilter(self)
        self._watched.clear()

    def look(self) -> None:
        """Compares the clock with the last use."""
        now = self._now()
        gap, self._looked = now - self._looked, now
        if self._busy():
            self._used = now
        limit_s = self._limit_s()
        if gap > _GAP_S:
            self.slept.emit()
        elif limit_s and now - self._used >= limit_s:
            self.idle.emit()
        elif now < self._used:  # the clock was put back
            self._used = now

    def _follow(self, window: QWindow | None) -> None:
        # At the windows, where input comes in: an event filter for the whole program would be asked about every event of every widget.
        if window is not None and window not in self._watched:
            self._watched.append(window)
            window.installEventFilter(self)
            window.destroyed.connect(lambda: self._watched.remove(window) if window in self._watched else None)

    def _follow_writing(self, focus: QObject | None) -> None:
        # An input method (Korean, Chinese, Japanese) may keep every key: no window sees any, and its words come to what has the keyboard.
        # What had the keyboard may be going: it gives it away before it says so.
        if self._writing is not None and shiboken6.isValid(self._writing):
            self._writing.removeEventFilter(self)
            self._writing.destroyed.disconnect(self._forget_writing)
        self._writing = None if isinstance(focus, QWindow) else focus
        if self._writing is not None:
            self._writing.installEventFilter(self)
            self._writing.destroyed.connect(self._forget_writing)

    def _forget_writing(self) -> None:
        self._writing = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _USED:
            self._used = self._now()
        return False


def running() -> QGuiApplication:
    """The one application, which is there as soon as there is a window."""
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    return application
