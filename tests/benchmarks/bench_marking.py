"""`make bench ARGS=marking`: marking, tag box, Passages, codebook and crowded pages, each in a window of its own process.

The archive is invented: so many articles with five passages each, 2,000 tags, one article with 300 passages. Beside each figure
stands what the program aims at.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import coded
from tests.benchmarks.measure import Table, spread

OPENINGS, FULL = 5, 5_000
_A_FRAME, _A_TURN = "16", "50"

# What is shown of each part: (key of its figures, what it is, the aim in ms).
_SHOWN: dict[str, Sequence[tuple[str, str, str]]] = {
    "mark": (
        ("highlight_seen", "H → painted", "30"),
        ("highlight_saved", "H → committed and acknowledged", ""),
        ("favourite_seen", "1 → painted", "30"),
        ("favourite_saved", "1 → committed and acknowledged", ""),
        ("undo", "undo → done", ""),
    ),
    "box": (("open", "tag box opened", ""), ("keys", "key in the tag box → painted", "20")),
    "codebook": (
        ("first", "codebook opened for the first time", ""),
        ("step", "key ↓ in the codebook → painted", _A_FRAME),
        ("filter", "key in its filter → painted", ""),
    ),
    "passages": (
        ("again", "Passages opened again", "300"),
        ("smooth", "Passages scrolled, a frame", _A_FRAME),
        ("jumping", "Passages jumped through, a frame", _A_FRAME),
        ("search", "words searched for → listed", ""),
        ("narrow", "a tag ticked → listed", ""),
        ("group_tag", "grouped by tag", ""),
        ("group_article", "grouped by article", ""),
        ("sort_created", "sorted by date", ""),
    ),
    "draw": tuple(
        (f"{page}_{key}", f"{words}, {told}", aim)
        for page, told in (("long", "long article"), ("dense", "short article"))
        for key, words, aim in (
            ("smooth", "scrolled, a frame", _A_FRAME),
            ("jumping", "jumped through, a frame", _A_FRAME),
            ("hover", "pointer moved and rested, a frame", _A_FRAME),
            ("cycle", "next of overlapping passages, a frame", _A_FRAME),
            ("mark_seen", "H → painted", "30"),
        )
    ),
}


def run(folder: Path, count: int) -> Table:
    """Measures over an archive of `count` articles and five times as many passages."""
    size = coded.Size(count, 5 * count)
    path = coded.archive_of(folder, size)
    table = Table(
        f"Marking among {size.passages:,} passages in {count:,} articles, {size.tags:,} tags, ms",
        ("what", "p50", "p95", "most", "aim", "longest turn (aim 50)"),
    )
    for warm in (True, False):
        found = [_child(folder, path, "open", cold=not warm) for _ in range(OPENINGS)]
        name = f"Passages opened for the first time{'' if warm else ', nothing of the file in memory'}"
        _add(table, name, [each["first"][0] for each in found], "300", max(each["first_turn"] for each in found))
    for part, rows in _SHOWN.items():
        figures = _child(folder, coded.two_full_articles(folder, FULL) if part == "draw" else path, part)
        for key, words, aim in rows:
            _add(table, words, figures[key], aim, figures.get(f"{key}_turn", ""))
    return table


def _add(table: Table, name: str, times_ms: list[float], aim: str, turn: object) -> None:
    table.add(name, *spread(times_ms), max(times_ms), aim, turn)


def _child(folder: Path, archive: Path, what: str, *, cold: bool = False) -> dict[str, Any]:
    """The figures of one part over a copy of the archive: what is marked there is gone afterwards."""
    copy = folder / "measured.waystation"
    for stale in folder.glob(f"{copy.name}*"):
        stale.unlink()
    shutil.copy(archive, copy)
    if cold and hasattr(os, "posix_fadvise"):
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "WAYSTATION_ARCHIVE": str(copy)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.marking_child", what],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env=environment,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the window ended with {done.returncode}:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
