"""Keeps what is in memory off the disk, as far as a program can: no core dump of a process that holds a key.

It does not keep memory from being swapped or written away in hibernation, nor from the system's administrator: docs/SECURITY.md.
"""

import sys
from contextlib import suppress

_PR_SET_DUMPABLE = 4  # linux/prctl.h


def keep_off_the_disk() -> None:
    """From now on no crash of this process leaves its memory behind, and on Linux no other process of the user reads it."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if sys.platform == "linux":
        import ctypes

        # A pipe in core_pattern takes no notice of the limit, but of this.
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
