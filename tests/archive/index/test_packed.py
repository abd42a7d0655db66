"""Packed numbers come back as they were, whole, in parts and one by one, whatever way of keeping them takes least room."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.index.arrays import pack, unpack
from archive.index.packed import Packed

_NUMBER = st.one_of(
    st.just(0), st.integers(0, 3), st.integers(0, 300), st.integers(0, 70_000), st.integers(0, 2**32 - 1)
)
# Few kinds of numbers in a list of several hundred, so that every way of keeping them is met.
_NUMBERS = st.one_of(
    st.lists(_NUMBER, max_size=60),
    st.builds(
        lambda kinds, places: [kinds[place % len(kinds)] for place in places],
        st.lists(_NUMBER, min_size=1, max_size=4),
        st.lists(st.integers(0, 11).map(lambda place: max(0, place - 8)), max_size=400),
    ),
)


def kept(numbers: list[int]) -> Packed:
    """As it is read from a segment that holds other things too."""
    arrays = Packed.of(np.array(numbers, np.int64)).arrays("few")
    return Packed.read(unpack(pack({"other": b"abc", **arrays})), "few", len(numbers))


@given(_NUMBERS, st.data())
def test_they_come_back_in_every_way_that_they_are_asked_for(numbers: list[int], data: st.DataObject) -> None:
    packed = kept(numbers)
    start = data.draw(st.integers(0, len(numbers)))
    end = data.draw(st.integers(start, len(numbers)))
    assert len(packed) == len(numbers)
    assert packed.part(start, end).tolist() == numbers[start:end]
    assert packed.part(0, len(numbers)).tolist() == numbers
    if numbers:
        places = data.draw(st.lists(st.integers(0, len(numbers) - 1), max_size=20))
        assert packed.take(np.array(places, np.int64)).tolist() == [numbers[place] for place in places]
    runs = data.draw(
        st.lists(st.tuples(st.integers(0, len(numbers)), st.integers(0, len(numbers))).map(sorted), max_size=6)
    )
    starts, ends = np.array(runs, np.int64).reshape(-1, 2).T
    assert packed.runs(starts, ends).tolist() == [number for start, end in runs for number in numbers[start:end]]
    edges = data.draw(st.lists(st.integers(0, len(numbers)), max_size=5))
    assert packed.sums(np.array(edges, np.int64)).tolist() == [sum(numbers[:edge]) for edge in edges]


def size_of(numbers: list[int]) -> int:
    return sum(array.nbytes for array in Packed.of(np.array(numbers, np.int64)).arrays("few").values())


@pytest.mark.parametrize(
    ("numbers", "most"),
    [
        ([0] * 10_000, 0),
        ([0] * 9_999 + [7], 5),
        ([0, 0, 0, 0, 1] * 2_000, 1_256 + 2_000),
        ([200] * 10_000, 10_000),
        ([200] * 9_990 + [300] * 9 + [70_000], 10_000 + 10 * 5 + 2 * 5),
        ([200, 300] * 5_000, 10_000 + 1_256 + 5_000),
        ([300] * 10, 20),
        ([70_000] * 10, 40),
    ],
)
def test_few_large_numbers_do_not_make_all_of_them_wide(numbers: list[int], most: int) -> None:
    assert size_of(numbers) <= most
    assert kept(numbers).part(0, len(numbers)).tolist() == numbers
