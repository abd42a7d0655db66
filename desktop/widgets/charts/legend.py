"""A legend: shapes with their groups and counts, then the signs in use; drawn alike on the screen and in a picture.

Where there is no room for all of them it says how many are left out, and names them when that is pointed at.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.theme import Theme

from . import glyphs
from .groups import OTHER, Groups, Shape
from .numbers import plain

ROW_PX, SIGN_PX, GAP_PX = 20, 20, 18
MOST_ROWS, WIDEST_PX = 3, 260  # rows where nobody says how many there is room for
_LINE_PX, _LINE_HALF_PX = 1.8, 7.0


@dataclass(frozen=True, slots=True)
class Entry:
    """What a shape or a sign stands for; `role` is its colour. With a `dash` it is a line's, and shown on a piece of that."""

    words: str
    role: str
    sign: glyphs.Sign | Shape | None
    dash: tuple[float, ...] | None = None


def of_groups(groups: Groups, unnamed: str, sums: Mapping[str, float] | None = None) -> list[Entry]:
    """The groups with their counts, or with sums of their own; one entry for all that have no colour of their own. Nothing when no group has a name."""
    if not any(groups.counts):
        return []
    held = groups.counts if sums is None else sums
    entries = [
        Entry(f"{name or unnamed} ({plain(held[name])})", groups.look(name).role, groups.look(name).shape)
        for name in groups.own
    ]
    if groups.others:
        many = len(groups.others)
        entries.append(
            Entry(
                f"{many:,} {'other' if many == 1 else 'others'} ({plain(sum(held[name] for name in groups.others))})",
                OTHER.role,
                OTHER.shape,
            )
        )
    return entries


class Legend(QWidget):
    """Rows of entries, as high as they need; a name that is cut off is told when pointed at."""

    def __init__(self, theme: Theme, ground: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._ground = theme, ground
        self._entries: tuple[Entry, ...] = ()
        self._placed: list[tuple[Entry, QRectF]] = []
        self._left_out: tuple[Entry, ...] = ()
        self.most_rows = MOST_ROWS
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self._entries

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self._entries = tuple(entries)
        self.setVisible(bool(entries))
        self.setAccessibleName("Legend: " + ", ".join(entry.words for entry in entries) if entries else "")
        self.arrange()

    def arrange(self) -> None:
        """Places the entries in the width at hand, and in no more rows than `most_rows`."""
        shown = len(self._entries)
        placed = self._place(self._entries)
        while placed and placed[-1][1].top() >= self.most_rows * ROW_PX and shown > 0:
            shown -= 1
            more = Entry(f"and {len(self._entries) - shown:,} more", "muted", None)
            placed = self._place([*self._entries[:shown], more])
        self._placed, self._left_out = placed, self._entries[shown:]
        self.setFixedHeight(int(placed[-1][1].bottom()) if placed else 0)
        self.update()

    def _place(self, entries: Sequence[Entry]) -> list[tuple[Entry, QRectF]]:
        metrics = QFontMetricsF(self._theme.font("small"))
        x, row, placed = 0.0, 0, []
        for entry in entries:
            words = metrics.horizontalAdvance(entry.words) + 1
            wide = min(WIDEST_PX, self.width() - SIGN_PX, words) + (SIGN_PX if entry.sign is not None else 0)
            if x > 0 and x + wide > self.width():
                x, row = 0.0, row + 1
            placed.append((entry, QRectF(x, row * ROW_PX, wide, ROW_PX)))
            x += wide + GAP_PX
        return placed

    def draw(self, painter: QPainter) -> None:
        """Draws the legend with its corner at the painter's origin."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._theme.font("small")
        metrics = QFontMetricsF(font)
        ground = self._theme.color(self._ground())
        for entry, box in self._placed:
            middle = QPointF(box.left() + SIGN_PX / 2 - 1, box.center().y())
            color = self._theme.color(entry.role)
            if entry.dash is not None:
                painter.setPen(glyphs.line_pen(color, _LINE_PX, entry.dash))
                painter.drawLine(middle - QPointF(_LINE_HALF_PX, 0), middle + QPointF(_LINE_HALF_PX, 0))
            if isinstance(entry.sign, Shape):
                glyphs.point(painter, entry.sign, middle, color, ground)
            elif entry.sign is not None:
                glyphs.sign(painter, entry.sign, middle, color, ground)
            begin = SIGN_PX if entry.sign is not None else 0
            # In the middle: names of one house begin alike, and the count stands at the end.
            words = metrics.elidedText(entry.words, Qt.TextElideMode.ElideMiddle, box.width() - begin + 1)
            painter.setFont(font)
            painter.setPen(self._theme.color("muted"))
            painter.drawText(
                box.adjusted(begin, 0, 2, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words
            )

    def told_at(self, at: QPointF) -> str:
        """The words of the entry at a point, whole; those left out where it says how many they are."""
        found = next((entry for entry, box in self._placed if box.contains(at)), None)
        if found is None:
            return ""
        return found.words if found.sign is not None else ", ".join(entry.words for entry in self._left_out)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.draw(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            # Plain text even where a name looks like markup.
            QToolTip.showText(event.globalPos(), html_safe(self.told_at(QPointF(event.pos()))), self)
            return True
        return super().event(event)


def html_safe(words: str) -> str:
    """Words for a tool tip, which would read markup in them; long ones wrap."""
    safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p>{safe}</p>" if words else ""
