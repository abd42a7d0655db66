"""Two texts side by side: every change found, nothing else, blocks beside those that they became."""

from hypothesis import given
from hypothesis import strategies as st

from archive.annotation import beside
from archive.annotation.diffing import equal_runs
from archive.model.duplicate import Act, Row
from tests.archive.conftest import blocks_of

LINES = st.lists(
    st.lists(st.sampled_from(["a", "b", "river", "12", "강"]), min_size=1, max_size=5).map(" ".join),
    min_size=1,
    max_size=6,
)


def _held(old: str, new: str) -> tuple[list[str], list[Row]]:
    found, rows = beside.held(old, new, blocks_of(old).blocks, blocks_of(new).blocks)
    return [f"{each.act.value} {old[slice(*each.old)]!r} {new[slice(*each.new)]!r}" for each in found], rows


def test_words_that_changed_next_to_each_other_are_one_change() -> None:
    told, _ = _held("Title\nIn May 3 people left the town.", "Title\nIn May five men left the town.")
    assert told == ["changed '3 people' 'five men'"]


def test_a_paragraph_that_came_and_one_that_went() -> None:
    told, rows = _held(
        "T\nOne stays here.\nTwo is gone.\nThree stays too.", "T\nZero is new.\nOne stays here.\nThree stays too."
    )
    assert [each.split()[0] for each in told] == ["added", "removed"]
    assert [(row.old is not None, row.new is not None) for row in rows] == [
        *((True, True), (False, True), (True, True), (True, False), (True, True))
    ]
    assert [row.changes for row in rows] == [(), (0,), (), (1,), ()]


@given(LINES, LINES)
def test_putting_the_changes_in_place_makes_the_new_text_of_the_old_one(
    old_lines: list[str], new_lines: list[str]
) -> None:
    old, new = "\n".join(old_lines), "\n".join(new_lines)
    found = beside.changes(old, new, equal_runs(old, new))
    made, at = "", 0
    for each in found:
        assert each.old != each.new or old[slice(*each.old)] != new[slice(*each.new)]
        assert (each.act is Act.ADDED) == (each.old[0] == each.old[1])
        made += old[at : each.old[0]] + new[slice(*each.new)]
        at = each.old[1]
    assert made + old[at:] == new


@given(LINES, LINES)
def test_every_block_stands_in_one_row_and_every_change_with_words_is_in_some(
    old_lines: list[str], new_lines: list[str]
) -> None:
    old, new = blocks_of("\n".join(old_lines)), blocks_of("\n".join(new_lines))
    found, rows = beside.held(old.text, new.text, old.blocks, new.blocks)
    assert [row.old for row in rows if row.old] == [(block.start, block.end) for block in old.blocks]
    assert [row.new for row in rows if row.new] == [(block.start, block.end) for block in new.blocks]
    shown = {number for row in rows for number in row.changes}
    for number, change in enumerate(found):
        words = (old.text[slice(*change.old)] + new.text[slice(*change.new)]).strip("\n")
        assert number in shown or not words
