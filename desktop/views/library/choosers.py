"""Small boxes that ask one thing: a tag, a collection, a name. They open over the list and never block it."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from archive.model.article import Collection

_ROWS_SHOWN = 8


class Chooser(QFrame):
    """A field over a list that it filters: Return takes the marked row, or (where it `makes`) makes what was typed."""

    taken = Signal(str)  # the value of a row that is there
    made = Signal(str)  # words that stand for no row yet

    def __init__(self, name: str, prompt: str, parent: QWidget, *, makes: bool = True) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._makes = makes
        self.setObjectName(name)
        self.setProperty("look", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit(self)
        self.field.setObjectName(f"{name}-field")
        self.field.setAccessibleName(prompt)
        self.field.setPlaceholderText(prompt)
        self.rows = QListWidget(self)
        self.rows.setObjectName(f"{name}-rows")
        self.rows.setAccessibleName(prompt)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._options: list[tuple[str, str]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(self.rows)
        self.setFixedWidth(272)
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(self._take)
        self.rows.itemClicked.connect(self._take_row)

    def show_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Fills the list with (value, words)."""
        self._options = list(options)
        self._filter(self.field.text())

    def open_at(self, point: QPoint) -> None:
        """Shows the box with its top left corner at a global position, inside the screen."""
        self.adjustSize()
        area = self.screen().availableGeometry()
        x = max(area.left(), min(point.x(), area.right() - self.width()))
        y = max(area.top(), min(point.y(), area.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps and self.rows.count():
            self.rows.setCurrentRow((self.rows.currentRow() + steps[key]) % self.rows.count())
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _filter(self, typed: str) -> None:
        sought = typed.strip().casefold()
        self.rows.clear()
        exact = False
        for value, words in self._options:
            if self._fits(sought, words):
                item = QListWidgetItem(words, self.rows)
                item.setData(Qt.ItemDataRole.UserRole, value)
            exact = exact or sought == words.strip(" ✓").casefold()
        if sought and not exact and self._makes:
            item = QListWidgetItem(f"Make “{typed.strip()}”", self.rows)
            item.setData(Qt.ItemDataRole.UserRole, None)
        if sought:
            self.rows.setCurrentRow(0)
        row = max(self.rows.sizeHintForRow(0), 28) if self.rows.count() else 0
        self.rows.setFixedHeight(row * min(self.rows.count(), _ROWS_SHOWN) + 2)
        self.adjustSize()

    def _fits(self, sought: str, words: str) -> bool:
        return sought in words.casefold()

    def _take(self) -> None:
        item = self.rows.currentItem()
        if item is not None:
            self._take_row(item)

    def _take_row(self, item: QListWidgetItem) -> None:
        value = item.data(Qt.ItemDataRole.UserRole)
        typed = self.field.text().strip()
        self.close()
        if value is None:
            self.made.emit(typed)
        else:
            self.taken.emit(value)


def tag_options(tags: Mapping[str, int], carried: Mapping[str, int], articles: int) -> list[tuple[str, str]]:
    """Rows for the tag box: a check before those that all the articles carry."""
    return [(path, f"✓ {path}" if carried.get(path, 0) >= articles else path) for path in tags]


def collection_options(collections: Sequence[Collection]) -> list[tuple[str, str]]:
    """Rows for the collection box: each with the names of those it is inside of."""
    by_id = {each.id: each for each in collections}

    def path(each: Collection) -> str:
        return f"{path(by_id[each.parent])} / {each.name}" if each.parent in by_id else each.name

    return sorted(((str(each.id), path(each)) for each in collections), key=lambda option: option[1].casefold())


def parent_options(collections: Sequence[Collection], moved: int) -> list[tuple[str, str]]:
    """Rows for what a collection can be moved into: all but itself and those inside it."""
    inside = {moved}
    while more := {each.id for each in collections if each.parent in inside} - inside:
        inside |= more
    return [option for option in collection_options(collections) if int(option[0]) not in inside]


def ask_name(parent: QWidget, title: str, prompt: str, name: str, accepted: Callable[[str], object]) -> QDialog:
    """A dialog with one line; `accepted(name)` is called with what was typed, trimmed, never empty."""
    dialog = QDialog(parent)
    dialog.setObjectName("ask-name")
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setMinimumWidth(320)
    label = QLabel(prompt, dialog)
    field = QLineEdit(name, dialog)
    field.setObjectName("name")
    field.setAccessibleName(prompt)
    field.selectAll()
    label.setBuddy(field)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, dialog)
    ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
    ok.setEnabled(bool(name.strip()))
    field.textChanged.connect(lambda text: ok.setEnabled(bool(text.strip())))
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    dialog.accepted.connect(lambda: accepted(field.text().strip()))
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(20, 16, 20, 16)
    layout.setSpacing(10)
    for widget in (label, field, buttons):
        layout.addWidget(widget)
    dialog.open()
    return dialog


def confirm(parent: QWidget, question: str, detail: str, button: str, accepted: Callable[[], object]) -> QMessageBox:
    """Asks before what cannot be undone; Cancel is what Return and Escape do."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "Waystation", question, QMessageBox.StandardButton.Cancel, parent)
    box.setObjectName("confirm")
    box.setInformativeText(detail)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    yes = box.addButton(button, QMessageBox.ButtonRole.DestructiveRole)
    yes.setObjectName("confirm-yes")
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.setEscapeButton(QMessageBox.StandardButton.Cancel)
    yes.clicked.connect(lambda: accepted())
    box.open()
    return box
