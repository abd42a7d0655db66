"""Labels never cover one another, nor a leader, nor a mark under the line; the most wanted have theirs first."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.timeline.labels import GAP_PX, Placed, Shelf, Wanted, place, stack

WIDTH, ROWS = 900.0, 3

wanted = st.lists(
    st.tuples(st.floats(-200, 1000), st.floats(8, 500), st.sampled_from([0, 0, 0, -1, -2]), st.floats(5, 220)),
    max_size=30,
).map(lambda made: [Wanted(key, left, left + long, row, wide) for key, (left, long, row, wide) in enumerate(made)])


def overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@given(wanted)
def test_labels_of_a_row_never_overlap(made: list[Wanted]) -> None:
    placed = place(made, made, ROWS, WIDTH)
    for one, other in combinations(placed, 2):
        if one.row == other.row:
            assert not overlap((one.x, one.x + one.width), (other.x, other.x + other.width))


@given(wanted)
def test_labels_stay_in_the_plot_and_in_its_rows(made: list[Wanted]) -> None:
    for each in place(made, made, ROWS, WIDTH):
        assert each.x >= 0
        assert each.x + each.width <= WIDTH
        assert each.row <= ROWS


@given(wanted)
def test_no_label_crosses_the_leader_of_another(made: list[Wanted]) -> None:
    placed = place(made, made, ROWS, WIDTH)
    for high in placed:
        if high.anchor is not None:
            for low in placed:
                if 0 < low.row < high.row:
                    assert not low.x <= high.anchor <= low.x + low.width


@given(wanted)
def test_a_label_beside_its_mark_covers_no_mark(made: list[Wanted]) -> None:
    for each in place(made, made, ROWS, WIDTH):
        if each.row < 0:
            assert not any(
                overlap((each.x, each.x + each.width), (mark.left, mark.right)) for mark in made if mark.row == each.row
            )


def test_the_most_wanted_has_the_lowest_row_and_too_many_have_none() -> None:
    made = [Wanted(key, 100 + key, 111 + key, 0, 90.0) for key in range(9)]
    placed = place(made, made, ROWS, WIDTH)
    assert placed[0] == Placed(0, placed[0].x, 90.0, 1, None)
    assert len(placed) < len(made)


def test_a_bar_that_began_before_the_view_has_its_label_where_the_view_begins() -> None:
    made = [Wanted(1, -4000.0, 500.0, 0, 80.0)]
    assert 0 <= place(made, made, ROWS, WIDTH)[0].x < 12


def test_at_the_right_edge_a_label_stands_left_of_its_mark() -> None:
    made = [Wanted(1, WIDTH - 20, WIDTH - 9, 0, 80.0)]
    assert place(made, made, ROWS, WIDTH)[0].x + 80 <= WIDTH - 15


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(1, 100)), max_size=40), st.integers(1, 6))
def test_stacked_spans_overlap_only_where_rows_are_wanting(made: list[tuple[float, float]], rows: int) -> None:
    spans = sorted((left, left + long) for left, long in made)
    found, crowded = stack(spans, rows, most_crowded=1000)
    assert len(found) == len(spans)
    assert set(found) <= set(range(1 - rows, 1))
    clashes = {
        other
        for (one, span), (other, after) in combinations(enumerate(spans), 2)
        if found[one] == found[other] and overlap(span, after)
    }
    assert len(clashes) <= crowded


def test_stacking_gives_up_early() -> None:
    found, crowded = stack([(0.0, 100.0)] * 50, 2, most_crowded=3)
    assert crowded == 4
    assert len(found) < 50


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(1, 60)), max_size=30), st.floats(0, 500), st.floats(1, 60))
def test_a_shelf_knows_what_is_free(made: list[tuple[float, float]], left: float, long: float) -> None:
    shelf = Shelf()
    for begin, wide in made:
        shelf.take(1, begin, begin + wide)
    touched = any(overlap((left, left + long), (begin, begin + wide)) for begin, wide in made)
    assert shelf.free(1, left, left + long) == (not touched)
    assert GAP_PX > 0
