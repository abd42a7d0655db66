"""The shadow under what floats: where it stands, what it leaves out, how it is drawn."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.shadow import FALL_PX, SPREAD_PX, Shadow


@pytest.fixture
def floating(qapp: QApplication, qtbot: QtBot) -> tuple[QWidget, QFrame, Shadow]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 500)
    window.setStyleSheet("background: white")
    over = QFrame(window)
    shadow = Shadow(Theme("light"), over)
    over.setGeometry(150, 120, 240, 160)
    window.show()
    over.show()
    return window, over, shadow


def test_it_goes_where_the_widget_goes_and_is_seen_when_that_is(floating: tuple[QWidget, QFrame, Shadow]) -> None:
    _, over, shadow = floating
    over.move(40, 30)
    assert shadow.geometry() == over.geometry().adjusted(
        -SPREAD_PX, FALL_PX - SPREAD_PX, SPREAD_PX, FALL_PX + SPREAD_PX
    )
    over.hide()
    assert not shadow.isVisible()
    over.show()
    assert shadow.isVisible()


def test_it_is_darkest_at_the_edge_and_gone_beyond_its_reach(floating: tuple[QWidget, QFrame, Shadow]) -> None:
    window, over, _ = floating
    seen = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    def light(x: int, y: int) -> int:
        return QColor(seen.pixel(QPoint(x, y))).lightness()

    below = [light(over.geometry().center().x(), over.geometry().bottom() + away) for away in (3, 12, 24, 60)]
    assert below == sorted(below) and len(set(below)) == 4
    assert below[-1] == 255
    beside = [light(over.geometry().right() + away, over.geometry().center().y()) for away in (3, 12, 24)]
    assert beside == sorted(beside) and beside[0] < 255


def test_what_floats_stays_above_it_and_is_painted_without_it(floating: tuple[QWidget, QFrame, Shadow]) -> None:
    window, over, shadow = floating
    over.raise_()
    order = [child for child in window.children() if child in (over, shadow)]
    assert order == [shadow, over]
    assert not shadow.mask().contains(over.geometry().center() - shadow.pos())
