"""Simulated power cuts: every write of a run is logged, then the disk as it may have been at many moments is put together.

At a cut, a file holds everything up to its last sync before the cut; of what was written after that, any part may have
reached the disk, in any order, down to single sectors of a write. A new file that was never synced, and an unlink whose folder
was never synced, may or may not have happened. What had been acknowledged before the cut must be there afterwards.
"""

import random
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.base.errors import NotFound

_HEAD = struct.Struct("<cIQQ")
_SECTOR = 512  # bytes that a disk writes whole
_SOURCE = Path(__file__).with_name("record_writes.c")


@dataclass(frozen=True)
class Operation:
    """One logged change: W write, T truncate, S sync, D folder synced, U unlink, R rename."""

    kind: str
    path: str
    offset: int
    data: bytes


@dataclass
class Disk:
    """What is certainly on the disk, and what may be."""

    files: dict[str, bytearray]
    pending: dict[str, list[Operation]] = field(default_factory=dict)
    unsynced_names: set[str] = field(default_factory=set)
    unsynced_unlinks: dict[str, bytearray] = field(default_factory=dict)

    def take(self, operation: Operation) -> None:
        path = operation.path
        match operation.kind:
            case "W" | "T":
                if path not in self.files and path not in self.pending:
                    self.unsynced_names.add(path)
                    self.unsynced_unlinks.pop(path, None)
                self.pending.setdefault(path, []).append(operation)
            case "S":
                content = self.files.setdefault(path, bytearray())
                for earlier in self.pending.pop(path, []):
                    _apply(content, earlier)
                self.unsynced_names.discard(path)
            case "D":
                self.unsynced_names = {name for name in self.unsynced_names if Path(name).parent != Path(path)}
                self.unsynced_unlinks.clear()
            case "U":
                before = self.files.pop(path, None)
                self.pending.pop(path, None)
                if before is not None and path not in self.unsynced_names:
                    self.unsynced_unlinks[path] = before
                self.unsynced_names.discard(path)
            case _:
                raise AssertionError(
                    f"the archive is not expected to do this while it is open: {operation.kind} {path}"
                )

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """One of the states that the cut may have left behind."""
        survived: dict[str, bytes] = {}
        for path in {*self.files, *self.pending}:
            if path in self.unsynced_names and chance.random() < 0.5:
                continue
            content = bytearray(self.files.get(path, b""))
            luck = chance.choice((0.0, 0.2, 0.5, 0.8, 1.0))  # from nothing after the sync to all of it
            for operation in self.pending.get(path, []):
                for part in _torn(operation, luck, chance):
                    _apply(content, part)
            survived[path] = bytes(content)
        for path, before in self.unsynced_unlinks.items():
            if path not in survived and chance.random() < 0.5:
                survived[path] = bytes(before)
        return survived


def _apply(content: bytearray, operation: Operation) -> None:
    end = operation.offset + len(operation.data)
    if operation.kind == "T":
        del content[operation.offset :]
        end = operation.offset
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if operation.kind == "W":
        content[operation.offset : end] = operation.data


def _torn(operation: Operation, luck: float, chance: random.Random) -> Iterator[Operation]:
    """The sectors of an operation that reached the disk; a truncation reached it or did not."""
    if operation.kind == "T" or chance.random() < 0.7:
        if chance.random() < luck:
            yield operation
        return
    start, data = operation.offset, operation.data
    while data:
        size = _SECTOR - start % _SECTOR
        if chance.random() < luck:
            yield Operation("W", operation.path, start, data[:size])
        start, data = start + size, data[size:]


def _operations(log: Path) -> Iterator[Operation]:
    data = log.read_bytes()
    place = 0
    while place < len(data):
        kind, path_length, offset, length = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        path = data[place : place + path_length].decode()
        place += path_length
        yield Operation(kind.decode(), path, offset, data[place : place + length])
        place += length


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("power cuts are simulated where a C compiler and LD_PRELOAD are: on Linux with cc")
    library = tmp_path_factory.mktemp("recorder") / "record_writes.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, _SOURCE, "-ldl", "-lpthread"], check=True)
    return library


def _recorded(
    campaign: Any, recorder: Path, place: Path, chance: random.Random, files: int
) -> tuple[Disk, list[Operation]]:
    """Runs the workload to its end; the disk before it and every change that it made."""
    place.mkdir()
    folder = place / "disk"
    folder.mkdir()
    Archive.create(folder / "a.waystation").close()
    campaign.files(place / "files", files, chance)
    before = {str(path): bytearray(path.read_bytes()) for path in folder.iterdir() if path.suffix != ".lock"}
    log = place / "log"
    subprocess.run(
        campaign.command(
            folder / "a.waystation", place / "files", chance.randrange(10**6), str(folder / "acknowledged")
        ),
        env={**campaign.environment, "LD_PRELOAD": str(recorder), "RECORD_FOLDER": str(folder), "RECORD_LOG": str(log)},
        check=True,
    )
    ignored = (".lock", "-shm")  # the lock holds no data; shared memory is made anew by the first to open the archive
    return Disk(before), [operation for operation in _operations(log) if not operation.path.endswith(ignored)]


def _cut(campaign: Any, place: Path, disk: Disk, told: Sequence[dict[str, Any]], chance: random.Random) -> list[str]:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for path, content in disk.after_a_cut(chance).items():
        (place / Path(path).name).write_bytes(content)
    recent, earlier = told[-40:], told[:-40]
    findings: list[str] = campaign.findings(
        place / "a.waystation", [*recent, *chance.sample(earlier, min(20, len(earlier)))]
    )
    return findings


def _campaign(campaign: Any, recorder: Path, tmp_path: Path, *, runs: int, cuts: int, files: int, seed: int) -> int:
    """How many cuts were made; nothing acknowledged was lost in any."""
    chance = random.Random(seed)
    made = synced = 0
    for run in range(runs):
        disk, operations = _recorded(campaign, recorder, tmp_path / f"run-{run}", chance, files)
        synced += sum(operation.kind == "S" for operation in operations)
        moments = sorted(chance.sample(range(1, len(operations)), cuts))
        told = b""
        for number, operation in enumerate(operations):
            if operation.path.endswith("acknowledged"):
                told += operation.data
            else:
                disk.take(operation)
            if moments and number == moments[0]:
                moments.pop(0)
                findings = _cut(campaign, tmp_path / "cut", disk, campaign.acknowledged(told), chance)
                assert findings == [], f"cut at operation {number} of run {run}, seed {seed}"
                made += 1
    assert synced > 10, "the recorder saw no syncs: is it preloaded?"
    print(f"{made} power cuts over {runs} runs with {synced} syncs, nothing acknowledged lost")
    return made


def test_fifteen_power_cuts_lose_nothing(campaign: Any, recorder: Path, tmp_path: Path) -> None:
    assert _campaign(campaign, recorder, tmp_path, runs=1, cuts=15, files=100, seed=20261122) == 15


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_five_hundred_power_cuts_lose_nothing(campaign: Any, recorder: Path, tmp_path: Path) -> None:
    assert _campaign(campaign, recorder, tmp_path, runs=8, cuts=65, files=200, seed=11) == 8 * 65


def test_a_disk_that_forgets_synced_writes_is_noticed(campaign: Any, recorder: Path, tmp_path: Path) -> None:
    """The campaign can fail: on a disk that loses the last syncs, acknowledged articles are missing."""
    chance = random.Random(3)
    disk, operations = _recorded(campaign, recorder, tmp_path / "run", chance, 60)
    told = b"".join(operation.data for operation in operations if operation.path.endswith("acknowledged"))
    changes = [operation for operation in operations if not operation.path.endswith("acknowledged")]
    for operation in changes[: len(changes) // 3]:
        disk.take(operation)
    with pytest.raises(NotFound):
        _cut(campaign, tmp_path / "cut", disk, campaign.acknowledged(told), chance)
