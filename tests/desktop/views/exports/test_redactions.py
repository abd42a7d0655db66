"""The page of the redaction list: rules added, edited in place, removed, imported, undone; what they change and may have missed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from archive.model.excerpt import Redaction
from archive.operations import redacting
from archive.operations.redacting import Edited, Missed
from desktop.views.exports.redactions import RedactionsPage
from tests.desktop import bench as benches

Bench = benches.Bench


@pytest.fixture
def page(bench: Bench, qtbot: QtBot) -> Iterator[RedactionsPage]:
    made = RedactionsPage(bench.context)
    qtbot.addWidget(made)
    made.resize(900, 560)
    with qtbot.waitExposed(made):
        made.show()
    bench.settle()
    yield made
    made.hide()
    bench.settle()


def add(page: RedactionsPage, bench: Bench, find: str, becomes: str) -> None:
    page.finds.setText(find)
    page.becomes.setText(becomes)
    QTest.keyClick(page.becomes, Qt.Key.Key_Return)
    bench.settle()


def kept(bench: Bench) -> list[tuple[str, str]]:
    return [(each.find, each.replacement) for each in redacting.rules(bench.archive)]


def test_an_empty_list_says_what_to_do(page: RedactionsPage, bench: Bench) -> None:
    assert page.none.isVisibleTo(page) and not page.table.isVisibleTo(page) and not page.add.isEnabled()
    page.show_tab("changes")
    bench.settle()
    assert "Add a rule" in page.told.text() and page.changes.lines.rowCount() == 0


def test_a_rule_is_typed_and_kept_and_undone(page: RedactionsPage, bench: Bench) -> None:
    add(page, bench, "Edda Voss", "[woman, 30s]")
    assert kept(bench) == [("Edda Voss", "[woman, 30s]")] and page.finds.text() == ""
    assert page.model.rowCount() == 1
    bench.context.history.undo()
    bench.settle()
    assert kept(bench) == [] and page.model.rowCount() == 0


def test_a_rule_that_cannot_be_is_told_and_what_was_typed_stays(page: RedactionsPage, bench: Bench) -> None:
    page.kind.setCurrentIndex(page.kind.findData("pattern"))
    add(page, bench, "(unclosed", "[x]")
    assert page.trouble.isVisibleTo(page) and page.finds.text() == "(unclosed" and kept(bench) == []


def test_a_cell_is_edited_in_place_by_keyboard(page: RedactionsPage, bench: Bench) -> None:
    add(page, bench, "Saltmere", "[a port]")
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(0, 2))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    editor = page.table.findChild(QLineEdit)
    assert editor is not None
    editor.setText("[a town]")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    bench.settle()
    assert kept(bench) == [("Saltmere", "[a town]")]


def test_rules_are_removed_by_key(page: RedactionsPage, bench: Bench) -> None:
    add(page, bench, "Saltmere", "[a port]")
    add(page, bench, "Edda", "[E.]")
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    bench.settle()
    assert kept(bench) == [("Edda", "[E.]")]


def test_a_table_is_imported_as_one_act_and_lines_that_are_none_are_told(
    page: RedactionsPage, bench: Bench, tmp_path: Path
) -> None:
    table = tmp_path / "rules.csv"
    table.write_text("kind,find,replacement\nname,Edda Voss,[woman]\nplace,Saltmere,[port]\npattern,(,x\n", "utf-8")
    page.import_table(table)
    bench.settle()
    assert [find for find, _ in kept(bench)] == ["Edda Voss", "Saltmere"] and "Line 4" in page.trouble.text()
    bench.context.history.undo()
    bench.settle()
    assert kept(bench) == []


def test_every_change_is_shown_and_leads_to_its_sentence(page: RedactionsPage, bench: Bench) -> None:
    add(page, bench, "forty boats", "[boats]")
    opened: list[tuple[int, int, int]] = []
    page.open_requested.connect(lambda *place: opened.append(place))
    page.show_tab("changes")
    bench.settle()
    changes = [each for each in page.changes.lines.lines if isinstance(each, Edited)]
    assert [each.words for each in changes] == ["forty boats"]
    page.changes.setCurrentIndex(page.changes.lines.index(page.changes.lines.lines.index(changes[0]), 0))
    QTest.keyClick(page.changes, Qt.Key.Key_Return)
    article, start, end = opened[0]
    text = bench.archive.store.editions.get(bench.archive.store.articles.get(article).edition).text
    assert article == bench.ids[0] and text[start:end] == "forty boats"


def test_what_may_have_been_missed_gets_a_rule_by_one_click(page: RedactionsPage, bench: Bench) -> None:
    add(page, bench, "forty boats", "[boats]")
    page.show_tab("changes")
    bench.settle()
    missed = next(each for each in page.changes.lines.lines if isinstance(each, Missed))
    assert "Edda Voss" in missed.words
    row = page.changes.lines.index(page.changes.lines.lines.index(missed), 0)
    box = page.changes.visualRect(row)
    place = page.changes._rows.link_boxes(box, missed)["rule"].center()
    QTest.mouseClick(page.changes.viewport(), Qt.MouseButton.LeftButton, pos=place)
    bench.settle()
    assert (missed.words, "[name]") in kept(bench)
    assert not [each for each in page.changes.lines.lines if isinstance(each, Missed) and each.words == missed.words]
    page.changes.grab()  # every kind of line is painted


def test_words_that_are_nowhere_change_nothing_and_say_so(page: RedactionsPage, bench: Bench) -> None:
    redacting.add(bench.archive, Redaction(None, "name", "Nobody Here", "[x]"))
    page.refresh()
    page.show_tab("changes")
    bench.settle()
    assert page.told.text().startswith("Nothing that is about to leave")
