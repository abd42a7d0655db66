"""Keys that cost next to nothing, and a small archive under a passphrase."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.operations import protecting, recoding
from archive.protection import passphrases
from desktop.program import Program

PASSPHRASE = "seven wooden spoons at night"


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a key costs is no matter of these tests."""
    monkeypatch.setattr(passphrases, "PARAMETERS", {1: passphrases.Cost(passes=1, memory_kib=64, lanes=1)})


@pytest.fixture
def encrypted(cheap_keys: None, small_archive: Path, tmp_path: Path) -> Path:
    """The small archive, encrypted."""
    path = tmp_path / "Field.waystation"
    shutil.copyfile(small_archive, path)
    recoding.encrypt(path, PASSPHRASE)
    return path


@pytest.fixture
def locking(program: Callable[..., Program], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], Program]]:
    """Opens an encrypted archive in a window whose locking only says that the process would end; `ended` tells how."""
    # What was cancelled would end with the process: here it ends by itself, however busy the machine is.
    monkeypatch.setattr("desktop.protection.locking._MOMENT_S", 60.0)

    def make(path: Path) -> Program:
        one = program()
        ended: list[object] = []

        def end(how: object) -> None:
            ended.append(how)
            one.window.desk = None  # the process would be no more

        one.locking._leave = lambda: end("left")
        one.locking._start_anew = end
        one.locking.ended = ended
        one.window.show()
        archive = Archive.open(path, key=protecting.unlock(path, PASSPHRASE))
        one.opening.take(archive)
        one.settle()
        return one

    yield make
