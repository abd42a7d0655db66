"""`check`, `backup`, `backups` and `restore` on the command line."""

import json
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
    cheap_keys: None, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def code(*arguments: str, passphrase: str = "seven slow herons") -> int:
        # A command takes them out of its environment.
        monkeypatch.setenv("WAYSTATION_PASSPHRASE", passphrase)
        monkeypatch.setenv("WAYSTATION_NEW_PASSPHRASE", passphrase)
        return int(run(*arguments).code)

    assert code("init", "--empty", "--encrypt") == 0
    assert code("backup", "Copy.waystation") == 0
    assert not (tmp_path / "Copy.waystation").read_bytes().startswith(b"SQLite")
    assert code("restore", "Copy.waystation") == 0
    assert code("check", "--repair") == 0
    (tmp_path / "Test.waystation").unlink()
    assert code("restore", "Copy.waystation") == 0
    assert code("backups", "--check") == 0
    assert code("restore", "Copy.waystation", passphrase="another") == 1


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for backups that was chosen in the window."""
    home, stick = tmp_path / "Home", tmp_path / "Stick"
    home.mkdir()
    stick.mkdir()
    monkeypatch.setenv("WAYSTATION_HOME", str(home))
    (home / "settings.json").write_text(json.dumps({"settings": {"backups.place": str(stick)}}))
    return stick


def test_without_a_place_it_is_the_one_that_was_chosen_in_the_window_and_that_is_said(
    run: Run, archive_path: Path, chosen: Path
) -> None:
    made = run("backup", "--json")
    assert made.code == 0
    path = Path(made.json["path"])
    assert path.parent.parent == chosen / "Waystation backups"
    assert f"chosen in the window: {path.parent}" in made.err
    listed = run("backups", "--json")
    assert [each["path"] for each in listed.json] == [str(path)]
    assert f"chosen in the window: {path.parent}" in listed.err
    mark(archive_path)
    restored = run("restore", str(path), "--json")
    assert Path(restored.json["kept"]).parent == path.parent
    assert run("backup", "Named.waystation", "--json").json["path"] == "Named.waystation"


def test_the_backups_of_a_lost_archive_are_found_at_the_chosen_place(
    run: Run, archive_path: Path, chosen: Path
) -> None:
    path = Path(run("backup", "--json").json["path"])
    archive_path.unlink()
    assert [each["path"] for each in run("backups", "--json").json] == [str(path)]
    path.parent.with_name("Test-00000000").mkdir()
    several = run("backups")
    assert several.code == 1
    assert "2 archives with this name" in several.err


def test_a_chosen_place_that_is_gone_is_told_and_nothing_is_written_elsewhere(
    run: Run, archive_path: Path, chosen: Path, tmp_path: Path
) -> None:
    path = Path(run("backup", "--json").json["path"])
    copy = path.rename(tmp_path / "Kept.waystation")
    chosen.rename(tmp_path / "Pulled out")
    for command in ("backup", "backups"):
        refused = run(command)
        assert refused.code == 1
        assert "cannot be reached" in refused.err
    assert not list(tmp_path.glob("*.backups"))
    restored = run("restore", str(copy), "--json")
    assert restored.code == 0
    assert "kept beside the archive" in restored.err
    assert Path(restored.json["kept"]).parent == tmp_path / "Test.backups"


def test_beside_the_archive_where_nothing_was_chosen(run: Run, archive_path: Path, tmp_path: Path) -> None:
    assert Path(run("backup", "--json").json["path"]).parent == tmp_path / "Test.backups"


def test_a_check_of_an_archive_that_cannot_be_opened_names_what_saves_it(run: Run, archive_path: Path) -> None:
    data = bytearray(archive_path.read_bytes())
    data[100:4096] = b"\x5a" * 3996  # the root of the schema; what the header says stays
    archive_path.write_bytes(data)
    for option in ((), ("--repair",)):
        failed = run("check", *option)
        assert failed.code == 1 and "check --salvage" in failed.err and "run `check`" not in failed.err
