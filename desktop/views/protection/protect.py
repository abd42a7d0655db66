"""The page on an archive's passphrase: setting one, changing it, seeing the recovery code, taking the encryption off again.

Whatever would let somebody in later asks for the passphrase first: an archive that is open on an unwatched desk gives nobody its key.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from archive.base.errors import WaystationError
from archive.base.text import visible
from desktop.jobs import Jobs
from desktop.theme import Theme
from desktop.widgets.basics import Page, TickBox, label, push_button
from desktop.widgets.keys import in_tab_order
from desktop.widgets.passphrase import PassphraseField
from desktop.widgets.working import Working

from .choosing import Choosing

_FIELD_PX = 400
_PLAIN = "This archive is not encrypted: whoever has the file can read all of it."
_ENCRYPTED = "This archive is encrypted, with all that is in it: texts, originals, notes, the search index and what was searched."
_NEW = "The archive is encrypted from its first byte on."
_LOST = "Without the passphrase or the recovery code nobody can open it again, not even you."
_BEFORE = (
    "The file that is there now is overwritten, and so are backups beside it. Backups in a place that you chose, and other copies, stay as "
    "they are; a solid-state disk may keep what was overwritten for a while."
)
_KEYRING = "Let this system's keyring keep the key: the archive then opens here without the passphrase"


class Protect(Page):
    """Asks by its signals and does nothing itself; answer with `show_progress`, `refuse` and `rest`."""

    encrypt_asked = Signal(str, bool)  # passphrase, whether the keyring is to keep the key
    code_asked = Signal(str)  # the passphrase as it is now
    change_asked = Signal(str, str)  # as it is now, the new one
    decrypt_asked = Signal(str)
    keyring_asked = Signal(bool)
    cancel_asked = Signal()

    def __init__(
        self,
        archive: Path,
        jobs: Jobs,
        theme: Theme,
        *,
        author: str,
        encrypted: bool,
        new: bool = False,
        keyring: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`new`: there is no such file yet; `keyring`: the system's keyring keeps the key."""
        heading = "New encrypted archive" if new else "Passphrase and encryption"
        super().__init__("protect", heading, theme, parent, width=640)
        self.archive, self.encrypted, self.new = archive, encrypted, new
        self._held: QWidget | None = None  # what had the keyboard before something was under way
        self.content.setSpacing(8)
        self.content.addWidget(label(visible(archive.stem), "strong", self))
        about = _NEW if new else _ENCRYPTED if encrypted else _PLAIN
        self.content.addWidget(label(about, "muted", self, wraps=True))
        self.now = PassphraseField("passphrase_now", "The passphrase as it is now", theme, self)
        self.now.setMaximumWidth(_FIELD_PX)
        self.refusal = label("", "warning", self, wraps=True)
        self.refusal.setObjectName("protect_refusal")
        self.refusal.hide()
        self.choosing = Choosing((archive.stem, author), jobs, theme, self)
        self.choosing.setMaximumWidth(_FIELD_PX)
        self.choosing.changed.connect(self._refresh)
        self.choosing.entered.connect(self._act)
        self.keyring = TickBox(_KEYRING, theme, self)
        self.keyring.setObjectName("protect_keyring")
        self.keyring.setChecked(keyring)
        self.act = self._button(
            "Make the archive" if new else "Change the passphrase" if encrypted else "Encrypt this archive",
            "protect_act",
            self._act,
        )
        self.act.setProperty("look", "primary")
        self.code = self._button("Show the recovery code", "protect_code", lambda: self.code_asked.emit(self.now.text))
        self.decrypt = self._button(
            "Remove the encryption…", "protect_decrypt", lambda: self.decrypt_asked.emit(self.now.text)
        )
        self._lay_out()
        self._progress()
        self.content.addStretch(1)
        self.setFocusProxy(self.now if encrypted else self.choosing)
        self._refresh()

    def _lay_out(self) -> None:
        if self.encrypted:
            self.now.changed.connect(self._refresh)
            self._section("To see or change any of this")
            self.content.addWidget(self.now)
            self.content.addWidget(self.refusal)
            self._section("Recovery code")
            self._row(self.code)
            self._section("Another passphrase")
        else:
            self.now.hide()
            self.code.hide()
            self.decrypt.hide()
            self._section("Passphrase")
        self.content.addWidget(self.choosing)
        if not self.encrypted:
            self.content.addWidget(self.refusal)
            told = _LOST if self.new else f"{_LOST} {_BEFORE}"
            self.content.addWidget(label(told, "small", self, wraps=True))
            self.content.addWidget(self.keyring)
        self._row(self.act)
        if self.encrypted:
            self._section("On this machine")
            self.content.addWidget(self.keyring)
            self.keyring.clicked.connect(self.keyring_asked)
            self._section("No encryption")
            self._row(self.decrypt)
            in_tab_order((self.now.eye, self.code, *self.choosing.stops, self.act, self.keyring, self.decrypt))

    def _progress(self) -> None:
        self.working = Working("protect_cancel", self)
        self.cancel = self.working.cancel
        self.cancel.clicked.connect(self.cancel_asked)
        self.content.addWidget(self.working)

    def _section(self, words: str) -> None:
        heading = label(words, "section", self)
        heading.setContentsMargins(0, 16, 0, 0)
        self.content.addWidget(heading)

    def _row(self, button: QPushButton) -> None:
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        self.content.addLayout(row)

    def _button(self, words: str, name: str, act: Callable[[], object]) -> QPushButton:
        button = push_button(words, name, self)
        button.clicked.connect(lambda: act())
        return button

    def _refresh(self) -> None:
        asked = bool(self.now.text) or not self.encrypted
        self.act.setEnabled(asked and bool(self.choosing.chosen))
        for button in (self.code, self.decrypt):
            button.setEnabled(asked)

    def _act(self) -> None:
        if not self.act.isEnabled():
            return
        self.refusal.hide()
        if self.encrypted:
            self.change_asked.emit(self.now.text, self.choosing.chosen)
        else:
            self.encrypt_asked.emit(self.choosing.chosen, self.keyring.isChecked())

    # What comes of it

    def show_progress(self, done: int, total: int, words: str, *, cancellable: bool = True) -> None:
        """While something is done nothing else can be asked."""
        focus = self.window().focusWidget()
        if focus is not None and focus is not self and self.isAncestorOf(focus) and self.working.isHidden():
            self._held = focus
        for widget in (self.now, self.choosing, self.act, self.code, self.decrypt, self.keyring):
            widget.setEnabled(False)
        if self._held is not None and self.working.isHidden():
            self.setFocus()  # not the rail, to which the keyboard would go from what is disabled
        self.working.show()
        self.cancel.setVisible(cancellable)
        self.working.tell(words, done, total)

    def rest(self) -> None:
        """Nothing is under way any more."""
        self.working.hide()
        for widget in (self.now, self.choosing, self.keyring):
            widget.setEnabled(True)
        self._refresh()
        held, self._held = self._held, None
        if held is not None and held.isEnabled() and self.window().focusWidget() in (self, self.cancel, None):
            held.setFocus()

    def refuse(self, error: WaystationError) -> None:
        """Says why it was not done."""
        self.rest()
        self.refusal.setText(f"{error.what.rstrip('.')}. {error.advice}".strip())
        self.refusal.show()
        if self.encrypted:
            self.now.clear()
            self.now.setFocus()
