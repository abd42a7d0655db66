"""The rules by which text becomes terms."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.analysis import TOKEN, fold, stem, terms


def words(text: str) -> list[str]:
    return [found.term for found in terms(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. troops in the US", ["us", "troops", "in", "the", "us"]),
        ("North Korea’s and defectors' don't", ["north", "korea", "and", "defectors", "dont"]),
        ("1,047 people, $6,000; 33,523.", ["1047", "people", "6000", "33523"]),
        ("62.1 percent", ["62.1", "percent"]),
        ("1.047", ["1.047", "1047"]),
        ("Chae-ran", ["chae", "ran", "chaeran"]),
        ("2019-10-05", ["2019", "10", "05"]),
        ("Müller’s café, naïve Straße", ["muller", "cafe", "naive", "strasse"]),
        ("ＡＢＣ １２３", ["abc", "123"]),
        ("й ё", ["й", "ё"]),
        ("co\u00adoperate", ["cooperate"]),
        ("강", ["강"]),
        ("탈북자", ["탈", "탈북", "북", "북자", "자"]),
        ("2019년", ["2019", "년"]),
        ("", []),
        ("— … !", []),
    ],
)
def test_text_gives_these_terms(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_dotted_initials_are_not_stemmed_and_words_are() -> None:
    assert [(found.term, found.stem) for found in terms("U.S. defectors")] == [("us", None), ("defectors", "defector")]


@pytest.mark.parametrize("text", ["탈북자들의 이야기", "북한을 떠난 café"])
def test_decomposed_text_gives_the_same_terms_at_its_own_places(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert words(apart) == words(text)
    for found in terms(apart):
        assert fold(unicodedata.normalize("NFC", apart[found.start : found.end])) == found.term


def test_hangul_is_never_taken_apart() -> None:
    assert fold("한글") == "한글"


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_every_term_lies_within_the_text_in_order_of_tokens(text: str) -> None:
    found = list(terms(text))
    assert all(0 <= term.start < term.end <= len(text) for term in found)
    assert all(term.term and len(term.term) <= 64 for term in found)
    places: dict[str, list[int]] = {}
    for term in found:
        places.setdefault(term.term, []).append(term.position)
    assert all(held == sorted(set(held)) for held in places.values())
    assert all((term.stem or term.term) == stem(term.term) for term in found)  # a stem depends on nothing but the term


def test_long_runs_of_marks_and_numbers_are_read_in_time_that_grows_with_their_length() -> None:
    for hostile in ("1," * 50_000 + "x", "a-" * 50_000, "a." * 50_000, "a'" * 50_000, "\u0301" * 50_000):
        assert sum(1 for _ in TOKEN.finditer(hostile)) >= 1
