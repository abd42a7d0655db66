"""The best window of spans, one by one and on arrays."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from archive.index import passages
from archive.index.passages import Span

_SPANS = st.lists(
    st.builds(
        lambda start, length, needle: Span(start, start + length, needle),
        st.integers(0, 400),
        st.integers(1, 60),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=60,
).map(sorted)


@given(_SPANS, st.lists(st.integers(1, 5), min_size=4, max_size=4), st.integers(1, 120))
def test_on_arrays_the_same_window_is_the_best(spans: list[Span], worth: list[int], width: int) -> None:
    weights = dict(enumerate(worth))
    many = np.array(spans, np.int64)
    assert passages.densest_of(many, weights, width) == passages.densest(spans, weights, width)


def test_the_window_with_the_rarer_word_is_the_best_of_many() -> None:
    spans = [Span(place, place + 3, 0) for place in range(0, 100_000, 100)] + [Span(100_010, 100_013, 1)]
    assert passages.densest(spans, {0: 1, 1: 5}, 180) == (99_900, 100_013)
