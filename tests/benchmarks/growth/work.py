"""What runs inside the measured processes that need no window: building an archive step by step, searching it, taking articles out.

python -m tests.benchmarks.growth.work STEP ARCHIVE [ARGUMENT]

Prints one JSON object of readings by name.
"""

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive.archive import Archive
from archive.operations import comparing, duplicates, extracting, find, ingest, mates, publish
from tests.benchmarks import bench_search, coded, growing
from tests.benchmarks.generator import Made
from tests.benchmarks.growth import texts
from tests.benchmarks.growth.readings import of_times
from tests.benchmarks.measure import memory_mb

PASSAGES, TAGS = 2, 2_000  # of an article; in all, but never more than articles
COMMON = [growing.word(rank) for rank in range(3, 10)]
MIDDLE = [growing.word(rank) for rank in range(400, 412)]
RARE = [growing.word(rank) for rank in range(12_000, 12_012)]
_ROUNDS = 3
_PASTED = 20

Found = dict[str, dict[str, Any]]


@contextmanager
def worked(reading: dict[str, Any]) -> Iterator[None]:
    """Seconds by the clock and of all processes, those that have ended too."""
    began, before = time.perf_counter(), _processor_s()
    yield
    reading.update(unit="s", wall=time.perf_counter() - began, processor=_processor_s() - before)


def _processor_s() -> float:
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def bring_in(path: Path, files: str) -> Found:
    """Files read, cleaned and stored in a new archive; nothing else."""
    reading: dict[str, Any] = {}
    with Archive.create(path) as archive:
        with worked(reading):
            report = ingest.run(archive, [files])
        added = sum(item.status == "added" for item in report.files)
        reading["more"] = {"added": added, "text_bytes": _text_bytes(archive)}
    return {"import": reading}


def _text_bytes(archive: Archive) -> int:
    return int(archive.store.connections.value("SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM editions"))


def index(path: Path, _: str) -> Found:
    """What was stored made searchable, in this process."""
    reading: dict[str, Any] = {}
    with Archive.open(path) as archive:
        waiting = archive.index.pending()
        with worked(reading):
            archive.index.catch_up()
        size, text = index_bytes(archive), _text_bytes(archive)
        reading["more"] = {"articles": waiting, "index_bytes": size, "text_bytes": text}
    return {
        "index": reading,
        "index, MB": {"unit": "MB", "wall": size / 1e6},
        "text, MB": {"unit": "MB", "wall": text / 1e6},
    }


def index_bytes(archive: Archive) -> int:
    """What the index takes of the archive file."""
    return sum(len(archive.chunks.get(name)[0]) for name in archive.chunks.names())


def dates(path: Path, _: str) -> Found:
    """Times and figures read by the rules, with a mate where there is a processor for one."""
    reading: dict[str, Any] = {}
    with Archive.open(path) as archive:
        with worked(reading), mates.Beside(archive):
            extracting.settle(archive)
        count = archive.store.connections.value
        reading["more"] = {name: count(f"SELECT count(*) FROM {name}") for name in ("mentions", "figures")}
    return {"dates and figures": reading}


def likeness(path: Path, _: str) -> Found:
    """Copies and updates looked for."""
    return {"duplicates": _settled(path, duplicates.settle)}


def comparison(path: Path, _: str) -> Found:
    """Figures of the same thing compared."""
    return {"comparing figures": _settled(path, comparing.settle)}


def _settled(path: Path, settle: Callable[[Archive], None]) -> dict[str, Any]:
    reading: dict[str, Any] = {}
    with Archive.open(path) as archive, worked(reading):
        settle(archive)
    return reading


def mark(path: Path, _: str) -> Found:
    """Two passages an article under up to 2,000 tags, as people would have made them; what that takes is nobody's waiting."""
    with Archive.open(path) as archive:
        count = archive.store.connections.value("SELECT count(*) FROM articles")
        coded.code(archive, coded.Size(count, PASSAGES * count, min(TAGS, count), ()))
        archive.index.catch_up()
        archive.checkpoint()
    return {"archive, MB": {"unit": "MB", "wall": path.stat().st_size / 1e6}}


def search(path: Path, _: str) -> Found:
    """The archive opened, its first search, and ten kinds of query: the best 20 with their passages and all facets."""
    found: Found = {}
    began, busy = time.perf_counter(), time.process_time()
    archive = Archive.open(path, read_only=True)
    found["opening the archive file"] = _since(began, busy)
    began, busy = time.perf_counter(), time.process_time()
    find.search(archive, COMMON[0], limit=20)
    found["first search"] = _since(began, busy)
    all_wall: list[float] = []
    all_processor: list[float] = []
    for kind, (ours, _whoosh, _fts) in queries().items():
        wall, processor = [], []
        for text in [*ours] * _ROUNDS:
            began, busy = time.perf_counter(), time.process_time()
            find.search(archive, text, limit=20)
            wall.append((time.perf_counter() - began) * 1000)
            processor.append((time.process_time() - busy) * 1000)
        found[f"query: {kind}"] = of_times(wall, processor)
        all_wall += wall
        all_processor += processor
    found["query: all kinds"] = of_times(all_wall, all_processor)
    found["memory after searching"] = {"unit": "MB", "wall": memory_mb()}
    archive.close()
    return found


def queries() -> dict[str, tuple[list[str], list[str] | None, list[str] | None]]:
    """Ten kinds, in our words, stock Whoosh's and FTS5's."""
    made = [texts.article(number) for number in range(24)]
    return bench_search.queries(made, bench_search.Asked(COMMON, MIDDLE, RARE))


def _since(began: float, busy: float) -> dict[str, Any]:
    return {
        "unit": "ms",
        "wall": (time.perf_counter() - began) * 1000,
        "processor": (time.process_time() - busy) * 1000,
    }


def one(path: Path, _: str) -> Found:
    """An article pasted until a search finds it, and one that was just saved until a search finds it: twenty times each."""
    with Archive.open(path) as archive, ingest.readers() as pool:
        find.search(archive, COMMON[0], limit=20)

        def paste(made: Made) -> Callable[[], object]:
            return lambda: ingest.paste(archive, made.text, pool=pool)

        def save(made: Made) -> Callable[[], object]:
            bench_search.fill(archive, [made])
            return archive.index.catch_up

        pasting = ("one article until found", paste, 90_000_000)
        saving = ("one saved article until found", save, 91_000_000)
        return {name: _until_found(archive, begin, first) for name, begin, first in (pasting, saving)}


def _until_found(archive: Archive, begin: Callable[[Made], Callable[[], object]], first: int) -> dict[str, Any]:
    wall, processor = [], []
    for number in range(_PASTED):
        made = growing.article(first + number)
        rest = begin(replace(made, paragraphs=(*made.paragraphs, f"The word is foundagain{first + number}.")))
        began, busy = time.perf_counter(), time.process_time()
        rest()
        if find.search(archive, f"foundagain{first + number}", limit=20).total != 1:
            raise RuntimeError("what was saved is not found")
        wall.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - busy) * 1000)
    return of_times(wall, processor)


def export(path: Path, asked: str) -> Found:
    """All passages (or articles) taken out in one format, as it is chosen before anybody chooses."""
    from archive.exports.registry import FORMATS

    name, _, out = asked.partition("=")
    kind, reading = FORMATS[name], {}
    # Loading code is the start of the program; where no byte code is kept, it would be compiled inside of what is measured.
    importlib.import_module(f"archive.exports.{kind.module}")
    importlib.import_module("archive.exports.citations.citing")
    with Archive.open(path, read_only=True) as archive, worked(reading):
        publish.export(archive, name, kind.usual, Path(out))
    return {f"export: {name}": reading}


STEPS: dict[str, Callable[[Path, str], Found]] = {
    "import": bring_in, "index": index, "dates": dates, "likeness": likeness, "comparison": comparison, "mark": mark,
    "search": search, "one": one, "export": export,
}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]](Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")))
