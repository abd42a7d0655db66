"""By keyboard alone: open, select a sentence, tag it, note it, overlap a second, find both in Passages, undo all, redo all,
restart: all is there.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from archive.operations import annotate, ingest
from desktop.program import Program
from tests.archive.made import new_archive

Make = Callable[..., Program]
_STORY = (
    "The last lamp\n\nThe keeper lit the lamp at dusk. Two boats came over before the ice closed. "
    "등대지기는 밤새 🏮 등불을 지켰다. In the morning nobody asked who had paid.\n\n"
    + "Later the lamp was moved to the other bank, and the path went with it. "
    * 8
)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "Story.waystation"
    with new_archive(path) as archive:
        ingest.paste(archive, _STORY, title="The last lamp")
    return path


def test_mark_tag_note_overlap_undo_redo_and_come_back(program: Make, story: Path, qtbot: QtBot) -> None:
    first = program(story)
    key = Qt.Key
    alt_shift = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier

    def press(which: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(first.window.focusWidget(), which, modifiers)
        first.settle()

    def write(words: str) -> None:
        qtbot.keyClicks(first.window.focusWidget(), words)
        first.settle()

    press(key.Key_Down)  # from the search to the article
    press(key.Key_Return)
    page = first.desk().library.reader.markings.page
    assert page.surface.hasFocus()
    for _ in range(3):
        press(key.Key_Down)
    press(key.Key_Home)
    press(key.Key_Up, alt_shift)  # the word, then the sentence
    press(key.Key_Up, alt_shift)
    press(key.Key_T)
    write("night/watch")
    press(key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    press(key.Key_Escape)
    assert page.surface.hasFocus() and page.chosen is not None
    press(key.Key_N)
    write("Who paid for the oil?")
    press(key.Key_Escape)
    press(key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    for _ in range(12):
        press(key.Key_Right, alt_shift)
    press(key.Key_H)

    def there() -> list[tuple[str, str, list[str], str | None]]:
        with first_archive.snapshot():
            found = annotate.of_article(first_archive, page.pane.opened.article.id)
        return [(each.anchor.exact, each.note, [use.path for use in each.tags], each.colour) for each in found]

    first_archive = first.desk().context.archive
    made = there()
    assert len(made) == 2
    assert made[0][1:3] == ("Who paid for the oil?", ["night/watch"]) and made[0][0].endswith(".")
    outer, inner = page.marks.marks
    assert outer.start < inner.start < outer.end < inner.end, "they cross"
    press(key.Key_2, Qt.KeyboardModifier.ControlModifier)
    passages = first.window.stack.currentWidget().pane
    assert passages.table.hasFocus()
    rows = []
    for _ in made:
        press(key.Key_Down)
        row = passages.table.current
        assert row is not None
        rows.append((row.passage.anchor.exact, row.passage.note))
    assert rows == [each[:2] for each in made]
    press(key.Key_Return)
    assert first.window.stack.currentWidget() is first.desk().library and page.surface.hasFocus()
    assert page.selection == (inner.start, inner.end), "the sentence that the row stands for is shown"
    steps = 0
    while first.actions.action("edit.undo").isEnabled():
        press(key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        steps += 1
    assert steps >= 3 and there() == [] and page.marks.marks == ()
    for _ in range(steps):
        press(key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert there() == made
    first.close()

    again = program(story)
    again.settle()
    page = again.desk().library.reader.markings.page
    assert [(mark.passage.anchor.exact, mark.passage.note) for mark in page.marks.marks if mark.passage] == [
        each[:2] for each in made
    ]
    assert again.desk().library.inspector.tabs.tabText(0) == "Passages 2"
