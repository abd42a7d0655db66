"""Backups by themselves: when one is due, when it is not, what is said; and the quick look after an archive was not closed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from archive.archive import Archive
from archive.base import clock
from archive.model.keeping import Point
from archive.operations import annotate
from archive.operations.backups import points
from desktop.program import Program

Make = Callable[..., Program]
START = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def opened(program: Make, small_archive: Path) -> Program:
    return program(small_archive)


def there(program: Program) -> list[Point]:
    archive = program.desk().context.archive
    return points.points(points.folder_of(archive.path, archive.uid, None))


def look(program: Program, after: timedelta) -> int:
    """How many backups there are after it was looked whether one is due."""
    with clock.frozen(START + after):
        program.desk().keeping.look()
        program.settle()
    return len(there(program))


def change(program: Program) -> None:
    article = program.first_article()
    assert article is not None
    annotate.mark(program.desk().context.archive, article, 0, 7)


def banners(program: Program) -> str:
    return " ".join(each.text() for each in program.window.banners.findChildren(QLabel))


def test_one_is_made_each_hour_while_the_archive_changes(opened: Program) -> None:
    assert look(opened, timedelta()) == 1
    assert look(opened, timedelta(hours=2)) == 1  # nothing changed
    change(opened)
    assert look(opened, timedelta(minutes=30)) == 1  # it is not due
    assert look(opened, timedelta(hours=2)) == 2


def test_a_day_and_never_are_other_rhythms(opened: Program) -> None:
    opened.settings.set("backups.every", "never")
    assert look(opened, timedelta()) == 0
    opened.settings.set("backups.every", "day")
    assert look(opened, timedelta()) == 1
    change(opened)
    assert look(opened, timedelta(hours=2)) == 1
    assert look(opened, timedelta(hours=25)) == 2


def test_a_clock_that_went_back_does_not_stop_backups(opened: Program) -> None:
    assert look(opened, timedelta(days=26000)) == 1  # in 2097
    change(opened)
    assert look(opened, timedelta()) == 2
    assert look(opened, timedelta(minutes=5)) == 2


def test_a_failure_is_told_once_and_tried_again_after_a_while(opened: Program, tmp_path: Path) -> None:
    opened.settings.set("backups.place", str(tmp_path / "stick"))
    look(opened, timedelta())
    assert "No backup was made" in banners(opened)
    (tmp_path / "stick").mkdir()
    look(opened, timedelta(minutes=5))
    assert not list((tmp_path / "stick").rglob("*.waystation"))
    look(opened, timedelta(minutes=11))
    assert list((tmp_path / "stick").rglob("*.waystation"))
    assert "No backup was made" not in banners(opened)


def test_an_old_backup_is_reminded_of_once(opened: Program) -> None:
    look(opened, timedelta())
    opened.settings.set("backups.every", "never")
    look(opened, timedelta(days=9))
    assert "good backup" not in banners(opened)  # nothing changed
    change(opened)
    look(opened, timedelta(days=9))
    assert "For 9 days no good backup" in banners(opened)
    opened.desk().keeping.back_up()
    opened.settle()
    assert "For 9 days" not in banners(opened)


def test_after_an_unclean_end_a_quick_look_says_so_in_a_line(program: Make, small_archive: Path) -> None:
    small_archive.with_name(small_archive.name + ".lock").write_text('{"pid": 1, "host": "x"}')
    made = program(small_archive)
    assert "A quick look found it whole" in made.window.toast.words.text()


def test_what_the_quick_look_finds_leads_to_the_whole_check(program: Make, small_archive: Path) -> None:
    with Archive.open(small_archive) as archive, archive.atomic():
        archive.store.connections.change("UPDATE articles SET passages = 5 WHERE id = 1")
    small_archive.with_name(small_archive.name + ".lock").write_text('{"pid": 1, "host": "x"}')
    made = program(small_archive)
    assert "a quick look found this" in banners(made)


def test_after_a_clean_end_nothing_is_said(opened: Program) -> None:
    assert not opened.desk().context.archive.ended_uncleanly
    assert "quick look" not in opened.window.toast.words.text() + banners(opened)


def test_a_check_leads_to_mending_a_copy_and_the_damaged_file_stays(program: Make, small_archive: Path) -> None:
    with Archive.open(small_archive) as archive, archive.atomic():
        archive.store.connections.change("UPDATE articles SET passages = 5 WHERE id = 1")
    made = program(small_archive)
    made.actions.trigger("archive.check")
    made.settle()
    assert "number of passages" in banners(made)
    from desktop.checking import repair_archive

    repair_archive(made.window)
    made.settle()
    assert "Everything is whole again" in banners(made)
    assert list(small_archive.parent.glob("Small.damaged-*.waystation"))
    assert made.desk().context.archive.store.connections.value("SELECT passages FROM articles WHERE id = 1") == 0
