"""Which segments are merged: few are left, full ones are left alone, and none becomes too large."""

from hypothesis import given
from hypothesis import strategies as st

from archive.index import tiers
from archive.index.storage import SegmentInfo
from archive.index.tiers import Joins


def sized(*sizes: int, deleted: frozenset[int] = frozenset()) -> list[SegmentInfo]:
    return [SegmentInfo(f"{number}: {size}", size, deleted, {}) for number, size in enumerate(sizes)]


def test_full_segments_that_lost_an_article_each_are_left_alone() -> None:
    full = sized(*[1000] * 7, deleted=frozenset({7}))
    assert tiers.to_merge(full) == []
    small = [SegmentInfo(f"small {number}", 1, frozenset(), {}) for number in range(8)]
    assert tiers.to_merge(full + small) == [info.name for info in small]


def test_no_merge_makes_a_segment_larger_than_asked_for() -> None:
    assert tiers.to_merge(sized(*[999] * 8), Joins(500)) == []
    assert len(tiers.to_merge(sized(*[400] * 8), Joins(1000))) == 2
    assert tiers.to_merge(sized(20_000, 20_000, 20_000)) == []
    assert len(tiers.to_merge(sized(12_000, 12_000, 12_000))) == 2


def test_no_merge_makes_a_segment_longer_than_asked_for() -> None:
    held = [SegmentInfo(f"segment {number}", 1, frozenset(), {"body": 10 ** (number % 4)}) for number in range(8)]
    assert len(tiers.to_merge(held)) == 8
    assert tiers.to_merge(held, Joins(longest=1_300)) == [f"segment {number}" for number in (0, 1, 2, 3, 4, 5, 6)]
    assert tiers.to_merge(held, Joins(longest=10)) == ["segment 0", "segment 4"]
    assert tiers.to_merge([SegmentInfo("half gone", 3, frozenset({0, 1}), {"body": 99})], Joins(longest=98)) == []


def test_whoever_waits_joins_only_once_there_are_many() -> None:
    patient = Joins(times=3)
    assert tiers.to_merge(sized(*[1] * 23), patient) == []
    assert len(tiers.to_merge(sized(*[1] * 24), patient)) == 24
    assert len(tiers.to_merge(sized(*[1] * 23))) == 23


@given(st.lists(st.integers(1, 6_000), max_size=120))
def test_merging_ends_with_few_segments(sizes: list[int]) -> None:
    held, rewritten = sized(*sizes), 0
    while chosen := tiers.to_merge(held):
        live = sum(info.live for info in held if info.name in chosen)
        assert live <= tiers.MAX_DOCUMENTS
        held = [info for info in held if info.name not in chosen] + [SegmentInfo(str(rewritten), live, frozenset(), {})]
        rewritten += live
    assert len(held) <= 4 * tiers.FACTOR + 2 * sum(sizes) / tiers.MAX_DOCUMENTS + 1
    assert rewritten <= 6 * sum(sizes)
