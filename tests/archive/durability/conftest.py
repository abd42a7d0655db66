"""What the campaigns share: the recorder of writes, the worker, and an archive to begin with."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from tests.archive.durability import disks
from tests.archive.durability.served import ROOT, Worker, job
from tests.archive.durability.wholeness import Promised, findings

_BEGIN = ("import", "mark", "mark", "edit", "import", "memo", "event", "figure", "collect", "rule", "derive")


@pytest.fixture
def tmp_path(disk_path: Path) -> Path:
    """On a disk, as what is promised here is: not in memory."""
    return disk_path


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    return disks.built(tmp_path_factory.mktemp("recorder"))


@pytest.fixture(scope="session")
def recorder(library: Path | None) -> Path:
    """The library that writes down what a program does to files, for LD_PRELOAD."""
    if library is None:
        pytest.skip("power cuts are simulated where a C compiler and LD_PRELOAD are: on Linux with cc")
    return library


@pytest.fixture(scope="session")
def worker(library: Path | None) -> Iterator[Worker]:
    if sys.platform == "win32":
        pytest.skip("processes are forked off where that is possible")
    with Worker(library) as started:
        yield started


@pytest.fixture
def begun(worker: Worker, tmp_path: Path, cheap_keys: None) -> Callable[[Path], Promised]:
    """Puts an archive with a little of everything at a place; what is promised of it."""
    made = tmp_path / "begun" / "a.waystation"
    made.parent.mkdir()
    Archive.create(made).close()
    worker.run(job(made, _BEGIN, 1, None), tmp_path / "begun.told")
    first = Promised()
    assert findings(made, first) == ([], None)

    def put(place: Path) -> Promised:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(made, place)
        return Promised(first.state)

    return put


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """Of a program that is started anew."""
    return {**os.environ, "WAYSTATION_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Of a campaign: WAYSTATION_SEED, or always the same in the samples."""
    return int(os.environ.get("WAYSTATION_SEED", "20261126"))
