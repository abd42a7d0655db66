"""Kill -9 and power cuts during backups, thinning and going back: the archive is whole, and so is every backup under its name."""

import json
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.operations import annotate, maintain
from archive.operations.backups import comparing, points
from tests.archive.conftest import blocks_of
from tests.archive.durability.test_power_cuts import Disk, Operation, _operations, recorder

HERE = Path(__file__).parent
__all__ = ["recorder"]  # a fixture that both campaigns use


def _made(path: Path) -> None:
    text = blocks_of("A title\n" + "words " * 60)
    with Archive.create(path) as archive, archive.atomic():
        original = archive.store.originals.put(text.text.encode(), "a.txt", "text/plain")
        from archive.model.article import Metadata, Verdict

        article = archive.store.articles.add(
            Metadata(title="A title"), verdict=Verdict.OK, added="2026-01-01T00:00:00Z"
        )
        archive.store.editions.add(
            article, text, original=original.sha512, encoding="utf-8", importer="plain", importer_version=1, reason="import",
            path="/a.txt", created="2026-01-01T00:00:00Z",
        )  # fmt: skip


def _command(path: Path, seed: int, rounds: int, *more: str) -> list[str]:
    return [sys.executable, "-P", str(HERE / "keeping_workload.py"), str(path), str(seed), str(rounds), *more]


def _findings(path: Path, lines: bytes) -> list[str]:
    """What is wrong with the archive and its backups after all that was told. Empty: nothing."""
    told = [json.loads(line) for line in lines.split(b"\n")[:-1]]
    wrong: list[str] = []
    with Archive.open(path) as archive:
        archive.index.catch_up()
        wrong += [f"check: {finding.what}" for finding in maintain.check(archive)]
        has = {passage.uid for passage in annotate.passages(archive)}
    wrong += _unexpected(has, told)
    there = points.points(path.with_name("a.backups"))
    for point in there:
        wrong += [f"backup {point.path.name}: {fault}" for fault in comparing.faults(point.path, None)]
        if point.sha512 is None:
            wrong.append(f"backup {point.path.name} lost its SHA-512")
    last = next((line["point"] for line in reversed(told) if "point" in line), None)
    if last is not None and last not in {point.path.name for point in there}:
        wrong.append(f"the last backup {last} is gone")
    return wrong


def _unexpected(has: set[str], told: list[dict[str, Any]]) -> list[str]:
    """The archive has what was last told, with at most one act after it; or, while it was going back, what it goes back to."""
    allowed: list[set[str]] = [set()]
    for line in told:
        allowed = [*allowed, set(line["has"])] if "returning" in line else [set(line["has"])]
    if any(known <= has and len(has - known) <= 1 for known in allowed):
        return []
    return [
        f"the archive has {len(has)} passages, and none of the states that it may have: {[len(a) for a in allowed]}"
    ]


def _kill_campaign(tmp_path: Path, environment: dict[str, str], *, kills: int, seed: int) -> int:
    chance, told = random.Random(seed), 0
    for number in range(kills):
        path = tmp_path / str(number) / "a.waystation"
        path.parent.mkdir()
        _made(path)
        child = subprocess.Popen(_command(path, chance.randrange(10**6), 12), stdout=subprocess.PIPE, env=environment)
        assert child.stdout is not None
        with child.stdout as stdout:
            lines = b"".join(stdout.readline() for _ in range(chance.randint(1, 25)))
            try:
                child.wait(timeout=chance.random() * 0.2)
            except subprocess.TimeoutExpired:
                child.send_signal(signal.SIGKILL)
            lines += stdout.read()
        assert child.wait() in {0, -signal.SIGKILL}
        told += lines.count(b'"point"')
        assert _findings(path, lines) == [], f"after kill {number} of seed {seed}"
        shutil.rmtree(path.parent)
    print(f"{kills} kills, {told} backups told, none lost")
    return told


def test_six_kills_lose_no_backup(campaign: Any, tmp_path: Path) -> None:
    assert _kill_campaign(tmp_path, campaign.environment, kills=6, seed=5) > 0


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_two_hundred_kills_lose_no_backup(campaign: Any, tmp_path: Path) -> None:
    assert _kill_campaign(tmp_path, campaign.environment, kills=200, seed=8) > 0


class RenamingDisk(Disk):
    """As the disk of the other campaign, and files take other names: in the order in which that was done, as far as it reached the disk."""

    def __init__(self, files: dict[str, bytearray]) -> None:
        super().__init__(files)
        self.renames: list[tuple[str, str, bytearray | None]] = []

    def take(self, operation: Operation) -> None:
        if operation.kind == "R":
            source, target = operation.path, operation.data.decode()
            before = self.files.pop(target, None)
            self.pending.pop(target, None)
            self.renames.append((source, target, before))
            if source in self.files:
                self.files[target] = self.files.pop(source)
            if source in self.pending:
                self.pending[target] = self.pending.pop(source)
            if source in self.unsynced_names:
                self.unsynced_names.discard(source)
                self.unsynced_names.add(target)
            return
        if operation.kind == "D":
            self.renames = [each for each in self.renames if Path(each[1]).parent != Path(operation.path)]
        super().take(operation)

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        survived = super().after_a_cut(chance)
        done = chance.randint(0, len(self.renames))
        for source, target, before in reversed(self.renames[done:]):
            if target in survived:
                survived[source] = survived.pop(target)
            if before is not None:
                survived[target] = bytes(before)
        return survived


def _cut_campaign(
    campaign: Any,
    recorder: Path,
    tmp_path: Path,
    *,
    runs: int,
    cuts: int,
    rounds: int,
    seed: int,
    kind: type[RenamingDisk] | None = None,
) -> int:
    chance, made, renamed = random.Random(seed), 0, 0
    for run in range(runs):
        folder = tmp_path / f"run-{run}" / "disk"
        folder.mkdir(parents=True)
        path = folder / "a.waystation"
        _made(path)
        log = folder.parent / "log"
        before = {str(path): bytearray(path.read_bytes())}
        subprocess.run(
            _command(path, chance.randrange(10**6), rounds, str(folder / "acknowledged")),
            env={
                **campaign.environment,
                "LD_PRELOAD": str(recorder),
                "RECORD_FOLDER": str(folder),
                "RECORD_LOG": str(log),
            },
            check=True,
        )
        operations = [each for each in _operations(log) if not each.path.endswith((".lock", "-shm"))]
        renamed += sum(each.kind == "R" for each in operations)
        moments = set(chance.sample(range(1, len(operations)), cuts))
        disk, told = (kind or RenamingDisk)(before), b""
        for number, operation in enumerate(operations):
            if operation.path.endswith("acknowledged"):
                told += operation.data
            else:
                disk.take(operation)
            if number in moments:
                assert _after(disk, folder, tmp_path / "cut", told, chance) == [], (
                    f"cut at {number} of run {run}, seed {seed}"
                )
                made += 1
    assert renamed > 5, "no backup took its name: is the recorder preloaded?"
    print(f"{made} power cuts, no archive and no backup damaged")
    return made


def _after(disk: RenamingDisk, folder: Path, place: Path, told: bytes, chance: random.Random) -> list[str]:
    shutil.rmtree(place, ignore_errors=True)
    for name, content in disk.after_a_cut(chance).items():
        target = place / Path(name).relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return _findings(place / "a.waystation", told)


def test_twenty_power_cuts_damage_neither_archive_nor_backups(campaign: Any, recorder: Path, tmp_path: Path) -> None:
    assert _cut_campaign(campaign, recorder, tmp_path, runs=1, cuts=20, rounds=8, seed=4) == 20


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_four_hundred_power_cuts_damage_neither_archive_nor_backups(
    campaign: Any, recorder: Path, tmp_path: Path
) -> None:
    assert _cut_campaign(campaign, recorder, tmp_path, runs=8, cuts=50, rounds=15, seed=9) == 400


class ForgetfulDisk(RenamingDisk):
    """A disk that says that it has written what it has not."""

    def take(self, operation: Operation) -> None:
        if operation.kind != "S":
            super().take(operation)


def test_a_disk_that_forgets_synced_writes_is_noticed(campaign: Any, recorder: Path, tmp_path: Path) -> None:
    """The campaign can fail: where backups take their names before they are on the disk, damaged ones are found."""
    with pytest.raises((AssertionError, WaystationError)):
        _cut_campaign(campaign, recorder, tmp_path, runs=1, cuts=12, rounds=8, seed=4, kind=ForgetfulDisk)
