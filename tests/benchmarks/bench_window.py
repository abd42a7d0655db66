"""The window in processes of its own, offscreen: start to first list, opening articles, scrolling, typing, memory.

The archive is the one that was just measured, or one that is made for it.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.benchmarks.bench_search import archive_of
from tests.benchmarks.measure import Table, spread

STARTS = 5
_IMPORT_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
_SHOWN_PACKAGES = 5


def run(folder: Path, count: int, archive: Path | None) -> Table:
    """Measures the window over `archive`, or over a new one of `count` generated articles."""
    path = archive or archive_of(folder, count)
    table = Table(f"The window over {count:,} articles, offscreen", ("what", "p50", "p95", "most"))
    starts = [_start(path) for _ in range(STARTS)]
    for name, key in (("process start → window, ms", "ready"), ("process start → first list painted, ms", "listed")):
        table.add(name, *_figures([each[key] for each in starts]))
    _imports(table, path)
    found = _child(path, "use")
    table.add("opening the first article, ms", found["opening"][0], "", "")
    for name, key in (
        ("opening an article until painted, ms", "opening"),
        ("scrolling smoothly, ms a frame", "smooth"),
        ("jumping through the list, ms a frame", "jumping"),
        ("keystroke → hits painted, ms", "keystrokes"),
    ):
        table.add(name, *_figures(found[key]))
    for name, key in (
        ("right after the start", "settling"),
        ("while typing", "keystrokes"),
        ("while opening articles", "opening"),
    ):
        table.add(f"longest turn of the interface {name}, ms", "", "", found[f"{key}_turn"])
    table.add("memory of the window once settled, MB", "", "", found["memory_started"])
    table.add("memory after all of this, MB", "", "", found["memory_used"])
    return table


def _figures(times_ms: list[float]) -> tuple[float, float, float]:
    return (*spread(times_ms), max(times_ms))


def _run(path: Path, what: str, *options: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "WAYSTATION_ARCHIVE": str(path)}
    command = [sys.executable, *options, "-m", "tests.benchmarks.window_child", what]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=Path(__file__).parents[2], env=environment, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the window ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done


def _child(path: Path, what: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_run(path, what).stdout.splitlines()[-1])
    return found


def _start(path: Path) -> dict[str, float]:
    """Milliseconds from the start of a new process until the window was ready and until its list was painted."""
    began = time.monotonic()
    found = _child(path, "start")
    return {name: (found[f"{name}_at"] - began) * 1000 for name in ("ready", "listed")}


def _imports(table: Table, path: Path) -> None:
    """The imports of a whole start and end, which itself takes longer when it is watched."""
    taken: Counter[str] = Counter()
    for match in _IMPORT_LINE.finditer(_run(path, "start", "-X", "importtime").stderr):
        taken[match[2].split(".")[0]] += int(match[1])
    table.add("imports in all (watched), ms", "", "", taken.total() / 1000)
    for name, microseconds in taken.most_common(_SHOWN_PACKAGES):
        table.add(f"of these {name}, ms", "", "", microseconds / 1000)
