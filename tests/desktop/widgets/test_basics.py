"""What counts as typed into a field; how a page is gone through by the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.basics import Choices, Page, clearable, splitter, typed


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


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    """A page that begins at its second field, longer than it is tall."""
    made = Page("example", "Example", Theme("light"))
    qtbot.addWidget(made)
    fields = [QLineEdit(made) for _ in range(3)]
    for number, field in enumerate(fields):
        field.setObjectName(f"field_{number}")
        made.content.addWidget(field)
    tall = QLabel("words", made)
    tall.setMinimumHeight(3000)
    made.content.addWidget(tall)
    made.setFocusProxy(fields[1])
    made.resize(600, 400)
    with qtbot.waitActive(made):
        made.show()
    made.setFocus()
    return made


def test_tab_reaches_everything_on_a_page_wherever_it_begins(page: Page, qtbot: QtBot) -> None:
    reached: list[str] = []
    while (focus := page.focusWidget()).objectName() not in reached:
        reached.append(focus.objectName())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert reached[0] == "field_1"
    assert set(reached) == {"field_0", "field_1", "field_2", "example_close"}


def test_a_page_without_fields_is_scrolled_by_keys(page: Page, qtbot: QtBot) -> None:
    page.setFocusProxy(None)
    page.setFocus()
    bar = page._scroll.verticalScrollBar()
    qtbot.keyClick(page, Qt.Key.Key_PageDown)
    once = bar.value()
    qtbot.keyClick(page, Qt.Key.Key_End)
    assert 0 < once < bar.value() == bar.maximum()
    qtbot.keyClick(page, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_the_sign_that_empties_a_field_is_of_the_one_set_in_every_theme(qtbot: QtBot) -> None:
    field, theme = QLineEdit(), Theme("dark")
    qtbot.addWidget(field)
    clearable(field, theme)
    field.setText("river")
    (own,) = field.findChildren(QAction)
    assert own.icon().pixmap(16, 16).toImage() == theme.icon("x").pixmap(16, 16).toImage()
    field.findChild(QToolButton).click()
    assert field.text() == ""


def test_tab_comes_to_the_choice_that_is_made_from_either_side(qtbot: QtBot) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    row = QHBoxLayout(held)
    before, choices, after = (
        QPushButton("Before"),
        Choices("which", [("a", "A"), ("b", "B"), ("c", "C")]),
        QPushButton("After"),
    )
    for each in (before, choices, after):
        row.addWidget(each)
    choices.choose("b")
    held.show()
    qtbot.waitExposed(held)
    held.activateWindow()
    for start, back in ((before, False), (after, True)):
        start.setFocus()
        held.focusNextPrevChild(not back)
        focused = held.focusWidget()
        assert isinstance(focused, QPushButton) and focused.text() == "B"


def test_panes_have_a_hairline_between_them_and_none_can_be_dragged_away(qtbot: QtBot) -> None:
    panes = splitter(None, Qt.Orientation.Vertical)
    qtbot.addWidget(panes)
    QWidget(panes)
    assert panes.count() == 1 and panes.orientation() is Qt.Orientation.Vertical
    assert panes.handleWidth() == 1 and not panes.childrenCollapsible()
