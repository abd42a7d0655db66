"""An archive that does not open leads to a page where something can be done about it: nothing is lost that can be had back."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.base import places
from archive.base.errors import WrongPassphrase
from archive.operations import memos, protecting
from archive.operations.backups import making, points
from archive.protection import passphrases
from desktop.program import Program
from desktop.views.protection import Unlock
from desktop.views.rescue import RescuePage

Make = Callable[..., Program]
PAGE = 4096
PASSPHRASE = "seven slow herons"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a key costs is no matter of these tests."""
    monkeypatch.setattr(passphrases, "PARAMETERS", {1: passphrases.Cost(passes=1, memory_kib=64, lanes=1)})


@pytest.fixture
def backed_up(small_archive: Path) -> Path:
    """An archive with a backup beside it, and a memo written since."""
    with Archive.open(small_archive) as archive:
        making.add_point(archive, points.folder_of(small_archive, archive.uid, None))
        memos.create(archive, "Since then")
    return small_archive


def cut_short(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) - PAGE - 100])


def spoil_beginning(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:3000] = random.Random(1).randbytes(2900)
    path.write_bytes(data)


def begin(program: Make, path: Path) -> tuple[Program, RescuePage]:
    """A program that was started with an archive that does not open, and the page that it shows."""
    one = program()
    one.start(path)
    one.settle()
    page = one.window.page()
    assert isinstance(page, RescuePage) and one.window.desk is None
    return one, page


def press(one: Program, name: str, qtbot: QtBot) -> None:
    (button,) = [each for each in one.window.findChildren(QPushButton, name) if each.isVisible()]
    assert button.isEnabled()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    one.settle()


def told(page: RescuePage) -> str:
    return " ".join(each.text() for each in page.result.findChildren(QLabel) if not each.isHidden())


def choose(monkeypatch: pytest.MonkeyPatch, which: str, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, which, staticmethod(lambda *_, **__: (str(path), "")))


def test_what_is_wrong_stands_on_a_page_with_the_ways_on(program: Make, small_archive: Path, qtbot: QtBot) -> None:
    cut_short(small_archive)
    before = small_archive.read_bytes()
    one, page = begin(program, small_archive)
    assert page.heading.text() == "“Small” is damaged" and not one.window.banners.texts
    words = [each.text() for each in page.findChildren(QLabel) if not each.isHidden()]
    assert "Small.waystation is cut short: its end is missing." in words
    assert page.nothing.isVisibleTo(page) and not page.restore.isVisibleTo(page)
    assert one.window.focusWidget() is page.save
    shown: list[Path] = []
    one.rescuing.show_in_system = lambda path: bool(shown.append(path)) or True
    press(one, "rescue_folder", qtbot)
    assert shown == [small_archive.parent]
    press(one, "rescue_check", qtbot)
    assert told(page).startswith("What can be read of it: 2 articles")
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    one.settle()
    assert one.window.page() is None and one.window.stack.currentWidget().objectName() == "closed"
    assert small_archive.read_bytes() == before


@pytest.mark.parametrize("encrypted", [False, True])
def test_what_can_be_read_is_saved_told_of_and_opened(
    program: Make, small_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, encrypted: bool
) -> None:
    if encrypted:
        protecting.encrypt(small_archive, PASSPHRASE)
    cut_short(small_archive)
    before, target = small_archive.read_bytes(), tmp_path / "Saved.waystation"
    choose(monkeypatch, "getSaveFileName", target)
    if encrypted:
        one = program()
        one.start(small_archive)
        one.settle()
        stands = one.window.page()
        assert isinstance(stands, Unlock)
        stands.field.line.setText(PASSPHRASE)
        stands.button.click()
        one.settle()
        page = one.window.page()
        assert isinstance(page, RescuePage)
        assert not page.save.isEnabled(), "its passphrase was not typed yet"
        page.field.line.setText(PASSPHRASE)
    else:
        one, page = begin(program, small_archive)
    press(one, "rescue_save", qtbot)
    assert told(page).startswith("Saved.waystation holds 2 articles")
    assert page.passphrase == "" and small_archive.read_bytes() == before
    press(one, "rescue_open_saved", qtbot)
    if encrypted:
        stands = one.window.page()
        assert isinstance(stands, Unlock) and stands.archive == target
        stands.field.line.setText(PASSPHRASE)
        stands.button.click()
        one.settle()
    assert one.desk().context.archive.path == target
    assert one.desk().library.list.lister.model.rowCount() == 2


def test_a_place_that_is_taken_is_refused_and_what_was_begun_and_cancelled_leaves_nothing(
    program: Make, small_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    cut_short(small_archive)
    one, page = begin(program, small_archive)
    taken = tmp_path / "Taken.waystation"
    taken.write_bytes(b"mine")
    choose(monkeypatch, "getSaveFileName", taken)
    press(one, "rescue_save", qtbot)
    assert "exists already" in page.refusal.text() and page.refusal.isVisibleTo(page)
    assert taken.read_bytes() == b"mine"
    choose(monkeypatch, "getSaveFileName", tmp_path / "New.waystation")
    page.save.click()
    assert page.busy and not page.restore.isEnabled() and not page.save.isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert one.window.page() is page, "it stays until it is known what came of it"
    page.cancel.click()
    one.settle()
    assert not page.busy and page.save.isEnabled() and page.result.isHidden()
    assert sorted(each.name for each in tmp_path.iterdir() if "New" in each.name) == []


def test_going_back_to_a_backup_opens_it_and_keeps_the_damaged_file(
    program: Make, backed_up: Path, qtbot: QtBot
) -> None:
    spoil_beginning(backed_up)
    bad = backed_up.read_bytes()
    one, page = begin(program, backed_up)
    assert len(page.model.points) == 1 and one.window.focusWidget() is page.list
    press(one, "rescue_restore", qtbot)
    archive = one.desk().context.archive
    assert archive.path == backed_up and not archive.read_only and memos.memos(archive) == []
    (kept,) = backed_up.parent.glob("Small.damaged-*.waystation")
    assert kept.read_bytes() == bad
    assert any(kept.name in each for each in one.window.banners.texts)


def test_a_backup_is_found_where_they_were_put_and_opens_by_its_passphrase(
    program: Make, small_archive: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = protecting.encrypt(small_archive, PASSPHRASE).key
    stick = tmp_path / "Stick"
    stick.mkdir()
    with Archive.open(small_archive, key=key) as archive:
        making.add_point(archive, points.folder_of(small_archive, archive.uid, stick))
    monkeypatch.setattr(places, "backup_place", lambda: stick)
    data = bytearray(small_archive.read_bytes())
    data[:PAGE] = random.Random(3).randbytes(PAGE)  # the salt as well: no passphrase opens it any more
    small_archive.write_bytes(data)
    one = program()
    one.start(small_archive)
    one.settle()
    stands = one.window.page()
    assert isinstance(stands, Unlock) and not stands.damaged.isVisibleTo(stands)
    stands.refuse(WrongPassphrase("This passphrase does not open it."))
    press(one, "unlock_damaged", qtbot)
    page = one.window.page()
    assert isinstance(page, RescuePage) and page.heading.text() == "If “Small” is damaged"
    assert len(page.model.points) == 1
    press(one, "rescue_restore", qtbot)
    assert "Type its passphrase" in page.refusal.text() and one.window.focusWidget() is page.field.line
    page.field.line.setText(PASSPHRASE)
    press(one, "rescue_restore", qtbot)
    stands = one.window.page()
    assert isinstance(stands, Unlock)
    stands.field.line.setText(PASSPHRASE)
    stands.button.click()
    one.settle()
    assert one.desk().library.list.lister.model.rowCount() == 2


def test_an_archive_that_is_gone_is_brought_back_from_its_backup(program: Make, backed_up: Path, qtbot: QtBot) -> None:
    backed_up.unlink()
    one, page = begin(program, backed_up)
    assert page.heading.text() == "“Small” is not there" and not page.findChildren(QPushButton, "rescue_save")
    press(one, "rescue_restore", qtbot)
    assert one.desk().library.list.lister.model.rowCount() == 2


def test_another_file_is_chosen_as_the_backup(
    program: Make, backed_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    (point,) = points.points(points.folder_of(backed_up, "", None))
    elsewhere = tmp_path / "My copy.waystation"
    shutil.move(point.path, elsewhere)
    cut_short(backed_up)
    one, page = begin(program, backed_up)
    assert page.model.points == ()
    choose(monkeypatch, "getOpenFileName", elsewhere)
    press(one, "rescue_file", qtbot)
    assert [each.path for each in page.model.points] == [elsewhere]
    press(one, "rescue_restore", qtbot)
    assert one.desk().context.archive.path == backed_up


def test_an_archive_that_is_damaged_further_in_leads_there_too(
    program: Make, small_archive: Path, qtbot: QtBot
) -> None:
    with Archive.open(small_archive, read_only=True) as archive:
        sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'memos'"
        place = (int(archive.store.connections.value(sql)) - 1) * PAGE
    data = bytearray(small_archive.read_bytes())
    data[place : place + PAGE] = random.Random(4).randbytes(PAGE)
    small_archive.write_bytes(data)
    one = program(small_archive)
    archive = one.desk().context.archive
    one.jobs.run(lambda _: list(archive.store.connections.rows("SELECT * FROM memos NOT INDEXED")))
    one.settle()
    assert one.window.banners.texts == ["Small.waystation is damaged."]
    press(one, "banner_error_action", qtbot)
    page = one.window.page()
    assert isinstance(page, RescuePage) and page.opens and one.window.desk is None
    press(one, "rescue_as_it_is", qtbot)
    assert one.desk().context.archive.path == small_archive


def test_other_files_and_other_failures_are_told_as_before(program: Make, small_archive: Path, tmp_path: Path) -> None:
    letter = tmp_path / "Letter.txt"
    letter.write_text("Dear reader, " * 400)
    one = program(small_archive)
    for path in (letter, tmp_path / "None.waystation"):
        one.opening.open(path)
        one.settle()
        assert one.window.page() is None and len(one.window.banners.texts) == 1
    assert one.desk().context.archive.path == small_archive
