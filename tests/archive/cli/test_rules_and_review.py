"""`rules` and `review` on the command line: taught, applied, carried, accepted, and refused with a sentence."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive.cli.main import main

PARAGRAPH = "The lock was opened at dawn and the first barges went through before the wind rose over the basin. " * 4
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title><link rel="canonical" href="https://www.lock.example/{id}">
</head><body><article><h1>{title}</h1><p class="penned">Words: {name} | Hall desk</p><p>{p}</p><p>{p}</p></article></body></html>"""


class Desk:
    """Runs commands on an archive of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys, self.archive = folder, capsys, folder / "A.waystation"

    def run(self, *words: str, code: int = 0) -> str:
        self._capsys.readouterr()
        assert main(["--archive", str(self.archive), *words]) == code
        said = self._capsys.readouterr()
        return said.out if code == 0 else said.err

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))

    def page(self, id: int, title: str, name: str) -> Path:
        path = self.folder / f"{id}.html"
        path.write_text(PAGE.format(id=id, title=title, name=name, p=PARAGRAPH + title))
        return path


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    made = Desk(tmp_path, capsys)
    made.run("init", "--empty")
    made.run("import", str(made.page(1, "Barges at dawn", "mquill")))
    return made


def test_a_rule_is_taught_from_words_and_reads_the_next_page(desk: Desk) -> None:
    (rule,) = desk.json("rules", "add", "1", "byline", "--quote", "mquill", "--name", "Who penned it")
    assert (rule["name"], rule["site"], rule["field"], rule["enabled"]) == (
        "Who penned it",
        "lock.example",
        "byline",
        True,
    )
    assert rule["place"] == {"path": "p.penned", "before": "Words: ", "after": " | "}
    assert desk.json("article", "1")["byline"] == ["mquill"]
    (report,) = desk.json("import", str(desk.page(2, "Ice on the sill", "aferry")))["files"]
    assert report["byline"] == ["aferry"]
    assert desk.json("article", "2")["evidence"]["byline"]["rule"] == f"taught-{rule['uid'][:8]}"
    assert "Who penned it: at p.penned, behind “Words:”, before “|”" in desk.run("rules", "list")


def test_rules_are_changed_carried_and_removed(desk: Desk) -> None:
    (rule,) = desk.json("rules", "place", "lock.example", "byline", "--label", "Words: ", "--after", " | ")
    (changed,) = desk.json("rules", "change", rule["uid"][:8], "--name", "Other", "--disable")
    assert (changed["name"], changed["enabled"]) == ("Other", False)
    file = desk.folder / "rules.json"
    desk.run("rules", "export", str(file))
    desk.json("rules", "remove", rule["uid"])
    assert desk.json("rules", "list") == []
    assert desk.json("rules", "import", str(file))[0]["uid"] == rule["uid"]
    assert "here already" in desk.run("rules", "import", str(file))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("rules", "add", "1", "byline", "--quote", "nowhere at all"), "does not stand there"),
        (("rules", "add", "1", "published", "--quote", "mquill"), "is no date"),
        (("rules", "place", "lock.example", "byline", "--path", "(a+)+"), "no place on a page"),
        (("rules", "place", "lock.example", "byline"), "names one place"),
        (("rules", "change", "00000000", "--name", "x"), "There is no rule"),
        (("rules", "import", "nothing.json"), "could not be read"),
        (("review", "accept"), "Say which files"),
    ],
)
def test_what_cannot_be_gets_a_sentence(desk: Desk, words: tuple[str, ...], sentence: str) -> None:
    assert sentence in desk.run(*words, code=1)


def test_what_imports_left_is_listed_and_accepted(desk: Desk) -> None:
    empty = desk.folder / "empty.txt"
    empty.write_text("")
    desk.run("import", str(empty), code=1)
    rows = desk.json("review", "list")
    assert [(row["name"], row["verdict"], row["accepted"]) for row in rows] == [
        ("1.html", "ok", False),
        ("empty.txt", "refused", False),
    ]
    assert rows[1]["error"] == "The file is empty." and rows[0]["article"]["title"] == "Barges at dawn"
    told = desk.json("review", "accept", str(rows[0]["number"]))
    assert (told["label"], told["left"]["open"]) == ("Accept 1 file", 1)
    assert "refused  empty.txt" in desk.run("review", "list", "--which", "refused")
    assert "Accept 1 file." in desk.run("review", "accept", "--all")
    assert "None of these" in desk.run("review", "accept", "--all")
    assert len(desk.json("review", "list", "--which", "all")) == 2
