"""Work off the interface thread: callbacks come back here, once, or not at all."""

import gc
import threading
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from archive.base.errors import Invalid
from archive.base.progress import Progress
from desktop.jobs import Job, Jobs


def test_a_result_comes_back_on_the_interface_thread(jobs: Jobs) -> None:
    seen: list[object] = []
    jobs.run(
        lambda _: threading.current_thread(), done=lambda worker: seen.extend([worker, threading.current_thread()])
    )
    assert jobs.drain()
    assert seen[0] is not threading.main_thread()
    assert seen[1] is threading.main_thread()


def test_results_that_come_at_once_are_delivered_a_turn_apart(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    sent, send = threading.Semaphore(0), jobs._send

    def noted(*told: object) -> None:
        send(*told)  # type: ignore[arg-type]
        sent.release()

    monkeypatch.setattr(jobs, "_send", noted)
    turns, seen = [0], list[tuple[int, int]]()
    beat = QTimer(interval=0)
    beat.timeout.connect(lambda: turns.append(turns.pop() + 1))
    beat.start()
    for number in range(4):
        jobs.run(lambda _, number=number: number, done=lambda number: seen.append((number, turns[0])))
    for _ in range(4):
        assert sent.acquire(timeout=30)
    assert seen == []
    assert jobs.drain()
    beat.stop()
    assert sorted(number for number, _ in seen) == [0, 1, 2, 3]
    assert len({turn for _, turn in seen}) == 4


def test_a_result_is_delivered_after_what_changed_before_is_painted(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    class Page(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            order.append("painted")

    page = Page()
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    ended, send = threading.Event(), jobs._send

    def noted(*told: object) -> None:
        send(*told)  # type: ignore[arg-type]
        ended.set()

    monkeypatch.setattr(jobs, "_send", noted)
    jobs.run(lambda _: None, done=lambda _: order.append("told"))
    assert ended.wait(30)
    order.clear()
    page.update()
    assert jobs.drain()
    assert order == ["painted", "told"]


def test_an_act_for_the_next_turn_goes_before_the_results_that_wait(jobs: Jobs) -> None:
    order: list[str] = []

    def first(_: object) -> None:
        order.append("first")
        jobs.next_turn(lambda: order.append("act"))
        assert order == ["first"], "in a turn of its own"

    jobs._take(_made(jobs, first), "done", None)
    jobs._take(_made(jobs, lambda _: order.append("second")), "done", None)
    assert jobs.drain()
    assert order == ["first", "act", "second"]


def _made(jobs: Jobs, done: Callable[[object], None]) -> Job:
    """A job that is over, and whose result waits to be delivered."""
    job = Job(lambda _: None, "", None, kept=False)
    job._callbacks = {"done": done}
    jobs._active.append(job)
    return job


def test_who_waits_for_others_while_a_result_is_delivered_gets_theirs(jobs: Jobs) -> None:
    seen: list[str] = []

    def done(told: str) -> None:
        for name in ("second", "third"):
            jobs.run(lambda _, name=name: name, done=seen.append)
        assert jobs.drain(30.0), "a view that closes an archive waits so for what is being saved"
        seen.append(told)

    jobs.run(lambda _: "first", done=done)
    assert jobs.drain(30.0)
    assert sorted(seen[:2]) == ["second", "third"] and seen[2] == "first"


def test_a_newer_job_of_the_same_key_silences_the_older(jobs: Jobs) -> None:
    gate, seen = threading.Event(), []

    def slow(progress: Progress) -> str:
        gate.wait(30)
        return "old"

    jobs.latest("search", slow, done=seen.append)
    jobs.latest("search", lambda _: "new", done=seen.append)
    gate.set()
    assert jobs.drain()
    assert seen == ["new"]


def test_a_cancelled_job_calls_back_only_that_it_was(jobs: Jobs) -> None:
    gate, seen = threading.Event(), []

    def work(progress: Progress) -> None:
        gate.wait(30)
        progress.check()

    job = jobs.run(work, done=lambda _: seen.append("done"), cancelled=lambda: seen.append("cancelled"))
    job.cancel()
    gate.set()
    assert jobs.drain()
    assert seen == ["cancelled"]


def test_no_callback_reaches_an_owner_that_is_gone(jobs: Jobs) -> None:
    gate, seen, owner = threading.Event(), [], QObject()
    jobs.run(lambda _: gate.wait(30), done=seen.append, owner=owner)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    gate.set()
    assert jobs.drain()
    assert seen == []


def test_progress_is_reported_with_its_newest_figures(jobs: Jobs) -> None:
    seen: list[tuple[int, int, str]] = []
    jobs.run(
        lambda progress: list(progress.over(range(100), "Counting")),
        progress=lambda done, total, label: seen.append((done, total, label)),
    )
    assert jobs.drain()
    assert seen[-1] == (100, 100, "Counting")


@pytest.mark.parametrize(("error", "reported"), [(Invalid("No."), 0), (ValueError("bug"), 1)])
def test_an_expected_failure_is_for_the_caller_and_a_bug_for_the_report_too(
    jobs: Jobs, error: Exception, reported: int
) -> None:
    reports: list[BaseException] = []
    failures: list[Exception] = []
    jobs.on_failure = reports.append

    def work(_: Progress) -> None:
        raise error

    jobs.run(work, failed=failures.append)
    assert jobs.drain()
    assert (failures, len(reports)) == ([error], reported)


def test_after_the_first_job_no_thread_is_started_by_the_interface(jobs: Jobs, qtbot, monkeypatch) -> None:
    started, start = [], threading.Thread.start
    monkeypatch.setattr(
        threading.Thread, "start", lambda self: (started.append(threading.current_thread()), start(self))[1]
    )
    jobs.run(lambda _: None)
    qtbot.waitUntil(lambda: len(started) == 4)
    assert [each is threading.main_thread() for each in started] == [True, False, False, False]
    gate = threading.Event()
    for _ in range(6):
        jobs.run(lambda _: gate.wait(20))
    assert len(started) == 4
    jobs.run(lambda _: None, keep=True)  # what a person did waits for none of them
    assert len(started) == 5
    gate.set()
    assert jobs.drain()


def test_closing_ends_every_thread_and_takes_no_more_work(jobs: Jobs) -> None:
    jobs.run(lambda _: None)
    assert jobs.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("waystation-job")]
    assert jobs.run(lambda _: None).cancelled


@pytest.mark.parametrize("ending", ["done", "failed", "cancelled"])
def test_what_a_job_was_about_goes_with_its_end_and_waits_for_no_look_at_what_holds_itself(
    jobs: Jobs, ending: str
) -> None:
    class Held:
        """Something large."""

    def begin() -> tuple[list[weakref.ref[Held]], Job]:
        asked, answered = Held(), Held()

        def work(_: Progress) -> Held:
            assert asked
            if ending == "failed":
                raise Invalid("No.", "Another time.")
            return answered

        job = jobs.run(work, done=lambda _: asked, failed=lambda _: asked, cancelled=lambda: asked)
        return [weakref.ref(asked), weakref.ref(answered)], job

    looking = gc.isenabled()
    gc.disable()
    try:
        held, job = begin()
        if ending == "cancelled":
            job.cancel()
        jobs.drain()
        jobs.run(lambda _: None)
        jobs.drain()  # the thread has begun something else: it holds nothing of the first any more
        assert [each() for each in held] == [None, None]
    finally:
        if looking:
            gc.enable()
