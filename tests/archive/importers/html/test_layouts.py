"""Page layouts written for this project, each beside what a careful reader takes from it."""

import json
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[3] / "data" / "html").glob("*.html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_layout_gives_its_body_and_its_metadata(page, read_page):
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    imported = read_page(page.read_bytes(), page.name)
    text, metadata = imported.text.text, imported.metadata
    assert [line for line in expected["body"] if line not in text] == []
    assert [line for line in expected["aside"] if line in text] == []
    for name in ("title", "publisher", "republisher", "published", "language", "url", "accessed"):
        assert getattr(metadata, name) == expected.get(name), name
    assert list(metadata.byline) == expected["byline"]
    assert text.startswith(expected["title"])
    assert text.split("\n").count(expected["title"]) == 1
    blocks = [(block.kind.value, text[block.start : block.end]) for block in imported.text.blocks]
    for kind in ("meta", "caption"):
        assert [line for line in expected.get(kind, []) if (kind, line) not in blocks] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_blocks_and_evidence_have_their_places(page, read_page):
    imported = read_page(page.read_bytes(), page.name)
    end = -1
    for block in imported.text.blocks:
        assert block.start == end + 1
        end = block.end
        assert 0 <= block.source[0] < block.source[1] <= len(imported.decoded)
        assert all(block.start <= run.start < run.end <= block.end for run in block.runs)
    assert end == len(imported.text.text)
    for evidence in imported.metadata.evidence.values():
        if evidence.start is not None:
            assert 0 <= evidence.start < evidence.end <= len(imported.decoded)
