"""The same key in large pages and without them, and wherever the system lends none."""

import mmap
import sys
from typing import Any

import pytest
from argon2 import low_level
from argon2.exceptions import HashingError

from archive.protection import argon

SALT = bytes(range(16))


def made(*, passes: int = 2, memory_kib: int = 4096, lanes: int = 4, size: int = 32) -> bytes:
    return argon.raw("낮은 물".encode(), SALT, passes=passes, memory_kib=memory_kib, lanes=lanes, size=size)


def by_the_library(*, passes: int = 2, memory_kib: int = 4096, lanes: int = 4, size: int = 32) -> bytes:
    return low_level.hash_secret_raw(
        "낮은 물".encode(), SALT, passes, memory_kib, lanes, hash_len=size, type=low_level.Type.ID
    )


@pytest.mark.parametrize(
    "sizes",
    [
        {},
        {"passes": 1, "memory_kib": 64, "lanes": 1},
        {"memory_kib": 8 * 3, "lanes": 3, "size": 64},
        {"memory_kib": 5001, "lanes": 4},  # Argon2 takes a little less than it was told
    ],
)
def test_the_key_is_that_of_the_library(sizes: dict[str, int]) -> None:
    assert made(**sizes) == by_the_library(**sizes)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked for large pages")
def test_it_is_made_in_the_memory_that_was_asked_for_in_large_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Block(mmap.mmap):
        def madvise(self, option: int, *rest: Any) -> None:
            asked.append((len(self), option))
            super().madvise(option, *rest)

    monkeypatch.setattr(argon.mmap, "mmap", Block)
    monkeypatch.setattr(low_level, "hash_secret_raw", None)
    assert len(made()) == 32
    assert asked == [(4096 * 1024, mmap.MADV_HUGEPAGE)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked for large pages")
def test_no_word_of_it_is_left_in_that_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[bytes] = []

    class Block(mmap.mmap):
        def close(self) -> None:
            held.append(self[:])
            super().close()

        def __exit__(self, *_: object) -> None:
            self.close()

    monkeypatch.setattr(argon.mmap, "mmap", Block)
    made()
    assert held == [bytes(4096 * 1024)]


@pytest.mark.parametrize("refused", [OSError("no room"), ValueError("too much")])
def test_without_such_memory_the_library_takes_its_own(monkeypatch: pytest.MonkeyPatch, refused: Exception) -> None:
    def none(*_: object, **__: object) -> mmap.mmap:
        raise refused

    monkeypatch.setattr(argon.mmap, "mmap", none)
    assert made() == by_the_library()


def test_a_system_without_large_pages_or_callbacks_gives_the_same_key(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ffi:
        def __getattr__(self, name: str) -> object:
            if name == "callback":
                raise MemoryError
            return getattr(ffi, name)

    ffi = low_level.ffi
    monkeypatch.setattr(low_level, "ffi", Ffi())
    assert made() == by_the_library()
    monkeypatch.setattr(argon.sys, "platform", "elsewhere")
    assert made() == by_the_library()


def test_what_cannot_be_is_told_by_the_library() -> None:
    with pytest.raises(HashingError):
        made(memory_kib=1)
