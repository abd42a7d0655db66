"""The processes that this one started, so that all of them can be ended at once: whatever knows words of an archive ends with it."""

import os
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Any, TypeVar
from weakref import WeakSet

Child = TypeVar("Child", bound="subprocess.Popen[Any]")

_END_S = 2.0
_LOOK_S = 0.005
_lock = Lock()
_known: "WeakSet[subprocess.Popen[Any]]" = WeakSet()
_over = False
may_stand_back = True  # tests side by side keep all processors busy: whoever stands back there is hardly served


def started(start: Callable[[], Child], *, steps_back: int = 0) -> Child:
    """Starts a child by `start()` and remembers it; it stands back by so many steps of its nice value, from the beginning, for its loading is
    half a second of work already. Raises OSError once all have been ended.
    """
    with _lock:
        if _over:
            raise OSError("the program is ending")
        child = start()
        _known.add(child)
    if steps_back and may_stand_back and os.name == "posix":
        with suppress(OSError):  # it may have ended by now
            os.setpriority(os.PRIO_PROCESS, child.pid, os.getpriority(os.PRIO_PROCESS, child.pid) + steps_back)
    return child


def alive() -> "list[subprocess.Popen[Any]]":
    """Those that have not ended yet."""
    with _lock:
        return [child for child in _known if child.poll() is None]


def kill(child: "subprocess.Popen[Any]") -> None:
    """Ends a child at once, and those that it started, where it leads a group of its own. A child that has ended is no error."""
    if os.name == "posix":
        with suppress(OSError):
            if os.getpgid(child.pid) == child.pid:
                os.killpg(child.pid, signal.SIGKILL)
                return
    with suppress(OSError):
        child.kill()


def kill_all() -> "list[subprocess.Popen[Any]]":
    """Ends every child at once, without waiting until they are gone; who they were."""
    with _lock:
        children = [child for child in _known if child.returncode is None]
    for child in children:
        kill(child)
    return children


def end_all() -> None:
    """Ends every child at once, and lets none be started any more: this process ends next."""
    global _over
    with _lock:
        _over = True
        below = [process for child in _known if child.returncode is None for process in _below(child.pid)]
    children = kill_all()
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(_END_S)
    until = monotonic() + _END_S
    while any(map(_runs, below)) and monotonic() < until:  # nobody here can wait for those
        sleep(_LOOK_S)


def _below(process: int) -> list[int]:
    """The processes that a child started, and those that they did, by the kernel (proc(5)); none where it does not tell."""
    found: list[int] = []
    for told in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, told.read_text().split())
    return [*found, *(each for one in found for each in _below(one))]


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except (OSError, IndexError):
        return False
