"""How long work reports itself and is cancelled; knows nothing of terminals or windows."""

from collections.abc import Callable, Iterable, Iterator, Sized
from threading import Event
from typing import TypeVar

from .errors import Cancelled

Item = TypeVar("Item")


class Progress:
    """Counts steps, passes them to a listener, and raises `Cancelled` once `cancel` was called (from any thread).

    `listener(done, total, label)` is called on the working thread; `total` is 0 while it is not known.
    """

    def __init__(self, listener: Callable[[int, int, str], None] | None = None) -> None:
        self._listener = listener
        self._cancelled = Event()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        self._cancelled.set()

    def check(self) -> None:
        """Raises Cancelled if a person asked for it."""
        if self._cancelled.is_set():
            raise Cancelled

    def report(self, done: int, total: int = 0, label: str = "") -> None:
        self.check()
        if self._listener is not None:
            self._listener(done, total, label)

    def over(self, items: Iterable[Item], label: str, total: int | None = None) -> Iterator[Item]:
        """Yields the items, reporting before each and once at the end."""
        count = total if total is not None else (len(items) if isinstance(items, Sized) else 0)
        done = 0
        for done, item in enumerate(items, 1):
            self.report(done - 1, count, label)
            yield item
        self.report(done, count or done, label)
