"""Gives memory back to the system that was used once and lies free since: the C library keeps it for a next time that may not come."""

import ctypes
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

# mallopt(3): how large a piece is asked of the system by itself, and given back as soon as it is free; how much may lie free at the end of
# an arena (with 4 MB, what is free is given back and asked for again so often that views took a fifth more of the processor's time); how many
# arenas threads share.
_PIECES: Final = ((-3, 1 << 20), (-1, 32 << 20), (-8, 2))


def give_back() -> None:
    """Gives back what is free, where the C library can (`malloc_trim`, glibc); takes some milliseconds, so not on the interface's thread."""
    _ask(lambda library: library.malloc_trim(0))


def hold_little() -> None:
    """Has large arrays given back as soon as nobody needs them, where the C library can (`mallopt`, glibc); to be asked before there are threads.

    By itself it learns from each large array that was let go to keep the next ones, up to 32 MB each, wherever they lay.
    """
    _ask(lambda library: [library.mallopt(*each) for each in _PIECES])


def _ask(act: Callable[[Any], object]) -> None:
    with suppress(OSError, AttributeError, TypeError):  # another C library, or none that can be asked
        act(ctypes.CDLL(None))
