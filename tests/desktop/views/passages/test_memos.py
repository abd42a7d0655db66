"""The research journal: written, found, linked both ways, undone."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from archive.operations import annotate, memos
from desktop.models.memos import candidates, linked
from desktop.views.memos import Memos
from desktop.views.memos.picker import Picker
from desktop.views.passages import Passages
from desktop.widgets.note_field import PIECE_CHARS

Bench = Any  # of conftest.py, which test modules do not import


@pytest.fixture
def journal(view: Passages, bench: Bench) -> Memos:
    view.show_memos()
    bench.settle()
    return view.memos


def titles(journal: Memos) -> list[str]:
    return [memo.title for memo in journal.model.memos]


def test_an_empty_journal_says_what_to_do(journal: Memos) -> None:
    assert journal.empty.sentence.text().startswith("No memos yet.")


def test_a_memo_is_written_in_place_and_undone(bench: Bench, journal: Memos) -> None:
    journal.write(None)
    bench.settle()
    assert titles(journal) == ["New memo"]
    QTest.keyClicks(journal.editor.title, "Ferries")
    QTest.keyClicks(journal.editor.text, "They stop in autumn.")
    journal.editor.flush()
    bench.settle()
    (memo,) = memos.memos(bench.archive)
    assert (memo.title, memo.text, memo.about) == ("Ferries", "They stop in autumn.", None)
    bench.undo()
    assert memos.memos(bench.archive)[0].text == ""
    assert journal.editor.text.toPlainText() == ""


def test_a_memo_of_one_line_of_a_megabyte_opens_at_its_end_and_is_written_on(bench: Bench, journal: Memos) -> None:
    text = "what was said of the ice " * 45_000
    memo, change = memos.create(bench.archive, "Ice", text)
    bench.context.history.do(change)
    bench.settle()
    field = journal.editor.text
    assert len(field.toPlainText()) <= PIECE_CHARS and field.earlier.isVisible()
    for words in ("!", "?"):
        field.moveCursor(QTextCursor.MoveOperation.End)
        QTest.keyClicks(field, words)
        journal.editor.flush()
        bench.settle()
    assert memos.find(bench.archive, memo.uid).text == text + "!?"


def test_a_memo_on_a_passage_leads_back_to_its_sentence(bench: Bench, view: Passages) -> None:
    asked: list[tuple[int, int, int]] = []
    view.open_requested.connect(lambda *place: asked.append(place))
    view.pane.table.choose(0)
    view.pane.detail.memo.click()
    bench.settle()
    (memo,) = memos.memos(bench.archive)
    assert memo.about is not None
    passage = annotate.find(bench.archive, memo.about[1])
    about = linked(bench.archive, memo.uid).about
    assert about is not None and about.label == f"“{passage.anchor.exact}”"
    view.memos.editor.followed.emit(about)
    assert asked == [(passage.article, passage.anchor.start, passage.anchor.end)]


def test_links_are_shown_both_ways_and_taken_off(bench: Bench, journal: Memos) -> None:
    one, _ = memos.create(bench.archive, "One")
    two, _ = memos.create(bench.archive, "Two")
    (found,) = [each for each in candidates(bench.archive, "two", ("memo",)) if each.uid == two.uid]
    journal.show_memo(one.uid)
    bench.settle()
    journal._link(one.uid, found)
    bench.settle()
    assert [each.label for each in linked(bench.archive, one.uid).links] == ["Two"]
    assert [each.label for each in linked(bench.archive, two.uid).backlinks] == ["One"]
    journal.editor.unlinked.emit(one.uid, found)
    bench.settle()
    assert linked(bench.archive, one.uid).links == ()
    bench.undo()
    assert [each.label for each in linked(bench.archive, one.uid).links] == ["Two"]


def test_a_memo_is_written_and_linked_by_the_keyboard_alone(bench: Bench, view: Passages, journal: Memos) -> None:
    memos.create(bench.archive, "Ice", "Only the upper crossing froze.")
    first = next(each for each in annotate.passages(bench.archive, limit=None) if each.note == "In autumn.")

    def to(name: str) -> QWidget:
        """Goes on by Tab until a widget has the keyboard."""
        for _ in range(60):
            widget = QApplication.focusWidget()
            assert widget is not None
            if widget.objectName() == name:
                return widget
            QTest.keyClick(widget, Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {name}")

    journal.field.setFocus()
    QTest.keyClick(to("memo-new"), Qt.Key.Key_Space)
    bench.settle()
    QTest.keyClicks(to("memo-title"), "Ferries")
    QTest.keyClick(journal.editor.title, Qt.Key.Key_Return)
    QTest.keyClicks(to("memo-text"), "They stop when it freezes.")
    # By words of its text, and of the note of a passage: neither stands in the name that is shown.
    for words in ("crossing froze", "autumn"):
        QTest.keyClick(to("memo-link"), Qt.Key.Key_Space)
        picker = journal.findChild(Picker)
        QTest.keyClicks(picker.field, words)
        QTest.keyClick(picker.field, Qt.Key.Key_Return)  # before anything was found
        bench.settle()
        journal.editor.text.setFocus()
    (made,) = [each for each in memos.memos(bench.archive) if each.title == "Ferries"]
    assert made.text == "They stop when it freezes."
    assert {each.label for each in linked(bench.archive, made.uid).links} == {"Ice", f"“{first.anchor.exact}”"}
    assert [each.title for each in memos.memos(bench.archive, "freezes")] == ["Ferries"]


def test_memos_are_found_by_words_and_by_what_they_are_about(bench: Bench, journal: Memos) -> None:
    article = bench.archive.store.articles.get(bench.ids[0])
    memos.create(bench.archive, "On ferries", "The river is low.", about=("article", article.uid))
    memos.create(bench.archive, "Plan", "Read more on tolls.")
    journal.refresh()
    bench.settle()
    assert titles(journal) == ["Plan", "On ferries"]
    journal.field.setText("river")
    bench.settle()
    assert titles(journal) == ["On ferries"]
    journal.field.clear()
    journal.kinds.chosen.emit("")
    bench.settle()
    assert titles(journal) == ["Plan"]


def test_every_kind_of_thing_can_be_linked(bench: Bench, journal: Memos) -> None:
    kinds = {each.kind for each in candidates(bench.archive, "r", ("article", "tag", "passage", "memo"))}
    assert {"tag", "passage"} <= kinds
    assert "article" in {each.kind for each in candidates(bench.archive, "", ("article",))}


def test_a_deleted_memo_comes_back(bench: Bench, journal: Memos) -> None:
    memo, _ = memos.create(bench.archive, "Gone soon")
    journal.refresh()
    bench.settle()
    journal.editor.delete.click()
    bench.settle()
    assert titles(journal) == []
    bench.undo()
    assert titles(journal) == ["Gone soon"]
    assert memos.find(bench.archive, memo.uid).title == "Gone soon"
