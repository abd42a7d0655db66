"""The memory for the next key: asked for when typing begins, given back when nothing comes of it."""

import pytest

from archive.operations import protecting
from desktop.jobs import Jobs
from desktop.protection.room import KeyRoom


@pytest.fixture
def acts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the archive, in order."""
    done: list[str] = []
    monkeypatch.setattr(protecting, "make_ready", lambda: done.append("ready"))
    monkeypatch.setattr(protecting, "let_go", lambda: done.append("gone"))
    return done


@pytest.fixture
def room(acts: list[str], jobs: Jobs) -> KeyRoom:
    return KeyRoom(jobs, jobs)


def _type(room: KeyRoom, jobs: Jobs, letters: int) -> None:
    for _ in range(letters):
        room.typed()
    jobs.drain()


def test_it_is_found_once_while_one_passphrase_is_typed(room: KeyRoom, jobs: Jobs, acts: list[str]) -> None:
    _type(room, jobs, 3)
    assert acts == ["ready"]
    room.given()
    _type(room, jobs, 2)
    assert acts == ["ready", "ready"], "the first key has used it up"


def test_it_goes_when_an_archive_is_open_and_when_nobody_types(room: KeyRoom, jobs: Jobs, acts: list[str]) -> None:
    _type(room, jobs, 1)
    room.let_go()
    assert acts == ["ready", "gone"]
    assert room._timer.isActive(), "what was still being found goes later"
    room._timer.timeout.emit()
    assert acts == ["ready", "gone", "gone"]
    _type(room, jobs, 1)
    assert acts[-1] == "ready"


def test_nothing_is_given_back_where_nothing_was_typed(room: KeyRoom, acts: list[str]) -> None:
    room.let_go()
    assert acts == []
