"""One measured figure, and the file of all of them, so that a run that was broken off goes on where it stood."""

import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import spread


@dataclass(frozen=True, slots=True)
class Reading:
    """`wall` and `most` (the 95th percentile where it was taken several times) by the clock, `processor` of all its processes: all in `unit`."""

    unit: str
    wall: float
    processor: float | None = None
    most: float | None = None
    peak_mb: float | None = None
    note: str = ""  # said instead of a figure
    more: Mapping[str, float] = field(default_factory=dict)
    load: float = 0.0
    day: str = ""

    @property
    def value(self) -> float:
        """What stands for it in a plot and a slope: processor time where it is known, which other work disturbs less."""
        return self.wall if self.processor is None else self.processor


def of_times(wall_ms: Sequence[float], processor_ms: Sequence[float]) -> dict[str, Any]:
    """What a child prints of something that was done several times."""
    middle, most = spread(wall_ms)
    return {"unit": "ms", "wall": middle, "most": most, "processor": spread(processor_ms)[0] if processor_ms else None}


class Readings:
    """All readings by size and name, kept in a JSON file that is written after each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._all: dict[int, dict[str, Reading]] = {}
        self._read()

    def _read(self) -> None:
        """Looks at the file again: another run may measure another size at the same time."""
        if self._path.exists():
            for size, named in json.loads(self._path.read_text(encoding="utf-8")).items():
                self._all[int(size)] = {name: Reading(**told) for name, told in named.items()}

    @property
    def sizes(self) -> list[int]:
        return sorted(size for size, named in self._all.items() if named)

    def names(self) -> list[str]:
        """Every name that was read at any size, in the order of the first reading."""
        return list(dict.fromkeys(name for size in self.sizes for name in self._all[size]))

    def get(self, size: int, name: str) -> Reading | None:
        return self._all.get(size, {}).get(name)

    def keep(self, size: int, named: Mapping[str, Mapping[str, Any]]) -> None:
        """Keeps what was read just now, with the day and how busy the machine was."""
        now = {"load": os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0, "day": time.strftime("%Y-%m-%d")}
        self._read()
        self._all.setdefault(size, {}).update({name: Reading(**{**now, **told}) for name, told in named.items()})
        self._write()

    def forget(self, size: int) -> None:
        """Drops everything read at a size."""
        self._read()
        self._all.pop(size, None)
        self._write()

    def _write(self) -> None:
        told = {str(size): {name: asdict(each) for name, each in named.items()} for size, named in self._all.items()}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
        part.replace(self._path)
