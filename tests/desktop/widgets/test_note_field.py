"""A note of any length opens at once, and what a person did not see of it stays as it was."""

import unicodedata

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from desktop.widgets.note_field import PIECE_CHARS, NoteField


@pytest.fixture
def field(qtbot) -> NoteField:
    made = NoteField()
    qtbot.addWidget(made)
    made.resize(280, 96)
    made.show()
    return made


LONG = {
    "words": "salt\u00a0and\r\nsand " * 4 + "over the river and back again " * 9_000,
    "one word": "x" * 250_000,
    "letters with marks": "e\u0301" * 120_000,
    "families": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 50_000,
}


@pytest.mark.parametrize("note", LONG.values(), ids=LONG)
def test_of_a_very_long_line_only_the_end_is_laid_out_and_the_rest_is_kept_letter_by_letter(field, note, qtbot) -> None:
    field.show_note(note)
    assert len(field.toPlainText()) <= PIECE_CHARS and field.earlier.isVisible()
    assert not unicodedata.category(field.toPlainText()[0]).startswith("M") and field.toPlainText()[0] != "\u200d"
    assert field.typed_note(note) is None and field.note == note
    field.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(field, "!")
    assert field.typed_note(note) == note + "!" == field.note


def test_more_of_it_comes_in_a_piece_at_a_time_and_counts_as_nothing_typed(field, qtbot) -> None:
    note = "".join(f"{number} and " for number in range(6_000))
    field.show_note(note)
    field.moveCursor(QTextCursor.MoveOperation.End)
    steps = 0
    while field.earlier.isVisible():
        qtbot.mouseClick(field.earlier, Qt.MouseButton.LeftButton)
        steps += 1
        assert field.note == note and field.typed_note(note) is None
    assert steps == len(note) // PIECE_CHARS and field.toPlainText() == note
    qtbot.keyClicks(field, "!")
    assert field.typed_note(note) == note + "!"


def test_what_nobody_wrote_in_is_given_back_letter_by_letter(field, qtbot) -> None:
    note = "one\u00a0hard space\r\nand another line"
    field.show_note(note)
    assert field.note == note
    field.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(field, "s")
    assert field.note == "one\u00a0hard space\nand another lines"


def test_the_button_says_less_where_there_is_less_room(field) -> None:
    field.show_note("x" * 250_000)
    whole = field.earlier.text()
    field.resize(130, 96)
    assert field.earlier.text() != whole and field.earlier.text().endswith("…")


def test_a_note_of_many_short_lines_is_shown_whole(field) -> None:
    note = "a line of it\n" * 20_000
    field.show_note(note)
    assert field.toPlainText() == note and field.earlier.isHidden()
