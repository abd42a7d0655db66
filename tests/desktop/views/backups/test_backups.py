"""The page of backups, from the keyboard too: making one, seeing what differs, going back, and a place that is gone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.operations import annotate, memos
from archive.operations.backups import points
from archive.operations.protecting import Key
from desktop.program import Program
from desktop.views.backups import BackupsPage
from desktop.views.backups.rows import age, stands
from desktop.wording import size

Make = Callable[..., Program]


@pytest.fixture
def opened(program: Make, small_archive: Path) -> Program:
    made = program(small_archive)
    made.settings.set("backups.every", "never")
    return made


def page_of(program: Program) -> BackupsPage:
    program.actions.trigger("archive.backups")
    program.settle()
    page = program.window.page()
    assert isinstance(page, BackupsPage)
    return page


def folder_of(program: Program) -> Path:
    archive = program.desk().context.archive
    return points.folder_of(archive.path, archive.uid, None)


def shown(page: BackupsPage) -> str:
    lines = (page.chosen.lines.itemAt(number).widget() for number in range(page.chosen.lines.count()))
    return "\n".join(line.text() for line in lines if line is not None)  # type: ignore[attr-defined]


def test_without_backups_a_sentence_and_one_act_are_shown(opened: Program) -> None:
    page = page_of(opened)
    assert page.nothing.text().endswith("none is made by itself.")
    opened.settings.set("backups.every", "hour")
    opened.settle()
    assert page.nothing.text().endswith("it is done by itself.")
    assert page.nothing.isVisible()
    assert not page.list.isVisible()
    assert not page.chosen.restore.isVisible()
    page.now.click()
    opened.settle()
    assert len(page.model.points) == 1
    assert page.list.isVisible()
    assert "hold the same" in shown(page)
    assert len(points.points(folder_of(opened))) == 1


def test_the_keyboard_stays_on_the_page_that_backs_up_and_goes_from_top_to_bottom(
    opened: Program, qtbot: QtBot
) -> None:
    page = page_of(opened)
    page.now.setFocus()
    qtbot.keyClick(page.now, Qt.Key.Key_Return)
    opened.settle()
    assert opened.window.focusWidget() is page.list
    reached = []
    for _ in range(4):
        focus = opened.window.focusWidget()
        assert focus is not None
        reached.append(focus.objectName())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert reached == ["backups_list", "backup_restore", "backup_check", "backup_remove"]
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Backtab)
    assert opened.window.focusWidget() is page.now


def test_the_command_backs_up_without_the_page(opened: Program) -> None:
    opened.actions.trigger("archive.back_up")
    opened.settle()
    assert len(points.points(folder_of(opened))) == 1
    assert "read back whole" in opened.window.toast.words.text()


def test_what_differs_is_told_before_going_back_and_what_was_here_is_kept(opened: Program) -> None:
    page = page_of(opened)
    page.now.click()
    opened.settle()
    archive = opened.desk().context.archive
    article = opened.first_article()
    assert article is not None
    annotate.mark(archive, article, 0, 7, note="After the backup")
    page.refresh()
    page._show_chosen(page.model.points[0])
    opened.settle()
    assert "1 only here: would go" in shown(page)
    page.list.setFocus()
    page.chosen.restore.click()
    assert page.chosen.question.isVisible()
    assert page.chosen.yes.hasFocus() or not opened.window.isActiveWindow()
    page.chosen.yes.click()
    opened.settle()
    again = opened.desk().context.archive
    assert annotate.count(again) == 0
    assert not again.read_only
    kept = points.points(folder_of(opened))
    assert len(kept) == 2
    assert "kept as a backup" in opened.window.toast.words.text()
    page = page_of(opened)
    page.list.setCurrentIndex(page.model.index(0))
    opened.settle()
    assert "1 only in the backup: would come back" in shown(page)


def test_escape_takes_the_question_back_before_it_closes_the_page(opened: Program, qtbot: QtBot) -> None:
    page = page_of(opened)
    page.now.click()
    opened.settle()
    page.chosen.restore.click()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.chosen.question.isVisible()
    assert opened.window.page() is page
    assert page.chosen.restore.isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert opened.window.page() is None


def test_a_damaged_backup_is_found_by_reading_it_and_cannot_be_gone_back_to(opened: Program) -> None:
    page = page_of(opened)
    page.now.click()
    opened.settle()
    point = page.model.points[0]
    data = bytearray(point.path.read_bytes())
    data[len(data) // 2] ^= 1
    point.path.write_bytes(data)
    page.chosen.check.click()
    opened.settle()
    assert page.chosen.stands.text().startswith("Damaged")
    assert not page.chosen.restore.isEnabled()


def test_a_place_that_is_gone_is_told_and_the_old_backups_stay(opened: Program, tmp_path: Path) -> None:
    opened.actions.trigger("archive.back_up")
    opened.settle()
    opened.settings.set("backups.place", str(tmp_path / "stick"))
    page = page_of(opened)
    assert "cannot be reached" in page.nothing.text()
    page.now.click()
    opened.settle()
    assert "No backup was made" in " ".join(_banners(opened))
    assert len(points.points(folder_of(opened))) == 1
    page.beside.click()
    opened.settle()
    assert len(page.model.points) == 1
    (tmp_path / "stick").mkdir()
    opened.settings.set("backups.place", str(tmp_path / "stick"))
    page.now.click()
    opened.settle()
    assert len(page.model.points) == 1
    assert list((tmp_path / "stick").rglob("*.waystation"))


def _banners(program: Program) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [each.text() for each in program.window.banners.findChildren(QLabel)]


def test_how_often_is_kept_as_a_setting(opened: Program) -> None:
    page = page_of(opened)
    page.every.chosen.emit("day")
    assert opened.settings["backups.every"] == "day"


def test_rows_speak_of_moment_age_size_and_state(opened: Program) -> None:
    page = page_of(opened)
    page.now.click()
    opened.settle()
    words = page.model.data(page.model.index(0))
    assert "just now" in words
    assert "Whole when it was made" in words
    point = page.model.points[0]
    assert stands(point, ["broken"]) == ("Damaged", True)
    assert stands(point, []) == ("Read just now, whole", False)
    from datetime import timedelta

    assert age(point.made, point.made + timedelta(days=3)) == "3 days ago"
    assert "clock" in age(point.made, point.made - timedelta(days=3))
    assert (size(551_000_000), size(2_500_000_000)) == ("551 MB", "2.5 GB")


def test_a_backup_is_removed_once_that_was_said_twice(opened: Program) -> None:
    page = page_of(opened)
    page.now.click()
    opened.settle()
    page.chosen.remove.click()
    assert "gone for good" in page.chosen.asked.text()
    page.chosen.no.click()
    opened.settle()
    assert len(points.points(folder_of(opened))) == 1
    page.chosen.remove.click()
    page.chosen.yes.click()
    opened.settle()
    assert points.points(folder_of(opened)) == []
    assert page.nothing.isVisible()
    assert not list(folder_of(opened).glob("*.sha512"))


def test_an_encrypted_archive_is_backed_up_encrypted_and_opens_by_itself_after_going_back(
    program: Make, tmp_path: Path, qtbot: QtBot
) -> None:
    key = Key(bytes(range(32)))
    path = tmp_path / "Sealed.waystation"
    Archive.create(path, key).close()
    made = program()
    with qtbot.waitSignal(made.window.ready):
        made.opening.open(path, key=key)
    made.settings.set("backups.every", "never")
    page = page_of(made)
    page.now.click()
    made.settle()
    (point,) = page.model.points
    assert not point.path.read_bytes().startswith(b"SQLite format 3")
    memos.create(made.desk().context.archive, "Written since")
    page.chosen.restore.click()
    with qtbot.waitSignal(made.window.ready):
        page.chosen.yes.click()
    made.settle()
    again = made.desk().context.archive
    assert again.key == key
    assert memos.memos(again) == []
    assert all(not each.path.read_bytes().startswith(b"SQLite format 3") for each in points.points(folder_of(made)))
