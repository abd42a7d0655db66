"""Chips that filter or stand for a value, and the layout that wraps them into rows."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget


class Chip(QPushButton):
    """A small round-ended button that can be on; `count` follows the words."""

    def __init__(self, words: str, count: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(words if count is None else f"{words} {count:,}", parent)
        self.setAutoDefault(True)  # Enter presses it as Space does, also where no stylesheet says so
        self.setProperty("look", "chip")
        self.setCheckable(True)
        self.setAccessibleName(words if count is None else f"{words}, {count:,}")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class Flow(QLayout):
    """Sets widgets in rows like words, beginning a new row where the width ends. Gaps in px."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8, row_gap: int = 8) -> None:
        super().__init__(parent)
        self._gap, self._row_gap = gap, row_gap
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width, until anything changes: Qt asks several times over
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:
        # Qt asks beyond the end to find it, and expects a null item then.
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def insertWidget(self, place: int, widget: QWidget) -> None:
        """Sets a widget before those that stand from this place on."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def invalidate(self) -> None:
        super().invalidate()
        self._heights.clear()

    def clear(self) -> None:
        """Takes every widget out and has it deleted."""
        while self._items:
            self._drop(self._items.pop())

    def drop(self, widget: QWidget) -> None:
        """Takes a widget out and has it deleted."""
        place = next(place for place, item in enumerate(self._items) if item.widget() is widget)
        self._drop(self._items.pop(place))

    def _drop(self, item: QLayoutItem) -> None:
        self.invalidate()
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._set(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._set(rect, place=True)

    def _set(self, rect: QRect, *, place: bool) -> int:
        margins = self.contentsMargins()
        left, right = rect.x() + margins.left(), rect.right() - margins.right()
        x, y, row = left, rect.y() + margins.top(), 0
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue  # a hidden widget takes no room
            size = item.sizeHint()
            if x > left and x + size.width() > right + 1:
                _place(line, row, place=place)
                x, y, row = left, y + row + self._row_gap, 0
            width = min(size.width(), right - left + 1)
            line.append((item, QRect(QPoint(x, y), QSize(width, size.height()))))
            x += size.width() + self._gap
            row = max(row, size.height())
        _place(line, row, place=place)
        return y + row + margins.bottom() - rect.y()


def _place(line: list[tuple[QLayoutItem, QRect]], row_px: int, *, place: bool) -> None:
    """Puts the widgets of a row where they stand, the lower ones in its middle, and empties the row."""
    for item, box in line if place else ():
        item.setGeometry(box.translated(0, (row_px - box.height()) // 2))
    line.clear()
