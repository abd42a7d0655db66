"""`mark`, `unmark`, `passages`, `tags`, `tag …`: their JSON, key by key, and what they answer to wrong use."""

from typing import Any

import pytest

PASSAGE = [
    "uid",
    "article",
    "start",
    "end",
    "exact",
    "prefix",
    "suffix",
    "note",
    "tags",
    "colour",
    "state",
    "author",
    "created",
    "modified",
]
TAG = ["path", "definition", "colour", "passages"]


@pytest.fixture
def words(ferry: Any) -> str:
    """Some words of the article, from the middle of a line."""
    text = ferry("article", "1", "--json").json["text"]
    line = max(text.split("\n"), key=len)
    return " ".join(line.split()[2:5])


def test_marking_by_quote_and_by_place_gives_the_passage(ferry: Any, words: str) -> None:
    made = ferry(
        "mark", "1", "--quote", words, "--note", "a note", "--tag", "route/river", "--tag", "policy", "--json"
    ).json
    assert list(made) == PASSAGE
    assert made["exact"] == words and made["tags"] == ["route/river", "policy"] and made["state"] == "anchored"
    assert (made["note"], made["article"], made["author"]) == ("a note", 1, "Tester")
    text = ferry("article", "1", "--json").json["text"]
    assert text[made["start"] : made["end"]] == words
    placed = ferry(
        "mark", "1", "--start", str(made["start"]), "--end", str(made["start"] + 3), "--colour", "rose", "--json"
    ).json
    assert placed["exact"] == words[:3] and placed["colour"] == "rose" and placed["tags"] == []
    listed = ferry("passages", "--json").json
    assert {row["uid"] for row in listed} == {made["uid"], placed["uid"]} and list(listed[0]) == PASSAGE
    assert [row["uid"] for row in ferry("passages", "--tag", "route", "--json").json] == [made["uid"]]
    assert [row["uid"] for row in ferry("passages", "--query", "NOTE", "--article", "1", "--json").json] == [
        made["uid"]
    ]
    assert ferry("articles", "--json").json[0]["passages"] == 2
    gone = ferry("unmark", made["uid"][:8], "--json").json
    assert gone == made
    assert [row["uid"] for row in ferry("passages", "--json").json] == [placed["uid"]]
    assert words[:3] in ferry("passages").out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["mark", "1"], 2),
        (["mark", "1", "--start", "1"], 2),
        (["mark", "1", "--quote", "x", "--start", "1", "--end", "2"], 2),
        (["mark", "1", "--start", "1", "--end", "2", "--occurrence", "1"], 2),
        (["mark", "1", "--quote", "no such words stand there"], 1),
        (["mark", "1", "--start", "5", "--end", "5"], 1),
        (["mark", "1", "--start", "0", "--end", "99999999"], 1),
        (["mark", "9", "--start", "0", "--end", "2"], 1),
        (["mark", "1", "--start", "0", "--end", "2", "--tag", "a\x07"], 1),
        (["mark", "1", "--start", "0", "--end", "2", "--colour", "pink"], 2),
        (["unmark", "abcdef"], 1),
        (["tag", "rename", "nothing", "x"], 1),
        (["tag", "define", "nothing"], 2),
    ],
)
def test_wrong_use_has_an_exit_code_and_a_sentence(ferry: Any, arguments: list[str], code: int) -> None:
    ran = ferry(*arguments)
    assert ran.code == code and ran.err and "Traceback" not in ran.err
    assert ferry("passages", "--json").json == [] and ferry("tags", "--json").json == []


def test_the_codebook_from_the_command_line(ferry: Any, words: str) -> None:
    assert ferry("tags", "--json").json == []
    tree = ferry("tag", "add", "route/river", "--definition", "Crossing it.", "--colour", "sky", "--json").json
    assert [list(row) for row in tree] == [TAG, TAG]
    assert tree[1] == {"path": "route/river", "definition": "Crossing it.", "colour": "sky", "passages": 0}
    ferry("mark", "1", "--quote", words, "--tag", "route/river")
    assert [row["passages"] for row in ferry("tags", "--json").json] == [1, 1]
    assert "resembles" in ferry("tag", "add", "routes").err
    assert ferry("tag", "add", "ROUTE").code == 1
    ferry("tag", "rename", "routes", "ways")
    ferry("tag", "move", "route/river", "ways")
    assert [row["path"] for row in ferry("tags", "--json").json] == ["route", "ways", "ways/river"]
    assert ferry("tag", "move", "ways", "ways/river").code == 1
    assert "another definition" in ferry("tag", "define", "ways/river", "Over the ice.").err
    ferry("tag", "merge", "ways/river", "route")
    assert ferry("passages", "--json").json[0]["tags"] == ["route"]
    ferry("tag", "move", "route", "ways")
    tree = ferry("tag", "remove", "ways/route", "--to-parent", "--json").json
    assert [(row["path"], row["passages"]) for row in tree] == [("ways", 1)]
    assert ferry("tag", "remove", "ways", "--json").json == []
    assert ferry("passages", "--json").json[0]["tags"] == []
    assert len(ferry("tag", "starter", "--json").json) >= 20


def test_a_tag_that_may_only_repeat_another_is_made_with_a_warning_and_named_in_the_json(
    ferry: Any, words: str
) -> None:
    ferry("tag", "add", "route/river")
    added = ferry("tag", "add", "Rivers", "--json")
    assert added.err.count("\n") == 1 and "“Rivers” resembles “route/river”" in added.err and " — " in added.err
    assert [(row["path"], row.get("resembles")) for row in added.json] == [
        ("Rivers", ["route/river"]),
        ("route", None),
        ("route/river", None),
    ]
    ferry("tag", "add", "toll")
    renamed = ferry("tag", "rename", "toll", "the-river", "--json")
    assert renamed.code == 0 and renamed.err == ""
    renamed = ferry("tag", "rename", "the-river", "route s", "--json")
    assert "“route s” resembles “route”" in renamed.err
    assert {row["path"]: row["resembles"] for row in renamed.json if "resembles" in row} == {"route s": ["route"]}
    again = ferry("tag", "rename", "route s", "ROUTE-S", "--json")
    assert again.json[-1]["resembles"] == ["route"], "nothing repeats what it was called before"
    made = ferry("mark", "1", "--quote", words, "--tag", "tolls", "--tag", "routes", "--tag", "route", "--json")
    assert made.json["tags"] == ["tolls", "routes", "route"] and "“routes” resembles" in made.err
    assert made.err.count("\n") == 1, "only tags that were not there are warned of"


@pytest.mark.parametrize("query", ["note:oilcan", "tag:route", "tag:route/river", "tag:route/*", "has:note", "has:tag"])
def test_an_article_is_found_by_the_notes_and_tags_of_its_passages_until_they_are_gone(
    ferry: Any, words: str, query: str
) -> None:
    assert ferry("search", query, "--json").json["total"] == 0
    made = ferry("mark", "1", "--quote", words, "--note", "the oilcan again", "--tag", "route/river", "--json").json
    found = ferry("search", query, "--json").json
    assert (found["total"], found["pending"]) == (1, 0)
    ferry("unmark", made["uid"])
    assert ferry("search", query, "--json").json["total"] == 0
