"""Every change that the redaction list would make, with what stands around it, and what it may have missed."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from archive.operations.redacting import Edited, Missed, Preview
from desktop.theme import Theme
from desktop.wording import counted

_Index = QModelIndex | QPersistentModelIndex
_ROW_PX, _HEADING_PX, _PAD_PX, _EDGE_PX = 48, 36, 12, 3
_SHOWN = 2_000  # of each kind: nobody reads more, and Qt would measure each
_BEFORE_CHARS = 28
_LINKS = {"open": "Open", "rule": "Add a rule"}
_GAP_PX = 16


class _Lines(QAbstractListModel):
    """Rows are changes and guesses (`UserRole`) under headings."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Edited | Missed | str] = []

    def show_lines(self, lines: Sequence[Edited | Missed | str]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        held = self.lines[index.row()] if index.isValid() else ""
        # The keyboard passes over what is not enabled.
        return Qt.ItemFlag.NoItemFlags if isinstance(held, str) else super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.lines):
            return None
        held = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return held
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return held if isinstance(held, str) else spoken(held)
        if role == Qt.ItemDataRole.ToolTipRole and not isinstance(held, str):
            return spoken(held)
        return None


def spoken(line: Edited | Missed) -> str:
    """The line in words."""
    if isinstance(line, Missed):
        return f"“{line.words}” in “{line.where}”: {line.why}"
    return f"“{line.words}” becomes “{line.replacement}” in the {line.where}"


def links(line: object) -> list[str]:
    """What can be done with a line by one click."""
    opens = ["open"] if isinstance(line, Edited | Missed) and line.article is not None else []
    return [*opens, "rule"] if isinstance(line, Missed) else opens


class _Rows(QStyledItemDelegate):
    """The words in their surroundings over the place where they stand; links at the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, _HEADING_PX if isinstance(index.data(Qt.ItemDataRole.UserRole), str) else _ROW_PX)

    def link_boxes(self, box: QRect, line: object) -> dict[str, QRect]:
        """Where the links of a row are, from the right."""
        metrics, right, boxes = QFontMetrics(self.theme.font("small")), box.right() - _PAD_PX, {}
        for name in reversed(links(line)):
            width = metrics.horizontalAdvance(_LINKS[name])
            boxes[name] = QRect(right - width, box.top(), width + 2, box.height())
            right -= width + _GAP_PX
        return boxes

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, held, box = self.theme, index.data(Qt.ItemDataRole.UserRole), option.rect
        painter.save()
        if isinstance(held, str):
            painter.setFont(theme.font("small_strong"))
            painter.setPen(theme.color("muted"))
            painter.drawText(box.adjusted(_PAD_PX, 10, -_PAD_PX, 0), Qt.AlignmentFlag.AlignVCenter, held)
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("accent_wash"))
            painter.fillRect(QRect(box.left(), box.top(), _EDGE_PX, box.height()), theme.color("accent"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.color("line"))
        room = box.right() - _PAD_PX
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("accent"))
        for name, place in self.link_boxes(box, held).items():
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, _LINKS[name])
            room = min(room, place.left() - _GAP_PX)
        inside = QRect(box.left() + _PAD_PX, box.top() + 5, room - box.left() - _PAD_PX, box.height() - 10)
        half = inside.height() // 2
        self._segments(painter, QRect(inside.left(), inside.top(), inside.width(), half), _segments(held))
        where = f"{held.where} · {held.why}" if isinstance(held, Missed) else held.where[:1].upper() + held.where[1:]
        self._segments(
            painter, QRect(inside.left(), inside.top() + half, inside.width(), half), [(where, "small", "muted", False)]
        )
        painter.restore()

    def _segments(self, painter: QPainter, inside: QRect, segments: Sequence[tuple[str, str, str, bool]]) -> None:
        left = inside.left()
        for words, font, role, gone in segments:
            used = QFont(self.theme.font(font))
            used.setStrikeOut(gone)
            metrics = QFontMetrics(used)
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, inside.right() - left)
            painter.setFont(used)
            painter.setPen(self.theme.color(role))
            place = QRect(left, inside.top(), inside.right() - left, inside.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
            left += metrics.horizontalAdvance(shown)
            if shown != words:
                return


def _segments(line: Edited | Missed) -> list[tuple[str, str, str, bool]]:
    """Words with their font, colour and whether they are struck out."""
    if isinstance(line, Missed):
        return [(_flat(line.words), "strong", "text", False)]
    before = _flat(line.before)[-_BEFORE_CHARS:]
    return [
        (f"…{before}" if before else "", "interface", "muted", False),
        (_flat(line.words), "interface", "warning", True),
        (f" {line.replacement}", "strong", "accent", False),
        (_flat(line.after), "interface", "muted", False),
    ]


def _flat(words: str) -> str:
    """One line that keeps the spaces at its ends."""
    return words.replace("\n", " ").replace("\t", " ")


class ChangesList(QListView):
    """`opened(line)` leads to the sentence, `ruled(line)` asks for a rule; Return and A do the same."""

    opened = Signal(object)
    ruled = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("redaction_changes")
        self.setAccessibleName("What the list changes, and what it may have missed")
        self.setProperty("look", "rows")
        self.lines = _Lines(self)
        self._rows = _Rows(theme, self)
        self.setModel(self.lines)
        self.setItemDelegate(self._rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.viewport().update)

    def show_preview(self, seen: Preview) -> None:
        """Guesses first: they are what a person has to look at."""
        lines: list[Edited | Missed | str] = []
        if seen.suspects:
            lines += [f"May have been missed: {len(seen.suspects):,}", *seen.suspects[:_SHOWN]]
        if seen.changes:
            more = f", the first {_SHOWN:,} of them here" if len(seen.changes) > _SHOWN else ""
            lines += [counted(len(seen.changes), "change") + more, *seen.changes[:_SHOWN]]
        row = self.currentIndex().row()
        self.lines.show_lines(lines)
        if len(lines) > 1:
            self.setCurrentIndex(self.lines.index(min(max(1, row), len(lines) - 1), 0))

    @property
    def current(self) -> Edited | Missed | None:
        held = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return None if held is None or isinstance(held, str) else held

    def link_at(self, point: QPoint) -> str:
        """The link of a row under a point; "" where there is none."""
        index = self.indexAt(point)
        boxes = self._rows.link_boxes(self.visualRect(index), index.data(Qt.ItemDataRole.UserRole))
        return next((name for name, box in boxes.items() if box.contains(point)), "")

    def act(self, name: str) -> None:
        """Does what a link does, for the current row."""
        line = self.current
        if line is not None and name in links(line):
            (self.opened if name == "open" else self.ruled).emit(line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.act(self.link_at(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Home and self.lines.rowCount() > 1:
            self.setCurrentIndex(self.lines.index(1, 0))  # Qt gives up at the heading, which is the first row
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.act("open")
        elif plain and event.key() == Qt.Key.Key_A:
            self.act("rule")
        else:
            super().keyPressEvent(event)
