"""How long work on a thread lets the interface go first, between two pieces of it."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Final

# A turn that lasts longer is waited for: the interpreter that the work would take from it, piece by piece, and a processor are what makes
# turns of some 25 ms last twice as long during an import.
_SHORT_S: Final = 0.003
_MOST_S: Final = 0.05  # no longer for any turn: the interface may wait for this very work, or stand still


class GivingWay:
    """Asks the interface for a sign of life, which it gives between two turns, and goes on meanwhile; where it is long in coming the
    interface is at something, and the work waits for the sign. One for each piece of work; called on its thread.

    `ask(answered)` has the interface set `answered` in its next turn.
    """

    def __init__(
        self,
        ask: Callable[[Event], None],
        *,
        now: Callable[[], float] = monotonic,
        wait: Callable[[Event, float], object] = Event.wait,
    ) -> None:
        self._ask, self._now, self._wait = ask, now, wait
        self._answered: Event | None = None
        self._asked_at = 0.0

    def __call__(self) -> None:
        """Returns at once, or when the turn that the interface is in is over."""
        if self._answered is not None and not self._answered.is_set():
            if self._now() - self._asked_at < _SHORT_S:
                return
            self._wait(self._answered, _MOST_S)
        self._answered = Event()
        self._asked_at = self._now()
        self._ask(self._answered)
