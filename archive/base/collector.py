"""How often Python looks for objects that hold each other and nobody else; the others go by themselves."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# Objects that are made and not yet gone before it looks. An excerpt is some fifty; a document of ten thousand was looked through
# as often as five hundred times, which took a sixth of the time and found next to nothing.
_RARELY: Final = (50_000, 20, 50)
_lock = threading.Lock()
_users = 0
_usual = gc.get_threshold()


@contextmanager
def rarely() -> Iterator[None]:
    """Has it look rarely for the duration, in every thread; more than one may ask for it at once.

    Where it never looks by itself, whoever has it look keeps the time: looks that are rare are long.
    """
    global _users, _usual
    if not gc.isenabled():
        yield
        return
    with _lock:
        if not _users:
            _usual = gc.get_threshold()
            gc.set_threshold(*_RARELY)
        _users += 1
    try:
        yield
    finally:
        with _lock:
            _users -= 1
            if not _users:
                gc.set_threshold(*_usual)


def keep() -> None:
    """For a process of its own, once it has loaded what it works with: none of that is looked through again."""
    gc.collect()
    gc.freeze()
