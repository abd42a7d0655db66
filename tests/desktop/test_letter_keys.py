"""Single keys act on an article only where it is in sight: elsewhere a stray letter would change what nobody sees."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.commands import COMMANDS
from desktop.program import Program

Make = Callable[..., Program]
PAGES = ("import.review", "archive.bundle", "archive.merge", "app.preferences", "archive.backups", "help.about")
VIEWS = ("go.passages", "go.codebook", "go.timeline", "go.statistics")


@pytest.mark.parametrize("command", (*PAGES, *VIEWS))
def test_letters_change_no_article_that_is_out_of_sight(program: Make, small_archive: Path, command: str) -> None:
    one = program(small_archive)
    one.desk().library.list.step(1)
    one.settle()
    one.window.commands.trigger(command)
    one.settle()
    assert one.window.stack.currentWidget() is not one.desk().library
    undo = one.window.commands.label("edit.undo")
    front = one.window.stack.currentWidget()
    held = one.window.focusWidget()
    for key in (Qt.Key.Key_S, Qt.Key.Key_U, Qt.Key.Key_N, Qt.Key.Key_H, Qt.Key.Key_1, Qt.Key.Key_Delete):
        QTest.keyClick(one.window, key)
        one.settle()
    assert one.window.stack.currentWidget() is front and one.window.focusWidget() is held
    assert one.window.commands.label("edit.undo") == undo


def test_letters_act_again_where_the_article_is_seen(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    one.desk().library.list.step(1)
    one.settle()
    undo = one.window.commands.label("edit.undo")
    one.window.commands.trigger("app.preferences")
    one.settle()
    one.window.close_page()
    one.settle()
    QTest.keyClick(one.window, Qt.Key.Key_S)
    one.settle()
    assert one.window.commands.label("edit.undo") != undo


def test_every_single_key_about_articles_is_told_apart_from_keys_of_the_program() -> None:
    letters = {command.id for command in COMMANDS if command.by_letter}
    assert {"article.star", "article.trash", "article.note", "passage.highlight", "go.next_article"} <= letters
    assert not letters & {"archive.lock", "search.focus", "view.menu", "go.next_pane", "help.shortcuts", "tag.rename"}
