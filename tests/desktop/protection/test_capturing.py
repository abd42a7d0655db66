"""Pictures of an encrypted archive: only for whoever has its passphrase, and only where they were asked for."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from archive.base import places
from archive.base.errors import WrongPassphrase
from archive.cli.main import main as command_line
from desktop import tour
from desktop.__main__ import main
from desktop.capture import capture

from .conftest import PASSPHRASE


def test_without_a_passphrase_a_sentence_says_that_it_is_needed(
    qapp: QApplication, encrypted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(WrongPassphrase, match="is encrypted"):
        capture("library", tmp_path / "view.png", archive=encrypted)
    for article in ((), ("--article", "1")):
        assert main(["--archive", str(encrypted), "capture", "library", str(tmp_path / "view.png"), *article]) == 1
        told = capsys.readouterr().err
        assert told.count("\n") == 1 and "Field.waystation is encrypted. — Give its passphrase in" in told
    assert not (tmp_path / "view.png").exists()


def test_what_stands_before_a_locked_archive_is_rendered_for_everybody(
    qapp: QApplication, encrypted: Path, tmp_path: Path
) -> None:
    before = encrypted.read_bytes()
    given = ["--archive", str(encrypted), "capture", "unlock"]
    assert main([*given, str(tmp_path / "asked.png"), "--size", "800x600"]) == 0
    assert main([*given, str(tmp_path / "wrong.png"), "--size", "800x600", "--query", "wrong"]) == 0
    asked, wrong = QImage(str(tmp_path / "asked.png")), QImage(str(tmp_path / "wrong.png"))
    assert (asked.width(), asked.height()) == (800, 600) and asked != wrong
    assert encrypted.read_bytes() == before
    assert not places.settings_file().exists()


def test_with_its_passphrase_it_is_rendered_and_stays_as_it_was(
    qapp: QApplication, encrypted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = encrypted.read_bytes()
    monkeypatch.setenv("WAYSTATION_PASSPHRASE", PASSPHRASE)
    given = ["--archive", str(encrypted), "capture", "library", str(tmp_path / "view.png")]
    assert main([*given, "--article", "1", "--size", "800x600"]) == 0
    image = QImage(str(tmp_path / "view.png"))
    assert (image.width(), image.height()) == (800, 600)
    assert encrypted.read_bytes() == before
    assert not places.settings_file().exists()


def test_without_a_display_an_encrypted_archive_is_told_in_the_terminal_and_no_picture_lies_about(
    encrypted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command_line(["--archive", str(encrypted)], window=tour.headless_tour) == 1
    assert "Field.waystation is encrypted. — Give its passphrase" in capfd.readouterr().err
    monkeypatch.setenv("WAYSTATION_PASSPHRASE", PASSPHRASE)
    assert command_line(["--archive", str(encrypted)], window=tour.headless_tour) == 0
    told = capfd.readouterr().out
    assert "The low ferry" in told and "No picture was made" in told
    assert not (tmp_path / tour.PICTURES).exists()
