"""Whatever is marked, changed, undone and redone through the page, it ends as the archive has it, and redoing all restores all."""

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

_KEYS = (
    Qt.Key.Key_H,
    Qt.Key.Key_H,
    Qt.Key.Key_Q,
    Qt.Key.Key_Delete,
    Qt.Key.Key_O,
    Qt.Key.Key_Period,
)


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_keys_undone_and_redone_ends_where_it_was(page, passages, text, context, settle, qtbot, seed):
    choose = random.Random(seed)
    surface = page.surface
    for _ in range(10):
        start = choose.randrange(len(text) - 30)
        first, last = surface.section.span_to_qt(start, start + choose.randrange(1, 30))
        cursor = QTextCursor(surface.document())
        cursor.setPosition(first)
        key = choose.choice(_KEYS)
        if key is not Qt.Key.Key_Delete:
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        surface.setTextCursor(cursor)
        if key is not Qt.Key.Key_Delete or page.chosen is not None:
            qtbot.keyClick(surface, key)
        settle()
    done = passages()
    assert [(mark.start, mark.end, mark.uid) for mark in page.marks.marks] == [
        (each.anchor.start, each.anchor.end, each.uid) for each in done
    ]
    assert all(text[each.anchor.start : each.anchor.end] == each.anchor.exact for each in done)
    while context.history.undo_label is not None:
        context.history.undo()
        settle()
    assert passages() == [] and page.marks.marks == ()
    while context.history.redo_label is not None:
        context.history.redo()
        settle()
    assert [(each.uid, each.anchor, each.colour) for each in passages()] == [
        (each.uid, each.anchor, each.colour) for each in done
    ]
