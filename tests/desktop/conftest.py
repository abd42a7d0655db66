"""Qt off the screen, the look loaded once, and a whole window on an archive of its own that leaves nothing behind."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is imported by anything

import gc
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QApplication

from archive.archive import Archive
from archive.operations import ingest
from desktop.jobs import Jobs
from desktop.program import Program, application
from tests.archive.made import new_archive

_FAR_AWAY = 20_000, 20_000


def pytest_itemcollected(item: pytest.Item) -> None:
    """The offscreen platform says this of every window that is shown."""
    item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    application()
    return QApplication


@pytest.fixture(scope="session", autouse=True)
def _nothing_left_on_the_clipboard() -> Iterator[None]:
    """What Qt's offscreen platform still holds of it when Python ends, it lets go of without the interpreter, and the process dies."""
    yield
    if QApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def _collected_here() -> Iterator[None]:
    """What holds itself is looked for after each test, here, as the program does (`desktop.collecting`): Python would do so on whatever thread makes
    an object, and take a widget or a document of an earlier test apart on a job's, whose timers then go on without it.
    """
    enabled = gc.isenabled()
    gc.disable()
    yield
    gc.collect(1)
    if enabled:
        gc.enable()


@pytest.fixture(autouse=True)
def _nothing_left_on_the_screen(_collected_here: None) -> Iterator[None]:
    """A test finds no window of an earlier one, and the pointer on none of its own: the offscreen platform gives what the mouse does to the oldest
    window that lies there, and where the pointer rests Qt shows, after a while, a hint in a window of its own.
    """
    yield
    if QApplication.instance() is not None:
        QCursor.setPos(*_FAR_AWAY)
        # Without a loop of events nothing that is to be deleted later ever is, nor the windows over it.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        for hint in [each for each in QApplication.topLevelWidgets() if each.windowType() == Qt.WindowType.ToolTip]:
            hint.hide()
        assert [each for each in QGuiApplication.topLevelWindows() if each.isVisible()] == []


@pytest.fixture(autouse=True)
def _no_thread_left(_collected_here: None) -> Iterator[None]:
    """Every thread that a test starts has ended when the test has."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and thread.is_alive()]
    for thread in left:
        thread.join(20)
    assert not [thread.name for thread in left if thread.is_alive()]


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    assert made.close()


@pytest.fixture
def empty_archive(tmp_path: Path) -> Path:
    """A closed archive with nothing in it."""
    path = tmp_path / "Empty.waystation"
    new_archive(path).close()
    return path


@pytest.fixture(scope="session")
def _small_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: reading articles takes processes of its own."""
    path = tmp_path_factory.mktemp("archives") / "Small.waystation"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAYSTATION_HOME", str(path.parent))  # it is made before any test has a home
        with new_archive(path) as archive:
            for title, words in (("The low ferry", "The river was low."), ("Salt roads", "Salt came over the hills.")):
                ingest.paste(archive, f"{title}\n\n{words * 12}", title=title)
    return path


@pytest.fixture
def small_archive(tmp_path: Path, _small_original: Path) -> Path:
    """A closed archive with two articles in it, indexed on the machine that this test sees."""
    path = tmp_path / "Small.waystation"
    shutil.copyfile(_small_original, path)
    with Archive.open(path) as archive:
        archive.trust()
        archive.index.examine()
        archive.index.catch_up()
    return path


@pytest.fixture
def program(qapp: QApplication) -> Iterator[Callable[..., Program]]:
    """Makes programs (window and services) and closes them after the test."""
    made: list[Program] = []

    def make(archive: Path | None = None, *, keep: bool = True) -> Program:
        one = Program("light", keep=keep)
        made.append(one)
        if archive is not None:
            one.open_and_wait(archive)
        return one

    yield make
    for one in made:
        one.close()
