"""What holds itself goes, and on the thread of the interface alone."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from desktop.collecting import Collecting
from desktop.jobs import Jobs


class Held:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collecting(qapp: QObject) -> Iterator[Collecting]:
    thresholds, enabled = gc.get_threshold(), gc.isenabled()
    gc.collect()
    gc.set_threshold(1_000, 2, 2)
    made = Collecting(qapp)
    yield made
    made.stop()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)  # with it Python begins to look again
    gc.set_threshold(*thresholds)
    gc.enable() if enabled else gc.disable()


def test_a_job_never_looks(collecting: Collecting) -> None:
    looked: list[int] = []

    def note(phase: str, _: dict[str, int]) -> None:
        looked.append(threading.get_ident())

    gc.callbacks.append(note)
    try:
        job = threading.Thread(target=lambda: [Held() for _ in range(20_000)])
        job.start()
        job.join()
        assert not looked
        collecting.look()
    finally:
        gc.callbacks.remove(note)
    assert set(looked) == {threading.get_ident()}


def test_what_holds_itself_goes_when_it_is_time(collecting: Collecting, qtbot: QtBot) -> None:
    gone: list[int] = []

    class Told(Held):
        def __del__(self) -> None:
            gone.append(1)

    for _ in range(2_000):
        Told()
    assert not gone
    collecting.start(1)
    qtbot.waitUntil(lambda: len(gone) == 2_000)


def test_a_few_objects_are_not_looked_for(collecting: Collecting) -> None:
    gc.collect()
    held = Held()
    del held
    before = gc.get_stats()[0]["collections"]
    collecting.look()
    assert gc.get_stats()[0]["collections"] == before


def test_deeper_generations_come_in_their_turn(collecting: Collecting) -> None:
    before = [each["collections"] for each in gc.get_stats()]
    for _ in range(20):
        kept = [[] for _ in range(1_500)]
        collecting.look()
        del kept
    after = [each["collections"] for each in gc.get_stats()]
    assert all(now > then for now, then in zip(after, before, strict=True))


def test_not_all_is_looked_through_while_work_goes_on(collecting: Collecting) -> None:
    busy, looked = [True], list[int]()
    collecting._busy = lambda: busy[0]

    def note(phase: str, told: dict[str, int]) -> None:
        if phase == "start":
            looked.append(told["generation"])

    gc.callbacks.append(note)
    try:
        for _ in range(40):
            kept = [Held() for _ in range(2_000)]
            collecting.look()
        assert looked and max(looked) == 1
        busy[0] = False
        for _ in range(40):
            kept = [Held() for _ in range(2_000)]
            collecting.look()
        assert max(looked) == 2 and kept
    finally:
        gc.callbacks.remove(note)


def test_what_stays_while_work_goes_on_is_looked_through_once(collecting: Collecting) -> None:
    collecting._busy = lambda: True
    kept = []
    for _ in range(6):
        kept.append([Held() for _ in range(2_000)])
        collecting.look()
        assert sum(len(gc.get_objects(generation)) for generation in (0, 1)) < 2_000
    assert len(kept) == 6


def test_in_the_tests_no_job_looks_either(jobs: Jobs) -> None:
    looked: list[int] = []

    def note(phase: str, _: dict[str, int]) -> None:
        looked.append(threading.get_ident())

    gc.callbacks.append(note)
    try:
        jobs.run(lambda _: len([Held() for _ in range(20_000)]))
        assert jobs.drain()
    finally:
        gc.callbacks.remove(note)
    assert not looked
