"""`export` and the rights that `edit` sets, from the terminal."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def marked(ferry: Any) -> str:
    """The uid of a passage in the ferry article, tagged and noted."""
    found = ferry("mark", "1", "--quote", "The ferry waited an hour", "--tag", "travel/sea", "--note", "Late", "--json")
    ferry("mark", "1", "--quote", "1,047 people", "--tag", "count")
    return str(found.json["uid"])


def test_passages_of_a_tag_are_written_to_a_table(ferry: Any, marked: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    ran = ferry("export", "csv", str(out), "--tag", "travel", "--json")
    assert ran.json == {"path": str(out), "passages": 1, "articles": 1, "warnings": []}
    (row,) = csv.DictReader(out.read_text("utf-8-sig").splitlines())
    assert (row["uid"], row["exact"], row["tags"]) == (marked, "The ferry waited an hour", "travel/sea")
    assert row["author"]


def test_choices_narrow_what_each_excerpt_carries(ferry: Any, marked: str, tmp_path: Path) -> None:
    out = tmp_path / "out.ndjson"
    ferry(
        "export",
        "ndjson",
        str(out),
        "--passage",
        marked[:8],
        "--context",
        "paragraph",
        "--without",
        "author",
        "--without",
        "note",
    )
    told = json.loads(out.read_text("utf-8"))
    assert told["after"].startswith(" for the fog to lift")
    assert not {"author", "note"} & set(told)


def test_what_may_not_leave_is_told_and_can_be_taken_all_the_same(ferry: Any, marked: str, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    ferry("edit", "1", "--sensitivity", "confidential", "--rights", "Of the harbour", "--embargo", "2999-01-01")
    ran = ferry("export", "json", str(out))
    assert ran.code == 1 and "under embargo until 2999-01-01" in ran.err and not out.exists()
    ferry("edit", "1", "--embargo", "", "--sensitivity", "internal")
    ran = ferry("export", "json", str(out), "--override", "--json")
    assert ran.code == 0 and ran.json["passages"] == 2
    assert json.loads(out.read_text("utf-8"))["articles"][0]["rights"] == "Of the harbour"


def test_an_unknown_format_or_nothing_to_write_is_one_sentence(ferry: Any, tmp_path: Path) -> None:
    assert ferry("export", "paper", str(tmp_path / "x")).code == 2
    ran = ferry("export", "csv", str(tmp_path / "x.csv"))
    assert (ran.code, ran.err.strip()) == (1, "No passage is chosen. — Mark one, or ask for less.")
    ran = ferry("export", "csv", str(tmp_path / "x.csv"), "--preset", "Report")
    assert ran.code == 1 and "There is no preset" in ran.err


def test_a_tag_that_is_none_is_told_by_its_name(ferry: Any, marked: str, tmp_path: Path) -> None:
    ran = ferry("export", "csv", str(tmp_path / "out.csv"), "--tag", "travel", "--tag", "no/such")
    assert ran.code == 1 and ran.err.startswith("There is no tag 'no/such'.") and not list(tmp_path.glob("*.csv"))


def test_a_folder_with_something_in_it_is_left_alone(ferry: Any, marked: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "mine.txt").write_text("mine")
    for format in ("bagit", "docx"):
        ran = ferry("export", format, str(kept))
        assert ran.code == 1 and ran.err.strip().endswith("Choose another name.")
    assert [each.name for each in kept.iterdir()] == ["mine.txt"]


def test_of_a_codebook_its_tags_are_counted_and_no_passages(ferry: Any, marked: str, tmp_path: Path) -> None:
    ran = ferry("export", "qdc", str(tmp_path / "out.qdc"))
    assert ran.code == 0 and ran.out.strip().endswith("out.qdc: 3 tags.")


def test_the_redaction_list_from_the_terminal(ferry: Any, marked: str, tmp_path: Path) -> None:
    added = ferry("redact", "add", "Ada Quist", "[a reporter]", "--json").json
    assert (added["kind"], added["find"], added["replacement"]) == ("name", "Ada Quist", "[a reporter]")
    table = tmp_path / "rules.csv"
    table.write_text("kind,find,replacement\nplace,harbour,[a place]\npattern,(,x\n", encoding="utf-8")
    ran = ferry("redact", "import", str(table))
    assert ran.code == 3 and "no pattern" in ran.err
    assert [each["find"] for each in ferry("redactions", "--json").json] == ["Ada Quist", "harbour"]
    seen = ferry("redact", "preview", "--json").json
    assert any(each["words"] == "harbour" for each in seen["changes"])
    assert ferry("export", "json", str(tmp_path / "o.json"), "--redact").code == 0
    assert "Quist" not in (tmp_path / "o.json").read_text("utf-8")
    assert ferry("redact", "remove", added["uid"][:8]).code == 0
    assert [each["find"] for each in ferry("redactions", "--json").json] == ["harbour"]
