"""Backups as rows: when each was made, how large it is, and how it stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from archive.base import clock
from archive.model.keeping import Point
from archive.operations.backups import points
from desktop.theme import Theme
from desktop.widgets.rowlist import paint_ground
from desktop.wording import size

POINT_ROLE = Qt.ItemDataRole.UserRole
_ROW_PX, _PAD, _LINE_PX = 50, 12, 20
_Index = QModelIndex | QPersistentModelIndex


def moment(made: datetime) -> str:
    """A moment in the words of this place and its time: `26 November 2026, 15:05`."""
    local = QDateTime.fromSecsSinceEpoch(int(made.timestamp()))
    return QLocale(QLocale.Language.English).toString(local, "d MMMM yyyy, HH:mm")


def age(made: datetime, now: datetime) -> str:
    """How long ago that was, roughly."""
    seconds = (now - made).total_seconds()
    if seconds < -300:
        return "the clock was wrong then, or is now"
    for name, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        count = int(seconds // length)
        if count >= 1:
            return f"{count:,} {name}{'s' if count > 1 else ''} ago"
    return "just now"


def stands(point: Point, faults: Sequence[str] | None) -> tuple[str, bool]:
    """How a backup stands in a few words, and whether that is a warning. `faults`: what reading it just now found."""
    if faults:
        return "Damaged", True
    if points.damaged(point):
        return "Of a damaged archive", True
    if faults is not None:
        return "Read just now, whole", False
    return ("Whole when it was made", False) if point.sha512 else ("Not known whether it is whole", True)


class PointsModel(QAbstractListModel):
    """The newest first. `faults` of a point are what reading it found, once that was done."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.points: tuple[Point, ...] = ()
        self.faults: dict[str, Sequence[str]] = {}

    def show(self, found: Sequence[Point]) -> None:
        """Shows these."""
        if tuple(found) != self.points:
            self.beginResetModel()
            self.points = tuple(found)
            self.endResetModel()

    def found(self, point: Point, faults: Sequence[str]) -> None:
        """Keeps what reading a backup found."""
        self.faults[point.path.name] = faults
        if point in self.points:
            index = self.index(self.points.index(point))
            self.dataChanged.emit(index, index)

    def point(self, index: _Index) -> Point | None:
        return self.points[index.row()] if index.isValid() and index.row() < len(self.points) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.points)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        point = self.point(index)
        if point is None:
            return None
        if role == POINT_ROLE:
            return point
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words, _ = stands(point, self.faults.get(point.path.name))
            return f"{moment(point.made)}, {age(point.made, clock.now())}, {size(point.size)}, {words}"
        return None


class PointDelegate(QStyledItemDelegate):
    """Two lines: when and how large; how long ago and how it stands."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        point, model, theme = index.data(POINT_ROLE), index.model(), self._theme
        if not isinstance(point, Point) or not isinstance(model, PointsModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, chosen = paint_ground(painter, option, theme)
        inner = box.adjusted(_PAD, 4, -_PAD, -4)
        top = QRect(inner.x(), inner.y(), inner.width(), _LINE_PX)
        below = QRect(inner.x(), inner.y() + _LINE_PX, inner.width(), _LINE_PX)
        left, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setFont(theme.font("interface"))
        painter.setPen(theme.color("accent" if chosen else "text"))
        painter.drawText(top, left, moment(point.made))
        painter.setFont(theme.font("small_numbers"))
        painter.setPen(theme.color("muted"))
        painter.drawText(top, right, size(point.size))
        painter.setFont(theme.font("small"))
        painter.drawText(below, left, age(point.made, clock.now()))
        words, warning = stands(point, model.faults.get(point.path.name))
        painter.setPen(theme.color("warning" if warning else "muted"))
        painter.drawText(below, right, words)
        painter.restore()
