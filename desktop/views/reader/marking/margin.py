"""The right margin: one stripe for each passage in view, in lanes, and its note beside it, folded to a dot without room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, Qt
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


_Place = tuple[float, float, float, float, str]  # left, top, width, height, uid


class Margin:
    """Draws for the marks handed in; `hot` tells what stands where."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._stripes: list[_Place] = []
        self._notes_hot: list[_Place] = []
        self._hot: list[Hot] | None = None

    @property
    def hot(self) -> list[Hot]:
        """What can be clicked as it was drawn last; put together when it is asked for, not at every frame."""
        if self._hot is None:
            self._hot = [_stripe(place) for place in self._stripes] + [_note(place) for place in self._notes_hot]
        return self._hot

    def under(self, point: QPoint) -> list[Hot]:
        """What can be clicked under a point: asked at every move of the pointer, among thousands of stripes."""
        x, y = point.x(), point.y()
        stripes = (each for each in self._stripes if each[1] <= y <= each[1] + each[3])
        notes = (each for each in self._notes_hot if each[1] <= y <= each[1] + each[3])
        found = [_stripe(each) for each in stripes if each[0] - 2 <= x <= each[0] + each[2] + 2]
        return found + [_note(each) for each in notes if each[0] <= x <= each[0] + each[2]]

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
        # Between neighbours a line of the ground stays, or many would be one broad band.
        plain = min(STRIPE_PX, pitch - 1)
        painter.setPen(Qt.PenStyle.NoPen)
        written = right - left - gap - min(lanes, most) * pitch - NOTE_GAP_PX - EDGE_PX >= LEAST_NOTE_PX
        below, heights, chosen, stripes = height + 4, canvas.heights, canvas.chosen, self._stripes
        for mark in marks:  # thousands of them in a frame: no calls that are not needed
            uid, lane = mark.uid, mark.lane
            top, bottom = heights.get(uid) or canvas.height_of(mark)
            top, bottom = top - scrolled, bottom - scrolled
            x = left + gap + (lane if lane < most else most - 1) * pitch
            if bottom >= 0 and top <= height:
                wide, edge = plain, x
                if uid == chosen:
                    wide, edge = plain + 2, x - 1
                first, last = top if top > -4.0 else -4.0, bottom if bottom < below else below
                # A line with round ends is a rounded stripe; thousands of one colour are then one call.
                round_ = wide / 2
                begin, end = first + round_, last - round_
                line = QLineF(edge + round_, begin, edge + round_, end if end > begin else begin)
                key = (mark.colour, wide)
                if key in lines:
                    lines[key].append(line)
                else:
                    lines[key] = [line]
                stripes.append((edge, first, wide, last - first, uid))
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
        wide_enough = right - left >= LEAST_NOTE_PX
        folded: dict[str, list[QPointF]] = {}
        for top, x, mark in sorted(notes, key=lambda note: note[0]):
            lines = _wrapped(metrics, _words(mark), right - left) if wide_enough else []
            y = max(top, taken)
            if not lines or y - top > _MOST_PUSHED_PX:
                folded.setdefault(mark.colour, []).append(QPointF(x + STRIPE_PX / 2, top - 1))
                side = _DOT_PX + 3
                place = (x + STRIPE_PX / 2 - side, top - 1 - side, 2 * side, 2 * side)
                self._notes_hot.append((*place, mark.uid))
                continue
            tall = metrics.height() * len(lines)
            self._write(painter, font, metrics, lines, left, y)
            painter.setPen(QPen(inks.stripe(mark.colour), 1))
            painter.drawLine(QPointF(left - 6, y + 1), QPointF(left - 6, y + tall - 1))
            painter.setPen(Qt.PenStyle.NoPen)
            self._notes_hot.append((left - 8, y, right - left + 8, tall, mark.uid))
            taken = y + tall + _NOTE_BETWEEN_PX
        self._fold(painter, inks, folded)

    def _write(
        self, painter: QPainter, font: QFont, metrics: QFontMetricsF, lines: Sequence[str], left: float, top: float
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color("muted"))
        for number, line in enumerate(lines):
            painter.drawText(QPointF(left, top + metrics.ascent() + number * metrics.height()), line)

    def _fold(self, painter: QPainter, inks: Inks, folded: Mapping[str, Sequence[QPointF]]) -> None:
        """A ring at the head of a stripe says that there is a note."""
        painter.setBrush(self._theme.color("surface"))
        for colour, centers in folded.items():
            painter.setPen(QPen(inks.stripe(colour), 2))
            for center in centers:
                painter.drawEllipse(center, _DOT_PX, _DOT_PX)
        painter.setPen(Qt.PenStyle.NoPen)


def _stripe(place: _Place) -> Hot:
    left, top, wide, tall, uid = place
    return Hot(QRectF(left - 2, top, wide + 4, tall), uid, False)


def _note(place: _Place) -> Hot:
    left, top, wide, tall, uid = place
    return Hot(QRectF(left, top, wide, tall), uid, True)


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
