"""What works behind a person's back stands back, among its own session and with all of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.base import courtesy

_GROUP = Path("/proc/self/autogroup")
_ROOT = Path(__file__).parents[3]
_STANDS_BACK = (
    "import os; from archive.base import courtesy; courtesy.stand_back(); courtesy.stand_back();"
    "print(os.nice(0)); print(open('/proc/self/autogroup').read() if os.path.exists('/proc/self/autogroup') else '')"
)

pytestmark = pytest.mark.skipif(not hasattr(os, "nice"), reason="this system knows no such thing")


def _told(*, leads: bool) -> list[str]:
    """How much the process stands back, and the name and nice value of its session."""
    done = subprocess.run(
        [sys.executable, "-c", _STANDS_BACK],
        capture_output=True, text=True, check=True, start_new_session=leads, env=os.environ | {"PYTHONPATH": str(_ROOT)},
    )  # fmt: skip
    return done.stdout.split()


@pytest.mark.skipif(
    os.name == "posix" and os.nice(0) > courtesy.BEHIND, reason="the tests themselves stand further back"
)
def test_a_process_stands_back_so_far_and_no_further() -> None:
    assert _told(leads=False)[0] == str(courtesy.BEHIND)


@pytest.mark.skipif(not _GROUP.exists(), reason="sessions have no share of their own here")
def test_a_session_stands_back_with_the_process_that_leads_it_alone() -> None:
    before = _GROUP.read_text()
    assert _told(leads=True)[-1] == str(courtesy.BEHIND)
    assert _told(leads=False)[1:] == before.split()
    assert _GROUP.read_text() == before


def test_a_kernel_that_takes_no_more_wishes_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, waited = [0], list[float]()

    class Group(type(tmp_path)):  # type: ignore[misc]
        def write_text(self, data: str) -> int:  # type: ignore[override]
            asked[0] += 1
            if asked[0] < 3:
                raise BlockingIOError
            return super().write_text(data)

    group = Group(tmp_path / "autogroup")
    Path(group).touch()
    monkeypatch.setattr(courtesy, "_GROUP", group)
    monkeypatch.setattr(courtesy.time, "sleep", waited.append)
    monkeypatch.setattr(courtesy.os, "nice", lambda _: 0)
    monkeypatch.setattr(courtesy.os, "getsid", lambda _: os.getpid())
    courtesy.stand_back()
    assert group.read_text() == str(courtesy.BEHIND)
    assert len(waited) == 2
