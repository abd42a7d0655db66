"""Import, open the timeline, zoom to a year, click an event, read its sentence, correct the date, see it, undo; and all of
the view by keyboard alone.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from archive.model.event import Status
from archive.operations import timeline
from desktop.program import Program
from desktop.views.events.editor import EventEditor
from desktop.views.reader.painting import TELLING

Make = Callable[..., Program]
NO, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
_QUIET = "Otherwise the ledger speaks of rope and of flour, and of who came to dinner. "
MILL = (
    "The ledger of Dunmore mill\n\nBy Ada Quist\n\nPublished: 4 May 2021\n\n"
    "The mill was built in 1987. " + _QUIET * 3 + "\n\n"
    "Its wheel broke on 14 August 2019. " + _QUIET * 3 + "\n\n"
    "A second wheel was hung in November 2019. " + _QUIET * 3 + "\n\n"
    "The miller left last year. " + _QUIET * 30
)
HILL = (
    "The shepherds of Carrow hill\n\nBy Bo Reed\n\nPublished: 9 June 2020\n\n"
    "Snow closed the pass in February 2018. " + _QUIET * 4 + "\n\n"
    "The last wolf was seen in 1903. " + _QUIET * 4
)


def drop(window: QWidget, paths: list[Path]) -> None:
    """Drops files on the window as a file manager would."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    spot, copy = QPointF(600, 400), Qt.DropAction.CopyAction
    window.dragEnterEvent(QDragEnterEvent(spot.toPoint(), copy, data, LEFT, NO))
    window.dropEvent(QDropEvent(spot, copy, data, LEFT, NO))


def wheel(canvas: QWidget, x: float, y: float, notches: int) -> None:
    where = QPointF(x, y)
    event = QWheelEvent(
        where, canvas.mapToGlobal(where), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, NO,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def open_editor() -> EventEditor:
    (editor,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, EventEditor) and each.isVisible()]
    return editor


def test_import_zoom_click_read_correct_and_undo(
    program: Make, empty_archive: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    files = [tmp_path / "mill.txt", tmp_path / "hill.txt"]
    for path, words in zip(files, (MILL, HILL), strict=True):
        path.write_text(words, encoding="utf-8")
    one = program(empty_archive)
    drop(one.window, files)
    one.settle()

    qtbot.mouseClick(one.window.rail.findChild(QWidget, "rail_timeline"), LEFT)
    one.settle()
    view = one.window.stack.currentWidget()
    assert view is one.desk().views["timeline"]
    assert view.summary.text() == "8 times told in 2 of 2 articles"
    canvas, archive = view.canvas, one.desk().context.archive
    canvas.motion_ms = lambda: 0

    # The wheel over the August of 2019, until a year fills the canvas.
    august = date(2019, 8, 14).toordinal()
    for _ in range(40):
        if canvas.view[1] - canvas.view[0] < 500:
            break
        x = canvas.stage.names_px + canvas.stage.scale.x(august)
        wheel(canvas, x, canvas.stage.bands.top + 8, 1)
    one.settle()
    assert canvas.view[0] < august < canvas.view[1]
    wheel_broke = next(each for each in timeline.mentions(archive) if each.exact == "14 August 2019")
    spot = canvas.rect_of(canvas.stage.index.position(wheel_broke.id)).center()
    qtbot.mouseMove(canvas, spot)
    one.settle()
    assert view.card.isVisible()
    assert view.card.mention.uid == wheel_broke.uid
    qtbot.mouseClick(canvas, LEFT, pos=spot)
    one.settle()

    library = one.desk().library
    assert one.window.stack.currentWidget() is library
    surface = library.reader.active.surface
    text = library.reader.active.opened.edition.text
    start, end = surface.selected()
    assert text[start:end] == "14 August 2019"
    (sentence,) = surface.washes.spans(TELLING)
    assert text[slice(*sentence)] == "Its wheel broke on 14 August 2019."
    assert surface.viewport().rect().contains(surface.cursorRect().center())

    one.actions.trigger("go.timeline")
    one.settle()
    assert one.window.stack.currentWidget() is view
    before = canvas.rect_of(canvas.stage.index.position(wheel_broke.id))
    assert view.table.current.mention.uid == wheel_broke.uid, "what was clicked is still chosen"
    qtbot.keyClick(one.window.focusWidget(), Qt.Key.Key_E)
    one.settle()
    editor = open_editor()
    assert editor.date.text() == "2019-08-14"
    editor.date.setText("2019-03")
    qtbot.keyClick(editor.date, Qt.Key.Key_Return)
    one.window.activateWindow()  # no window manager does it here
    one.settle()
    after = canvas.rect_of(canvas.stage.index.position(wheel_broke.id))
    assert after.center().x() < before.center().x(), "the mark has moved to March"
    row = view.model.row(view.model.row_of(wheel_broke.id))
    assert (row.mention.edtf, row.mention.status) == ("2019-03", Status.CONFIRMED)

    qtbot.keyClick(one.window.focusWidget(), Qt.Key.Key_Z, CTRL)
    one.settle()
    assert canvas.rect_of(canvas.stage.index.position(wheel_broke.id)).center().x() == before.center().x()
    assert timeline.find(archive, wheel_broke.uid) == wheel_broke


def test_the_whole_view_by_keyboard_alone(program: Make, empty_archive: Path, tmp_path: Path, qtbot: QtBot) -> None:
    for name, words in (("mill", MILL), ("hill", HILL)):
        (tmp_path / f"{name}.txt").write_text(words, encoding="utf-8")
    one = program(empty_archive)
    one.desk().import_paths([tmp_path / "mill.txt", tmp_path / "hill.txt"])
    one.settle()
    archive, key = one.desk().context.archive, Qt.Key

    def focus() -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or one.window

    def press(which: Qt.Key, modifiers: Qt.KeyboardModifier = NO) -> None:
        qtbot.keyClick(focus().focusWidget() or focus(), which, modifiers)
        if QApplication.activeModalWidget() is None:
            one.window.activateWindow()  # no window manager does it here when a dialog has closed
        one.settle()

    def write(words: str) -> None:
        qtbot.keyClicks(focus().focusWidget(), words)
        one.settle()

    press(key.Key_4, CTRL)
    view = one.desk().views["timeline"]
    canvas = view.canvas
    assert canvas.hasFocus()

    # Lanes: from the canvas to the words, back to the chip, its menu, one lane for all.
    press(key.Key_F, CTRL)
    assert view.filters.field.hasFocus()
    press(key.Key_Backtab)
    assert view.filters.lanes.hasFocus()
    press(key.Key_Space)
    for _ in range(4):
        press(key.Key_Down)
    press(key.Key_Return)
    assert view.loader.wanted.lanes == "none"
    assert [lane.name for lane in canvas.stage.lanes] == ["All times"]
    assert view.filters.lanes.hasFocus()
    press(key.Key_F6)
    assert canvas.hasFocus()

    # From mark to mark, in the order of time.
    press(key.Key_Down)
    press(key.Key_Home)
    walked = []
    for _ in range(8):
        press(key.Key_Right, CTRL)
        assert canvas.stage.chosen_id is not None
        walked.append(view.card.mention.exact)
        assert view.card.isVisible()
    assert len(set(walked)) >= 6
    while view.card.mention.exact != "14 August 2019":
        press(key.Key_Left, CTRL)

    # Read it, and come back to it.
    press(key.Key_Return)
    surface = one.desk().library.reader.active.surface
    assert surface.hasFocus() and surface.selected_text() == "14 August 2019"
    press(key.Key_4, CTRL)
    assert canvas.hasFocus()
    uid = timeline.by_ids(archive, [canvas.stage.chosen_id])[0].uid

    # Correct it, with a slip of the pen.
    press(key.Key_E)
    write("2019-02-30")
    press(key.Key_Return)
    editor = open_editor()
    assert editor.date.text() == "2019-02-30" and editor.isVisible(), "what was typed stays"
    press(key.Key_Backspace)
    press(key.Key_Backspace)
    write("03")
    press(key.Key_Return)
    assert timeline.find(archive, uid).edtf == "2019-02-03"

    # Judge: take the judgement of another one, and give it back.
    press(key.Key_Right, CTRL)
    chosen = timeline.by_ids(archive, [canvas.stage.chosen_id])[0]
    assert chosen.uid != uid
    press(key.Key_C)
    assert timeline.find(archive, chosen.uid).status is Status.CONFIRMED
    press(key.Key_X)
    assert timeline.find(archive, chosen.uid).status is Status.REJECTED
    assert view.model.row_of(chosen.id) is None, "what is rejected goes out of sight"
    press(key.Key_Z, CTRL)
    assert view.model.row_of(chosen.id) is not None

    # Words narrow both the canvas and the list.
    press(key.Key_F, CTRL)
    write("wolf")
    assert view.canvas.stage.index.ids.tolist() == [view.model.id_at(0)] and view.model.rowCount() == 1
    press(key.Key_F6)
    press(key.Key_F6)
    assert view.table.hasFocus()
    press(key.Key_Down)
    assert view.table.current.mention.exact == "1903"
    press(key.Key_Return)
    assert surface.selected_text() == "1903"
    press(key.Key_4, CTRL)

    # And all of it back.
    press(key.Key_F, CTRL)
    press(key.Key_Delete)
    assert view.model.rowCount() == 8
    press(key.Key_Escape)
    assert canvas.hasFocus()
    press(key.Key_1, CTRL)
    assert one.window.stack.currentWidget() is one.desk().library
