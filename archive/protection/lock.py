"""The writer lock: one process writes to an archive at a time, and a second one can say which process that is.

The lock lies on a file beside the archive and is released by the system when its process ends, however it ends: a lock
file that was left behind is no obstacle.
"""

import json
import os
import socket
from pathlib import Path

from filelock import FileLock, Timeout

from archive.base.errors import ArchiveInUse
from archive.base.text import visible

# What the file says between two that hold it. An empty one says nothing: of a full disk, of Windows, or of an earlier version.
_GIVEN_BACK = '{"closed": true}'


class WriterLock:
    """Held from `acquire` to `release`, by any thread of this process."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._path = archive.with_name(archive.name + ".lock")
        self._lock = FileLock(self._path, thread_local=False)
        self.left_over = False  # whether who held it before ended without giving it back
        self.given_back = False  # whether who held it before said that it was given back

    def acquire(self) -> None:
        """Takes the lock; raises ArchiveInUse, naming the holder, or OSError when the folder cannot be written to."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise ArchiveInUse(
                f"{self._archive.name} is open for writing in {self._holder()}.",
                "Close it there, or open it here for reading only.",
            ) from None
        try:
            left = self._path.read_text("utf-8")
            self.given_back, self.left_over = left == _GIVEN_BACK, left not in ("", _GIVEN_BACK)
            self._path.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}), encoding="utf-8")
        except (OSError, ValueError):
            # Windows locks the bytes themselves, a full disk takes none: the lock holds all the same, without a name.
            pass

    def _holder(self) -> str:
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
            pid, host = int(told["pid"]), visible(str(told["host"]))
        except (OSError, ValueError, KeyError, TypeError):
            return "another program"
        return f"another window or program (process {pid}" + (")" if host == socket.gethostname() else f" on {host})")

    def release(self) -> None:
        """Gives the lock back, and its file says so; safe to call twice."""
        if self._lock.is_locked:
            try:
                self._path.write_text(_GIVEN_BACK, "utf-8")
            except OSError:
                pass  # the next one takes a second look, which costs a moment
        self._lock.release()
