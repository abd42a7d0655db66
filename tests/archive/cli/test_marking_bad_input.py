"""Marking and tagging what cannot be: one sentence that says what to do, exit code 1, and everything as it was before."""

import json
from pathlib import Path
from typing import Any

import pytest

STORY = (
    "The lamp on the quay\n\nThe family 👩\u200d👩\u200d👧 kept the lamp, and the box\u0323 beside the 🇰🇷 flag closed at nine.\n\n"
    "각 배마다 등불이 하나씩 있었다. Nobody asked who had paid for the oil that winter.\n"
)


@pytest.fixture
def story(run: Any, tmp_path: Path) -> str:
    """An article with characters of several code points; its text."""
    file = tmp_path / "lamp.txt"
    file.write_text(STORY, encoding="utf-8")
    assert run("init", "--empty").code == 0
    assert run("import", str(file)).code == 0
    text: str = run("article", "1", "--json").json["text"]
    return text


def state(run: Any) -> tuple[str, str]:
    return run("passages", "--json").out, run("tags", "--json").out


def refused(run: Any, *command: str) -> str:
    """The one sentence with its advice, after nothing was changed."""
    before = state(run)
    ran = run(*command)
    assert ran.code == 1 and ran.out == "" and "Traceback" not in ran.err
    assert len(ran.err.strip().splitlines()) == 1 and " — " in ran.err, ran.err
    assert state(run) == before
    return str(ran.err)


def place(text: str, of: str, start: int, end: int) -> tuple[str, str, str, str]:
    at = text.index(of)
    return "--start", str(at + start), "--end", str(at + end)


def test_a_place_outside_the_text_is_told_with_where_the_text_ends(run: Any, story: str) -> None:
    told = refused(run, "mark", "1", "--start", "0", "--end", str(len(story) + 1))
    assert "outside the text" in told and str(len(story)) in told
    assert "outside the text" in refused(run, "mark", "1", "--start", "9", "--end", "5")


@pytest.mark.parametrize(("of", "start", "end"), [("👩", 1, 3), ("👩", 0, 2), ("🇰🇷", 1, 2), ("x\u0323", 0, 1)])
def test_a_place_inside_a_character_is_told_with_the_places_beside_it(
    run: Any, story: str, of: str, start: int, end: int
) -> None:
    told = refused(run, "mark", "1", *place(story, of, start, end))
    assert "inside a character" in told and str(story.index(of)) in told


def test_no_words_are_no_passage(run: Any, story: str) -> None:
    assert "no words" in refused(run, "mark", "1", "--start", "5", "--end", "5")
    assert "no words" in refused(run, "mark", "1", *place(story, " on", 0, 1))
    assert "no words" in refused(run, "mark", "1", "--quote", "  ")


@pytest.mark.parametrize("name", [" / ", "", "a\u0007b", "a\u202eb", "x" * 10_000, "/".join(["part"] * 300)])
@pytest.mark.parametrize("command", [("tag", "add"), ("mark", "1", "--quote", "the oil", "--tag")])
def test_what_is_no_name_of_a_tag_is_refused(run: Any, story: str, command: tuple[str, ...], name: str) -> None:
    assert "tag" in refused(run, *command, name)


@pytest.mark.parametrize("again", ["CAFÉ", "Cafe\u0301", " café ", "/café/"])
def test_a_tag_written_in_another_case_or_form_is_the_one_that_is_there(run: Any, story: str, again: str) -> None:
    run("tag", "add", "Café")
    assert "already" in refused(run, "tag", "add", again)
    run("tag", "add", "quay")
    assert "already" in refused(run, "tag", "rename", "quay", again.strip("/"))
    run("tag", "remove", "quay")
    assert run("mark", "1", "--quote", "the oil", "--tag", again, "--json").json["tags"] == ["Café"]
    assert [tag["path"] for tag in run("tags", "--json").json] == ["Café"]


def test_a_slash_puts_a_tag_below_another_and_is_never_part_of_a_name(run: Any, story: str) -> None:
    run("tag", "add", " light / lamp /")
    assert [tag["path"] for tag in run("tags", "--json").json] == ["light", "light/lamp"]
    assert "path" in refused(run, "tag", "rename", "light/lamp", "oil/lamp")


@pytest.mark.parametrize("below", ["light", "light/lamp", "light/lamp/oil", "LIGHT/Lamp"])
def test_a_tag_is_never_put_below_itself(run: Any, story: str, below: str) -> None:
    run("tag", "add", "light/lamp/oil")
    assert "below itself" in refused(run, "tag", "move", "light", below)
    assert refused(run, "tag", "merge", "light", below)


def test_a_note_of_a_megabyte_is_kept_whole(run: Any, story: str) -> None:
    note = "등불 note\u00a0" * 120_000
    made = run("mark", "1", "--quote", "the oil", "--note", note, "--json").json
    assert made["note"] == note and json.loads(run("passages", "--json").out)[0]["note"] == note
    assert len(run("passages").out) < 10_000


def test_passages_outlive_an_edition_that_an_import_adds(run: Any, story: str, tmp_path: Path) -> None:
    safe = run("mark", "1", "--quote", "Nobody asked who had paid", "--note", "who?", "--json").json
    gone = run("mark", "1", "--quote", "closed at nine", "--tag", "hours", "--json").json
    (tmp_path / "lamp.txt").write_text(
        STORY.replace("closed at nine", "closed at ten").replace("The family", "Since May the family"), encoding="utf-8"
    )
    assert run("import", str(tmp_path / "lamp.txt"), "--json").json["files"][0]["status"] == "updated"
    after = {row["uid"]: row for row in run("passages", "--json").json}
    text = run("article", "1", "--json").json["text"]
    assert after[safe["uid"]]["state"] == "anchored" and after[safe["uid"]]["note"] == "who?"
    assert text[after[safe["uid"]]["start"] : after[safe["uid"]]["end"]] == "Nobody asked who had paid"
    assert after[gone["uid"]]["state"] == "review" and after[gone["uid"]]["exact"] == "closed at nine"
    assert after[gone["uid"]]["tags"] == ["hours"]
