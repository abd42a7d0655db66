"""What words tell: acts, things, a remainder; units and their families."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extraction import comparable


@pytest.mark.parametrize("words", ["ships made it", "the vessels that entered", "boats reaching"])
def test_the_same_told_in_other_words(words: str) -> None:
    told = comparable.told(words)
    assert [act for _, act in told.acts] == ["arrive"]
    assert told.things == ("ship",)


def test_korean_words_carry_their_particles() -> None:
    told = comparable.told("여성이 입국했다")
    assert [act for _, act in told.acts] == ["arrive"]
    assert told.things == ("woman",)


def test_unknown_words_are_things_in_the_singular() -> None:
    assert comparable.told("the bakeries").things == ("bakery",)
    assert comparable.told("3 buses of the glass cities").things == ("buse", "glass", "city")


def test_others_are_a_remainder() -> None:
    assert comparable.told("three other farms").rest
    assert not comparable.told("three farms").rest


def test_units_of_a_family_have_their_worth() -> None:
    assert comparable.measure("KM") == ("metres", 1000.0)
    assert comparable.measure("Zloty") == ("zloty", 1.0)


def test_kin_goes_both_ways() -> None:
    assert "live" in comparable.kin_of("arrive")
    assert "arrive" in comparable.kin_of("live")


def test_every_word_belongs_to_one_group() -> None:
    known = comparable.lexicon()
    assert not known.acts.keys() & known.things.keys()
    assert not known.empty & (known.acts.keys() | known.things.keys())
    assert {act for pair in known.kin for act in pair} | known.stock | known.moves | known.money <= set(
        known.acts.values()
    )
    assert known.names.keys() <= set(known.acts.values())


@given(st.text())
def test_any_text_is_told_without_failing(words: str) -> None:
    told = comparable.told(words)
    assert all(at >= 0 for at, _ in told.acts)
