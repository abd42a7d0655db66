"""A view that is brought forward by its keys has the keyboard, wherever the keyboard was."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget

from archive.archive import Archive
from archive.model.ids import ArticleId
from archive.operations import annotate
from desktop.program import Program

Make = Callable[..., Program]
VIEWS = {"library": "1", "passages": "2", "codebook": "3", "timeline": "4", "statistics": "5"}


def _press(one: Program, key: str) -> None:
    QTest.keyClick(one.window.focusWidget() or one.window, Qt.Key(ord(key)), Qt.KeyboardModifier.ControlModifier)
    one.settle()


def _in_rail(one: Program, name: str) -> None:
    button = one.window.rail.findChild(QToolButton, f"rail_{name}")
    assert button is not None
    button.setFocus()
    assert one.window.focusWidget() is button


def _view(one: Program, name: str) -> QWidget:
    return one.desk().library if name == "library" else one.desk().views[name]


@pytest.mark.parametrize("before", VIEWS)
def test_keys_bring_view_and_keyboard_from_the_rail(program: Make, small_archive: Path, before: str) -> None:
    one = program(small_archive)
    for name, key in VIEWS.items():
        _press(one, VIEWS[before])
        _in_rail(one, name)
        _press(one, key)
        held = one.window.focusWidget()
        assert one.window.stack.currentWidget() is _view(one, name)
        assert held is not None and _view(one, name).isAncestorOf(held) and held.isVisible(), name


def test_keys_of_the_view_in_front_bring_the_keyboard_back_from_the_rail(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    for name, key in VIEWS.items():
        for _ in range(2):
            _press(one, key)
        _in_rail(one, name)
        _press(one, key)
        held = one.window.focusWidget()
        assert held is not None and _view(one, name).isAncestorOf(held), name


def test_the_keyboard_comes_back_to_where_it_was_in_the_library(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    table = one.desk().library.list.table
    table.setFocus()
    _in_rail(one, "library")
    _press(one, "1")
    assert one.window.focusWidget() is table


def test_passages_that_are_there_have_the_keyboard_in_their_list(program: Make, small_archive: Path) -> None:
    with Archive.open(small_archive) as archive:
        annotate.mark(archive, ArticleId(1), 0, 4)
    one = program(small_archive)
    _in_rail(one, "passages")
    _press(one, "2")
    assert one.window.focusWidget() is one.desk().show_passages().pane.table


def test_keys_of_the_library_reach_the_welcome_of_an_empty_archive(program: Make, empty_archive: Path) -> None:
    one = program(empty_archive)
    _in_rail(one, "library")
    _press(one, "1")
    held = one.window.focusWidget()
    assert held is not None and one.desk().welcome.isAncestorOf(held)
