"""How long the interface is deaf, by the processor time of its own thread, and what it was doing: no clock, so that other work beside
it changes little. What one turn takes is a matter of the machine too: `slowness` says how much slower this one is, right now.
"""

import sys
import threading
import time
import traceback
from dataclasses import dataclass
from types import FrameType

from PySide6.QtCore import QObject, Qt, QTimer

_BEAT_MS, _LOOK_S = 1, 0.004
_WORK, _WORK_MS = 60_000, 3.4  # additions, and what they took where nothing else ran
_DEEPEST = 14  # frames told


def slowness() -> float:
    """How many times as long a fixed piece of work takes now as on the machine on which 50 ms were meant; at least 1."""
    found = []
    for _ in range(5):
        began, total = time.thread_time(), 0
        for number in range(_WORK):
            total += number
        found.append((time.thread_time() - began) * 1000)
    return max(1.0, sorted(found)[2] / _WORK_MS)


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of the interface that took long: its processor time, and where it was when it had taken half the limit and later."""

    act: str
    busy_ms: float
    stack: str


class Watchdog(QObject):
    """Beats from the event loop; between two beats lies one turn. `turns` are those above `limit_ms`, `busiest_ms` the longest of an act."""

    def __init__(self, limit_ms: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.limit_ms = limit_ms
        self.turns: list[Turn] = []
        self.busiest_ms = 0.0
        self.act = ""
        self._worked = 0.0
        self._frames: list[str] = []
        self._over = threading.Event()
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._thread = threading.Thread(target=self._look, args=(threading.get_ident(),), daemon=True)

    @property
    def looked(self) -> bool:
        """Whether this turn is already so long that its place was noted."""
        return bool(self._frames)

    def start(self) -> None:
        self._worked = time.thread_time()
        self._timer.start()
        self._thread.start()

    def begin(self, act: str) -> None:
        """What is done from now on."""
        self._beat()
        self.act, self.busiest_ms = act, 0.0

    def stop(self) -> None:
        self._beat()
        self._timer.stop()
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        now = time.thread_time()
        busy_ms, frames = (now - self._worked) * 1000, self._frames
        self._worked, self._frames = now, []
        self.busiest_ms = max(self.busiest_ms, busy_ms)
        if busy_ms > self.limit_ms:
            self.turns.append(Turn(self.act, busy_ms, frames[len(frames) // 2] if frames else ""))

    def _look(self, interface: int) -> None:
        if not hasattr(time, "pthread_getcpuclockid"):
            return  # turns are told without their stacks
        clock = time.pthread_getcpuclockid(interface)
        while not self._over.wait(_LOOK_S):
            if (time.clock_gettime(clock) - self._worked) * 1000 > self.limit_ms / 2:
                frame = sys._current_frames().get(interface)
                if frame is not None:
                    self._frames.append(_told(frame))


def _told(frame: FrameType) -> str:
    return "".join(traceback.format_list(traceback.extract_stack(frame)[-_DEEPEST:]))
