"""What is under way is told with how far it is, and can be stopped."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.working import Working


def test_it_tells_how_far_it_is_and_can_be_stopped(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    working = Working("stop", page)
    assert working.isHidden()
    working.tell("Reading", 3, 0)
    assert (working.words.text(), working.bar.minimum(), working.bar.maximum()) == ("Reading", 0, 0)
    working.tell("Reading · 3 of 8", 3, 8)
    assert (working.bar.value(), working.bar.maximum()) == (3, 8)
    with qtbot.waitSignal(working.cancel.clicked):
        qtbot.keyClick(working.cancel, Qt.Key.Key_Space)
