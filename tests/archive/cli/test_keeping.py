"""`check`, `backup`, `backups` and `restore` on the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.operations import annotate

Run = Callable[..., Any]


@pytest.fixture
def archive_path(run: Run, tmp_path: Path, ferry_folder: Path) -> Path:
    assert run("init", "--empty").code == 0
    assert run("import", str(ferry_folder)).code == 0
    return tmp_path / "Test.waystation"


def mark(path: Path) -> None:
    with Archive.open(path) as archive:
        annotate.mark(archive, archive.store.articles.find("1").id, 0, 9, note="seen")


def test_a_backup_to_a_file_and_to_a_folder(run: Run, archive_path: Path, tmp_path: Path) -> None:
    made = run("backup", "Copy.waystation", "--json")
    assert made.code == 0
    assert made.json["path"] == "Copy.waystation"
    assert made.json["articles"] >= 1
    assert made.json["originals_checked"] == made.json["originals"]
    assert len(made.json["sha512"]) == 128
    again = run("backup", "Copy.waystation")
    assert again.code == 1
    assert "exists already" in again.err
    (tmp_path / "Stick").mkdir()
    for number in (1, 2):
        into = run("backup", "Stick", "--json")
        assert f"-0000{number}-" in into.json["path"]
    listed = run("backups", "--in", "Stick", "--check", "--json").json
    assert [each["number"] for each in listed] == [2, 1]
    assert all(each["ok"] for each in listed)


def test_restoring_with_a_preview_and_back_again(run: Run, archive_path: Path) -> None:
    assert run("backup", "Copy.waystation").code == 0
    same = run("restore", "Copy.waystation", "--preview")
    assert "hold the same" in same.out
    mark(archive_path)
    preview = run("restore", "Copy.waystation", "--preview", "--json").json
    assert preview["passages"]["only_here"] == 1
    assert len(run("passages", "--json").json) == 1
    restored = run("restore", "Copy.waystation", "--json")
    assert restored.code == 0
    assert run("passages", "--json").json == []
    assert run("restore", restored.json["kept"]).code == 0
    assert len(run("passages", "--json").json) == 1
    assert "2026" in run("backups").out or run("backups").out


def test_a_lost_archive_is_made_again(run: Run, archive_path: Path) -> None:
    assert run("backup", "Copy.waystation").code == 0
    archive_path.unlink()
    assert run("restore", "Copy.waystation").code == 0
    assert run("check").code == 0


def test_restoring_an_open_archive_is_refused(run: Run, archive_path: Path) -> None:
    assert run("backup", "Copy.waystation").code == 0
    with Archive.open(archive_path):
        refused = run("restore", "Copy.waystation")
    assert refused.code == 1
    assert "open for writing" in refused.err


def test_a_damaged_backup_is_refused_and_listed_as_damaged(run: Run, archive_path: Path, tmp_path: Path) -> None:
    (tmp_path / "Stick").mkdir()
    made = Path(run("backup", "Stick", "--json").json["path"])
    data = bytearray(made.read_bytes())
    data[len(data) // 2] ^= 1
    made.write_bytes(data)
    assert run("backups", "--in", "Stick", "--check").code == 1
    refused = run("restore", str(made))
    assert refused.code == 1
    assert "nothing was changed" in refused.err


def test_check_mends_a_copy_and_tells_what_is_touched(run: Run, archive_path: Path) -> None:
    mark(archive_path)
    with Archive.open(archive_path) as archive, archive.atomic():
        archive.store.connections.change("UPDATE articles SET passages = 5")
    found = run("check", "--json")
    assert found.code == 1
    assert found.json["findings"][0]["articles"]
    assert found.json["findings"][0]["passages"] == 1
    mended = run("check", "--repair", "--json")
    assert mended.code == 0
    assert all(each["repaired"] for each in mended.json["findings"])
    assert Path(mended.json["damaged_kept"]).exists()
    assert run("check").out == "Everything is whole.\n"


def test_salvage_makes_a_new_archive(run: Run, archive_path: Path) -> None:
    saved = run("check", "--salvage", "New.waystation", "--json")
    assert saved.code == 0
    assert saved.json["articles"] >= 1
    assert run("--archive", "New.waystation", "check").code == 0
    assert run("check", "--salvage", "New.waystation").code == 1
    assert run("check", "--salvage", "Other.waystation", "--repair").code == 2


def test_an_encrypted_archive_is_backed_up_encrypted_and_restored_with_its_passphrase(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYSTATION_PASSPHRASE", "seven slow herons")
    monkeypatch.setenv("WAYSTATION_NEW_PASSPHRASE", "seven slow herons")
    assert run("init", "--empty", "--encrypt").code == 0
    assert run("backup", "Copy.waystation").code == 0
    assert not (tmp_path / "Copy.waystation").read_bytes().startswith(b"SQLite")
    assert run("restore", "Copy.waystation").code == 0
    assert run("check", "--repair").code == 0
    (tmp_path / "Test.waystation").unlink()
    assert run("restore", "Copy.waystation").code == 0
    assert run("backups", "--check").code == 0
    monkeypatch.setenv("WAYSTATION_PASSPHRASE", "another")
    assert run("restore", "Copy.waystation").code == 1
