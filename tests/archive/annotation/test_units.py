"""Spans that grow, shrink and snap by words, sentences and paragraphs."""

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.annotation.units import Unit, expand, shrink, snap
from archive.base.sentences import graphemes
from tests.archive.scripts import texts


@given(texts, st.sampled_from(list(Unit)), st.data())
@settings(max_examples=300)
def test_no_way_to_change_a_span_cuts_a_grapheme(text: str, unit: Unit, data: st.DataObject) -> None:
    edges = sorted({0, len(text), *(span.start for span in graphemes(text))})
    start, end = sorted((data.draw(st.sampled_from(edges)), data.draw(st.sampled_from(edges))))
    for changed in (
        snap(text, start, end, unit),
        expand(text, (), start, end, unit),
        shrink(text, (), start, end, unit),
    ):
        assert 0 <= changed.start <= changed.end <= len(text)
        assert changed.start in edges and changed.end in edges


@given(texts, st.sampled_from([Unit.WORD, Unit.SENTENCE]), st.data())
@settings(max_examples=200)
def test_snapping_twice_is_snapping_once(text: str, unit: Unit, data: st.DataObject) -> None:
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    once = snap(text, start, end, unit)
    if once.start < once.end:
        assert snap(text, once.start, once.end, unit) == once


def test_span_grows_to_the_whole_unit_then_by_one_and_shrinks_back() -> None:
    text = "One two three. Four five."
    assert text[slice(*snap(text, 5, 6, Unit.WORD))] == "two"
    assert text[slice(*expand(text, (), 5, 6, Unit.WORD))] == "two"
    assert text[slice(*expand(text, (), 4, 7, Unit.WORD))] == "two three"
    assert text[slice(*expand(text, (), 4, 13, Unit.SENTENCE))] == "One two three."
    assert text[slice(*expand(text, (), 0, 14, Unit.SENTENCE))] == text
    assert text[slice(*shrink(text, (), 0, 25, Unit.SENTENCE))] == "One two three."
    assert text[slice(*shrink(text, (), 4, 13, Unit.WORD))] == "two"
    assert text[slice(*shrink(text, (), 4, 7, Unit.WORD))] == "two"


def test_paragraph_is_the_block_that_was_told(desk) -> None:
    blocks = desk.blocks(desk.article)
    place = desk.nth(desk.article, "a biscuit tin")
    paragraph = desk.article[slice(*snap(desk.article, *place, Unit.PARAGRAPH, blocks))]
    assert paragraph.startswith("A teacher") and paragraph.endswith("empty rooms.")
