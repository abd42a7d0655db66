"""The same key in large pages and without them, and wherever the system lends none."""

import mmap
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import low_level
from argon2.exceptions import HashingError

from archive.protection import argon

SALT = bytes(range(16))
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked for large pages")


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


@only_linux
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


@only_linux
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


class Noticed(mmap.mmap):
    """Memory in which each byte says whether it was written to, and which notes that it was closed."""

    made: list["Noticed"]

    def __init__(self, *_: Any, **__: Any) -> None:
        self[:] = b"\1" * len(self)
        self.made.append(self)


@pytest.fixture
def noticed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Noticed]]:
    Noticed.made = []
    monkeypatch.setattr(argon.mmap, "mmap", Noticed)
    yield Noticed.made
    argon.let_go()


@only_linux
@pytest.mark.parametrize("pages", [1, 3, 512, 1025])
def test_beforehand_every_page_is_written_to_once(noticed: list[Noticed], pages: int) -> None:
    """A page that was not written to would have to be found when the key is made."""
    argon.make_ready(pages * mmap.PAGESIZE // 1024)
    assert noticed[0][:: mmap.PAGESIZE] == bytes(pages)
    argon.let_go()
    assert noticed[0].closed


@only_linux
def test_the_next_key_is_made_in_what_is_ready_and_lets_go_of_it(noticed: list[Noticed]) -> None:
    argon.make_ready(4096)
    argon.make_ready(4096)
    assert made() == by_the_library()
    assert len(noticed) == 1
    assert noticed[0].closed
    assert made() == by_the_library()
    assert [each.closed for each in noticed] == [True, True]


@only_linux
def test_what_is_ready_and_too_small_for_a_key_is_not_used(noticed: list[Noticed]) -> None:
    argon.make_ready(64)
    assert made() == by_the_library()
    assert len(noticed) == 2


@pytest.mark.parametrize("refused", [OSError("no room"), ValueError("too much")])
def test_without_such_memory_the_library_takes_its_own(monkeypatch: pytest.MonkeyPatch, refused: Exception) -> None:
    def none(*_: object, **__: object) -> mmap.mmap:
        raise refused

    monkeypatch.setattr(argon.mmap, "mmap", none)
    argon.make_ready(4096)
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
