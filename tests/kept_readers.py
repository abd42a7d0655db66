"""Reader processes that outlive the pool of one test and serve the next: starting one takes a second, and each is asked as before.

A pool ends its threads and its busy readers as ever; readers that stand idle, whole, are laid by for the next pool that starts the
same program in the same environment. What starting and ending are like is shown by tests/archive/confinement/test_pool.py, whose
pools are the program's own.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any

from archive.confinement import pool
from archive.operations import reading

_MOST = 2  # of a kind: as many as serve any one test

_Kind = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]
_laid_by: dict[_Kind, list[pool._Process]] = {}
_lock = Lock()  # pools of several threads take from it


def _kind(entry: Sequence[str]) -> _Kind:
    """Readers of a kind are told apart by nothing: not by the program, nor by what they see of this test's environment."""
    return tuple(entry), tuple(sorted(pool._environment().items()))


class KeptPool(pool.Pool):
    """A pool whose idle readers live on after it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._kind = _kind(self._entry)  # its readers are started, or taken, in what is here now

    def _take(self) -> pool._Process:
        with self._lock, _lock:
            kept = _laid_by.get(_kind(self._entry), [])
            if not self._idle and kept:
                self._idle.append(kept.pop())
        return super()._take()  # which looks whether it lives

    def close(self) -> None:
        with self._lock, _lock:
            kept = _laid_by.setdefault(self._kind, [])
            while self._idle and len(kept) < _MOST:
                if (one := self._idle.pop()).lives():
                    kept.append(one)
                else:
                    one.release()
        super().close()


@contextmanager
def kept_readers() -> Iterator[None]:
    """Lets operations use such pools until the end, when every reader ends."""
    own = reading.pool_class
    reading.pool_class = lambda: KeptPool
    try:
        yield
    finally:
        reading.pool_class = own
        for process in [each for kind in _laid_by.values() for each in kind]:
            process.kill()
            process.release()
        _laid_by.clear()
