"""What a person does on the timeline, by pointer and by keys, and what it tells."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.widgets.timeline import Lane, Marks, Publications, TimelineCanvas, Tone
from desktop.widgets.timeline.canvas import MOTION_MS
from desktop.widgets.timeline.days import ordinal

NO, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LEFT = Qt.MouseButton.LeftButton


def press(qtbot: QtBot, canvas: TimelineCanvas, key: Qt.Key, modifier: Qt.KeyboardModifier = NO) -> None:
    qtbot.keyClick(canvas, key, modifier)


def place(canvas: TimelineCanvas, ident: int) -> QPoint:
    """The middle of a mark."""
    return canvas.rect_of(canvas.stage.index.position(ident)).center()


def wheel(canvas: TimelineCanvas, x: float, y: float, turned: QPoint, modifier: Qt.KeyboardModifier = NO) -> None:
    where = QPointF(x, y)
    event = QWheelEvent(
        where, canvas.mapToGlobal(where), QPoint(), turned, Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_everything_is_in_view_at_first(canvas: TimelineCanvas) -> None:
    first, last = canvas.view
    assert first < ordinal(2010, 5, 4)
    assert last > ordinal(2019, 1, 1)
    assert {mark.position for lane in canvas.stage.frame().lanes for mark in lane.marks} == set(range(6))


def test_the_wheel_zooms_about_the_pointer(canvas: TimelineCanvas) -> None:
    x = 500.0
    before = canvas.stage.scale.day(x - canvas.stage.names_px)
    size = canvas.stage.scale.px_per_day
    wheel(canvas, x, 100, QPoint(0, 240))
    assert canvas.stage.scale.px_per_day > size * 1.3
    assert canvas.stage.scale.day(x - canvas.stage.names_px) == pytest.approx(before, abs=0.01)
    wheel(canvas, x, 100, QPoint(0, -240))
    assert canvas.stage.scale.px_per_day == pytest.approx(size)


@pytest.mark.parametrize(("turned", "modifier"), [(QPoint(-120, 0), NO), (QPoint(0, -120), SHIFT)])
def test_the_wheel_sideways_or_with_shift_pans(
    canvas: TimelineCanvas, turned: QPoint, modifier: Qt.KeyboardModifier
) -> None:
    before = canvas.stage.scale
    wheel(canvas, 500, 100, turned, modifier)
    assert canvas.stage.scale.px_per_day == before.px_per_day
    assert canvas.stage.scale.first > before.first


def test_dragging_moves_the_day_with_the_pointer(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    free = QPoint(500, 300)
    day = canvas.stage.scale.day(free.x() - canvas.stage.names_px)
    qtbot.mousePress(canvas, LEFT, pos=free)
    qtbot.mouseMove(canvas, QPoint(560, 300))
    qtbot.mouseMove(canvas, QPoint(600, 300))
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(600, 300))
    assert canvas.stage.scale.x(day) + canvas.stage.names_px == pytest.approx(600, abs=0.5)
    assert canvas.stage.brush is None


@pytest.mark.parametrize("ident", [11, 12, 13, 14, 21, 22])
def test_a_click_on_a_mark_chooses_and_activates_it(canvas: TimelineCanvas, qtbot: QtBot, ident: int) -> None:
    told: list[object] = []
    canvas.chosen.connect(lambda chosen, _: told.append(chosen))
    canvas.activated.connect(told.append)
    qtbot.mouseClick(canvas, LEFT, pos=place(canvas, ident))
    assert told == [ident, ident]


def test_a_click_on_a_label_means_its_mark(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    frame = canvas.stage.frame()
    words = next(words for words in frame.lanes[0].words if words.text == "the mill burns")
    x = words.placed.x + canvas.stage.names_px + words.placed.width - 4
    with qtbot.waitSignal(canvas.activated) as told:
        qtbot.mouseClick(canvas, LEFT, pos=QPoint(int(x), int(frame.bands.line(0) - 15)))
    assert told.args == [11]


def test_the_pointer_tells_what_it_is_near_and_when_it_leaves(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.hovered) as told:
        qtbot.mouseMove(canvas, place(canvas, 21) + QPoint(9, 0))
    assert told.args is not None and told.args[0] == 21
    assert told.args[1] == canvas.rect_of(canvas.stage.index.position(21))
    with qtbot.waitSignal(canvas.hovered) as told:
        qtbot.mouseMove(canvas, QPoint(500, 300))
    assert told.args == [None, QRect()]


def test_a_double_click_on_nothing_zooms_in_there(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    size = canvas.stage.scale.px_per_day
    qtbot.mouseDClick(canvas, LEFT, pos=QPoint(500, 300))
    assert canvas.stage.scale.px_per_day == pytest.approx(size * 2)


@pytest.mark.parametrize(("y", "modifier"), [(20, NO), (300, SHIFT)])
def test_a_drag_along_the_axis_or_with_shift_brushes_days(
    canvas: TimelineCanvas, qtbot: QtBot, y: int, modifier: Qt.KeyboardModifier
) -> None:
    scale, names = canvas.stage.scale, canvas.stage.names_px
    with qtbot.waitSignal(canvas.brushed) as told:
        qtbot.mousePress(canvas, LEFT, modifier, QPoint(600, y))
        qtbot.mouseMove(canvas, QPoint(500, y))
        qtbot.mouseMove(canvas, QPoint(400, y))
        qtbot.mouseRelease(canvas, LEFT, modifier, QPoint(400, y))
    assert told.args == [int(scale.day(400 - names)), int(scale.day(600 - names))]
    assert canvas.stage.scale == scale
    with qtbot.waitSignal(canvas.brush_cleared):
        press(qtbot, canvas, Qt.Key.Key_Escape)
    assert canvas.stage.brush is None


def test_every_mark_is_reached_by_keys_alone(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    seen: set[int | None] = set()
    press(qtbot, canvas, Qt.Key.Key_Down)
    for _lane in range(3):
        for _step in range(6):
            press(qtbot, canvas, Qt.Key.Key_Left, CTRL)
        for _step in range(6):
            seen.add(canvas.stage.chosen_id)
            press(qtbot, canvas, Qt.Key.Key_Right, CTRL)
        seen.add(canvas.stage.chosen_id)
        press(qtbot, canvas, Qt.Key.Key_Down)
    assert seen - {None} == {11, 12, 13, 14, 21, 22}


def test_the_chosen_mark_is_brought_into_view(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    canvas.show_span(ordinal(2010), ordinal(2010, 6), moving=False)
    canvas.choose(22)
    assert canvas.rect_of(canvas.stage.chosen).intersects(canvas.rect())
    assert canvas.view[0] < ordinal(2016) < canvas.view[1]


def test_enter_activates_what_is_chosen(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    canvas.choose(21)
    with qtbot.waitSignal(canvas.activated) as told:
        press(qtbot, canvas, Qt.Key.Key_Return)
    assert told.args == [21]


def test_escape_gives_up_brush_then_choice_then_leaves_it_to_others(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    canvas.choose(11)
    canvas.brush(ordinal(2012), ordinal(2013))
    press(qtbot, canvas, Qt.Key.Key_Escape)
    assert (canvas.stage.brush, canvas.stage.chosen_id) == (None, 11)
    with qtbot.waitSignal(canvas.chosen) as told:
        press(qtbot, canvas, Qt.Key.Key_Escape)
    assert told.args == [None, QRect()]


def test_keys_pan_zoom_and_show_everything(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    whole = canvas.stage.scale
    press(qtbot, canvas, Qt.Key.Key_Plus)
    closer = canvas.stage.scale
    assert closer.px_per_day > whole.px_per_day
    press(qtbot, canvas, Qt.Key.Key_Right)
    assert canvas.stage.scale.first > closer.first
    press(qtbot, canvas, Qt.Key.Key_Left)
    assert canvas.stage.scale.first == pytest.approx(closer.first)
    press(qtbot, canvas, Qt.Key.Key_Minus)
    assert canvas.stage.scale.px_per_day == pytest.approx(whole.px_per_day)
    press(qtbot, canvas, Qt.Key.Key_Plus)
    press(qtbot, canvas, Qt.Key.Key_0)
    assert canvas.stage.scale == canvas.stage.whole()


def test_home_and_end_lead_to_the_first_and_last_time(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    canvas.show_span(ordinal(2013), ordinal(2013, 6), moving=False)
    press(qtbot, canvas, Qt.Key.Key_Home)
    assert canvas.view[0] < ordinal(2010, 5, 4) < canvas.view[1]
    press(qtbot, canvas, Qt.Key.Key_End)
    assert canvas.view[0] < ordinal(2018, 3, 31) < canvas.view[1]


def test_f_fits_the_chosen_mark_and_before_it_the_brush(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    canvas.choose(22)
    press(qtbot, canvas, Qt.Key.Key_F)
    assert 300 < canvas.view[1] - canvas.view[0] < 500
    canvas.brush(ordinal(2012), ordinal(2014))
    press(qtbot, canvas, Qt.Key.Key_F)
    assert canvas.view[0] < ordinal(2012) < ordinal(2014) < canvas.view[1]


def test_shift_and_arrows_brush_by_steps_of_the_axis(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    canvas.choose(12)
    with qtbot.waitSignal(canvas.brushed) as told:
        press(qtbot, canvas, Qt.Key.Key_Right, SHIFT)
    assert told.args == [ordinal(2012), ordinal(2012, 12, 31)]
    press(qtbot, canvas, Qt.Key.Key_Right, SHIFT)
    assert canvas.stage.brush == (ordinal(2012), ordinal(2013, 12, 31))
    press(qtbot, canvas, Qt.Key.Key_Left, SHIFT)
    assert canvas.stage.brush == (ordinal(2012), ordinal(2012, 12, 31))
    press(qtbot, canvas, Qt.Key.Key_Left, SHIFT)
    assert canvas.stage.brush == (ordinal(2011), ordinal(2012, 12, 31))


def test_a_screen_reader_hears_the_mark_the_lane_and_the_brush(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    spoken = QAccessible.queryAccessibleInterface(canvas)
    assert spoken.text(QAccessible.Text.Name) == "Timeline"
    canvas.choose(21)
    said = "snow in July, 1 July 2011, found, another time disagrees, Hills, 1 of 2"
    assert spoken.text(QAccessible.Text.Description) == said
    canvas.choose(14)
    assert spoken.text(QAccessible.Text.Description) == "a fair, about March 2018, rejected, River, 4 of 4"
    canvas.choose(13)
    assert "from 1 January 2014 on" in spoken.text(QAccessible.Text.Description)
    canvas.stand_in_lane(2)
    assert spoken.text(QAccessible.Text.Description) == "Silent, 0 of 2 articles, nothing here"
    canvas.brush(ordinal(2012), ordinal(2012, 12, 31))
    assert spoken.text(QAccessible.Text.Description).endswith("brushed: 2012")


def test_other_content_keeps_the_view_and_what_is_chosen(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    canvas.show_span(ordinal(2011), ordinal(2013), moving=False)
    canvas.choose(12)
    view = canvas.view
    marks = canvas.stage.index.marks
    canvas.show_marks(marks, canvas.stage.lanes[:1], Publications(), lambda ids: {})
    assert canvas.view == pytest.approx(view)
    assert canvas.stage.chosen_id == 12
    with qtbot.waitSignal(canvas.chosen) as told:
        canvas.show_marks(Marks.none(), [], Publications(), lambda ids: {})
    assert told.args is not None and told.args[0] is None


def test_an_empty_timeline_takes_every_key_and_click(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    canvas.show_marks(Marks.none(), [], Publications(), lambda ids: {}, fit=True)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_F, Qt.Key.Key_0, Qt.Key.Key_Return):
        press(qtbot, canvas, key)
    press(qtbot, canvas, Qt.Key.Key_Right, CTRL)
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(400, 200))
    canvas.grab()
    assert canvas.stage.chosen is None


def test_words_are_asked_for_what_is_in_view_and_once(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    asked: list[int] = []

    def text_of(ids: object) -> dict[int, str]:
        asked.extend(ids)  # type: ignore[call-overload]
        return {}

    canvas.show_span(ordinal(2011, 6), ordinal(2012, 3), moving=False)
    canvas.show_marks(canvas.stage.index.marks, canvas.stage.lanes, Publications(), text_of)
    canvas.grab()
    canvas.pan(3)
    canvas.grab()
    assert sorted(asked) == [12, 21]


def test_too_many_marks_become_a_histogram_and_the_chosen_one_stays(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    count = 5000
    days = (ordinal(2010) + np.arange(count) % 3000).astype(np.int32)
    no = np.zeros(count, np.bool_)
    marks = Marks(
        np.arange(count), days, days, no, no, ~no, no, no, np.full(count, Tone.FOUND, np.int8),
        np.zeros(count, np.int32),
    )  # fmt: skip
    canvas.show_marks(marks, [Lane("Full")], Publications(), lambda ids: {}, fit=True)
    lane = canvas.stage.frame().lanes[0]
    assert lane.histogram is not None
    assert lane.histogram.values.sum() == pytest.approx(lane.in_view)
    assert not lane.marks
    press(qtbot, canvas, Qt.Key.Key_Right, CTRL)
    assert [mark.position for mark in canvas.stage.frame().lanes[0].marks] == [canvas.stage.chosen]
    canvas.show_span(ordinal(2012), ordinal(2012, 2), moving=False)
    canvas.zoom(3.0)
    assert canvas.stage.frame().lanes[0].histogram is None


def test_times_that_fill_the_whole_view_become_one_band_with_their_number(canvas: TimelineCanvas) -> None:
    count = 40
    no = np.zeros(count, np.bool_)
    first = (ordinal(2000) + np.arange(count)).astype(np.int32)
    first[-1] = ordinal(2012, 3, 4)
    last = np.where(np.arange(count) < count - 1, ordinal(2020), first).astype(np.int32)
    marks = Marks(
        np.arange(count), first, last, no, no, first == last, no, no, np.zeros(count, np.int8),
        np.zeros(count, np.int32),
    )  # fmt: skip
    canvas.show_marks(marks, [Lane("Long")], Publications(), lambda ids: {})
    canvas.show_span(ordinal(2012), ordinal(2012, 12, 31), moving=False)
    lane = canvas.stage.frame().lanes[0]
    assert (lane.throughout, len(lane.marks), lane.histogram) == (count - 1, 1, None)
    canvas.choose(7)
    lane = canvas.stage.frame().lanes[0]
    assert lane.throughout == count - 2
    assert canvas.stage.index.position(7) in {mark.position for mark in lane.marks}
    canvas.grab()


def test_a_click_on_a_column_of_a_histogram_zooms_to_it(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    count = 5000
    days = np.full(count, ordinal(2012, 6), np.int32)
    no = np.zeros(count, np.bool_)
    marks = Marks(
        np.arange(count), days, days, no, no, ~no, no, no, np.zeros(count, np.int8), np.zeros(count, np.int32)
    )
    canvas.show_marks(marks, [Lane("Full")], Publications(), lambda ids: {})
    frame = canvas.stage.frame()
    x = int(frame.scale.x(ordinal(2012, 6)) + canvas.stage.names_px)
    size = frame.scale.px_per_day
    qtbot.mouseMove(canvas, QPoint(x, int(frame.bands.base(0)[0]) - 3))
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(x, int(frame.bands.base(0)[0]) - 3))
    assert canvas.stage.scale.px_per_day == pytest.approx(size * 4)


def test_many_lanes_scroll_by_wheel_over_their_names_and_by_keys(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    lanes = [Lane(f"Lane {number}") for number in range(60)]
    canvas.show_marks(canvas.stage.index.marks, lanes, Publications(), lambda ids: {})
    wheel(canvas, 20, 200, QPoint(0, -240))
    assert canvas.stage.scroll == pytest.approx(96)
    canvas.stand_in_lane(40)
    assert 40 in canvas.stage.bands.in_view
    press(qtbot, canvas, Qt.Key.Key_PageUp)
    assert 40 not in canvas.stage.bands.in_view


def test_motion_is_short_and_ends_where_it_should(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    canvas.motion_ms = lambda: 5000  # type: ignore[method-assign]
    target = canvas.stage.scale.zoomed(3.0, 200.0)
    canvas.go(target, moving=True)
    assert canvas.stage.scale != target
    assert canvas._motion.duration() == MOTION_MS <= 150
    with qtbot.waitSignal(canvas._motion.finished):
        pass
    assert canvas.stage.scale == target


def test_the_bands_can_be_hidden(canvas: TimelineCanvas) -> None:
    canvas.show_bands(told=False, published=True)
    assert canvas.stage.frame().lanes == ()
    assert canvas.stage.frame().published is not None
    canvas.show_bands(told=True, published=False)
    assert canvas.stage.frame().published is None
    canvas.grab()


def test_the_ends_of_time_are_drawn_without_a_crash(canvas: TimelineCanvas) -> None:
    for first, last in ((-3_700_000, 4_700_000), (-400, 400), (1, 1), (3_652_059, 3_652_059)):
        canvas.show_span(first, last, moving=False)
        assert canvas.grab().size() == canvas.size()
    for factor in (1e-9, 1e9):
        canvas.zoom(factor, 400)
        canvas.pan(1e7)
        canvas.pan(-1e7)
        assert canvas.grab().size() == canvas.size()
        assert canvas.stage.scale.first < canvas.stage.scale.last


def test_names_that_are_not_in_view_leave_the_picture_of_those_that_are(canvas: TimelineCanvas) -> None:
    lanes = [Lane(f"Lane {number}") for number in range(60)]
    canvas.show_marks(canvas.stage.index.marks, lanes, Publications(), lambda ids: {})
    canvas.grab()
    painting = canvas.stage._painting_for(canvas.devicePixelRatioF())
    assert painting._held_names is not None
    kept = painting._held_names[1]
    canvas.show_marks(canvas.stage.index.marks, [*lanes[:-1], Lane("Another")], Publications(), lambda ids: {})
    canvas.grab()
    assert painting._held_names[1] is kept
    canvas.show_marks(canvas.stage.index.marks, [Lane("First"), *lanes[1:]], Publications(), lambda ids: {})
    canvas.grab()
    assert painting._held_names[1] is not kept
