"""Simulated power cuts during every kind of write: each change of a file is recorded, then the disk as it may have been at many moments
is put together and opened. What had been committed before the cut is there, nothing is half done, and search agrees.
"""

import gzip
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from archive.base.errors import WaystationError
from tests.archive.durability.disks import Disk, ForgetfulDisk, Operation, lay_out, operations
from tests.archive.durability.served import INDEXING, KINDS, ROOT, Line, Worker, job, lines
from tests.archive.durability.wholeness import Promised, findings

Begun = Callable[[Path], Promised]


class Recorded:
    """One run of the worker: the files before it, and all that was done to them, with what was told in between."""

    def __init__(self, worker: Worker, folder: Path, kinds: Sequence[str], seed: int, promised: Promised) -> None:
        self.disk, self.kinds, self._promised = folder / "disk", kinds, promised
        path = self.disk / "a.waystation"
        self.before = {str(path): path.read_bytes()}
        log, told = folder / "log", self.disk / "told"
        # The last act may leave unwritten what only the next one would write: it is none of those that are cut.
        worker.run({**job(path, [*kinds, "settings"], seed, None), "log": str(log)}, told)
        self.operations = operations(log)
        assert sum(each.kind == "S" for each in self.operations) > 10, (
            "no syncs were recorded: is the recorder preloaded?"
        )
        self.joined = sum("joined" in line for line in lines(told.read_bytes()))

    def told_by(self, operation: Operation) -> list[Line]:
        return lines(operation.data) if operation.path.endswith("/told") else []

    def moments(self, count: int, chance: random.Random) -> dict[int, str]:
        """So many operations, as many of each kind of write: {number: kind}."""
        of_kind: dict[str, list[int]] = {}
        kind = ""
        for number, operation in enumerate(self.operations):
            for line in self.told_by(operation):
                kind = line.get("begin", "" if "end" in line else kind)
            if kind in self.kinds and not operation.path.endswith("/told"):
                of_kind.setdefault(kind, []).append(number)
        share = -(-count // len(of_kind))
        chosen = [
            (number, kind) for kind, all in of_kind.items() for number in chance.sample(all, min(share, len(all)))
        ]
        return dict(sorted(chance.sample(chosen, min(count, len(chosen)))))

    def cut(
        self, place: Path, moments: dict[int, str], disk: Disk, chance: random.Random, *, searched: bool
    ) -> Counter[str]:
        """Cuts the power at these moments; how often in each kind of write. Raises AssertionError where anything is lost or half done."""
        made, promised = Counter[str](), Promised(self._promised.state)
        for number, operation in enumerate(self.operations):
            if operation.path.endswith("/told"):
                promised.take_all(self.told_by(operation))
            else:
                disk.take(operation)
            if number in moments:
                lay_out(disk.after_a_cut(chance), self.disk, place)
                now = Promised(
                    promised.state, set(promised.next), list(promised.openers), list(promised.files), promised.spoilt
                )
                wrong = findings(place / "a.waystation", now, searched=searched)[0]
                assert wrong == [], f"cut at operation {number}, in {moments[number]}"
                made[moments[number]] += 1
        return made


@pytest.fixture
def recorded(recorder: Path, worker: Worker, begun: Begun, tmp_path: Path) -> Callable[[Sequence[str], int], Recorded]:
    def record(kinds: Sequence[str], seed: int) -> Recorded:
        folder = tmp_path / f"run-{seed}"
        promised = begun(folder / "disk" / "a.waystation")
        return Recorded(worker, folder, kinds, seed, promised)

    return record


Record = Callable[[Sequence[str], int], Recorded]


def _campaign(
    record: Record, place: Path, *, runs: int, cuts: int, seed: int, kinds: Sequence[str] = KINDS, joins: int = 0
) -> Counter[str]:
    """Goes on, to four times the runs, until so many joins of segments were met: on a busy machine fewer of them end in a run."""
    chance, made = random.Random(seed), Counter[str]()
    done = 0
    while done < runs or (made["segments joined"] < joins and done < 4 * runs):
        done += 1
        number = chance.randrange(10**9)
        run = record(chance.sample(kinds, len(kinds)), number)
        moments = run.moments(cuts, chance)
        try:
            made += run.cut(place, moments, Disk(run.before), chance, searched=True)
        except AssertionError as error:
            raise AssertionError(f"{error} of run {number}, seed {seed}") from error
        made["segments joined"] += run.joined
    print(
        f"{sum(made[kind] for kind in set(kinds))} power cuts in {done} runs, none lost anything: {dict(sorted(made.items()))}"
    )
    return made


def test_every_kind_of_write_withstands_a_power_cut(recorded: Record, tmp_path: Path, seed: int) -> None:
    made = _campaign(recorded, tmp_path / "cut", runs=1, cuts=len(KINDS), seed=seed)
    assert sum(made[kind] for kind in KINDS) >= 20


def test_a_plain_backup_that_encryption_destroyed_does_not_come_back(
    recorded: Record, tmp_path: Path, seed: int
) -> None:
    run = recorded(["back up", "encrypt or decrypt", "encrypt or decrypt", "mark"], seed)
    chance = random.Random(seed)
    last = [number for number, kind in run.moments(10**6, chance).items() if kind == "mark"][-1]
    for _ in range(8):
        assert run.cut(tmp_path / "cut", {last: "mark"}, Disk(run.before), chance, searched=True)


def test_a_change_of_passphrase_withstands_a_power_cut_at_each_of_its_steps(
    recorded: Record, tmp_path: Path, seed: int
) -> None:
    """Before and after each sync, each name that is given, taken or removed, each file that is cut short."""
    kind, chance = "change the passphrase", random.Random(seed)
    run = recorded(["mark", kind, "mark", kind, "mark"], seed)
    all = [number for number, act in run.moments(10**6, chance).items() if act == kind]
    steps = {number for number in all if run.operations[number].kind != "W"}
    steps |= {number - 1 for number in steps} & set(all)
    assert {"S", "D", "U", "R", "L"} <= {run.operations[number].kind for number in steps}
    made = run.cut(tmp_path / "cut", dict.fromkeys(sorted(steps), kind), Disk(run.before), chance, searched=True)
    assert made[kind] == len(steps) >= 20
    print(f"{len(steps)} power cuts, one passphrase opened it every time")


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_two_and_a_half_thousand_power_cuts_lose_nothing(recorded: Record, tmp_path: Path, seed: int) -> None:
    made = _campaign(recorded, tmp_path / "cut", runs=10, cuts=260, seed=seed, joins=20)
    assert all(made[kind] >= 20 for kind in KINDS) and made["segments joined"] >= 20


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_five_hundred_power_cuts_while_the_index_is_written_lose_nothing(
    recorded: Record, tmp_path: Path, seed: int
) -> None:
    made = _campaign(recorded, tmp_path / "cut", runs=4, cuts=135, seed=seed, kinds=INDEXING * 3, joins=20)
    assert sum(made[kind] for kind in INDEXING) >= 500 and made["segments joined"] >= 20


def _migrations(worker: Worker, tmp_path: Path, older: Path, cuts: int, seed: int) -> int:
    """How many power cuts were made while an archive was brought up to date."""
    folder = tmp_path / older.stem
    (folder / "disk").mkdir(parents=True)
    (folder / "disk" / "a.waystation").write_bytes(gzip.decompress(older.read_bytes()))
    chance = random.Random(seed)
    run = Recorded(worker, folder, ["open"], seed, Promised())
    moments = run.moments(cuts, chance)
    return sum(run.cut(tmp_path / "cut", moments, Disk(run.before), chance, searched=False).values())


@pytest.mark.parametrize(
    "older", sorted((ROOT / "tests" / "data" / "archives").glob("*.gz")), ids=lambda path: path.stem
)
def test_migrations_withstand_power_cuts(
    recorder: Path, worker: Worker, tmp_path: Path, older: Path, seed: int
) -> None:
    assert _migrations(worker, tmp_path, older, 3, seed) == 3


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize(
    "older", sorted((ROOT / "tests" / "data" / "archives").glob("*.gz")), ids=lambda path: path.stem
)
def test_migrations_withstand_fifty_power_cuts_each(
    recorder: Path, worker: Worker, tmp_path: Path, older: Path, seed: int
) -> None:
    assert _migrations(worker, tmp_path, older, 50, seed) == 50


def test_a_disk_that_forgets_synced_writes_is_noticed(recorded: Record, tmp_path: Path, seed: int) -> None:
    """The campaign can fail: on a disk that says that it has written what it has not, something is missing."""
    run, chance = recorded(["import", "mark", "back up"], seed), random.Random(seed)
    moments = run.moments(20, chance)
    with pytest.raises((AssertionError, WaystationError)):
        run.cut(tmp_path / "cut", moments, ForgetfulDisk(run.before), chance, searched=True)
