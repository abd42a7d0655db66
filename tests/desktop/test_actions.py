"""Commands are declared once and well, and do what their handler says while its owner lives."""

from collections import Counter

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.actions import Actions
from desktop.commands import COMMANDS, GROUPS
from desktop.theme import Theme


@pytest.fixture
def actions(qapp: QApplication) -> Actions:
    return Actions(Theme("light"))


def test_no_two_commands_share_a_shortcut_or_an_id(qapp: QApplication) -> None:
    keys = Counter(QKeySequence(text).toString() for command in COMMANDS for text in command.shortcuts)
    assert not [text for text, times in keys.items() if times > 1]
    assert "" not in keys
    assert len({command.id for command in COMMANDS}) == len(COMMANDS)


def test_every_command_belongs_to_a_group_and_explains_itself() -> None:
    assert all(command.group in GROUPS and command.help.endswith(".") for command in COMMANDS)


def test_a_command_without_a_handler_is_shown_nowhere(actions: Actions) -> None:
    assert not any(action.isVisible() for action in actions.menu("Article").actions())
    assert actions.available() == []


def test_a_command_runs_its_handler_and_tells_that_it_did(actions: Actions) -> None:
    done: list[str] = []
    actions.triggered.connect(done.append)
    actions.on("article.star", lambda: done.append("handled"))
    actions.trigger("article.star")
    assert done == ["article.star", "handled"]


def test_a_command_that_is_not_enabled_now_does_nothing(actions: Actions) -> None:
    done: list[int] = []
    actions.on("article.star", lambda: done.append(1), enabled=lambda: False)
    actions.trigger("article.star")
    assert done == []


def test_a_handler_goes_with_its_owner(actions: Actions) -> None:
    owner = QObject()
    actions.on("article.star", lambda: None, owner=owner)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    assert not actions.handles("article.star")
    assert not actions.action("article.star").isVisible()


def test_a_label_may_vary_with_what_the_command_would_do(actions: Actions) -> None:
    words = ["Undo Star"]
    actions.on("edit.undo", lambda: None, label=lambda: words[0])
    words[0] = "Undo Edit title"
    actions.refresh("edit.undo")
    assert actions.label("edit.undo") == "Undo Edit title"


def test_what_is_asked_for_many_times_in_a_turn_is_asked_about_once_and_after_it(
    actions: Actions, qtbot: QtBot
) -> None:
    able, asked = [False], [0]

    def enabled() -> bool:
        asked[0] += 1
        return able[0]

    actions.on("article.star", lambda: None, enabled=enabled)
    able[0], asked[0] = True, 0
    for _ in range(3):
        actions.refresh_soon()
    assert asked == [0]
    qtbot.waitUntil(actions.action("article.star").isEnabled)
    assert asked == [1]
