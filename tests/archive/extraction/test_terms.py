"""Words worth listing, Korean words without their particles, and G² against values worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extraction import terms


@pytest.mark.parametrize(
    ("term", "worth"),
    [("harbour", True), ("the", False), ("said", False), ("a", False), ("1987", False), ("b2", True), ("있다", False)],
)
def test_words_of_grammar_single_characters_and_numbers_are_not_worth_listing(term: str, worth: bool) -> None:
    assert terms.says_something(term) is worth
    assert terms.says_something("the", plain=True)


def test_korean_words_are_gathered_without_particles_however_they_are_composed() -> None:
    import unicodedata

    text = "항구에서 배를 보았다. 항구는 크다. 항구의 배와 어부들이 있다. " + unicodedata.normalize("NFD", "항구")
    found = terms.korean([text])
    assert found["항구"] == 4
    assert found["어부"] == 1
    assert not {"있다", "배", "항구에서"} & found.keys()
    assert terms.korean([text], plain=True)["있다"] == 1


def test_a_word_that_only_ends_like_a_particle_keeps_two_syllables() -> None:
    assert set(terms.korean(["나무가 자라는 도시로 간다"])) >= {"나무", "도시"}
    assert terms.korean(["가나" * 40]) == {}


def test_log_likelihood_is_the_ratio_of_the_likelihoods() -> None:
    # 20 of 1,000 here, 10 of 2,000 there: the likelihood of two shares against that of one, from the binomials themselves.
    def likelihood(k: int, n: int, p: float) -> float:
        return k * math.log(p) + (n - k) * math.log(1 - p)

    apart = likelihood(20, 1000, 0.02) + likelihood(10, 2000, 0.005)
    together = likelihood(20, 1000, 0.01) + likelihood(10, 2000, 0.01)
    (found,) = terms.log_likelihood(np.array([20]), np.array([10]), 1000, 2000).tolist()
    assert found == pytest.approx(2 * (apart - together))
    (rarer,) = terms.log_likelihood(np.array([10]), np.array([20]), 2000, 1000).tolist()
    assert rarer == pytest.approx(-found)


def test_an_equal_share_and_a_lot_without_words_say_nothing() -> None:
    assert terms.log_likelihood(np.array([5]), np.array([10]), 100, 200).tolist() == pytest.approx([0])
    assert terms.log_likelihood(np.array([5]), np.array([0]), 100, 0).tolist() == [0]
    assert terms.log_likelihood(np.array([], np.int64), np.array([], np.int64), 100, 100).tolist() == []


@given(st.integers(0, 500), st.integers(0, 500), st.integers(500, 10_000), st.integers(500, 10_000))
def test_more_here_is_never_negative_and_it_is_always_finite(here: int, there: int, size: int, rest: int) -> None:
    (found,) = terms.log_likelihood(np.array([here]), np.array([there]), size, rest).tolist()
    assert math.isfinite(found)
    assert (found >= 0) == (here / size >= there / rest) or found == pytest.approx(0)
