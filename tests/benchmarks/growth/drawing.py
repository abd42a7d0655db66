"""The growth as pictures: one small plot a reading, both axes logarithmic, as plain SVG.

The window's own charts need a running Qt and have years or days along the foot; none has two logarithmic axes. A dotted line shows
what growing as fast as the collection would be.
"""

import math
from collections.abc import Callable, Sequence
from html import escape

from tests.benchmarks.growth.fitting import slope
from tests.benchmarks.growth.groups import PEAKS, SIZES, TIMES, Group
from tests.benchmarks.growth.readings import Reading, Readings

PICTURES = {
    "growth-time": "Time against the number of articles, one small plot for each thing measured",
    "growth-memory": "Memory and size against the number of articles, one small plot for each thing measured",
}
_ACROSS, _WIDE, _HIGH, _AIR = 5, 164, 92, 18  # plots in a row, one of them, and its room above the highest decade, px
_LEFT, _TOP, _GAP_X, _GAP_Y, _HEADING = 62, 30, 20, 52, 44
_STYLE = (
    "text{font-family:sans-serif;font-size:11px;fill:#333}.h{font-size:14px;font-weight:bold}.n{fill:#666;font-size:10px}"
    ".g{stroke:#e2e2e2;stroke-width:1}.d{stroke:#aaa;stroke-width:1;stroke-dasharray:2 3}.l{fill:none;stroke:#1f5f99;stroke-width:2}.p{fill:#1f5f99}"
)
Point = tuple[int, float]


def pictures(readings: Readings) -> dict[str, str]:
    """File name without ending → SVG."""
    times = [(group.title, _plots(readings, group, _milliseconds)) for group in TIMES if group.held(readings)]
    peaks = [(f"peak: {name}", _points(readings, name, lambda each: each.peak_mb or 0.0)) for name in PEAKS]
    sizes = _plots(readings, SIZES, lambda each: each.wall)
    words = tuple(PICTURES.values())
    return {
        "growth-time": _picture(words[0], times, _time_words, readings.sizes),
        "growth-memory": _picture(words[1], [("Memory and size", [*peaks, *sizes])], _size_words, readings.sizes),
    }


def _milliseconds(reading: Reading) -> float:
    return reading.value * (1000 if reading.unit == "s" else 1)


def _plots(readings: Readings, group: Group, value: Callable[[Reading], float]) -> list[tuple[str, list[Point]]]:
    return [(group.short(name).removesuffix(", MB"), _points(readings, name, value)) for name in group.held(readings)]


def _points(readings: Readings, name: str, value: Callable[[Reading], float]) -> list[Point]:
    found = ((size, readings.get(size, name)) for size in readings.sizes)
    points = [(size, value(each)) for size, each in found if each is not None and not each.note]
    return [(size, each) for size, each in points if each > 0]


def _picture(
    words: str,
    groups: Sequence[tuple[str, list[tuple[str, list[Point]]]]],
    said: Callable[[float], str],
    sizes: Sequence[int],
) -> str:
    parts: list[str] = []
    y = _TOP
    for title, plots in groups:
        held = [(name, points) for name, points in plots if points]
        if not held:
            continue
        parts.append(f'<text class="h" x="{_LEFT - 46}" y="{y}">{escape(title)}</text>')
        frame = _Frame(sizes, [value for _, points in held for _, value in points], said)
        y += _HEADING - 8
        for number, (name, points) in enumerate(held):
            row, column = divmod(number, _ACROSS)
            x = _LEFT + column * (_WIDE + _GAP_X)
            parts.append(frame.plot(x, y + row * (_HIGH + _GAP_Y), name, points, first=column == 0))
        y += math.ceil(len(held) / _ACROSS) * (_HIGH + _GAP_Y) + 12
    width = _LEFT + _ACROSS * (_WIDE + _GAP_X)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" width="{width}" height="{y}" role="img">',
            f"<title>{escape(words)}</title>",
            f'<style>{_STYLE}</style><rect width="{width}" height="{y}" fill="#fff"/>',
            *parts,
            "</svg>\n",
        ]
    )


class _Frame:
    """The axes that the plots of a group share."""

    def __init__(self, sizes: Sequence[int], values: Sequence[float], said: Callable[[float], str]) -> None:
        self._sizes, self._said = sizes, said
        self._x0, self._x1 = math.log10(min(sizes)), math.log10(max(sizes))
        self._y0, self._y1 = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)) + 1e-9)
        if self._y1 == self._y0:
            self._y1 += 1

    def _x(self, size: float) -> float:
        span = self._x1 - self._x0
        return 8 + (_WIDE - 16) * ((math.log10(size) - self._x0) / span if span else 0.5)

    def _y(self, value: float) -> float:
        return _AIR + (_HIGH - _AIR) * (1 - (math.log10(value) - self._y0) / (self._y1 - self._y0))

    def plot(self, x: float, y: float, name: str, points: Sequence[Point], *, first: bool) -> str:
        """One plot; the first of a row says what its lines across are."""
        parts = [f'<g transform="translate({x:.0f} {y:.0f})"><text y="-4">{escape(name)}</text>']
        for power in range(self._y0, self._y1 + 1):
            at = self._y(10.0**power)
            parts.append(f'<line class="g" x1="0" x2="{_WIDE}" y1="{at:.1f}" y2="{at:.1f}"/>')
            if first and (power - self._y0) % self._every() == 0:
                parts.append(
                    f'<text class="n" x="-6" y="{at + 3:.1f}" text-anchor="end">{self._said(10.0**power)}</text>'
                )
        for size in self._sizes:
            words = _count_words(size)
            parts.append(
                f'<text class="n" x="{self._x(size):.1f}" y="{_HIGH + 13}" text-anchor="middle">{words}</text>'
            )
        parts.append(self._as_fast(points))
        places = [(self._x(size), self._y(value)) for size, value in points]
        line = " ".join(f"{across:.1f},{down:.1f}" for across, down in places)
        parts.append(f'<polyline class="l" points="{line}"/>')
        parts += [f'<circle class="p" cx="{across:.1f}" cy="{down:.1f}" r="3"/>' for across, down in places]
        parts.append(self._last(places[-1], points))
        return "".join([*parts, "</g>"])

    def _every(self) -> int:
        """Decades between words at the side, so that they do not touch."""
        return max(1, math.ceil((self._y1 - self._y0) * 13 / (_HIGH - _AIR)))

    def _last(self, place: tuple[float, float], points: Sequence[Point]) -> str:
        """The last value above its point, and the slope below the plot's name."""
        exponent = slope(points)
        told = "" if exponent is None else f'<text class="n" y="9">slope {exponent:.2f}</text>'
        across, anchor = (place[0] + 4, "end") if len(points) > 1 else (place[0], "middle")
        value = self._said(points[-1][1])
        return f'<text x="{across:.1f}" y="{place[1] - 7:.1f}" text-anchor="{anchor}">{value}</text>{told}'

    def _as_fast(self, points: Sequence[Point]) -> str:
        """From the first point on, as fast as the collection, until it leaves the plot."""
        size, value = points[0]
        last = min(10.0**self._x1, size * 10.0**self._y1 / value)
        if last <= size:
            return ""
        to = value * last / size
        return f'<line class="d" x1="{self._x(size):.1f}" y1="{self._y(value):.1f}" x2="{self._x(last):.1f}" y2="{self._y(to):.1f}"/>'


def _time_words(milliseconds: float) -> str:
    if milliseconds < 1:
        return f"{milliseconds:.1g} ms"
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    seconds = milliseconds / 1000
    return f"{seconds:.1f} s" if seconds < 10 and seconds != int(seconds) else f"{seconds:,.0f} s"


def _size_words(megabytes: float) -> str:
    return f"{megabytes:.1g} MB" if megabytes < 1 else f"{megabytes:,.0f} MB"


def _count_words(count: int) -> str:
    for step, letter in ((1_000_000, "M"), (1_000, "k")):
        if count >= step:
            return f"{count / step:g}{letter}"
    return str(count)
