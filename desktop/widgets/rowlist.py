"""Lists of rows that a delegate paints: set up in one way, and the ground of a row painted in one way."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem

from desktop.theme import Theme

_RADIUS_PX = 8


def set_up_rows(
    view: QListView, name: str, spoken: str, *, theme: Theme | None = None, even: bool = False, tracked: bool = False
) -> None:
    """Gives a list its names and its look: rows of its delegate's own, no bar below, scrolled by pixels.

    `even` rows have one height; `tracked` ones know that the pointer is over them; with a `theme` they are painted anew when it changes.
    """
    view.setObjectName(name)
    view.setAccessibleName(spoken)
    view.setProperty("look", "rows")
    view.setUniformItemSizes(even)
    view.setMouseTracking(tracked)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if theme is not None:
        theme.changed.connect(view.viewport().update)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> tuple[QRect, bool]:
    """Paints what lies behind a row that is chosen, under the pointer or has the keyboard; the row's box, and whether it is chosen."""
    box = option.rect.adjusted(0, 1, -4, -1)
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    if chosen or option.state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_wash" if chosen else "hover"))
        painter.drawRoundedRect(QRectF(box), _RADIUS_PX, _RADIUS_PX)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(theme.color("accent"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS_PX, _RADIUS_PX)
    return box, chosen
