"""Findings on four sets of whole articles: as many of the pairs told by hand as before, and nothing of what is not comparable."""

import json

import pytest

from tests.benchmarks.figure_findings import PAIRS, Scored
from tests.benchmarks.figures import ARTICLES, BLIND, FOURTH, THIRD


@pytest.mark.parametrize(
    ("file", "wanted", "others"),
    [
        (ARTICLES, {"conflict": 4, "agreement": 14, "tension": 8, "not_comparable": 14}, 12),
        (BLIND, {"conflict": 3, "agreement": 13, "tension": 7, "not_comparable": 36}, 3),
        (THIRD, {"conflict": 5, "agreement": 11, "tension": 5, "not_comparable": 31}, 3),
        (FOURTH, {"conflict": 3, "agreement": 9, "tension": 10, "not_comparable": 22}, 3),
    ],
)
def test_pairs_told_by_hand_are_found(file, wanted, others) -> None:
    articles, pairs = (json.loads(each.read_text(encoding="utf-8")) for each in (file, PAIRS[file]))
    scored = Scored(articles, pairs)
    for kind, least in wanted.items():
        right, missed = scored.held(kind)
        assert len(right) >= least, missed
    assert len(scored.others()) <= others, [finding.why for finding in scored.others()]
