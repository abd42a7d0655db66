"""Hands a file on to another program of this machine: a read-only copy in a private folder, which goes when it is no longer needed.

What was handed over in a session that broke off goes when the next one hands something over.
"""

import shutil
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:  # imported when something is handed on
    from filelock import FileLock

_PREFIX = "waystation-original-"
_LOCK = ".lock"

Opener = Callable[[Path], bool]


def system_opener(path: Path) -> bool:
    """Asks the system to open the file with the program that it has for it; whether one was found."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class Handing:
    """`folder` makes a private folder for one file; `close` removes every one. `parent` is where they lie (the system's, by default)."""

    def __init__(self, parent: Path | None = None) -> None:
        self._parent = parent or Path(tempfile.gettempdir())
        self._locks: dict[Path, FileLock] = {}

    def folder(self) -> Path:
        """A new folder that only this person can look into. Safe to call from a job."""
        from filelock import FileLock

        if not self._locks:
            self._sweep()
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._parent))
        lock = FileLock(folder / _LOCK, thread_local=False)
        lock.acquire()
        self._locks[folder] = lock
        return folder

    def close(self) -> None:
        """Removes what was handed over. A file that another program still holds (Windows) goes the next time."""
        for folder, lock in self._locks.items():
            lock.release()
            _remove(folder)
        self._locks.clear()

    def _sweep(self) -> None:
        from filelock import FileLock, Timeout

        for folder in self._parent.glob(f"{_PREFIX}*"):
            if folder in self._locks or folder.is_symlink() or not folder.is_dir():
                continue
            with suppress(Timeout, OSError):  # another window's, or another person's
                lock = FileLock(folder / _LOCK, timeout=0, thread_local=False)
                lock.acquire()
                lock.release()
                _remove(folder)


def _remove(folder: Path) -> None:
    with suppress(OSError):
        for file in folder.iterdir():
            file.chmod(stat.S_IRUSR | stat.S_IWUSR)  # Windows does not remove what may not be written to
    shutil.rmtree(folder, ignore_errors=True)
