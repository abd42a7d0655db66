"""Where a preview is written for a moment: in memory where the system offers that. What a process left that was cut short goes with the next."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "waystation-preview-"
_MEMORY = Path("/dev/shm")


def in_memory() -> bool:
    """Whether nothing of it comes to a disk, but for swapping."""
    return _MEMORY.is_dir()


@contextmanager
def folder() -> Iterator[Path]:
    """A private folder that is gone after the block."""
    _remove(own=False)
    where = str(_MEMORY) if in_memory() else None
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=where) as name:
        yield Path(name)


def remove_own() -> None:
    """Removes what is being written in this process now: it ends next."""
    _remove(own=True)


def _remove(*, own: bool) -> None:
    base = _MEMORY if in_memory() else Path(tempfile.gettempdir())
    for each in base.glob(f"{_PREFIX}*"):
        pid = each.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdecimal() and (int(pid) == os.getpid() if own else not _lives(int(pid))):
            shutil.rmtree(each, ignore_errors=True)


def _lives(pid: int) -> bool:
    if os.name != "posix":  # there a signal of number 0 ends the process that is asked about
        return True
    with suppress(ProcessLookupError):
        try:
            os.kill(pid, 0)
        except PermissionError:
            pass
        return True
    return False
