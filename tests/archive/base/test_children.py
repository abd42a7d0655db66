"""Children that were started are ended together, with those that they started."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.base import children

_SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
_STARTS_ANOTHER = [
    sys.executable,
    "-c",
    "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print(child.pid, flush=True); child.wait()",
]


@pytest.fixture(autouse=True)
def _own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What `end_all` forbids ends with the test."""
    monkeypatch.setattr(children, "_over", False)
    yield
    for child in children.alive():
        child.kill()
        child.wait()


def test_all_end_and_none_is_started_any_more() -> None:
    two = [children.started(lambda: subprocess.Popen(_SLEEPS)) for _ in range(2)]
    assert all(child in children.alive() for child in two)
    children.end_all()
    assert all(child.returncode is not None for child in two)
    with pytest.raises(OSError, match="ending"):
        children.started(lambda: subprocess.Popen(_SLEEPS))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups")
def test_a_child_ends_with_those_that_it_started() -> None:
    child = children.started(
        lambda: subprocess.Popen(_STARTS_ANOTHER, stdout=subprocess.PIPE, text=True, start_new_session=True)
    )
    assert child.stdout is not None
    grandchild = int(child.stdout.readline())
    children.kill(child)
    child.wait()
    child.stdout.close()
    until = time.monotonic() + 30
    while _lives(grandchild):
        assert time.monotonic() < until, "the grandchild lives on"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel tells of them on Linux")
def test_when_all_have_ended_those_that_they_started_run_no_more_either() -> None:
    child = children.started(
        lambda: subprocess.Popen(_STARTS_ANOTHER, stdout=subprocess.PIPE, text=True, process_group=0)
    )
    assert child.stdout is not None
    grandchild = int(child.stdout.readline())
    assert children._below(child.pid) == [grandchild]
    children.end_all()
    assert not _lives(grandchild)
    child.stdout.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no nice values")
@pytest.mark.parametrize(("may", "steps"), [(True, 7), (False, 0)])
def test_a_child_stands_back_from_the_beginning_where_it_may(
    may: bool, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "may_stand_back", may)
    child = children.started(lambda: subprocess.Popen(_SLEEPS), steps_back=7)
    assert os.getpriority(os.PRIO_PROCESS, child.pid) == min(os.nice(0) + steps, 19)
    child.kill()
    child.wait()


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_child_that_has_ended_is_no_error() -> None:
    child = children.started(lambda: subprocess.Popen([sys.executable, "-c", ""]))
    child.wait()
    children.kill(child)
    assert child not in children.alive()
