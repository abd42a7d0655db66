"""Work of the interface a piece a turn, so that what takes long together never holds up what a person does between."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QObject, QTimer

_LATER_MS: Final = 600


class Turns(QObject):
    """Does one piece in each turn, in order; while `waits()` says so it only asks again a moment later."""

    def __init__(self, parent: QObject, waits: Callable[[], bool] = lambda: False) -> None:
        super().__init__(parent)
        self._waits = waits
        self._pieces: deque[Callable[[], object]] = deque()
        self._next = QTimer(self, interval=0, singleShot=True)
        self._next.timeout.connect(self._do)

    @property
    def left(self) -> int:
        """How many are still to be done."""
        return len(self._pieces)

    def anew(self, pieces: Iterable[Callable[[], object]]) -> None:
        """Does these, in the place of those that are still to be done."""
        self._pieces.clear()
        self.more(pieces)

    def more(self, pieces: Iterable[Callable[[], object]]) -> None:
        """Does these after those that are still to be done."""
        self._pieces.extend(pieces)
        if self._pieces:
            self._next.start(0)

    def put_off(self, by_ms: int) -> None:
        """Goes on so much later with what is still to be done: somebody acts meanwhile."""
        if self._pieces:
            self._next.start(by_ms)

    def _do(self) -> None:
        if not self._pieces:
            return
        if self._waits():
            self._next.start(_LATER_MS)
            return
        try:
            self._pieces.popleft()()
        finally:
            # Only now: due already while the piece ran, the next would be done in the same turn.
            if self._pieces and not self._next.isActive():
                self._next.start(0)
