"""Folders, the machine's secret and the author's name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.base import places

ROOT = Path(__file__).parents[3]


def test_the_data_folder_is_made_where_it_was_asked_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.data_folder() == home
    monkeypatch.setenv("WAYSTATION_HOME", str(home / "new" / "folder"))
    assert places.data_folder().is_dir()


def test_the_default_archive_can_be_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.default_archive() == home / "Library.waystation"
    monkeypatch.setenv("WAYSTATION_ARCHIVE", "/elsewhere/Mine.waystation")
    assert places.default_archive() == Path("/elsewhere/Mine.waystation")


def test_the_secret_is_made_once_for_its_owner_only(home: Path) -> None:
    secret = places.machine_secret()
    assert len(secret) == 32
    assert places.machine_secret() == secret
    if os.name == "posix":
        assert (home / "machine-secret").stat().st_mode & 0o077 == 0


def test_a_damaged_secret_is_replaced(home: Path) -> None:
    (home / "machine-secret").write_bytes(b"short")
    secret = places.machine_secret()
    assert len(secret) == 32
    assert (home / "machine-secret").read_bytes() == secret


def test_processes_that_ask_at_once_get_the_same_secret() -> None:
    script = "import sys; from archive.base import places; sys.stdin.read(1); print(places.machine_secret().hex())"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    racers = [
        subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        for _ in range(6)
    ]
    told = set()
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write(b".")
        racer.stdin.flush()
    for racer in racers:
        told.add(racer.communicate()[0].strip())
    assert told == {places.machine_secret().hex().encode()}


def test_the_author_is_who_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.author() == "Tester"
    monkeypatch.delenv("WAYSTATION_AUTHOR")
    assert places.author()


def test_without_a_window_the_name_of_its_preferences_is_read_from_where_it_keeps_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WAYSTATION_HOME", str(tmp_path))
    monkeypatch.setattr(places, "_preferred", {})
    file = places.settings_file()
    file.write_text('{"settings": {"author": " Ada  Quist "}, "session": {}}', "utf-8")
    assert places.author() == "Tester"
    monkeypatch.delenv("WAYSTATION_AUTHOR")
    assert places.author() == "Ada Quist" and places.author_given()
    for damaged in ("", "[]", '{"settings": 3}', '{"settings": {"author": 5}}', '{"settings": {}}'):
        file.write_text(damaged, "utf-8")
        assert places.author() not in ("Ada Quist", "") and not places.author_given()


def test_a_name_from_the_preferences_comes_after_one_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        places.set_author("  Ada \n Quist ")
        assert places.author() == "Tester"
        monkeypatch.delenv("WAYSTATION_AUTHOR")
        assert places.author() == "Ada Quist"
    finally:
        places.set_author(None)
    assert places.author() != "Ada Quist"
