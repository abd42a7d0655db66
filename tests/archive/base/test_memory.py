"""What lies free is given back to the system, where the C library can; elsewhere nothing happens."""

import ctypes
import subprocess
import sys

import pytest

from archive.base import memory

_TOLD = """
import re
from pathlib import Path
from archive.base import memory

def held_kb():
    return int(re.search(r"RssAnon:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

blocks = [bytes([1]) * 60_000 for _ in range(1_000)]  # too small for a mapping of their own
kept = blocks[::100]
del blocks
before = held_kb()
memory.give_back()
print(before - held_kb())
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="only glibc gives back on request")
def test_what_lies_free_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", _TOLD], capture_output=True, text=True, check=True, timeout=60)
    assert int(done.stdout) > 20_000


def test_a_library_that_cannot_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def none(name: object) -> object:
        asked.append(name)
        return object()

    monkeypatch.setattr(ctypes, "CDLL", none)
    memory.give_back()
    assert asked == [None]
