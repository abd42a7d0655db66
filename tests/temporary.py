"""Where pytest makes the folders of the tests: in memory where there is plenty, on the disk otherwise.

Each saved act waits for the disk, as it must, and a run saves some hundred thousand: that was much of its time. A test of what comes to a
disk at all says so by the fixture `disk_path`. Whoever names a place (`--basetemp`, PYTEST_DEBUG_TEMPROOT) has it there.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

_MEMORY: Final = Path("/dev/shm")
_ROOT: Final = "PYTEST_DEBUG_TEMPROOT"
# Folders of tests that passed are gone at once: all of them together held less than a tenth of it at any time.
_ROOM_BYTES: Final = 6 * 1024**3


def _free_memory() -> int:
    """Bytes that the system could give to programs now; 0 where it does not say."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))


def _forbids_running(folder: Path) -> bool:
    return sys.platform != "win32" and bool(os.statvfs(folder).f_flag & getattr(os, "ST_NOEXEC", 0))


def has_room(memory: Path = _MEMORY) -> bool:
    """Whether files in `memory` are held by this machine with ease, beside the tests themselves; a container often allows 64 MB.

    There is none where no file may be run: tests make libraries and programs too.
    """
    if not (memory.is_dir() and os.access(memory, os.W_OK | os.X_OK)) or _forbids_running(memory):
        return False
    return min(shutil.disk_usage(memory).free, _free_memory() // 2) >= _ROOM_BYTES


def prefer_memory() -> None:
    """To be called before the first folder is made."""
    if _ROOT not in os.environ and has_room():
        os.environ[_ROOT] = str(_MEMORY)
