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
