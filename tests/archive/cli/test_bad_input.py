"""Whatever is wrong with a file or an archive costs one clear sentence and the right exit code, and nothing else."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.base.errors import DiskFull
from archive.operations import ingest, saving

NOTE = "A note on the lock\n\nThe lock-keeper opened the gate for the barge at noon and closed it again at one.\n"


@pytest.fixture
def held(ferry: Any, tmp_path: Path) -> Iterator[Any]:
    """The archive with one article, while another window has it open for writing."""
    with Archive.open(tmp_path / "Test.waystation"):
        yield ferry


def one_sentence(ran: Any, code: int = 1) -> str:
    """The only line on standard error."""
    assert ran.code == code
    assert ran.err.count("\n") == 1 and "Traceback" not in ran.err, ran.err
    return str(ran.err)


def refusal(ran: Any) -> str:
    """Why the only file was refused, as the JSON and standard error both tell."""
    assert ran.code == 1
    (file,) = ran.json["files"]
    assert (file["status"], file["verdict"], file["id"]) == ("refused", "refused", None)
    assert file["error"] in ran.err
    return str(file["error"])


# Files


def test_a_missing_file_is_refused(ferry: Any) -> None:
    assert "no such file" in refusal(ferry("import", "nowhere.txt", "--json"))


@pytest.mark.parametrize("name", ["-", "*.txt~", "no*match.html"])
def test_a_name_that_leads_to_nothing_is_refused(ferry: Any, name: str) -> None:
    assert refusal(ferry("import", name, "--json"))


def test_a_file_that_may_not_be_read_is_refused(ferry: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut.txt").write_text(NOTE)
    whole = Path.open

    def shut(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name == "shut.txt":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return whole(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", shut)
    assert "Permission denied" in refusal(ferry("import", "shut.txt", "--json"))


@pytest.mark.parametrize(("data", "told"), [(b"", "empty"), (b" \n\t\r\n", "white space")])
def test_an_empty_file_is_refused(ferry: Any, tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "empty.txt").write_bytes(data)
    assert told in refusal(ferry("import", "empty.txt", "--json"))


def test_a_binary_named_txt_is_refused(ferry: Any, tmp_path: Path) -> None:
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    assert refusal(ferry("import", "picture.txt", "--json"))


def test_another_encoding_is_detected_and_a_wrong_choice_can_be_made_good(ferry: Any, tmp_path: Path) -> None:
    (tmp_path / "ko.txt").write_bytes(
        "강가의 봄\n\n사공이 강을 건너 마을로 돌아왔고 아이들은 강가에서 놀았다.\n".encode("cp949")
    )
    assert ferry("import", "ko.txt", "--json").json["files"][0]["title"] == "강가의 봄"
    assert ferry("search", "사공", "--json").json["total"] == 1
    assert ferry("article", "2", "--json").json["encoding"] == "cp949"


def test_an_unknown_encoding_is_one_sentence(ferry: Any, tmp_path: Path) -> None:
    assert "utf-99" in one_sentence(ferry("import", "ferry.txt", "--encoding", "utf-99"))


def test_a_loop_of_folders_is_walked_once(ferry: Any, tmp_path: Path) -> None:
    inner = tmp_path / "folder" / "inner"
    inner.mkdir(parents=True)
    (inner / "note.txt").write_text(NOTE)
    (inner / "again").symlink_to(tmp_path / "folder", target_is_directory=True)
    files = ferry("import", "folder", "--json").json["files"]
    assert [file["status"] for file in files] == ["added"]


def test_a_file_of_a_hundred_megabytes_is_refused_without_being_read(ferry: Any, tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.write(NOTE.encode())
        file.truncate(100_000_000)  # sparse: it takes no room on the disk
    assert refusal(ferry("import", "huge.txt", "--json"))


def test_what_a_folder_held_besides_is_told_on_standard_error(ferry: Any, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "note.txt").write_text(NOTE)
    (folder / "slides.odp").write_bytes(b"PK")
    ran = ferry("import", "folder", "--json")
    assert ran.code == 0 and len(ran.json["files"]) == 1
    assert "1 .odp" in one_sentence(ran, 0)


def test_names_with_spaces_hangul_and_hidden_marks_are_told_as_they_are(ferry: Any, tmp_path: Path) -> None:
    name = "강 \u202etxt.exe\n.txt"
    (tmp_path / name).write_text("")
    ran = ferry("import", name)
    assert "강 \\u202etxt.exe\\u000a.txt" in ran.err and "\u202e" not in ran.err
    (tmp_path / name).write_text(NOTE)
    assert ferry("import", name, "--json").json["files"][0]["path"] == str(tmp_path / name)


# The disk and the archive


def test_a_full_disk_keeps_what_was_saved_and_refuses_the_rest(
    ferry: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"note{number}.txt" for number in range(3)]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(f"{NOTE}The barge carried {number} tons of gravel down to the harbour.\n")
    whole, saved = saving.save, []

    def full(*arguments: Any) -> Any:
        if saved:
            raise DiskFull("There is no room left for Test.waystation.", "Free some space on the disk and try again.")
        saved.append(1)
        return whole(*arguments)

    monkeypatch.setattr(ingest, "_MANY_FILES", 1)
    monkeypatch.setattr(saving, "save", full)
    ran = ferry("import", *names, "--json")
    assert ran.code == 3
    assert [file["status"] for file in ran.json["files"]] == ["added", "refused", "refused"]
    assert ran.err.count("no room left") == 2
    assert len(ferry("articles", "--json").json) == 2
    assert ferry("check").code == 0


def test_ctrl_c_in_the_middle_of_an_import_keeps_what_was_saved(
    ferry: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        (tmp_path / f"note{number}.txt").write_text(f"{NOTE}It carried {number} tons of gravel down to the harbour.\n")
    whole, saved = saving.save, []

    def interrupted(*arguments: Any) -> Any:
        if saved:
            raise KeyboardInterrupt
        saved.append(1)
        return whole(*arguments)

    monkeypatch.setattr(ingest, "_MANY_FILES", 1)
    monkeypatch.setattr(saving, "save", interrupted)
    ran = ferry("import", "note0.txt", "note1.txt", "note2.txt")
    assert ran.code == 130 and "stays as it is" in ran.err
    assert len(ferry("articles", "--json").json) == 2
    assert ferry("check", "--json").json == {"ok": True, "findings": []}


def test_a_folder_that_cannot_be_written_to_gets_no_archive(run: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert one_sentence(run("--archive", str(tmp_path / "file" / "New.waystation"), "init", "--empty"))


def test_a_write_protected_archive_is_read_and_not_written(
    ferry: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and allowed(path, mode))
    assert ferry("search", "ferry", "--json").json["total"] == 1
    assert "write-protected" in one_sentence(ferry("import", "ferry.txt"))


@pytest.mark.parametrize(
    "command",
    [
        ["import", "ferry.txt", "--json"],
        ["edit", "1", "--title", "X"],
        ["remove", "1"],
        ["purge", "1"],
        ["check", "--repair"],
        ["mark", "1", "--quote", "ferry", "--tag", "boats"],
        ["unmark", "abcdef"],
        ["tag", "add", "boats"],
        ["tag", "starter"],
    ],
)
def test_what_writes_says_who_holds_the_archive(held: Any, command: list[str]) -> None:
    assert f"process {os.getpid()}" in one_sentence(held(*command))


@pytest.mark.parametrize(
    "command", [["articles"], ["article", "1"], ["search", "ferry"], ["check"], ["article", "1", "--original", "-"]]
)
def test_what_only_reads_works_while_a_window_holds_the_archive(held: Any, command: list[str]) -> None:
    ran = held(*command)
    assert ran.code == 0 and ran.out


def _cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 5000)


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 999")
    database.close()


def _foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE notes (words TEXT)")
    database.close()


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_cut, "cut short"),
        (_newer, "newer version"),
        (_foreign, "another program"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_bytes(b"Dear diary, " * 900), "not a Waystation archive"),
        (lambda path: (path.unlink(), path.mkdir()), "is a folder"),
        (lambda path: path.unlink(), "no archive"),
    ],
)
@pytest.mark.parametrize("command", [["articles", "--json"], ["import", "ferry.txt", "--json"], ["check", "--json"]])
def test_a_file_that_is_no_usable_archive_is_told_and_left_alone(
    ferry: Any, tmp_path: Path, harm: Any, told: str, command: list[str]
) -> None:
    archive = tmp_path / "Test.waystation"
    harm(archive)
    before = archive.read_bytes() if archive.is_file() else None
    sentence = one_sentence(ferry(*command))
    assert told in sentence and " — " in sentence
    assert (archive.read_bytes() if archive.is_file() else None) == before


def test_a_damaged_archive_is_reported_part_by_part_and_never_written_to(ferry: Any, tmp_path: Path) -> None:
    archive = tmp_path / "Test.waystation"
    data = bytearray(archive.read_bytes())
    page = data.index(b"\nThe ferry waited an hour") // 4096 * 4096
    data[page : page + 64] = b"\xff" * 64
    archive.write_bytes(data)
    report = ferry("check", "--repair", "--json")
    assert report.code == 1 and not report.json["ok"]
    assert not any(finding["repaired"] for finding in report.json["findings"])
    assert all("\n" not in finding["what"] for finding in report.json["findings"])
    assert archive.read_bytes() == data


def test_an_archive_from_another_machine_is_searched_all_the_same(
    ferry: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setenv("WAYSTATION_HOME", str(tmp_path / "elsewhere"))
    found = ferry("search", "ferry", "--json").json
    assert (found["total"], found["pending"]) == (1, 0)
    assert ferry("check").code == 0


def test_a_search_that_may_not_write_says_what_is_pending(
    held: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setenv("WAYSTATION_HOME", str(tmp_path / "elsewhere"))
    found = held("search", "ferry", "--json").json
    assert (found["total"], found["pending"]) == (0, 1)


def test_a_copy_made_of_the_file_alone_is_a_whole_archive(ferry: Any, tmp_path: Path) -> None:
    shutil.copy(tmp_path / "Test.waystation", tmp_path / "Copy.waystation")
    assert ferry("--archive", "Copy.waystation", "search", "ferry", "--json").json["total"] == 1
