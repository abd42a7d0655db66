"""Small questions about figures and series: why, what it means, what it is called, which series."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from archive.base.text import folded
from archive.model.figure import Series
from desktop.widgets.basics import label
from desktop.widgets.note_field import NoteField
from desktop.wording import counted

from .words import series_name

_TEXT_PX = 96


class TextDialog(QDialog):
    """Asks for words; calls `accepted_with(text)`. Where they are `needed`, nothing can be saved without any."""

    def __init__(
        self,
        name: str,
        title: str,
        told: str,
        text: str,
        accepted_with: Callable[[str], object],
        parent: QWidget,
        *,
        line: bool = False,
        needed: bool = False,
        verb: str = "Save",
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._needed = needed
        self.field: QLineEdit | NoteField = QLineEdit(text, self) if line else NoteField(self)
        self.field.setObjectName(f"{name}_text")
        self.field.setAccessibleName(title)
        if isinstance(self.field, NoteField):
            self.field.show_note(text)
            self.field.setTabChangesFocus(True)
            self.field.setProperty("look", "field")
            self.field.setFixedHeight(_TEXT_PX)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.yes = buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        self.yes.setObjectName(f"{name}_yes")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(told, "muted", self, wraps=True))
        column.addWidget(self.field)
        column.addWidget(buttons)
        self.setMinimumWidth(420)
        self.field.textChanged.connect(lambda *_: self._check())
        self.accepted.connect(lambda: accepted_with(self.text))
        self.field.installEventFilter(self)
        self._check()

    @property
    def text(self) -> str:
        """What stands in the field."""
        field = self.field
        return (field.text() if isinstance(field, QLineEdit) else field.note).strip()

    def _check(self) -> None:
        self.yes.setEnabled(bool(self.text) or not self._needed)

    def accept(self) -> None:
        if self.yes.isEnabled():
            super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # In a field of several lines Return begins a new one; with Ctrl it saves.
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.accept()
            return True
        return super().eventFilter(watched, event)


class SeriesDialog(QDialog):
    """Finds a series by a few letters; calls `accepted_with(uid)`."""

    def __init__(
        self, title: str, told: str, series: Sequence[Series], accepted_with: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("series_dialog")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._series = tuple(series)
        self.field = QLineEdit(self)
        self.field.setObjectName("series_dialog_field")
        self.field.setAccessibleName("Find a series")
        self.field.setPlaceholderText("A few letters of its name")
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName("series_dialog_list")
        self.list.setAccessibleName("Series")
        self.list.setMinimumHeight(220)
        self.list.itemActivated.connect(lambda _: self.accept())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.yes = buttons.addButton(title, QDialogButtonBox.ButtonRole.AcceptRole)
        self.yes.setObjectName("series_dialog_yes")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(told, "muted", self, wraps=True))
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
        self.setMinimumWidth(440)
        self.field.textChanged.connect(self._narrow)
        self.accepted.connect(lambda: accepted_with(self.uid))
        self._narrow("")

    @property
    def uid(self) -> str:
        """The series that is chosen, "" while there is none."""
        item = self.list.currentItem()
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    def _narrow(self, text: str) -> None:
        letters = folded(text.strip())
        self.list.clear()
        for each in self._series:
            if letters in folded(series_name(each)):
                item = QListWidgetItem(f"{series_name(each)}  ·  {counted(each.figures, 'figure')}")
                item.setData(Qt.ItemDataRole.UserRole, each.uid)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.yes.setEnabled(self.list.count() > 0)

    def accept(self) -> None:
        if self.uid:
            super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Up and Down walk the list while one types.
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        ):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
            return True
        return super().eventFilter(watched, event)
