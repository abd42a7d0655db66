"""The bar under the reader's top line that finds words in the article; counts, steps, and forgets when closed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from desktop.theme import Theme

from .hits import Hits


class FindBar(QFrame):
    """`wanted` asks to search again for `words()`; `stepped(by)` goes to the next or previous hit."""

    wanted = Signal()
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("find_bar")
        self.setProperty("look", "surface")
        self.field = QLineEdit(self)
        self.field.setObjectName("find_words")
        self.field.setAccessibleName("Find in this article")
        self.field.setPlaceholderText("Find in this article")
        self.field.setMaxLength(200)
        self.count = QLabel(self)
        self.count.setObjectName("find_count")
        self.count.setProperty("look", "small")
        self.count.setMinimumWidth(56)
        self.field.setMinimumWidth(80)
        self.case = self._button("find_case", "Match case", "text-aa", checkable=True)
        self.whole = self._button("find_whole_words", "Whole words", "text-underline", checkable=True)
        self.back = self._button("find_previous", "Previous hit (Shift+Enter)", "caret-up")
        self.on = self._button("find_next", "Next hit (Enter)", "caret-down")
        self.shut = self._button("find_close", "Close the find bar (Esc)", "x")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 10, 6)
        row.setSpacing(2)
        row.addWidget(self.field, 1)
        row.addSpacing(4)
        for widget in (self.count, self.case, self.whole, self.back, self.on, self.shut):
            row.addWidget(widget)
        self.field.textChanged.connect(lambda _: self.wanted.emit())
        self.case.toggled.connect(lambda _: self.wanted.emit())
        self.whole.toggled.connect(lambda _: self.wanted.emit())
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on.clicked.connect(lambda: self.stepped.emit(1))
        self.shut.clicked.connect(self.closed)
        theme.changed.connect(self._tint)
        self._icons = {self.case: "text-aa", self.whole: "text-underline", self.back: "caret-up"}
        self._icons |= {self.on: "caret-down", self.shut: "x"}
        self._tint()
        self.hide()

    def words(self) -> str:
        return self.field.text()

    def open(self, words: str = "") -> None:
        """Shows the bar with the words, all of them selected, ready to be typed over."""
        if words:
            self.field.setText(words)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def tell(self, hits: Hits) -> None:
        """Shows `3 of 17`, or that there is none."""
        if not self.field.text().strip():
            words = ""
        elif not len(hits):
            words = "no hits"
        else:
            words = hits.told().removeprefix("hit ")
        self.count.setText(words)
        self.count.setAccessibleName(words or "No words yet")
        self.field.setProperty("invalid", "true" if words == "no hits" else "false")
        self.field.style().polish(self.field)
        for button in (self.back, self.on):
            button.setEnabled(len(hits) > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _button(self, name: str, label: str, icon: str, *, checkable: bool = False) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(label)
        button.setToolTip(label)
        button.setCheckable(checkable)
        button.setFixedSize(28, 28)
        return button

    def _tint(self) -> None:
        for button, icon in self._icons.items():
            button.setIcon(self._theme.icon(icon))
