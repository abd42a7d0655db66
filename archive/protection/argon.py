"""Argon2id (RFC 9106) by argon2-cffi, in large pages of memory where the system has them: a quarter less time (docs/PERFORMANCE.md).

Argon2 reads all over its memory; in pages of 4 KiB each of these reads looks its page up first, and each page has to be given out. What the
key is does not depend on it, and where there are no large pages all goes on without them.
"""

import mmap
import sys
from contextlib import suppress
from typing import Any

_OK, _NO_MEMORY = 0, -22  # argon2.h
_LARGE_BYTES = 2 << 20  # a large page of most machines

_ready: list[mmap.mmap] = []


def raw(secret: bytes, salt: bytes, *, passes: int, memory_kib: int, lanes: int, size: int) -> bytes:
    """`size` bytes of Argon2id, version 1.3. Raises argon2's HashingError, also where there is no room for it."""
    from argon2 import low_level

    block = _taken()
    if block is None or len(block) < memory_kib * 1024:
        block = _block(memory_kib * 1024)
    if block is not None:
        with block:
            made = _within(block, secret, salt, passes=passes, memory_kib=memory_kib, lanes=lanes, size=size)
        if made is not None:
            return made
    return low_level.hash_secret_raw(secret, salt, passes, memory_kib, lanes, hash_len=size, type=low_level.Type.ID)


def make_ready(memory_kib: int) -> None:
    """Has the system find this much memory now, for the key that is made next: a quarter of the time that one takes (docs/PERFORMANCE.md).

    It is held until then, or until `let_go`. Nothing happens where there are no large pages.
    """
    if _ready:
        return
    block = _block(memory_kib * 1024)
    if block is not None:
        # Piece by piece: who writes to a page first waits until it is found, and so do this program's other threads.
        for at in range(0, len(block), _LARGE_BYTES):
            end = min(at + _LARGE_BYTES, len(block))
            block[at : end : mmap.PAGESIZE] = bytes(-(-(end - at) // mmap.PAGESIZE))
        _ready.append(block)


def let_go() -> None:
    """Gives back what `make_ready` holds."""
    while (block := _taken()) is not None:
        block.close()


def _taken() -> mmap.mmap | None:
    with suppress(IndexError):
        return _ready.pop()
    return None


def _block(size: int) -> mmap.mmap | None:
    """Memory that the system may give out in large pages; None where it cannot."""
    if sys.platform != "linux":
        return None
    with suppress(OSError, ValueError, OverflowError):
        block = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        with suppress(OSError):
            block.madvise(mmap.MADV_HUGEPAGE)
        return block
    return None


def _within(
    block: mmap.mmap, secret: bytes, salt: bytes, *, passes: int, memory_kib: int, lanes: int, size: int
) -> bytes | None:
    """The same, within this memory, which Argon2 wipes before it lets go of it; None where that did not work out."""
    from argon2 import low_level

    ffi = low_level.ffi
    with ffi.from_buffer(block, require_writable=True) as memory:

        def allocate(into: Any, wanted: int) -> int:
            if wanted > len(block):
                return _NO_MEMORY
            into[0] = ffi.cast("uint8_t *", memory)
            return _OK

        out, password, salted = ffi.new("uint8_t[]", size), ffi.new("uint8_t[]", secret), ffi.new("uint8_t[]", salt)
        try:
            context = ffi.new("argon2_context *")
            context.version = low_level.ARGON2_VERSION
            context.out, context.outlen = out, size
            context.pwd, context.pwdlen = password, len(secret)
            context.salt, context.saltlen = salted, len(salt)
            context.t_cost, context.m_cost = passes, memory_kib
            context.lanes = context.threads = lanes
            given = ffi.callback("int(uint8_t **, size_t)", allocate)
            kept = ffi.callback("void(uint8_t *, size_t)", lambda _memory, _size: None)
            context.allocate_cbk, context.free_cbk = given, kept
        except (AttributeError, TypeError, MemoryError):
            return None  # another release of the library, or a system that allows no callbacks
        done = low_level.core(context, low_level.Type.ID.value)
        return bytes(ffi.buffer(out, size)) if done == _OK else None
