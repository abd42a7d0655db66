"""What counts as typed into a field."""

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from desktop.widgets.basics import typed


@pytest.mark.parametrize("kind", [QPlainTextEdit, QTextEdit])
@pytest.mark.parametrize("held", ["", "plain", "hard\u00a0space", "one\r\ntwo", "a\u2028b"])
def test_a_field_that_nobody_touched_has_nothing_typed(qtbot: QtBot, kind: type, held: str) -> None:
    field = kind()
    qtbot.addWidget(field)
    field.setPlainText(held)
    assert typed(field, held) is None


@pytest.mark.parametrize("kind", [QPlainTextEdit, QTextEdit])
def test_what_is_typed_keeps_hard_spaces_and_lines(qtbot: QtBot, kind: type) -> None:
    field = kind()
    qtbot.addWidget(field)
    field.setPlainText("5\u00a0km\nto go")
    qtbot.keyClicks(field, "!")
    assert typed(field, "5\u00a0km\nto go") == "!5\u00a0km\nto go"
    assert typed(field, "!5\u00a0km\nto go") is None, "it is what is held by now"
    field.setReadOnly(True)
    assert typed(field, "other") is None
