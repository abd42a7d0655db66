"""Terms are compared by their first bytes on whole arrays, and come out as comparing them one by one would have it."""

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from archive.index import beginnings

# Few letters, so that many begin alike, and more than two numbers hold; with what is longer in UTF-8.
_TERM = st.text("ab\0é한", min_size=1, max_size=4) | st.text("a", min_size=14, max_size=19) | st.text("aé", min_size=15)
_TERMS = st.lists(_TERM, unique=True, max_size=12).map(lambda terms: sorted(term.encode() for term in terms))


def lexicon(terms: list[bytes]) -> bytes:
    return b"\n".join((b"", *terms, b"")) if terms else b""


@given(st.lists(_TERMS, min_size=1, max_size=4))
def test_terms_of_several_lexicons_stand_in_order_each_once(lexicons: list[list[bytes]]) -> None:
    terms, numbers = beginnings.united([lexicon(each) for each in lexicons])
    expected = sorted({term for each in lexicons for term in each})
    assert len(terms.starts) == len(expected)
    assert terms.lexicon(np.arange(len(expected))) == (lexicon(expected) or b"\n")
    assert terms.lexicon(np.arange(1, len(expected), 2)) == (lexicon(expected[1::2]) or b"\n")
    for held, found in zip(lexicons, numbers, strict=True):
        assert [expected[number] for number in found.tolist()] == held


@given(_TERMS, st.randoms())
def test_names_are_put_in_the_order_of_their_bytes(names: list[bytes], chance: random.Random) -> None:
    mixed = list(names)
    chance.shuffle(mixed)
    found = beginnings.order(beginnings.ordering(mixed), mixed.__getitem__)
    assert [mixed[place] for place in found.tolist()] == names
