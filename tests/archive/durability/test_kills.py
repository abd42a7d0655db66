"""kill -9 during every kind of write: what was committed is there afterwards, nothing is half done, and search agrees, unrepaired."""

import gzip
import random
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.archive.durability.served import INDEXING, KINDS, ROOT, Line, Worker, job
from tests.archive.durability.wholeness import Promised, findings

_KILLS_OF_ONE_ARCHIVE = 12
_OLDER = sorted((ROOT / "tests" / "data" / "archives").glob("*.gz"))
Begun = Callable[[Path], Promised]


def _campaign(
    worker: Worker, begun: Begun, folder: Path, *, kills: int, seed: int, kinds: Sequence[str] = KINDS, joins: int = 0
) -> Counter[str]:
    """How many kills fell into each kind of write, and how many segments were joined; nothing was lost, nothing half done.

    Goes on, to four times the kills, until so many were joined: on a busy machine fewer joins end before the kill.
    """
    chance, made = random.Random(seed), Counter[str]()
    wanted = [kind for _ in range(-(-kills // len(kinds))) for kind in chance.sample(kinds, len(kinds))]
    path, word = folder / "none", None
    number = killed = 0
    while killed < kills or (made["segments joined"] < joins and killed < 4 * kills):
        if killed % _KILLS_OF_ONE_ARCHIVE == 0 and path.parent.name != f"{killed}":
            path, word = folder / f"{killed}" / "a.waystation", None
            promised = begun(path)
        both = [chance.choice(kinds), wanted[killed % len(wanted)]]
        given = job(path, both, chance.randrange(10**9), word)
        told, was_killed = worker.kill(given, folder / f"told-{number}", chance)
        number += 1
        promised.take_all(told)
        spoilt = promised.spoilt
        wrong, word = findings(path, promised)
        assert wrong == [], f"kill {killed} of seed {seed}, in {_last(told)}: {both}"
        killed += was_killed
        made[_last(told) if was_killed else "over before"] += 1
        made["segments joined"] += sum("joined" in line for line in told)
        if spoilt:
            shutil.rmtree(path.parent)
            promised, word = begun(path), None
    print(f"{killed} kills, none lost anything: {dict(sorted(made.items()))}")
    return made


_WHOLE_FILE = ["change the passphrase", "change the passphrase with a mate", "encrypt or decrypt"]


def _whole_file(worker: Worker, begun: Begun, folder: Path, kind: str, *, kills: int, seed: int) -> int:
    """How many kills of an act that writes the whole file anew fell between its beginning and its end; it opened in exactly one way."""
    chance, killed, number, within, word = random.Random(seed), 0, 0, 0, None
    path = folder / "held" / "a.waystation"
    promised = begun(path)
    promised.take_all(worker.run(job(path, ["swell", kind], 0, word), folder / "first"))
    found = findings(path, promised)
    assert found[0] == []
    while killed < kills:
        told, was_killed = worker.kill(
            job(path, [kind], chance.randrange(10**9), found[1]), folder / f"told-{number}", chance
        )
        promised.take_all(told)
        two = len(promised.openers) == 2
        found = findings(path, promised)
        assert found[0] == [], f"kill {killed} of seed {seed}"
        killed, number, within = killed + was_killed, number + 1, within + (two and was_killed)
    print(f"{kind}: {killed} kills, {within} of them before it was over, opened in one way every time")
    return within


@pytest.mark.parametrize("kind", _WHOLE_FILE)
def test_three_kills_leave_one_way_to_open_it(
    worker: Worker, begun: Begun, tmp_path: Path, kind: str, seed: int
) -> None:
    assert _whole_file(worker, begun, tmp_path, kind, kills=3, seed=seed) >= 0


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("kind", _WHOLE_FILE)
def test_a_hundred_kills_leave_one_way_to_open_it(
    worker: Worker, begun: Begun, tmp_path: Path, kind: str, seed: int
) -> None:
    assert _whole_file(worker, begun, tmp_path, kind, kills=100, seed=seed) >= 50


def _last(told: list[Line]) -> str:
    return str(next((line["begin"] for line in reversed(told) if "begin" in line), "nothing"))


@pytest.mark.long
def test_nine_kills_over_all_kinds_of_writes_lose_nothing(
    worker: Worker, begun: Begun, tmp_path: Path, seed: int
) -> None:
    made = _campaign(worker, begun, tmp_path, kills=9, seed=seed)
    assert sum(made.values()) >= 9


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_six_hundred_kills_over_all_kinds_of_writes_lose_nothing(
    worker: Worker, begun: Begun, tmp_path: Path, seed: int
) -> None:
    made = _campaign(worker, begun, tmp_path, kills=624, seed=seed, joins=50)
    assert all(made[kind] >= 8 for kind in KINDS) and made["segments joined"] >= 50


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_three_hundred_kills_while_the_index_is_written_lose_nothing(
    worker: Worker, begun: Begun, tmp_path: Path, seed: int
) -> None:
    made = _campaign(worker, begun, tmp_path, kills=300, seed=seed, kinds=INDEXING)
    assert made["segments joined"] >= 100


def _migrations(worker: Worker, folder: Path, *, kills: int, seed: int) -> int:
    """How many kills fell into an archive's being brought up to date: it is as it was or as it is to be."""
    chance, killed, number = random.Random(seed), 0, 0
    while killed < kills:
        older = _OLDER[number % len(_OLDER)]
        path = folder / f"older-{number}" / "a.waystation"
        path.parent.mkdir()
        path.write_bytes(gzip.decompress(older.read_bytes()))
        told, was_killed = worker.kill(job(path, ["open"], 0, None), folder / f"told-{number}", chance)
        promised = Promised()
        promised.take_all(told)
        assert findings(path, promised, searched=False)[0] == [], f"kill {killed} of seed {seed}, {older.name}"
        killed, number = killed + was_killed, number + 1
        shutil.rmtree(path.parent)
    print(f"{killed} kills of migrations, each archive whole")
    return killed


def test_four_kills_of_migrations_leave_each_archive_whole(worker: Worker, tmp_path: Path, seed: int) -> None:
    assert _migrations(worker, tmp_path, kills=4, seed=seed) == 4


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_forty_kills_of_migrations_leave_each_archive_whole(worker: Worker, tmp_path: Path, seed: int) -> None:
    assert _migrations(worker, tmp_path, kills=40, seed=seed) == 40
