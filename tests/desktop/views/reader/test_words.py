"""Finding words, hits in a ring, washes by place, sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.views.reader import words
from desktop.views.reader.hits import Hits
from desktop.views.reader.washes import Washes
from desktop.views.reader.words import occurrences, pattern, sentence_around

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: (pair[0], pair[0] + pair[1])))


def _found(text, wanted, **options):
    sought = pattern(wanted, **options)
    return [] if sought is None else [text[s:e] for spans in occurrences(text, sought) for s, e in spans]


@pytest.mark.parametrize(
    ("text", "wanted", "options", "found"),
    [
        ("River, river, rivers", "river", {}, ["River", "river", "river"]),
        ("River, river, rivers", "river", {"match_case": True}, ["river", "river"]),
        ("River, river, rivers", "river", {"whole_words": True}, ["River", "river"]),
        ("it’s “low”", 'it\'s "low"', {}, ["it’s “low”"]),
        ("2019–2021", "2019-2021", {}, ["2019–2021"]),
        ("a.b", "a.b", {}, ["a.b"]),
        ("axb", "a.b", {}, []),
        ("탈북자들은", "탈북자", {}, ["탈북자"]),
        ("\u1100\u1161\u11bc", "강", {}, ["\u1100\u1161\u11bc"]),
        ("end of\nline", "of line", {}, ["of\nline"]),
        ("anything", "   ", {}, []),
        ("(*", "(*", {}, ["(*"]),
    ],
)
def test_words_are_found_as_a_person_means_them(text, wanted, options, found):
    assert _found(text, wanted, **options) == found


@given(st.text("ab ", max_size=40), st.sampled_from(["a", "ab", "ba", "a b", "aa"]), st.integers(1, 7))
def test_slices_find_what_the_whole_text_holds(text, wanted, slice_characters):
    sought = pattern(wanted)
    assert sought is not None
    before, words.SLICE_CHARACTERS = words.SLICE_CHARACTERS, slice_characters
    try:
        sliced = [span for spans in occurrences(text, sought) for span in spans]
    finally:
        words.SLICE_CHARACTERS = before
    assert sliced == [match.span() for match in sought.finditer(text)]


@given(SPANS, st.integers(0, 80), st.integers(0, 20))
def test_washes_between_two_places_are_those_that_overlap(spans, start, length):
    washes = Washes()
    washes.set("hit", spans)
    expected = sorted(span for span in spans if span[0] < start + length and span[1] > start)
    assert [span for _, span in washes.between(start, start + length)] == expected


def test_hits_step_round_and_round_from_the_place_where_one_reads():
    hits = Hits([(10, 12), (30, 32), (20, 22)])
    assert hits.told() == "3 hits"
    assert hits.step(1, 15) == (20, 22) and hits.told() == "hit 2 of 3"
    assert [hits.step(1, 0), hits.step(1, 0)] == [(30, 32), (10, 12)]
    assert hits.step(-1, 0) == (30, 32)
    assert Hits([(10, 12)]).step(-1, 5) == (10, 12)
    assert Hits().step(1, 0) is None and Hits().told() == ""


def test_standing_at_a_place_takes_the_hit_there_or_the_next():
    hits = Hits([(10, 12), (30, 32)])
    assert hits.stand_at(11) == (30, 32)
    assert hits.stand_at(99) == (30, 32)
    assert hits.stand_at(10) == (10, 12)


def test_the_sentence_around_a_place():
    text = "The river was low. “Nobody crossed.” A lantern stood."
    found = [sentence_around(text, 0, len(text), text.index(word)) for word in ("river", "Nobody", "lantern")]
    assert [text[start:end] for start, end in found] == ["The river was low.", "“Nobody crossed.”", "A lantern stood."]
