"""The saved articles beside the project, from the command line: what is said of them is what people found in them."""

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def imported(run: Any, shared: Path) -> dict[str, Any]:
    """What `import` and `article` say of each file, by its name."""
    assert run("init", "--empty").code == 0
    report = run("import", str(shared / "corpus"), "--json")
    assert report.code == 0, report.err
    return {
        Path(file["path"]).name: file | {"whole": run("article", str(file["id"]), "--json").json}
        for file in report.json["files"]
    }


@pytest.fixture
def gold(shared: Path) -> dict[str, dict[str, Any]]:
    items = json.loads((shared / "gold" / "gold_meta.json").read_text(encoding="utf-8"))["items"]
    return {item["file"]: item for item in items}


def test_titles_bylines_publishers_and_dates_are_the_gold_ones(
    imported: dict[str, Any], gold: dict[str, dict[str, Any]]
) -> None:
    assert set(imported) == set(gold)
    for name, item in gold.items():
        told = imported[name]
        authors = {item["author"], *item.get("author_alt", ())} - {None}
        publishers = {item.get("original_publisher", item["publisher"])}
        if "original_publisher" not in item:
            publishers |= set(item.get("publisher_alt", ()))
        assert (told["status"], told["title"], told["published"]) == ("added", item["title"], item["published"])
        assert told["published"] not in item.get("must_not_published", ())
        assert told["publisher"] in publishers
        assert told["whole"]["republisher"] == item.get("republisher")
        assert set(told["byline"] or ()) <= authors and bool(told["byline"]) == bool(authors)


def test_bodies_are_kept_and_what_the_site_put_around_is_set_aside(
    imported: dict[str, Any], gold: dict[str, dict[str, Any]], shared: Path
) -> None:
    for name, item in gold.items():
        decoded = (shared / "corpus" / name).read_bytes().decode("utf-8")
        kept = {place for block in imported[name]["whole"]["blocks"] for place in range(*block["source"])}
        for line in item["lines"]:
            letters = [place for place in range(line["start"], line["end"]) if not decoded[place].isspace()]
            share = sum(place in kept for place in letters) / max(1, len(letters))
            if line["label"] in item["body_labels"]:
                assert share >= 0.99, (name, line)
            elif line["label"] == "boilerplate":
                assert share <= 0.05, (name, line)


def test_every_place_that_is_told_holds_the_words_that_are_told(imported: dict[str, Any], shared: Path) -> None:
    for name, told in imported.items():
        data = (shared / "corpus" / name).read_bytes()
        decoded, whole = data.decode("utf-8"), told["whole"]
        for block in whole["blocks"]:
            start, end = block["source"]
            assert whole["text"][block["start"] : block["end"]].split() == decoded[start:end].split()
        for part in whole["set_aside"]:
            assert decoded[part["start"] : part["end"]].split() == part["text"].split()
        assert set(whole["evidence"]) <= {field for field in whole if whole[field] is not None}
        assert whole["original"]["size"] == len(data)


def test_words_of_every_article_are_found_again(imported: dict[str, Any], run: Any) -> None:
    for told in imported.values():
        found = run("search", f'"{told["title"]}"', "--json").json
        assert told["id"] in [hit["id"] for hit in found["hits"]]
        assert found["pending"] == 0
