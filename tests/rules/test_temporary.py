"""Folders of the tests are in memory only where there is plenty of it."""

import os
import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import temporary

_PLENTY = 1 << 40


@pytest.fixture
def plenty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=_PLENTY))
    monkeypatch.setattr(temporary, "_free_memory", lambda: _PLENTY)
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_flag=0), raising=False)


@pytest.mark.usefixtures("plenty")
def test_there_is_room_where_there_is_plenty(tmp_path: Path) -> None:
    assert temporary.has_room(tmp_path)


@pytest.mark.usefixtures("plenty")
def test_there_is_none_where_there_is_no_such_place(tmp_path: Path) -> None:
    assert not temporary.has_room(tmp_path / "missing")


@pytest.mark.usefixtures("plenty")
def test_a_container_that_allows_little_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=64 * 1024**2))
    assert not temporary.has_room(tmp_path)


@pytest.mark.usefixtures("plenty")
def test_a_machine_whose_memory_is_needed_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temporary, "_free_memory", lambda: 4 * 1024**3)
    assert not temporary.has_room(tmp_path)


@pytest.mark.usefixtures("plenty")
@pytest.mark.skipif(not hasattr(os, "ST_NOEXEC"), reason="only Linux tells so")
def test_a_place_where_nothing_may_be_run_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_flag=os.ST_NOEXEC | os.ST_NOSUID))
    assert not temporary.has_room(tmp_path)


@pytest.mark.usefixtures("plenty")
def test_a_place_that_is_named_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temporary, "_MEMORY", tmp_path)
    monkeypatch.setenv("PYTEST_DEBUG_TEMPROOT", "/somewhere/else")
    temporary.prefer_memory()
    assert os.environ["PYTEST_DEBUG_TEMPROOT"] == "/somewhere/else"
    monkeypatch.delenv("PYTEST_DEBUG_TEMPROOT")
    temporary.prefer_memory()
    assert os.environ["PYTEST_DEBUG_TEMPROOT"] == str(tmp_path)


def test_tests_of_what_comes_to_a_disk_have_no_folder_in_memory_by_our_doing(disk_path: Path) -> None:
    assert disk_path.parent == Path(tempfile.gettempdir())
