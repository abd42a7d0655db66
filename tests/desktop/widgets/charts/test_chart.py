"""What every chart does: words cut off, wheel, focus, menus, themes, and not importing the library too early."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.charts import Bar, BarChart, TimeChart, TimePoint, load
from desktop.widgets.charts.card import Line
from desktop.widgets.charts.legend import html_safe
from desktop.widgets.timeline.days import ordinal

ROOT = Path(__file__).parents[4]
POINTS = [
    TimePoint(n, n + 1, ordinal(2000 + n), ordinal(2001 + n) - 1, group="a", label=f"point {n}") for n in range(9)
]


@pytest.fixture
def chart(shown: Any) -> TimeChart:
    made: TimeChart = shown(TimeChart, lambda made: made.show_points(POINTS), title="Lamps")
    return made


def turn(chart: TimeChart, at: QPointF, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
    """Turns the wheel by a step at a point of the view; whether the chart took it."""
    view = chart.view
    event = QWheelEvent(
        at,
        view.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    event.ignore()
    QApplication.sendEvent(view.viewport(), event)
    return event.isAccepted()


def middle(chart: TimeChart) -> QPointF:
    return QPointF(chart.view.rect().center())


def test_importing_charts_does_not_import_the_library() -> None:
    script = (
        "import sys, desktop.widgets.charts as charts;"
        "print('pyqtgraph' in sys.modules); charts.load(); print('pyqtgraph' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["False", "True"], done.stderr


def test_loading_takes_a_progress_or_nothing() -> None:
    load()
    load(object())
    assert "pyqtgraph" in sys.modules


def test_the_wheel_is_the_page_s_until_the_chart_has_the_focus(chart: TimeChart) -> None:
    chart.clearFocus()
    before = chart.view.area()
    assert not turn(chart, middle(chart))
    assert chart.view.area() == before
    assert turn(chart, middle(chart), Qt.KeyboardModifier.ControlModifier)
    assert chart.view.area().x1 - chart.view.area().x0 < before.x1 - before.x0
    assert chart.view.area().y1 == before.y1


def test_over_the_axis_of_values_the_wheel_zooms_upwards(chart: TimeChart) -> None:
    before = chart.view.area()
    assert turn(chart, QPointF(3, 100), Qt.KeyboardModifier.ControlModifier)
    after = chart.view.area()
    assert after.y1 - after.y0 < before.y1 - before.y0
    assert (after.x0, after.x1) == (before.x0, before.x1)


def test_a_chart_that_does_not_zoom_leaves_the_wheel_alone(shown: Any) -> None:
    bars = shown(BarChart, lambda made: made.show_bars([Bar(1, "a", 2)]))
    bars.setFocus()
    assert not turn(bars, middle(bars), Qt.KeyboardModifier.ControlModifier)


def test_zooming_out_ends_where_everything_is_shown(chart: TimeChart, qtbot: QtBot) -> None:
    before = chart.view.area()
    chart.zoom(2.0)
    for _ in range(9):
        qtbot.keyClick(chart, Qt.Key.Key_Minus)
    assert chart.view.area().x0 == pytest.approx(before.x0)
    assert chart.view.area().x1 == pytest.approx(before.x1)


def test_dragging_pans(chart: TimeChart, qtbot: QtBot) -> None:
    chart.zoom(3.0)
    before = chart.view.area()
    start = chart.view.box.pos().toPoint() + QPoint(300, 20)
    viewport = chart.view.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 9):
        spot = start + QPoint(15 * step, 0)
        moved = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(spot),
            viewport.mapToGlobal(QPointF(spot)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(viewport, moved)
    with qtbot.assertNotEmitted(chart.picked):
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(120, 0))
    after = chart.view.area()
    assert after.x0 < before.x0
    assert after.x1 - after.x0 == pytest.approx(before.x1 - before.x0)


def test_a_chart_is_reached_by_tab_and_shows_where_keys_act(chart: TimeChart, theme: Theme, qtbot: QtBot) -> None:
    assert chart.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    box = chart.boxes[0]
    image = chart.grab().toImage()
    spot = (QPointF(box.left() - 3, box.center().y()) + chart.view.box.pos()).toPoint() + chart.view.pos()
    around = [image.pixelColor(spot + QPoint(away, 0)).name() for away in (-1, 0, 1)]
    assert theme.color("accent").name() in around
    assert chart.card.isVisible() and chart.card.words == "point 0"


def test_keys_that_mean_nothing_here_are_left_to_others(chart: TimeChart) -> None:
    for key, modifiers in (
        (Qt.Key.Key_J, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier),
    ):
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers)
        QApplication.sendEvent(chart, event)
        assert not event.isAccepted()


def test_what_is_chosen_is_let_go_by_new_content(chart: TimeChart) -> None:
    chart.choose(5)
    chart.show_points(POINTS[:2])
    assert chart.chosen is None and not chart.card.isVisible()


@pytest.mark.parametrize("size", [(260, 200), (420, 300), (1600, 1000)])
def test_every_part_lies_within_the_chart_at_any_size(chart: TimeChart, size: tuple[int, int]) -> None:
    chart.resize(*size)
    for part in (chart.head, chart.told, chart.view, chart.legend, chart.more):
        assert chart.rect().contains(part.geometry())
    area = chart.view.area()
    assert all(box.left() >= -3 and box.right() <= area.width + 3 and box.top() >= -3 for box in chart.boxes)


def test_a_long_title_is_cut_off_and_kept_whole(qtbot: QtBot, theme: Theme) -> None:
    words = "lamps " * 60
    line = Line(theme, "strong", "text", words)
    qtbot.addWidget(line)
    line.resize(200, 18)
    assert line.shown().endswith("…") and line.words == words and line.accessibleName() == words


def test_words_of_tool_tips_are_never_markup() -> None:
    assert html_safe("<b>a</b> & b") == "<p>&lt;b&gt;a&lt;/b&gt; &amp; b</p>"
    assert html_safe("") == ""


def test_a_card_stays_in_the_chart_beside_its_point(chart: TimeChart) -> None:
    for mark in range(chart.count()):
        chart.choose(mark)
        near = chart.boxes[mark].translated(chart.view.box.pos() + QPointF(chart.view.pos())).toRect()
        assert chart.rect().contains(chart.card.geometry())
        assert not chart.card.geometry().intersects(near)


def test_charts_can_be_closed_and_made_again(theme: Theme, qtbot: QtBot) -> None:
    for _ in range(3):
        made = TimeChart(theme, "Lamps")
        made.show_points(POINTS)
        made.show()
        made.choose(3)
        made.close()
        with qtbot.waitSignal(made.destroyed):
            made.deleteLater()
    theme.choose("dark")  # what is gone no longer listens


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_menu_opens_where_one_asks_for_it(chart: TimeChart, qtbot: QtBot) -> None:
    spot = chart.view.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, chart.view.mapToGlobal(spot))
    with qtbot.waitSignal(chart.menu.aboutToShow):
        QApplication.sendEvent(chart.view.viewport(), event)
    chart.menu.close()
