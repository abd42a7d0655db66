"""The best window of spans, one by one and on arrays."""

import re

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


# What ends a sentence, with the white space behind it; or a line.
_END = re.compile("[.!?\u3002\uff01\uff1f\u2026\n](?:(?<=\n)|[\"'\u2019\u201d)\\]]*\\s)")


@given(st.text(".!?\u3002\u2026\n \t\u00a0\"'\u2019)]a\uac15", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_the_last_end_of_a_sentence_is_the_last_that_is_met_going_on(text: str, first: int, last: int) -> None:
    ends = [met.end() for met in _END.finditer(text, first, min(last, len(text)))]
    assert passages.last_end(text, first, last) == max(ends, default=-1)
