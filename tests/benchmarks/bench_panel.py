"""The statistics in the real window, offscreen, in processes of its own: opening each tab, and every filter until all is painted."""

import json
import os
import subprocess
import sys
from pathlib import Path

from archive.archive import Archive
from archive.operations import comparing
from tests.benchmarks import filling
from tests.benchmarks.figures_archive import make
from tests.benchmarks.measure import Table, memory_mb, spread, timed

OPENINGS = 3


def run(folder: Path, count: int, articles: int | None = None) -> Table:
    """Measures an archive of so many figures, five an article unless told; all of them are compared before."""
    articles = articles or max(1, count // 5)
    path = folder / f"figures-{articles}-{count}.waystation"
    if not path.exists():
        make(path, articles=articles, figures=count, passages=count // 25).close()
    table = Table(
        f"The statistics over {count:,} figures in {articles:,} articles, offscreen", ("what", "p50", "p95", "most")
    )
    _compare(path, table)
    found: dict[str, list[float]] = {}
    for _ in range(OPENINGS):
        for name, times in _child(path).items():
            found.setdefault(name, []).extend(times)
    for name, times in found.items():
        table.add(f"{name}, ms", *spread(times), max(times))
    return table


def _compare(path: Path, table: Table) -> None:
    """Compares what has not been compared, once an archive."""
    with Archive.open(path) as archive:
        filling.read_already(archive)
        if comparing.pending(archive):
            with timed() as watch:
                comparing.settle(archive)
            table.add("comparing all figures, once, processor s", *[watch.processor_seconds] * 3)
            table.add("memory after that, MB", *[memory_mb()] * 3)


def _child(path: Path) -> dict[str, list[float]]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "WAYSTATION_ARCHIVE": str(path)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.panel_child"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env=environment,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the window ended with {done.returncode}:\n{done.stderr[-2000:]}")
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found
