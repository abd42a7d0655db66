"""Stop-watch, percentiles, peak memory of a process and its children, and the table that `make bench` prints."""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

# A look at five processes takes 30 ms of a processor: five looks a second made an import a tenth longer.
_SAMPLE_S = 1.0


@dataclass
class Watch:
    """Wall-clock seconds of a block, and processor seconds of the thread that ran it."""

    seconds: float = 0.0
    processor_seconds: float = 0.0


@contextmanager
def timed() -> Iterator[Watch]:
    watch = Watch()
    began, worked = time.perf_counter(), time.thread_time()
    try:
        yield watch
    finally:
        watch.seconds, watch.processor_seconds = time.perf_counter() - began, time.thread_time() - worked


def spread(times_ms: Sequence[float]) -> tuple[float, float]:
    """(p50, p95) of measured milliseconds."""
    ordered = sorted(times_ms)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def _family(root: int) -> list[int]:
    """The process and all that descend from it (Linux: /proc)."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError, ValueError):
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found, todo = [], [root]
    while todo:
        found.append(pid := todo.pop())
        todo += children.get(pid, [])
    return found


def _pss_kb(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass  # it has ended meanwhile
    return 0


def memory_mb(root: int | None = None) -> float:
    """The proportional set size of a process (this one, unless told) and all that descend from it; 0 without /proc."""
    return sum(_pss_kb(pid) for pid in _family(os.getpid() if root is None else root)) / 1024


class PeakMemory(threading.Thread):
    """Samples the proportional set size of a process and its children every second; `peak_mb` is the largest sum seen."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak_mb, self._stop_event = pid, 0.0, threading.Event()

    def run(self) -> None:
        while not self._stop_event.wait(_SAMPLE_S):
            self.peak_mb = max(self.peak_mb, memory_mb(self.pid))

    def finish(self) -> float:
        self._stop_event.set()
        self.join()
        return self.peak_mb


@dataclass
class Child:
    """What a measured child process printed and took."""

    output: str
    seconds: float
    peak_mb: float


def in_child(code: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Child:
    """Runs Python code in a process of its own and watches its memory and that of its children."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2], env=environment,
    )  # fmt: skip
    memory = PeakMemory(process.pid)
    memory.start()
    output, _ = process.communicate()
    peak = memory.finish()
    if process.returncode:
        raise RuntimeError(f"the measured process ended with {process.returncode}")
    return Child(output, time.perf_counter() - began, peak)


@dataclass
class Table:
    """Rows of a benchmark, printed as Markdown."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[object]] = field(default_factory=list)
    telling: bool = True  # each row on standard error as soon as it is measured

    def add(self, *cells: object) -> None:
        self.rows.append(cells)
        if self.telling:
            print("  " + " · ".join(self._text(cell) for cell in cells), file=sys.stderr, flush=True)

    def markdown(self) -> str:
        lines = [f"### {self.title}", "", "| " + " | ".join(self.columns) + " |", "|" + "---|" * len(self.columns)]
        lines += ["| " + " | ".join(self._text(cell) for cell in row) + " |" for row in self.rows]
        return "\n".join(lines) + "\n"

    @staticmethod
    def _text(cell: object) -> str:
        if isinstance(cell, float):
            return f"{cell:,.2f}" if abs(cell) < 10 else f"{cell:,.0f}"
        return f"{cell:,}" if isinstance(cell, int) else str(cell)
