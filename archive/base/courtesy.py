"""Processes of ours that work behind a person's back let what the person does go first."""

import os
import time
from pathlib import Path
from typing import Final

# A tenth of the share of what works at the usual priority: enough for a reader to end in its time on a busy machine.
BEHIND: Final = 10
_GROUP: Final = Path("/proc/self/autogroup")
_TRIES, _AGAIN_S = 5, 0.12  # the kernel takes ten such wishes a second, of all processes together


def stand_back(by: int = BEHIND) -> None:
    """This process, and those that it starts, run behind others from now on, `by` steps of nice(2) behind the usual; a system that knows
    of no such thing does nothing.

    Where Linux gives each session a share of its own (sched(7), autogroup), a niced process stands back among its own session
    only: one that leads a session makes that stand back too.
    """
    if not hasattr(os, "nice"):
        return
    os.nice(max(0, by - os.nice(0)))
    if not _GROUP.exists() or os.getsid(0) != os.getpid():
        return
    for _ in range(_TRIES):
        try:
            _GROUP.write_text(f"{by}")
        except BlockingIOError:
            time.sleep(_AGAIN_S)
        except OSError:
            return
        else:
            return
