"""Bringing the index up to date, and reading the dates of what came in: a little at once, much in a child process; and that
child's own program.

`python -m archive.operations.indexing ARCHIVE` (frozen: the program with `--waystation-worker=index`) reads the archive's
key, or an empty line, from standard input, then numbers to wake up to; it answers in lines of JSON and ends with its input.
"""

import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TextIO

from archive.archive import Archive
from archive.base import collector
from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.confinement.pool import command
from archive.index.background import Indexer as Indexer  # the window names it by this module
from archive.index.tiers import Joins
from archive.protection.keys import Key

from . import comparing, duplicates, extracting, mates

# So few articles are searchable sooner when this process indexes them than when another is told to.
AT_ONCE = 20
# What the child joins within seconds nobody should wait for: here small segments are joined, so long as there is none, once there are many.
AT_ONCE_JOINS = Joins(largest=1_000, longest=60_000, times=3)
_LOOK_AGAIN_S = 5.0
# Nothing here has a time limit: a thirtieth of a full share beside what a person waits for, a third beside an import that both serve.
_NICE_TO_A_WINDOW, _NICE_TO_AN_IMPORT = 15, 5


def index_few(archive: Archive) -> None:
    """Makes what was just saved searchable, and reads its dates, when it is little; more stays pending for `settle` or the
    indexer.

    What cannot be indexed now stays pending too: the articles are saved, and that is what was promised.
    """
    if not archive.read_only and archive.index.pending() <= AT_ONCE:
        with suppress(WaystationError):
            archive.index.catch_up(joins=AT_ONCE_JOINS)
    extracting.few(archive)
    duplicates.few(archive)


def settle(archive: Archive, *, progress: Progress | None = None, beside: mates.Beside | None = None) -> None:
    """Indexes, reads dates, looks for duplicates and compares figures in this process until nothing is pending: where no window,
    and so no indexer, will follow. `beside` has a mate that may be at work already."""
    with ExitStack() as stack:
        (beside or stack.enter_context(mates.Beside(archive))).look()
        archive.index.catch_up(progress)
        extracting.settle(archive, progress=progress)
    duplicates.settle(archive, progress=progress)
    comparing.settle(archive, progress=progress)


def indexer(
    archive: Archive,
    *,
    batch_done: Callable[[int, int], None] = lambda done, pending: None,
    failed: Callable[[str], None] = lambda sentence: None,
    read_done: Callable[[int, int], None] = lambda done, pending: None,
    alike_done: Callable[[int, int], None] = lambda done, pending: None,
) -> Indexer:
    """A child process that indexes this archive, and reads its dates, beside the window; not started yet.

    It gets the archive's key over its standard input. See `Indexer` for the callbacks.
    """
    started = [*command("archive.operations.indexing", "index"), str(archive.path.absolute())]
    return Indexer(
        started,
        key=archive.key.raw if archive.key else None,
        batch_done=batch_done,
        failed=failed,
        read_done=read_done,
        alike_done=alike_done,
    )


def main(argv: Sequence[str]) -> int:
    """The child: indexes and reads whenever something is pending, until its standard input ends."""
    stdin, stdout = sys.stdin, sys.stdout
    if hasattr(os, "nice"):
        os.nice(_steps_back(argv))
    key = stdin.readline().strip()
    try:
        archive = Archive.open(Path(argv[0]), as_helper_of_writer=True, key=Key(bytes.fromhex(key)) if key else None)
    except WaystationError as error:
        _answer(stdout, trouble=str(error))
        return 1
    wakes: SimpleQueue[int | None] = SimpleQueue()
    stop = Progress()
    Thread(target=_listen, args=(stdin, wakes, stop), daemon=True).start()
    with archive:
        if mates.FROM_THE_END in argv:
            _help(archive, stop, window=mates.WITH_WINDOW in argv)
        else:
            _serve(archive, wakes, stop, stdout)
    return 0


def _steps_back(argv: Sequence[str]) -> int:
    """How far the process stands back now that it is loaded. A window's indexer may have been started so, and a mate of it has its place."""
    if mates.WITH_WINDOW in argv:
        return 0
    if mates.FROM_THE_END in argv:
        return _NICE_TO_AN_IMPORT
    stands_back = os.getpriority(os.PRIO_PROCESS, 0) > os.getpriority(os.PRIO_PROCESS, os.getppid())
    return 0 if stands_back else _NICE_TO_A_WINDOW


def _listen(stdin: TextIO, wakes: "SimpleQueue[int | None]", stop: Progress) -> None:
    for line in stdin:
        with suppress(ValueError):
            wakes.put(int(line))
    stop.cancel()
    wakes.put(None)


def _serve(archive: Archive, wakes: "SimpleQueue[int | None]", stop: Progress, stdout: TextIO) -> None:
    troubled, owed = False, 0
    while not stop.cancelled:
        try:
            number = wakes.get(timeout=_LOOK_AGAIN_S)
        except Empty:
            number = 0  # somebody may have saved, or dropped the index, without waking us
        if number is None:
            return
        owed = max(owed, number)
        try:
            _drain(archive, stop, stdout)
            troubled = False
        except WaystationError as error:
            # Said once, tried again: a full disk or a long write of the window passes.
            if not troubled:
                _answer(stdout, trouble=str(error))
            troubled = True
        if owed and not troubled:
            _answer(stdout, idle=owed)
            owed = 0


def _drain(archive: Archive, stop: Progress, stdout: TextIO) -> None:
    """Indexes all that is pending, then reads dates, then looks for duplicates, a batch at a time; what comes meanwhile is indexed
    first."""
    with mates.Beside(archive, window=True) as beside:
        while not stop.cancelled:
            beside.look()  # much may have come since the last batch
            if done := archive.index.index_batch():
                _answer(stdout, done=done, pending=archive.index.pending())
            elif read := extracting.batch(archive):
                _answer(stdout, read=read, pending=extracting.pending(archive))
            elif alike := duplicates.batch(archive):
                _answer(stdout, alike=alike, pending=duplicates.pending(archive))
            else:
                archive.index.tidy()  # what came in the window, little by little
                return


def _help(archive: Archive, stop: Progress, *, window: bool) -> None:
    """The mate of another: reads from the end of what waits, until nothing does."""

    def read() -> int:
        limit = extracting.BATCH if window else extracting.share(extracting.pending(archive))
        return 0 if stop.cancelled else extracting.batch(archive, limit=limit, last=True)

    with suppress(WaystationError):  # the other one goes on, and says what is wrong
        went_on = read()
        collector.keep()  # the rules were loaded for the first batch
        while went_on:
            went_on = read()


def _answer(stdout: TextIO, **said: int | str) -> None:
    with suppress(BrokenPipeError):
        stdout.write(json.dumps(said) + "\n")
        stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
