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


_LET_GO = """
import re, sys
from pathlib import Path
from archive.base import memory

def held_kb():
    return int(re.search(r"RssAnon:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

if sys.argv[1] == "little":
    memory.hold_little()
bytearray(8 << 20)  # from which the library learns, unless it was told
before, kept = held_kb(), []
for _ in range(3):
    large = []
    for _ in range(30):
        large.append(bytearray(3 << 20))
        kept += [bytearray(600) for _ in range(20)]  # between them
    del large
print(held_kb() - before)
"""


def _left_kb(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", _LET_GO, how], capture_output=True, text=True, check=True, timeout=60)
    return int(done.stdout)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="only glibc can be told")
def test_large_pieces_go_back_as_soon_as_they_are_let_go() -> None:
    assert _left_kb("by itself") > 50_000 > 15_000 > _left_kb("little")


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
    memory.hold_little()
    assert asked == [None, None]
