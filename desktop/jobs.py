"""The only threads. Work runs off the interface thread; every callback comes back on it, or not at all.

    jobs.run(lambda progress: find.search(archive, query), done=self.show_results, owner=self)

A callback is dropped when its job was cancelled or its owner is gone. Nothing outlives `close`. Each result is delivered in a turn of
its own, after what changed before is painted: what a person does gets in between.
"""

import sys
from collections import deque
from collections.abc import Callable, Hashable
from functools import partial
from threading import Lock, Thread
from time import monotonic
from typing import Any

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, SignalInstance

from archive.base.errors import Cancelled, WaystationError
from archive.base.progress import Progress
from desktop.lastfirst import LastFirst

Work = Callable[[Progress], Any]
_THREADS = 4  # an import, its indexing wait, a search and one more
_SAVING = 1  # more for what a person did: that is not to wait for any of these

# Seconds that a thread computes while another waits. The interface waits anew after each call into Qt that lets the
# interpreter go, dozens of times in a turn: with Python's own 5 ms a busy search would hold it up visibly. Of 0.2 ms its turns
# wait half as long during an import as of 1 ms, and that takes no longer.
_SWITCH_S = 0.0002


def _nothing(_: Progress) -> None:
    """What is left of the work of a job that is over."""


class Job:
    """One piece of work under way. `label` is what the status line shows; without one it is not shown."""

    def __init__(self, work: Work, label: str, owner: QObject | None, *, kept: bool) -> None:
        self.label = label
        self.kept = kept
        self.done_steps = 0
        self.total_steps = 0  # 0 while unknown
        self.detail = ""
        self.over = False
        self._work = work
        self._owner = owner
        self._owned = owner is not None
        self._callbacks: dict[str, Callable[..., None] | None] = {}
        self._report_pending = False
        self._lock = Lock()
        self.progress = Progress()

    def cancel(self) -> None:
        """Asks the work to stop; of its callbacks only `cancelled` is still called."""
        self.progress.cancel()

    @property
    def cancelled(self) -> bool:
        return self.progress.cancelled

    def _let_go(self) -> None:
        """Forgets the work and its callbacks: with its own progress a job holds itself, and with them all that it was about, until
        somebody looks for what does."""
        self._work = _nothing
        self._callbacks = {}

    def _call(self, which: str, *arguments: Any) -> None:
        callback = self._callbacks.get(which)
        if callback is None or (self._owned and (self._owner is None or not shiboken6.isValid(self._owner))):
            return
        callback(*arguments)


class Jobs(QObject):
    """Runs work on a few threads of its own. Make it on the interface thread; `close` it before leaving."""

    started = Signal(object)
    progressed = Signal(object)
    ended = Signal(object)
    idle = Signal()
    all_cancelled = Signal()
    _from_thread = Signal(object, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_SWITCH_S)
        self.on_failure: Callable[[BaseException], None] | None = None
        self._queue: LastFirst[Job | None] = LastFirst()
        self._threads: list[Thread] = []
        self._starting = Lock()  # held to change the threads
        self._active: list[Job] = []
        self._latest: dict[Hashable, Job] = {}
        self._closed = False
        self._waiting: deque[Callable[[], object]] = deque()  # results above all, each for a turn of its own
        # Of one shot, so that it can come again while what it delivered still waits for others (Qt passes over a timer that is being heard).
        self._turn = QTimer(self, interval=0, singleShot=True)
        self._turn.timeout.connect(self._next)
        self._from_thread.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def active(self) -> tuple[Job, ...]:
        """Jobs whose callbacks have not been delivered yet, oldest first."""
        return tuple(self._active)

    @property
    def at_rest(self) -> bool:
        """Whether no job is active and nothing is left for a turn of its own."""
        return not self._active and not self._waiting

    def is_showing_work(self) -> bool:
        """Whether work goes on that the status line shows."""
        return any(job.label for job in self._active)

    def run(
        self,
        work: Work,
        *,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int, str], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        owner: QObject | None = None,
        label: str = "",
        keep: bool = False,
    ) -> Job:
        """Calls `work(progress)` on a thread, then one of `done(result)`, `failed(error)`, `cancelled()` here.

        `progress(done, total, label)` is called here too, with the newest figures only. A WaystationError without `failed`,
        and any other exception always, also goes to `on_failure`. Callbacks are dropped once `owner` is destroyed.
        With `keep` (what a person did and is to be saved) `cancel_all` passes the job over: it is done before all is closed.
        """
        job = Job(work, label, owner, kept=keep)
        job._callbacks = {"done": done, "failed": failed, "progress": progress, "cancelled": cancelled}
        job.progress = Progress(lambda steps, total, text: self._report(job, steps, total, text))
        if self._closed:
            job.cancel()
            return job
        self._active.append(job)
        most = min(_THREADS + _SAVING * keep, len(self._active))
        if len(self._threads) < most:
            self._start_thread(most)
        self._queue.put(job)
        self.started.emit(job)
        return job

    def latest(self, key: Hashable, work: Work, **options: Any) -> Job:
        """As `run`, but first cancels the job that was started under the same key (search as you type)."""
        earlier = self._latest.get(key)
        if earlier is not None:
            earlier.cancel()
        job = self.run(work, **options)
        if not self._closed:
            self._latest[key] = job
        return job

    def next_turn(self, act: Callable[[], object]) -> None:
        """Calls it in a turn of its own, which comes before those of the results that wait."""
        self._waiting.appendleft(act)
        if not self._turn.isActive():
            self._turn.start()

    def cancel_all(self) -> None:
        """Cancels every job but those that save what a person did; `all_cancelled` is for what would wait for another process."""
        self.all_cancelled.emit()
        for job in self._active:
            if not job.kept:
                job.cancel()

    def drain(self, timeout_s: float = 60.0) -> bool:
        """Lets the interface live until all is at rest (callbacks may start more); False when time ran out."""
        if self.at_rest:
            return True
        self._wait(self.idle, lambda: not self.at_rest, timeout_s)
        return self.at_rest

    def drain_kept(self, timeout_s: float) -> bool:
        """As `drain`, but waits for the jobs alone that save what a person did; False when time ran out."""

        def kept() -> bool:
            return any(job.kept for job in self._active)

        self._wait(self.ended, kept, timeout_s)
        return not kept()

    def _wait(self, told: SignalInstance, going: Callable[[], bool], timeout_s: float) -> None:
        """Lets the interface live while `going`, which may change when `told` is emitted."""
        loop = QEventLoop()
        told.connect(loop.quit)
        guard = QTimer()
        guard.setSingleShot(True)
        guard.timeout.connect(loop.quit)
        guard.start(round(timeout_s * 1000))
        while going() and guard.isActive():
            # What a last callback set going may have begun by the time that the loop has ended.
            loop.exec()
        guard.stop()

    def close(self, timeout_s: float = 5.0) -> bool:
        """Cancels everything but what is to be kept, waits at most `timeout_s` seconds and ends the threads; False when one would not end."""
        until = monotonic() + timeout_s
        self.cancel_all()
        self.drain(timeout_s)
        with self._starting:
            self._closed = True
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))
        ended = not any(thread.is_alive() for thread in self._threads)
        self._threads.clear()
        return ended

    def _start_thread(self, most: int) -> bool:
        """Starts one more, unless so many are there."""
        with self._starting:
            if self._closed or len(self._threads) >= most:
                return False
            thread = Thread(target=self._serve, name=f"waystation-job-{len(self._threads) + 1}", daemon=True)
            self._threads.append(thread)
            thread.start()
            return True

    def _serve(self) -> None:
        while (job := self._queue.get()) is not None:
            try:
                job.progress.check()
                outcome, value = "done", job._work(job.progress)
            except Cancelled:
                outcome, value = "cancelled", None
            except (
                BaseException
            ) as error:  # the boundary of the thread: handed to the interface thread, which reports it
                outcome, value = "failed", error
            self._send(job, outcome, value)
            del job, value
            # Not by the interface when it needs them: whoever starts one waits until it runs, behind whatever computes meanwhile.
            while self._start_thread(_THREADS):
                pass

    def _report(self, job: Job, steps: int, total: int, text: str) -> None:
        with job._lock:
            job.done_steps, job.total_steps, job.detail = steps, total, text
            if job._report_pending:
                return
            job._report_pending = True
        self._send(job, "progress", None)

    def _send(self, job: Job, what: str, value: Any) -> None:
        # A thread that outlives a bounded close may find the interface gone.
        if shiboken6.isValid(self):
            self._from_thread.emit(job, what, value)

    def _take(self, job: Job, what: str, value: Any) -> None:
        # Not here: the turn in which it comes may have a view to paint, which comes after all that was sent.
        self._waiting.append(partial(self._receive, job, what, value))
        if not self._turn.isActive():
            self._turn.start()

    def _next(self) -> None:
        act = self._waiting.popleft()
        if self._waiting:
            self._turn.start()
        try:
            act()
        finally:
            if self.at_rest:
                self.idle.emit()

    def _receive(self, job: Job, what: str, value: Any) -> None:
        if what == "progress":
            with job._lock:
                job._report_pending = False
                figures = (job.done_steps, job.total_steps, job.detail)
            if not job.cancelled:
                job._call("progress", *figures)
                self.progressed.emit(job)
            return
        job.over = True
        self._active.remove(job)
        for key in [key for key, latest in self._latest.items() if latest is job]:
            del self._latest[key]
        try:
            self._deliver(job, what, value)
        finally:
            job._let_go()
            self.ended.emit(job)

    def _deliver(self, job: Job, what: str, value: Any) -> None:
        if what == "failed" and not job.cancelled:
            expected = isinstance(value, WaystationError)
            if self.on_failure is not None and not (expected and job._callbacks["failed"]):
                self.on_failure(value)
            job._call("failed", value)
        elif job.cancelled or what == "cancelled":
            job._call("cancelled")
        else:
            job._call("done", value)
