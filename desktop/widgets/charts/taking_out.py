"""Takes a chart out: copied as a picture or as a table, as PNG in twice the pixels, as SVG whose words are words, its data as CSV.

What is taken out is what is seen. Asking where to, and writing, is the caller's: widgets know no files.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QMenu

from desktop.widgets.svg import svg as drawn

from . import drawing
from .records import Table

if TYPE_CHECKING:
    from .chart import Chart

# Told: the ending (png, svg or csv), a name for the file, and what makes its bytes once it is known where they go.
SaveAs = Callable[[str, str, Callable[[], bytes]], None]

_RATIO = 2  # device pixels a pixel, so that print is sharp
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def image(chart: Chart, ratio: int = _RATIO) -> QImage:
    """The chart as it stands, in `ratio` times as many pixels."""
    made = QImage(_size(chart) * ratio, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    painter = QPainter(made)
    drawing.titled(chart, painter)
    painter.end()
    return made


def _size(chart: Chart) -> QSize:
    return QSize(chart.width(), chart.height() + drawing.title_px(chart))


def png(chart: Chart) -> bytes:
    """The chart as a PNG file in twice the pixels."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image(chart))
    buffer.close()
    return bytes(buffer.data().data())


def svg(chart: Chart) -> bytes:
    """The chart as SVG, with its title and its caption as title and description."""
    told = chart.told_words() if chart.filled() else chart.nothing
    return drawn(_size(chart), chart.title, told, lambda painter: drawing.titled(chart, painter))


def csv_bytes(table: Table) -> bytes:
    """The data as CSV (RFC 4180): UTF-8 with a byte order mark; no cell of words can be taken for a formula (OWASP)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_cell(name) for name in table.columns])
    for row in table.rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig", "replace")


def copy(chart: Chart) -> None:
    """Puts the picture on the clipboard."""
    QGuiApplication.clipboard().setImage(image(chart))


def copy_table(table: Table) -> None:
    """Puts the data on the clipboard: as columns between tabs, and as a table for word processors."""
    rows: list[list[object]] = [[*table.columns], *([_cell(value) for value in row] for row in table.rows)]
    words = [[" ".join(str(value).split()) for value in row] for row in rows]
    data = QMimeData()
    data.setText("\n".join("\t".join(row) for row in words))
    cells = ("".join(f"<td>{html.escape(each)}</td>" for each in row) for row in words)
    data.setHtml("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
    QGuiApplication.clipboard().setMimeData(data)


def file_name(title: str) -> str:
    """A name for the file, made of the title."""
    words = re.findall(r"\w+", title.lower())
    return "-".join(words)[:60].strip("-") or "chart"


class MoreMenu(QMenu):
    """The "…" of a chart. Without `save_as` nothing can be saved, and the entries say so by being off."""

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart)
        self.setObjectName("chart_menu")
        self.save_as: SaveAs | None = None
        self._chart = chart
        self.addAction("Copy picture").triggered.connect(lambda: copy(chart))
        self.addAction("Copy the data").triggered.connect(lambda: copy_table(chart.table()))
        self.addSeparator()
        kinds: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
            ("png", "Save as PNG…", lambda: png(chart)),
            ("svg", "Save as SVG…", lambda: svg(chart)),
            ("csv", "Save the data as CSV…", lambda: csv_bytes(chart.table())),
        )
        self._saving = [self.addAction(words) for _, words, _ in kinds]
        for action, (ending, _, make) in zip(self._saving, kinds, strict=True):
            action.triggered.connect(partial(self._save, ending, make))
        self.aboutToShow.connect(self._see)

    def _see(self) -> None:
        for action in self._saving:
            action.setEnabled(self.save_as is not None)

    def _save(self, ending: str, make: Callable[[], bytes], _checked: bool = False) -> None:
        if self.save_as is not None:
            self.save_as(ending, f"{file_name(self._chart.title)}.{ending}", make)


def _cell(value: object) -> object:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return "" if value is None else value
