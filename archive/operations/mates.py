"""A mate: a second process that reads the times and figures of many articles beside this one, from the other end of the queue;
while articles are still coming in, too.

It is `archive.operations.indexing` started with `--from-the-end` (and `--with-window` beside one, so that no commit is a long one), gets the archive's key over its standard input, writes batches of its
own, and ends when nothing waits or its input ends. What it leaves, this process reads.
"""

import os
import subprocess
import time
from contextlib import suppress
from typing import Self

from archive.archive import Archive
from archive.base import children
from archive.confinement.pool import command

from . import extracting

FROM_THE_END = "--from-the-end"
WITH_WINDOW = "--with-window"
# Fewer are read before a mate would have loaded its rules.
MANY = 400
_END_S = 15.0
_LOOK_AGAIN_S = 1.0


class Mate:
    """The process, from when it is made until `close`."""

    def __init__(self, archive: Archive, *, window: bool = False) -> None:
        key = archive.key
        started = [*command("archive.operations.indexing", "index"), str(archive.path.absolute()), FROM_THE_END]
        started += [WITH_WINDOW] if window else []
        # In the group of this process, with which it is ended where that is the indexing child.
        self._process = children.started(
            lambda: subprocess.Popen(
                started, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )
        assert self._process.stdin is not None
        with suppress(OSError):  # one that died at once is no mate, and no harm
            self._process.stdin.write(f"{key.raw.hex() if key else ''}\n".encode("ascii"))
            self._process.stdin.flush()

    @property
    def works(self) -> bool:
        """Whether it still reads."""
        return self._process.poll() is None

    @property
    def did_well(self) -> bool:
        """Whether it ended of itself, having read all that waited."""
        return self._process.poll() == 0

    def close(self) -> None:
        """Ends it after its batch, and waits for that."""
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Beside:
    """Inside the block a mate helps, where enough waits for one and there is a processor for it; `look` looks again, and `glance`
    does so where the last look is a while ago. `window`: a person works in one meanwhile.
    """

    def __init__(self, archive: Archive, *, window: bool = False) -> None:
        self._archive, self._window = archive, window
        self._able = not archive.read_only and (os.cpu_count() or 1) > 1
        self._looked = 0.0
        self.mate: Mate | None = None

    def __enter__(self) -> Self:
        self.look()
        return self

    def __exit__(self, *_: object) -> None:
        if self.mate is not None:
            self.mate.close()

    def glance(self) -> None:
        """As `look`, at most once a second: for whoever asks after every few articles."""
        if time.monotonic() - self._looked > _LOOK_AGAIN_S:
            self.look()

    def look(self) -> None:
        """Starts a mate where none is at work and much waits."""
        self._looked = time.monotonic()
        if not self._able or (self.mate is not None and self.mate.works) or extracting.pending(self._archive) < MANY:
            return
        if self.mate is not None:
            self._able = self.mate.did_well  # one that fails is not tried again and again
            self.mate.close()
            self.mate = None
        if self._able:
            try:
                self.mate = Mate(self._archive, window=self._window)
            except OSError:
                self._able = False
