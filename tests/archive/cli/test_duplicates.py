"""`duplicates` and `compare-editions`: groups, decisions and changes as JSON and in lines, and what cannot be done as a sentence."""

from pathlib import Path

import pytest

from tests.archive.extraction.likeness_sample import BASES

from .conftest import Run

TITLE, BODY = BASES[0]
EDITED = BODY.replace("About 340 people", "Some 340 people") + "\n\nMore from the harbour every day."


@pytest.fixture
def copies(run: Run, tmp_path: Path) -> Run:
    """An archive with a text, a copy of it, and another text."""
    folder = tmp_path / "files"
    folder.mkdir()
    told = (
        (TITLE, BODY, "Tarn Courier"),
        ("No boat till spring", EDITED, "Northern Wire"),
        (*BASES[1], "Tarn Courier"),
    )
    for number, (title, body, publisher) in enumerate(told):
        text = f"---\ntitle: {title}\npublisher: {publisher}\ndate: 2024-05-0{number + 1}\n---\n\n# {title}\n\n{body}\n"
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    run("init", "--empty")
    assert run("import", str(folder)).code == 0
    return run


def test_groups_are_listed_with_their_evidence_and_decided(copies: Run) -> None:
    (group,) = copies("duplicates", "--json").json
    assert [row["id"] for row in group["articles"]] == [1, 2]
    assert list(group["articles"][0]) == ["id", "uid", "title", "publisher", "published"]
    (relation,) = group["relations"]
    assert list(relation) == [
        *("article", "other", "kind", "standing", "shared", "covered", "reason", "author", "decided"),
    ]
    assert (relation["article"], relation["other"], relation["kind"], relation["standing"]) == (
        2,
        1,
        "copy",
        "proposed",
    )
    assert "Northern Wire" in relation["reason"]
    (group,) = copies("duplicates", "--accept", "1", "2", "--json").json
    assert group["relations"][0]["standing"] == "accepted"
    assert group["relations"][0]["author"]
    assert copies("duplicates", "--split", "2", "--json").json == []
    (group,) = copies("duplicates", "--link", "3", "1", "--article", "1", "--json").json
    assert {row["article"] for row in group["relations"]} == {3}
    assert "A person said so." in group["relations"][0]["reason"]
    copies("duplicates", "--reject", "3", "1")
    nothing = copies("duplicates")
    assert nothing.code == 0
    assert "No duplicates" in nothing.err


def test_lines_say_what_is_a_copy_of_what_and_why(copies: Run) -> None:
    done = copies("duplicates")
    assert "2 is a copy of 1 (proposed): 9" in done.out
    assert "Northern Wire" in done.out


def test_two_articles_are_compared(copies: Run) -> None:
    found = copies("compare-editions", "1", "2", "--json").json
    assert list(found) == ["old", "new", "changes"]
    assert (found["old"]["article"], found["new"]["article"]) == (1, 2)
    texts = [(row["old"]["text"], row["new"]["text"]) for row in found["changes"]]
    assert ("About", "Some") in texts
    touched = [mark for row in found["changes"] for mark in row["touched"]]
    assert all(list(mark) == ["kind", "uid", "article", "edition", "start", "end", "words"] for mark in touched)
    assert any("“About” → “Some”" in line for line in copies("compare-editions", "1", "2").out.splitlines())


def test_a_later_edition_is_joined_and_its_changes_shown(copies: Run) -> None:
    assert copies("compare-editions", "1").err == (
        "This article has one edition only. — Name another article to compare it with.\n"
    )
    assert copies("duplicates", "--join", "1", "2", "--json").json == []
    assert [row["id"] for row in copies("articles", "--json").json] == [3, 1]
    found = copies("compare-editions", "1", "--json").json
    assert [found["old"]["number"], found["new"]["number"]] == [1, 2]
    back = copies("compare-editions", "1", "--old", "2", "--new", "1", "--json").json
    assert len(back["changes"]) == len(found["changes"])
    assert "no edition 7" in copies("compare-editions", "1", "--old", "7").err


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("duplicates", "--accept", "1", "3"), 1, "Nothing was found of the articles 1 and 3."),
        (("duplicates", "--accept", "1", "99"), 1, "There is no article"),
        (("duplicates", "--split", "3"), 1, "in no group"),
        (("duplicates", "--join", "1", "1"), 1, "no later edition of itself"),
        (("duplicates", "--accept", "1", "2", "--split", "2"), 2, "at a time"),
        (("compare-editions", "1", "2", "--old", "1"), 2, "editions of one article"),
        (("compare-editions", "1", "1"), 1, "one edition, and no other"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(copies: Run, arguments: tuple[str, ...], code: int, sentence: str) -> None:
    done = copies(*arguments)
    assert done.code == code
    assert sentence in done.err
