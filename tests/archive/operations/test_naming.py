"""Finding tags among thousands: with few of them compared, it finds what one comparison after the other finds."""

import random
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from archive.base.text import folded, tag_key
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
    found = naming.ranked(entries, asked, len(entries))
    called = {each.path: score for each, score in found}
    for each in entries:
        plain = fuzz.WRatio(asked, each.key)
        if plain >= 55:
            assert called[each.path] in (pytest.approx(plain), pytest.approx(plain + 15), pytest.approx(plain + 30))
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("asked", ["har", "harb", "harbou", "harbour"])
def test_a_tag_comes_before_those_that_lie_below_it(asked: str) -> None:
    book = [Entry(path, tag_key(path)) for path in ("harbour", "harbour/arrivals", "harbour/dues", "quay/rope")]
    assert naming.ranked(book, asked, 4)[0][0].path == "harbour"


def test_near_names_are_told_in_their_order_wherever_they_stand(entries: list[Entry]) -> None:
    many = [*entries[:450], Entry("harbour", "harbour"), *entries[450:], Entry("Harbours", "harbours")]
    assert [each.path for each in naming.near(many, "harbor")] == ["harbour", "Harbours"]


words = st.text(st.sampled_from("aabc de/ég강"), max_size=14)
codebooks = st.lists(st.tuples(words.filter(str.strip), words), max_size=12)


@given(codebooks, words.filter(str.strip), st.integers(1, 12))
@example([("ab cd", ""), ("cd ab", "ab cd")], "cd", 2)
def test_what_is_found_is_what_comparing_every_tag_finds(book: list[tuple[str, str]], asked: str, limit: int) -> None:
    entries = [Entry(path, tag_key(path), definition) for path, definition in book]
    ready = naming.lookup(entries).ready()
    assert naming.ranked(entries, asked, limit, ready) == _compared(entries, folded(" ".join(asked.split())), limit)
    assert naming.ranked(entries, asked, limit) == naming.ranked(entries, asked, limit, ready)
    assert naming.near(entries, asked) == naming.near(entries, asked, ready)


def _compared(entries: list[Entry], asked: str, limit: int) -> list[tuple[Entry, float]]:
    """The same by comparing with each, one after the other."""
    scores = []
    for entry in entries:
        score, name = fuzz.WRatio(asked, entry.key), entry.key.rpartition("/")[2]
        begins = 15.0 if name.startswith(asked) else 5.0 if entry.key.startswith(asked) else 0.0
        more = 30.0 if asked in (entry.key, name) else begins
        scores.append(score + more if score >= 55 else 0.0)
    if len(asked) >= 4 and sum(score > 70 for score in scores) < limit:
        for at, entry in enumerate(entries):
            said = fuzz.partial_ratio(asked, folded(entry.definition))
            scores[at] = max(scores[at], said * 0.7 if said >= 85 else 0.0)
    order = sorted(
        (at for at, score in enumerate(scores) if score >= 55), key=lambda at: (-scores[at], entries[at].key)
    )
    return [(entries[at], scores[at]) for at in order[:limit]]


def test_tags_made_ready_are_the_same_until_one_is_called_or_defined_differently(entries: list[Entry]) -> None:
    ready = naming.lookup(entries)
    assert naming.lookup(list(entries)) == ready
    assert hash(naming.lookup(list(entries))) == hash(ready)
    assert naming.lookup([*entries[:-1], Entry("else", "else")]) != ready
    assert naming.lookup([*entries[:-1], Entry(entries[-1].path, entries[-1].key, "Said otherwise.")]) != ready
