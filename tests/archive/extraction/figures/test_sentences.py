"""Sentences valued by hand: how many of their figures are read, and read rightly. Floors a little under what was measured."""

import json
from pathlib import Path

import pytest

from tests.benchmarks.figures import read
from tests.benchmarks.figures_score import Score, compare

DATA = Path(__file__).parents[3] / "data" / "figures"


@pytest.mark.parametrize(
    ("name", "found", "units", "precision", "negatives"),
    [("sentences", 0.98, 0.96, 0.98, 2), ("held-out", 0.91, 0.78, 0.95, 8)],
)
def test_figures_of_sentences_are_read(name, found, units, precision, negatives) -> None:
    total = Score()
    for sentence in json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")):
        total += compare(sentence, read(sentence["text"], sentence["published"]))
    assert total.found >= found * total.wanted, total.errors
    assert total.units >= units * total.wanted, total.errors
    assert total.right >= precision * total.claims, total.errors
    assert total.negatives <= negatives, total.errors
