"""Processes of ours that work behind a person's back let what the person does go first."""

import os
from contextlib import suppress
from typing import Final

# A third of the share of what works at the usual priority: enough for a reader to end in its time on a busy machine.
BEHIND: Final = 5


def stand_back(by: int = BEHIND) -> None:
    """This process, and those that it starts, run behind others from now on, `by` steps of nice(2) behind the usual; a system that knows
    of no such thing does nothing.

    Linux may give each session a share of its own, inside of which alone this counts (sched(7), autogroup): to stand back behind a
    window a process has to be of its session.
    """
    if hasattr(os, "nice"):
        os.nice(max(0, by - os.nice(0)))


def leave_terminal() -> None:
    """Gives up the terminal of the session that this process did not begin; where there is none, nothing happens."""
    if os.name != "posix":
        return
    import fcntl
    import termios

    with suppress(OSError):
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
        try:
            fcntl.ioctl(terminal, termios.TIOCNOTTY)
        finally:
            os.close(terminal)
