"""The reader's side of the pipe: takes sources from standard input, answers on standard output, does nothing else."""

import os
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from archive.base import collector
from archive.model.article import Source
from archive.model.protocols import Reader
from archive.model.taught import TaughtRule

from . import guard, pictures, sandbox, wire

_MEMORY = "Reading this file needs more memory than a reader is given."
_DEEP = "This file is nested too deeply to be read."


def serve(
    read: Reader,
    *,
    draw: pictures.Draw | None = None,
    prepare: Callable[[], object] | None = None,
    cpu_seconds: int = 20,
) -> None:
    """Answers each frame, until the program closes the pipe or dies: files with `read`, pages to be seen with `draw`.

    `prepare` runs once before the guard is up and before any foreign byte is read: for libraries that load by way of a
    temporary file.
    """
    sandbox.leave_network()  # first: it is given to a process of one thread only
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each of its threads reserves address space
    requests, answers = _private_pipes()
    if prepare is not None:
        prepare()
    collector.keep()
    guard.limit(cpu_seconds)
    guard.install()
    queue: SimpleQueue[bytes] = SimpleQueue()
    # A thread of its own notices the end of the pipe while a file is being read: a reader never outlives the program.
    Thread(target=_listen, args=(requests, queue), daemon=True).start()
    rules: tuple[TaughtRule, ...] = ()
    while True:
        request = queue.get()
        guard.limit(cpu_seconds + guard.more_seconds(len(request)))
        if pictures.is_asked(request):
            frames = _picture(draw, request)
        else:
            source = wire.source_of(request, rules)
            rules = source.rules
            frames = _answer(read, source)
        for frame in frames:
            wire.send(answers, frame)


def _listen(requests: BinaryIO, queue: "SimpleQueue[bytes]") -> None:
    with suppress(wire.BadAnswer, OSError):
        while (request := wire.receive(requests, guard.MEMORY_BYTES)) is not None:
            queue.put(request)
    os._exit(0)


def _answer(read: Reader, source: Source) -> list[bytes]:
    """The frames to send: the answer, then the bytes of each member."""
    try:
        imported = read(source)
        return [wire.answer_of(imported), *(member.data for member in imported.members)]
    except MemoryError:
        error = _MEMORY
    except RecursionError:
        error = _DEEP
    except Exception as raised:
        # The boundary: whatever an importer raises costs this one file, and the person is told.
        error = f"This file could not be read ({type(raised).__name__}: {str(raised)[:200]})."
    return [wire.answer_of(wire.refused(error))]


def _picture(draw: pictures.Draw | None, request: bytes) -> list[bytes]:
    if draw is None:
        return [pictures.sorry("This reader draws no pictures.")]
    try:
        return pictures.frames_of(request, draw)
    except MemoryError:
        return [pictures.sorry("Drawing this page needs more memory than a reader is given.")]
    except Exception as raised:
        # The boundary, as below: a page that cannot be drawn costs itself.
        return [pictures.sorry(f"This page could not be drawn ({type(raised).__name__}: {str(raised)[:200]}).")]


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output under other numbers, so that nothing a library prints gets into an answer."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return requests, answers
