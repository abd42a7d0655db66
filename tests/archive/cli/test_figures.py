"""`figures`, `compare` and `stats` print what is promised, and say in a sentence what they cannot do."""

from pathlib import Path

import pytest

from archive.archive import Archive
from archive.operations import comparing, figures, grouping, judging

from .conftest import Run

KEYS = (
    "uid article start end exact sentence value min max bound unit counted kind derived direction hedges period place source"
    " origin status"
).split()
STATS = (
    "articles words originals_bytes by_publisher by_year by_language passages tags cooccurrence coverage reading extraction"
).split()
LIGHTHOUSE = """The lighthouse of Norby

By Ada Quist

Published: 9 June 2021

In 2019 exactly 812 sailors arrived in Norway on foot, the Harbour Office said, and the lighthouse burnt 40 tons of oil.
The keeper had hoped for more, since the band had come along and played until the harbour lights could be seen again.
"""
KEEPER = """The keeper looks back

By Tom Berg

Published: 2 July 2022

In 2019 exactly 655 sailors arrived in Norway on foot, according to the Coast Guard, and nobody had counted them before.
It had stood empty for years before that, and nobody in the town knew when its lamp had turned for the last time.
"""


@pytest.fixture
def lighthouse(ferry: Run, tmp_path: Path) -> Run:
    """The archive of the ferry with two more articles, which contradict each other: ids 2 and 3."""
    for name, text in (("lighthouse", LIGHTHOUSE), ("keeper", KEEPER)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        assert ferry("import", str(tmp_path / f"{name}.txt"), "--json").code == 0
    return ferry


def test_every_figure_is_printed_with_exactly_the_promised_keys(lighthouse: Run) -> None:
    rows = lighthouse("figures", "--json").json
    assert rows and all(list(row) == KEYS for row in rows)
    assert {row["article"] for row in rows} == {1, 2, 3}
    sailors = next(row for row in rows if row["value"] == 812)
    assert (sailors["min"], sailors["max"], sailors["bound"], sailors["kind"]) == (812, 812, "exact", "count")
    assert (sailors["period"], sailors["status"], sailors["derived"]) == (["2019", "2019"], "found", False)
    text = lighthouse("article", "2", "--json").json["text"]
    for row in rows:
        if row["article"] == 2:
            assert text[row["start"] : row["end"]] == row["exact"]
            assert row["exact"] in row["sentence"]


def test_options_narrow_the_list(lighthouse: Run) -> None:
    def values(*options: str) -> list[float]:
        return [row["value"] for row in lighthouse("figures", "--json", *options).json]

    assert 812 in values("--article", "2") and 655 not in values("--article", "2")
    with Archive.open(Path("Test.waystation")) as archive:
        figure = next(each for each in figures.figures(archive) if each.value == 812)
        name = figures.one_series(archive, figure.series).name
    assert sorted(values("--series", name)) == sorted(values("--series", figure.series)) == [655, 812]
    assert values("--series", name, "--article", "3") == [655]
    for wrong in (("--series", "no such thing"), ("--article", "99")):
        ran = lighthouse("figures", *wrong)
        assert (ran.code, ran.out) == (1, "") and " — " in ran.err


def test_a_contradiction_is_told_with_both_figures_and_its_note(lighthouse: Run) -> None:
    rows = lighthouse("compare", "--json").json
    assert all(list(row) == ["series", "points", "findings"] for row in rows)
    (row,) = [row for row in rows if {812, 655} <= {point["value"] for point in row["points"]}]
    assert all(list(point) == ["figure", "article", "period", "value", "min", "max"] for point in row["points"])
    (found,) = [each for each in row["findings"] if each["kind"] == "conflict"]
    assert list(found) == ["uid", "kind", "period", "figures", "why", "silenced"]
    assert set(found["figures"]) == {point["figure"] for point in row["points"]}
    assert found["why"].endswith(".") and found["silenced"] is None
    with Archive.open(Path("Test.waystation")) as archive:
        grouping.silence(archive, found["uid"], "Two ways to count.")
        assert comparing.finding(archive, found["uid"]).silenced == "Two ways to count."
    (again,) = lighthouse("compare", row["series"], "--json").json
    assert [each["silenced"] for each in again["findings"] if each["kind"] == "conflict"] == ["Two ways to count."]


def test_what_a_person_said_is_told(lighthouse: Run) -> None:
    with Archive.open(Path("Test.waystation")) as archive:
        figure = next(each for each in figures.figures(archive) if each.value == 812)
        judging.correct(archive, figure.uid, value=821, period="2018/2019")
        judging.doubt(archive, [figure.uid])
    row = next(row for row in lighthouse("figures", "--json").json if row["uid"] == figure.uid)
    assert (row["value"], row["min"], row["period"], row["status"]) == (821, 821, ["2018", "2019"], "doubtful")
    assert "(doubtful)" in next(line for line in lighthouse("figures").out.splitlines() if "821" in line)


def test_a_person_reads_calm_lines(lighthouse: Run) -> None:
    ran = lighthouse("figures")
    assert (ran.code, ran.err) == (0, "")
    line = next(line for line in ran.out.splitlines() if "812" in line)
    assert "sailors" in line and "2019" in line
    assert all(len(line) < 180 for line in ran.out.splitlines())
    compared = lighthouse("compare")
    assert compared.code == 0
    assert any(line.strip().startswith("conflict: ") for line in compared.out.splitlines())


def test_stats_count_what_the_archive_holds_with_exactly_the_promised_keys(lighthouse: Run) -> None:
    told = lighthouse("stats", "--json").json
    assert list(told) == STATS
    articles = lighthouse("articles", "--json").json
    assert (told["articles"], told["words"]) == (3, sum(row["words"] for row in articles))
    assert told["by_year"] == {"2021": 2, "2022": 1}
    assert told["originals_bytes"] == sum(
        lighthouse("article", str(row["id"]), "--json").json["original"]["size"] for row in articles
    )
    assert told["extraction"]["figures"] == len(lighthouse("figures", "--json").json)
    assert told["extraction"]["dates"] == len(lighthouse("timeline", "--json").json)
    assert (told["passages"], told["tags"], told["cooccurrence"]) == (0, {}, [])
    assert lighthouse("mark", "2", "--quote", "lighthouse", "--tag", "place", "--tag", "light").code == 0
    marked = lighthouse("stats", "--json").json
    assert (marked["passages"], marked["tags"]) == (1, {"light": 1, "place": 1})
    assert marked["cooccurrence"] == [{"tags": ["light", "place"], "passages": 1}]
    assert marked["coverage"]["characters"] == len("lighthouse")
    lines = lighthouse("stats").out.splitlines()
    assert lines[0].startswith("3 articles, ") and "  place: 1" in lines


def test_an_empty_archive_has_nothing_to_list_and_says_what_to_do(run: Run) -> None:
    assert run("init", "--empty").code == 0
    ran = run("figures")
    assert (ran.code, ran.out) == (0, "") and "waystation import" in ran.err
    assert run("figures", "--json").json == run("compare", "--json").json == []
    assert run("compare").code == 0
    assert run("compare", "boats").code == 1
    assert run("stats", "--json").json["articles"] == 0
    assert run("stats").code == 0
