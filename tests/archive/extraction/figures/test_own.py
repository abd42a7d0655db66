"""A person's own words: they are read in English and Korean, join what they say is the same, and part nothing that was together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.extraction import comparable, series
from archive.model.lexicon import NONE, Additions, Entry, EntryKind, additions

from .conftest import read_figures

SAME = Additions(groups=(("boat people", "haenyeo", "refugees", "해녀"), ("van", "lorry")))
UNITS = Additions(
    units=(
        ("catty", ("catty", "catties", "근")),
        ("km", ("li", "country mile")),
        ("KRW", ("jeon",)),
        ("animal", ("필",)),
    )
)
PLACES = Additions(
    places=((("saltmere", "Salt Mere", "소금못"), "Norway"), (("Seoul",), ""), (("Norway", "Norge"), ""))
)


def _keys(text: str, own: Additions) -> list[str]:
    return [series.key(claim, own) for claim in read_figures(text, "2020-01-01", own=own)]


@pytest.mark.parametrize(
    "words", ["boat people", "haenyeo", "refugees", "North Korean refugees", "defectors", "탈북민", "해녀"]
)
def test_words_of_a_group_and_what_ships_as_the_same_have_one_key(words: str) -> None:
    korean = not words.isascii()
    text = f"2019년 노르웨이에 {words} 40명이 입국했다." if korean else f"In 2019, 40 {words} arrived in Norway."
    assert _keys(text, SAME) == ["count|person|boat_people arrive|norway"]


def test_a_group_of_things_has_one_unit() -> None:
    assert _keys("They bought 30 vans in 2011.", SAME) == _keys("They bought 40 lorries in 2011.", SAME)
    assert _keys("They bought 30 vans in 2011.", NONE) != _keys("They bought 40 lorries in 2011.", NONE)


def test_a_group_is_carried_to_the_next_sentence_and_told_of_shares() -> None:
    assert _keys("Of the boat people, 20 have made it to Norway.", SAME) == ["count|person|boat_people arrive|norway"]
    assert _keys("About 12 percent of boat people were women.", SAME) == ["share|percent|boat_people|"]
    assert series.name("share|percent|boat_people|") == "share of boat people"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("They carried 30 catties of rice.", (30, "measure", "catty")),
        ("They walked 20 li to the pier.", (20, "distance", "km")),
        ("They walked 20 country miles to the pier.", (20, "distance", "km")),
        ("They paid 300 jeon.", (300, "money", "KRW")),
        ("소금을 30근 날랐다.", (30, "measure", "catty")),
        ("말 7필이 있었다.", (7, "count", "animal")),
    ],
)
def test_words_for_units_are_read(text: str, told: tuple[float, str, str]) -> None:
    own = Additions(units=(*UNITS.units, ("km", ("country miles",))))
    (claim,) = read_figures(text, own=own)
    assert (claim.value, claim.kind, claim.unit) == told
    assert [(claim.unit, claim.kind) for claim in read_figures(text)] != [(told[2], told[1])]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Some 30 goats lived in Saltmere.", "saltmere"),
        ("Some 30 goats lived in Salt Mere.", "saltmere"),
        ("소금못에 염소 30마리가 살았다.", "saltmere"),
        ("Some 30 goats lived in Seoul.", "seoul"),
        ("Some 30 goats lived in Norge.", "norway"),
        ("Some 30 goats lived in Norway.", "norway"),
    ],
)
def test_places_are_read_by_all_their_names(text: str, place: str) -> None:
    assert [claim.place_key for claim in read_figures(text, own=PLACES)] == [place]


def test_a_reading_leaves_no_word_behind_for_the_next() -> None:
    before = read_figures("They carried 30 catties of rice to Saltmere.")
    read_figures("They carried 30 catties of rice to Saltmere.", own=Additions((), UNITS.units, PLACES.places))
    assert read_figures("They carried 30 catties of rice to Saltmere.") == before


def test_a_group_takes_all_along_that_ships_as_the_same() -> None:
    own = Additions(groups=(("castaways", "defectors"),))
    for word in ("defector", "refugee", "migrant", "castaway", "escapees"):
        assert comparable.told(word, own).things == ("castaways",)
    assert comparable.measure("castaway", own) == ("person", 1.0)


def test_the_order_of_entries_decides_nothing() -> None:
    told = [
        Entry(EntryKind.WORDS, "a", ("b",)),
        Entry(EntryKind.UNIT, "kg", ("kilo",)),
        Entry(EntryKind.PLACE, "Arkby"),
    ]
    assert additions(told) == additions(told[::-1]) and hash(additions(told)) == hash(additions(told[::-1]))


WORDS = st.sampled_from(
    ["refugees", "workers", "goats", "vans", "lorries", "soldiers", "boat people", "kayaks", "shore women"]
)


@settings(max_examples=40, deadline=None)
@given(group=st.lists(WORDS, min_size=2, max_size=4, unique=True), one=WORDS, other=WORDS)
def test_a_group_joins_and_never_parts(group: list[str], one: str, other: str) -> None:
    own = Additions(groups=(tuple(group),))
    (first,), (second,) = (_keys(f"In 2011, 40 {word} lived in Norway.", own) for word in (one, other))
    shipped = [_keys(f"In 2011, 40 {word} lived in Norway.", NONE) for word in (one, other)]
    if shipped[0] == shipped[1]:
        assert first == second
    if one in group and other in group:
        same_acts = first.split("|")[1] == second.split("|")[1]
        assert same_acts and first == second
