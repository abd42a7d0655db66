"""What is seen, as a picture to keep: PNG, or SVG whose words are words."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from desktop.widgets.svg import svg as drawn

from .days import span_words
from .stage import Stage

_RATIO = 2  # device pixels a pixel, so that print is sharp


def description(stage: Stage) -> str:
    """What the picture holds, in a sentence."""
    scale = stage.scale
    shown = sum(stage.index.count(lane, scale.first, scale.last) for lane in range(len(stage.lanes)))
    days = span_words(int(scale.first // 1), int(scale.last // 1))
    lanes = ", ".join(lane.name for lane in stage.lanes[:12]) + (", …" if len(stage.lanes) > 12 else "")
    return f"{shown:,} {'time' if shown == 1 else 'times'} told between {days}. Lanes: {lanes}."


def seen(stage: Stage) -> list[int]:
    """The ids of the marks that are drawn one by one, lane by lane."""
    return [int(stage.index.ids[mark.position]) for lane in stage.frame().lanes for mark in lane.marks]


def png(stage: Stage, size: QSize, ratio: int = _RATIO) -> QImage:
    """The picture in `ratio` times as many pixels as `size` has."""
    image = QImage(size * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    stage.copy(size.width(), size.height()).paint(painter, ratio)
    painter.end()
    return image


def svg(stage: Stage, size: QSize, title: str = "Timeline", told: str = "") -> bytes:
    """The picture as SVG Tiny 1.2, with a title and a description, which goes on with what is `told` of the marks."""
    words = "\n".join(filter(None, (description(stage), told)))
    return drawn(size, title, words, lambda painter: stage.copy(size.width(), size.height()).paint(painter, None))
