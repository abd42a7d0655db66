"""How time and memory grow: import, index, ten kinds of query, keystroke, start, each panel, each export, at 1,000, 10,000 … articles.

Each size has an archive of its own, made by importing files; each measurement runs in a process of its own. What was read is kept in
`growth.json`, and a run goes on behind it: a figure is taken again when its archive, or the file, is removed.
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from archive.exports.registry import FORMATS
from tests.benchmarks.growth import children, drawing, telling, texts
from tests.benchmarks.growth.readings import Reading, Readings, of_times
from tests.benchmarks.measure import Table

SIZES = (1_000, 10_000)
BIG = 1_000_000
LIMIT_S = 900.0
FAILED = "failed"  # and tried again by the next run
PARTS = ("build", "search", "start", "window", "writing", "export")
_STARTS = 5
# Each works on what the one before left; when one was broken off, all begin anew.
_BUILDING = {
    "import": "import", "index": "index", "dates": "dates and figures", "likeness": "duplicates",
    "comparison": "comparing figures", "mark": "archive, MB",
}  # fmt: skip
_DROPPED = 500  # files that come in while somebody types
_ELSEWHERE = 70_000_000


def asked_sizes(environment: dict[str, str] | None = None) -> tuple[int, ...]:
    """The sizes of SIZES ("1000 10000"), and a million with BIG=1. Raises ValueError for what is no number above zero."""
    told = os.environ if environment is None else environment
    sizes = [int(each.replace("_", "")) for each in told.get("SIZES", "").replace(",", " ").split()] or list(SIZES)
    if min(sizes) < 1:
        raise ValueError('SIZES are numbers of articles, such as SIZES="1000 10000".')
    return tuple(sorted({*sizes, *([BIG] if told.get("BIG") == "1" else [])}))


def asked_parts(environment: dict[str, str] | None = None) -> frozenset[str]:
    """What ONLY names ("build search csv"): parts, or single formats of export; all where it names none. Raises ValueError for another name."""
    told = os.environ if environment is None else environment
    named = told.get("ONLY", "").replace(",", " ").split()
    if unknown := [each for each in named if each not in (*PARTS, *FORMATS)]:
        raise ValueError(f"ONLY takes {', '.join(PARTS)} and names of formats, not “{unknown[0]}”.")
    return frozenset(named or PARTS)


def run(
    folder: Path, sizes: tuple[int, ...], *, only: frozenset[str] = frozenset(PARTS), limit_s: float = LIMIT_S
) -> Iterator[Table]:
    """Measures what was not measured yet, and gives the tables; the pictures are written beside the readings."""
    readings = Readings(folder / "growth.json")
    for size in sizes:
        _Size(folder, size, readings, limit_s).measure(only)
    for name, picture in drawing.pictures(readings).items():
        (folder / f"{name}.svg").write_text(picture, encoding="utf-8")
    yield from telling.tables(readings)


class _Size:
    """All measurements at one size."""

    def __init__(self, folder: Path, size: int, readings: Readings, limit_s: float) -> None:
        self._folder, self._size, self._readings, self._limit_s = folder, size, readings, limit_s
        self._files = folder / f"files-{size}"
        self._archive = folder / f"grown-{size}.waystation"
        self._broken = folder / f"grown-{size}.unfinished"

    def measure(self, only: frozenset[str] = frozenset(PARTS)) -> None:
        """What a person waits for first; exports, which take longest, last."""
        if "build" in only:
            self._build()
        if self._broken.exists() or not self._archive.exists():
            return  # an archive that is not whole says nothing of the rest
        if "search" in only:
            self._step("search", "memory after searching", "tests.benchmarks.growth.work", "search", str(self._archive))
        if "start" in only:
            self._starts()
        if "window" in only:
            for what, mark in (("use", "memory of the window, used"), ("panels", "memory of the window, all panels")):
                self._step(f"window: {what}", mark, "tests.benchmarks.growth.screen", what)
        if "writing" in only:
            self._changing()
        for name in FORMATS:
            if name in only or "export" in only:
                self._export(name)

    def _export(self, name: str) -> None:
        out = self._folder / f"taken-out{FORMATS[name].ending}"
        self._step(
            f"export: {name}", f"export: {name}", "tests.benchmarks.growth.work", "export", str(self._archive),
            f"{name}={out}",
        )  # fmt: skip
        shutil.rmtree(out, ignore_errors=True) if out.is_dir() else out.unlink(missing_ok=True)

    def _build(self) -> None:
        """The archive, step by step. A run that is broken off between two steps goes on; within one, everything begins anew."""
        if self._broken.exists() or not self._archive.exists() or self._known("import") is None:
            self._readings.forget(self._size)
            self._remove(self._archive)
            self._broken.unlink(missing_ok=True)
        if self._known("Heaps") is None:
            texts.write_files(self._files, self._size)
            heaps = texts.heaps(texts.article(number).text for number in range(self._size))
            more = {"words": heaps.words, "different": heaps.different}
            self._readings.keep(self._size, {"Heaps": {"unit": "exponent", "wall": heaps.exponent, "more": more}})
        for step, name in _BUILDING.items():
            if self._known(name) is None:
                self._broken.touch()
                argument = str(self._files) if step == "import" else ""
                if not self._step(step, name, "tests.benchmarks.growth.work", step, str(self._archive), argument):
                    return
                self._broken.unlink()

    def _starts(self) -> None:
        """The window five times: from the start of its process."""
        if self._known("start until the list is painted"):
            return
        print(f"  {self._size:,} articles: start", file=sys.stderr, flush=True)
        found: dict[str, list[float]] = {"ready": [], "listed": []}
        peak = 0.0
        for _ in range(_STARTS):
            began = time.monotonic()
            told = self._tried("start until the list is painted", ("tests.benchmarks.growth.screen", "start"))
            if told is None:
                return
            for name, times in found.items():
                times.append(told.found[name]["wall"] - began * 1000)
            peak = max(peak, told.peak_mb)
        self._keep(
            {
                "start until the window": of_times(found["ready"], []),
                "start until the list is painted": of_times(found["listed"], []),
            },
            peak,
        )

    def _changing(self) -> None:
        """What writes into the archive, on a copy."""
        if self._known("keystroke during an import"):
            return
        copy = self._folder / f"copy-{self._size}.waystation"
        self._remove(copy)
        shutil.copy(self._archive, copy)
        self._step("one", "one article until found", "tests.benchmarks.growth.work", "one", str(copy))
        dropped = self._folder / "dropped"
        for number in range(_DROPPED):
            path = dropped / f"{number}.txt"
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(texts.growing.article(_ELSEWHERE + number).text, encoding="utf-8")
        command = ("tests.benchmarks.growth.screen", "intake", str(dropped))
        self._step("window: intake", "keystroke during an import", *command, archive=copy)
        self._remove(copy)

    def _step(self, step: str, mark: str, *command: str, archive: Path | None = None) -> bool:
        """One measured process, unless `mark` was read already; False when it took longer than the limit or failed."""
        if (known := self._known(mark)) is not None:
            return not known.note
        print(f"  {self._size:,} articles: {step}", file=sys.stderr, flush=True)
        told = self._tried(mark, command, archive)
        if told is not None:
            self._keep(told.found, told.peak_mb)
        return told is not None

    def _known(self, mark: str) -> Reading | None:
        """What was read, or that it takes too long; what failed is tried again."""
        known = self._readings.get(self._size, mark)
        return None if known is None or known.note == FAILED else known

    def _tried(self, mark: str, command: Sequence[str], archive: Path | None = None) -> children.Told | None:
        """What a measured process told; None when it took longer than the limit or failed, which is kept under `mark`."""
        try:
            return children.measured(command, limit_s=self._limit_s, environment=self._environment(archive))
        except children.TooLong:
            note = f"over {self._limit_s:.0f} s"
        except RuntimeError as error:
            note = FAILED
            print(error, file=sys.stderr, flush=True)
        self._readings.keep(self._size, {mark: {"unit": "", "wall": 0.0, "note": note}})
        return None

    def _keep(self, found: dict[str, dict[str, Any]], peak_mb: float) -> None:
        self._readings.keep(self._size, {name: {"peak_mb": peak_mb, **told} for name, told in found.items()})

    def _environment(self, archive: Path | None = None) -> dict[str, str]:
        # A home that stays: an index is trusted by the secret of the machine, which lies there.
        home = str(self._folder / "home")
        return {
            "QT_QPA_PLATFORM": "offscreen",
            "WAYSTATION_ARCHIVE": str(archive or self._archive),
            "WAYSTATION_HOME": home,
        }

    def _remove(self, archive: Path) -> None:
        for stale in archive.parent.glob(f"{archive.name}*"):
            stale.unlink()
