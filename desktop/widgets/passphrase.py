"""A field for a passphrase: hidden until one asks to see it, never completed, corrected or kept; says when Caps Lock is on."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop.theme import Theme
from desktop.widgets.basics import label

_HINTS = (
    Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
)
CAPS = "Caps Lock is on."


class PassphraseField(QWidget):
    """`changed()` with every letter, `entered()` at Return."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str, words: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.warns_of_caps = True
        self._caps: bool | None = None  # not known before a letter is typed: Qt does not tell
        self._box = QFrame(self)
        self._box.setProperty("look", "search-box")
        self.line = QLineEdit(self._box)
        self.line.setObjectName(name)
        self.line.setAccessibleName(words)
        self.line.setPlaceholderText(words)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setProperty("look", "bare")
        self.line.setInputMethodHints(_HINTS)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(lambda _: self.changed.emit())
        self.line.returnPressed.connect(self.entered)
        self.eye = QToolButton(self._box)
        self.eye.setObjectName(f"{name}_show")
        self.eye.setCheckable(True)
        self.eye.setIcon(theme.icon("eye"))
        self.eye.setAccessibleName(f"Show: {words}")
        self.eye.setToolTip("Show what is typed")
        self.eye.toggled.connect(self._show)
        self.caps = label(CAPS, "warning", self)
        self.caps.setObjectName(f"{name}_caps")
        self.caps.hide()
        row = QHBoxLayout(self._box)
        row.setContentsMargins(10, 2, 3, 2)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.eye)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._box)
        column.addWidget(self.caps)

    @property
    def text(self) -> str:
        return self.line.text()

    def clear(self) -> None:
        """Empties the field and hides what will be typed."""
        self.line.clear()
        self.eye.setChecked(False)

    def _show(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by Qt's own proxy: Tab, on its way from the eye past the field itself, was handed back to the line and got no further.
        self.line.setFocus(event.reason())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._learn(event)
        elif event.type() == QEvent.Type.FocusOut:
            self._caps = None
            self.caps.hide()
            self._ring(False)
        elif event.type() == QEvent.Type.FocusIn:
            self._ring(True)
        return False

    def _ring(self, focused: bool) -> None:
        self._box.setProperty("focused", "true" if focused else "false")
        self._box.style().unpolish(self._box)
        self._box.style().polish(self._box)

    def _learn(self, event: QKeyEvent) -> None:
        typed, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_CapsLock and self._caps is not None:
            self._caps = not self._caps
        elif len(typed) == 1 and typed.isalpha() and typed.lower() != typed.upper():
            # Some systems give a small letter for Shift while Caps Lock is on, others a capital.
            self._caps = typed.isupper() != shift if typed.isupper() or shift else False
        self.caps.setVisible(self._caps is True and self.warns_of_caps)
