"""Memory is given back a while after the last work, once, and not while work follows work."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop import resting
from desktop.jobs import Jobs
from desktop.resting import Resting
from tests.archive.made import new_archive


def test_memory_is_given_back_a_while_after_the_last_job_and_once(
    qtbot: QtBot, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    with new_archive(tmp_path / "one.waystation") as archive:
        monkeypatch.setattr(archive, "give_back", lambda: given.append("pages"))
        monkeypatch.setattr(resting.memory, "give_back", lambda: given.append("memory"))
        jobs, owner = Jobs(), QObject()
        rest = Resting(archive, jobs, owner)
        assert not rest.isActive() and rest.interval() > 1_000
        jobs.run(lambda _: None)
        jobs.drain()
        assert rest.isActive() and not given
        rest.setInterval(0)
        with qtbot.waitSignal(rest.timeout):
            rest.start()
        jobs.drain()
        assert given == ["pages", "memory"] and not rest.isActive(), "its own job is no work to rest from"
        jobs.run(lambda _: None)
        jobs.drain()
        assert rest.isActive()
        rest.stop()
        jobs.close()
