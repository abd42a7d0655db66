"""What works behind a person's back stands back, and leaves the terminal to the person."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.base import children, courtesy

pty = pytest.importorskip("pty")
_ROOT = Path(__file__).parents[3]
_STANDS_BACK = (
    "import os; from archive.base import courtesy; courtesy.stand_back(); courtesy.stand_back(); print(os.nice(0))"
)
# A session with a terminal starts a process in it, which leaves the terminal: the first keeps it.
_LEAVES = """
import os, sys
from archive.base import courtesy
def has_terminal():
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        return False
    return True
before = has_terminal()
courtesy.leave_terminal()
courtesy.leave_terminal()
sys.exit(0 if before and not has_terminal() else 1)
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system knows no such thing")


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(_ROOT)}


def test_a_process_stands_back_so_far_and_no_further() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _STANDS_BACK], capture_output=True, text=True, check=True, env=_environment()
    )
    assert int(done.stdout) == max(os.nice(0), courtesy.BEHIND)


def test_a_process_leaves_the_terminal_of_its_session() -> None:
    child, terminal = pty.fork()
    if not child:
        code = 99
        try:
            done = subprocess.run([sys.executable, "-c", _LEAVES], check=False, env=_environment())
            os.close(os.open("/dev/tty", os.O_RDWR))  # ours is still there
            code = done.returncode
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0


@pytest.mark.parametrize("together", [True, False])
def test_a_child_has_a_group_of_its_own_and_the_session_that_is_asked(together: bool) -> None:
    told = "import os; print(os.getpid() == os.getpgid(0), os.getsid(0))"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, **children.apart(together=together)
    )
    leads, session = done.stdout.split()
    assert leads == "True" and (int(session) == os.getsid(0)) is together
