"""How one mark looks: a dot where the day is known, a bar with soft edges where it is not, fading where it is open.

Confirmed is filled, found is hollow, rejected is grey and struck through, approximate is softer, and a dashed ring says that
another time disagrees: each can be told without its colour. On a screen the same few pictures are drawn again and again, so
`Sprites` keeps them; on paper they are drawn as lines.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen, QPixmap, QRadialGradient

from .looks import BAR_PX, DOT_PX, FADE_PX, LEAST_BAR_PX, Kind
from .marks import Tone

_SOFT_PX, _SOFTER_PX = 7.0, 16.0
_CORE_PX = 2.0
_RING_PX, _RING_PEN_PX = 3.5, 1.5  # from a mark to its ring
_DASH_PX, _DASHES_PX = 3.3, 6  # a dash, and a dash with its gap
_AROUND_PX = 8  # room about a sprite for its ring
_LONGEST_SPRITE_PX = 40
_STRIP_PX = 512  # of the middle of long bars: stretching two pixels takes five times as long as copying as many


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of one theme that marks are drawn with."""

    accent: QColor
    muted: QColor
    warning: QColor
    ground: QColor


def draw(painter: QPainter, kind: Kind, left: float, right: float, y: float, inks: Inks) -> None:
    """Draws a mark from `left` to `right` on the line `y`."""
    _body(painter, kind, left, right, y, inks)
    _signs(painter, kind, left, right, y, inks)


def _body(painter: QPainter, kind: Kind, left: float, right: float, y: float, inks: Inks) -> None:
    color = inks.muted if kind.tone is Tone.REJECTED else inks.accent
    if kind.precise:
        _dot(painter, kind, QPointF((left + right) / 2, y), color, inks.ground)
    else:
        _bar(painter, kind, left, right, y, color, inks.ground)


def _signs(painter: QPainter, kind: Kind, left: float, right: float, y: float, inks: Inks) -> None:
    """The stroke through what was rejected, the ring about what disagrees."""
    if kind.tone is Tone.REJECTED:
        # Steep, so that it is none of the lines that run along.
        half, middle = min(9.0, (right - left) / 2 + 2), (left + right) / 2
        painter.setPen(QPen(_faded(inks.muted, 0.8), 1.25))
        painter.drawLine(QLineF(middle - half, y + 7, middle + half, y - 7))
    if kind.disagreeing:
        painter.setPen(_dashed(inks))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        high = (2 * DOT_PX if kind.precise else BAR_PX) + 2 * _RING_PX
        wide, middle = (2 * DOT_PX if kind.precise else right - left) + 2 * _RING_PX, (left + right) / 2
        painter.drawRoundedRect(QRectF(middle - wide / 2, y - high / 2, wide, high), high / 2, high / 2)


def _dashed(inks: Inks) -> QPen:
    pen = QPen(inks.warning, _RING_PEN_PX)
    pen.setDashPattern([_DASH_PX / _RING_PEN_PX, (_DASHES_PX - _DASH_PX) / _RING_PEN_PX])
    return pen


def _dot(painter: QPainter, kind: Kind, center: QPointF, color: QColor, ground: QColor) -> None:
    if kind.approximate:
        # No rim: how sharply a mark ends is how sharply its time is told.
        gradient = QRadialGradient(center, DOT_PX + 2)
        filled = kind.tone is Tone.CONFIRMED
        for stop, alpha in ((0.0, 0.95 if filled else 0.3), (0.5, 0.8 if filled else 0.75), (1.0, 0.0)):
            gradient.setColorAt(stop, _faded(color, alpha))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(gradient))
        painter.drawEllipse(center, DOT_PX + 2, DOT_PX + 2)
        return
    filled = kind.tone is Tone.CONFIRMED
    painter.setPen(QPen(color, 1.75))
    painter.setBrush(color if filled else ground)
    radius = DOT_PX - 0.9
    painter.drawEllipse(center, radius, radius)


def _bar(painter: QPainter, kind: Kind, left: float, right: float, y: float, color: QColor, ground: QColor) -> None:
    """A full band when confirmed; otherwise a wash with a thin core. All of it ends softly."""
    strength = (0.6 if kind.approximate else 1.0) * (0.6 if kind.tone is Tone.REJECTED else 1.0)
    filled = kind.tone is Tone.CONFIRMED
    rect = QRectF(left, y - BAR_PX / 2, right - left, BAR_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(rect, _soft(kind, left, right, ground, 1.0))
    painter.fillRect(rect, _soft(kind, left, right, color, (0.78 if filled else 0.22) * strength))
    if kind.tone is Tone.FOUND:
        core = QRectF(left, y - _CORE_PX / 2, right - left, _CORE_PX)
        painter.fillRect(core, _soft(kind, left, right, color, 0.85 * strength))


def _soft(kind: Kind, left: float, right: float, color: QColor, alpha: float) -> QBrush:
    length = max(1.0, right - left)
    soft = min(_SOFTER_PX if kind.approximate else _SOFT_PX, length / 2) / length
    begin = min(0.98, FADE_PX / length) if kind.open_start else soft
    end = min(0.98, FADE_PX / length) if kind.open_end else soft
    if kind.open_start:
        end = min(end, 1 - begin)
    if kind.open_end:
        begin = min(begin, 1 - end)
    gradient = QLinearGradient(left, 0, right, 0)
    gradient.setColorAt(0.0, _faded(color, 0.0))
    gradient.setColorAt(max(0.001, min(begin, 0.499) if not kind.open_start else begin), _faded(color, alpha))
    gradient.setColorAt(min(0.999, max(1 - end, 0.501) if not kind.open_end else 1 - end), _faded(color, alpha))
    gradient.setColorAt(1.0, _faded(color, 0.0))
    return QBrush(gradient)


def _faded(color: QColor, alpha: float) -> QColor:
    made = QColor(color)
    made.setAlphaF(alpha)
    return made


class Sprites:
    """Pictures of marks for one theme and one screen, drawn once each; a long bar is one of medium length, drawn out."""

    def __init__(self, inks: Inks, ratio: float) -> None:
        self.inks = inks
        self.ratio = ratio
        self._held: dict[tuple[Kind, int], QPixmap] = {}
        self._strips: dict[Kind, QPixmap] = {}
        self._dashes: QPixmap | None = None

    def prepare(self, kinds: Iterable[Kind]) -> Iterator[None]:
        """Makes the pictures that marks of these kinds need, one a step."""
        for kind in kinds:
            if kind.open_start or kind.open_end:
                continue
            for length in (0,) if kind.precise else range(int(LEAST_BAR_PX), _LONGEST_SPRITE_PX):
                if (kind, length) not in self._held:
                    self._make(kind, length)
                    yield
            if not kind.precise and kind not in self._strips:
                self._make_strip(kind)
                yield

    def draw(self, painter: QPainter, kind: Kind, left: float, right: float, y: float, width: float) -> None:
        """As the function `draw`, to within half a pixel, in a plot of this width: what lies beyond it is left out."""
        if kind.open_start or kind.open_end:
            draw(painter, kind, left, right, y, self.inks)
        elif kind.precise:
            sprite = self._held.get((kind, 0)) or self._make(kind, 0)
            painter.drawPixmap(QPointF((left + right) / 2 - _AROUND_PX - DOT_PX, y - _AROUND_PX - DOT_PX), sprite)
        elif right - left < _LONGEST_SPRITE_PX - 0.5:
            length = round(right - left)
            sprite = self._held.get((kind, length)) or self._make(kind, length)
            painter.drawPixmap(QPointF(left - _AROUND_PX, y - _AROUND_PX - BAR_PX / 2), sprite)
        else:
            self._drawn_out(painter, kind, (left, right), y, width)
            if kind.tone is Tone.REJECTED:
                _signs(painter, kind._replace(disagreeing=False), left, right, y, self.inks)
            if kind.disagreeing:
                self._long_ring(painter, left, right, y)

    def _make(self, kind: Kind, length: int, *, signed: bool = True) -> QPixmap:
        wide, high = (2 * DOT_PX, 2 * DOT_PX) if kind.precise else (float(length), BAR_PX)
        ratio = self.ratio
        sprite = QPixmap(round((wide + 2 * _AROUND_PX) * ratio), round((high + 2 * _AROUND_PX) * ratio))
        sprite.setDevicePixelRatio(ratio)
        sprite.fill(Qt.GlobalColor.transparent)
        painter = QPainter(sprite)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = (_AROUND_PX, _AROUND_PX + wide, _AROUND_PX + high / 2)
        _body(painter, kind, *place, self.inks)
        if signed:
            _signs(painter, kind, *place, self.inks)
        painter.end()
        self._held[kind, length] = sprite
        return sprite

    def _long_ring(self, painter: QPainter, left: float, right: float, y: float) -> None:
        """A ring whose straight parts are tiled: dashing long curves takes half a millisecond each."""
        high = BAR_PX + 2 * _RING_PX
        left, right, top = left - _RING_PX, right + _RING_PX, y - high / 2
        painter.setPen(_dashed(self.inks))
        painter.drawArc(QRectF(left, top, high, high), 90 * 16, 180 * 16)
        painter.drawArc(QRectF(right - high, top, high, high), -90 * 16, 180 * 16)
        if self._dashes is None:
            self._dashes = QPixmap(round(_DASHES_PX * self.ratio), round((high + 2) * self.ratio))
            self._dashes.setDevicePixelRatio(self.ratio)
            self._dashes.fill(Qt.GlobalColor.transparent)
            inner = QPainter(self._dashes)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            for edge in (1.0, high + 1):
                dash = QRectF(0, edge - _RING_PEN_PX / 2, _DASH_PX, _RING_PEN_PX)
                inner.fillRect(dash, self.inks.warning)
            inner.end()
        painter.drawTiledPixmap(QRectF(left + high / 2, top - 1, right - left - high, high + 2), self._dashes)

    def _drawn_out(self, painter: QPainter, kind: Kind, span: tuple[float, float], y: float, width: float) -> None:
        strip = self._strips.get(kind) or self._make_strip(kind)
        sprite = self._held[kind, _LONGEST_SPRITE_PX]
        cap, ratio = float(_AROUND_PX + _LONGEST_SPRITE_PX // 2 - 1), self.ratio
        top, high = y - _AROUND_PX - BAR_PX / 2, float(BAR_PX + 2 * _AROUND_PX)
        # On whole pixels, or the seams between the parts would show.
        left, right = round(span[0]) - _AROUND_PX, round(span[1]) + _AROUND_PX
        begin, end = left + cap, right - cap
        x, stop = max(begin, 0.0), min(end, width)
        parts = []
        while x < stop:
            parts.append((x, min(_STRIP_PX, stop - x), strip, 0.0))
            x += _STRIP_PX
        if begin > 0:
            parts.append((left, cap, sprite, 0.0))
        if end < width:
            parts.append((end, cap, sprite, cap + 2.0))
        for x, wide, picture, source in parts:
            painter.drawPixmap(
                QRectF(x, top, wide, high), picture, QRectF(source * ratio, 0, wide * ratio, high * ratio)
            )

    def _make_strip(self, kind: Kind) -> QPixmap:
        """The middle of a long bar, to be copied piece by piece; its ends are those of the longest picture."""
        sprite = self._make(kind, _LONGEST_SPRITE_PX, signed=False)
        strip = QPixmap(round(_STRIP_PX * self.ratio), sprite.height())
        strip.fill(Qt.GlobalColor.transparent)
        inner = QPainter(strip)
        middle = QRectF((sprite.width() - self.ratio) / 2, 0, self.ratio, sprite.height())
        inner.drawPixmap(QRectF(strip.rect()), sprite, middle)
        inner.end()
        self._strips[kind] = strip
        return strip
