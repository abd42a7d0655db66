"""What encryption costs: unlocking, changing the passphrase, encrypting and decrypting, and import and search against a plain archive.

Plain and encrypted take turns in one run, so that a busy machine slows both alike. Each figure is given twice, by the wall clock and by
processor time of the process and its children.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.archive import Archive
from archive.operations import find, indexing, ingest, protecting
from archive.protection.keys import Key
from tests.benchmarks.bench_search import archive_of, queries
from tests.benchmarks.generator import collection, write_files
from tests.benchmarks.measure import Table, spread

_PASSPHRASE, _OTHER = "lantern gravel otter mosaic", "harbour violin pepper cloud"
_ROUNDS = 3
_UNLOCKS = 7
_IMPORTED = 400
_ROOT = Path(__file__).parents[2]
_STAMPS = {
    "ready": "the window is usable",
    "listed": "its rows are painted",
    "processor": "of this, processor time of the interface's thread",
}


@dataclass
class Spent:
    """Seconds of a block, by the wall clock and by processors."""

    wall: float = 0.0
    processor: float = 0.0


@contextmanager
def _spent() -> Iterator[Spent]:
    spent = Spent()
    before, began = os.times(), time.perf_counter()
    try:
        yield spent
    finally:
        spent.wall, after = time.perf_counter() - began, os.times()
        spent.processor = sum(after[:4]) - sum(before[:4])


def run(folder: Path, count: int, archive: Path | None = None) -> tuple[Table, Table, Table]:
    """Measures with an archive of `count` generated articles, or with a copy of `archive`; the figures, and the ratios to plain."""
    plain = folder / "protection-plain.waystation"
    sealed = folder / "protection-encrypted.waystation"
    for path in (plain, sealed):
        _remove(path)
        shutil.copy(archive or archive_of(folder, count), path)
    with Archive.open(plain):
        pass
    costs = Table(
        f"Encryption of {plain.stat().st_size / 1e6:,.0f} MB",
        ("step", "s", "processor s", "s a GB", "processor s a GB"),
    )
    with _spent() as encrypting:
        key = protecting.encrypt(sealed, _PASSPHRASE).key
    assert key is not None
    window = _window(sealed)
    key = _costs(costs, sealed, encrypting)
    ratios = Table(
        "Encrypted against plain, in turns", ("work", "plain s", "encrypted s", "ratio", "ratio of processor time")
    )
    _search(ratios, plain, sealed, key, count)
    _import(ratios, folder, count)
    with _spent() as decrypting:
        protecting.decrypt(sealed, key)
    _add(costs, "decrypting", decrypting, sealed)
    for path in (plain, sealed):
        _remove(path)
    return costs, window, ratios


def _remove(path: Path) -> None:
    for stale in path.parent.glob(f"{path.name}*"):
        stale.unlink()


def _add(table: Table, step: str, spent: Spent, path: Path) -> None:
    gigabytes = path.stat().st_size / 1e9
    table.add(step, spent.wall, spent.processor, spent.wall / gigabytes, spent.processor / gigabytes)


def _window(sealed: Path) -> Table:
    """From Return to the usable window, in processes of their own."""
    table = Table("Unlocking in the window, offscreen, ms from Return", ("what", "p50", "p95", "most"))
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "WAYSTATION_ARCHIVE": str(sealed)}
    environment |= {"WAYSTATION_PASSPHRASE": _PASSPHRASE}
    command = [sys.executable, "-m", "tests.benchmarks.start_child", "unlock"]
    found = []
    for _ in range(_UNLOCKS):
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=_ROOT, check=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
    for name, words in _STAMPS.items():
        times = [each[name] for each in found]
        table.add(words, *spread(times), max(times))
    return table


def _costs(table: Table, sealed: Path, encrypting: Spent) -> Key:
    unlocks = []
    for _ in range(_UNLOCKS):
        with _spent() as unlock, Archive.open(sealed, key=protecting.unlock(sealed, _PASSPHRASE)):
            pass
        unlocks.append(unlock)
    typical = sorted(unlocks, key=lambda each: each.wall)[len(unlocks) // 2]
    table.add(f"unlocking and opening (median of {_UNLOCKS})", typical.wall, typical.processor, "", "")
    _add(table, "encrypting", encrypting, sealed)
    key = protecting.unlock(sealed, _PASSPHRASE)
    with _spent() as change:
        changed = protecting.change(sealed, key, _OTHER)
    _add(table, "changing the passphrase", change, sealed)
    assert changed.key is not None
    return changed.key


def _search(table: Table, plain: Path, sealed: Path, key: Key, count: int) -> None:
    """All queries of the search benchmark, in a freshly opened archive and again in the same one."""
    asked = [text for ours, _, _ in queries(list(collection(count))).values() for text in ours]
    first: dict[bool, list[Spent]] = {False: [], True: []}
    again: dict[bool, list[Spent]] = {False: [], True: []}
    for number in range(_ROUNDS * 2):
        encrypted = number % 2 == 1
        with Archive.open(sealed if encrypted else plain, key=key if encrypted else None, read_only=True) as archive:
            for into in (first, again):
                with _spent() as spent:
                    for text in asked:
                        find.search(archive, text, limit=50)
                into[encrypted].append(spent)
    _ratio(table, f"first {len(asked)} searches after opening", first)
    _ratio(table, "the same searches again", again)


def _import(table: Table, folder: Path, count: int) -> None:
    """Reads, stores and indexes files into a new archive each time."""
    files = write_files(folder / f"protection-files-{_IMPORTED}", _IMPORTED)
    taken: dict[bool, list[Spent]] = {False: [], True: []}
    for number in range(_ROUNDS * 2):
        encrypted = number % 2 == 1
        path = folder / "protection-import.waystation"
        _remove(path)
        made = protecting.create(path, _PASSPHRASE, starter=False) if encrypted else Archive.create(path)
        with made as archive, _spent() as spent:
            ingest.run(archive, [str(files)])
            indexing.settle(archive)
        taken[encrypted].append(spent)
        _remove(path)
    _ratio(table, f"import of {_IMPORTED} files, searchable", taken)


def _ratio(table: Table, work: str, taken: dict[bool, list[Spent]]) -> None:
    plain, encrypted = (statistics.median(each.wall for each in taken[kind]) for kind in (False, True))
    processor = [statistics.median(each.processor for each in taken[kind]) for kind in (False, True)]
    table.add(work, plain, encrypted, encrypted / plain, processor[1] / processor[0])
