"""A mate: a second process that brings pages of a large archive from under one key under another, beside this one.

It gets both keys over its standard input, then a piece of the file at a time, answers when that is written, and ends when its input ends.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from archive.base import children
from archive.confinement.pool import command
from archive.protection import memory
from archive.store.rekeying import Altered, Bring, Gone, Keys, Misread, Rekeying

MANY = 16_384  # pages, 64 MB: what is smaller is done before a mate would have begun
_END_S = 15.0
_KINDS = {"altered": Altered, "misread": Misread}


@contextmanager
def beside(
    original: Path, target: Path, keys: Keys, pages: int, number: int = 1, niceness: int = 0
) -> Iterator[Sequence[Bring]]:
    """What so many mates, or fewer, offer for the length of the block, where there are so many pages that one is worth while, and a processor
    for it. By `niceness` others go before them (https://pubs.opengroup.org/onlinepubs/9799919799/functions/nice.html), where the system knows it.
    """
    mates: list[_Mate] = []
    try:
        if pages >= MANY and (os.cpu_count() or 1) > 1:
            with suppress(OSError):
                for _ in range(number):
                    mates.append(_Mate(original, target, keys, niceness))
        yield tuple(mate.bring for mate in mates)
    finally:
        for mate in mates:
            mate.close()


class _Mate:
    """The process, from when it is made until `close`."""

    def __init__(self, original: Path, target: Path, keys: Keys, niceness: int) -> None:
        self._process = children.started(
            lambda: subprocess.Popen(
                command("archive.operations.rekeying_mate", "pages"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="ascii",
            )
        )
        with suppress(OSError):  # one that died at once is no mate, and no harm
            self._say([niceness, str(original.absolute()), str(target.absolute()), *(key.hex() for key in keys)])

    def bring(self, first: int, count: int) -> None:
        """Has these pages brought over; raises Gone when there is no mate any more, and what went wrong with them."""
        assert self._process.stdout is not None
        try:
            self._say([first, count])
            answer = json.loads(self._process.stdout.readline())
        except (OSError, ValueError):
            raise Gone from None
        match answer:
            case ["failed", int(number), str(file)]:
                raise OSError(number, os.strerror(number), file)
            case [str(kind)] if kind in _KINDS:
                raise _KINDS[kind]

    def _say(self, what: Sequence[str | int]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{json.dumps(what)}\n")
        self._process.stdin.flush()

    def close(self) -> None:
        """Ends it, and waits for that: it has no file open any more."""
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):
                pipe.close()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def main(_: Sequence[str]) -> int:
    """The mate: does what its standard input says until that ends."""
    memory.keep_off_the_disk()
    niceness, original, target, *keys = json.loads(sys.stdin.readline())
    if hasattr(os, "nice"):
        os.nice(niceness)
    with FileIO(original) as here, FileIO(target, "r+") as there:
        rekeying = Rekeying(here, there, (bytes.fromhex(keys[0]), bytes.fromhex(keys[1])))
        for line in iter(sys.stdin.readline, ""):  # not a line further than it is asked for
            sys.stdout.write(f"{json.dumps(_brought(rekeying, *json.loads(line)))}\n")
            sys.stdout.flush()
    return 0


def _brought(rekeying: Rekeying, first: int, count: int) -> list[str | int]:
    try:
        rekeying.bring(first, count)
    except OSError as error:
        return ["failed", error.errno or 0, str(error.filename or "")]
    except tuple(_KINDS.values()) as error:
        return [next(kind for kind, sort in _KINDS.items() if isinstance(error, sort))]
    return ["brought"]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
