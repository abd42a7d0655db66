"""The timeline in the real window, offscreen, in processes of its own: opening it, and every filter until it is painted."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.measure import Table, spread
from tests.benchmarks.timeline_archive import make

OPENINGS = 5
_LABELS = {
    "opening": "opening the view until it is painted, ms",
    "processor": "processor time of that, all threads, ms",
    "interface": "of which the interface's own thread, ms",
    "everything_interface": "of which the interface's own thread, everything again, ms",
    "everything_processor": "processor time of everything again, all threads, ms",
    "words": "opening until the words beside the marks stand too, ms",
}


def run(folder: Path, mentions: int, articles: int | None = None) -> Table:
    """Measures an archive of so many mentions, a hundred an article unless told."""
    articles = articles or max(1, mentions // 100)
    path = folder / f"timeline-{articles}-{mentions}.waystation"
    if not path.exists():
        make(path, articles=articles, mentions=mentions, passages=mentions // 10).close()
    found: dict[str, list[float]] = {}
    for _ in range(OPENINGS):
        for name, times in _child(path).items():
            found.setdefault(name, []).extend(times)
    table = Table(
        f"The timeline's view over {mentions:,} mentions in {articles:,} articles, offscreen",
        ("what", "p50", "p95", "most"),
    )
    turns = {"opening_turn": "while opening", "turn": "while filtering"}
    for name, times in found.items():
        if name not in turns:
            table.add(_LABELS.get(name, f"{name}, ms"), *spread(times), max(times))
    for name, words in turns.items():
        table.add(f"longest turn of the interface {words}, ms", *spread(found[name]), max(found[name]))
    return table


def _child(path: Path) -> dict[str, list[float]]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "WAYSTATION_ARCHIVE": str(path)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.timeline_child"],
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
