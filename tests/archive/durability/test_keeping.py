"""Kill -9 and power cuts during backups, thinning and going back: the archive is whole, and so is every backup under its name."""

import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.model.article import Metadata, Verdict
from archive.operations import annotate, maintain
from archive.operations.backups import comparing, points
from archive.protection.keys import Key
from tests.archive.conftest import blocks_of
from tests.archive.durability.disks import Disk, ForgetfulDisk, lay_out, operations
from tests.archive.durability.served import Line, Worker, job, lines

_KEY = Key(bytes(range(32)))
_keys = pytest.mark.parametrize("key", [None, _KEY], ids=["plain", "encrypted"])


def _made(path: Path, key: Key | None) -> None:
    text = blocks_of("A title\n" + "words " * 60)
    with Archive.create(path, key) as archive, archive.atomic():
        original = archive.store.originals.put(text.text.encode(), "a.txt", "text/plain")
        article = archive.store.articles.add(
            Metadata(title="A title"), verdict=Verdict.OK, added="2026-01-01T00:00:00Z"
        )
        archive.store.editions.add(
            article, text, original=original.sha512, encoding="utf-8", importer="plain", importer_version=1, reason="import",
            path="/a.txt", created="2026-01-01T00:00:00Z",
        )  # fmt: skip


def _findings(path: Path, told: Sequence[Line], key: Key | None) -> list[str]:
    """What is wrong with the archive and its backups after all that was told. Empty: nothing."""
    wrong: list[str] = []
    with Archive.open(path, key=key) as archive:
        archive.index.catch_up()
        wrong += [f"check: {finding.what}" for finding in maintain.check(archive)]
        has = {passage.uid for passage in annotate.passages(archive)}
    wrong += _unexpected(has, told)
    there = points.points(path.with_name("a.backups"))
    for point in there:
        wrong += [f"backup {point.path.name}: {fault}" for fault in comparing.faults(point.path, key)]
        if point.sha512 is None:
            wrong.append(f"backup {point.path.name} lost its SHA-512")
    last = next((line["point"] for line in reversed(told) if "point" in line), None)
    if last is not None and last not in {point.path.name for point in there}:
        wrong.append(f"the last backup {last} is gone")
    return wrong


def _unexpected(has: set[str], told: Sequence[Line]) -> list[str]:
    """The archive has what was last told, with at most one act after it; or, while it was going back, what it goes back to."""
    allowed: list[set[str]] = [set()]
    for line in told:
        allowed = [*allowed, set(line["has"])] if "returning" in line else [set(line["has"])]
    if any(known <= has and len(has - known) <= 1 for known in allowed):
        return []
    return [
        f"the archive has {len(has)} passages, and none of the states that it may have: {[len(a) for a in allowed]}"
    ]


def _kill_campaign(worker: Worker, tmp_path: Path, key: Key | None, *, kills: int, seed: int) -> int:
    chance, killed, number, told = random.Random(seed), 0, 0, 0
    while killed < kills:
        path = tmp_path / str(number) / "a.waystation"
        path.parent.mkdir()
        _made(path, key)
        lines, was_killed = worker.kill(
            _job(path, key, 12, chance), tmp_path / f"told-{number}", chance, after=chance.randint(1, 25)
        )
        killed, number = killed + was_killed, number + 1
        told += sum("point" in line for line in lines)
        assert _findings(path, lines, key) == [], f"after kill {killed} of seed {seed}"
        shutil.rmtree(path.parent)
    print(f"{killed} kills, {told} backups told, none lost")
    return told


def _job(path: Path, key: Key | None, rounds: int, chance: random.Random) -> dict[str, Any]:
    return {**job(path, [], chance.randrange(10**9), None), "rounds": rounds, "key": key.raw.hex() if key else ""}


@_keys
def test_four_kills_lose_no_backup(worker: Worker, tmp_path: Path, key: Key | None, seed: int) -> None:
    assert _kill_campaign(worker, tmp_path, key, kills=4, seed=seed) > 0


@pytest.mark.soak
@pytest.mark.timeout(0)
@_keys
def test_two_hundred_kills_lose_no_backup(worker: Worker, tmp_path: Path, key: Key | None, seed: int) -> None:
    assert _kill_campaign(worker, tmp_path, key, kills=200, seed=seed) > 0


def _cut_campaign(
    worker: Worker,
    tmp_path: Path,
    key: Key | None,
    *,
    runs: int,
    cuts: int,
    rounds: int,
    seed: int,
    kind: type[Disk] = Disk,
) -> int:
    chance, made, renamed = random.Random(seed), 0, 0
    for run in range(runs):
        folder = tmp_path / f"run-{run}" / "disk"
        folder.mkdir(parents=True)
        path, log = folder / "a.waystation", folder.parent / "log"
        _made(path, key)
        before = {str(path): path.read_bytes()}
        worker.run({**_job(path, key, rounds, chance), "log": str(log)}, folder / "told")
        recorded = operations(log)
        renamed += sum(each.kind == "R" for each in recorded)
        moments = set(chance.sample(range(1, len(recorded)), cuts))
        disk, told = kind(before), b""
        for number, operation in enumerate(recorded):
            if operation.path.endswith("/told"):
                told += operation.data
            else:
                disk.take(operation)
            if number in moments:
                lay_out(disk.after_a_cut(chance), folder, tmp_path / "cut")
                wrong = _findings(tmp_path / "cut" / path.name, lines(told), key)
                assert wrong == [], f"cut at {number} of run {run}, seed {seed}"
                made += 1
    assert renamed > 2, "no backup took its name: is the recorder preloaded?"
    print(f"{made} power cuts, no archive and no backup damaged")
    return made


@_keys
def test_ten_power_cuts_damage_neither_archive_nor_backups(
    recorder: Path, worker: Worker, tmp_path: Path, key: Key | None, seed: int
) -> None:
    assert _cut_campaign(worker, tmp_path, key, runs=1, cuts=10, rounds=6, seed=seed) == 10


@pytest.mark.soak
@pytest.mark.timeout(0)
@_keys
def test_four_hundred_power_cuts_damage_neither_archive_nor_backups(
    recorder: Path, worker: Worker, tmp_path: Path, key: Key | None, seed: int
) -> None:
    assert _cut_campaign(worker, tmp_path, key, runs=8, cuts=50, rounds=15, seed=seed) == 400


def test_a_disk_that_forgets_synced_writes_is_noticed(
    recorder: Path, worker: Worker, tmp_path: Path, seed: int
) -> None:
    """The campaign can fail: where backups take their names before they are on the disk, damaged ones are found."""
    with pytest.raises((AssertionError, WaystationError)):
        _cut_campaign(worker, tmp_path, None, runs=1, cuts=12, rounds=6, seed=seed, kind=ForgetfulDisk)
