"""What may score is told without comparing: whatever rapidfuzz finds, it is among what may be."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from archive.operations.stretches import MOST_CHARS, Forms, Stretches

# Few letters, so that much is alike; some share a number modulo the kinds, some stand beyond the basic plane.
LETTERS = "aab bc/강북\u0161\u0160\U0001f6b6\x00\xff"
texts = st.text(st.sampled_from(LETTERS), max_size=40)
asked = st.text(st.sampled_from(LETTERS), min_size=1, max_size=24)


@given(asked, st.lists(texts, max_size=8), st.sampled_from([40.0, 55.0, 85.0, 100.0]))
@example("ab", ["", "a", "", "xab", ""], 85.0)
@example("abcdefghi", ["zzabcdefgh", "bcdefghi", "i", "abcdefghi"], 85.0)
def test_no_text_is_left_out_whose_partial_ratio_reaches_the_cutoff(
    asked: str, texts: list[str], cutoff: float
) -> None:
    may_be = set(Stretches(texts).may_be(asked, cutoff).tolist())
    assert {at for at, text in enumerate(texts) if fuzz.partial_ratio(asked, text) >= cutoff} <= may_be


@given(asked.filter(str.strip), st.lists(texts, max_size=8), st.sampled_from([40.0, 55.0, 70.0, 90.0]))
@example("no", ["no no", "on no"], 55.0)
@example("b a", ["a b c d e f g h i j k l m n"], 55.0)
@example("abcdefg", ["abcdefg", "abcdef", "bcdefg", "gfedcba"], 55.0)
def test_no_name_is_left_out_that_wratio_finds(asked: str, names: list[str], cutoff: float) -> None:
    asked = " ".join(asked.split())
    may_be = set(Forms(names).may_be(asked, cutoff).tolist())
    assert {at for at, name in enumerate(names) if fuzz.WRatio(asked, name) >= cutoff} <= may_be


@pytest.mark.parametrize("size", [8, 9, 16, 17, 32, 33, MOST_CHARS, MOST_CHARS + 1])
def test_what_is_asked_may_be_as_long_as_any_number_has_bits(size: int) -> None:
    asked = "".join(chr(ord("a") + place % 26) for place in range(size))
    texts = [f"before {asked} behind", asked[1:], asked[:-1], asked[: size // 2], "quite another thing"]
    may_be = set(Stretches(texts).may_be(asked, 95.0).tolist())
    assert may_be >= {at for at, text in enumerate(texts) if fuzz.partial_ratio(asked, text) >= 95.0}
    assert len(may_be) < len(texts) or size > MOST_CHARS


def test_a_few_of_many_are_left_to_compare() -> None:
    names = [f"{first}{second}{third}" for first in "bdfg" for second in "aeiou" for third in ("rtan", "lsem", "nkop")]
    assert len(Forms(names).may_be("bartan", 55.0)) < len(names) / 2
    told = [f"Said of the {name} when it is asked for" for name in names]
    assert [told[at] for at in Stretches(told).may_be("golsem", 85.0)] == ["Said of the golsem when it is asked for"]
