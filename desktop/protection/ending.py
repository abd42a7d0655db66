"""How a process that holds a key ends: gone at once, or become a new one that knows nothing. Memory cannot be wiped; a process can end."""

import os
import subprocess
import sys
from pathlib import Path

from archive.base import children

_LOCKED = "WAYSTATION_LOCKED"


def leave() -> None:
    """Ends this process and its children now. Does not return."""
    children.end_all()
    os._exit(0)


def start_anew(archive: Path) -> None:
    """Becomes a new process that stands before the locked archive; its memory is another. Does not return.

    On Windows, where a process cannot become another, a new one is started and this one ends.
    """
    children.end_all()
    command, environment = command_line(archive), {**os.environ, _LOCKED: "1"}
    if sys.platform == "win32":
        subprocess.Popen(command, env=environment)
        os._exit(0)
    os.execve(command[0], command, environment)


def command_line(archive: Path) -> list[str]:
    """What started this program, with the archive that it is to stand before."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--archive", str(archive)]
    started = sys.orig_argv[1 : len(sys.orig_argv) - len(sys.argv[1:])]
    return [sys.executable, *started, "--archive", str(archive)]


def was_locked() -> bool:
    """Whether this process took the place of one that locked; asked once, when it begins: children are not told."""
    return os.environ.pop(_LOCKED, "") == "1"
