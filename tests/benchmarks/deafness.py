"""Every turn of the interface while something goes on: how long it took, of that how long it computed and what for it waited, and where.

A beat of one millisecond runs all the while; between two beats lies one turn. What a turn takes by the clock is what a person would
notice, and is three things: computing, waiting for a processor (the kernel tells: proc(5), schedstat; other programs' doing too), and
waiting for what another thread or process has, the interpreter above all.
"""

import os
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Any

from PySide6.QtCore import Qt, QTimer

LIMIT_MS = 50
# Whoever looks takes the interpreter from the turn: seldom, and in long ones alone.
_BEAT_MS, _LOOK_S, _LONG_MS = 1, 0.01, 30
_DEEPEST = 6  # frames told
_ACTS = 6  # of the newest, where a turn had more
_MOST_LONG = 8


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn, in milliseconds; `queued` is 0 where no kernel tells. `act` is what a person had begun in it, `where` the innermost
    frames of ours in the middle of it, if it was long.
    """

    clock: float = 0.0
    busy: float = 0.0
    queued: float = 0.0
    act: str = ""
    where: str = ""

    @property
    def waited(self) -> float:
        """For another thread, a lock or the disk; the beat's own millisecond is in it."""
        return max(0.0, self.clock - self.busy - self.queued)

    def told(self) -> str:
        """On one line, for a table."""
        of = f"computing {self.busy:.0f}, for a processor {self.queued:.0f}, for other threads {self.waited:.0f}"
        return f"{self.clock:.0f} ({of}): {self.act or 'nothing begun by hand'}; {self.where or 'too short to be seen'}"


class Deafness:
    """Watches the thread that makes it, which is the interface's."""

    def __init__(self) -> None:
        self.turns = 0
        self.over_clock = self.over_busy = 0  # turns longer than LIMIT_MS
        self.longest, self.busiest = Turn(), Turn()
        self.long: list[Turn] = []  # those above the limit by the clock, as many as are told
        self._acts: deque[str] = deque(maxlen=_ACTS)
        self._told: list[str] = []
        self._interface, self._native = threading.get_ident(), threading.get_native_id()
        self._at, self._busy, self._queued = self._now()
        self._timer = QTimer(interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def begin(self, act: str) -> None:
        """What a person does in this turn."""
        self._acts.append(act)

    def during(self, work: Callable[[], Any]) -> Any:
        """What `work` gives; all turns until it returns are watched."""
        over = threading.Event()
        looking = threading.Thread(target=self._look, args=(over,), daemon=True)
        self._at, self._busy, self._queued = self._now()
        self._timer.start()
        looking.start()
        try:
            return work()
        finally:
            self._beat()
            self._timer.stop()
            over.set()
            looking.join()

    def figures(self) -> dict[str, float | str]:
        """For a table: how long, how often, and where."""
        return {
            "turns of the interface": self.turns,
            "longest turn, ms by the clock": self.longest.clock,
            "of that computing": self.longest.busy,
            "of that waiting for a processor": self.longest.queued,
            "of that waiting for other threads": self.longest.waited,
            "most processor time of a turn, ms": self.busiest.busy,
            f"turns above {LIMIT_MS} ms by the clock": self.over_clock,
            f"turns above {LIMIT_MS} ms of processor time": self.over_busy,
            "the longest": self.longest.told(),
            "the busiest": self.busiest.told(),
            **{f"long turn {number}": turn.told() for number, turn in enumerate(self.long, 1)},
        }

    def _now(self) -> tuple[float, float, float]:
        return time.perf_counter() * 1000, time.thread_time() * 1000, _queued_ms(self._native)

    def _beat(self) -> None:
        at, busy, queued = self._now()
        turn = Turn(at - self._at, busy - self._busy, queued - self._queued)
        self._at, self._busy, self._queued = at, busy, queued
        told, self._told = self._told, []
        act = ", ".join(self._acts)
        self._acts.clear()
        self.turns += 1
        self.over_clock += turn.clock > LIMIT_MS
        self.over_busy += turn.busy > LIMIT_MS
        if turn.clock > min(LIMIT_MS, self.longest.clock) or turn.busy > self.busiest.busy:
            turn = replace(turn, act=act, where=told[len(told) // 2] if told else "")
            self.longest = max(self.longest, turn, key=lambda each: each.clock)
            self.busiest = max(self.busiest, turn, key=lambda each: each.busy)
            if turn.clock > LIMIT_MS and len(self.long) < _MOST_LONG:
                self.long.append(turn)

    def _look(self, over: threading.Event) -> None:
        """Notes where a long turn is; on a thread of its own, which does next to nothing in short ones."""
        while not over.wait(_LOOK_S):
            if time.perf_counter() * 1000 - self._at > _LONG_MS:
                frame = sys._current_frames().get(self._interface)
                if frame is not None:
                    self._told.append(_told(frame))


def _queued_ms(thread: int) -> float:
    """Milliseconds in which a thread of this process could have run and had no processor."""
    try:
        return int(Path(f"/proc/self/task/{thread}/schedstat").read_bytes().split()[1]) / 1e6
    except (OSError, ValueError, IndexError):
        return 0.0


def _told(frame: FrameType) -> str:
    root = f"{Path(__file__).parents[2]}{os.sep}"
    frames = [each for each in traceback.extract_stack(frame) if each.filename.startswith(root)]
    return " > ".join(f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames[-_DEEPEST:])
