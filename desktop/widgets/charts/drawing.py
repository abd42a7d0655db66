"""Draws a chart: on the screen part by part, and whole, as it stands, into a picture. Nothing here is ever clipped away:
what is out of view is not drawn, because an SVG would keep it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from .area import Area

if TYPE_CHECKING:
    from .chart import Chart

SIDE_GAP_PX = 8
_TITLE_PX = 28
_TOP_PX = -4  # a number at the very top is moved down rather than cut off
_TICK_PX = 4


def title_px(chart: Chart) -> int:
    """How much higher a picture is than the chart: one whose title stands elsewhere on the screen has it above."""
    return _TITLE_PX if chart.title and chart.head.isHidden() else 0


def titled(chart: Chart, painter: QPainter) -> None:
    """The chart with its title above it where it has none of its own, with its corner at the painter's origin."""
    high = title_px(chart)
    if high:
        painter.fillRect(QRectF(0, 0, chart.width(), high), chart.theme.color(chart.ground))
        font = chart.theme.font("strong")
        painter.setFont(font)
        painter.setPen(chart.theme.color("text"))
        box = QRectF(4, 6, chart.width() - 8, high - 6)
        title = QFontMetricsF(font).elidedText(" ".join(chart.title.split()), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
    _placed(painter, QPointF(0, high), partial(whole, chart))


def whole(chart: Chart, painter: QPainter) -> None:
    """The chart but its menu, with its corner at the painter's origin."""
    painter.fillRect(QRectF(chart.rect()), chart.theme.color(chart.ground))
    for line in (chart.head, chart.told):
        if not line.isHidden():
            _placed(painter, QPointF(line.geometry().topLeft()), line.draw)
    if not chart.filled():
        painter.setFont(chart.theme.font("interface"))
        painter.setPen(chart.theme.color("muted"))
        painter.drawText(
            QRectF(chart.rect()).adjusted(28, 0, -28, 0),
            Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
            chart.nothing,
        )
        return
    chart.view.settle()
    origin = QPointF(chart.view.geometry().topLeft())
    for part, draw in ((chart.view.side, partial(side, chart)), (chart.view.foot, chart.draw_foot)):
        _placed(painter, origin + part.pos(), partial(draw, rect=QRectF(part.rect())))
    _placed(painter, origin + chart.view.box.pos(), partial(marks, chart, area=chart.view.area()))
    if chart.legend.entries:
        _placed(painter, QPointF(chart.legend.geometry().topLeft()), chart.legend.draw)


def ground(chart: Chart, painter: QPainter) -> None:
    """What lies under all parts on the screen, framed where keys act on the chart."""
    painter.fillRect(chart.rect(), chart.theme.color(chart.ground))
    if chart.hasFocus() and chart.by_keys:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(chart.theme.color("accent"), 1.5))
        painter.drawRoundedRect(QRectF(chart.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 8, 8)


def marks(chart: Chart, painter: QPainter, area: Area) -> None:
    """The grid and all marks."""
    if chart.filled():
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chart.draw(painter, area)


def over(chart: Chart, painter: QPainter, area: Area) -> None:
    """The outlines of the mark under the pointer and of the chosen one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for mark, alpha in ((chart.hovered, 0.35), (chart.chosen, 1.0)):
        if mark is not None and mark < len(chart.boxes) and not chart.boxes[mark].isNull():
            painter.setPen(QPen(chart.theme.color("accent", alpha), 2.0))
            box = chart.boxes[mark].adjusted(-3, -3, 3, 3)
            round_px = min(6.0, box.width() / 2, box.height() / 2)
            painter.drawRoundedRect(box, round_px, round_px)


def grid(chart: Chart, painter: QPainter, area: Area, ticks: Sequence[tuple[float, str]], zero: float | None) -> None:
    """Hairlines at the heights of ticks, and a stronger one at zero."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for position, _ in ticks:
        painter.setPen(QPen(chart.theme.color("faint" if position == zero else "line"), 1))
        y = round(area.y(position))
        if -1 <= y <= area.height + 1:
            painter.drawLine(QPointF(0, y), QPointF(area.width, y))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def side(chart: Chart, painter: QPainter, rect: QRectF) -> None:
    """The words of the axis on the left."""
    area = chart.view.area()
    painter.setFont(chart.theme.font("small_numbers"))
    painter.setPen(chart.theme.color("muted"))
    for position, words in chart.side_ticks:
        y = area.y(position)
        if -1 <= y <= area.height + 1:
            box = QRectF(-2, max(y - 10, _TOP_PX), rect.width() - SIDE_GAP_PX + 2, 20)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)


def foot(chart: Chart, painter: QPainter, rect: QRectF) -> None:
    """The ticks and words of the axis below; a word at the edge is moved inwards rather than cut off."""
    area = chart.view.area()
    font = chart.theme.font("small_numbers")
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    for position, words in chart.foot_ticks:
        x, half = area.x(position), metrics.horizontalAdvance(words) / 2
        if not -1 <= x <= area.width + 1:
            continue
        if chart.foot_marked:
            painter.setPen(QPen(chart.theme.color("faint"), 1))
            painter.drawLine(QPointF(round(x) + 0.5, 0), QPointF(round(x) + 0.5, _TICK_PX))
        x = min(max(x, half - chart.view.side.rect().width()), max(half, area.width - half))
        painter.setPen(chart.theme.color("muted"))
        painter.drawText(QRectF(x - half - 1, 5, 2 * half + 2, 18), Qt.AlignmentFlag.AlignCenter, words)


def _placed(painter: QPainter, origin: QPointF, draw: Callable[[QPainter], None]) -> None:
    painter.save()
    painter.translate(origin)
    draw(painter)
    painter.restore()


def cut(metrics: QFontMetricsF, name: str, px: float) -> str:
    """A name as far as it fits; of a path, its end tells more than its beginning."""
    words = " ".join(name.split())
    if metrics.horizontalAdvance(words) > px and "/" in words:
        words = f"…/{words.rpartition('/')[2]}"
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, px)


def cut_apart(metrics: QFontMetricsF, names: Sequence[str], px: float) -> list[str]:
    """Names of a list as far as they fit; those that would read alike are cut in their middle, where they begin alike."""
    cuts = [cut(metrics, name, px) for name in names]
    alike = {words for words, count in Counter(cuts).items() if count > 1}
    return [
        metrics.elidedText(" ".join(name.split()), Qt.TextElideMode.ElideMiddle, px) if words in alike else words
        for name, words in zip(names, cuts, strict=True)
    ]


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of two colours, 1–21 (WCAG 2.2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
