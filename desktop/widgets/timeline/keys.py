"""The keys of the timeline.

Left, Right: pan. Plus, minus: zoom. F: show the chosen mark or the brushed days whole; 0: everything. Home, End: the first and the last time.
Ctrl+Left, Ctrl+Right: the mark before and after in the lane. Up, Down: the lane above and below. Page up, page down: scroll the
lanes. Enter: open the chosen mark. Shift+Left, Shift+Right: brush, one step of the axis at a time. Esc: clear the brush, then the choice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from . import ticks

if TYPE_CHECKING:
    from .canvas import TimelineCanvas

PAN_SHARE, ZOOM_STEP = 0.12, 1.5

Act = Callable[["TimelineCanvas"], object]
Key = Qt.Key
_NONE, _CTRL, _SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def press(canvas: TimelineCanvas, event: QKeyEvent) -> bool:
    """Does what the key means; False when it means nothing here, so that others may have it."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Key(event.key())
    if key in (Key.Key_Plus, Key.Key_Equal, Key.Key_Minus):  # with Shift or Ctrl too, as keyboards have it
        canvas.zoom(ZOOM_STEP if key != Key.Key_Minus else 1 / ZOOM_STEP, moving=True)
        return True
    if key == Key.Key_Escape:
        return _escape(canvas)
    act = _ACTS.get((key, modifiers))
    if act is None:
        return False
    act(canvas)
    return True


def walk(canvas: TimelineCanvas, step: int) -> None:
    """Chooses the mark before or after in the lane; without one, the first or last in view of the lane."""
    stage = canvas.stage
    if canvas.lane is None:
        if not stage.lanes:
            return
        canvas.lane = next((lane for lane in stage.bands.in_view if _filled(canvas, lane)), 0)
    first, after = stage.index.of_lane(canvas.lane)
    if first == after:
        canvas.stand_in_lane(canvas.lane)
        return
    if stage.chosen is None or not first <= stage.chosen < after:
        edge = stage.scale.first if step > 0 else stage.scale.last
        canvas.choose_position(stage.index.nearest(canvas.lane, edge))
        return
    position = stage.chosen + step
    if first <= position < after:
        canvas.choose_position(position)


def change_lane(canvas: TimelineCanvas, step: int) -> None:
    """Goes a lane up or down; from nowhere to the first or last in view."""
    lanes = canvas.stage.bands.in_view
    if not lanes:
        return
    lane = (lanes[0] if step > 0 else lanes[-1]) if canvas.lane is None else canvas.lane + step
    if 0 <= lane < len(canvas.stage.lanes):
        canvas.stand_in_lane(lane)


def extend_brush(canvas: TimelineCanvas, step: int) -> None:
    """Moves the brush's later edge by a step of the axis; a new brush begins at the chosen mark, or in the middle."""
    stage = canvas.stage
    level = ticks.level(stage.scale)
    if stage.brush is None:
        day = stage.scale.day(stage.scale.width / 2)
        if stage.chosen is not None:
            day = float(stage.index.start[stage.chosen])
        begin, end = ticks.boundaries(level, day, day)[:2]
        canvas.brush(begin, end - 1)
        return
    first, last = stage.brush
    if step > 0:
        last = next(day for day in ticks.boundaries(level, last + 1, last + 2) if day > last + 1) - 1
    else:
        shorter = ticks.boundaries(level, last, last)[0] - 1
        if shorter < first:
            first = ticks.boundaries(level, first - 1, first - 1)[0]
        else:
            last = shorter
    canvas.brush(first, last)
    canvas.go(stage.scale.showing(first, last + 1))


def _filled(canvas: TimelineCanvas, lane: int) -> bool:
    first, after = canvas.stage.index.of_lane(lane)
    return first < after


def _escape(canvas: TimelineCanvas) -> bool:
    if canvas.stage.brush is not None:
        canvas.clear_brush()
    elif canvas.stage.chosen is not None:
        canvas.choose_position(None)
    else:
        return False
    return True


def _fit(canvas: TimelineCanvas) -> None:
    stage = canvas.stage
    if stage.brush is not None:
        canvas.show_span(*stage.brush)
    elif stage.chosen is not None:
        canvas.show_span(int(stage.index.start[stage.chosen]), int(stage.index.end[stage.chosen]) - 1)
    else:
        canvas.show_all()


def _page(canvas: TimelineCanvas, step: int) -> None:
    bands = canvas.stage.bands
    canvas.scroll_lanes(step * (bands.bottom - bands.top))


def _to_edge(canvas: TimelineCanvas, *, last: bool) -> None:
    span = canvas.stage.index.span()
    if span is None:
        return
    day = span[1] if last else span[0]
    room = canvas.stage.scale.width
    canvas.pan(canvas.stage.scale.x(day) - room * (0.9 if last else 0.1), moving=True)


_ACTS: dict[tuple[Key, Qt.KeyboardModifier], Act] = {
    (Key.Key_Left, _NONE): lambda canvas: canvas.pan(-canvas.width() * PAN_SHARE, moving=True),
    (Key.Key_Right, _NONE): lambda canvas: canvas.pan(canvas.width() * PAN_SHARE, moving=True),
    (Key.Key_Left, _CTRL): lambda canvas: walk(canvas, -1),
    (Key.Key_Right, _CTRL): lambda canvas: walk(canvas, 1),
    (Key.Key_Left, _SHIFT): lambda canvas: extend_brush(canvas, -1),
    (Key.Key_Right, _SHIFT): lambda canvas: extend_brush(canvas, 1),
    (Key.Key_Up, _NONE): lambda canvas: change_lane(canvas, -1),
    (Key.Key_Down, _NONE): lambda canvas: change_lane(canvas, 1),
    (Key.Key_PageUp, _NONE): lambda canvas: _page(canvas, -1),
    (Key.Key_PageDown, _NONE): lambda canvas: _page(canvas, 1),
    (Key.Key_Home, _NONE): lambda canvas: _to_edge(canvas, last=False),
    (Key.Key_End, _NONE): lambda canvas: _to_edge(canvas, last=True),
    (Key.Key_Return, _NONE): lambda canvas: canvas.activate(),
    (Key.Key_Enter, _NONE): lambda canvas: canvas.activate(),
    (Key.Key_F, _NONE): _fit,
    (Key.Key_0, _NONE): lambda canvas: canvas.show_all(),
}
