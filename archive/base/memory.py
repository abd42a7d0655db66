"""Gives memory back to the system that was used once and lies free since: the C library keeps it for a next time that may not come."""

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Gives back what is free, where the C library can (`malloc_trim`, glibc); takes some milliseconds, so not on the interface's thread."""
    with suppress(OSError, AttributeError, TypeError):  # another C library, or none that can be asked
        ctypes.CDLL(None).malloc_trim(0)
