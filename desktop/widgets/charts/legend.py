"""A legend: shapes with their groups and counts, then the signs in use; drawn alike on the screen and in a picture."""

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
MOST_ROWS, WIDEST_PX = 3, 200


@dataclass(frozen=True, slots=True)
class Entry:
    """What a shape or a sign stands for; `role` is its colour."""

    words: str
    role: str
    sign: glyphs.Sign | Shape


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
        """Places the entries in the width at hand."""
        metrics = QFontMetricsF(self._theme.font("small"))
        x, row, placed = 0.0, 0, []
        for entry in self._entries:
            wide = min(WIDEST_PX, self.width() - SIGN_PX, metrics.horizontalAdvance(entry.words) + 1) + SIGN_PX
            if x > 0 and x + wide > self.width():
                x, row = 0.0, row + 1
            if row == MOST_ROWS:
                break
            placed.append((entry, QRectF(x, row * ROW_PX, wide, ROW_PX)))
            x += wide + GAP_PX
        self._placed = placed
        self.setFixedHeight((min(row, MOST_ROWS - 1) + 1) * ROW_PX if self._entries else 0)
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Draws the legend with its corner at the painter's origin."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self._theme.font("small")
        metrics = QFontMetricsF(font)
        ground = self._theme.color(self._ground())
        for entry, box in self._placed:
            middle = QPointF(box.left() + SIGN_PX / 2 - 1, box.center().y())
            color = self._theme.color(entry.role)
            if isinstance(entry.sign, Shape):
                glyphs.point(painter, entry.sign, middle, color, ground)
            else:
                glyphs.sign(painter, entry.sign, middle, color, ground)
            words = metrics.elidedText(entry.words, Qt.TextElideMode.ElideRight, box.width() - SIGN_PX + 1)
            painter.setFont(font)
            painter.setPen(self._theme.color("muted"))
            painter.drawText(
                box.adjusted(SIGN_PX, 0, 2, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words
            )

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
            found = next((entry for entry, box in self._placed if box.contains(QPointF(event.pos()))), None)
            # Plain text even where a name looks like markup.
            QToolTip.showText(event.globalPos(), html_safe(found.words) if found else "", self)
            return True
        return super().event(event)


def html_safe(words: str) -> str:
    """Words for a tool tip, which would read markup in them; long ones wrap."""
    safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p>{safe}</p>" if words else ""
