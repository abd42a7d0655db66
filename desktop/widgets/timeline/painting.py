"""Draws a frame with any painter: a screen's, a picture's or an SVG's, where words stay words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPixmap, QStaticText

from desktop.theme import Theme

from . import glyphs
from .density import Histogram
from .frame import Drawn, Frame, LaneFrame
from .lanes import LABEL_ROW_PX, MARK_ROW_PX, label_y
from .looks import BAR_PX, DOT_PX
from .marks import Lane, Tone
from .ticks import Tick, without_overlap

Ints = NDArray[np.int64]
Heights = NDArray[np.int16]

_OUTSIDE = 0.32  # opacity of marks outside of the brushed span
_HISTOGRAM_ALPHA, _BAND_ALPHA = 0.55, 0.22
_MOST_BIN_PX, _BIN_GAP_PX = 14.0, 2.0
_PUBLISHED_TOP_PX, _PUBLISHED_BOTTOM_PX = 14.0, 18.0
_CAP_PX = 2.0
_MOST_LAID_OUT = 4000
NAMES_LEFT_PX, NAMES_GAP_PX = 24.0, 16.0


@dataclass(frozen=True, slots=True)
class Look:
    """What the person sees besides the frame: names, the chosen mark, the brushed days, the lane that keys act on."""

    lanes: Sequence[Lane]
    published_note: str
    names_px: float
    chosen: int | None = None
    brush: tuple[int, int] | None = None


class Painting:
    """Draws with one theme. `sprites` are used on screens; without any, every mark is drawn as lines (SVG, print)."""

    def __init__(self, theme: Theme, sprites: glyphs.Sprites | None = None) -> None:
        self._theme = theme
        self._colors: dict[tuple[str, float], QColor] = {}
        self._mixtures: dict[tuple[str, float], QColor] = {}
        self._widths: dict[tuple[str, bool], float] = {}
        self._laid_out: dict[tuple[int, str], tuple[QStaticText, float]] = {}
        self._held_names: tuple[object, QPixmap] | None = None
        self.sprites = sprites
        self._inks = sprites.inks if sprites is not None else inks(theme)
        self._small = theme.font("small")
        self._strong = theme.font("small_strong")
        self._axis, self._round = theme.font("small_numbers", 11), theme.font("numbers", 13)
        self._name = theme.font("interface")
        self._note = theme.font("small", 11)

    def draw(self, painter: QPainter, frame: Frame, look: Look, width: float, height: float) -> None:
        """Draws the whole of it over a rectangle from 0, 0."""
        painter.fillRect(QRectF(0, 0, width, height), self._color("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(QRectF(look.names_px, 0, width - look.names_px, height))
        painter.translate(look.names_px, 0)
        self._brush(painter, frame, look)
        self._grid(painter, frame)
        bands = frame.bands
        painter.save()
        painter.setClipRect(QRectF(0, bands.top, frame.scale.width, max(0.0, bands.bottom - bands.top)))
        for lane in frame.lanes:
            self._lane(painter, frame, lane, look)
        painter.restore()
        self._published(painter, frame)
        painter.restore()
        self._names(painter, frame, look, height)
        self._ticks(painter, frame, look)

    def _color(self, role: str, alpha: float = 1.0) -> QColor:
        held = self._colors.get((role, alpha))
        if held is None:
            held = self._colors[role, alpha] = self._theme.color(role, alpha)
        return held

    # Axis and ground

    def _brush(self, painter: QPainter, frame: Frame, look: Look) -> None:
        if look.brush is None:
            return
        left, right = frame.scale.x(look.brush[0]), frame.scale.x(look.brush[1] + 1)
        left, right = max(-4.0, left), min(frame.scale.width + 4, right)
        if right <= left:
            return
        bottom = frame.bands.published[1] if frame.bands.published else frame.bands.bottom
        rect = QRectF(left, frame.bands.top - 4, right - left, bottom - frame.bands.top + 4)
        painter.fillRect(rect, self._color("accent_wash"))
        painter.setPen(QPen(self._color("accent", 0.6), 1))
        for x in (left, right):
            painter.drawLine(QLineF(x, rect.top(), x, rect.bottom()))

    def _grid(self, painter: QPainter, frame: Frame) -> None:
        bands = frame.bands
        for strong, role in ((False, "line"), (True, "line")):
            painter.setPen(QPen(self._color(role, 1.0 if strong else 0.75), 1.5 if strong else 1.0))
            lines = [
                QLineF(x, bands.top, x, bands.bottom)
                for tick in frame.ticks
                if tick.strong is strong and 0 <= (x := _sharp(frame.scale.x(tick.day))) <= frame.scale.width
            ]
            if lines:
                painter.drawLines(lines)

    def _ticks(self, painter: QPainter, frame: Frame, look: Look) -> None:
        baseline = frame.bands.top - 12
        if frame.context:
            painter.setFont(self._strong)
            painter.setPen(self._color("text"))
            self._elided(painter, frame.context, NAMES_LEFT_PX, baseline, look.names_px - NAMES_LEFT_PX - 4)
        painter.save()
        painter.translate(look.names_px, 0)

        def wide(tick: Tick) -> float:
            return self._wide(tick.label, strong=tick.strong)

        for tick in without_overlap(list(frame.ticks), frame.scale.x, wide):
            x = frame.scale.x(tick.day) - wide(tick) / 2
            if x < -NAMES_GAP_PX or x + wide(tick) > frame.scale.width + 8 or (frame.context and x < 0):
                continue
            painter.setPen(self._color("text" if tick.strong else "muted"))
            self._write(painter, self._round if tick.strong else self._axis, x, baseline, tick.label)
        painter.restore()

    def _wide(self, number: str, *, strong: bool = False) -> float:
        """The width of a number of the axis or of a histogram."""
        held = self._widths.get((number, strong))
        if held is None:
            metrics = QFontMetricsF(self._round if strong else self._axis)
            held = self._widths[number, strong] = metrics.horizontalAdvance(number)
        return held

    def _names(self, painter: QPainter, frame: Frame, look: Look, height: float) -> None:
        """The names; on a screen they are kept as a picture, for they stand still while one pans and zooms."""
        if self.sprites is None:
            self._write_names(painter, frame, look)
            return
        # Of the lanes only those in view: there may be one for each article of a large archive.
        shown = tuple(look.lanes[lane] for lane in frame.bands.in_view)
        key = (frame.bands, look.names_px, shown, look.published_note, height)
        if self._held_names is None or self._held_names[0] != key:
            ratio = self.sprites.ratio
            picture = QPixmap(max(1, round(look.names_px * ratio)), max(1, round(height * ratio)))
            picture.setDevicePixelRatio(ratio)
            picture.fill(self._color("surface"))
            inner = QPainter(picture)
            self._write_names(inner, frame, look)
            inner.end()
            self._held_names = (key, picture)
        painter.drawPixmap(0, 0, self._held_names[1])

    def _write_names(self, painter: QPainter, frame: Frame, look: Look) -> None:
        bands = frame.bands
        painter.save()
        painter.setClipRect(QRectF(0, bands.top, look.names_px, max(0.0, bands.bottom - bands.top)))
        for lane in bands.in_view:
            self._name_and_note(painter, look.lanes[lane], bands.line(lane), look.names_px)
        painter.restore()
        if bands.published is not None:
            top, bottom = bands.published
            lane_below = Lane("Published", look.published_note)
            self._name_and_note(painter, lane_below, (top + bottom) / 2 + 2, look.names_px)

    def _name_and_note(self, painter: QPainter, lane: Lane, y: float, wide: float) -> None:
        room = wide - NAMES_LEFT_PX - NAMES_GAP_PX
        painter.setFont(self._name)
        painter.setPen(self._color("text"))
        self._elided(painter, lane.name, NAMES_LEFT_PX, y + (-3 if lane.note else 4), room)
        if lane.note:
            painter.setFont(self._note)
            painter.setPen(self._color("muted"))
            self._elided(painter, lane.note, NAMES_LEFT_PX, y + 12, room)

    def _elided(self, painter: QPainter, text: str, x: float, y: float, room: float) -> None:
        metrics = QFontMetricsF(painter.font())
        painter.drawText(QPointF(x, y), metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))

    def _write(self, painter: QPainter, font: QFont, x: float, baseline: float, text: str) -> None:
        """Words on a baseline; on a screen they are laid out once, for the next frame has nearly the same ones."""
        painter.setFont(font)
        if self.sprites is None:
            painter.drawText(QPointF(x, baseline), text)
            return
        key = (id(font), text)  # the fonts live as long as this
        held = self._laid_out.get(key)
        if held is None:
            if len(self._laid_out) >= _MOST_LAID_OUT:
                self._laid_out.clear()
            words = QStaticText(text)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            held = self._laid_out[key] = (words, QFontMetricsF(font).ascent())
        painter.drawStaticText(QPointF(x, baseline - held[1]), held[0])

    # Lanes

    def _lane(self, painter: QPainter, frame: Frame, lane: LaneFrame, look: Look) -> None:
        line = frame.bands.line(lane.lane)
        empty = not lane.in_view and not lane.marks
        ground = line if lane.histogram is None else frame.bands.base(lane.lane)[0]
        painter.setPen(QPen(self._color("line"), 1, Qt.PenStyle.DotLine if empty else Qt.PenStyle.SolidLine))
        painter.drawLine(QLineF(0, _sharp(ground), frame.scale.width, _sharp(ground)))
        if lane.histogram is not None:
            self._histogram(painter, frame, lane.lane, lane.histogram, look)
        if lane.throughout:
            self._throughout(painter, frame, lane, line)
        if lane.marks:
            self._marks(painter, frame, lane, line, look)

    def _marks(self, painter: QPainter, frame: Frame, lane: LaneFrame, line: float, look: Look) -> None:
        self._leaders(painter, lane, line)
        for bars in (True, False):  # dots lie on bars
            for mark in lane.marks:
                if mark.kind.precise is not bars:
                    self._mark(painter, frame, mark, line, look)
        self._words(painter, frame, lane, line, look)

    def _throughout(self, painter: QPainter, frame: Frame, lane: LaneFrame, line: float) -> None:
        y = line + (frame.bands.mark_rows - 1) * MARK_ROW_PX
        painter.fillRect(QRectF(0, y - BAR_PX / 2, frame.scale.width, BAR_PX), self._mixed("accent", _BAND_ALPHA))
        painter.setPen(self._color("text"))
        self._write(painter, self._axis, 8, y + 4, f"{lane.throughout:,} longer ones span all of this")

    def _mark(self, painter: QPainter, frame: Frame, mark: Drawn, line: float, look: Look) -> None:
        y = line - mark.row * MARK_ROW_PX
        outside = look.brush is not None and not _brushed(frame, mark, look.brush)
        if outside:
            painter.setOpacity(_OUTSIDE)
        if self.sprites is not None:
            self.sprites.draw(painter, mark.kind, mark.left, mark.right, y, frame.scale.width)
        else:
            glyphs.draw(painter, mark.kind, mark.left, mark.right, y, self._inks)
        if outside:
            painter.setOpacity(1.0)

    def _leaders(self, painter: QPainter, lane: LaneFrame, line: float) -> None:
        painter.setPen(QPen(self._color("scrollbar"), 1))
        lines = [
            QLineF(
                _sharp(words.placed.anchor), label_y(line, words.placed.row) + 2, _sharp(words.placed.anchor), line - 7
            )
            for words in lane.words
            if words.placed.anchor is not None
        ]
        if lines:
            painter.drawLines(lines)

    def _words(self, painter: QPainter, frame: Frame, lane: LaneFrame, line: float, look: Look) -> None:
        usual, quiet = self._color("text"), self._color("muted")
        quieter = {
            mark.position
            for mark in lane.marks
            if mark.kind.tone is Tone.REJECTED or (look.brush and not _brushed(frame, mark, look.brush))
        }
        for words in lane.words:
            chosen = words.placed.key == look.chosen
            if lane.histogram is not None:  # columns and their number stand where it is written
                box = label_box(line, words.placed.x, words.placed.width, words.placed.row)
                painter.fillRect(box.adjusted(-4, 0, 4, 0), self._color("surface"))
            painter.setPen(quiet if words.placed.key in quieter and not chosen else usual)
            font = self._strong if chosen else self._small
            self._write(painter, font, words.placed.x, label_y(line, words.placed.row), words.text)

    def _histogram(self, painter: QPainter, frame: Frame, lane: int, histogram: Histogram, look: Look) -> None:
        """Columns as tall as the lane lets the fullest be, which says its number."""
        most = frame.most[lane]
        bottom, tall = frame.bands.base(lane)
        x = np.rint(histogram.edges[:-1]).astype(np.int64)
        high = np.rint(histogram.values * (tall / (most or 1.0))).astype(np.int16)
        np.maximum(high, histogram.values > 1e-6, out=high)  # whatever there is shows
        wide = max(1, round(histogram.column_px) - 1)
        parts = [(high, _HISTOGRAM_ALPHA)]
        if look.brush is not None:
            brushed = (x + histogram.column_px > frame.scale.x(look.brush[0])) & (x < frame.scale.x(look.brush[1] + 1))
            parts = [(high * brushed, _HISTOGRAM_ALPHA), (high * ~brushed, _HISTOGRAM_ALPHA * _OUTSIDE)]
        for part, share in parts:
            self._columns(painter, x, part, wide, int(bottom), self._mixed("accent", share))
        self._peak(painter, frame, histogram, bottom - histogram.most / most * tall if most else bottom)

    def _columns(self, painter: QPainter, x: Ints, high: Heights, wide: int, bottom: int, color: QColor) -> None:
        """Columns that stand on `bottom`; on a screen as one picture, for rectangles by the hundred take longer."""
        shown = np.flatnonzero(high)
        if not len(shown):
            return
        if self.sprites is None:
            x, high = x[shown], high[shown]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawRects(list(map(QRect, x.tolist(), (bottom - high).tolist(), repeat(wide), high.tolist())))
            return
        first, tallest = int(x[0]), int(high.max(initial=0))
        steps = np.zeros(int(x[-1]) + wide - first, np.int16)
        for pixel in range(wide):
            steps[x - first + pixel] = high
        filled = np.arange(tallest, 0, -1, dtype=np.int16)[:, None] <= steps
        picture = np.multiply(filled, np.uint32(color.rgba64().toArgb32()), dtype=np.uint32)
        image = QImage(picture.data, len(steps), tallest, len(steps) * 4, QImage.Format.Format_ARGB32_Premultiplied)
        painter.drawImage(QPointF(first, bottom - tallest), image)

    def _mixed(self, role: str, share: float) -> QColor:
        """So much of a role's colour on the ground, opaque."""
        held = self._mixtures.get((role, share))
        if held is None:
            color, ground = self._color(role), self._inks.ground
            parts = ((color.redF(), ground.redF()), (color.greenF(), ground.greenF()), (color.blueF(), ground.blueF()))
            mixed = QColor.fromRgbF(*(one * share + other * (1 - share) for one, other in parts))
            held = self._mixtures[role, share] = mixed
        return held

    def _peak(self, painter: QPainter, frame: Frame, histogram: Histogram, top: float) -> None:
        if histogram.most < 1:
            return
        x = float(histogram.edges[int(histogram.values.argmax())]) + histogram.column_px / 2
        words = f"{round(histogram.most):,}"
        wide = self._wide(words)
        painter.setPen(self._color("muted"))
        self._write(painter, self._axis, min(max(2.0, x - wide / 2), frame.scale.width - wide), top - 3, words)

    def _published(self, painter: QPainter, frame: Frame) -> None:
        if frame.published is None or frame.bands.published is None or not frame.published.most:
            return
        top, bottom = frame.bands.published
        bottom, tall = bottom - _PUBLISHED_BOTTOM_PX, bottom - top - _PUBLISHED_TOP_PX - _PUBLISHED_BOTTOM_PX
        edges = frame.published.edges.tolist()
        painter.setPen(Qt.PenStyle.NoPen)
        body, cap = self._color("sky"), self._color("sky_mark")
        for left, right, value in zip(edges, edges[1:], frame.published.values.tolist(), strict=False):
            if value > 1e-6:
                wide = min(_MOST_BIN_PX, right - left - _BIN_GAP_PX)
                high = max(2.0, value / frame.published.most * tall)
                rect = QRectF((left + right - wide) / 2, bottom - high, wide, high)
                painter.setBrush(body)
                painter.drawRoundedRect(rect, 1.5, 1.5)
                painter.fillRect(QRectF(rect.left(), rect.top(), wide, _CAP_PX), cap)


def inks(theme: Theme) -> glyphs.Inks:
    """The colours of marks in the theme in force."""
    return glyphs.Inks(theme.color("accent"), theme.color("muted"), theme.color("warning"), theme.color("surface"))


def label_box(mark_line: float, x: float, width: float, row: int) -> QRectF:
    """Where the words of a label are."""
    return QRectF(x, label_y(mark_line, row) - LABEL_ROW_PX + 4, width, LABEL_ROW_PX)


def mark_box(mark: Drawn, line: float) -> QRectF:
    """Where a mark is, without its ring."""
    high = 2 * DOT_PX if mark.kind.precise else BAR_PX
    return QRectF(mark.left, line - mark.row * MARK_ROW_PX - high / 2, mark.right - mark.left, high)


def _brushed(frame: Frame, mark: Drawn, brush: tuple[int, int]) -> bool:
    return mark.right > frame.scale.x(brush[0]) and mark.left < frame.scale.x(brush[1] + 1)


def _sharp(x: float) -> float:
    """The middle of a pixel, where a line of one pixel is crisp."""
    return int(x // 1) + 0.5
