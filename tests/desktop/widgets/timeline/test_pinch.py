"""Two fingers: on a trackpad, whose system tells the pinch itself, and on a screen, where the fingers are told."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture
from pytestqt.qtbot import QtBot

from desktop.widgets.timeline import Lane, Publications, TimelineCanvas

NATIVE = Qt.NativeGestureType
FINGERS = tuple[QPoint, QPoint]


def native(
    canvas: TimelineCanvas, kind: Qt.NativeGestureType, x: float = 500, value: float = 0, moved: QPointF | None = None
) -> None:
    where = QPointF(x, 150)
    event = QNativeGestureEvent(
        kind, QPointingDevice.primaryPointingDevice(), 2, where, where, canvas.mapToGlobal(where), value,
        moved or QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def day(canvas: TimelineCanvas, x: float) -> float:
    return canvas.stage.scale.day(x - canvas.stage.names_px)


@pytest.fixture(scope="module")
def screen(qapp: QApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


def touch(canvas: TimelineCanvas, screen: QPointingDevice, *moves: FINGERS) -> None:
    """The first finger, then the second, then both through all places, then up again one by one."""
    first, second = moves[0]
    for act in ("press", "join", *moves[1:], "leave", "release"):
        # Without the last argument it would be sent a second time when Python lets go of it.
        told = QTest.touchEvent(canvas, screen, False)
        if act == "press":
            told.press(1, first, canvas)
        elif act == "join":
            told.move(1, first, canvas)
            told.press(2, second, canvas)
        elif act == "leave":
            told.move(1, first, canvas)
            told.release(2, second, canvas)
        elif act == "release":
            told.release(1, first, canvas)
        else:
            first, second = act
            told.move(1, first, canvas)
            told.move(2, second, canvas)
        told.commit()


def test_a_pinch_on_a_trackpad_zooms_about_the_pointer(canvas: TimelineCanvas) -> None:
    under, size = day(canvas, 500), canvas.stage.scale.px_per_day
    native(canvas, NATIVE.BeginNativeGesture)
    for _ in range(3):
        native(canvas, NATIVE.ZoomNativeGesture, value=0.1)
    native(canvas, NATIVE.EndNativeGesture)
    assert canvas.stage.scale.px_per_day == pytest.approx(size * 1.1**3)
    assert day(canvas, 500) == pytest.approx(under, abs=0.01)
    native(canvas, NATIVE.ZoomNativeGesture, value=-0.25)
    assert canvas.stage.scale.px_per_day == pytest.approx(size * 1.1**3 * 0.75)


def test_a_pinch_without_any_width_left_changes_nothing(canvas: TimelineCanvas) -> None:
    before = canvas.stage.scale
    for value in (-1.0, -3.0):
        native(canvas, NATIVE.ZoomNativeGesture, value=value)
    assert canvas.stage.scale == before


def test_fingers_that_move_together_on_a_trackpad_pan_and_scroll(canvas: TimelineCanvas) -> None:
    canvas.show_marks(
        canvas.stage.index.marks, [Lane(f"Lane {number}") for number in range(60)], Publications(), lambda ids: {}
    )  # fmt: skip
    under = day(canvas, 500)
    native(canvas, NATIVE.PanNativeGesture, moved=QPointF(-40, -30))
    assert day(canvas, 460) == pytest.approx(under, abs=0.01)
    assert canvas.stage.scroll == pytest.approx(30)


def test_a_double_tap_of_two_fingers_goes_closer_and_back_to_everything(canvas: TimelineCanvas) -> None:
    size = canvas.stage.scale.px_per_day
    native(canvas, NATIVE.SmartZoomNativeGesture, value=1)
    assert canvas.stage.scale.px_per_day == pytest.approx(size * 2)
    native(canvas, NATIVE.SmartZoomNativeGesture, value=0)
    assert canvas.stage.scale == canvas.stage.whole()


def test_a_turn_of_the_fingers_means_nothing_here(canvas: TimelineCanvas) -> None:
    before = canvas.stage.scale
    native(canvas, NATIVE.RotateNativeGesture, value=20)
    assert canvas.stage.scale == before


def test_what_lies_under_two_fingers_on_a_screen_goes_with_them(
    canvas: TimelineCanvas, screen: QPointingDevice, qtbot: QtBot
) -> None:
    left, right = day(canvas, 450), day(canvas, 550)
    spread = [(QPoint(450 - 20 * step, 150), QPoint(550 + 10 * step, 150)) for step in range(6)]
    touch(canvas, screen, *spread)
    assert day(canvas, 350) == pytest.approx(left, abs=0.05)
    assert day(canvas, 600) == pytest.approx(right, abs=0.05)


def test_two_fingers_that_come_back_leave_everything_where_it_was(
    canvas: TimelineCanvas, screen: QPointingDevice
) -> None:
    before = canvas.stage.scale
    near, far = (QPoint(450, 150), QPoint(550, 150)), (QPoint(300, 150), QPoint(700, 150))
    touch(canvas, screen, near, far, near)
    assert canvas.stage.scale.first == pytest.approx(before.first)
    assert canvas.stage.scale.px_per_day == pytest.approx(before.px_per_day)


def test_a_pinch_that_begins_on_a_mark_does_not_open_it_and_brushes_nothing(
    canvas: TimelineCanvas, screen: QPointingDevice
) -> None:
    opened: list[object] = []
    canvas.activated.connect(opened.append)
    mark = canvas.rect_of(canvas.stage.index.position(21)).center()
    touch(canvas, screen, (mark, mark + QPoint(80, 0)), (mark, mark + QPoint(120, 0)))
    touch(canvas, screen, (QPoint(400, 20), QPoint(500, 20)), (QPoint(380, 20), QPoint(540, 20)))
    assert (opened, canvas.stage.brush) == ([], None)


def test_one_finger_on_a_screen_taps_and_drags_as_a_mouse_does(
    canvas: TimelineCanvas, screen: QPointingDevice, qtbot: QtBot
) -> None:
    mark = canvas.rect_of(canvas.stage.index.position(21)).center()
    with qtbot.waitSignal(canvas.activated) as told:
        for act in ("press", "release"):
            sequence = QTest.touchEvent(canvas, screen, False)
            getattr(sequence, act)(1, mark, canvas)
            sequence.commit()
    assert told.args == [21]


def test_the_pinch_that_qt_tells_zooms_where_no_fingers_are_known(canvas: TimelineCanvas) -> None:
    under, size = day(canvas, 500), canvas.stage.scale.px_per_day
    pinch = _pinch(canvas)
    canvas.event(QGestureEvent([pinch]))
    # Nothing is told of its state: a pinch that has not moved yet zooms nothing.
    assert canvas.stage.scale.px_per_day == pytest.approx(size)
    canvas._pinch.zoom(1.5, QPointF(500, 150))
    assert canvas.stage.scale.px_per_day == pytest.approx(size * 1.5)
    assert day(canvas, 500) == pytest.approx(under, abs=0.01)


def _pinch(canvas: TimelineCanvas) -> QPinchGesture:
    pinch = QPinchGesture(canvas)
    pinch.setScaleFactor(1.5)
    pinch.setCenterPoint(canvas.mapToGlobal(QPointF(500, 150)))
    return pinch
