"""Each command does what the table in the design promises, key by key."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.store import migrations


def test_init_makes_an_empty_archive(run: Any, tmp_path: Path) -> None:
    done = run("init", "--empty", "--json")
    assert (done.code, done.json) == (0, {"archive": str(tmp_path / "Test.waystation"), "articles": 0})


def test_init_refuses_to_overwrite(run: Any) -> None:
    run("init", "--empty")
    again = run("init", "--empty")
    assert again.code == 1
    assert " — " in again.err and "Traceback" not in again.err


def test_init_with_the_starter_collection_has_six_articles_and_korean(run: Any) -> None:
    assert run("init", "--starter", "--json").json["articles"] >= 6
    listed = run("articles", "--json").json
    assert {article["language"] for article in listed} >= {"en", "ko"}
    assert all(article["byline"] == ["Waystation"] for article in listed)
    assert run("search", "탈북", "--json").json["total"] >= 1


def test_import_reports_every_promised_key(run: Any, tmp_path: Path) -> None:
    run("init", "--empty")
    (tmp_path / "a.txt").write_text(
        "A short note\n\nBy Ada Quist\n\nThe gate was shut on Monday and opened on Friday.\n"
    )
    report = run("import", "a.txt", "--json").json
    assert set(report) == {"files", "elapsed_ms"}
    keys = "path member status verdict id uid title byline publisher published language words set_aside warnings error"
    assert set(report["files"][0]) == set(keys.split())
    assert report["files"][0]["status"] == "added"


def test_import_of_the_same_bytes_is_a_duplicate_of_the_same_article(ferry: Any) -> None:
    again = ferry("import", "ferry.txt", "--json")
    assert again.code == 0
    assert (again.json["files"][0]["status"], again.json["files"][0]["id"]) == ("duplicate", 1)


def test_partial_success_exits_3_and_total_failure_1(run: Any, tmp_path: Path) -> None:
    run("init", "--empty")
    (tmp_path / "good.txt").write_text("Good\n\nThe lock-keeper opened the gate for the barge and closed it again.\n")
    (tmp_path / "empty.txt").write_text("")
    mixed = run("import", "good.txt", "empty.txt", "missing.txt", "--json")
    assert mixed.code == 3
    by_name = {Path(item["path"]).name: item for item in mixed.json["files"]}
    assert by_name["good.txt"]["status"] == "added"
    assert by_name["empty.txt"]["status"] == by_name["missing.txt"]["status"] == "refused"
    assert by_name["empty.txt"]["error"] and by_name["missing.txt"]["error"]
    assert run("import", "missing.txt").code == 1


def test_dry_run_writes_nothing(run: Any, tmp_path: Path) -> None:
    run("init", "--empty")
    (tmp_path / "a.txt").write_text(
        "A note\n\nThe gate was shut on Monday and it was opened again on Friday morning.\n"
    )
    assert run("import", "a.txt", "--dry-run", "--json").json["files"][0]["status"] == "added"
    assert run("articles", "--json").json == []


def test_articles_have_every_promised_key(ferry: Any) -> None:
    (row,) = ferry("articles", "--json").json
    promised = "id uid title byline publisher republisher published language words passages added"
    assert set(promised.split()) <= set(row)
    assert (row["title"], row["byline"], row["published"]) == (
        "The ferry and the fog",
        ["Ada Quist", "Tom Berg"],
        "2021-05-04",
    )


def test_article_is_found_by_id_and_uid_and_positions_hold(ferry: Any, tmp_path: Path) -> None:
    whole = ferry("article", "1", "--json").json
    assert ferry("article", whole["uid"], "--json").json == whole
    decoded = (tmp_path / "ferry.txt").read_text(encoding="utf-8")
    for block in whole["blocks"]:
        start, end = block["source"]
        assert whole["text"][block["start"] : block["end"]].split() == decoded[start:end].split()
    title = whole["evidence"]["title"]
    assert decoded[title["start"] : title["end"]] == "The ferry and the fog"
    assert set(title) == {"value", "start", "end", "rule", "confidence"}
    data = (tmp_path / "ferry.txt").read_bytes()
    assert whole["original"]["sha512"] == hashlib.sha512(data).hexdigest()
    assert whole["original"]["size"] == len(data)
    assert len(whole["editions"]) == 1


def test_the_original_comes_back_byte_for_byte(ferry: Any, tmp_path: Path) -> None:
    assert ferry("article", "1", "--original", "out.bin").code == 0
    assert (tmp_path / "out.bin").read_bytes() == (tmp_path / "ferry.txt").read_bytes()


def test_the_original_never_overwrites_the_archive(ferry: Any, tmp_path: Path) -> None:
    assert ferry("article", "1", "--original", "Test.waystation").code == 1
    assert ferry("articles", "--json").code == 0


def test_search_has_every_promised_key_and_highlights_stand_in_the_snippet(ferry: Any) -> None:
    found = ferry("search", "passengers coffee", "--json").json
    assert set(found) == {"total", "elapsed_ms", "pending", "did_you_mean", "facets", "hits"}
    assert set(found["facets"]) == {"publisher", "year", "tag", "language"}
    (hit,) = found["hits"]
    assert set(hit) == {"id", "title", "score", "published", "publisher", "snippets"}
    text = ferry("article", "1", "--json").json["text"]
    marked = []
    for part in hit["snippets"]:
        assert text[part["start"] : part["end"]] == part["text"]
        marked += [part["text"][start:end] for start, end in part["highlights"]]
    assert {"passengers", "coffee"} <= set(marked)


@pytest.mark.parametrize(
    "query", ["1047", "1,047", "crossing", '"harbour master"', "publisher:nobody OR ferr*", "title:ferry"]
)
def test_search_forms_find_the_article(ferry: Any, query: str) -> None:
    assert ferry("search", query, "--json").json["total"] == 1


@pytest.mark.parametrize("query", ["", '"', "(((", "AND OR", "-", "published:", "title:", "*", "~", 'a "b (c OR'])
def test_a_half_typed_query_is_never_an_error(ferry: Any, query: str) -> None:
    assert ferry("search", query, "--json").code == 0


def test_edit_changes_fields_and_says_that_a_person_did(ferry: Any) -> None:
    done = ferry("edit", "1", "--title", "Fog", "--byline", "A. Quist", "--published", "2021-05~", "--star", "--json")
    assert done.code == 0, done.err
    assert (done.json["title"], done.json["byline"], done.json["published"]) == ("Fog", ["A. Quist"], "2021-05~")
    assert done.json["starred"] is True
    assert done.json["evidence"]["title"]["rule"] == "entered"
    assert ferry("search", "title:quist OR byline:berg", "--json").json["total"] == 0
    assert ferry("search", 'byline:"A. Quist"', "--json").json["total"] == 1


def test_an_edit_of_which_one_part_is_wrong_changes_nothing(ferry: Any) -> None:
    assert ferry("edit", "1", "--star", "--title", "Fog", "--url", "nowhere").code == 1
    whole = ferry("article", "1", "--json").json
    assert (whole["title"], whole["starred"]) == ("The ferry and the fog", False)


def test_an_edit_that_names_nothing_to_change_is_wrong_usage(ferry: Any) -> None:
    assert ferry("edit", "1").code == 2


def test_an_article_tells_where_it_lay_and_what_was_done_to_it(ferry: Any, tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_bytes((tmp_path / "ferry.txt").read_bytes())
    ferry("import", "copy.txt")
    ferry("edit", "1", "--star")
    whole = ferry("article", "1", "--json").json
    assert [file["name"] for file in whole["files"]] == ["ferry.txt", "copy.txt"]
    assert [act["label"] for act in whole["history"]] == ["Star article", "Import article"]
    assert {act["author"] for act in whole["history"]} == {"Tester"}


def test_a_large_import_is_searchable_when_it_ends(run: Any, tmp_path: Path) -> None:
    run("init", "--empty")
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text(
            f"Note {number}\n\nThe barge number {number} lay in the lock all day.\n"
        )
    assert run("import", "*.txt").code == 0
    found = run("search", "barge", "--json").json
    assert (found["total"], found["pending"]) == (30, 0)


def test_edit_refuses_an_impossible_date_with_a_sentence(ferry: Any) -> None:
    done = ferry("edit", "1", "--published", "2021-02-30")
    assert done.code == 1
    assert " — " in done.err
    assert ferry("article", "1", "--json").json["published"] == "2021-05-04"


def test_an_empty_value_clears_a_field(ferry: Any) -> None:
    assert ferry("edit", "1", "--published", "", "--json").json["published"] is None


def test_remove_restore_and_purge(ferry: Any, tmp_path: Path) -> None:
    assert ferry("remove", "1", "--json").json["trashed"]
    assert ferry("search", "ferry", "--json").json["total"] == 0
    assert ferry("articles", "--json").json == []
    assert ferry("restore-article", "1", "--json").json["trashed"] is None
    assert ferry("search", "ferry", "--json").json["total"] == 1
    assert ferry("purge", "1", "--json").json["id"] == 1
    assert ferry("article", "1").code == 1
    left = b"".join(path.read_bytes() for path in tmp_path.glob("Test.waystation*"))
    assert b"passengers drank" not in left and b"ferr" not in left


def test_check_of_a_whole_archive_is_ok(ferry: Any) -> None:
    assert ferry("check", "--json").json == {"ok": True, "findings": []}


def test_wrong_usage_exits_2(run: Any) -> None:
    assert run("import").code == 2
    assert run("nonsense").code == 2


def test_a_missing_archive_is_one_sentence_with_advice(run: Any) -> None:
    done = run("articles")
    assert done.code == 1
    assert done.err.count("\n") == 1 and " — " in done.err


def test_an_unknown_article_is_one_sentence(ferry: Any) -> None:
    done = ferry("article", "99")
    assert done.code == 1 and done.err.count("\n") == 1


def test_archive_option_stands_before_or_after_the_command(run: Any, tmp_path: Path) -> None:
    other = str(tmp_path / "Other.waystation")
    assert run("--archive", other, "init", "--empty").code == 0
    assert run("articles", "--archive", other, "--json").json == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(run: Any, shell: str) -> None:
    assert "_WAYSTATION_COMPLETE" in run("completion", shell).out


def test_the_command_line_runs_where_no_qt_is(tmp_path: Path) -> None:
    block = "import sys; sys.modules['PySide6'] = None; from archive.cli import main; sys.exit(main(sys.argv[1:]))"
    env = {**os.environ, "WAYSTATION_ARCHIVE": str(tmp_path / "x.waystation")}
    done = subprocess.run(
        [sys.executable, "-c", block, "init", "--empty", "--json"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["articles"] == 0


def test_a_pipe_gets_no_colour_and_no_progress(ferry: Any) -> None:
    found = ferry("search", "ferry")
    assert "\x1b" not in found.out + found.err


def test_an_archive_of_an_older_version_is_read_too_and_kept_as_it_was(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as past:
        past.setattr(migrations, "STEPS", migrations.STEPS[:1])
        past.setattr(migrations, "VERSION", 1)
        Archive.create(tmp_path / "Test.waystation").close()
    first = run("articles", "--json")
    assert (first.code, first.json) == (0, [])
    told = "Test.waystation was written by an older version of Waystation and has been brought up to date."
    assert told in first.err
    assert (tmp_path / f"Test.before-v{migrations.VERSION}.waystation").exists()
    assert told not in run("articles").err
