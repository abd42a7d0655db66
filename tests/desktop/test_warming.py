"""What is read ahead waits while somebody types, and comes afterwards."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from archive.base.errors import Cancelled
from archive.base.progress import Progress
from desktop import warming
from desktop.jobs import Jobs
from desktop.warming import Warming
from tests.archive.made import new_archive


@pytest.fixture
def warmed(monkeypatch: pytest.MonkeyPatch) -> list[Progress]:
    """What each warming was given, as far as it came: one that was put off ends in its second step."""
    begun: list[Progress] = []

    def steps(_archive: object, progress: Progress) -> None:
        begun.append(progress)
        if len(begun) == 1:
            progress._cancelled.wait()
        progress.check()

    monkeypatch.setattr(warming, "STEPS", (steps,))
    return begun


def test_what_has_begun_is_given_up_for_a_key_and_begun_again(qtbot: QtBot, tmp_path, warmed: list[Progress]) -> None:
    with new_archive(tmp_path / "one.waystation") as archive:
        jobs, owner = Jobs(), QObject()
        one = Warming(archive, jobs, owner)
        one.setInterval(0)
        with qtbot.waitSignal(jobs.started):
            one.start()
        qtbot.waitUntil(lambda: len(warmed) == 1)
        with qtbot.waitSignal(one.warmed):
            one.put_off()
        assert [progress.cancelled for progress in warmed] == [True, False]
        one.put_off()
        assert not one.isActive(), "what is warm stays so"
        jobs.close()


def test_what_waits_waits_from_the_key_on(
    qtbot: QtBot, tmp_path, warmed: list[Progress], monkeypatch: pytest.MonkeyPatch
) -> None:
    again: list[bool] = []
    with new_archive(tmp_path / "one.waystation") as archive:
        jobs, owner = Jobs(), QObject()
        one = Warming(archive, jobs, owner)
        one.put_off()
        assert not one.isActive(), "it was not begun yet"
        one.start()
        monkeypatch.setattr(one, "start", lambda: again.append(one.isActive()))
        one.put_off()
        assert again == [True] and not warmed
        one.stop()
        jobs.close()


def test_what_was_done_is_not_done_again_after_a_key(qtbot: QtBot, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def first(_archive: object, _progress: Progress) -> list[Callable[[], object]]:
        done.append("first")
        return [lambda: done.append("its piece"), one.put_off, lambda: done.append("what follows")]

    def second(_archive: object, progress: Progress) -> None:
        done.append("second")
        if done.count("second") == 1:
            progress._cancelled.wait()
        progress.check()

    monkeypatch.setattr(warming, "STEPS", (first, second))
    monkeypatch.setattr(warming, "AFTER_MS", 5)
    with new_archive(tmp_path / "one.waystation") as archive:
        jobs, owner = Jobs(), QObject()
        one = Warming(archive, jobs, owner)
        one.warm()
        qtbot.waitUntil(lambda: "second" in done)
        with qtbot.waitSignal(one.warmed):
            one.put_off()
        assert done == ["first", "its piece", "what follows", "second", "second"]
        jobs.close()


def test_nothing_is_read_ahead_of_an_archive_that_closes(
    qtbot: QtBot, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def first(_archive: object, _progress: Progress) -> list[Callable[[], object]]:
        return [one.give_up, lambda: done.append("what follows")]

    monkeypatch.setattr(warming, "STEPS", (first, lambda *_: done.append("second")))
    with new_archive(tmp_path / "one.waystation") as archive:
        jobs, owner = Jobs(), QObject()
        one = Warming(archive, jobs, owner)
        one.warmed.connect(lambda: done.append("warmed"))
        one.warm()
        qtbot.waitUntil(lambda: not one._ahead._steps)
        qtbot.wait(20)
        assert not done and not one._ahead._turns.left and not jobs.active
        one.start()
        one.give_up()
        assert not one.isActive()
        jobs.close()


@pytest.mark.parametrize("step", warming.STEPS)
def test_warming_stops_within_its_steps(tmp_path, step) -> None:
    with new_archive(tmp_path / "one.waystation") as archive:
        progress = Progress()
        progress.cancel()
        with pytest.raises(Cancelled):
            step(archive, progress)


@pytest.mark.parametrize("most", [-1, 0])
def test_what_the_statistics_rest_on_stays_only_where_it_is_little(
    tmp_path, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "_MANY", most)
    with new_archive(tmp_path / "one.waystation") as archive:
        warming._counts(archive, Progress())
        held = archive.store.counting._held, archive.store.figure_columns._held
        assert [each is not None for each in held] == [most == 0, most == 0]


def test_pages_of_the_file_do_not_stay_in_memory(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_archive(tmp_path / "one.waystation") as archive:
        asked: list[str] = []
        monkeypatch.setattr(archive, "give_back", lambda: asked.append("pages"))
        monkeypatch.setattr(warming.memory, "give_back", lambda: asked.append("memory"))
        warming._counts(archive, Progress())
        assert asked[-2:] == ["pages", "memory"]
