"""The keys of a chart.

Left, Right (and Up, Down): the mark before and after. Home, End: the first and the last. Enter: pick. Esc: let go. Plus, minus:
zoom, with Shift or Ctrl as keyboards have it, with Alt upwards; 0: everything. Shift+Enter: what the chart has besides marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from .chart import Chart

ZOOM_STEP = 1.5
Key = Qt.Key
_STEPS = {Key.Key_Left: (-1, 0), Key.Key_Up: (0, -1), Key.Key_Right: (1, 0), Key.Key_Down: (0, 1)}
_ENTER = (Key.Key_Return, Key.Key_Enter)


def press(chart: Chart, event: QKeyEvent) -> bool:
    """Does what the key means; False when it means nothing here, so that others may have it."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Key(event.key())
    if key in (Key.Key_Plus, Key.Key_Equal, Key.Key_Minus):
        return _zoom(chart, key, upwards=bool(modifiers & Qt.KeyboardModifier.AltModifier))
    if key in _ENTER and modifiers == Qt.KeyboardModifier.ShiftModifier:
        return chart.pick_around()
    if modifiers or not chart.filled():
        return False
    if key in _STEPS:
        walk(chart, *_STEPS[key])
    elif key in (Key.Key_Home, Key.Key_End):
        chart.choose(0 if key == Key.Key_Home else chart.count() - 1)
    elif key in _ENTER and chart.chosen is not None:
        chart.pick(chart.chosen)
    elif key == Key.Key_Escape and chart.chosen is not None:
        chart.choose(None)
    elif key == Key.Key_0 and any(chart.zooms):
        chart.show_whole()
    else:
        return False
    return True


def walk(chart: Chart, across: int, down: int) -> None:
    """Chooses the mark beside the chosen one; from nowhere the first or the last."""
    if chart.chosen is None:
        chart.choose(0 if across + down > 0 else chart.count() - 1)
    else:
        chart.choose(chart.beside(chart.chosen, across, down))


def _zoom(chart: Chart, key: Qt.Key, *, upwards: bool) -> bool:
    if not chart.zooms[1 if upwards else 0] or not chart.filled():
        return False
    at = None
    if chart.chosen is not None and not chart.boxes[chart.chosen].isNull():
        middle = chart.boxes[chart.chosen].center()
        at = middle.y() if upwards else middle.x()
    chart.zoom(1 / ZOOM_STEP if key == Key.Key_Minus else ZOOM_STEP, at, upwards=upwards)
    return True
