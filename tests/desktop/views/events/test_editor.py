"""The dialog: what is typed is understood as it is typed, what is wrong is said in a sentence, and nothing typed is lost."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from archive.base.errors import Invalid
from archive.model.event import Mention
from desktop.views.events.editor import Entered, EventEditor
from desktop.widgets.note_field import PIECE_CHARS


@pytest.fixture
def mention(bench) -> Mention:
    return bench.mention("3 March 2012")


@pytest.fixture
def editor(over: QWidget, mention: Mention) -> EventEditor:
    made = EventEditor(over, mention=mention)
    made.open()
    return made


def save(editor: EventEditor):
    return editor.buttons.button(QDialogButtonBox.StandardButton.Save)


def test_it_opens_on_what_is_in_force_and_says_what_was_read(editor: EventEditor, mention: Mention) -> None:
    assert editor.entry == Entered("2012-03-03", mention.label, (), "")
    assert editor.reading.text() == "3 March 2012" and save(editor).isEnabled()
    assert any("was read as 3 March 2012" in each.text() for each in editor.findChildren(type(editor.reading)))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2019?", "2019 (uncertain)"),
        ("1994~", "1994 (approximate)"),
        ("199X", "1990s"),
        ("2006/2019", "2006–2019"),
        ("2023-10", "October 2023"),
        (" 2023-10-04 ", "4 October 2023"),
    ],
)
def test_any_date_is_told_as_it_is_understood(editor: EventEditor, typed: str, told: str) -> None:
    editor.date.setText(typed)
    assert editor.reading.text().startswith(told[:5]) and save(editor).isEnabled()


@pytest.mark.parametrize("typed", ["30 February", "2019-02-30", "2019-13", "yesterday", "2020/2010", "2019-"])
def test_a_date_that_is_none_is_said_so_and_stays_as_it_was_typed(
    editor: EventEditor, typed: str, qtbot: QtBot
) -> None:
    editor.date.setText(typed)
    assert editor.date.text() == typed
    told = editor.reading.text()
    assert told and "For example" in told and editor.reading.property("look") == "warning"
    assert not save(editor).isEnabled()
    with qtbot.assertNotEmitted(editor.entered):
        qtbot.keyClick(editor.date, Qt.Key.Key_Return)
    assert editor.isVisible()


def test_an_empty_date_means_what_was_read(editor: EventEditor) -> None:
    editor.date.clear()
    assert editor.reading.text().startswith("Empty: what was read stands.") and save(editor).isEnabled()


def test_a_new_event_needs_a_date_and_a_label(over: QWidget) -> None:
    editor = EventEditor(over)
    assert not save(editor).isEnabled() and editor.windowTitle() == "Add event"
    editor.date.setText("1987")
    assert not save(editor).isEnabled()
    editor.label.setText("A bell was hung")
    assert save(editor).isEnabled()


def test_a_new_event_starts_from_the_words_that_were_selected(over: QWidget) -> None:
    editor = EventEditor(over, words="broke the\nupper  gate", date="2012")
    assert editor.entry == Entered("2012", "broke the upper gate", (), "") and save(editor).isEnabled()


def test_tags_are_parted_by_commas(editor: EventEditor) -> None:
    editor.tags.setText(" route/river,, testimony ,")
    assert editor.entry.tags == ("route/river", "testimony")


def test_it_stays_until_it_is_answered_and_a_refusal_keeps_what_was_typed(editor: EventEditor, qtbot: QtBot) -> None:
    editor.date.setText("2013")
    editor.note.setPlainText("a note")
    with qtbot.waitSignal(editor.entered) as entered:
        save(editor).click()
    assert entered.args[0].date == "2013" and editor.isVisible() and not save(editor).isEnabled()
    editor.refuse(Invalid("That cannot be.", "Try otherwise."))
    assert editor.refusal.isVisible() and editor.refusal.text() == "That cannot be. Try otherwise."
    assert editor.entry.date == "2013" and editor.entry.note == "a note" and save(editor).isEnabled()
    save(editor).click()
    assert not editor.refusal.isVisible()
    with qtbot.waitSignal(editor.accepted):
        editor.finish()


def test_a_note_of_one_line_of_a_megabyte_opens_at_its_end_and_is_kept_whole(
    over: QWidget, mention: Mention, qtbot: QtBot
) -> None:
    note = "as the\u00a0ledger has it " * 50_000
    editor = EventEditor(over, mention=replace(mention, note=note))
    assert len(editor.note.toPlainText()) <= PIECE_CHARS and editor.entry.note == note
    editor.note.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(editor.note, "!")
    assert editor.entry.note == note + "!"


def test_every_field_has_a_name(editor: EventEditor) -> None:
    for field in (editor.date, editor.label, editor.tags, editor.note):
        assert field.objectName() and field.accessibleName()
