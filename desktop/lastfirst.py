"""A queue for threads: what is put goes to the one that began to wait last, for what that one read lately is still at hand.

Each thread has a connection of its own, with pages of the file and counts that hold until somebody commits: of four threads that take turns each
would read and count for itself what a search needs.
"""

from collections import deque
from queue import SimpleQueue
from threading import Lock
from typing import Generic, TypeVar

_Thing = TypeVar("_Thing")


class LastFirst(Generic[_Thing]):
    """Things come out in the order in which they were put, each once. Safe for several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._things: deque[_Thing] = deque()
        # Of each thread that waits its own, the latest last; none while there are things.
        self._waiting: list[SimpleQueue[_Thing]] = []

    def put(self, thing: _Thing) -> None:
        with self._lock:
            if not self._waiting:
                self._things.append(thing)
                return
            last = self._waiting.pop()
        last.put(thing)

    def get(self) -> _Thing:
        """The next thing; waits until there is one."""
        with self._lock:
            if self._things:
                return self._things.popleft()
            own: SimpleQueue[_Thing] = SimpleQueue()
            self._waiting.append(own)
        return own.get()
