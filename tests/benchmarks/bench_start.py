"""The start of the window, and all of its views, over an archive with everything in it; in processes of their own, offscreen.

`run` measures the start: warm, and with nothing of the archive in memory (nothing of the program either, where that may be asked for);
what is imported, and the ten dearest imports. `views` walks through every view: longest turns of the interface, and memory.
"""

import json
import os
import re
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.benchmarks import large_archive
from tests.benchmarks.measure import Table, spread

WARM, COLD = 5, 3
_DEAREST = 10
_IMPORT_LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| *(\S+)")
_ALL_CACHES = Path("/proc/sys/vm/drop_caches")
_STAMPS = (("ready", "window stands"), ("listed", "first rows painted"), ("answered", "a key is answered"))


def run(folder: Path, count: int) -> Table:
    """Measures starts over an archive of `count` articles."""
    path = large_archive.archive_of(folder, count)
    table = Table(f"The start over {count:,} articles, offscreen", ("what", "p50", "p95", "most"))
    for kind, times in (("warm", WARM), ("nothing in memory", COLD)):
        starts = [_start(path, cold=kind != "warm") for _ in range(times)]
        for key, words in _STAMPS:
            table.add(f"process start → {words}, {kind}, ms", *_figures([each[key] for each in starts]))
        told = f"processor time until the first rows, all threads, {kind}, ms"
        table.add(told, *_figures([each["processor"] for each in starts]))
    table.add("modules imported until then", "", "", int(starts[-1]["modules"]))
    _imports(table, path)
    return table


def views(folder: Path, count: int) -> Table:
    """Walks through every view; the longest turn of each by the processor time of the interface's thread, and memory after it."""
    path = large_archive.archive_of(folder, count)
    told = json.loads(_child(path, "views").stdout.splitlines()[-1])
    title = f"Every view over {count:,} articles, offscreen"
    table = Table(
        title, ("view", "longest turn, processor ms (aim: 50)", "doing what", "memory after it, MB (aim: 250)")
    )
    for row in told["areas"]:
        table.add(row["area"], row["busiest_ms"], row["act"], row["memory_mb"])
    for turn in told["turns"]:
        print(f"{turn['busy_ms']:.0f} ms: {turn['act']}\n{turn['stack']}", file=sys.stderr)
    return table


def _figures(times_ms: list[float]) -> tuple[float, float, float]:
    return (*spread(times_ms), max(times_ms))


def _child(path: Path, what: str, *options: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "WAYSTATION_ARCHIVE": str(path)}
    command = [sys.executable, *options, "-m", "tests.benchmarks.start_child", what]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=Path(__file__).parents[2], env=environment, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the window ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done


def _start(path: Path, *, cold: bool) -> dict[str, float]:
    """Milliseconds from the start of a new process."""
    if cold:
        _forget(path)
    began = time.monotonic()
    found: dict[str, Any] = json.loads(_child(path, "start").stdout.splitlines()[-1])
    return {key: (found[f"{key}_at"] - began) * 1000 for key, _ in _STAMPS} | {
        "processor": found["processor_ms"],
        "modules": found["modules"],
    }


def _forget(path: Path) -> None:
    """Lets the system forget what it has read: the archive, and all else where this process may ask for that."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    with suppress(OSError):
        _ALL_CACHES.write_text("3")


def _imports(table: Table, path: Path) -> None:
    """The dearest imports of a start: what each takes with all that it imports first; watching makes them slower."""
    found = [
        (int(match[2]), match[3]) for match in _IMPORT_LINE.finditer(_child(path, "start", "-X", "importtime").stderr)
    ]
    for microseconds, name in sorted(found, reverse=True)[:_DEAREST]:
        table.add(f"import {name}, with what it imports, ms", "", "", microseconds / 1000)
