"""`import --columns`: tables with one article a row from the command line."""

import csv
from pathlib import Path

import pytest

from tests.archive.cli.conftest import Run

BODY = "The ferry left the quay at nine and came back before noon, as the keeper had told us. " * 6


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of which no heading says what it holds."""
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["A", "B", "C"], ["The lock", BODY, "03/04/2020"], ["The weir", BODY + "Again.", "05/06/2021"]]
        )
    return path


def test_a_table_that_is_not_certain_is_refused_with_the_command(run: Run, table: Path) -> None:
    run("init", "--empty")
    ran = run("import", str(table))
    assert ran.code == 1 and "The first row may name the columns, or be an article." in ran.err
    assert "waystation import FILE --columns '" in ran.err and "“A”, “B”, “C”" in ran.err


def test_the_columns_that_are_said_bring_each_row_in(run: Run, table: Path) -> None:
    run("init", "--empty")
    ran = run("import", str(table), "--columns", "title=A,text=B,date=C:day", "--json")
    assert ran.code == 0
    files = ran.json["files"]
    assert [each["status"] for each in files] == ["opened", "added", "added"]
    assert [(each["title"], each["published"], each["member"]) for each in files[1:]] == [
        ("The lock", "2020-04-03", "row 2.json"),
        ("The weir", "2021-06-05", "row 3.json"),
    ]
    proof = run("article", str(files[1]["id"]), "--json").json["evidence"]["title"]
    assert proof["rule"] == "table-row 2, column “A”"


def test_a_choice_is_kept_for_the_next_table_with_these_headings(run: Run, table: Path) -> None:
    run("init", "--empty")
    run("import", str(table), "--columns", "title=A,text=B")
    table.write_text(table.read_text().replace("The weir", "The mill").replace("Again.", "Once more."))
    files = run("import", str(table), "--json").json["files"]
    assert [each["status"] for each in files] == ["opened", "duplicate", "updated"]


def test_words_that_name_no_column_are_refused(run: Run, table: Path) -> None:
    run("init", "--empty")
    for said in ("title", "nothing=A", "title=A", "title=A,title=C,text=B"):
        ran = run("import", str(table), "--columns", said)
        assert ran.code == 1 and "Traceback" not in ran.err and "—" in ran.err


def test_the_same_table_twice_is_the_same_articles(run: Run, table: Path) -> None:
    run("init", "--empty")
    for _ in range(2):
        files = run("import", str(table), "--columns", "title=A,text=B", "--json").json["files"]
    assert [each["status"] for each in files] == ["opened", "duplicate", "duplicate"]
