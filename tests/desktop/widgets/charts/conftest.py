"""Charts in the light theme, shown off the screen, and the pixels that they paint."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.charts.chart import Chart


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    yield Theme("light")
    Theme("light")


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Callable[..., Any]:
    """Makes a chart of a class, fills it by a function, and shows it."""

    def make(
        kind: type[Chart], fill: Callable[[Any], object], size: tuple[int, int] = (900, 420), title: str = "Chart"
    ) -> Chart:
        chart = kind(theme, title)
        qtbot.addWidget(chart)
        chart.resize(*size)
        fill(chart)
        chart.show()
        qtbot.waitExposed(chart)
        return chart

    return make


@pytest.fixture
def click(qtbot: QtBot) -> Callable[[Chart, QPointF], None]:
    """Clicks a point of the box."""

    def at(chart: Chart, point: QPointF) -> None:
        spot = (point + chart.view.box.pos()).toPoint()
        qtbot.mouseClick(chart.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    return at


@pytest.fixture
def painted() -> Callable[[Chart], QImage]:
    """What is on the screen."""
    return lambda chart: chart.grab().toImage()


@pytest.fixture
def pixel() -> Callable[[Chart, QPointF], str]:
    """The colour that is painted at a point of the box."""

    def at(chart: Chart, point: QPointF) -> str:
        spot = (point + chart.view.box.pos()).toPoint() + chart.view.pos()
        return str(chart.grab().toImage().pixelColor(spot).name())

    return at
