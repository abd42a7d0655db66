"""Views are built while nothing else is to be done, and are then like any that was built when it was asked for."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from archive.model.change import Change
from desktop.program import Program
from desktop.warming import AFTER_MS

Make = Callable[..., Program]
_SHOWN = {
    "passages": "go.passages",
    "codebook": "go.codebook",
    "timeline": "go.timeline",
    "statistics": "go.statistics",
}


def test_every_view_of_the_rail_is_built_unseen_and_shown_when_it_is_asked_for(
    program: Make, small_archive: Path
) -> None:
    one = program(small_archive)
    desk = one.desk()
    desk._warming.warm()
    one.settle()
    built = dict(desk.preparing.built)
    assert set(built) == set(_SHOWN) and not desk.views
    assert not any(view.isVisible() for view in built.values())
    assert one.window.stack.currentWidget() is desk.library
    for name, command in _SHOWN.items():
        one.actions.trigger(command)
        one.settle()
        assert one.window.stack.currentWidget() is built[name] is desk.views[name]
    assert not desk.preparing.built


def test_a_view_that_is_asked_for_first_is_built_then_and_only_once(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    desk = one.desk()
    early = desk.show_codebook()
    desk._warming.warm()
    one.settle()
    assert set(desk.preparing.built) == set(_SHOWN) - {"codebook"}
    assert desk.show_codebook() is early


def test_nothing_is_asked_of_the_archive_for_a_view_that_is_only_built(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    desk = one.desk()
    desk._warming.stop()  # it would begin with a job of its own
    begun: list[object] = []
    jobs = desk.context.jobs
    for name in ("run", "latest"):
        real = getattr(jobs, name)
        setattr(jobs, name, lambda *given, real=real, **how: (begun.append(given), real(*given, **how))[1])
    desk.preparing.begin()
    one.settle()
    assert set(desk.preparing.built) == set(_SHOWN) and begun == []


def test_what_was_built_in_vain_goes_with_its_archive(program: Make, small_archive: Path, empty_archive: Path) -> None:
    one = program(small_archive)
    desk = one.desk()
    desk._warming.warm()
    one.settle()
    built = list(desk.preparing.built.values())
    one.open_and_wait(empty_archive)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert built and not any(shiboken6.isValid(view) for view in built)


def test_a_key_puts_off_what_is_built_ahead(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    desk = one.desk()
    desk._warming.stop()
    desk.preparing.begin()
    handle = one.window.windowHandle()
    assert handle is not None
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.sendEvent(handle, key)
    timer = desk.preparing._turns._next
    assert timer.isActive() and timer.interval() == AFTER_MS and not desk.preparing.built
    desk.library.list.search.edited.emit("a")
    assert timer.isActive() and timer.interval() == AFTER_MS
    timer.start(0)
    one.settle()
    assert set(desk.preparing.built) == set(_SHOWN)


def test_no_view_is_built_ahead_while_work_is_shown(program: Make, small_archive: Path, qtbot: QtBot) -> None:
    one = program(small_archive)
    desk = one.desk()
    desk._warming.stop()
    release = Event()
    desk.context.jobs.run(lambda _: release.wait(60), label="Importing")
    desk.preparing.begin()
    with qtbot.waitSignal(desk.preparing._turns._next.timeout):
        pass
    assert not desk.preparing.built
    release.set()
    qtbot.waitUntil(lambda: set(desk.preparing.built) == set(_SHOWN), timeout=60_000)


def test_what_changes_puts_off_what_is_built_ahead(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    desk = one.desk()
    desk._warming.stop()
    desk.preparing.begin()
    desk.context.history.announce(Change("Index", frozenset({("index", 0)})))
    timer = desk.preparing._turns._next
    assert timer.isActive() and timer.interval() > AFTER_MS and not desk.preparing.built
    timer.start(0)
    one.settle()
    assert set(desk.preparing.built) == set(_SHOWN)
