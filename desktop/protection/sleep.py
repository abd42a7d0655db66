"""Asks the system to be told before the machine sleeps, and to be waited for meanwhile: logind, over its Unix-domain socket.

Where there is no logind (macOS, Windows, other systems) nothing is told beforehand; that the machine has slept shows afterwards
(`IdleWatch.slept`). A bus that is not reached by a Unix-domain socket is not used.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

# https://www.freedesktop.org/wiki/Software/systemd/inhibit/
_SERVICE, _PATH, _INTERFACE = "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"
_CONNECTION = "waystation-system"
_ADDRESS, _USUAL = "DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/var/run/dbus/system_bus_socket"


class SleepWatch(QObject):
    """`sleeping()` just before the machine sleeps; the system then waits until `release` or the end of this process, or 5 seconds."""

    sleeping = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._bus: QDBusConnection | None = None
        self._asked: QDBusPendingCallWatcher | None = None
        self._held: int | None = None

    @property
    def told(self) -> bool:
        """Whether the system tells before it sleeps."""
        return self._bus is not None

    @property
    def waited_for(self) -> bool:
        """Whether the system waits for this process before it sleeps."""
        return self._held is not None

    def start(self) -> None:
        """Asks to be told; nothing happens where there is nobody to ask."""
        address = os.environ.get(_ADDRESS) or _USUAL
        if sys.platform != "linux" or not all(each.startswith("unix:") for each in address.split(";")):
            return
        from PySide6.QtDBus import QDBusConnection

        bus = QDBusConnection.connectToBus(address, _CONNECTION)
        # The declared type is bytes, which the call refuses.
        slot: Any = SLOT("_prepare(bool)")
        if bus.isConnected() and bus.connect(_SERVICE, _PATH, _INTERFACE, "PrepareForSleep", self, slot):
            self._bus = bus
            self._hold()
        else:
            QDBusConnection.disconnectFromBus(_CONNECTION)  # by its name the same one would be given again

    def release(self) -> None:
        """Asks for nothing any more, and lets the machine sleep."""
        if self._bus is not None:
            from PySide6.QtDBus import QDBusConnection

            self._bus = None
            QDBusConnection.disconnectFromBus(_CONNECTION)
        self._let_go()

    def _hold(self) -> None:
        """Asks for time before the machine sleeps; the answer is a file that is held open for as long."""
        assert self._bus is not None
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        call = QDBusMessage.createMethodCall(_SERVICE, _PATH, _INTERFACE, "Inhibit")
        call.setArguments(["sleep", "Waystation", "Locks the archive first", "delay"])
        self._asked = QDBusPendingCallWatcher(self._bus.asyncCall(call), self)
        self._asked.finished.connect(self._answered)

    def _answered(self, asked: QDBusPendingCallWatcher) -> None:
        answer: QDBusMessage = asked.reply()
        given = answer.arguments()
        if self._bus is not None and given and hasattr(given[0], "fileDescriptor"):
            self._let_go()
            self._held = os.dup(given[0].fileDescriptor())
            os.set_inheritable(self._held, False)
        # The answer holds the same file.
        self._asked = None
        asked.deleteLater()

    def _let_go(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None

    @Slot(bool)
    def _prepare(self, begins: bool) -> None:
        if begins:
            self.sleeping.emit()
            self._let_go()
        elif self._bus is not None:
            self._hold()
