"""Import, open the statistics, click the ringed conflict, read both sentences, mark one as doubtful with a note, see it on
the chart and in the history, undo; and all of it by keyboard alone.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from archive.model.figure import Figure, FigureStatus
from archive.operations import figures
from desktop.program import Program
from desktop.views.figures.asking import TextDialog
from desktop.views.figures.editor import FigureEditor
from desktop.widgets.charts.records import said

Make = Callable[..., Program]
NO, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LEFT = Qt.MouseButton.LeftButton
_QUIET = "Otherwise the warden writes of rain and of ropes, and of who mended the gate. "
HARBOUR = (
    "The harbour in winter\n\nBy Ada Quist\n\nPublished: 4 May 2021\n\n"
    + _QUIET * 20
    + "\n\nIn 2019, 1,047 refugees arrived in Norway. "
    + _QUIET * 3
    + "\n\nIn 2012, 2,706 refugees arrived in Norway. "
    + _QUIET * 20
)
COAST = (
    "Gulls over the quay\n\nBy Bo Reed\n\nPublished: 9 June 2022\n\n"
    + _QUIET * 4
    + "\n\nIn 2019, more than 1,900 refugees arrived in Norway. "
    + _QUIET * 3
    + "\n\nIn 2015, 3,000 refugees arrived in Norway. "
    + _QUIET * 4
)
NOTE = "counts the coast only"


def bring_in(one: Program, folder: Path) -> None:
    """Drops both articles on the window as a file manager would."""
    data, urls = QMimeData(), []
    for name, words in (("harbour.txt", HARBOUR), ("coast.txt", COAST)):
        (folder / name).write_text(words, encoding="utf-8")
        urls.append(QUrl.fromLocalFile(str(folder / name)))
    data.setUrls(urls)
    spot, copy = QPointF(600, 400), Qt.DropAction.CopyAction
    one.window.dragEnterEvent(QDragEnterEvent(spot.toPoint(), copy, data, LEFT, NO))
    one.window.dropEvent(QDropEvent(spot, copy, data, LEFT, NO))
    one.settle()


def figure(one: Program, value: float) -> Figure:
    return next(each for each in figures.figures(one.desk().context.archive) if each.value == value)


def point(chart: Any, value: float) -> Any:
    (found,) = [each.point for each in chart._points if each.point.value == value]
    return found


def click(qtbot: QtBot, chart: Any, spot: QPointF) -> None:
    """Clicks at a spot of the chart's box."""
    view = chart.view
    qtbot.mouseClick(view.viewport(), LEFT, NO, view.mapFromScene(view.box.mapToScene(spot)))


def newest(page: Any) -> Any:
    """The newest act on the history page."""
    return page.model.entry(page.model.index(page.model.first_act(), 0))


def test_the_ringed_conflict_is_read_doubted_with_a_note_and_undone(
    program: Make, empty_archive: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    one = program(empty_archive)
    bring_in(one, tmp_path)
    qtbot.mouseClick(one.window.rail.findChild(QWidget, "rail_statistics"), LEFT)
    one.settle()
    view = one.window.stack.currentWidget()
    assert view is one.desk().views["statistics"]
    assert view.summary.text() == "2 articles · 4 figures in 1 series · 2012–2019"
    tab, chart = view.figures, view.figures.chart
    assert chart.count() == 4

    # Between the two points of the ring, beside both.
    low, high = (chart.boxes[chart._positions[figure(one, value).uid]].center() for value in (1047, 1900))
    click(qtbot, chart, (low + high) / 2)
    one.settle()
    shown = tab.readings
    assert shown.isVisible() and len(shown.readings) == 2
    sentences = {each.findChild(QWidget, "reading_sentence").accessibleName() for each in shown.readings}
    assert sentences == {
        "“In 2019, 1,047 refugees arrived in Norway.”",
        "“In 2019, more than 1,900 refugees arrived in Norway.”",
    }

    reader = one.desk().library.reader
    for value, words in ((1047, "1,047 refugees"), (1900, "more than 1,900 refugees")):
        reading = next(each for each in shown.readings if each.figure.value == value)
        qtbot.mouseClick(reading.open, LEFT)
        one.settle()
        surface = reader.active.surface
        assert one.window.stack.currentWidget() is one.desk().library and surface.selected_text() == words
        assert surface.viewport().rect().contains(surface.cursorRect().center())
        one.actions.trigger("go.statistics")
        one.settle()
        assert shown.isVisible(), "both sentences are still beside each other"

    reading = next(each for each in shown.readings if each.figure.value == 1900)
    qtbot.mouseClick(reading.doubt, LEFT)
    (asked,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, TextDialog) and each.isVisible()]
    qtbot.keyClicks(asked.field, NOTE)
    qtbot.mouseClick(asked.yes, LEFT)
    one.settle()
    doubted = figure(one, 1900)
    assert (doubted.status, doubted.note) == (FigureStatus.DOUBTFUL, NOTE)
    assert point(chart, 1900).doubtful and NOTE in said(point(chart, 1900).label)
    assert not [ring for ring in chart._rings if ring.kind == "conflict"]
    one.actions.trigger("go.history")
    one.settle()
    act = newest(one.window.page())
    assert act.label == "Doubt figure" and any(NOTE in (each.after or "") for each in act.details)
    one.window.close_page()
    one.settle()
    one.actions.trigger("edit.undo")
    one.settle()
    assert figure(one, 1900).status is FigureStatus.FOUND and not point(chart, 1900).doubtful
    assert [ring.kind for ring in chart._rings] == ["conflict"]


def test_the_same_by_keyboard_alone(program: Make, empty_archive: Path, tmp_path: Path, qtbot: QtBot) -> None:
    one = program(empty_archive)
    bring_in(one, tmp_path)
    key = Qt.Key

    def focus() -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or one.window

    def press(which: Qt.Key, modifiers: Qt.KeyboardModifier = NO) -> None:
        qtbot.keyClick(focus().focusWidget() or focus(), which, modifiers)
        if QApplication.activeModalWidget() is None:
            one.window.activateWindow()  # no window manager does it here when a dialog has closed
        one.settle()

    press(key.Key_5, CTRL)
    view = one.desk().views["statistics"]
    tab, chart = view.figures, view.figures.chart
    assert tab.list.hasFocus()
    press(key.Key_Return)
    assert chart.hasFocus()
    while chart.chosen is None or chart.key(chart.chosen) != figure(one, 1900).uid:
        press(key.Key_Right)
    assert "conflict" in chart.accessibleDescription()

    # Around the point: both sentences; into the reader and back.
    press(key.Key_Return, SHIFT)
    first, _ = tab.readings.readings
    assert first.open.hasFocus()
    press(key.Key_Space)
    surface = one.desk().library.reader.active.surface
    assert surface.hasFocus() and surface.selected_text() == first.figure.exact
    press(key.Key_5, CTRL)
    assert first.open.hasFocus()

    # Doubt it with a note.
    press(key.Key_Tab)
    assert first.doubt.hasFocus()
    press(key.Key_Space)
    qtbot.keyClicks(focus().focusWidget(), NOTE)
    press(key.Key_Return, CTRL)
    found = figures.find(one.desk().context.archive, first.figure.uid)
    assert (found.status, found.note) == (FigureStatus.DOUBTFUL, NOTE)
    doubted = next(each for each in tab.readings.readings if each.figure.uid == found.uid)
    assert doubted.doubt.hasFocus(), "the keyboard stays with the figure"
    press(key.Key_Z, CTRL)
    assert figures.find(one.desk().context.archive, found.uid).status is FigureStatus.FOUND

    # Back to the card, and what it says of the finding: it needs no look.
    press(key.Key_F6)
    while not tab.list.hasFocus():
        press(key.Key_F6)
    press(key.Key_F2)
    qtbot.keyClicks(focus().focusWidget(), "Arrivals")
    press(key.Key_Return)
    assert tab.body.title.words.endswith("Arrivals")

    # A figure is entered from words of an article.
    press(key.Key_1, CTRL)
    reader = one.desk().library.reader
    text = reader.active.opened.edition.text
    at = text.index("who mended")
    reader.highlight(at, at + len("who mended the gate"))
    one.actions.trigger("figure.add")
    one.settle()
    (editor,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, FigureEditor) and each.isVisible()]
    qtbot.keyClicks(focus().focusWidget(), "3")
    editor.counted.setText("menders")
    press(key.Key_Return)
    entered = figure(one, 3)
    assert (entered.rule, entered.exact, entered.status) == ("entered", "who mended the gate", FigureStatus.CONFIRMED)
