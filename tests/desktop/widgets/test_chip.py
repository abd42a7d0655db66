"""Chips set in rows: as high as what they hold needs, also after it has changed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.chip import Chip, Flow


def test_rows_are_counted_anew_when_a_chip_grows_or_hides(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(holder)
    chips = [Chip(f"Chip {number}", parent=holder) for number in range(3)]
    for chip in chips:
        flow.addWidget(chip)
    width = sum(chip.sizeHint().width() for chip in chips) + 16
    one_row = flow.heightForWidth(width)
    assert flow.heightForWidth(width - 1) > one_row
    chips[0].setText("A much longer chip than before")
    assert flow.heightForWidth(width) > one_row
    chips[0].hide()
    assert flow.heightForWidth(width) == one_row


def test_what_is_lower_stands_in_the_middle_of_its_row(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    row = Flow(over, 8, 6)
    tall, low = QWidget(over), QWidget(over)  # of no kind that a theme would give a height
    tall.setFixedSize(50, 40)
    low.setFixedSize(50, 20)
    for each in (tall, low):
        row.addWidget(each)
    over.resize(400, 60)
    with qtbot.waitExposed(over):
        over.show()
    assert abs(tall.geometry().center().y() - low.geometry().center().y()) <= 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_a_chip_as_space_does(qtbot: QtBot, key: Qt.Key) -> None:
    chip = Chip("Publisher")
    qtbot.addWidget(chip)
    chip.show()
    with qtbot.waitSignal(chip.clicked):
        QTest.keyClick(chip, key)
