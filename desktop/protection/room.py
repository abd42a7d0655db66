"""Has the memory that a key is made in found while the passphrase is typed, so that nobody waits for it afterwards."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from archive.base.progress import Progress
from desktop.jobs import Jobs

_HELD_MS = 60_000  # a quarter of a gigabyte is not to be held before a page that nobody types on


class KeyRoom(QObject):
    """`typed` at each letter of a passphrase, `given` when it is whole, `let_go` when no key is to be made any more."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._asked = False
        self._timer = QTimer(self, interval=_HELD_MS, singleShot=True)
        self._timer.timeout.connect(self._give_back)

    def typed(self) -> None:
        """Asks for it, unless that was done, and for a minute more of it."""
        if not self._asked:
            self._asked = True
            self._jobs.run(_make_ready)
        self._timer.start()

    def given(self) -> None:
        """The key is made in it now; what is typed next is for another."""
        self._asked = False

    def let_go(self) -> None:
        """Gives it back; what was asked for and comes only then goes when the minute is over."""
        if self._timer.isActive():
            self._give_back()

    def _give_back(self) -> None:
        from archive.operations import protecting

        self._asked = False
        protecting.let_go()


def _make_ready(_: Progress) -> None:
    from archive.operations import protecting

    protecting.make_ready()
