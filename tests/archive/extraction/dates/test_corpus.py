"""The five articles that the careful reader has read: nearly every date is found, and has the value that the reader gave it."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from archive.model.event import TimeExpression

SHARED = Path(__file__).parents[5] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared articles are not here")


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_timex", SHARED / "gold" / "score_timex.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def documents() -> dict[str, dict[str, Any]]:
    """What the scorer's own loader makes, which leaves its files open."""
    raw = json.loads((SHARED / "gold" / "gold_timex.json").read_text(encoding="utf-8"))
    made: dict[str, dict[str, Any]] = {}
    for item in raw["items"]:
        name = item["file"]
        if name not in made:
            text = (SHARED / "corpus" / name).read_bytes().decode("utf-8")
            made[name] = {"text": text, "dct": raw["reference_dates"][name], "gold": []}
        made[name]["gold"].append(item)
    return made


def _told(found: list[TimeExpression]) -> list[dict[str, object]]:
    return [{"start": each.start, "end": each.end, "type": each.type.value, "value": each.value} for each in found]


def test_dates_of_the_five_articles_are_found_with_their_values(scorer, documents, read) -> None:
    told = {name: _told(read(document["text"], document["dct"])) for name, document in documents.items()}
    result, errors = scorer.score(documents, told, errors=True)
    assert result["relaxed_F1"] >= 0.97, errors
    assert result["value_F1"] >= 0.97, errors


def test_without_publication_dates_no_year_is_invented(documents, read) -> None:
    for document in documents.values():
        found = read(document["text"])
        for each in found:
            if each.basis.value == "relative":
                assert (each.earliest, each.latest) == (None, None), document["text"][each.start : each.end]
        for item in document["gold"]:
            if "without_reference" in item:
                values = [each.value for each in found if each.start < item["end"] and item["start"] < each.end]
                assert values == [item["without_reference"]], item["quote"]
