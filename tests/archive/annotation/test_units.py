"""Words, sentences and graphemes of English and Korean, and spans that grow, shrink and snap by them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.annotation.units import (
    Unit,
    expand,
    grapheme_end,
    grapheme_start,
    graphemes,
    is_boundary,
    sentences,
    shrink,
    snap,
    words,
)

PIECES = (
    "a",
    "Bee ",
    "강",
    "각",
    "ㄱ",
    "e\u0301",
    "👨‍👩‍👧",
    "🇰🇷",
    "👍🏽",
    "𝒳",
    "שלום ",
    "السلام",
    "क्षि",
    "\u200d",
    "\r\n",
    "\n",
    ". ",
    "33,000",
    " ",
    "?” ",
)
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.text(max_size=40))


@given(texts)
@settings(max_examples=200)
def test_graphemes_cover_the_text_without_gap(text: str) -> None:
    spans = graphemes(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(before.end == after.start for before, after in pairwise(spans))


@given(texts, st.data())
@settings(max_examples=200)
def test_edges_of_graphemes_are_found_from_any_place(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    edges = {0, len(text), *(span.start for span in graphemes(text))}
    assert is_boundary(text, place) == (place in edges)
    assert grapheme_start(text, place) == max(edge for edge in edges if edge <= place)
    assert grapheme_end(text, place) == min(edge for edge in edges if edge >= place)


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Kim left in Jan. 2019. He went on.", ["Mr. Kim left in Jan. 2019.", "He went on."]),
        ("It cost $1.5 million. “Why?” she asked.", ["It cost $1.5 million.", "“Why?” she asked."]),
        ("She came to the U.S. The rest stayed.", ["She came to the U.S.", "The rest stayed."]),
        ("The U.S. Army knew. J. R. Smith did not!", ["The U.S. Army knew.", "J. R. Smith did not!"]),
        ("북한을 떠났다. 3월 1일이다.", ["북한을 떠났다.", "3월 1일이다."]),
        ("그는 “강을 건넜다.”고 말했다. 끝.", ["그는 “강을 건넜다.”고 말했다.", "끝."]),
        ("“정말?” 이라고 물었다.", ["“정말?” 이라고 물었다."]),
        ("A title\nA paragraph without an end", ["A title", "A paragraph without an end"]),
        ("完了。次です。", ["完了。", "次です。"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_words_keep_numbers_apostrophes_and_pictures_whole() -> None:
    text = "33,000 people’s well-known 북한을 3.5% café 👨‍👩‍👧!"
    assert [text[start:end] for start, end in words(text)] == [
        "33,000", "people’s", "well-known", "북한을", "3.5", "café", "👨‍👩‍👧",
    ]  # fmt: skip


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
