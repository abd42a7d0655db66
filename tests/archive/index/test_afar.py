"""What lies afar is read as if it were at hand, block by block; and what is no longer as it was put there is never looked at."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.index import afar, arrays
from archive.index.afar import BLOCK_BYTES, Blocks, Far
from archive.index.index import Index
from archive.index.storage import FAR
from archive.model.ids import ArticleId
from archive.model.search import Document

_TYPES = {1: "<u1", 2: "<u2", 4: "<u4"}


class _Chunk:
    """Blocks in memory, that tell how often they were asked for."""

    def __init__(self, data: bytes) -> None:
        self.data, self.asked = data, 0

    def read(self, number: int, told: bytes) -> bytes:
        self.asked += 1
        block = self.data[number * BLOCK_BYTES : (number + 1) * BLOCK_BYTES]
        assert afar.sum_of(block) == told
        return block


def _kept(*numbers: np.ndarray) -> tuple[list[Far], _Chunk]:
    """The arrays, one behind the other in one chunk."""
    near, data = afar.apart({f"a{at}.positions": each for at, each in enumerate(numbers)}, lambda name: True)
    chunk = _Chunk(data)
    held = arrays.unpack(arrays.pack(near))
    found = afar.together(held, "chunk", chunk.read, Blocks(3 * BLOCK_BYTES))
    return [found[f"a{at}.positions"] for at in range(len(numbers))], chunk  # type: ignore[misc]


_wide = st.sampled_from(sorted(_TYPES))
_places = st.lists(st.integers(0, 99_999), max_size=50)


@given(_wide, _places, st.integers(-5, 100_010), st.integers(-5, 100_010))
def test_stretches_and_choices_are_those_of_the_array(width: int, places: list[int], start: int, end: int) -> None:
    first = (np.arange(100_000) * 7 % 251).astype(_TYPES[1])
    second = (np.arange(100_000) * 7 % 40_000 % 256**width).astype(_TYPES[width])
    held, _ = _kept(first, second)
    for far, whole in zip(held, (first, second), strict=True):
        assert len(far) == len(whole) and far.dtype == whole.dtype
        assert np.array_equal(far[max(start, 0) : max(end, 0)], whole[max(start, 0) : max(end, 0)])
        assert np.array_equal(far.take(np.array(places, np.int64)), whole[places])


def test_a_block_is_read_once_as_long_as_it_is_kept() -> None:
    (far,), chunk = _kept(np.zeros(8 * BLOCK_BYTES, np.uint8))
    assert chunk.asked == 0
    for _ in range(3):
        far[10:20], far.take(np.array([5, BLOCK_BYTES - 1]))
    assert chunk.asked == 1
    far[0 : 8 * BLOCK_BYTES]
    assert chunk.asked == 8
    far[10:20]
    assert chunk.asked == 9, "it had to go for others"
    far.check()
    assert chunk.asked == 17


def test_small_arrays_and_those_that_are_not_wanted_stay_at_hand() -> None:
    small, other = np.zeros(10, np.uint8), np.zeros(BLOCK_BYTES * 4, np.uint8)
    near, far = afar.apart({"a.positions": small, "b.marks": other}, lambda name: name.endswith("positions"))
    assert set(near) == {"a.positions", "b.marks"} and far == b""


@pytest.mark.parametrize("place", [[0, 10, 1], [0, BLOCK_BYTES * 2, 1], [0, BLOCK_BYTES, 3], [0, BLOCK_BYTES], []])
def test_what_does_not_agree_with_its_sums_is_refused(place: list[int]) -> None:
    sums = np.zeros(0 if place[1:2] == [10] else 16, np.uint8)
    with pytest.raises(arrays.Malformed):
        Far(np.array(place, np.uint64), sums, "chunk", lambda number, told: b"", Blocks())


@pytest.fixture
def long(index: Index, memory) -> Index:
    """Three articles of so many words that what they say where lies afar."""
    words = [f"word{number % 5_000}" for number in range(30_000)]
    for number in range(1, 4):
        memory.save(Document(ArticleId(number), "", " ".join([*words, f"river crossing{number} north"])))
    index.catch_up()
    return index


def _far(memory) -> str:
    return next(name for name in memory.chunks.files if name.endswith(FAR))


def test_phrases_are_found_in_what_lies_afar(long: Index, open_index: Callable[[], Index], memory) -> None:
    assert len(memory.chunks.files[_far(memory)][0]) > BLOCK_BYTES
    index = open_index()
    assert index.search('"river crossing2 north"').articles == (2,)
    assert set(index.search('"word4998 word4999"').articles) == {1, 2, 3}
    assert index.verify() == []


@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_damage_afar_is_told_and_the_index_built_again(
    long: Index, open_index: Callable[[], Index], memory, damage: str
) -> None:
    name = _far(memory)
    data, mac = memory.chunks.files[name]
    if damage == "gone":
        del memory.chunks.files[name]
    else:
        memory.chunks.files[name] = (bytes([data[0] ^ 1]) + data[1:] if damage == "changed" else b"", mac)
    index = open_index()
    assert len(index.verify()) == 1 and "damaged" in index.verify()[0]
    query = '"word0 word1"'
    assert index.search(query).articles == () and index.pending() == 3
    index.catch_up()
    assert set(index.search(query).articles) == {1, 2, 3} and index.verify() == []


def test_what_was_joined_away_elsewhere_meanwhile_does_no_harm(
    long: Index, open_index: Callable[[], Index], memory
) -> None:
    index = open_index()
    assert len(index.search("word7").articles) == 3
    # Another process joins what it holds open into another segment.
    other = open_index()
    other.expunge([ArticleId(3)], other.without([ArticleId(3)]))
    assert set(index.search('"word4998 word4999"').articles) == {1, 2}
    assert index.pending() == 0, "nothing was given up"


def test_a_purged_article_leaves_nothing_afar(long: Index, memory) -> None:
    before = set(memory.chunks.files)
    long.expunge([ArticleId(2)], long.without([ArticleId(2)]))
    assert not {name for name in before if name.endswith(FAR)} & set(memory.chunks.files)
    assert long.search('"river crossing2 north"').articles == ()
    assert long.search('"river crossing3 north"').articles == (3,)
