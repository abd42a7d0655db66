"""What shows of a graph follows from its revisions alone, whoever joins them in whatever order."""

import json
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.exchange import How
from archive.operations.exchange import graph, lines

BASE = "one\ntwo\nthree\nfour\nfive"


def text(value: str) -> str:
    return graph.canonical(value)


def test_a_field_that_never_changed_is_the_same_revision_in_every_copy() -> None:
    assert graph.of("note", {}, [], text("x")) == graph.of("note", {}, [], text("x"))
    assert graph.of("note", {}, [], text("x")) != graph.of("note", {}, [], text("y"))


def test_a_change_follows_what_was_there() -> None:
    mine, theirs = graph.of("title", {}, [text("a")], text("b")), graph.of("title", {}, [], text("a"))
    assert graph.shown(How.PICK, graph.union(mine, theirs)).value == text("b")
    assert graph.shown(How.PICK, graph.union(mine, theirs)).conflict == ()


def test_two_changes_of_one_title_contradict_each_other_and_the_same_one_shows_on_both_sides() -> None:
    mine, theirs = graph.of("title", {}, [text("a")], text("b")), graph.of("title", {}, [text("a")], text("c"))
    one, other = (graph.shown(How.PICK, graph.union(*sides)) for sides in ((mine, theirs), (theirs, mine)))
    assert one == other
    assert {json.loads(each.value) for each in one.conflict} == {"b", "c"}


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    mine = graph.of("title", {}, [text("a")], text("b"))
    assert graph.shown(How.PICK, graph.union(mine, dict(mine))).conflict == ()


def test_a_note_is_no_contradiction_to_none() -> None:
    together = graph.union(graph.of("note", {}, [], text("")), graph.of("note", {}, [], text("x")))
    assert graph.shown(How.PICK, together) == graph.shown(How.PICK, graph.of("note", {}, [], text("x")))


def test_an_element_that_was_taken_off_and_put_on_at_once_stays_on() -> None:
    off, kept = graph.of("tag:t", {}, ["true"], "null"), graph.of("tag:t", {}, ["true", "null"], "true")
    assert graph.shown(How.ELEMENT, graph.union(off, graph.root("tag:t", "true"))).value == "null"
    assert graph.shown(How.ELEMENT, graph.union(off, kept)).value == "true"


def test_what_two_put_there_are_two_acts_and_what_one_has_from_the_other_is_one() -> None:
    ada, ben = graph.root("tag:t", graph.on(7)), graph.root("tag:t", graph.on(8))
    assert ada != ben and graph.root("tag:t", graph.on(7)) == ada
    off = graph.of("tag:t", {}, [graph.on(7)], "null")
    assert graph.shown(How.ELEMENT, graph.union(off, ben)).value == "true"
    assert graph.shown(How.ELEMENT, graph.union(off, ada)).value == "null"
    again, other = (graph.of("tag:t", {}, [graph.on(7), "null"], graph.on(nonce)) for nonce in (9, 10))
    gone = graph.of("tag:t", {}, [graph.on(7), "null", graph.on(9)], "null")
    assert graph.shown(How.ELEMENT, graph.union(gone, again)).value == "null"
    assert graph.shown(How.ELEMENT, graph.union(gone, other)).value == "true"


def test_a_number_that_a_field_says_is_no_nonce() -> None:
    assert graph.root("title", "7") == {each.name: each for each in [graph.named("title", (), "7")]}


def test_what_follows_a_joined_field_follows_both_sides() -> None:
    together = graph.union(graph.of("t", {}, [text("a")], text("b")), graph.of("t", {}, [text("a")], text("c")))
    shown = graph.shown(How.PICK, together)
    decided = graph.of("t", together, [shown.value], text("d"))
    assert graph.shown(How.PICK, decided).value == text("d")
    assert graph.shown(How.PICK, decided).conflict == ()


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("ONE\ntwo\nthree\nfour\nfive", "one\ntwo\nthree\nfour\nFIVE", "ONE\ntwo\nthree\nfour\nFIVE"),
        ("one\nthree\nfour\nfive", "one\ntwo\nthree\nfour\nfive\nsix", "one\nthree\nfour\nfive\nsix"),
        ("one\nTWO\nthree\nfour\nfive", "one\n2\nthree\nfour\nfive", None),
        ("zero\n" + BASE, "0\n" + BASE, None),
        ("", BASE, ""),
    ],
)
def test_lines_are_joined_where_only_one_side_changed_them(one: str, other: str, wanted: str | None) -> None:
    assert lines.joined(BASE, one, other) == wanted
    assert lines.joined(BASE, other, one) == wanted


LINES = st.lists(st.sampled_from("abcd"), max_size=6).map("\n".join)


@given(LINES, LINES, LINES)
def test_joining_lines_does_not_ask_who_comes_first(base: str, one: str, other: str) -> None:
    assert lines.joined(base, one, other) == lines.joined(base, other, one)
    assert lines.joined(base, one, base) == one
    assert lines.joined(base, one, one) == one


@given(st.lists(st.tuples(LINES, LINES), min_size=3, max_size=3), st.sampled_from(list(How)[:2]))
def test_three_sides_show_the_same_in_every_order(said: list[tuple[str, str]], how: How) -> None:
    graphs = [graph.of("note", {}, [text("a\nb\nc\nd"), text(first)], text(last)) for first, last in said]
    shown = {graph.shown(how, graph.union(*order)).value for order in permutations(graphs)}
    assert len(shown) == 1
