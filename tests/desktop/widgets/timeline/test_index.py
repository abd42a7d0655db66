"""Finding, counting and weighing give what looking at every mark gives; histograms hold what is in view."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.timeline.density import Calendar, columns
from desktop.widgets.timeline.index import Index, in_order
from desktop.widgets.timeline.marks import Marks, Publications
from desktop.widgets.timeline.scale import Scale, fitted

LANES = 3


def marks_of(rows: list[tuple[int, int, int, str]]) -> Marks:
    """(first day, days, lane, which side is open)."""
    count = len(rows)
    return Marks(
        ids=np.arange(count, dtype=np.int64) * 3 + 10**12,
        earliest=np.array([row[0] for row in rows], np.int32),
        latest=np.array([row[0] + row[1] - 1 for row in rows], np.int32),
        open_start=np.array([row[3] in ("start", "both") for row in rows], np.bool_),
        open_end=np.array([row[3] in ("end", "both") for row in rows], np.bool_),
        precise=np.array([row[1] == 1 for row in rows], np.bool_),
        approximate=np.zeros(count, np.bool_),
        disagreeing=np.zeros(count, np.bool_),
        tone=np.zeros(count, np.int8),
        lane=np.array([row[2] for row in rows], np.int32),
    )


rows = st.lists(
    st.tuples(
        st.integers(1, 4000),
        st.sampled_from([1, 1, 30, 365, 2500]),
        st.integers(-1, LANES),
        st.sampled_from(["", "", "", "start", "end", "both"]),
    ),
    max_size=40,
)


def drawn(made: list[tuple[int, int, int, str]], lane: int) -> list[tuple[int, int, int]]:
    """(row, first day, day after the last) of the marks of a lane, by first day."""
    found = []
    for number, (first, days, of, opened) in enumerate(made):
        if of == lane and opened != "both":
            start = first + days - 1 if opened == "start" else first
            end = first + 1 if opened == "end" else first + days
            found.append((number, start, max(end, start + 1)))
    return sorted(found, key=lambda each: each[1:])


@given(rows, st.integers(-100, 7000), st.integers(1, 3000))
def test_marks_in_a_span_are_found_and_counted(made: list[tuple[int, int, int, str]], first: int, days: int) -> None:
    index = Index(marks_of(made), LANES)
    for lane in range(LANES):
        expected = {row for row, start, end in drawn(made, lane) if start < first + days and end > first}
        found = index.between(lane, first, first + days)
        assert set(index.row[found].tolist()) == expected
        assert index.count(lane, first, first + days) == len(expected) == len(found)


@given(rows)
def test_every_drawn_mark_is_found_by_its_id_and_no_other(made: list[tuple[int, int, int, str]]) -> None:
    marks = marks_of(made)
    index = Index(marks, LANES)
    shown = {row for lane in range(LANES) for row, _, _ in drawn(made, lane)}
    for row, ident in enumerate(marks.ids.tolist()):
        position = index.position(ident)
        assert (position is not None) == (row in shown)
        assert position is None or index.row[position] == row
    assert index.position(5) is None
    assert index.position(None) is None


@given(rows, st.floats(-200, 8000), st.floats(10, 9000))
def test_the_weight_of_a_span_is_the_share_of_days_in_it(
    made: list[tuple[int, int, int, str]], first: float, days: float
) -> None:
    index = Index(marks_of(made), LANES)
    edges = np.linspace(first, first + days, 7)
    for lane in range(LANES):
        expected = [
            sum(max(0.0, min(end, right) - max(start, left)) / (end - start) for _, start, end in drawn(made, lane))
            for left, right in pairwise(edges.tolist())
        ]
        assert index.weight(lane, edges) == pytest.approx(np.array(expected), abs=1e-6)


@given(rows, st.floats(200, 2000))
def test_a_histogram_over_all_days_sums_to_the_number_of_marks(
    made: list[tuple[int, int, int, str]], width: float
) -> None:
    index = Index(marks_of(made), LANES)
    for lane in range(LANES):
        histogram = columns(index, [lane], fitted(-100, 8000, width))[lane]
        assert histogram.values.sum() == pytest.approx(len(drawn(made, lane)), abs=1e-5)
        assert histogram.values.sum() == pytest.approx(index.count(lane, -100, 8000), abs=1e-5)


def test_columns_belong_to_days_so_that_panning_moves_them_whole() -> None:
    index = Index(marks_of([(day, 1, 0, "") for day in range(100, 900, 7)]), 1)
    scale = Scale(100.0, 1.3, 800.0)
    one, other = columns(index, [0], scale)[0], columns(index, [0], scale.panned(9.0))[0]
    assert one.values[5:100].tolist() == pytest.approx(other.values[3:98].tolist())
    assert one.edges[5] - 9.0 == pytest.approx(other.edges[3])


def test_no_column_is_narrower_than_a_day() -> None:
    index = Index(marks_of([(500, 1, 0, ""), (500, 1, 0, ""), (503, 2, 0, "")]), 1)
    histogram = columns(index, [0], Scale(498.4, 40.0, 400.0))[0]
    assert histogram.column_px == pytest.approx(40)
    assert [value for value in histogram.values.tolist() if value > 1e-9] == pytest.approx([2, 0.5, 0.5])


def test_an_empty_index_answers() -> None:
    index = Index(Marks.none(), 0)
    assert index.span() is None
    assert index.position(1) is None
    assert Index(Marks.none(), 2).between(1, 0, 100).tolist() == []


@given(rows, st.sampled_from([1, 600_000_000]))
def test_marks_stand_by_lane_then_first_day_then_last_however_many_lanes(
    made: list[tuple[int, int, int, str]], apart: int
) -> None:
    lane = np.array([of * apart for _, _, of, _ in made], np.int32)
    start = np.array([first for first, *_ in made], np.int64)
    end = start + np.array([days for _, days, *_ in made], np.int64)
    keys = list(zip(lane.tolist(), start.tolist(), end.tolist(), range(len(made)), strict=True))
    assert [keys[at] for at in in_order(lane, start, end)] == sorted(keys)


def test_columns_of_different_length_are_refused() -> None:
    whole = marks_of([(1, 1, 0, "")])
    with pytest.raises(ValueError, match="differ in length"):
        Marks(
            whole.ids[:0], whole.earliest, whole.latest, whole.open_start, whole.open_end, whole.precise,
            whole.approximate, whole.disagreeing, whole.tone, whole.lane,
        )  # fmt: skip


def test_publications_are_counted_by_steps_of_the_calendar() -> None:
    days = np.array([737_000, 737_001, 737_400], np.int32)
    calendar = Calendar(Publications(days, days))
    histogram = calendar.histogram(fitted(736_000, 739_000, 600))
    assert histogram.values.sum() == pytest.approx(3)
    assert histogram.most == pytest.approx(histogram.values.max())


def test_the_tallest_publication_bar_is_the_tallest_of_all_time() -> None:
    days = np.array([737_000] * 8 + [737_900], np.int32)
    calendar = Calendar(Publications(days, days))
    later = calendar.histogram(Scale(737_800.0, 0.5, 300.0))
    assert later.values.max() == pytest.approx(1)
    assert later.most == pytest.approx(8)
