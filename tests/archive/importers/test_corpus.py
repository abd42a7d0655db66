"""The five saved articles, read from the shared folder, against a careful reader's answers."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive.importers import plain
from archive.model.article import Imported, Source

NAMES = ("000", "001", "002", "003", "004")
SITE_LABELS = ("boilerplate", "image_alt")


@cache
def _read(path: Path) -> Imported:
    return plain.read(Source(path.read_bytes(), path.name))


@pytest.fixture(params=NAMES)
def item(request: pytest.FixtureRequest, shared: Path) -> dict[str, Any]:
    items = json.loads((shared / "gold" / "gold_meta.json").read_text(encoding="utf-8"))["items"]
    return next(item for item in items if item["file"].startswith(request.param))


@pytest.fixture
def imported(item: dict[str, Any], shared: Path) -> Imported:
    return _read(shared / "corpus" / item["file"])


def kept_chars(imported: Imported, start: int, end: int) -> int:
    assert imported.text is not None and imported.decoded is not None
    covered = (range(max(start, block.source[0]), min(end, block.source[1])) for block in imported.text.blocks)
    return sum(not imported.decoded[position].isspace() for stretch in covered for position in stretch)


def share_kept(imported: Imported, lines: list[dict[str, Any]]) -> float:
    assert imported.decoded is not None
    total = sum(
        not imported.decoded[position].isspace() for line in lines for position in range(line["start"], line["end"])
    )
    return sum(kept_chars(imported, line["start"], line["end"]) for line in lines) / total if total else 1.0


def test_title_and_authors_are_the_gold_ones(item: dict[str, Any], imported: Imported) -> None:
    assert imported.metadata.title == item["title"]
    authors = {item["author"], *item.get("author_alt", ())} - {None}
    assert len(imported.metadata.byline) == (1 if authors else 0)
    assert set(imported.metadata.byline) <= authors


def test_publishers_are_the_gold_ones(item: dict[str, Any], imported: Imported) -> None:
    allowed = {
        item.get("original_publisher", item["publisher"]),
        *([] if "original_publisher" in item else item.get("publisher_alt", ())),
    }
    assert imported.metadata.publisher in allowed
    assert imported.metadata.republisher == item.get("republisher")


def test_the_date_of_publication_is_the_gold_one(item: dict[str, Any], imported: Imported) -> None:
    assert imported.metadata.published == item["published"]
    assert imported.metadata.published not in item.get("must_not_published", ())


def test_the_language_is_english(imported: Imported) -> None:
    assert imported.metadata.language == "en"


def test_the_body_is_kept(item: dict[str, Any], imported: Imported) -> None:
    assert share_kept(imported, [line for line in item["lines"] if line["label"] in item["body_labels"]]) >= 0.99


def test_what_the_site_put_around_is_set_aside(item: dict[str, Any], imported: Imported) -> None:
    lines = [line for line in item["lines"] if line["label"] in SITE_LABELS]
    assert not lines or share_kept(imported, lines) <= 0.05


def test_lines_about_the_article_are_kept(item: dict[str, Any], imported: Imported) -> None:
    lines = [line for line in item["lines"] if line["label"] not in (*item["body_labels"], *SITE_LABELS)]
    assert share_kept(imported, lines) == 1.0


def test_headings_are_headings(item: dict[str, Any], imported: Imported) -> None:
    assert imported.text is not None
    kinds = {block.source[0]: block.kind.value for block in imported.text.blocks}
    assert {kinds.get(line["start"]) for line in item["lines"] if line["label"] in ("heading", "title")} <= {"heading"}


def test_evidence_points_at_words_of_the_original(imported: Imported) -> None:
    for field, evidence in imported.metadata.evidence.items():
        if evidence.start is not None and field in ("title", "publisher", "republisher", "byline"):
            assert imported.decoded is not None
            assert imported.decoded[evidence.start : evidence.end] == evidence.value
