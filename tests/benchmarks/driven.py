"""The real program, offscreen, driven as a person would, inside a measured process; and how long its interface was deaf.

Times are milliseconds. Qt is imported by what needs it, so that a start can be measured from the beginning.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from desktop.program import Program

_BEAT_MS = 1
_PATIENCE_MS = 60_000


def now_ms() -> float:
    return time.perf_counter() * 1000


def opened(archive: Path | None) -> "tuple[Program, dict[str, float]]":
    """The window as `waystation` opens it, up to the first list of articles on the screen."""
    from archive.base import places
    from desktop import latency

    latency.hasten()
    from desktop.collecting import Collecting
    from desktop.program import Program

    program = Program(keep=False)
    Collecting(program.app, program.jobs.is_showing_work)
    program.window.ready.connect(latency.settle)
    program.alerts.install()
    program.alerts.crashed.connect(_give_up)
    at: dict[str, float] = {}
    program.window.ready.connect(lambda: at.setdefault("ready_at", time.monotonic()))
    program.start(archive or places.default_archive())
    wait(program.window.ready)
    from archive.operations import browse  # imported with the window

    table, lister = program.desk().library.list.table, program.desk().library.list.lister
    # An archive without articles shows how to bring some, and lists none.
    if lister.results is None and browse.holds_any(program.desk().context.archive):
        wait(lister.listed)
    table.viewport().repaint()
    at["listed_at"] = time.monotonic()
    return program, at


def _give_up(report: str) -> None:
    """Figures of a program that met a mistake of its own are worth nothing."""
    print(report, file=sys.stderr, flush=True)
    os._exit(1)


def wait(*signals: "SignalInstance", begin: Callable[[], object] = lambda: None) -> None:
    """Calls `begin` and lets the interface live until one of the signals is emitted."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    guard = QTimer(interval=_PATIENCE_MS, singleShot=True)
    guard.timeout.connect(lambda: loop.exit(1))
    guard.start()

    def leave(*_: object) -> None:
        loop.exit(0)

    for signal in signals:
        signal.connect(leave)
    begin()
    late = loop.exec()
    for signal in signals:
        signal.disconnect(leave)
    if late:
        raise RuntimeError("the window did not answer")


class Pulse:
    """How long the interface was deaf at most: the longest gap between beats of a timer, less the timer's own interval.

    `busiest` is the most processor time of its thread in one gap: what it would be on a machine that does nothing else.
    """

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.longest, self._last = 0.0, now_ms()
        self.busiest, self._worked = 0.0, time.thread_time()
        self._timer = QTimer(interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now, worked = now_ms(), time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last - _BEAT_MS), now
        self.busiest, self._worked = max(self.busiest, (worked - self._worked) * 1000), worked

    def during(self, work: Callable[[], Any]) -> Any:
        """What `work` gives; `longest` is the longest turn while it ran."""
        self.longest, self._last = 0.0, now_ms()
        self.busiest, self._worked = 0.0, time.thread_time()
        self._timer.start()
        result = work()
        self._beat()
        self._timer.stop()
        return result
