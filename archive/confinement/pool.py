"""Reads sources in confined child processes: a file that kills, hangs or floods its reader costs itself and nothing else.

Readers are started when there is work for them, used again, and never outlive the pool. Results come in the order asked.
"""

import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Self, TypeVar

from archive.base import children
from archive.base.errors import Unreadable
from archive.model.article import Imported, Source
from archive.model.picture import Picture
from archive.model.taught import TaughtRule

from . import guard, pictures, wire

Answer = TypeVar("Answer")

VERDICT_SECONDS = 15.0
ANSWER_BYTES = 512 * 1024**2
# What is read while earlier results are still being saved: so many sources, and so many bytes of them.
_AHEAD, _AHEAD_BYTES = 64, 64 * 1024**2
# Time in which a reader stood in the queue for a processor is not its file's doing: so much longer it may take on a busy machine, and
# where it stands back behind a window, and with that behind everything else.
_MOST_QUEUED_S, _MOST_QUEUED_STANDING_BACK_S = 60.0, 300.0
# So many sources that are as small are handed to a reader together: asking takes as long as reading one does.
_TOGETHER, _SMALL_BYTES = 8, 4 * 1024
_LARGE_BYTES = 8 * 1024**2  # a reader that took a file this large is replaced: it would keep the memory
_ROOT = Path(__file__).resolve().parents[2]


def command(module: str, name: str) -> list[str]:
    """How to start `module` in a process of its own; a frozen program starts itself with a hidden `--waystation-worker`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, f"--waystation-worker={name}"]
    # -P: a file called like a library in the folder that a person stands in must not become code.
    return [sys.executable, "-P", "-m", module]


class _KilledLate(Exception):
    """A reader was killed for a file that it had answered for by then: what it was asked since is asked of another one."""


class Pool:
    """A `model.protocols.ReaderPool`. One `read` at a time; `close` ends every process and thread.

    Each reader leads a process group of its own, or not `own_group`: it is in that of this process, with which it is ended.
    """

    def __init__(
        self,
        entry: Sequence[str],
        *,
        readers: int | None = None,
        verdict_seconds: float = VERDICT_SECONDS,
        answer_bytes: int = ANSWER_BYTES,
        own_group: bool = True,
    ) -> None:
        self._entry = list(entry)
        self._own_group = own_group
        self._readers = readers or os.cpu_count() or 1
        self._verdict_seconds = verdict_seconds
        self._answer_bytes = answer_bytes
        self._threads = ThreadPoolExecutor(self._readers, thread_name_prefix="reader")
        self._lock = Lock()
        self._idle: list[_Process] = []
        self._busy: set[_Process] = set()
        self._closed = Event()
        self._watchdog: Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, sources: Iterator[Source]) -> Iterator[tuple[Source, Imported]]:
        """Each source with what was made of it, in order. Takes sources only a little ahead of what the caller has used."""
        waiting: deque[_Waiting] = deque()
        ahead = ahead_bytes = 0
        try:
            for some in _together(sources):
                waiting.append((some, self._threads.submit(self._read_some, some)))
                ahead, ahead_bytes = ahead + len(some), ahead_bytes + _size(some)
                while waiting and (ahead > _AHEAD or ahead_bytes > _AHEAD_BYTES or self._are_fed(waiting)):
                    first, result = waiting.popleft()
                    ahead, ahead_bytes = ahead - len(first), ahead_bytes - _size(first)
                    yield from zip(first, result.result(), strict=True)
            while waiting:
                first, result = waiting.popleft()
                yield from zip(first, result.result(), strict=True)
        finally:
            for _, result in waiting:
                result.cancel()

    def _are_fed(self, waiting: "deque[_Waiting]") -> bool:
        """Whether there is a result to use while the readers still have sources: they must not stand still meanwhile."""
        # Small ones are soon read: of them more, while many are being saved.
        behind = (2 if len(waiting[-1][0]) == 1 else 4) * self._readers
        return waiting[0][1].done() and not waiting[-min(len(waiting), behind)][1].done()

    def close(self) -> None:
        """Ends every reader, whatever it is doing."""
        self._closed.set()
        with self._lock:
            processes = [*self._idle, *self._busy]
            self._idle.clear()
        for process in processes:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        if self._watchdog is not None:
            self._watchdog.join()
        for process in processes:
            process.release()

    def picture(self, data: bytes, page: int, width: int) -> Picture:
        """A page (from 1) of a PDF, `width` pixels wide. Raises Unreadable with a sentence. The reader is kept for the next page."""
        while True:
            with suppress(_KilledLate):
                return self._asked(lambda process: process.draw(data, page, width), len(data), keep=True)

    def _read_some(self, sources: Sequence[Source]) -> list[Imported]:
        """What is made of each; one that ends its reader costs itself, and those behind it are given to another."""
        found: list[Imported] = []
        size = _size(sources)
        while len(found) < len(sources):
            rest = sources[len(found) :]
            ask = partial(_Process.ask, sources=rest, answer_bytes=self._answer_bytes, answered=found.append)
            try:
                self._asked(ask, size, keep=size < _LARGE_BYTES)
            except _KilledLate:
                continue
            except Unreadable as error:
                found.append(wire.refused(str(error)))
        return found

    def _asked(self, ask: "Callable[[_Process], Answer]", size: int, *, keep: bool) -> Answer:
        """What a reader answers, for so many bytes, within its time. Raises Unreadable when it says why it does not, or does not answer,
        and _KilledLate.
        """
        if self._closed.is_set():
            raise Unreadable("The import was stopped before this file was read.")
        try:
            process = self._take()
        except OSError as error:
            raise Unreadable(f"No reader could be started for this file ({error.strerror or error}).") from error
        seconds = self._verdict_seconds + guard.more_seconds(size)
        process.give(seconds)
        try:
            answer = ask(process)
        except Unreadable:
            self._give_back(process, keep=keep)
            raise
        except (wire.BadAnswer, OSError):
            process.kill()
            self._give_back(process, keep=False)
            if process.overdue and process.overdue != process.turn:
                raise _KilledLate from None
            raise Unreadable(self._obituary(process, seconds)) from None
        self._give_back(process, keep=keep)
        return answer

    def _obituary(self, process: "_Process", seconds: float) -> str:
        if process.overdue:
            return f"This file was left out: reading it took longer than {seconds:.0f} seconds."
        if process.misbehaved:
            return "This file was left out: its reader gave an answer that cannot be right."
        return "This file was left out: reading it stopped the reader (it may be damaged or need too much memory)."

    def _take(self) -> "_Process":
        with self._lock:
            process = self._idle.pop() if self._idle else None
            if self._watchdog is None:
                self._watchdog = Thread(target=self._watch, name="reader-watchdog", daemon=True)
                self._watchdog.start()
        if process is not None and not process.lives():
            process.release()
            process = None
        process = process or _Process(self._entry, own_group=self._own_group)
        with self._lock:
            self._busy.add(process)
            if self._closed.is_set():
                process.kill()  # `close` came in between and did not see it
        return process

    def _give_back(self, process: "_Process", *, keep: bool) -> None:
        process.deadline = None
        with self._lock:
            self._busy.discard(process)
            if keep and not process.overdue and not self._closed.is_set():
                self._idle.append(process)
                return
        process.kill()
        process.release()

    def _watch(self) -> None:
        """Kills readers that are over their time; four looks a second are near enough to 15 seconds."""
        while not self._closed.wait(0.25):
            with self._lock:
                for process in self._busy:
                    turn = process.turn  # read first: an answer that comes now begins another one
                    if process.is_overdue():
                        process.overdue = turn
                        process.kill()


def most_queued() -> float:
    """Seconds in a queue that a reader is given on top of its time; it stands back as far as the process that started it."""
    stands_back = os.name == "posix" and os.getpriority(os.PRIO_PROCESS, 0) > 0
    return _MOST_QUEUED_STANDING_BACK_S if stands_back else _MOST_QUEUED_S


class _Process:
    """One reader process and its two pipes."""

    def __init__(self, entry: Sequence[str], *, own_group: bool = True) -> None:
        self.deadline: float | None = None
        self.seconds = 0.0
        self.queued_before = 0.0
        self.turn = 0  # counts what it was asked
        self.overdue = 0  # the turn that took too long
        self.misbehaved = False
        self._rules: tuple[TaughtRule, ...] = ()  # those that it was sent last
        self._child = children.started(
            lambda: subprocess.Popen(
                entry,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                cwd=Path(sys.executable).anchor,
                # Ctrl+C in a terminal is for the program, which then ends its readers in order. A session of its own would have a share
                # of the processors as large as the window's, where the kernel groups by them (autogroup), whatever its nice value is.
                process_group=0 if own_group else None,
            )
        )

    def give(self, seconds: float) -> None:
        """Starts the time that it has for an answer."""
        self.queued_before, self.seconds = self.queued(), seconds
        self.deadline = time.monotonic() + seconds
        self.turn += 1

    def is_overdue(self) -> bool:
        # Asked once: an answer that comes now takes the deadline away, and the watchdog must not fall over that.
        deadline, now = self.deadline, time.monotonic()
        if deadline is None or now <= deadline:
            return False
        return now > deadline + min(self.queued() - self.queued_before, most_queued())

    def queued(self) -> float:
        """Seconds in which it could have run and had no processor, by the kernel (proc(5), schedstat); 0 where none tells."""
        try:
            told = os.open(
                f"/proc/{self._child.pid}/schedstat", os.O_RDONLY
            )  # asked after each answer: a Path takes twice as long
            try:
                return int(os.read(told, 100).split()[1]) / 1e9
            finally:
                os.close(told)
        except (OSError, ValueError, IndexError):
            return 0.0

    def ask(self, sources: Sequence[Source], answer_bytes: int, answered: Callable[[Imported], None]) -> None:
        """Gives the reader all of these, and takes its answers one by one; each has the time that the first one has. Neither waits for
        the other in vain: a thread of the reader's takes requests while it writes an answer.

        Raises BadAnswer or OSError when the reader dies, is killed, or answers what cannot be.
        """
        assert self._child.stdin is not None
        for source in sources:
            wire.put(self._child.stdin, wire.request_of(source, self._rules))
            self._rules = source.rules
        self._child.stdin.flush()
        for _ in sources:
            answer = self._answer(answer_bytes)
            try:
                imported = wire.imported_of(answer, self._body)
            except wire.BadAnswer:
                self.misbehaved = True
                raise
            answered(imported)
            self.give(self.seconds)

    def draw(self, data: bytes, page: int, width: int) -> Picture:
        """As `ask`; raises Unreadable too, when the reader says why there is no picture."""
        answer = self._exchange(pictures.request_of(data, page, width), pictures.HEAD_BYTES)
        try:
            return pictures.picture_of(answer, self._body)
        except wire.BadAnswer:
            self.misbehaved = True
            raise

    def _exchange(self, request: bytes, limit: int) -> bytes:
        assert self._child.stdin is not None
        wire.send(self._child.stdin, request)
        return self._answer(limit)

    def _answer(self, limit: int) -> bytes:
        assert self._child.stdout is not None
        answer = wire.receive(self._child.stdout, limit)
        if answer is None:
            raise wire.BadAnswer("the reader is gone")
        return answer

    def _body(self, size: int) -> bytes:
        assert self._child.stdout is not None
        body = wire.receive(self._child.stdout, size)
        if body is None or len(body) != size:
            raise wire.BadAnswer("a member was cut short")
        return body

    def lives(self) -> bool:
        return self._child.poll() is None

    def kill(self) -> None:
        self._child.kill()

    def release(self) -> None:
        """Reaps the process, which was killed before, and closes the pipes."""
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was still buffered for a dead reader
                    pipe.close()


_Waiting = tuple[Sequence[Source], "Future[list[Imported]]"]


def _size(sources: Sequence[Source]) -> int:
    return sum(len(source.data) for source in sources)


def _together(sources: Iterator[Source]) -> Iterator[Sequence[Source]]:
    """The sources in order: small ones that follow each other together, others alone."""
    some: list[Source] = []
    for source in sources:
        small = len(source.data) <= _SMALL_BYTES and not source.beside
        if some and not small:
            yield some
            some = []
        if not small:
            yield [source]
            continue
        some.append(source)
        if len(some) == _TOGETHER:
            yield some
            some = []
    if some:
        yield some


def _environment() -> dict[str, str]:
    """Only what Python needs to start: no proxies, no credentials. Without HOME it would look the user up in the system's list."""
    names = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TEMP", "TMP", "HOME", "USERPROFILE")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUTF8": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
