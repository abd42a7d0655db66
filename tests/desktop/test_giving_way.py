"""Long work lets a turn of the interface go first, and is never held up by one that does not end."""

import threading
from threading import Event

from PySide6.QtCore import QTimer

from archive.base.progress import Progress
from desktop.giving_way import GivingWay
from desktop.jobs import Jobs


class Asked:
    """Stands for the interface: notes what it was asked, how long was waited for it, and what time it is."""

    def __init__(self, *, answers: bool = True) -> None:
        self.asked: list[Event] = []
        self.waits: list[float] = []
        self.now = 100.0
        self._answers = answers
        self.way = GivingWay(self.asked.append, now=lambda: self.now, wait=self._wait)

    def _wait(self, event: Event, seconds: float) -> None:
        self.waits.append(seconds)
        if self._answers:
            event.set()


def test_work_goes_on_while_the_interface_answers() -> None:
    interface = Asked()
    for _ in range(5):
        interface.way()
        interface.asked[-1].set()
        interface.now += 1
    assert len(interface.asked) == 5 and interface.waits == []


def test_work_does_not_wait_for_a_turn_that_may_soon_be_over() -> None:
    interface = Asked()
    interface.way()
    interface.now += 0.001
    interface.way()
    assert len(interface.asked) == 1 and interface.waits == []


def test_work_waits_for_the_end_of_a_longer_turn_and_asks_anew() -> None:
    interface = Asked()
    interface.way()
    interface.now += 0.01
    interface.way()
    assert len(interface.waits) == 1 and interface.asked[0].is_set()
    assert len(interface.asked) == 2 and not interface.asked[1].is_set()


def test_a_turn_that_does_not_end_is_waited_for_no_longer_than_a_moment() -> None:
    interface = Asked(answers=False)
    interface.way()
    interface.now += 10
    interface.way()
    interface.way()  # asked anew a moment ago
    assert interface.waits == [0.05]


def test_a_job_is_answered_by_the_interface_between_two_turns(jobs: Jobs) -> None:
    began, turns, order = threading.Event(), list[int](), list[str]()

    def work(progress: Progress) -> None:
        progress.give_way()  # asks
        began.set()

    answer = jobs._answer

    def noted(answered: Event) -> None:
        order.append("answered" if threading.current_thread() is threading.main_thread() else "on another thread")
        answer(answered)

    jobs._asked.disconnect()
    jobs._asked.connect(noted)
    jobs.run(work)
    assert began.wait(30)
    assert order == [], "the interface answers in a turn of its own, not while it is at something"
    QTimer.singleShot(0, lambda: turns.append(1))
    assert jobs.drain()
    assert order == ["answered"]
