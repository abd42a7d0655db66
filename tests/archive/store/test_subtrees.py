"""Counts of tags with what is below them, against sets."""

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.store.subtrees import distinct_below

_PATHS = ("a", "a/b", "a/b/c", "a b", "a-b", "a/d", "b", "b/a", "A", "가", "가/나")


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(_PATHS), st.lists(st.integers(1, 9), min_size=1)))
def test_a_path_counts_what_it_and_those_below_it_carry_once(carried: dict[str, list[int]]) -> None:
    found = distinct_below(_PATHS, {path: ",".join(map(str, ids)) for path, ids in carried.items()})
    for path in _PATHS:
        inside = [set(ids) for other, ids in carried.items() if other == path or other.startswith(path + "/")]
        assert found[path] == len(set().union(*inside))
        if all(len(ids) == len(set(ids)) for ids in carried.values()):
            told = {path: ",".join(map(str, ids)) for path, ids in carried.items()}
            assert distinct_below(_PATHS, told, once=True) == found
