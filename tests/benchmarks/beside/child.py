"""What runs inside a measured process of `bench_beside`: one engine, filled and asked; or files brought in end to end.

python -m tests.benchmarks.beside.child ENGINE FOLDER COUNT
python -m tests.benchmarks.beside.child end-to-end ENGINE FOLDER FILES

Prints one JSON object of readings by name.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from archive.archive import Archive
from archive.operations import extracting, ingest, mates
from tests.benchmarks.beside import engines
from tests.benchmarks.growth.readings import of_times
from tests.benchmarks.growth.work import worked
from tests.benchmarks.measure import memory_mb

_ROUNDS = 3
Found = dict[str, dict[str, Any]]


def engine(name: str, folder: Path, count: int) -> Found:
    """Seconds of indexing, bytes on the disk, and milliseconds of each kind of query that it has."""
    made = engines.ENGINES[name](folder, count)
    made.prepare()
    before = memory_mb()
    indexing: dict[str, Any] = {}
    with worked(indexing):
        made.fill()
    found: Found = {
        f"{name}: indexing": indexing | {"more": {"articles": count}},
        f"{name}: size": {"unit": "MB", "wall": made.size() / 1e6},
        f"{name}: memory of indexing": {"unit": "MB", "wall": before},  # the parent puts the peak less this
    }
    asked, ask = made.queries()
    if isinstance(made, engines.Recoll):
        told = made.measured(asked, _ROUNDS)
        found[f"{name}: memory of searching"] = {"unit": "MB", "wall": told.pop("peak_mb")}
        for kind, each in told.items():
            hits = sum(each["found"]) / len(each["found"])
            found[f"{name}: {kind}"] = of_times(each["wall"], each["processor"]) | {"more": {"hits": hits}}
        return found
    for kind, queries in asked.items():
        wall, processor, hits = [], [], []
        for query in queries * _ROUNDS:
            began, busy = time.perf_counter(), time.process_time()
            hits.append(ask(query))
            wall.append((time.perf_counter() - began) * 1000)
            processor.append((time.process_time() - busy) * 1000)
        found[f"{name}: {kind}"] = of_times(wall, processor) | {"more": {"hits": sum(hits) / len(hits)}}
    return found


def end_to_end(name: str, folder: Path, files: str) -> Found:
    """Text files until all of them can be found; what we do besides (dates and figures) counted apart."""
    whole: dict[str, Any] = {}
    if name == "Recoll":
        engines.configure(folder, Path(files))
        with worked(whole):
            engines.recollindex(folder)
        size = engines.folder_bytes(folder)
        return {"Recoll: files until found": whole, "Recoll: on the disk": {"unit": "MB", "wall": size / 1e6}}
    folder.mkdir(parents=True)
    path, apart = folder / "ours.waystation", {}
    with Archive.create(path) as archive:
        with worked(whole):
            ingest.run(archive, [files])
            archive.index.catch_up()
        if archive.index.pending():
            raise RuntimeError("not everything was indexed")
        archive.checkpoint()
        size = path.stat().st_size
        with worked(apart), mates.Beside(archive):
            extracting.settle(archive)
    return {
        "Waystation: files until found": whole,
        "Waystation: on the disk": {"unit": "MB", "wall": size / 1e6},
        "Waystation: dates and figures, besides": apart,
    }


def main(arguments: list[str]) -> Found:
    """Does what the command line says."""
    if arguments[0] == "end-to-end":
        return end_to_end(arguments[1], Path(arguments[2]), arguments[3])
    return engine(arguments[0], Path(arguments[1]), int(arguments[2]))


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1:])))
