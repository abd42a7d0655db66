"""How well whole pages are read: the shared corpus, and the pages of our own that were written before they were measured."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]

# Shares that must not be fallen below, a little under what is seen: body kept, boilerplate set aside, other lines kept, metadata.
FLOORS = {
    ("text_pages", "text.json"): (0.98, 0.98, 0.98, 0.97),
    ("text_pages", "text-2.json"): (0.98, 0.97, 0.97, 0.95),
    ("html_pages", "html.json"): (0.98, 0.97, 1.0, 0.96),
    ("html_pages", "html-2.json"): (0.98, 0.96, 0.95, 0.96),
}


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The scorer of `tests/benchmarks`, which is a program and no part of the suite."""
    spec = importlib.util.spec_from_file_location("layout_scorer", ROOT / "tests" / "benchmarks" / "layouts.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def share(right: int, of: int) -> float:
    return right / of if of else 1.0


def test_the_shared_articles_keep_their_body_and_their_metadata(scorer: ModuleType, shared: Path) -> None:
    score = scorer.corpus(shared)
    wrong = "\n".join(score.wrong)
    assert score.body > 100 and score.boilerplate > 30 and score.fields == 25
    assert share(score.kept, score.body) >= 0.99, wrong
    assert share(score.aside, score.boilerplate) >= 0.95, wrong
    assert score.fields_right == score.fields, wrong


@pytest.mark.parametrize(("pages", "gold"), FLOORS, ids=lambda part: part)
def test_pages_in_other_layouts_are_read_no_worse_than_before(scorer: ModuleType, pages: str, gold: str) -> None:
    score = getattr(scorer, pages)(gold)
    body, aside, others, fields = FLOORS[pages, gold]
    wrong = "\n".join(score.wrong)
    assert share(score.kept, score.body) >= body, wrong
    assert share(score.aside, score.boilerplate) >= aside, wrong
    assert share(score.others_kept, score.others) >= others, wrong
    assert share(score.fields_right, score.fields) >= fields, wrong


@pytest.mark.parametrize("gold", ["text.json", "text-2.json"])
def test_no_word_of_a_labelled_line_is_neither_kept_nor_set_aside(scorer: ModuleType, gold: str) -> None:
    for item in json.loads((scorer.PAGES / gold).read_text(encoding="utf-8")):
        page = scorer.read(scorer.PAGES / item["file"])
        assert page.text is not None and page.decoded is not None
        held = {spot for block in page.text.blocks for spot in range(*block.source)}
        held |= {spot for aside in page.text.set_aside for spot in range(aside.start, aside.end)}
        spots = {spot for line in item["lines"] for spot in range(line["start"], line["end"])}
        assert [spot for spot in sorted(spots - held) if page.decoded[spot].isalpha()] == [], item["file"]
