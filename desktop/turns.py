"""Work of the interface a piece a turn, so that what takes long together never holds up what a person does between."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

_LATER_MS: Final = 600


@dataclass(frozen=True, slots=True)
class Then:
    """What a piece gives that is to be done in the turn after it, also where the pieces after it are given up or put off meanwhile."""

    act: Callable[[], object]


def painted_after(widget: QWidget, piece: Callable[[], object]) -> Callable[[], Then]:
    """The piece, with what it changes in the widget painted in the turn after it: to lay much out and to draw it takes a turn each."""

    def unpainted() -> Then:
        widget.setUpdatesEnabled(False)
        try:
            piece()
        except BaseException:
            widget.setUpdatesEnabled(True)
            raise
        return Then(partial(widget.setUpdatesEnabled, True))

    return unpainted


class Turns(QObject):
    """Does one piece in each turn, in order; while `waits()` says so it only asks again a moment later."""

    def __init__(self, parent: QObject, waits: Callable[[], bool] = lambda: False) -> None:
        super().__init__(parent)
        self._waits = waits
        self._pieces: deque[Callable[[], object]] = deque()
        self._then: Then | None = None
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
        self._follow()
        if self._pieces:
            self._next.start(by_ms)

    def _do(self) -> None:
        if self._then is None:
            if not self._pieces:
                return
            if self._waits():
                self._next.start(_LATER_MS)
                return
        try:
            if not self._follow():
                self._begin()
        finally:
            # Only now: due already while the piece ran, the next would be done in the same turn.
            put_off = self._next.isActive() and self._next.interval() > 0
            if (self._pieces or self._then is not None) and not put_off:
                self._next.start(0)

    def _begin(self) -> None:
        given = self._pieces.popleft()()
        self._then = given if isinstance(given, Then) else None

    def _follow(self) -> bool:
        """Does what the last piece left for the turn after it; whether there was something."""
        then, self._then = self._then, None
        if then is not None:
            then.act()
        return then is not None
