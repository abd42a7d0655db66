"""Pages as pictures: what is asked for and when, what stays in sight, what is forgotten."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.pagepictures import PagePictures


class Asked:
    """The widget with what it asked for, answered when the test says so."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.widget = PagePictures(Theme("light"))
        qtbot.addWidget(self.widget)
        self.asked: list[tuple[int, int]] = []
        self.widget.wanted.connect(lambda number, width: self.asked.append((number, width)))
        self.widget.resize(432, 500)

    def document(self, pages: int) -> None:
        """Shows a document and waits for its first question."""
        self.widget.show_document(pages)
        with self.qtbot.waitSignal(self.widget.wanted):
            self.widget.show()

    def answer(self, grey: int = 200, tall: float = 1.25, pages: int = 9) -> int:
        """Answers the last question with a page of one grey."""
        number, width = self.asked[-1]
        height = round(width * tall)
        self.widget.show_page(number, (width, height), bytes([grey]) * (3 * width * height), pages)
        return number


@pytest.fixture
def asked(qapp: QApplication, qtbot: QtBot) -> Asked:
    return Asked(qtbot)


def seen(widget: PagePictures) -> QImage:
    return widget.grab().toImage()


def test_pages_in_sight_are_asked_for_one_at_a_time_and_then_the_next(asked: Asked) -> None:
    asked.document(9)
    assert asked.asked == [(1, 400)]
    assert asked.answer() == 1
    assert [number for number, _ in asked.asked] == [1, 2]
    assert asked.answer() == 2
    assert len(asked.asked) == 2, "page 2 is out of sight: no more is asked for than the one after those in sight"


def test_the_number_of_pages_is_learnt_from_the_first_answer(asked: Asked) -> None:
    asked.document(1)
    asked.answer(pages=40)
    assert asked.widget.pages == 40


def test_a_page_is_drawn_as_it_is(asked: Asked) -> None:
    asked.document(9)
    asked.answer(grey=64)
    assert seen(asked.widget).pixelColor(200, 200).red() == 64


def test_turning_asks_for_the_pages_that_come_into_sight(asked: Asked) -> None:
    asked.document(9)
    asked.answer()
    asked.answer()
    with asked.qtbot.waitSignal(asked.widget.wanted):
        asked.widget.turn_to(7)
    assert asked.widget.page == 7 and asked.asked[-1][0] == 7


def test_what_is_in_sight_stays_when_pages_before_it_turn_out_to_be_of_another_shape(asked: Asked) -> None:
    asked.document(9)
    asked.widget.turn_to(6)
    assert asked.widget.page == 6
    asked.answer(tall=0.7)
    assert asked.widget.page == 6


def test_a_page_that_cannot_be_drawn_says_so_and_is_not_asked_for_again(asked: Asked) -> None:
    asked.document(3)
    asked.widget.show_failed(1, "Page 1 has a shape that no page has.")
    assert asked.asked[-1][0] == 2
    asked.answer(pages=3)
    assert [number for number, _ in asked.asked] == [1, 2]


def test_a_long_document_takes_no_more_memory_than_a_short_one(asked: Asked) -> None:
    asked.document(60)
    for number in range(1, 41):
        if asked.asked[-1][0] < number:
            with asked.qtbot.waitSignal(asked.widget.wanted):
                asked.widget.turn_to(number)
        asked.answer(pages=60)
    assert len(asked.widget._images) <= 10


def test_larger_pages_are_drawn_anew(asked: Asked) -> None:
    asked.document(9)
    asked.answer()
    asked.answer()
    with asked.qtbot.waitSignal(asked.widget.wanted):
        asked.qtbot.keyClick(asked.widget, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert asked.asked[-1] == (1, 500)
    asked.answer()
    asked.answer()
    with asked.qtbot.waitSignal(asked.widget.wanted):
        asked.qtbot.keyClick(asked.widget, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert asked.asked[-1] == (1, 400)


def test_another_document_begins_at_its_beginning(asked: Asked) -> None:
    asked.document(9)
    asked.answer(grey=10)
    asked.answer()
    asked.widget.turn_to(5)
    with asked.qtbot.waitSignal(asked.widget.wanted):
        asked.widget.show_document(4)
    assert asked.widget.page == 1 and asked.asked[-1][0] == 1
    asked.widget.clear()
    assert asked.widget.pages == 0 and asked.widget.page == 0
