"""Encrypt, work, leave in a hurry, come back, bundle onto a stick, merge at a colleague's, decide, undo, and go back to yesterday's backup."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from archive.archive import Archive
from archive.base import places
from archive.operations import protecting
from archive.protection import passphrases
from desktop.program import Program
from tests.journeys import kept_work as work

Make = Callable[..., Program]


def test_work_that_is_kept_taken_joined_and_brought_back(
    program: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrases, "PARAMETERS", work.CHEAP)
    for name in ("WAYSTATION_HOME", "WAYSTATION_AUTHOR"):
        monkeypatch.setenv(name, "")  # so that it is put back
    at = work.Places(tmp_path / "world")
    at.at(at.mine, "Ada")
    Archive.create(at.archive).close()

    ada = program(at.archive)
    work.encrypts_and_works(work.Hands(ada), at)
    gone: list[str] = []
    ada.locking._leave = lambda: gone.append("gone")
    work.Hands(ada).keys(Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert gone == ["gone"] and not ada.window.isVisible()
    ada.window.desk = None  # the process would be no more
    assert protecting.is_encrypted(at.archive)
    held = places.settings_file().read_text()
    assert not [words for words in ("lamp", work.TAG, work.TYPED) if words in held]

    ada = _started(program, None)
    work.comes_back(work.Hands(ada), at.archive)
    work.copies_backup(at)
    work.bundles(work.Hands(ada), at)
    ada.close()

    at.at(at.theirs, "Bo")
    bo = _started(program, at.second)
    work.merges_and_undoes(work.Hands(bo), at)
    bo.close()

    at.at(at.mine, "Ada")
    ada = _started(program, at.archive)
    work.goes_back(work.Hands(ada))


def _started(program: Make, path: Path | None) -> Program:
    one = program()
    one.start(path)
    one.settle()
    return one
