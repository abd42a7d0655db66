"""Whoever makes something ready ahead hears of each key, button and wheel in the window."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHoverEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.activity import Activity

_NOWHERE, _NONE = QPointF(3, 3), Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton


def _key(kind: QEvent.Type) -> QKeyEvent:
    return QKeyEvent(kind, Qt.Key.Key_A, _NONE, "a")


@pytest.mark.parametrize(
    ("given", "tells"),
    [
        (lambda: _key(QEvent.Type.KeyPress), True),
        (lambda: _key(QEvent.Type.ShortcutOverride), True),
        (lambda: _key(QEvent.Type.KeyRelease), False),
        (lambda: QMouseEvent(QEvent.Type.MouseButtonPress, _NOWHERE, _NOWHERE, _LEFT, _LEFT, _NONE), True),
        (
            lambda: QWheelEvent(
                *(_NOWHERE, _NOWHERE, QPoint(), QPoint(0, 120)),
                *(Qt.MouseButton.NoButton, _NONE, Qt.ScrollPhase.NoScrollPhase, False),
            ),
            True,
        ),
        (lambda: QHoverEvent(QEvent.Type.HoverMove, _NOWHERE, _NOWHERE, _NOWHERE), False),
    ],
)
def test_what_a_person_does_is_told_and_still_reaches_the_field(qtbot: QtBot, given, tells: bool) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    window.show()
    field.setFocus()
    told: list[bool] = []
    activity = Activity(window, window)
    activity.acted.connect(lambda: told.append(True))
    handle = window.windowHandle()
    assert handle is not None
    event = given()
    QApplication.sendEvent(handle, event)
    assert bool(told) is tells
    if event.type() == QEvent.Type.KeyPress:
        assert field.text() == "a"


def test_a_window_that_was_never_shown_tells_nothing(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert window.windowHandle() is None
    Activity(window, window)
