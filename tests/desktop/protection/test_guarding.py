"""The pages of encryption, driven as a person would: by the keyboard, from a plain archive to an encrypted one and back."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.base import places
from archive.base.errors import WrongPassphrase
from archive.operations import protecting, recoding
from archive.protection import passphrases, tries
from desktop.program import Program
from desktop.views.protection import Protect, Recovery, Unlock

from .conftest import PASSPHRASE

Make = Callable[..., Program]
_OTHER = "nine paper lanterns by the mill"


def _page(one: Program, kind: type[Unlock | Protect | Recovery]) -> Unlock | Protect | Recovery:
    page = one.window.page()
    assert isinstance(page, kind)
    return page


def _unlock_page(program: Make, path: Path) -> tuple[Program, Unlock]:
    one = program()
    one.window.show()
    one.opening.open(path)
    one.settle()
    page = _page(one, Unlock)
    assert isinstance(page, Unlock)
    return one, page


def _type(qtbot: QtBot, field: object, words: str) -> None:
    line = field.line
    line.setFocus()
    qtbot.keyClicks(line, words)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_an_encrypted_archive_asks_for_its_passphrase_and_opens(program: Make, encrypted: Path, qtbot: QtBot) -> None:
    one, page = _unlock_page(program, encrypted)
    assert one.window.desk is None
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert one.window.page() is page, "there is nothing to go back to"
    _type(qtbot, page.field, PASSPHRASE)
    one.settle()
    assert one.window.page() is None
    assert one.desk().context.archive.key is not None
    assert one.first_article() is not None


def test_a_wrong_passphrase_costs_a_sentence_and_a_wait(program: Make, encrypted: Path, qtbot: QtBot) -> None:
    one, page = _unlock_page(program, encrypted)
    _type(qtbot, page.field, "seven wooden spoons at noon")
    one.settle()
    assert page.refusal.text().startswith("This passphrase does not open Field.waystation. The next try is in ")
    assert (page.field.text, page.button.isEnabled()) == ("", False)
    qtbot.keyClicks(page.field.line, PASSPHRASE)
    qtbot.keyClick(page.field.line, Qt.Key.Key_Return)
    one.settle()
    assert one.window.desk is None, "not before the wait is over"
    page._left_s = 1
    page._count_down()
    assert page.button.isEnabled()
    assert "next try" not in page.refusal.text()


def test_the_wait_is_that_of_all_programs_and_grows(program: Make, encrypted: Path, qtbot: QtBot) -> None:
    for _ in range(3):
        with pytest.raises(WrongPassphrase), tries.Tries().attempt():
            raise WrongPassphrase("no")
        (places.data_folder() / "wrong-passphrases").touch()
        os.utime(places.data_folder() / "wrong-passphrases", (1, 1))
    one, page = _unlock_page(program, encrypted)
    _type(qtbot, page.field, "seven wooden spoons at noon")
    one.settle()
    assert page._left_s in (7, 8)


def test_the_recovery_code_opens_it_and_offers_another_passphrase(program: Make, encrypted: Path, qtbot: QtBot) -> None:
    with Archive.open(encrypted, key=protecting.unlock(encrypted, PASSPHRASE)) as archive:
        code = protecting.recovery_code(archive)
    one, page = _unlock_page(program, encrypted)
    page.other_way.click()
    mistyped = ("0" if code[0] != "0" else "1") + code[1:]
    _type(qtbot, page.field, mistyped.replace("\n", " "))
    one.settle()
    assert "Group 1" in page.refusal.text()
    assert page.field.text, "a mistyped code is mended, not typed again"
    page.field.line.clear()
    _type(qtbot, page.field, code.replace("\n", " ").lower())
    one.settle()
    assert one.desk().context.archive.key is not None
    assert any("recovery code" in words for words in one.window.banners.texts)


def test_over_an_open_archive_escape_goes_back(
    program: Make, small_archive: Path, encrypted: Path, qtbot: QtBot
) -> None:
    one = program(small_archive)
    one.opening.open(encrypted)
    one.settle()
    page = _page(one, Unlock)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert one.window.page() is None
    assert one.desk().context.archive.path == small_archive


def test_caps_lock_is_told_once_a_letter_shows_it(program: Make, encrypted: Path, qtbot: QtBot) -> None:
    _, page = _unlock_page(program, encrypted)
    qtbot.keyClicks(page.field.line, "s")
    assert not page.field.caps.isVisible()
    qtbot.keyClick(page.field.line, "S")  # a capital without Shift
    assert page.field.caps.isVisible()
    qtbot.keyClick(page.field.line, Qt.Key.Key_CapsLock)
    assert not page.field.caps.isVisible()


def test_what_is_typed_can_be_looked_at_and_is_hidden_again(program: Make, encrypted: Path) -> None:
    _, page = _unlock_page(program, encrypted)
    assert page.field.line.echoMode() is page.field.line.EchoMode.Password
    page.field.eye.click()
    assert page.field.line.echoMode() is page.field.line.EchoMode.Normal
    page.field.clear()
    assert page.field.line.echoMode() is page.field.line.EchoMode.Password


def test_encrypting_shows_the_code_and_takes_the_words_out_of_the_settings(
    program: Make, cheap_keys: None, small_archive: Path, qtbot: QtBot
) -> None:
    one = program(small_archive)
    one.window.show()
    one.desk().main.search("ferry")
    one.settle()
    one.window.leave_archive()
    one.settings.save()
    assert "ferry" in places.settings_file().read_text(), "of a plain archive the search is remembered there"
    one.opening.open(small_archive)
    one.settle()
    one.actions.trigger("archive.protect")
    page = _page(one, Protect)
    qtbot.keyClicks(page.choosing.first.line, PASSPHRASE)
    qtbot.keyClick(page.choosing.first.line, Qt.Key.Key_Tab)
    assert one.window.focusWidget() is page.choosing.again.line, "not the eye: its spaces would show the passphrase"
    qtbot.keyClicks(page.choosing.again.line, "seven wooden forks")
    assert page.choosing.difference.isVisible() and not page.act.isEnabled()
    page.choosing.again.clear()
    one.settle()
    assert page.choosing.bar.score == 4
    _type(qtbot, page.choosing.again, PASSPHRASE)
    one.settle()
    shown = _page(one, Recovery)
    archive = one.desk().context.archive
    assert archive.key is not None
    assert shown.shown.text().split() == protecting.recovery_code(archive).replace("-", " ").split()
    assert protecting.is_encrypted(small_archive)
    assert "ferry" not in places.settings_file().read_text()
    shown.done.click()
    assert one.desk().main.state()["query"] == "ferry", "it went into the archive"


def test_backups_from_before_the_encryption_do_not_stay_readable_beside_the_archive(
    program: Make, cheap_keys: None, small_archive: Path, qtbot: QtBot
) -> None:
    one = program(small_archive)
    one.desk().keeping.back_up(asked=False)
    one.settle()
    assert list(small_archive.with_name("Small.backups").glob("*.waystation"))
    page = one.guarding.show_protect()
    qtbot.keyClicks(page.choosing.first.line, PASSPHRASE)
    _type(qtbot, page.choosing.again, PASSPHRASE)
    one.settle()
    assert protecting.is_encrypted(small_archive)
    assert list(small_archive.with_name("Small.backups").glob("*.waystation")) == []


def test_a_weak_passphrase_is_called_weak(program: Make, small_archive: Path, qtbot: QtBot) -> None:
    one = program(small_archive)
    one.window.show()
    page = one.guarding.show_protect()
    qtbot.keyClicks(page.choosing.first.line, "password1")
    one.settle()
    assert page.choosing.bar.score == 0
    assert page.choosing.words.text().startswith("Very weak")


def test_changing_asks_for_the_passphrase_first(locking: Make, encrypted: Path, qtbot: QtBot) -> None:
    one = locking(encrypted)
    page = one.guarding.show_protect()
    assert not (page.act.isEnabled() or page.code.isEnabled() or page.decrypt.isEnabled())
    qtbot.keyClicks(page.now.line, "somebody else's guess")
    qtbot.keyClicks(page.choosing.first.line, _OTHER)
    _type(qtbot, page.choosing.again, _OTHER)
    one.settle()
    assert "does not open" in page.refusal.text()
    assert protecting.unlock(encrypted, PASSPHRASE) == one.desk().context.archive.key


def _change(qtbot: QtBot, one: Program) -> None:
    """Changes the passphrase as a person does."""
    page = one.guarding.show_protect()
    qtbot.keyClicks(page.now.line, PASSPHRASE)
    qtbot.keyClicks(page.choosing.first.line, _OTHER)
    _type(qtbot, page.choosing.again, _OTHER)
    one.settle()


def test_a_changed_passphrase_is_the_only_one_that_opens(locking: Make, encrypted: Path, qtbot: QtBot) -> None:
    one = locking(encrypted)
    _change(qtbot, one)
    _page(one, Recovery)
    key = one.desk().context.archive.key
    one.close()
    assert protecting.unlock(encrypted, _OTHER) == key
    with pytest.raises(WrongPassphrase):
        protecting.unlock(encrypted, PASSPHRASE)


def test_an_old_file_that_could_not_be_overwritten_is_told(
    locking: Make, encrypted: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    os.link(encrypted, tmp_path / "another name.waystation")
    one = locking(encrypted)
    _change(qtbot, one)
    assert any("opens by the old passphrase" in each.text() for each in one.window.findChildren(QLabel))


def test_a_new_file_that_the_disk_did_not_confirm_is_told_and_opens(
    locking: Make, encrypted: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, before = recoding.files.sync, encrypted.stat().st_ino

    def failing(synced: Path) -> None:
        if synced.is_dir() and encrypted.stat().st_ino != before:
            raise OSError(5, "Input/output error")
        sync(synced)

    one = locking(encrypted)
    monkeypatch.setattr(recoding.files, "sync", failing)
    _change(qtbot, one)
    assert any("did not confirm it" in each.text() for each in one.window.findChildren(QLabel))
    assert one.desk().context.archive.key == protecting.unlock(encrypted, _OTHER)


def test_the_encryption_is_taken_off_after_a_question(locking: Make, encrypted: Path, qtbot: QtBot) -> None:
    one = locking(encrypted)
    page = one.guarding.show_protect()
    qtbot.keyClicks(page.now.line, PASSPHRASE)
    page.decrypt.click()
    one.settle()
    box = page.findChild(QMessageBox)
    next(button for button in box.buttons() if button.objectName() == "confirm-yes").click()
    one.settle()
    assert one.desk().context.archive.key is None
    assert not protecting.is_encrypted(encrypted)
    assert not one.actions.action("archive.lock").isEnabled()


def test_a_new_archive_can_be_encrypted_from_the_start(
    program: Make, cheap_keys: None, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "New.waystation"
    one = program()
    one.window.show()
    monkeypatch.setattr(one.opening, "choose_new", lambda: path)
    one.actions.trigger("archive.new_encrypted")
    page = _page(one, Protect)
    qtbot.keyClicks(page.choosing.first.line, PASSPHRASE)
    _type(qtbot, page.choosing.again, PASSPHRASE)
    one.settle()
    _page(one, Recovery)
    assert protecting.is_encrypted(path)


def test_the_printed_code_has_its_groups_numbered(program: Make) -> None:
    one = program()
    page = Recovery("Notes <1>", "-".join(["01234"] * 7) + "\n" + "-".join(["56789"] * 7), one.theme)
    text = page.document().toPlainText()
    assert "Notes <1>" in text
    assert "14" in text and text.count("01234") == 7
    page.deleteLater()


def test_the_memory_for_the_key_is_found_while_the_passphrase_is_typed(
    program: Make, encrypted: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts: list[str] = []
    derive = passphrases.derive
    monkeypatch.setattr(passphrases, "derive", lambda *given: acts.append("made") or derive(*given))
    monkeypatch.setattr(protecting, "make_ready", lambda: acts.append("ready"))
    monkeypatch.setattr(protecting, "let_go", lambda: acts.append("gone"))
    one, page = _unlock_page(program, encrypted)
    assert acts == [], "a page that nobody types on holds none"
    page._change_way()
    qtbot.keyClicks(page.field.line, "W8")
    one.settle()
    assert acts == [], "the code is the key"
    page._change_way()
    qtbot.keyClicks(page.field.line, PASSPHRASE)
    one.settle()
    assert acts == ["ready"]
    qtbot.keyClick(page.field.line, Qt.Key.Key_Return)
    one.settle()
    assert acts == ["ready", "made", "gone"]
