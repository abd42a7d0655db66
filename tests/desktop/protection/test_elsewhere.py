"""An archive from elsewhere in the window: read first, told of, and worked in once a person says so."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from archive.operations import memos
from desktop.program import Program

Make = Callable[..., Program]
DATA = Path(__file__).parents[2] / "data" / "archives"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on on another machine."""
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("WAYSTATION_HOME", str(tmp_path / "other"))


def _press(one: Program, name: str, qtbot: QtBot) -> None:
    (button,) = one.window.banners.findChildren(QPushButton, name)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    one.settle()


def test_it_is_read_first_and_worked_in_after_a_word(
    program: Make, small_archive: Path, elsewhere: None, qtbot: QtBot
) -> None:
    one = program(small_archive)
    assert one.desk().context.archive.read_only
    assert one.desk().library.list.lister.model.rowCount() == 2
    (told,) = one.window.banners.texts
    assert told.startswith("Small.waystation comes from elsewhere, begun on ") and "reading only" in told
    one.desk().main.search("ferry")
    one.settle()
    listed = one.desk().library.list
    assert listed.pending.text() == "2 articles are not searched while the archive is open for reading only."
    assert listed.empty.sentence.text().startswith("Nothing found, but not everything was searched")
    _press(one, "banner_read_only_action", qtbot)
    archive = one.desk().context.archive
    assert not archive.read_only and archive.known_here
    assert not [each for each in one.window.banners.texts if "elsewhere" in each]
    memos.create(archive, "Mine")
    one.window.leave_archive()
    one.open_and_wait(small_archive)
    assert not one.desk().context.archive.read_only, "asked once"


def test_an_older_one_is_brought_up_to_date_after_a_word(
    program: Make, tmp_path: Path, elsewhere: None, qtbot: QtBot
) -> None:
    path = tmp_path / "Old.waystation"
    path.write_bytes(gzip.decompress((DATA / "v1.waystation.gz").read_bytes()))
    before = path.read_bytes()
    one = program()
    one.window.show()
    one.opening.open(path)
    one.settle()
    assert one.window.desk is None and path.read_bytes() == before
    (told,) = one.window.banners.texts
    assert "comes from elsewhere" in told and "brought up to date" in told
    _press(one, "banner_error_action", qtbot)
    assert not one.desk().context.archive.read_only
