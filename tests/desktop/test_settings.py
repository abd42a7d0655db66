"""Settings keep their types and limits; a damaged file costs nothing but itself. The session is clamped to the screens."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from archive.base import places
from desktop.session import Session, clamped
from desktop.settings import SETTINGS, Settings


def test_what_is_set_is_there_at_the_next_start(qapp: QApplication) -> None:
    first = Settings()
    first.set("reading.size", 21)
    first.save()
    assert Settings()["reading.size"] == 21.0


def test_a_value_outside_its_limits_or_type_is_refused(qapp: QApplication) -> None:
    settings = Settings()
    for key, value in (("reading.size", 200.0), ("reading.numbers", 1), ("theme", "pink"), ("author", None)):
        with pytest.raises(ValueError, match=key):
            settings.set(key, value)


def test_a_damaged_file_gives_defaults_and_is_kept_beside(qapp: QApplication) -> None:
    places.settings_file().write_text("{ not json", "utf-8")
    assert Settings()["theme"] == "system"
    assert places.settings_file().with_name("settings.damaged.json").exists()


def test_values_of_the_wrong_type_in_the_file_are_ignored(qapp: QApplication) -> None:
    places.settings_file().write_text(json.dumps({"settings": {"reading.size": "huge", "author": "Ada"}}), "utf-8")
    settings = Settings()
    assert (settings["reading.size"], settings["author"]) == (17.5, "Ada")


def test_settings_that_are_not_kept_write_nothing(qapp: QApplication) -> None:
    settings = Settings(keep=False)
    settings.set("author", "Ada")
    settings.save()
    assert not places.settings_file().exists()


def test_every_setting_takes_its_own_default() -> None:
    assert all(setting.accepts(setting.default) and setting.help.endswith(".") for setting in SETTINGS)


@pytest.mark.parametrize("box", [QRect(5000, 5000, 900, 700), QRect(-800, -800, 4000, 3000), QRect(10, 10, 1, 1)])
def test_a_window_comes_back_onto_a_screen_that_is_there(box: QRect) -> None:
    screen = QRect(0, 0, 1280, 800)
    assert screen.contains(clamped(box, [screen]))


def test_recent_archives_are_newest_first_and_only_those_still_there(qapp: QApplication, tmp_path: Path) -> None:
    session = Session(Settings())
    paths = [tmp_path / name for name in ("a.waystation", "b.waystation", "c.waystation")]
    for path in paths:
        path.touch()
        session.remember(path)
    paths[1].unlink()
    assert session.recent() == [paths[2], paths[0]]
