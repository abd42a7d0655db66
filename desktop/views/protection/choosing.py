"""Choosing a passphrase: typed twice, with an honest word on how long guessing it would take."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.jobs import Jobs
from desktop.theme import Theme
from desktop.widgets.basics import label
from desktop.widgets.keys import in_tab_order
from desktop.widgets.passphrase import PassphraseField
from desktop.widgets.strength_bar import StrengthBar

_MEASURE_MS = 120  # after the last letter
_DIFFERENT = "The two are not the same."
_EMPTY = "Four or more words that have nothing to do with each other are easy to keep in mind and hard to guess."


class Choosing(QWidget):
    """`changed()` when what is typed may count or no longer does; `chosen` is the passphrase, "" while there is none; `stops` is where Tab goes."""

    changed = Signal()
    entered = Signal()

    def __init__(self, known: Sequence[str], jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        """`known` are words that whoever guesses tries first: the archive's name, the person's."""
        super().__init__(parent)
        self._known, self._jobs = known, jobs
        self.first = PassphraseField("passphrase_new", "New passphrase", theme, self)
        self.again = PassphraseField("passphrase_again", "The same again", theme, self)
        self.bar = StrengthBar(theme, self)
        self.words = label(_EMPTY, "small", self, wraps=True)
        self.words.setObjectName("passphrase_strength")
        self.difference = label(_DIFFERENT, "warning", self)
        self.difference.setObjectName("passphrase_difference")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.first, self.bar, self.words, self.again, self.difference):
            column.addWidget(widget)
        self.difference.hide()
        # A passphrase is typed twice in one go: on the eye between the two, the spaces of the second would show the first.
        self.stops = (self.first.line, self.again.line, self.first.eye, self.again.eye)
        in_tab_order(self.stops)
        self._timer = QTimer(self, interval=_MEASURE_MS, singleShot=True)
        self._timer.timeout.connect(self._measure)
        self.first.changed.connect(self._typed)
        self.again.changed.connect(self._compare)
        self.first.entered.connect(self.again.setFocus)
        self.again.entered.connect(self.entered)
        self.setFocusProxy(self.first)

    @property
    def chosen(self) -> str:
        """What was typed twice alike, or ""."""
        return self.first.text if self.first.text == self.again.text else ""

    def clear(self) -> None:
        self.first.clear()
        self.again.clear()

    def _typed(self) -> None:
        self._timer.start()
        self._compare()

    def _compare(self) -> None:
        # Not while the second is still being typed and agrees so far.
        differs = bool(self.again.text) and not self.first.text.startswith(self.again.text)
        self.difference.setVisible(differs)
        self.changed.emit()

    def _measure(self) -> None:
        passphrase, known = self.first.text, self._known
        if not passphrase:
            self.bar.show_score(0)
            self.words.setText(_EMPTY)
            return
        self._jobs.latest(("strength", id(self)), _measuring(passphrase, known), done=self._show, owner=self)

    def _show(self, found: Any) -> None:
        self.bar.show_score(found.score)
        self.words.setText(f"{found.words} {found.advice}".strip())
        self.words.setAccessibleName(self.words.text())


def _measuring(passphrase: str, known: Sequence[str]) -> Callable[[object], Any]:
    def work(_: object) -> Any:
        from archive.operations import protecting  # its word lists take their time to load

        return protecting.measure(passphrase, known)

    return work
