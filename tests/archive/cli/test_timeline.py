"""`timeline` lists every time that articles tell, dated or not, with the promised keys; `edit` resolves it again."""

import json
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.operations import events, timeline

from .conftest import Run

KEYS = (
    "uid event article start end exact sentence type value mod edtf earliest latest precision basis anchor_value rule"
    " label status"
).split()
MILL = """The mill by the river

By Ada Quist

The mill by the river was built in 1950, the owner said, and it was mended in March of last year by people from the town.
It had stood empty for three years before that, and nobody in the town knew when its wheel had turned for the last time.
"""


@pytest.fixture
def mill(ferry: Run, tmp_path: Path) -> Run:
    """The archive of the ferry with a second article, without a publication date: id 2."""
    (tmp_path / "mill.txt").write_text(MILL, encoding="utf-8")
    assert ferry("import", str(tmp_path / "mill.txt"), "--json").code == 0
    return ferry


def test_every_time_is_printed_with_exactly_the_promised_keys(mill: Run) -> None:
    rows = mill("timeline", "--json").json
    assert rows and all(list(row) == KEYS for row in rows)
    assert {row["article"] for row in rows} == {1, 2}
    by_words = {row["exact"]: row for row in rows}
    assert by_words["1950"]["earliest"] == "1950-01-01"
    assert by_words["1950"]["label"] and by_words["1950"]["label"] in by_words["1950"]["sentence"]
    dated = [bool(row["earliest"] or row["latest"]) for row in rows]
    assert dated == sorted(dated, reverse=True)
    text = mill("article", "2", "--json").json["text"]
    for row in rows:
        if row["article"] == 2:
            assert text[row["start"] : row["end"]] == row["exact"]
            assert row["exact"] in row["sentence"]


def test_a_publication_date_that_is_supplied_resolves_what_was_open(mill: Run) -> None:
    def mended() -> dict[str, object]:
        return next(row for row in mill("timeline", "--article", "2", "--json").json if "last year" in row["exact"])

    before = mended()
    assert before["earliest"] is None and before["latest"] is None
    assert mill("edit", "2", "--published", "2012-09").code == 0
    after = mended()
    assert (after["uid"], after["earliest"], after["latest"]) == (before["uid"], "2011-03-01", "2011-03-31")
    assert after["anchor_value"]
    assert mill("edit", "2", "--published", "").code == 0
    assert mended() == before


def test_options_narrow_the_list(mill: Run) -> None:
    def exacts(*options: str) -> list[str]:
        return [row["exact"] for row in mill("timeline", "--json", *options).json]

    assert exacts("--to", "1990") == ["1950"]
    assert exacts("--from", "1950-12-31", "--to", "1950") == ["1950"]
    assert "1950" not in exacts("--from", "1951")
    assert "1950" not in exacts("--article", "1")
    assert exacts("--query", "“by the river was built”") == ["1950", *exacts("--query", "“by the river was built”")[1:]]
    assert exacts("--query", "no such words") == []
    assert exacts("--tag", "works") == []
    with Archive.open(Path("Test.waystation")) as archive:
        uid = timeline.mentions(archive)[0].uid
        events.tag(archive, [uid], "works/mill")
        events.confirm(archive, [uid])
    assert exacts("--tag", "works") == ["1950"]
    assert mill("timeline", "--tag", "works", "--json").json[0]["status"] == "confirmed"


def test_status_precision_origin_and_publisher_narrow_it_as_in_the_window(mill: Run) -> None:
    every = mill("timeline", "--json").json
    for option, key in (("--status", "status"), ("--precision", "precision"), ("--known", "basis")):
        for value in {row[key] for row in every}:
            found = mill("timeline", option, value, "--json").json
            assert [row["uid"] for row in found] == [row["uid"] for row in every if row[key] == value]
    assert mill("timeline", "--publisher", "Nobody's Post", "--json").json == []
    assert mill("timeline", "--precision", "fortnight").code == 2


def test_a_person_reads_a_calm_table_with_undated_ones_at_the_end(mill: Run) -> None:
    ran = mill("timeline")
    assert ran.code == 0 and ran.err == ""
    lines = ran.out.splitlines()
    assert "1950" in lines[0] and "mill by the river was built" in lines[0]
    marks = [number for number, line in enumerate(lines) if line.startswith("Without a date (")]
    assert len(marks) == 1 and 0 < marks[0] < len(lines) - 1
    assert all(len(line) < 160 for line in lines)


def test_nothing_found_gives_a_hint_and_no_error(ferry: Run) -> None:
    ran = ferry("timeline", "--query", "nowhere")
    assert (ran.code, ran.out) == (0, "")
    assert "waystation import" in ran.err
    assert ferry("timeline", "--query", "nowhere", "--json").json == []


@pytest.mark.parametrize("day", ["2023-02-30", "yesterday", "2023-13", "XXXX", "", "../2019"])
def test_a_day_that_is_none_is_refused_with_a_sentence(ferry: Run, day: str) -> None:
    ran = ferry("timeline", "--from", day)
    assert ran.code == 1 and ran.out == ""
    assert " — " in ran.err and "Traceback" not in ran.err


def test_an_article_that_is_not_there_is_an_error(ferry: Run) -> None:
    assert ferry("timeline", "--article", "99").code == 1


def test_what_is_asked_for_is_saved_in_the_format_of_the_ending(mill: Run, tmp_path: Path) -> None:
    rows = mill("timeline", "--article", "2", "--json").json
    for name, begin in (("out.csv", b"\xef\xbb\xbfwhen,"), ("out.timeline.json", b"{"), ("out.json", b"[")):
        ran = mill("timeline", "--article", "2", "--save", name)
        assert (ran.code, ran.out.startswith(f"Wrote {name}: ")) == (0, True)
        assert (tmp_path / name).read_bytes().startswith(begin)
    saved = json.loads((tmp_path / "out.json").read_bytes())
    assert [{key: each[key] for key in KEYS} for each in saved] == rows


def test_saving_says_how_much_was_written_and_what_was_left_out(mill: Run) -> None:
    ran = mill("timeline", "--save", "out.ics")
    assert ran.out == "Wrote out.ics: 1 time from 1 article.\n"
    assert len(ran.err.splitlines()) == 2 and all("left out" in line for line in ran.err.splitlines())
    told = mill("timeline", "--save", "out", "--as", "json", "--json").json
    assert (told["path"], told["articles"], told["warnings"]) == ("out", 2, [])
    assert told["events"] == len(mill("timeline", "--json").json)


@pytest.mark.parametrize("arguments", [("--save", "Test.waystation", "--as", "csv"), ("--save", "no/out.csv")])
def test_where_nothing_may_be_saved_is_a_sentence(mill: Run, arguments: tuple[str, ...]) -> None:
    ran = mill("timeline", *arguments)
    assert (ran.code, ran.out) == (1, "")
    assert " — " in ran.err and "Traceback" not in ran.err
    assert mill("timeline", "--json").json


def test_saving_nothing_as_a_calendar_is_refused_and_as_a_table_is_a_table(mill: Run, tmp_path: Path) -> None:
    assert mill("timeline", "--query", "nowhere", "--save", "out.ics").code == 1
    assert not (tmp_path / "out.ics").exists()
    assert mill("timeline", "--query", "nowhere", "--save", "out.csv").out.startswith("Wrote out.csv: 0 times")


def test_a_format_without_a_file_is_wrong_usage(ferry: Run) -> None:
    assert ferry("timeline", "--as", "csv").code == 2


def test_a_new_archive_with_the_starter_leaves_nothing_to_be_read(run: Run) -> None:
    assert run("init").code == 0
    ran = run("timeline", "--json")
    assert ran.err == ""
    assert len({row["article"] for row in ran.json}) > 1
