"""Other search engines beside ours, in one run on the same articles: indexing, kinds of query, memory, size; and files end to end beside Recoll.

Each engine works in processes of its own. What was read is kept in `beside.json`, and a run goes on behind it.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.beside import engines
from tests.benchmarks.growth import children, telling
from tests.benchmarks.growth.readings import Reading, Readings
from tests.benchmarks.growth.work import queries
from tests.benchmarks.measure import Table
from tests.benchmarks.newswire import write_stories

COUNT, STORIES = 10_000, 19_000
LIMIT_S = 1_800.0
_CHILD = "tests.benchmarks.beside.child"
_END_TO_END = ("Waystation", "Recoll")


def run(folder: Path, count: int | None = None, stories: int | None = None) -> Iterator[Table]:
    """Measures what was not measured yet, and gives the tables. BESIDE and STORIES in the environment say how many articles and files."""
    count = count or int(os.environ.get("BESIDE", COUNT))
    stories = stories or int(os.environ.get("STORIES", STORIES))
    folder.mkdir(parents=True, exist_ok=True)
    readings, missing = Readings(folder / "beside.json"), engines.missing()
    for sentence in missing.values():
        print(sentence, file=sys.stderr, flush=True)
    home = {"WAYSTATION_HOME": str(folder / "home")}
    for name in engines.ENGINES:
        if name in missing or readings.get(count, f"{name}: indexing"):
            continue
        _measure(readings, count, folder / "engine", (name,), (str(count),), home)
    files = folder / f"stories-{stories}"
    for name in _END_TO_END:
        if name in missing or readings.get(stories, f"{name}: files until found"):
            continue
        write_stories(files, stories)
        _measure(readings, stories, folder / "end", ("end-to-end", name), (str(files),), home)
    yield from tables(readings)


def _measure(
    readings: Readings,
    size: int,
    folder: Path,
    before: tuple[str, ...],
    after: tuple[str, ...],
    environment: dict[str, str],
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    print(f"  {' '.join(before)}: {size:,}", file=sys.stderr, flush=True)
    told = children.measured((_CHILD, *before, str(folder), *after), limit_s=LIMIT_S, environment=environment)
    found: dict[str, dict[str, Any]] = {}
    for name, reading in told.found.items():
        if name.endswith(": memory of indexing"):
            reading["wall"] = max(0.0, told.peak_mb - reading["wall"])
        found[name] = {"peak_mb": told.peak_mb, **reading}
    readings.keep(size, found)
    shutil.rmtree(folder, ignore_errors=True)


def tables(readings: Readings) -> list[Table]:
    """The engines' tables of the largest number of articles, and the end to end table of the largest number of files."""
    made: list[Table] = []
    indexed = [
        size for size in readings.sizes if any(readings.get(size, f"{name}: indexing") for name in engines.ENGINES)
    ]
    ended = [size for size in readings.sizes if readings.get(size, "Waystation: files until found")]
    if indexed:
        made += [_indexing(readings, indexed[-1]), _searching(readings, indexed[-1])]
    if ended:
        made.append(_end_to_end(readings, ended[-1]))
    return made


def _indexing(readings: Readings, count: int) -> Table:
    table = Table(
        f"Beside other engines: indexing {count:,} articles",
        (
            "engine",
            "s",
            "processor s",
            "articles a processor second",
            "memory for it, MB",
            "on the disk, MB",
            "which is",
            "load average",
            "measured",
        ),
        telling=False,
    )
    for name, kind in engines.ENGINES.items():
        indexing, size, memory = (
            readings.get(count, f"{name}: {what}") for what in ("indexing", "size", "memory of indexing")
        )
        if indexing and size and memory:
            busy = indexing.processor or indexing.wall
            table.add(
                name,
                indexing.wall,
                busy,
                int(count / busy),
                memory.wall,
                size.wall,
                kind.holds,
                indexing.load,
                indexing.day,
            )
    return table


def _searching(readings: Readings, count: int) -> Table:
    names = [name for name in engines.ENGINES if readings.get(count, f"{name}: indexing")]
    table = Table(f"Beside other engines: the best 20 of {count:,} articles, ms", ("kind", *names), telling=False)
    for kind in queries():
        table.add(kind, *(_asked(readings.get(count, f"{name}: {kind}")) for name in names))
    return table


def _asked(reading: Reading | None) -> str:
    if reading is None or reading.most is None:
        return "–"
    shown = f"{telling.number(reading.wall)} / {telling.number(reading.most)}"
    return shown if reading.processor is None else f"{shown} ({telling.number(reading.processor)})"


def _end_to_end(readings: Readings, stories: int) -> Table:
    table = Table(
        f"{stories:,} short text files until all can be found",
        ("what", "s", "processor s", "peak MB", "on the disk, MB", "load average", "measured"),
        telling=False,
    )
    for name in _END_TO_END:
        _row(
            table,
            name,
            readings.get(stories, f"{name}: files until found"),
            readings.get(stories, f"{name}: on the disk"),
        )
    besides = "Waystation: dates and figures, besides"
    _row(table, besides, readings.get(stories, besides), None)
    return table


def _row(table: Table, name: str, read: Reading | None, size: Reading | None) -> None:
    if read is not None:
        peak, disk = read.peak_mb or 0.0, size.wall if size else "–"
        table.add(name, read.wall, read.processor or 0.0, peak, disk, read.load, read.day)
