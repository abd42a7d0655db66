"""The pictures of marks are made while nothing else is to be done, and a long bar looks the same whatever it is put together of."""

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.timeline import Marks, Publications, TimelineCanvas, Tone
from desktop.widgets.timeline.glyphs import Sprites
from desktop.widgets.timeline.looks import Kind, kinds
from desktop.widgets.timeline.painting import inks

from .conftest import LANES, TIMES, build


def test_every_look_is_found_once_the_usual_ones_first() -> None:
    times = dict(enumerate([*TIMES.values(), TIMES[12], TIMES[12]], 1))
    found = kinds(build(times))
    assert found[0] == Kind(Tone.FOUND, False, False, False, False, False)
    assert len(found) == len(set(found)) == len(TIMES)
    assert kinds(Marks.none()) == []


def test_after_a_moment_no_mark_waits_for_its_picture(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    canvas.repaint()
    assert canvas.preparing.busy
    qtbot.waitUntil(lambda: not canvas.preparing.busy)
    sprites = canvas.stage.sprites(canvas.devicePixelRatioF())
    assert sprites is not None
    assert list(sprites.prepare(kinds(canvas.stage.index.marks))) == []


def test_nothing_is_prepared_twice(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    canvas.repaint()
    qtbot.waitUntil(lambda: not canvas.preparing.busy)
    canvas.pan(40.0)
    canvas.repaint()
    assert not canvas.preparing.busy
    canvas.show_marks(build({11: TIMES[11]}), LANES, Publications(), lambda ids: {})
    canvas.repaint()
    assert canvas.preparing.busy
    qtbot.waitUntil(lambda: not canvas.preparing.busy)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("tone", list(Tone))
def test_a_long_bar_has_no_seam(qapp: QApplication, ratio: float, tone: Tone) -> None:
    """Along the middle of a bar of several pieces every pixel between its ends is the same."""
    picture = QImage(round(1400 * ratio), round(40 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    Sprites(inks(Theme("light")), ratio).draw(
        painter, Kind(tone, False, False, False, False, False), 20.3, 1380.6, 20.0, 1400.0
    )
    painter.end()
    line = [picture.pixelColor(x, round(23 * ratio)).rgb() for x in range(round(60 * ratio), round(660 * ratio))]
    assert len(set(line)) == 1
    assert line[0] != QColor("white").rgb()
