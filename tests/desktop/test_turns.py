"""The interface answers: no turn of its thread takes more than 50 ms, whatever view a person goes to."""

import threading
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from archive.model.ids import ArticleId
from desktop.program import Program
from desktop.turns import Turns, painted_after
from tests.benchmarks import large_archive
from tests.benchmarks.generator import WORDS
from tests.desktop import walk
from tests.desktop.watchdog import Watchdog, slowness

Make = Callable[..., Program]
ARTICLES = 300
TURN_MS = 50


@pytest.fixture(scope="module")
def middling(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("turns")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAYSTATION_HOME", str(folder))
        return large_archive.archive_of(folder, ARTICLES, longest=40)


@pytest.mark.soak  # it measures, which only a machine that does nothing else can bear
def test_no_turn_of_the_interface_takes_long(program: Make, middling: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYSTATION_HOME", str(middling.parent))  # where the index was made, and is trusted
    one = program(middling)
    walk.warmed(one)
    watchdog = Watchdog(TURN_MS * slowness())
    watchdog.start()
    try:
        acts = walk.acts(one, word=WORDS[20], longest=ArticleId(ARTICLES + 2))
        for name, act in chain(acts, walk.pages(one)):
            watchdog.begin(name)
            act()
            one.settle()
    finally:
        watchdog.stop()
    # The machine may have slowed down meanwhile.
    limit_ms = max(watchdog.limit_ms, TURN_MS * slowness())
    late = [f"{turn.act}: {turn.busy_ms:.0f} ms of processor time\n{turn.stack}" for turn in watchdog.turns]
    late = [told for told, turn in zip(late, watchdog.turns, strict=True) if turn.busy_ms > limit_ms]
    assert not late, "\n".join(late)


def _busy(watchdog: Watchdog, span_ms: float) -> None:
    """Computes for at least the span of processor time, and until the watchdog has had a chance to look."""
    until = time.thread_time() + span_ms / 1000
    while time.thread_time() < until or not watchdog.looked:
        pass


@pytest.mark.skipif(
    not hasattr(time, "pthread_getcpuclockid"), reason="this system tells no thread's processor time to another"
)
@pytest.mark.usefixtures("qapp")
def test_the_watchdog_tells_a_long_turn_and_where_it_was() -> None:
    watchdog = Watchdog(20)
    watchdog.start()
    watchdog.begin("computing")
    _busy(watchdog, 60)
    watchdog.begin("resting")
    QTest.qWait(30)
    watchdog.stop()
    QApplication.processEvents()
    # What else waited for its turn may have taken long too on a busy machine.
    mine = [turn for turn in watchdog.turns if "_busy" in turn.stack]
    assert [turn.act for turn in mine] == ["computing"]
    assert mine[0].busy_ms >= 60
    assert not any(thread is watchdog._thread for thread in threading.enumerate())


def test_what_is_done_a_piece_a_turn_waits_while_somebody_acts(qtbot: QtBot) -> None:
    owner, done = QObject(), []
    turns = Turns(owner)
    turns.put_off(0)
    assert not turns._next.isActive(), "nothing is to be done"
    turns.anew([lambda: (done.append(1), turns.put_off(3_600_000)), lambda: done.append(2)])
    qtbot.waitUntil(lambda: bool(done))
    assert turns._next.isActive() and turns._next.interval() == 3_600_000
    turns.more([lambda: done.append(3)])
    qtbot.waitUntil(lambda: done == [1, 2, 3])


def test_what_became_due_while_a_piece_was_done_goes_before_the_next(qtbot: QtBot) -> None:
    owner, done = QObject(), []
    turns = Turns(owner)
    turns.anew([lambda: QTimer.singleShot(0, lambda: done.append("a key")), lambda: done.append("the next")])
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done == ["a key", "the next"] and not turns.left


def test_a_piece_that_fails_leaves_the_others(qtbot: QtBot) -> None:
    owner, done = QObject(), []
    turns = Turns(owner)
    with qtbot.captureExceptions() as failed:
        turns.anew([lambda: 1 / 0, lambda: done.append(2)])
        qtbot.waitUntil(lambda: bool(done))
    assert [kind for kind, *_ in failed] == [ZeroDivisionError]


def test_nothing_is_done_as_long_as_it_has_to_wait(qtbot: QtBot) -> None:
    owner, done, waits = QObject(), [], [True]
    turns = Turns(owner, lambda: waits[0])
    turns.anew([lambda: done.append(1)])
    with qtbot.waitSignal(turns._next.timeout):
        pass
    assert not done and turns._next.isActive()
    waits[0] = False
    turns._next.start(0)
    qtbot.waitUntil(lambda: done == [1])


def test_what_is_given_up_is_not_done_although_its_turn_comes(qtbot: QtBot) -> None:
    owner, done = QObject(), []
    turns = Turns(owner)
    turns.anew([lambda: done.append("given up")])
    turns.anew(())
    with qtbot.waitSignal(turns._next.timeout):
        pass
    assert not done


def _painting(qtbot: QtBot, done: list[object]) -> QWidget:
    """A widget that tells when it is painted."""

    class Painted(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            done.append("painted")

    widget = Painted()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    QApplication.processEvents()
    done.clear()
    return widget


def test_what_is_laid_out_in_one_turn_is_painted_in_the_next_before_the_next_piece(qtbot: QtBot) -> None:
    done: list[object] = []
    widget = _painting(qtbot, done)
    turns = Turns(widget)

    def lay_out() -> None:
        done.append("laid out")
        widget.update()
        QTimer.singleShot(0, lambda: done.append("a key"))

    turns.anew([painted_after(widget, lay_out), lambda: done.append("the next")])
    qtbot.waitUntil(lambda: "the next" in done)
    assert done == ["laid out", "a key", "painted", "the next"]


def test_what_was_laid_out_is_painted_although_all_else_is_given_up_or_put_off(qtbot: QtBot) -> None:
    done: list[object] = []
    widget = _painting(qtbot, done)
    turns = Turns(widget)
    for leave in (lambda: turns.anew(()), lambda: turns.put_off(3_600_000)):
        done.clear()
        turns.anew([painted_after(widget, lambda: done.append("laid out")), lambda: done.append("the next")])
        turns._do()
        assert not widget.updatesEnabled()
        leave()
        qtbot.waitUntil(lambda: "painted" in done)
        assert done == ["laid out", "painted"] and widget.updatesEnabled()


def test_what_could_not_be_laid_out_is_painted_all_the_same(qtbot: QtBot) -> None:
    widget = _painting(qtbot, [])
    with pytest.raises(ZeroDivisionError):
        painted_after(widget, lambda: 1 / 0)()
    assert widget.updatesEnabled()
