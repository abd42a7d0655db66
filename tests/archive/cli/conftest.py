"""A way to run the command line in this process and see what it printed."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.cli import main

FERRY = """The ferry and the fog

By Ada Quist and Tom Berg

Published: 4 May 2021

The ferry waited an hour for the fog to lift, and the passengers drank all the coffee on board. Nobody minded, since
the band had come along and played until the harbour lights could be seen again.

The harbour master said that 1,047 people had crossed in the week before, a third more than in the same week of 2019.
The ferry will run twice a day until the ice comes, he said, and once a day after that.
"""


@dataclass
class Ran:
    """One finished command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command line on an archive of this test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAYSTATION_ARCHIVE", str(tmp_path / "Test.waystation"))

    def run_it(*arguments: str) -> Ran:
        capfd.readouterr()
        code = main(list(arguments))
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return run_it


@pytest.fixture(scope="session")
def ferry_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `ferry.txt`, an archive that it was imported into, and the secret of the machine that did it."""
    folder = tmp_path_factory.mktemp("ferry")
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAYSTATION_HOME", str(folder))
        patch.setenv("WAYSTATION_ARCHIVE", str(folder / "Test.waystation"))
        patch.setenv("WAYSTATION_AUTHOR", "Tester")
        assert main(["init", "--empty"]) == 0
        assert main(["import", str(folder / "ferry.txt")]) == 0
    return folder


@pytest.fixture
def ferry(run: Run, ferry_folder: Path, tmp_path: Path, home: Path) -> Run:
    """The same, with one article in the archive: id 1."""
    for name in ("ferry.txt", "Test.waystation"):
        shutil.copy(ferry_folder / name, tmp_path / name)
    shutil.copy(ferry_folder / "machine-secret", home / "machine-secret")
    return run
