"""Layers cover exactly the union of the passages; lanes keep overlapping passages apart."""

from collections.abc import Sequence
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.annotation.layers import LayerSpan, lanes, runs

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12), st.integers(0, 3)), max_size=25).map(
    lambda drawn: [LayerSpan(start, start + size, number, order) for number, (start, size, order) in enumerate(drawn)]
)


@given(spans, st.one_of(st.none(), st.tuples(st.integers(0, 40), st.integers(0, 70))))
@settings(max_examples=300)
def test_runs_cover_exactly_the_union(given_spans: Sequence[LayerSpan], within: tuple[int, int] | None) -> None:
    low, high = within or (0, 1000)
    found = runs(given_spans, within)
    covered = {place: run.keys for run in found for place in range(run.start, run.end)}
    for place in range(80):
        lying = [span for span in given_spans if span.start <= place < span.end and low <= place < high]
        assert set(covered.get(place, ())) == {span.key for span in lying}
        orders = [given_spans[key].order for key in covered.get(place, ())]
        assert orders == sorted(orders)
    assert all(run.start < run.end for run in found)
    assert all(
        before.end < after.start or (before.end == after.start and before.keys != after.keys)
        for before, after in pairwise(found)
    )


@given(spans, st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_lanes_part_what_overlaps_in_as_few_as_that_takes(given_spans: list[LayerSpan], random) -> None:
    given_lanes = lanes(given_spans)
    drawn = [span for span in given_spans if span.start < span.end]
    for one, other in combinations(drawn, 2):
        if one.start < other.end and other.start < one.end:
            assert given_lanes[one.key] != given_lanes[other.key]
    deepest = max((sum(span.start <= place < span.end for span in drawn) for place in range(80)), default=0)
    assert len(set(given_lanes.values())) == deepest
    shuffled = list(given_spans)
    random.shuffle(shuffled)
    assert lanes(shuffled) == given_lanes


def test_crossing_passages_give_three_runs() -> None:
    found = runs([LayerSpan(0, 10, "a"), LayerSpan(5, 15, "b", 1)])
    assert found == [(0, 5, ("a",)), (5, 10, ("a", "b")), (10, 15, ("b",))]
