"""Exports of other programs come in through `import` beside articles: a row each, with what was lost in the warnings."""

import json
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "data" / "interchange"


@pytest.fixture
def lamp(run: Any, tmp_path: Path) -> Any:
    run("init", "--empty")
    (tmp_path / "lamp.txt").write_bytes(b"The lamp room\n\n" + (DATA / "lamp.txt").read_bytes())
    added = run("import", "lamp.txt", "--json").json["files"][0]
    run("edit", str(added["id"]), "--url", "https://example.org/lamp", "--title", "The lamp room")
    return run


def test_a_batch_of_exports_is_a_row_each_and_a_bad_one_costs_itself(lamp: Any, tmp_path: Path) -> None:
    (tmp_path / "rain.csv").write_text("day,rain\n1,2\n")
    (tmp_path / "cut.json").write_text('{"rows": [')
    names = ["readwise.csv", "hypothesis-api.json", "zotero.rdf", "lamp.calibre_annotation_collection", "codebook.csv"]
    done = lamp("import", "rain.csv", *(str(DATA / name) for name in names), "cut.json", "--json")
    assert done.code == 3
    rows = done.json["files"]
    assert [row["status"] for row in rows] == ["refused", *["added"] * 5, "refused"]
    assert [row["brought"]["passages"]["new"] for row in rows[1:-1]] == [2, 3, 1, 2, 0]
    assert "“day”, “rain”" in rows[0]["error"] and "cut short" in rows[-1]["error"]
    assert any("bookmark" in warning for warning in rows[4]["warnings"])
    assert len(lamp("passages", "--json").json) == 8


def test_our_own_export_of_an_archive_into_another(lamp: Any, tmp_path: Path) -> None:
    (article,) = lamp("articles", "--json").json
    lamp("mark", str(article["id"]), "--quote", "I forgot the key", "--tag", "lies/twice", "--note", "Really?")
    for format, name in (("json", "a.json"), ("jsonld", "a.jsonld"), ("sqlite", "a.sqlite")):
        lamp("export", format, name)
        (row,) = lamp("import", name, "--json").json["files"]
        assert row["status"] == "duplicate" and row["brought"]["passages"] == {"new": 0, "same": 1, "changed": 0}
    (mark,) = lamp("passages", "--json").json
    lamp("unmark", mark["uid"])
    assert lamp("import", "a.json", "--json").json["files"][0]["status"] == "added"
    (again,) = lamp("passages", "--json").json
    assert {name: again[name] for name in ("uid", "start", "end", "note", "tags")} == {
        name: mark[name] for name in ("uid", "start", "end", "note", "tags")
    }


def test_a_dry_run_writes_nothing(lamp: Any) -> None:
    (row,) = lamp("import", str(DATA / "readwise.csv"), "--dry-run", "--json").json["files"]
    assert row["brought"]["passages"]["new"] == 2 and lamp("passages", "--json").json == []


def test_json_that_is_something_else_is_told_in_one_sentence(lamp: Any, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(json.dumps({"name": "x", "version": "1"}))
    done = lamp("import", "package.json")
    assert done.code != 0 and "holds an object with “name”, “version”" in done.err
