"""Words, sentences and graphemes of English and Korean."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.base.sentences import grapheme_end, grapheme_start, graphemes, is_boundary, sentences, words
from tests.archive.scripts import texts


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
