"""Words of several lexicons under one numbering: the same as when each is looked at by itself."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from archive.index import numbering
from archive.index.analysis import is_cjk

LETTERS = "abzé0배항水"


def told(terms: Sequence[str]) -> bytes:
    return "".join(["\n", *(f"{term}\n" for term in terms)]).encode() if terms else b""


def lexicons(terms: Sequence[Sequence[str]]) -> list[numbering.Lexicon]:
    return [numbering.lexicon(told(each)) for each in terms]


def numbered(held: Sequence[numbering.Lexicon]) -> tuple[numbering.Terms, list[NDArray[np.int64]]]:
    whole = numbering.Numbering()
    numbers = [whole.take(each) for each in held]
    return whole.names, numbers


lists = st.lists(st.lists(st.text(LETTERS, min_size=1, max_size=5), max_size=12, unique=True).map(sorted), max_size=4)


@given(lists)
def test_every_word_has_one_number_wherever_it_stands(terms: list[list[str]]) -> None:
    held = lexicons(terms)
    names, numbers = numbered(held)
    words = [[term for term in each if not is_cjk(term)] for each in terms]
    assert list(names) == list(dict.fromkeys(word for each in words for word in each))
    assert [[names[number] for number in each.tolist()] for each in numbers] == words
    assert [[each.term(row) for row in each.words.tolist()] for each in held] == words


@given(lists)
def test_single_characters_without_words_are_told_apart(terms: list[list[str]]) -> None:
    found = [[each.term(row) for row in each.characters.tolist()] for each in lexicons(terms)]
    assert found == [[term for term in each if is_cjk(term) and len(term) == 1] for each in terms]


def test_words_with_the_same_sum_stay_two_words(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = np.ones((2, 16), np.uint64)
    weights[1] = np.arange(1, 17)
    monkeypatch.setattr(numbering, "_WEIGHTS", weights)
    held = lexicons([["ab", "ba", "c"], ["ba", "c"], ["aa", "ab"]])
    assert held[0].sums[0][0] == held[0].sums[0][1], "the first sum does not tell these apart"
    names, numbers = numbered(held)
    assert sorted(names) == ["aa", "ab", "ba", "c"]
    assert [[names[number] for number in each.tolist()] for each in numbers] == [
        ["ab", "ba", "c"],
        ["ba", "c"],
        ["aa", "ab"],
    ]


def test_numbers_stay_when_more_comes_in() -> None:
    whole = numbering.Numbering()
    first, second, third = lexicons([["quay", "salt"], ["pier", "salt"], ["quay"]])
    assert whole.take(first).tolist() == [0, 1]
    names = whole.names
    assert whole.take(second).tolist() == [2, 1] and whole.take(third).tolist() == [0]
    assert list(names) == ["quay", "salt"], "what was told before stays as it was"
    assert list(whole.names) == ["quay", "salt", "pier"]


def test_some_of_the_terms_are_read_when_they_are_asked_for() -> None:
    names, _ = numbered(lexicons([["a", "b"], ["b", "z"]]))
    assert list(names.only(np.array([2, 0]))) == ["z", "a"] and list(names[1:]) == ["b", "z"]
    assert len(numbered([])[0]) == 0
