"""The right margin: one stripe for each passage in view, in lanes, and its note beside it, folded to a dot without room."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from desktop.theme import Theme

from .canvas import Canvas
from .inks import Inks
from .marks import Mark

GAP_PX = 14.0  # from the column to the first lane
STRIPE_PX, PITCH_PX, LEAST_PITCH_PX = 3.0, 8.0, 2.0
LEAST_NOTE_PX, NOTE_GAP_PX, EDGE_PX = 96.0, 12.0, 10.0
_NOTE_LINES, _NOTE_BETWEEN_PX, _MOST_PUSHED_PX = 4, 8.0, 72.0
_DOT_PX = 3.5
_NOTE_LEAST_CHARS = 400  # more of a note than this never shows in the margin


@dataclass(frozen=True, slots=True)
class Hot:
    """What can be clicked in the margin, in the viewport's pixels."""

    rect: QRectF
    uid: str
    note: bool


class Margin:
    """Draws for the marks handed in; `hot` tells what stands where."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._stripes: list[tuple[float, float, float, float, str]] = []  # left, top, width, height, uid
        self._notes_hot: list[Hot] = []
        self._hot: list[Hot] | None = None

    @property
    def hot(self) -> list[Hot]:
        """What can be clicked as it was drawn last; put together when it is asked for, not at every frame."""
        if self._hot is None:
            self._hot = [
                Hot(QRectF(left - 2, top, wide + 4, tall), uid, False) for left, top, wide, tall, uid in self._stripes
            ]
            self._hot += self._notes_hot
        return self._hot

    def paint(
        self,
        painter: QPainter,
        canvas: Canvas,
        inks: Inks,
        marks: Sequence[Mark],
        *,
        left: float,
        right: float,
        scrolled: float,
        height: float,
    ) -> None:
        """`left` is the column's edge, `right` the viewport's, `scrolled` the document's pixel at its top."""
        self._hot, self._stripes, self._notes_hot = None, [], []
        lines: dict[tuple[str, float], list[QLineF]] = {}
        lanes = 1 + max((mark.lane for mark in marks), default=0)
        room = right - left - EDGE_PX
        gap = min(GAP_PX, max(4.0, room - lanes * PITCH_PX))
        pitch = max(LEAST_PITCH_PX, min(PITCH_PX, (room - gap) / lanes))
        most = max(1, int((room - gap) / pitch))
        notes: list[tuple[float, float, Mark]] = []
        painter.setPen(Qt.PenStyle.NoPen)
        written = right - left - gap - min(lanes, most) * pitch - NOTE_GAP_PX - EDGE_PX >= LEAST_NOTE_PX
        for mark in marks:
            top, bottom = canvas.height_of(mark)
            top, bottom = top - scrolled, bottom - scrolled
            x = left + gap + min(mark.lane, most - 1) * pitch
            if bottom >= 0 and top <= height:
                chosen = mark.uid == canvas.chosen
                # Between neighbours a line of the ground stays, or many would be one broad band.
                wide = min(STRIPE_PX, pitch - 1) + (2 if chosen else 0)
                edge, first, last = x - (1 if chosen else 0), max(top, -4.0), min(bottom, height + 4)
                # A line with round ends is a rounded stripe; thousands of one colour are then one call.
                round_, middle = wide / 2, edge + wide / 2
                line = QLineF(middle, first + round_, middle, max(first + round_, last - round_))
                lines.setdefault((mark.colour, wide), []).append(line)
                self._stripes.append((edge, first, wide, last - first, mark.uid))
            if mark.noted and (written or 0 <= top <= height):
                notes.append((top, x, mark))
        for (colour, wide), gathered in lines.items():
            painter.setPen(QPen(inks.stripe(colour), wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLines(gathered)
        painter.setPen(Qt.PenStyle.NoPen)
        self._notes(painter, inks, notes, left + gap + min(lanes, most) * pitch + NOTE_GAP_PX, right - EDGE_PX)

    def _notes(
        self,
        painter: QPainter,
        inks: Inks,
        notes: Sequence[tuple[float, float, Mark]],
        left: float,
        right: float,
    ) -> None:
        font = self._theme.font("small")
        metrics = QFontMetricsF(font)
        taken = float("-inf")
        for top, x, mark in sorted(notes, key=lambda note: note[0]):
            lines = _wrapped(metrics, _words(mark), right - left) if right - left >= LEAST_NOTE_PX else []
            y = max(top, taken)
            if not lines or y - top > _MOST_PUSHED_PX:
                self._fold(painter, inks, mark, x, top)
                continue
            tall = metrics.height() * len(lines)
            self._write(painter, font, metrics, lines, left, y)
            painter.setPen(QPen(inks.stripe(mark.colour), 1))
            painter.drawLine(QPointF(left - 6, y + 1), QPointF(left - 6, y + tall - 1))
            painter.setPen(Qt.PenStyle.NoPen)
            self._notes_hot.append(Hot(QRectF(left - 8, y, right - left + 8, tall), mark.uid, True))
            taken = y + tall + _NOTE_BETWEEN_PX

    def _write(
        self, painter: QPainter, font: QFont, metrics: QFontMetricsF, lines: Sequence[str], left: float, top: float
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color("muted"))
        for number, line in enumerate(lines):
            painter.drawText(QPointF(left, top + metrics.ascent() + number * metrics.height()), line)

    def _fold(self, painter: QPainter, inks: Inks, mark: Mark, x: float, top: float) -> None:
        """A ring at the head of the stripe says that there is a note."""
        center = QPointF(x + STRIPE_PX / 2, top - 1)
        painter.setBrush(self._theme.color("surface"))
        painter.setPen(QPen(inks.stripe(mark.colour), 2))
        painter.drawEllipse(center, _DOT_PX, _DOT_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        side = _DOT_PX + 3
        self._notes_hot.append(Hot(QRectF(center.x() - side, center.y() - side, 2 * side, 2 * side), mark.uid, True))


def _words(mark: Mark) -> str:
    note = mark.passage.note if mark.passage is not None else ""
    return " ".join(note[:_NOTE_LEAST_CHARS].split())


def _wrapped(metrics: QFontMetricsF, words: str, width: float) -> list[str]:
    """The words in at most a few lines, the last one cut with "…"."""
    lines: list[str] = []
    rest = words
    while rest and len(lines) < _NOTE_LINES:
        if metrics.horizontalAdvance(rest) <= width:
            return [*lines, rest]
        if len(lines) == _NOTE_LINES - 1:
            return [*lines, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)]
        cut = _fitting(metrics, rest, width)
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return lines


def _fitting(metrics: QFontMetricsF, words: str, width: float) -> int:
    """How many characters fit into a line, ending after a word where that is possible."""
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if metrics.horizontalAdvance(words[:middle]) <= width else (low, middle - 1)
    space = words.rfind(" ", 0, low + 1)
    return space if space > 0 else low
