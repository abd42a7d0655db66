"""Chips set in rows: as high as what they hold needs, also after it has changed."""

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
