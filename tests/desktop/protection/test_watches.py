"""Idleness, sleep and the clipboard, each with a clock or a bus of the test's own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QClipboard, QGuiApplication, QInputMethodEvent, QWindow
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.protection.clipboard import ClipboardWatch
from desktop.protection.idle import IdleWatch
from desktop.protection.sleep import SleepWatch

_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""


class Clock:
    """Stands still until it is put forward."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


class Told:
    """An idle watch on a clock, and what it said."""

    def __init__(self, parent: QObject, limit_s: float = 300.0) -> None:
        self.clock, self.said, self.busy = Clock(), list[str](), False
        self.watch = IdleWatch(lambda: limit_s, lambda: self.busy, parent, self.clock)
        self.watch.idle.connect(lambda: self.said.append("idle"))
        self.watch.slept.connect(lambda: self.said.append("slept"))
        self.watch.start()

    def wait(self, seconds: float) -> None:
        """Lets time pass as it does: in looks of a few seconds."""
        for _ in range(round(seconds / 5)):
            self.clock.now += 5
            self.watch.look()


@pytest.fixture
def parent(qapp: QGuiApplication) -> Iterator[QObject]:
    made = QObject()
    yield made
    made.deleteLater()


def test_it_is_idle_once_nothing_was_done_for_as_long_as_was_chosen(parent: QObject) -> None:
    told = Told(parent)
    told.wait(295)
    assert told.said == []
    told.wait(5)
    assert told.said == ["idle"]


def test_a_key_in_a_window_begins_the_time_anew(parent: QObject, qtbot: QtBot) -> None:
    window = QWindow()
    window.show()
    told = Told(parent)
    told.watch._follow(window)
    told.wait(290)
    qtbot.keyClick(window, Qt.Key.Key_A)
    told.wait(290)
    assert told.said == []
    told.watch.stop()
    window.destroy()


def test_what_an_input_method_writes_begins_the_time_anew(parent: QObject, qtbot: QtBot) -> None:
    """Who writes Korean or Chinese may press no key that a window sees."""
    first, second = QLineEdit(), QLineEdit()
    for line in (first, second):
        qtbot.addWidget(line)
    told = Told(parent)
    for line in (first, second):
        told.watch._follow_writing(line)
        told.wait(290)
        QGuiApplication.sendEvent(line, QInputMethodEvent("강", []))
        told.wait(290)
        assert told.said == []
        QGuiApplication.sendEvent(line, QInputMethodEvent("물", []))
    told.wait(200)
    QGuiApplication.sendEvent(first, QInputMethodEvent("밑", []))
    told.wait(100)
    assert told.said == ["idle"], "what nobody writes into is not watched any more"
    told.watch.stop()


def test_what_had_the_keyboard_may_be_gone(parent: QObject, qapp: QGuiApplication) -> None:
    line = QLineEdit()
    told = Told(parent)
    told.watch._follow_writing(line)
    shiboken6.delete(line)
    told.watch._follow_writing(None)
    told.watch.stop()
    assert told.watch._writing is None


def test_what_has_the_keyboard_may_be_taken_apart_before_it_gives_it_away(
    parent: QObject, qapp: QGuiApplication
) -> None:
    told = Told(parent)
    field = QLineEdit()
    qapp.focusObjectChanged.emit(field)
    assert told.watch._writing is field
    field.destroyed.disconnect(told.watch._forget_writing)  # as when it says so too late
    shiboken6.delete(field)
    qapp.focusObjectChanged.emit(None)
    assert told.watch._writing is None


def test_what_a_person_began_is_let_finish_and_zero_means_never(parent: QObject) -> None:
    told = Told(parent)
    told.busy = True
    told.wait(900)
    assert told.said == []
    never = Told(parent, limit_s=0)
    never.wait(3600)
    assert never.said == []


def test_a_gap_in_time_means_that_the_machine_slept(parent: QObject) -> None:
    told = Told(parent, limit_s=0)
    told.clock.now += 3600
    told.watch.look()
    assert told.said == ["slept"]


def test_a_clock_that_is_put_back_neither_locks_nor_keeps_from_locking(parent: QObject) -> None:
    told = Told(parent)
    told.clock.now -= 86_400
    told.watch.look()
    assert told.said == []
    told.wait(300)
    assert told.said == ["idle"]


def test_what_was_copied_goes_when_its_time_is_over(parent: QObject, qtbot: QtBot) -> None:
    clipboard = QGuiApplication.clipboard()
    watch = ClipboardWatch(lambda: 30, parent)
    watch.start()
    clipboard.setText("The river was low.")
    timer = watch._timers[QClipboard.Mode.Clipboard]
    assert timer.isActive() and timer.interval() == 30_000
    with qtbot.waitSignal(timer.timeout):
        timer.start(0)
    assert clipboard.text() == ""


def test_what_another_program_copied_stays(parent: QObject, monkeypatch: pytest.MonkeyPatch) -> None:
    clipboard = QGuiApplication.clipboard()
    watch = ClipboardWatch(lambda: 30, parent)
    watch.start()
    clipboard.setText("The river was low.")
    monkeypatch.setattr("desktop.protection.clipboard.owned", lambda *_: False)
    clipboard.setText("A telephone number")
    watch.clear()
    assert clipboard.text() == "A telephone number"
    watch.stop()


def test_zero_leaves_it_until_the_archive_is_left(parent: QObject) -> None:
    clipboard = QGuiApplication.clipboard()
    watch = ClipboardWatch(lambda: 0, parent)
    watch.start()
    clipboard.setText("The river was low.")
    assert not watch._timers[QClipboard.Mode.Clipboard].isActive()
    watch.stop()
    assert clipboard.text() == ""


class Logind:
    """Stands for the system's logind on a bus of its own."""

    def __init__(self, address: str) -> None:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor, QDBusVirtualObject

        self._message = QDBusMessage
        self.bus = QDBusConnection.connectToBus(address, "logind")
        assert self.bus.registerService("org.freedesktop.login1")
        self.asked: list[list[Any]] = []
        self.held: int | None = None
        outer = self

        class Manager(QDBusVirtualObject):
            def introspect(self, path: str) -> str:
                return ""

            def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
                outer.asked.append(message.arguments())
                outer.held, given = os.pipe()
                reply = message.createReply()
                reply.setArguments([QDBusUnixFileDescriptor(given)])
                connection.send(reply)
                os.close(given)
                return True

        self._manager = Manager()
        whole = QDBusConnection.VirtualObjectRegisterOption.SubPath
        assert self.bus.registerVirtualObject("/org/freedesktop/login1", self._manager, whole)

    def prepare(self, begins: bool) -> None:
        signal = self._message.createSignal(
            "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep"
        )
        signal.setArguments([begins])
        self.bus.send(signal)

    @property
    def released(self) -> bool:
        """Whether nobody makes the machine wait any more."""
        assert self.held is not None
        os.set_blocking(self.held, False)
        try:
            return os.read(self.held, 1) == b""
        except BlockingIOError:
            return False


@pytest.fixture
def logind(qapp: QGuiApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Logind]:
    if sys.platform != "linux":
        pytest.skip("there is logind on Linux alone")
    configuration, address = tmp_path / "bus.conf", f"unix:path={tmp_path / 'bus'}"
    configuration.write_text(_CONFIGURATION.format(path=tmp_path / "bus"))
    try:
        daemon = subprocess.Popen(
            ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        pytest.skip("dbus-daemon is not installed")
    assert daemon.stdout is not None and daemon.stdout.readline()
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    from PySide6.QtDBus import QDBusConnection

    yield Logind(address)
    QDBusConnection.disconnectFromBus("logind")
    daemon.kill()
    daemon.wait()
    daemon.stdout.close()


def test_the_system_tells_before_it_sleeps_and_waits_until_it_is_let(
    logind: Logind, parent: QObject, qtbot: QtBot
) -> None:
    watch = SleepWatch(parent)
    watch.start()
    qtbot.waitUntil(lambda: watch.waited_for)
    assert logind.asked == [["sleep", "Waystation", "Locks the archive first", "delay"]]
    with qtbot.waitSignal(watch.sleeping):
        logind.prepare(True)
    qtbot.waitUntil(lambda: logind.released)
    logind.prepare(False)  # it woke: once more from the beginning
    qtbot.waitUntil(lambda: len(logind.asked) == 2 and watch.waited_for)
    watch.release()
    assert not watch.told


def test_no_bus_is_used_that_is_not_reached_by_a_unix_socket(parent: QObject, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("tcp:host=localhost,port=1", "unix:path=/nowhere;tcp:host=localhost,port=1", "unix:path=/nowhere"):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        watch = SleepWatch(parent)
        watch.start()
        assert not watch.told
        watch.release()
