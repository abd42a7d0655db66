"""What was typed and where the person is outlasts a lock, and nothing of it lies outside of the archive."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.base import children, places
from archive.operations import browse, protecting
from desktop.program import Program
from desktop.protection import ending

from .conftest import PASSPHRASE

Make = Callable[..., Program]


def _notes(path: Path) -> set[str]:
    with Archive.open(path, key=protecting.unlock(path, PASSPHRASE)) as archive:
        return {hit.article.note for hit in browse.listing(archive).hits}


def test_locking_saves_what_is_being_typed_and_ends_before_the_archive(locking: Make, encrypted: Path) -> None:
    one = locking(encrypted)
    one.desk().main.open(one.first_article())
    one.settle()
    inspector = one.desk().library.inspector
    inspector.edit_note()
    inspector.note.insertPlainText("Who rowed?")
    one.actions.trigger("archive.lock")
    assert one.locking.ended == [encrypted.absolute()]
    assert not one.window.isVisible()
    assert "Who rowed?" in _notes(encrypted)


def test_after_unlocking_one_is_where_one_was(locking: Make, encrypted: Path) -> None:
    one = locking(encrypted)
    one.desk().main.search("ferry")
    one.settle()
    one.desk().main.open(one.first_article("ferry"))
    one.settle()
    article = one.desk().main.state()["article"]
    one.desk().show_codebook()
    one.settle()
    one.locking.lock()
    again = locking(encrypted)
    assert again.window.stack.currentWidget().objectName() == "codebook"
    state = again.desk().main.state()
    assert (state["query"], state["article"]) == ("ferry", article)
    assert "ferry" in state["recent"]


def test_the_settings_hold_the_place_of_an_encrypted_archive_and_no_word_of_it(locking: Make, encrypted: Path) -> None:
    one = locking(encrypted)
    one.desk().main.search("ferry")
    one.settle()
    one.desk().show_timeline()
    one.settle()
    one.locking.quick_exit()
    assert one.locking.ended == ["left"]
    held = json.loads(places.settings_file().read_text())
    assert held["session"]["recent"] == [str(encrypted)]
    assert "ferry" not in places.settings_file().read_text()
    assert not [key for key in held["session"] if key.startswith(("views", "timeline", "statistics"))]


def test_recent_archives_are_not_remembered_where_that_is_switched_off(
    locking: Make, encrypted: Path, program: Make
) -> None:
    settings = program().settings
    settings.set("recent.kept", False)
    settings.save()
    one = locking(encrypted)
    one.locking.quick_exit()
    assert "recent" not in json.loads(places.settings_file().read_text())["session"]


def test_a_plain_archive_cannot_be_locked_and_nothing_is_watched(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    ended: list[object] = []
    one.locking._start_anew = ended.append
    one.actions.trigger("archive.lock")
    assert not one.actions.action("archive.lock").isEnabled()
    assert (ended, one.locking.sleep, one.lock_button.isVisibleTo(one.window.rail)) == ([], None, False)
    assert one.window.windowTitle() == "Small – Waystation"


def test_an_encrypted_archive_is_told_apart(locking: Make, encrypted: Path) -> None:
    one = locking(encrypted)
    assert one.window.windowTitle() == "Field (encrypted) – Waystation"
    assert one.lock_button.isVisibleTo(one.window.rail)
    one.window.leave_archive()
    assert not one.lock_button.isVisibleTo(one.window.rail)


def test_quick_exit_works_where_a_dialog_has_the_keyboard(locking: Make, encrypted: Path, qtbot: QtBot) -> None:
    one = locking(encrypted)
    dialog = QDialog(one.window)
    dialog.setModal(True)
    with qtbot.waitExposed(dialog):
        dialog.open()
    handle = dialog.windowHandle()
    one.locking._follow(handle)
    qtbot.keyClick(handle, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert one.locking.ended == ["left"]


def test_what_was_copied_leaves_the_clipboard_with_the_lock(locking: Make, encrypted: Path) -> None:
    one = locking(encrypted)
    QGuiApplication.clipboard().setText("The river was low.")
    one.settle()
    one.locking.lock()
    assert QGuiApplication.clipboard().text() == ""


def test_work_that_goes_on_does_not_make_a_lock_look_like_a_crash(
    locking: Make, encrypted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.protection.locking._MOMENT_S", 0.1)
    one = locking(encrypted)
    one.desk().main.open(one.first_article())
    one.settle()
    archive, reading, over = one.desk().context.archive, Event(), Event()

    def work(_: object) -> None:
        with archive.snapshot():
            reading.set()
            over.wait()

    one.jobs.run(work)
    reading.wait()
    one.desk().library.inspector.edit_note()
    one.desk().library.inspector.note.insertPlainText("Who rowed?")
    one.locking.lock()
    assert one.locking.ended == [encrypted.absolute()]
    with Archive.open(encrypted, key=protecting.unlock(encrypted, PASSPHRASE)) as again:
        assert not again.ended_uncleanly
        assert "Who rowed?" in {hit.article.note for hit in browse.listing(again).hits}
    over.set()
    one.jobs.drain()
    archive.close()


def test_no_child_outlives_the_lock(locking: Make, encrypted: Path) -> None:
    one = locking(encrypted)
    one.desk().indexing.beside().start()
    assert [child for child in children.alive() if str(encrypted) in map(str, child.args)]
    one.locking.lock()
    assert not [child for child in children.alive() if str(encrypted) in map(str, child.args)]


def test_idle_and_sleep_lock(locking: Make, encrypted: Path) -> None:
    for name in ("idle", "slept"):
        one = locking(encrypted)
        getattr(one.locking.idle, name).emit()
        assert one.locking.ended == [encrypted.absolute()]
        one.close()
    one = locking(encrypted)
    assert one.locking.sleep is not None
    one.locking.sleep.sleeping.emit()
    assert one.locking.ended == [encrypted.absolute()]


def test_the_program_that_takes_its_place_is_started_as_it_was_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.orig_argv", ["python", "-X", "utf8", "-m", "desktop", "--archive", "Old.waystation"])
    monkeypatch.setattr("sys.argv", ["desktop/__main__.py", "--archive", "Old.waystation"])
    monkeypatch.setattr("sys.executable", "/usr/bin/python")
    told = ending.command_line(Path("/notes/New.waystation"))
    assert told == ["/usr/bin/python", "-X", "utf8", "-m", "desktop", "--archive", "/notes/New.waystation"]


def test_that_it_was_locked_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ending._LOCKED, "1")
    assert ending.was_locked()
    assert not ending.was_locked()
