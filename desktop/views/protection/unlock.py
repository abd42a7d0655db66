"""Stands before an encrypted archive: asks for its passphrase or its recovery code, and says nothing else of it than where it lies.

A wrong one costs one sentence and a wait that grows; there is no hint.
"""

import math
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from archive.base.errors import TooSoon, WaystationError, WrongPassphrase
from archive.base.text import visible
from desktop.theme import Theme
from desktop.widgets.basics import Page, label
from desktop.widgets.passphrase import PassphraseField

_ICON_PX, _FORM_PX = 32, 380
_PASSPHRASE, _CODE = "Passphrase", "Recovery code"


class Unlock(Page):
    """`typed()` a letter of a passphrase; `given(text, is_code)` is what was typed, `other_asked()` that another archive is meant,
    `damaged_asked()` what can be done if the file is damaged; answer with `refuse`.
    """

    typed = Signal()
    given = Signal(str, bool)
    other_asked = Signal()
    damaged_asked = Signal()

    def __init__(self, archive: Path, theme: Theme, *, over: bool = False, parent: QWidget | None = None) -> None:
        """`over`: another archive is open behind this page, to which Esc goes back."""
        super().__init__("unlock", "Unlock", theme, parent)
        self.archive = archive
        self._over = over
        self._by_code = False
        self._left_s = 0
        self._told = ""
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._count_down)
        self.heading.hide()
        self.close_button.setVisible(over)
        self.fill_with(self._build())
        self.setFocusProxy(self.field)
        self._worded()

    def _build(self) -> QWidget:
        icon = QLabel(self)
        icon.setPixmap(self.theme.pixmap("lock-key", "accent", _ICON_PX))
        icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        name = label(visible(self.archive.stem), "heading", self, wraps=True)
        name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        place = label("", "small", self)
        place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        place.setText(
            place.fontMetrics().elidedText(visible(str(self.archive)), Qt.TextElideMode.ElideMiddle, _FORM_PX)
        )
        place.setToolTip(str(self.archive))
        self.field = PassphraseField("unlock_passphrase", _PASSPHRASE, self.theme, self)
        self.field.entered.connect(self._give)
        self.field.changed.connect(self._typed)
        self.refusal = label("", "warning", self, wraps=True)
        self.refusal.setObjectName("unlock_refusal")
        self.refusal.hide()
        self.button = QPushButton("Unlock", self)
        self.button.setObjectName("unlock_button")
        self.button.setProperty("look", "primary")
        self.button.clicked.connect(self._give)
        self.other_way = self._quiet("", "unlock_code", self._change_way)
        self.elsewhere = self._quiet("Open another archive…", "unlock_other", self.other_asked.emit)
        self.damaged = self._quiet("If the file is damaged…", "unlock_damaged", self.damaged_asked.emit)
        self.damaged.hide()
        return self._laid_out(icon, name, place)

    def _laid_out(self, icon: QLabel, name: QLabel, place: QLabel) -> QWidget:
        form = QWidget(self)
        form.setFixedWidth(_FORM_PX)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        parts: tuple[QWidget | None, ...] = (icon, name, place, None, self.field, self.refusal, self.button)
        for widget in parts:
            if widget is None:
                column.addSpacing(12)
            else:
                column.addWidget(widget)
        column.addSpacing(8)
        for quiet in (self.other_way, self.elsewhere, self.damaged):
            column.addWidget(quiet, 0, Qt.AlignmentFlag.AlignHCenter)
        whole = QWidget(self)
        middle = QVBoxLayout(whole)
        middle.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(form)
        row.addStretch(1)
        middle.addLayout(row)
        middle.addStretch(3)
        return whole

    def _quiet(self, words: str, name: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("look", "quiet")
        button.setObjectName(name)
        button.clicked.connect(lambda: act())
        return button

    # What is typed

    def _change_way(self) -> None:
        self._by_code = not self._by_code
        self.field.clear()
        self.refusal.hide()
        self._worded()
        self.field.setFocus()

    def _worded(self) -> None:
        words = _CODE if self._by_code else _PASSPHRASE
        self.field.line.setPlaceholderText(words)
        self.field.line.setAccessibleName(words)
        self.field.eye.setAccessibleName(f"Show: {words}")
        self.field.eye.setChecked(self._by_code)  # nobody types so many letters blindly
        self.field.warns_of_caps = not self._by_code
        self.other_way.setText("Use the passphrase" if self._by_code else "Use the recovery code")
        self._typed()

    def _typed(self) -> None:
        self.button.setEnabled(bool(self.field.text) and not self._left_s)
        if self.field.text and not self._by_code:
            self.typed.emit()

    def _give(self) -> None:
        if self.button.isEnabled():
            self.refusal.hide()
            self.show_busy(True)
            self.given.emit(self.field.text, self._by_code)

    # What comes of it

    def show_busy(self, busy: bool) -> None:
        """While the key is made nothing can be typed."""
        for widget in (self.field, self.other_way, self.elsewhere, self.damaged):
            widget.setEnabled(not busy)
        self.button.setText("Unlocking…" if busy else "Unlock")
        self.button.setEnabled(not busy)

    def refuse(self, error: WaystationError, wait_s: float = 0.0) -> None:
        """Says why it did not open, in one sentence, and how long the next try waits."""
        self.show_busy(False)
        self.damaged.show()  # whoever is sure of the passphrase finds the backups
        if not self._by_code:
            self.field.clear()
        self._told = (
            error.what if isinstance(error, WrongPassphrase) else f"{error.what.rstrip('.')}. {error.advice}".strip()
        )
        self._left_s = math.ceil(error.left_s if isinstance(error, TooSoon) else wait_s)
        if self._left_s:
            self._second.start()
        self._tell()
        self.field.setFocus()

    def _count_down(self) -> None:
        self._left_s -= 1
        if self._left_s <= 0:
            self._left_s = 0
            self._second.stop()
        self._tell()

    def _tell(self) -> None:
        wait = f" The next try is in {_seconds(self._left_s)}." if self._left_s else ""
        self.refusal.setText(f"{self._told}{wait}")
        self.refusal.setAccessibleName(self.refusal.text())
        self.refusal.show()
        self._typed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._over or event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)


def _seconds(count: int) -> str:
    return f"{count} second{'' if count == 1 else 's'}"
