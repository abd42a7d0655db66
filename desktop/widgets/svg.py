"""Drawings as SVG Tiny 1.2 whose words are words, with a title and a description; pure of what is drawn."""

import re
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

_FAMILY: Final = re.compile(rb'font-family="([^"]+)"')


def svg(size: QSize, title: str, description: str, paint: Callable[[QPainter], object]) -> bytes:
    """What `paint` draws. Where the font is not at hand, another without serifs stands in (Qt names one family only)."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setResolution(96)  # a pixel of ours is a pixel of the picture's, words included
    generator.setTitle(title)
    generator.setDescription(description)
    painter = QPainter(generator)
    paint(painter)
    painter.end()
    buffer.close()
    return _FAMILY.sub(rb'font-family="\1, sans-serif"', bytes(buffer.data().data()))
