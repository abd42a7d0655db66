"""The list of entries: what was added here first, then what comes with the program; both under a quiet heading."""

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
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from archive.base.text import folded
from archive.model.lexicon import Entry
from desktop.theme import Theme
from desktop.widgets.rowlist import set_up_rows
from desktop.widgets.tables import ring

from . import words

_Index = QModelIndex | QPersistentModelIndex
_ROW_PX, _PAD_PX, _GAP_PX = 32, 12, 12
_NAME_SHARE = 0.34


class LexiconModel(QAbstractListModel):
    """Rows are entries (`UserRole`), or headings and remarks (plain words)."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: tuple[Entry | str, ...] = ()

    def show_entries(self, own: Sequence[Entry], shipped: Sequence[Entry], text: str) -> None:
        """Those of one kind whose words hold the text."""
        mine, theirs = ([each for each in told if _holds(each, text)] for told in (own, shipped))
        none = "Nothing here holds these words." if text and own else "Nothing yet. Press N to add."
        lines: list[Entry | str] = ["Added here", *mine]
        if not mine:
            lines.append(none)
        if theirs:
            lines += ["Comes with Waystation", *theirs]
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def row_of(self, uid: str | None) -> int:
        """The row of an entry by its uid; without it, the first entry, or 0."""
        found = [row for row, each in enumerate(self.lines) if isinstance(each, Entry)]
        same = [row for row in found if uid is not None and getattr(self.lines[row], "uid", None) == uid]
        return next(iter(same or found), 0)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        held = self.lines[index.row()] if index.isValid() else ""
        return super().flags(index) if isinstance(held, Entry) else Qt.ItemFlag.ItemIsEnabled

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.lines):
            return None
        held = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return held
        if isinstance(held, str):
            return held if role == Qt.ItemDataRole.DisplayRole else None
        within = f"within {held.within}" if held.within else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return held.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (held.name, words.joined(held), within) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            own = "comes with Waystation, cannot be changed" if held.ships else "added here"
            return ", ".join(part for part in (held.name, words.joined(held), within, own) if part)
        return None


def _holds(entry: Entry, text: str) -> bool:
    wanted = folded(text)
    return any(wanted in folded(word) for word in (entry.name, *entry.words, entry.within))


class _Rows(QStyledItemDelegate):
    """The name, its words beside it, and where a place lies at the right."""

    def __init__(self, theme: Theme, parent: "LexiconList") -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, held = self._theme, index.data(Qt.ItemDataRole.UserRole)
        box = option.rect
        painter.save()
        if isinstance(held, str):
            heading = held in ("Added here", "Comes with Waystation")
            inside = box.adjusted(_PAD_PX, 8 if heading else 0, -_PAD_PX, 0)
            self._line(painter, inside, held, "small_strong" if heading else "interface", "muted")
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("accent_wash"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.color("accent"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.color("line"))
        inside = box.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        name_px = int(inside.width() * _NAME_SHARE)
        name = QRect(inside.left(), inside.top(), name_px, inside.height())
        self._line(painter, name, held.name, "interface", "muted" if held.ships else "text")
        within = f"within {held.within}" if held.within else ""
        taken = QFontMetrics(theme.font("small")).horizontalAdvance(within) if within else 0
        rest = inside.adjusted(name_px + _GAP_PX, 0, -(taken + _GAP_PX if taken else 0), 0)
        self._line(painter, rest, words.joined(held), "small", "muted")
        if within:
            self._line(
                painter,
                QRect(inside.right() - taken - 1, inside.top(), taken + 2, inside.height()),
                within,
                "small",
                "muted",
            )
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring(painter, theme, box)
        painter.restore()

    def _line(self, painter: QPainter, inside: QRect, told: str, font: str, role: str) -> None:
        painter.setFont(self._theme.font(font))
        painter.setPen(self._theme.color(role))
        shown = QFontMetrics(painter.font()).elidedText(told, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, shown)


class LexiconList(QListView):
    """`asked(what)`: add, change or remove, by keys or a double click; headings are passed over."""

    asked = Signal(str)
    menu_asked = Signal(QPoint)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = LexiconModel(self)
        set_up_rows(self, "lexicon_list", "Entries of the lexicon", theme=theme, even=True)
        self.setModel(self.rows)
        self.setItemDelegate(_Rows(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda point: self.menu_asked.emit(self.viewport().mapToGlobal(point)))
        self.doubleClicked.connect(lambda _: self.asked.emit("change"))

    @property
    def current(self) -> Entry | None:
        """The entry of the current row."""
        held = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return held if isinstance(held, Entry) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        asked = {
            Qt.Key.Key_N: "add",
            Qt.Key.Key_Insert: "add",
            Qt.Key.Key_Return: "change",
            Qt.Key.Key_Enter: "change",
            Qt.Key.Key_F2: "change",
            Qt.Key.Key_Delete: "remove",
        }.get(Qt.Key(event.key()))
        if plain and asked:
            self.asked.emit(asked)
        elif event.key() == Qt.Key.Key_Menu:
            self.menu_asked.emit(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center()))
        else:
            super().keyPressEvent(event)
