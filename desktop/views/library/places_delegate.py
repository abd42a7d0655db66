"""Paints one line of the sidebar: a quiet heading, or a name with its count; the chosen one on the accent's wash."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.models.places import PLACE_ROLE, Place, PlaceKind
from desktop.theme import Theme
from desktop.widgets.dragging import DropTree

MARGIN, PAD, STEP, SWATCH = 10, 8, 14, 10
CHEVRON = 12


class PlacesDelegate(QStyledItemDelegate):
    """Sections are headings with a chevron; collections with others inside have one too."""

    def __init__(self, theme: Theme, view: DropTree) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view
        self.adds = True  # whether collections can be made here
        self.forget()

    def forget(self) -> None:
        """Fonts or colours changed."""
        self._font = self._theme.font("numbers")
        self._heading = self._theme.font("small_strong")

    def adds_at(self, index: QModelIndex, box: QRect, spot: QPoint) -> bool:
        """Whether a spot in a line of the view is the sign that adds a collection."""
        return self._adds_to(index) and spot.x() > box.right() - MARGIN - 2 * PAD - CHEVRON

    def _adds_to(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        place = index.data(PLACE_ROLE)
        return self.adds and isinstance(place, Place) and place.key == "section:collections"

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        place = index.data(PLACE_ROLE)
        if not isinstance(place, Place):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if place.kind is PlaceKind.SECTION:
            self._paint_heading(painter, option, index, place)
        else:
            self._paint_place(painter, option, index, place)
        painter.restore()

    def _paint_heading(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, place: Place
    ) -> None:
        box = option.rect.adjusted(MARGIN + PAD, 10, -MARGIN, 0)
        painter.setFont(self._heading)
        painter.setPen(self._theme.color("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, place.name)
        right = QRect(box.right() - CHEVRON - PAD + 1, box.y(), CHEVRON, box.height())
        if self._adds_to(index):
            self._paint_icon(painter, right, "plus")
            right.translate(-CHEVRON - PAD, 0)
        hot = option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus)
        if hot and index.model().hasChildren(index):
            self._paint_chevron(painter, right, index)
        if option.state & QStyle.StateFlag.State_HasFocus or self._view.aimed_at == index:
            self._paint_ring(painter, option.rect.adjusted(MARGIN, 10, -MARGIN, 0))

    def _paint_place(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, place: Place
    ) -> None:
        theme, pill = self._theme, option.rect.adjusted(MARGIN, 1, -MARGIN, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_wash" if chosen else "hover"))
            painter.drawRoundedRect(QRectF(pill), 8, 8)
        if option.state & QStyle.StateFlag.State_HasFocus or self._view.aimed_at == index:
            self._paint_ring(painter, pill)
        inner = pill.adjusted(PAD + STEP * depth(index), 0, -PAD, 0)
        metrics = QFontMetrics(self._font)
        painter.setFont(self._font)
        if place.count is not None:
            count = f"{place.count:,}"
            painter.setPen(theme.color("muted"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
            inner.setRight(inner.right() - metrics.horizontalAdvance(count) - PAD)
        if place.kind is PlaceKind.TAG:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(f"{place.colour or 'sun'}_mark"))
            painter.drawRoundedRect(QRectF(inner.x(), inner.center().y() - SWATCH / 2 + 1, SWATCH, SWATCH), 3, 3)
            inner.setLeft(inner.left() + SWATCH + PAD)
        if index.model().hasChildren(index):
            self._paint_chevron(painter, QRect(inner.x() - 2, inner.y(), CHEVRON, inner.height()), index)
            inner.setLeft(inner.left() + CHEVRON)
        painter.setPen(theme.color("accent" if chosen else "text"))
        name = metrics.elidedText(place.name, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_chevron(self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        self._paint_icon(painter, box, "caret-down" if self._view.isExpanded(_plain(index)) else "caret-right")

    def _paint_icon(self, painter: QPainter, box: QRect, name: str) -> None:
        side = CHEVRON - 2
        self._theme.icon(name, "muted").paint(painter, box.x(), box.center().y() - side // 2 + 1, side, side)

    def _paint_ring(self, painter: QPainter, box: QRect) -> None:
        painter.setPen(QPen(self._theme.color("accent"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("place-name")
        editor.setAccessibleName("Name")
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        editor.setGeometry(option.rect.adjusted(MARGIN, 0, -MARGIN, 0))


def _plain(index: QModelIndex | QPersistentModelIndex) -> QModelIndex:
    """The index as a view takes it."""
    return index.model().index(index.row(), index.column(), index.parent())


def depth(index: QModelIndex | QPersistentModelIndex) -> int:
    """How many collections a place is inside of."""
    count, here = 0, index.parent()
    while here.isValid():
        count += 1
        here = here.parent()
    return max(0, count - 1)
