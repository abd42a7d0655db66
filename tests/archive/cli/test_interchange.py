"""Files of other programs come in through `import`, as every file does: with a status, and with what was lost in the warnings."""

from pathlib import Path
from typing import Any

import pytest

from tests.archive.importers.interchange.conftest import TEXT, project, qdpx, selection, text_source, zipped

SIX = selection(TEXT.index("six"), TEXT.index("six") + 3)


@pytest.fixture
def canal(run: Any, tmp_path: Path) -> Any:
    run("init", "--empty")
    (tmp_path / "canal.qdpx").write_bytes(qdpx(SIX + selection(900, 950, 2)))
    return run


def test_a_project_is_one_file_of_the_report(canal: Any) -> None:
    done = canal("import", "canal.qdpx", "--json")
    assert done.code == 0
    (row,) = done.json["files"]
    assert (row["status"], row["verdict"], row["title"], row["error"]) == ("added", "partial", "Canal", None)
    assert row["brought"]["articles"] == {"new": 1, "same": 0, "changed": 0}
    assert row["brought"]["passages"] == {"new": 1, "same": 0, "changed": 0}
    assert any("outside of the text" in warning for warning in row["warnings"])
    (passage,) = canal("passages", "--json").json
    assert (passage["exact"], passage["tags"], passage["author"]) == ("six", ["gates"], "Ann")
    assert canal("search", "opened", "--json").json["total"] == 1


def test_the_same_project_again_is_a_duplicate(canal: Any) -> None:
    canal("import", "canal.qdpx")
    again = canal("import", "canal.qdpx", "--json")
    assert again.json["files"][0]["status"] == "duplicate"
    assert len(canal("passages", "--json").json) == 1 and len(canal("articles", "--json").json) == 1


def test_a_dry_run_says_what_would_come_and_writes_nothing(canal: Any) -> None:
    (row,) = canal("import", "canal.qdpx", "--dry-run", "--json").json["files"]
    assert (row["status"], row["brought"]["articles"]["new"]) == ("added", 1)
    assert canal("articles", "--json").json == [] and canal("tags", "--json").json == []


def test_it_is_told_in_words(canal: Any) -> None:
    done = canal("import", "canal.qdpx")
    assert "Canal  (1 article, 1 passage and 2 tags)" in done.out
    assert "outside of the text" in done.err


def test_a_bad_project_costs_itself_only(canal: Any, tmp_path: Path) -> None:
    (tmp_path / "bad.qdpx").write_bytes(zipped({"project.qde": project(text_source(SIX))[:200]}))
    (tmp_path / "note.txt").write_text("A note\n\nThe gate was shut on Monday and opened on Friday again.\n")
    done = canal("import", "bad.qdpx", "note.txt", "canal.qdpx", "--json")
    assert done.code == 3
    assert [row["status"] for row in done.json["files"]] == ["refused", "added", "added"]
    assert "cut short or damaged" in done.json["files"][0]["error"] and "bad.qdpx" in done.err


def test_a_journey_there_and_back_through_the_command_line(canal: Any, tmp_path: Path) -> None:
    canal("import", "canal.qdpx")
    for format, name in (("qdpx", "out.qdpx"), ("qdc", "out.qdc"), ("taguette", "out.sqlite3")):
        assert canal("export", format, name).code == 0
        (row,) = canal("import", name, "--json").json["files"]
        assert (row["status"], row["verdict"]) == ("duplicate", "ok"), (format, row)
    other = canal("--archive", str(tmp_path / "Other.waystation"), "init", "--empty")
    assert other.code == 0
    canal("--archive", str(tmp_path / "Other.waystation"), "import", "out.qdpx")
    wanted, got = (
        canal(*where, "passages", "--json").json for where in ((), ("--archive", str(tmp_path / "Other.waystation")))
    )
    keys = ("uid", "exact", "note", "tags", "author", "created", "modified")
    assert [[each[key] for key in keys] for each in got] == [[each[key] for key in keys] for each in wanted]
