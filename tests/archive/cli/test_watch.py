"""`watch FOLDER --once`: a line of JSON for each file that is complete, each taken once."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive.cli import watching
from tests.archive.cli.conftest import FERRY, Ran, Run


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "SETTLE_S", 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "ferry.txt").write_text(FERRY)
    (made / "ferry.txt.part").write_text("The")
    (made / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    return made


def lines(ran: Ran) -> list[Any]:
    return [json.loads(line) for line in ran.out.splitlines()]


def test_each_file_is_told_in_a_line_and_taken_once(run: Run, folder: Path) -> None:
    run("init", "--empty")
    first = run("watch", str(folder), "--once")
    assert first.code == 0
    assert {Path(each["path"]).name: each["status"] for each in lines(first)} == {
        "ferry.txt": "added",
        "broken.pdf": "refused",
    }
    assert lines(run("watch", str(folder), "--once")) == []
    (folder / "copy.txt").write_text(FERRY)
    assert [each["status"] for each in lines(run("watch", str(folder), "--once"))] == ["duplicate"]
    assert run("articles", "--json").json[0]["title"] == "The ferry and the fog"


def test_what_is_there_can_be_passed_over(run: Run, folder: Path) -> None:
    run("init", "--empty")
    assert lines(run("watch", str(folder), "--once", "--new-only")) == []
    (folder / "new.txt").write_text(FERRY)
    assert [Path(each["path"]).name for each in lines(run("watch", str(folder), "--once", "--new-only"))] == ["new.txt"]


def test_what_cannot_be_watched_is_refused_in_words(run: Run, folder: Path, tmp_path: Path) -> None:
    run("init", "--empty")
    for place in (tmp_path, folder / "missing"):
        ran = run("watch", str(place), "--once")
        assert ran.code == 1 and "Choose a folder" in ran.err
