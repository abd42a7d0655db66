"""The page that asks what the columns of a table are, in the whole window: shown before rows come in, answered, kept."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from archive.model.tables import Role
from archive.operations import browse
from desktop.program import Program
from desktop.views.tables import ColumnsPage

BODY = "The ferry left the quay at nine and came back before noon, as the keeper had told us. " * 6


def written(path: Path, *rows: list[str], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def asked(program: Program, *paths: Path) -> ColumnsPage:
    program.desk().import_paths(list(paths))
    program.settle()
    return page_of(program)


def page_of(program: Program) -> ColumnsPage:
    page = program.window.page()
    assert isinstance(page, ColumnsPage)
    return page


def titles(program: Program) -> set[str]:
    return {hit.article.title for hit in browse.listing(program.desk().context.archive, limit=50).hits}


def choose(page: ColumnsPage, heading: str, role: Role) -> None:
    box = page.preview.boxes[heading]
    box.setCurrentIndex(box.findData(role.value))


@pytest.fixture
def window(program: Callable[..., Program], empty_archive: Path) -> Program:
    return program(empty_archive)


def test_the_guess_is_shown_and_nothing_comes_in_before_it_is_answered(
    window: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    page = asked(window, written(tmp_path / "t.csv", ["Headline", "Body", "Shelf"], ["The lock", BODY, "A 1"]))
    assert page.preview.roles == {"Headline": Role.TITLE, "Body": Role.TEXT, "Shelf": Role.NOTE}
    assert page.preview.item(1, 0).text() == "The lock"
    assert titles(window) == set()
    qtbot.keyClick(page, Qt.Key.Key_Return)
    window.settle()
    assert window.window.page() is None and titles(window) == {"The lock"}


def test_a_role_that_is_changed_decides_and_is_proposed_the_next_time(window: Program, tmp_path: Path) -> None:
    page = asked(window, written(tmp_path / "t.csv", ["Headline", "Body", "Shelf"], ["The lock", BODY, "Shelf one"]))
    choose(page, "Headline", Role.NOTE)
    choose(page, "Shelf", Role.TITLE)
    page.accept.click()
    window.settle()
    assert titles(window) == {"Shelf one"}
    again = asked(window, written(tmp_path / "u.csv", ["Headline", "Body", "Shelf"], ["The weir", BODY, "Shelf two"]))
    assert again.preview.roles["Shelf"] is Role.TITLE and "that you made for these headings before" in again.lead.text()


def test_a_choice_without_a_text_cannot_be_accepted_and_says_why(window: Program, tmp_path: Path) -> None:
    page = asked(window, written(tmp_path / "t.csv", ["Headline", "Body"], ["The lock", BODY]))
    choose(page, "Body", Role.NOTE)
    assert not page.accept.isEnabled() and "No column holds the text" in page.doubts.text()


def test_a_table_that_is_left_out_brings_nothing_and_other_files_come_in(window: Program, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(f"The mill\n\n{BODY}\n\n{BODY}")
    page = asked(window, written(tmp_path / "t.csv", ["Headline", "Body"], ["The lock", BODY]), story)
    page.closed.emit()
    window.settle()
    assert titles(window) == {"The mill"}


def test_return_on_leaving_it_out_leaves_it_out(window: Program, tmp_path: Path, qtbot: QtBot) -> None:
    page = asked(window, written(tmp_path / "t.csv", ["Headline", "Body"], ["The lock", BODY]))
    page.leave.setFocus()
    qtbot.keyClick(page.leave, Qt.Key.Key_Return)
    window.settle()
    assert window.window.page() is None and titles(window) == set()


def test_dates_that_can_be_read_in_two_ways_are_asked_about(window: Program, tmp_path: Path) -> None:
    page = asked(window, written(tmp_path / "t.csv", ["Title", "Body", "Date"], ["The lock", BODY, "03/04/2020"]))
    assert page.order.isVisible() and "1 date can be read as day/month or month/day" in page.doubts.text()
    page.order.setCurrentIndex(page.order.findData("month"))
    assert not page.doubts.isVisible()
    page.accept.click()
    window.settle()
    hits = browse.listing(window.desk().context.archive, limit=5).hits
    assert [hit.article.published for hit in hits] == ["2020-03-04"]


def test_a_column_that_is_made_a_date_asks_for_the_order_too(window: Program, tmp_path: Path) -> None:
    page = asked(window, written(tmp_path / "t.csv", ["Title", "Body", "When"], ["The lock", BODY, "03/04/2020"]))
    assert not page.order.isVisible()
    choose(page, "When", Role.PUBLISHED)
    assert page.order.isVisible() and page.columns.order is not None


def test_another_separator_reads_the_table_anew(window: Program, tmp_path: Path) -> None:
    page = asked(window, written(tmp_path / "t.csv", ["Title", "Body, all"], ["The lock", BODY], delimiter=";"))
    assert page.preview.columnCount() == 2 and page.separator.currentData() == ";"
    for separator in (",", ";"):
        page.separator.setCurrentIndex(page.separator.findData(separator))
        page.separator.activated.emit(page.separator.currentIndex())
        window.settle()
        assert page.accept.isEnabled() == (separator == ";")
    assert page.preview.roles["Title"] is Role.TITLE


def test_tables_with_the_same_headings_are_asked_about_once(window: Program, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a", "b", "c"):
        written(tmp_path / "in" / f"{name}.csv", ["Title", "Body"], [f"The {name}", BODY + name])
    page = asked(window, tmp_path / "in")
    assert "2 other tables with the same headings" in page.lead.text()
    page.accept.click()
    window.settle()
    assert titles(window) == {"The a", "The b", "The c"}


def test_a_file_that_is_no_table_goes_straight_in(window: Program, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(f"The mill\n\n{BODY}\n\n{BODY}")
    window.desk().import_paths([story])
    window.settle()
    assert titles(window) == {"The mill"}


def test_files_are_seen_to_be_looked_through_and_that_can_be_stopped(window: Program, tmp_path: Path) -> None:
    page = written(tmp_path / "t.csv", ["Headline", "Body"], ["The lock", BODY])
    window.desk().import_paths([page])
    panel = window.desk().library.imports.panel
    assert panel.isVisible() and panel.headline.text() == "Looking for files…"
    panel.cancel.click()
    window.settle()
    assert not panel.isVisible() and window.window.page() is None and titles(window) == set()
