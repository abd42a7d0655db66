"""What an act touched can be asked often, of however much there was."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive.model.change import Change

KINDS = ("article", "tag", "event", "index")


@given(st.frozensets(st.tuples(st.sampled_from(KINDS), st.integers(0, 9))), st.sampled_from(KINDS))
def test_a_change_touches_the_kinds_of_what_it_touched(touched: frozenset[tuple[str, int]], kind: str) -> None:
    assert Change("Act", touched).touches(kind) is any(each == kind for each, _ in touched)


def test_a_change_with_other_things_touched_touches_those() -> None:
    change = replace(Change("Act", frozenset({("tag", 1)})), touched=frozenset({("event", 2)}))
    assert (change.touches("tag"), change.touches("event")) == (False, True)
    assert change == Change("Act", frozenset({("event", 2)}))


class Counted(frozenset[tuple[str, int]]):
    """Counts how often it was gone through."""

    times = 0

    def __iter__(self):
        self.times += 1
        return super().__iter__()


def test_asking_does_not_go_through_all_again() -> None:
    touched = Counted(("article", number) for number in range(100))
    change = Change("Import", touched)
    before = touched.times
    assert not any(change.touches("event") for _ in range(26))
    assert touched.times == before
