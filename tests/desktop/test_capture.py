"""Pictures of every view, made as the window would show it, changing nothing."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from archive.archive import Archive
from archive.base import places
from archive.base.errors import Invalid
from desktop.capture import VIEWS, capture
from desktop.theme import roles


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_becomes_a_picture_of_the_size_asked_for(
    qapp: QApplication, name: str, small_archive: Path, tmp_path: Path
) -> None:
    out, before = tmp_path / "view.png", small_archive.read_bytes()
    assert capture(name, out, archive=small_archive, theme="dark", size=(1024, 640)) == (1024, 640)
    assert small_archive.read_bytes() == before, "a picture changes nothing in the archive"
    image = QImage(str(out))
    assert image.pixelColor(4, 320).name().upper() == roles("dark")["background"]
    assert not places.settings_file().exists()


def test_a_picture_can_be_taken_of_an_archive_that_another_holds(
    qapp: QApplication, small_archive: Path, tmp_path: Path
) -> None:
    with Archive.open(small_archive):
        capture("search", tmp_path / "view.png", archive=small_archive, query="river")
    assert (tmp_path / "view.png").is_file()


def test_an_unknown_view_theme_or_size_is_refused_with_a_sentence(qapp: QApplication, tmp_path: Path) -> None:
    for arguments in ({"name": "kitchen"}, {"theme": "pink"}, {"size": (1, 1)}):
        with pytest.raises(Invalid):
            capture(arguments.pop("name", "library"), tmp_path / "x.png", archive=tmp_path / "none", **arguments)


def test_what_cannot_be_added_is_told_in_a_sentence(qapp: QApplication, small_archive: Path, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="white space"):
        capture("quickadd", tmp_path / "view.png", archive=small_archive, query="   ")
