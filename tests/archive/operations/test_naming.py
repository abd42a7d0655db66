"""Finding tags among thousands: shared out among threads, it finds what one comparison after the other finds."""

import random
from dataclasses import dataclass

import pytest
from rapidfuzz import fuzz

from archive.base.text import tag_key
from archive.operations import naming


@dataclass(frozen=True)
class Entry:
    path: str
    key: str
    definition: str = ""


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    chance = random.Random(4)
    parts = ["border", "broker", "river", "route", "crossing", "night", "family", "ferry", "market", "winter"]
    paths = dict.fromkeys(" ".join(chance.choices(parts, k=3)) for _ in range(4000))
    return [Entry(path, tag_key(path), f"Said of {path[::-1]}.") for path in paths]


@pytest.mark.parametrize("asked", ["bro", "brokr", "river nigth", "ferry market winter"])
def test_many_names_are_found_as_one_after_the_other_would_be(entries: list[Entry], asked: str) -> None:
    assert len(entries) > 900  # more than one thread has
    found = naming.ranked(entries, asked, len(entries))
    called = {each.path: score for each, score in found}
    for each in entries:
        plain = fuzz.WRatio(asked, each.key)
        if plain >= 55:
            assert called[each.path] in (pytest.approx(plain), pytest.approx(plain + 15), pytest.approx(plain + 30))
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)


def test_near_names_are_told_in_their_order_wherever_they_stand(entries: list[Entry]) -> None:
    many = [*entries[:450], Entry("harbour", "harbour"), *entries[450:], Entry("Harbours", "harbours")]
    assert [each.path for each in naming.near(many, "harbor")] == ["harbour", "Harbours"]
