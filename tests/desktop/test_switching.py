"""Another archive in the same window: nothing of the one before answers any more."""

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from desktop.program import Program
from desktop.settings import SETTINGS

Make = Callable[..., Program]


@pytest.fixture
def switched(program: Make, empty_archive: Path, small_archive: Path) -> Program:
    """A window that showed one archive and shows another."""
    one = program(empty_archive)
    one.open_and_wait(small_archive)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    one.settle()
    return one


def test_the_palette_does_each_command_once_and_asks_the_archive_that_is_open(switched: Program) -> None:
    ran: list[str] = []
    switched.actions.triggered.connect(ran.append)
    switched.actions.trigger("help.palette")
    switched.window.palette_box.field.setText("ferry")
    switched.settle()
    assert not switched.window.banners.texts
    switched.window.palette_box.picked.emit("app.preferences")
    switched.settle()
    assert ran == ["help.palette", "app.preferences"]


def test_settings_reach_only_the_archive_that_is_open(switched: Program) -> None:
    switched.desk().library.list.step(1)
    switched.settle()
    for setting in SETTINGS:
        if isinstance(setting.default, bool):
            for _ in range(2):
                switched.settings.set(setting.key, not switched.settings[setting.key])
                switched.settle()
    assert not switched.window.banners.texts


def test_an_archive_that_was_left_is_forgotten_and_so_is_its_key(
    program: Make, small_archive: Path, empty_archive: Path
) -> None:
    one = program(small_archive)
    left = weakref.ref(one.desk().context.archive)
    one.open_and_wait(empty_archive)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    one.settle()
    gc.collect()
    assert left() is None
