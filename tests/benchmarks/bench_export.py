"""Excerpts out of a coded archive in every format: processor seconds and peak memory, each format in a process of its own."""

import json
from dataclasses import dataclass
from pathlib import Path

from archive.archive import Archive
from tests.benchmarks import coded
from tests.benchmarks.measure import Table, in_child

ARTICLES, EXCERPTS, TAGS = 1_000, 10_000, 200
# The budgets of 10,000 excerpts, and of a project of 20,000 codings, in seconds.
BUDGETS = {"csv": 3, "jsonld": 3, "markdown": 3, "docx": 20, "pdf": 30, "qdpx": 15}
# Passages that make 20,000 codings: eight of ten carry a tag, and these 1.6 on average.
_PASSAGES = {"qdpx": 16_000}

_CHILD = """
import json, sys, time, importlib
from pathlib import Path
from archive.archive import Archive
from archive.exports.registry import FORMATS
from archive.operations import publish
source, format, out = sys.argv[1:]
kind = FORMATS[format]
# Loading code is the start of the program; where no byte code is kept, it would be compiled inside of what is measured.
importlib.import_module(f"archive.exports.{kind.module}")
importlib.import_module("archive.exports.citations.citing")
with Archive.open(Path(source), read_only=True) as archive:
    began, worked = time.perf_counter(), time.process_time()
    done = publish.export(archive, format, kind.usual, Path(out))
    worked, took = time.process_time() - worked, time.perf_counter() - began
def size(path):
    return path.stat().st_size if path.is_file() else sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
print(json.dumps({"processor": worked, "took": took, "bytes": size(Path(out)), "passages": done.passages,
                  "articles": done.articles, "warnings": list(done.warnings)}))
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one export took; `processor` counts all threads."""

    processor: float
    took: float
    bytes: int
    passages: int
    articles: int
    warnings: list[str]
    peak_mb: float


def measure(source: Path, format: str, out: Path) -> Measured:
    """One export in a fresh process."""
    out.unlink(missing_ok=True)
    child = in_child(_CHILD, str(source), format, str(out))
    return Measured(**json.loads(child.output), peak_mb=child.peak_mb)


def run(folder: Path, formats: tuple[str, ...] = ()) -> Table:
    """Every format over 10,000 excerpts in 1,000 articles; the project with 20,000 codings too."""
    from archive.exports.registry import FORMATS

    table = Table(
        f"Excerpts out: {EXCERPTS:,} of {ARTICLES:,} articles",
        ("format", "passages", "articles", "processor s", "budget s", "wall s", "peak MB", "file MB", "warnings"),
    )
    source = coded.archive_of(folder, coded.Size(ARTICLES, EXCERPTS, TAGS, ()))
    for name, kind in FORMATS.items():
        if formats and name not in formats:
            continue
        told = source
        if name in _PASSAGES:
            told = coded.archive_of(folder, coded.Size(ARTICLES, _PASSAGES[name], TAGS, ()))
        with Archive.open(told):
            pass  # what was kept from an earlier version is brought up to date; the measured process only reads
        try:
            done = measure(told, name, folder / f"out{kind.ending}")
        except RuntimeError as error:
            table.add(name, *("",) * 7, str(error))
            continue
        table.add(
            name, done.passages, done.articles, done.processor, BUDGETS.get(name, ""), done.took, done.peak_mb,
            done.bytes / 1e6, "; ".join(done.warnings),
        )  # fmt: skip
    return table
