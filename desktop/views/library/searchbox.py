"""The search box: what is typed, how many were found, a clear button, and the searches made before."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from desktop.theme import Theme
from desktop.widgets.apart import Apart

RECENT_KEPT = 20

SYNTAX = (
    ("river crossing", "both words, in any form: cross, crosses, crossing"),
    ('"river crossing"', "these words side by side"),
    ("river OR sea", "either word; NOT and brackets work too"),
    ("-winter", "without this word"),
    ("defect*", "words that begin so"),
    ("smugler~", "words spelt nearly so"),
    ("title:river", "in one field: title, byline, publisher, lang"),
    ("published:2019..2021", "published in these years"),
    ("1,047", "a number, however it is written"),
)


def tips() -> str:
    """The query syntax as rich text for the popover."""
    rows = "".join(
        f"<tr><td style='padding:3px 14px 3px 0'><b>{query}</b></td><td style='padding:3px 0'>{meaning}</td></tr>"
        for query, meaning in SYNTAX
    )
    return f"<table cellspacing='0'>{rows}</table>"


class _Field(QLineEdit):
    """Down goes to the list; Escape clears, then leaves."""

    down_pressed = Signal()
    escape_pressed = Signal()
    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.down_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def _row(widget: QWidget) -> QHBoxLayout:
    """A layout of what stands in the box, side by side."""
    layout = QHBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    return layout


class SearchBox(QFrame):
    """Emits `edited(text)` at every change of the words, by whoever."""

    edited = Signal(str)
    entered = Signal()  # Return
    list_asked = Signal()  # Down

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search-box")
        self.setProperty("look", "search-box")
        self._theme = theme
        self._recent = QStringListModel(self)
        apart = Apart(self)  # of every key there are so many hits, in so much room
        line = apart.held
        self.field = _Field(line)
        self.field.setObjectName("search-field")
        self.field.setAccessibleName("Search articles")
        self.field.setPlaceholderText("Search articles")
        self.field.setProperty("look", "bare")
        self._lens = QLabel(self)
        self._count = QLabel(line)
        self._count.setObjectName("search-count")
        self._count.setProperty("look", "small")
        self._clear = self._button("search-clear", "Clear search")
        self.tips = self._button("search-tips", "How to search")
        self._tip = self._make_popup()
        inside = _row(line)
        inside.addWidget(self.field, 1)
        inside.addWidget(self._count)
        layout = _row(self)
        layout.setContentsMargins(10, 3, 5, 3)
        layout.addWidget(self._lens)
        layout.addWidget(apart, 1)
        layout.addWidget(self._clear)
        layout.addWidget(self.tips)
        self._make_completer()
        self._connect()
        self._restyle()

    def _button(self, name: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(words)
        return button

    def _make_popup(self) -> QFrame:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setObjectName("search-tips-popup")
        popup.setProperty("look", "popup")
        inside = QHBoxLayout(popup)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(QLabel(tips(), popup))
        return popup

    def _make_completer(self) -> None:
        completer = QCompleter(self._recent, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        # Shown on request only (see show_recent): a list that opens while a person types would take Down and Return.
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer = completer
        completer.setWidget(self.field)
        completer.activated.connect(self.field.setText)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._changed)
        self.field.returnPressed.connect(self.entered)
        self.field.returnPressed.connect(self.remember)
        self.field.left.connect(self.remember)
        self.field.entered.connect(lambda: self._ring(True))
        self.field.left.connect(lambda: self._ring(False))
        self.field.down_pressed.connect(self._down)
        self.field.escape_pressed.connect(self._escape)
        self._clear.clicked.connect(self.clear)
        self.tips.clicked.connect(self._show_tips)
        self._theme.changed.connect(self._restyle)
        self._changed("")

    def _restyle(self) -> None:
        self._lens.setPixmap(self._theme.icon("magnifying-glass").pixmap(16, 16))
        self._clear.setIcon(self._theme.icon("x"))
        self.tips.setIcon(self._theme.icon("question"))

    def _ring(self, focused: bool) -> None:
        self.setProperty("focused", "true" if focused else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    # What it holds

    @property
    def text(self) -> str:
        return self.field.text()

    def show_text(self, text: str) -> None:
        """Shows a query without announcing it."""
        self.field.blockSignals(True)
        self.field.setText(text)
        self.field.blockSignals(False)
        self._dress(text)

    def show_count(self, count: str) -> None:
        self._count.setText(count)

    def take_focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def clear(self) -> None:
        self.remember()
        self.field.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # Earlier searches

    @property
    def recent(self) -> list[str]:
        """The last searches, newest first."""
        return self._recent.stringList()

    def show_recent_searches(self, queries: Sequence[str]) -> None:
        self._recent.setStringList(list(queries)[:RECENT_KEPT])

    def remember(self) -> None:
        """Puts the present query at the head of the recent ones."""
        query = self.text.strip()
        if len(query) > 1:
            self.show_recent_searches([query, *(each for each in self.recent if each != query)])

    def _down(self) -> None:
        if not self.text and self.recent:
            self._completer.setCompletionPrefix("")
            self._completer.complete()
        else:
            self.remember()
            self.list_asked.emit()

    def _escape(self) -> None:
        if self.text:
            self.clear()
        else:
            self.list_asked.emit()

    def _changed(self, text: str) -> None:
        self._dress(text)
        self.edited.emit(text)

    def _dress(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self.tips.setVisible(not text)

    def _show_tips(self) -> None:
        self._tip.adjustSize()
        self._tip.move(self.mapToGlobal(self.rect().bottomLeft()))
        self._tip.show()
