"""`lexicon` shows, adds, changes and removes words, and says in a sentence what it cannot take."""

import pytest

from .conftest import Run

KEYS = ["uid", "kind", "name", "words", "within", "author", "modified"]


def test_words_are_added_listed_changed_and_removed(ferry: Run) -> None:
    assert ferry("lexicon", "list", "--json").json == []
    (words,) = ferry("lexicon", "same", "gannets", "puffins", "sea birds", "--json").json
    assert list(words) == KEYS
    assert (words["kind"], words["name"], words["words"], words["within"]) == (
        "words",
        "gannets",
        ["puffins", "sea birds"],
        None,
    )
    (unit,) = ferry("lexicon", "unit", "kg", "catty", "catties", "--json").json
    (place,) = ferry("lexicon", "place", "Saltmere", "소금못", "--within", "Norway", "--json").json
    assert [row["name"] for row in ferry("lexicon", "list", "--json").json] == ["gannets", "kg", "Saltmere"]
    (changed,) = ferry("lexicon", "change", words["uid"][:8], "--name", "birds", "--word", "gannets", "--json").json
    assert (changed["uid"], changed["name"], changed["words"]) == (words["uid"], "birds", ["gannets"])
    done = ferry("lexicon", "remove", unit["uid"], place["uid"])
    assert done.code == 0 and "Remove 2 entries from the lexicon." in done.out
    assert "birds: gannets" in ferry("lexicon", "list").out


def test_what_ships_is_listed_beside_it(ferry: Run) -> None:
    ferry("lexicon", "place", "Saltmere")
    rows = ferry("lexicon", "list", "--all", "--json").json
    shipped = [row for row in rows if row["uid"] is None]
    assert {row["kind"] for row in shipped} == {"words", "unit", "place"} and rows[0]["name"] == "Saltmere"
    assert any(row["name"] == "Norway" for row in shipped) and any("km" in row["words"] for row in shipped)


def test_an_empty_lexicon_says_what_to_do(ferry: Run) -> None:
    done = ferry("lexicon", "list")
    assert done.code == 0 and "Nothing was added yet" in done.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("same", "gannets"), "Nothing counts the same"),
        (("same", "gannets", "people"), "people in general"),
        (("unit", "kg", "million"), "is a number"),
        (("place", "Saltmere", "--within", "Nowhere at all"), "No place is called"),
        (("remove", "abcdef123"), "no entry of the lexicon"),
        (("same", "a" * 10_000, "b"), "at most 60 characters"),
    ],
)
def test_bad_input_is_one_sentence(ferry: Run, arguments: tuple[str, ...], sentence: str) -> None:
    done = ferry("lexicon", *arguments)
    assert done.code == 1 and sentence in done.err and done.err.count("\n") == 1
    assert ferry("lexicon", "list", "--json").json == []
