"""The command palette: a field and a list over the window; finds any command or article by a few letters."""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import Theme
from desktop.widgets.basics import label
from desktop.widgets.ranking import Entry, rank
from desktop.widgets.rowlist import set_up_rows
from desktop.widgets.shadow import Shadow

_ROW_PX = 36
_WIDTH_PX = 560
_ROWS = 10
_Index = QModelIndex | QPersistentModelIndex


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def fill(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.words
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return f"{entry.detail} {entry.keys}".strip()
        return entry if role == Qt.ItemDataRole.UserRole else None


class _Rows(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        box = QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent_wash"))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 8, 8)
        if entry.icon:
            self._theme.icon(entry.icon, "accent" if chosen else "muted").paint(
                painter, QRect(box.left() + 10, box.top() + 9, 18, 18)
            )
        middle = Qt.AlignmentFlag.AlignVCenter
        right = box.right() - 12
        small, usual = self._theme.font("small"), self._theme.font("interface")
        painter.setFont(small)
        painter.setPen(self._theme.color("muted"))
        keys_width = QFontMetrics(small).horizontalAdvance(entry.keys)
        painter.drawText(QRect(right - keys_width, box.top(), keys_width + 1, box.height()), middle, entry.keys)
        right -= keys_width + 12
        left = box.left() + 38
        metrics = QFontMetrics(usual)
        words = metrics.elidedText(entry.words, Qt.TextElideMode.ElideRight, right - left)
        painter.setFont(usual)
        painter.setPen(self._theme.color("text"))
        painter.drawText(QRect(left, box.top(), right - left, box.height()), middle, words)
        left += metrics.horizontalAdvance(words) + 10
        if right - left > 40:
            painter.setFont(small)
            painter.setPen(self._theme.color("muted"))
            detail = QFontMetrics(small).elidedText(entry.detail, Qt.TextElideMode.ElideRight, right - left)
            painter.drawText(QRect(left, box.top(), right - left, box.height()), middle, detail)
        painter.restore()


class Palette(QFrame):
    """`picked(id)` when an entry is chosen; `typed(text)` so that the window can add articles with `add_found`."""

    picked = Signal(str)
    typed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setAccessibleName("Command palette")
        self.setProperty("look", "popup")
        self._theme = theme
        self._over = parent
        self._entries: list[Entry] = []
        self._recent: Sequence[str] = ()
        self._before: QWidget | None = None  # what had the keyboard
        self.field = QLineEdit(self)
        self.field.setObjectName("palette_field")
        self.field.setAccessibleName("Command or article")
        self.field.setPlaceholderText("Command or article")
        self.field.setProperty("look", "search")
        self.field.addAction(theme.icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        self.view = QListView(self)
        set_up_rows(self.view, "palette_list", "Commands and articles", even=True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = _Entries(self)
        self.view.setModel(self._model)
        self.view.setItemDelegate(_Rows(theme, self))
        self.nothing = label("No command or article is called that.", "muted", self)
        self.nothing.setContentsMargins(12, 8, 12, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.nothing)
        column.addWidget(self.view)
        self._shadow = Shadow(theme, self)
        self.field.textChanged.connect(self._typed)
        self.view.clicked.connect(lambda index: self._pick(index.row()))
        self.field.installEventFilter(self)
        parent.installEventFilter(self)
        self.hide()

    def open(self, entries: Sequence[Entry], recent: Sequence[str] = ()) -> None:
        """Shows the palette with an empty field over these entries."""
        self._entries, self._recent = list(entries), recent
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.field.clear()
        self._fill(rank("", self._entries, recent))
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def add_found(self, query: str, found: Sequence[Entry]) -> None:
        """Adds entries found elsewhere (articles) under the commands, unless the field says something else by now."""
        if self.isVisible() and query == self.field.text():
            row = self.view.currentIndex().row()
            self._fill([*rank(query, self._entries, self._recent), *found], max(row, 0))

    def shown(self) -> list[Entry]:
        """The entries in the list, from the top."""
        return list(self._model.entries)

    def leave(self) -> None:
        """Closes the palette; the keyboard goes back to where it was, unless something else has taken it."""
        if not self.isVisible():
            return
        held, before = self.isAncestorOf(self.window().focusWidget() or self.window()), self._before
        self._before = None
        self.hide()
        if held and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self.parent():
            if kind == QEvent.Type.Resize and self.isVisible():
                self._place()
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event.key())
        elif kind == QEvent.Type.FocusOut and not self.isAncestorOf(self.window().focusWidget() or self.window()):
            self.leave()
        return False

    def _key(self, key: int) -> bool:
        """Whether a key of the field was meant for the list."""
        row, last = self.view.currentIndex().row(), self._model.rowCount() - 1
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS}
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(row)
        elif Qt.Key(key) in steps:
            self._choose(min(max(row + steps[Qt.Key(key)], 0), last))
        else:
            return False
        return True

    def _typed(self, text: str) -> None:
        self._fill(rank(text, self._entries, self._recent))
        self.typed.emit(text)

    def _fill(self, entries: list[Entry], row: int = 0) -> None:
        self._model.fill(entries)
        self.nothing.setVisible(not entries)
        self.view.setVisible(bool(entries))
        self.view.setFixedHeight(_ROW_PX * min(max(len(entries), 1), self._room()))
        self._choose(min(row, len(entries) - 1))
        self.adjustSize()

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.view.setCurrentIndex(self._model.index(row))

    def _pick(self, row: int) -> None:
        if 0 <= row < len(self._model.entries):
            entry = self._model.entries[row]
            self.leave()
            self.picked.emit(entry.id)

    def _room(self) -> int:
        return max(3, min(_ROWS, (self._over.height() - 180) // _ROW_PX))

    def _place(self) -> None:
        parent = self._over
        self.setFixedWidth(min(_WIDTH_PX, parent.width() - 32))
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, max(16, parent.height() // 8))
