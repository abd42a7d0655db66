"""Runs a program of this machine on bytes: what it is given comes by its standard input, what it answers by its standard output.

It is limited in memory, processor time and time. On Linux it reaches no network and reads its own files only (`sealed`). On Windows
the program is started as it is: there are the time and the size of the answer alone.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from archive.base import children
from archive.base.errors import Unreadable
from archive.base.progress import Progress

MEMORY_BYTES = 2 * 1024**3
ANSWER_BYTES = 64 * 1024**2
_LOOK_S = 0.1  # between looks at whether a person has had enough
_PIECE_BYTES = 1 << 16
# The loader of libraries, which the kernel starts in the program's stead.
_LOADER_FOLDERS, _LOADERS = ("/lib", "/lib64", "/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu"), "ld-*.so*"
# What libraries read while they load.
_SYSTEM = ("/dev/null", "/dev/urandom", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu")


@dataclass(frozen=True, slots=True)
class Program:
    """A program by its whole path, with the folders of its own data; `environment` is all that it is told."""

    path: str
    folders: tuple[str, ...] = ()
    environment: Mapping[str, str] | None = None


def run(
    program: Program, arguments: Sequence[str], given: bytes, *, seconds: float, progress: Progress | None = None
) -> bytes:
    """What the program writes to its standard output.

    Raises Unreadable with a sentence when it fails, takes too long or says too much, and Cancelled.
    """
    progress = progress or Progress()
    child = children.started(
        lambda: subprocess.Popen(
            _command(program, arguments, seconds),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(program),
            cwd=Path(sys.executable).anchor,
            start_new_session=True,
        )
    )
    said, overdue = _answer(child, given, time.monotonic() + seconds, progress)
    name = Path(program.path).name
    if overdue:
        raise Unreadable(f"{name} took longer than {seconds:.0f} seconds.", "Try it with fewer languages.")
    if said is None or child.returncode != 0:
        what = f"{name} could not do its work (it ended with {child.returncode})."
        raise Unreadable(what, "Check how it is installed.")
    return said


def _answer(
    child: "subprocess.Popen[bytes]", given: bytes, ends: float, progress: Progress
) -> tuple[bytes | None, bool]:
    """What the child says (None: too much), and whether it was out of time. It has ended, whatever happens."""
    assert child.stdin is not None and child.stdout is not None
    overdue = False
    with ThreadPoolExecutor(2, thread_name_prefix="program") as threads:
        threads.submit(_feed, child.stdin, given)
        answer = threads.submit(_drain, child.stdout)
        try:
            while not answer.done() and not overdue:
                progress.check()
                wait([answer], _LOOK_S)
                overdue = time.monotonic() > ends and not answer.done()
        finally:
            if not answer.done() or answer.result() is None:
                child.kill()
            said = answer.result()
            child.stdout.close()
            child.wait()
    return said, overdue


def _feed(stream: IO[bytes], given: bytes) -> None:
    with suppress(OSError):  # a program may end before it has read everything
        stream.write(given)
    with suppress(OSError):
        stream.close()


def _drain(stream: IO[bytes]) -> bytes | None:
    """All that is said; None when it is far too much."""
    said = bytearray()
    while piece := stream.read(_PIECE_BYTES):
        said += piece
        if len(said) > ANSWER_BYTES:
            return None
    return bytes(said)


def _command(program: Program, arguments: Sequence[str], seconds: float) -> list[str]:
    whole = [program.path, *arguments]
    if os.name != "posix":
        return whole
    wanted = {
        "command": whole,
        "reads": [*program.folders, program.path, *_SYSTEM],
        "starts": [program.path, *loaders()],
        "seconds": int(seconds) + 1,
        "memory": MEMORY_BYTES,
    }
    from .pool import command

    return [*command("archive.confinement.sealed", "sealed"), json.dumps(wanted)]


def loaders() -> list[str]:
    """Where this system keeps what loads a program's libraries; none where it has another way."""
    if os.name != "posix":
        return []
    found = (place for folder in _LOADER_FOLDERS for place in Path(folder).glob(_LOADERS))
    return sorted({str(place.resolve()) for place in found})


def _environment(program: Program) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LANG") if name in os.environ}
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        **(program.environment or {}),
    }
