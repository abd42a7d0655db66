"""Watched folders in the whole window: signs of the system bring files in; settings are kept on this machine, for each archive."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from archive.operations import browse
from desktop import watching
from desktop.program import Program
from desktop.views.watched import WatchedFolders
from desktop.watching import Watched, Watching
from tests.archive.made import new_archive

STORY = "The ferry left the quay at nine and came back before noon, as the keeper had told us. " * 4


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(watching, "_SETTLE_MS", 0)
    monkeypatch.setattr(watching, "_SOON_MS", 0)
    yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "watched" / "in"
    made.mkdir(parents=True)
    return made


@pytest.fixture
def own_archive(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    path = tmp_path / "own" / "A.waystation"
    new_archive(path).close()
    return path


@pytest.fixture
def window(program: Callable[..., Program], own_archive: Path) -> Program:
    return program(own_archive)


def watch_of(window: Program) -> Watching:
    return window.desk().takingin.watching


def put(folder: Path, title: str) -> Path:
    path = folder / f"{title}.txt"
    path.write_text(f"{title}\n\n{STORY}{title}.\n\n{STORY}")
    return path


def added(window: Program, qtbot: QtBot, act: Callable[[], object]) -> None:
    """Waits until what the act sets off has been imported."""
    with qtbot.waitSignal(window.desk().library.imports.finished, timeout=30_000):
        act()
    window.settle()


def watch(window: Program, qtbot: QtBot, folder: Path, *, take_present: bool = False) -> None:
    with qtbot.waitSignal(watch_of(window).looked, timeout=30_000):
        watch_of(window).add(folder, take_present=take_present)
    window.settle()


def titles(window: Program) -> set[str]:
    return {hit.article.title for hit in browse.listing(window.desk().context.archive, limit=20).hits}


def test_a_new_file_comes_in_by_itself_and_stays_where_it_is(window: Program, folder: Path, qtbot: QtBot) -> None:
    put(folder, "Old mill")
    watch(window, qtbot, folder)
    added(window, qtbot, lambda: put(folder, "New lock"))
    assert titles(window) == {"New lock"} and (folder / "New lock.txt").exists()


def test_what_is_there_already_comes_in_where_that_is_wanted(window: Program, folder: Path, qtbot: QtBot) -> None:
    put(folder, "Old mill")
    added(window, qtbot, lambda: watch_of(window).add(folder, take_present=True))
    assert titles(window) == {"Old mill"}


def test_a_folder_below_that_is_made_later_is_watched_too(window: Program, folder: Path, qtbot: QtBot) -> None:
    watch(window, qtbot, folder)
    with qtbot.waitSignal(watch_of(window).looked, timeout=30_000):
        (folder / "north").mkdir()
    added(window, qtbot, lambda: put(folder / "north", "New lock"))
    assert titles(window) == {"New lock"}


def test_a_folder_that_vanishes_is_told_and_taken_up_again(window: Program, folder: Path, qtbot: QtBot) -> None:
    watch(window, qtbot, folder)
    with qtbot.waitSignal(watch_of(window).changed, timeout=30_000):
        away = folder.rename(folder.parent / "away")
    assert "“in” cannot be reached" in window.window.watch_line.words.text()
    put(away, "New lock")
    added(window, qtbot, lambda: away.rename(folder))
    assert titles(window) == {"New lock"} and watch_of(window).folders == (Watched(folder),)


def test_a_paused_folder_waits_and_is_looked_through_when_it_goes_on(
    window: Program, folder: Path, qtbot: QtBot
) -> None:
    watch(window, qtbot, folder)
    watch_of(window).pause(folder, True)
    assert window.window.watch_line.words.text() == "Watching is paused."
    put(folder, "New lock")
    window.settle()
    assert titles(window) == set()
    added(window, qtbot, lambda: window.window.watch_line.pause.click())
    assert titles(window) == {"New lock"}


def test_folders_are_kept_for_the_archive_and_what_came_meanwhile_comes_in_at_the_start(
    program: Callable[..., Program], own_archive: Path, empty_archive: Path, folder: Path, qtbot: QtBot
) -> None:
    first = program(own_archive)
    watch(first, qtbot, folder)
    added(first, qtbot, lambda: put(folder, "New lock"))
    first.close()
    put(folder, "Late weir")
    second = program(own_archive)
    assert watch_of(second).folders == (Watched(folder),)
    second.settle()
    assert titles(second) == {"New lock", "Late weir"}
    with qtbot.waitSignal(second.window.ready, timeout=30_000):
        second.opening.open(empty_archive)
    assert watch_of(second).folders == () and not second.window.watch_line.isVisible()


def test_an_archive_does_not_bring_its_watched_folders_along(window: Program, folder: Path, qtbot: QtBot) -> None:
    watch(window, qtbot, folder)
    assert str(folder) in str(window.settings.state("watched"))
    assert window.desk().context.archive.store.facts.get("watched") is None


def test_the_preferences_list_the_folders_and_ask_about_what_is_there(
    window: Program, folder: Path, qtbot: QtBot
) -> None:
    window.actions.trigger("app.watched")
    window.settle()
    section = window.window.findChild(WatchedFolders, "watched")
    assert section is not None
    section.ask(folder)
    assert section.question.isVisible() and "“in”" in section.asked.text()
    with qtbot.waitSignal(watch_of(window).looked, timeout=30_000):
        section.new_only.click()
    window.settle()
    stands = section.findChild(QLabel, "watched_1_stands")
    remove = section.findChild(QPushButton, "watched_1_remove")
    assert stands is not None and stands.text() == "Watched" and remove is not None
    remove.click()
    assert watch_of(window).folders == () and not window.window.watch_line.isVisible()


def test_the_archives_own_folder_is_refused_in_words(window: Program, own_archive: Path) -> None:
    window.actions.trigger("app.watched")
    window.settle()
    section = window.window.findChild(WatchedFolders, "watched")
    assert section is not None
    section.ask(own_archive.parent)
    section.present.click()
    assert section.refusal.isVisible() and "holds this archive" in section.refusal.text()
    assert watch_of(window).folders == ()


def test_how_they_stand_is_told_in_a_line() -> None:
    one, two = Watched(Path("/a/Downloads")), Watched(Path("/a/Stick"), there=False)
    assert watching.words([]) == ""
    assert watching.words([one]) == "Watching “Downloads”"
    assert watching.words([one, two]) == "Watching “Downloads” · “Stick” cannot be reached, and will be taken up again"
    assert watching.words([one, Watched(Path("/a/Old"), paused=True)]) == "Watching “Downloads” · “Old” paused"
