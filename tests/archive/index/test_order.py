"""The best of many are those that sorting all of them puts first."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from archive.index.order import best


@given(
    st.lists(
        st.tuples(st.integers(1, 10_000), st.sampled_from([0.0, 1.0, 1.5, 2.0])),
        max_size=60,
        unique_by=lambda each: each[0],
    ),
    st.none() | st.integers(0, 70),
)
def test_the_first_are_in_order_and_the_others_behind_them(held: list[tuple[int, float]], first: int | None) -> None:
    articles = np.array([article for article, _ in held], np.int64)
    scores = np.array([score for _, score in held], np.float64)
    order = best(articles, scores, first).tolist()
    expected = sorted(range(len(held)), key=lambda place: (-scores[place], -articles[place]))
    shown = len(held) if first is None else first
    assert order[:shown] == expected[:shown]
    assert sorted(order) == sorted(expected)


@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 2, 40, 5_000]), st.sampled_from([1, 20, 399, 900, 1_999]))
def test_the_first_of_thousands_are_those_that_sorting_puts_first(seed: int, different: int, first: int) -> None:
    random = np.random.default_rng(seed)
    articles = random.permutation(2_000).astype(np.int64)
    scores = random.integers(0, different, 2_000).astype(np.float64)
    order = best(articles, scores, first)
    expected = np.lexsort((-articles, -scores))
    assert order[:first].tolist() == expected[:first].tolist()
    assert sorted(order.tolist()) == list(range(2_000))
