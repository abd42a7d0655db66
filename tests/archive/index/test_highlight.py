"""Highlights and snippets over stored text."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.highlight import highlight, snippets
from archive.index.queries import parse, wanted

TEXT = (
    "The crossing\nThe defectors crossed the frozen river in winter. A defector spoke of North Korea’s border. "
    "1,047 people came; re-defection was rare.\n탈북자들이 강을 건넜다. U.S. officials said so."
)


def marked(query: str, text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end in highlight(text, query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("defector", ["defectors", "defector"]),
        ('"defectors"', ["defectors"]),
        ('"frozen river"', ["frozen river"]),
        ('"north korea"', ["North Korea"]),
        ("korea", ["Korea"]),
        ("1047", ["1,047"]),
        ("redefection", ["re-defection"]),
        ("탈북자", ["탈북자"]),
        ("강", ["강"]),
        ("US", ["U.S."]),
        ("cross*", ["crossing", "crossed"]),
        ("riber~", ["river"]),
        ("river -winter", ["river"]),
        ("title:river", []),
        ("published:2019", []),
        ("", []),
        ("river OR winter", ["river", "winter"]),
    ],
)
def test_query_marks(query: str, expected: list[str]) -> None:
    assert marked(query) == expected


def test_decomposed_hangul_is_marked_in_whole_syllables() -> None:
    apart = unicodedata.normalize("NFD", "탈북자들이 강을")
    assert [unicodedata.normalize("NFC", word) for word in marked("탈북자 강", apart)] == ["탈북자", "강"]


def test_the_passage_with_most_of_the_words_comes_first() -> None:
    filler = "Nothing of note happened here for a long while. " * 20
    text = f"The river alone. {filler}The river and the border met in winter. {filler}Winter again."
    first, *_ = snippets(text, "river border winter")
    assert [first.text[start:end] for start, end in first.highlights] == ["river", "border", "winter"]
    assert first.text.startswith("The river and the border")


def test_a_rare_word_is_worth_more_than_frequent_ones() -> None:
    filler = "Nothing of note happened here for a long while. " * 20
    text = f"The river and the snow and the river. {filler}A lynx was seen."
    river, snow, lynx = wanted(parse("river snow lynx"))
    first, *_ = snippets(text, "river snow lynx", worth={river: 1.0, snow: 1.2, lynx: 7.5})
    assert [first.text[start:end] for start, end in first.highlights] == ["lynx"]
    first, *_ = snippets(text, "river snow lynx", worth={river: 1.0, snow: 1.2, lynx: 1.5})
    assert "snow" in first.text


_NEEDLES = ("river", "snow", "lynx", "ferry")


@given(
    st.lists(st.sampled_from([*_NEEDLES, "a", "longer", "words", "between.", "them\n"]), max_size=150),
    st.lists(st.sampled_from([0.5, 1.0, 2.0, 7.0]), min_size=4, max_size=4),
    st.integers(20, 120),
)
@settings(max_examples=200, deadline=None)
def test_no_stretch_of_the_text_holds_words_that_are_worth_more_than_those_of_the_first_snippet(
    words: list[str], values: list[float], width: int
) -> None:
    text, query = " ".join(words), " ".join(_NEEDLES)
    worth = dict(zip(wanted(parse(query)), values, strict=True))
    value_of = dict(zip(_NEEDLES, values, strict=True))
    spans = highlight(text, query)
    found = snippets(text, query, width=width, worth=worth)
    if not spans:
        assert not found or found[0].highlights == ()
        return
    windows = [
        {text[start:end] for start, end in spans[first : last + 1]}
        for first in range(len(spans))
        for last in range(first, len(spans))
        if spans[last][1] - spans[first][0] <= width
    ]
    most = max(sum(value_of[word] for word in window) for window in windows)
    first = found[0]
    assert sum(value_of[word] for word in {first.text[start:end] for start, end in first.highlights}) >= most


def test_without_a_hit_the_text_begins() -> None:
    (only,) = snippets(TEXT, "publisher:times", width=40, begin=13)
    assert (only.start, only.highlights) == (13, ())
    assert only.text.startswith("The defectors crossed")
    assert snippets("", "river") == ()


_TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(
        st.sampled_from(["river", "snow", "강을", "e\u0301te\u0301", "a" * 60, ".", ",", "\n", "👩‍👩‍👧", "한"]),
        max_size=120,
    ).map(" ".join),
)


@given(
    _TEXTS,
    st.sampled_from(["river", "river OR snow", '"river snow"', "강", "r* OR ete", "snow~", ""]),
    st.integers(20, 200),
)
@settings(max_examples=200)
def test_snippets_are_slices_that_do_not_overlap_and_keep_their_highlights_inside(
    text: str, query: str, width: int
) -> None:
    found = snippets(text, query, count=3, width=width)
    taken: list[tuple[int, int]] = []
    for snippet in found:
        assert snippet.text == text[snippet.start : snippet.end] != ""
        assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.highlights)
        assert all(snippet.end <= start or end <= snippet.start for start, end in taken)
        taken.append((snippet.start, snippet.end))
        assert not unicodedata.category(snippet.text[0]).startswith("M") or snippet.start == 0
    spans = highlight(text, query)
    assert spans == sorted(spans) and all(first[1] <= second[0] for first, second in pairwise(spans))


@pytest.mark.parametrize("width", [30, 60, 120])
def test_snippets_never_split_a_word(width: int) -> None:
    text = TEXT * 5
    for snippet in snippets(text, "river OR officials OR 강", count=5, width=width):
        assert snippet.start == 0 or text[snippet.start - 1].isspace()
        assert snippet.end == len(text) or text[snippet.end].isspace()


def test_a_text_of_a_million_characters_is_marked_to_its_end() -> None:
    text = "snow falls on the quiet hills. " * 35_000 + "The river."
    assert highlight(text, "river") == [(len(text) - 6, len(text) - 1)]
    assert snippets(text, "river")[0].highlights


_PIECES = st.sampled_from(
    (
        "dying Die hopping hope d’accord don't re-defection 1,047 62.1 U.S. naïve e\u0301te _a 강을 탈북자 — ... o’Brien's"
        " ﬁsh STRASSE straße relational a I \u00adsoft “quoted”"
    ).split()
)


@given(st.lists(_PIECES | st.sampled_from(["river", "snow"]), max_size=30), st.lists(_PIECES, min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_looking_only_where_a_phrase_can_stand_finds_all_of_them(parts: list[str], phrase: list[str]) -> None:
    text, query = " ".join([*parts, *phrase, "river", *phrase]), f'"{" ".join(phrase)}" OR river'
    assert highlight(text, query) == [
        span for span in highlight(text + " 강" * len(text), query) if span[1] <= len(text)
    ]


@given(
    st.lists(_PIECES | st.text("adeinoy'-.’é", max_size=6), max_size=30),
    _PIECES | st.text("adeinoy*", min_size=1, max_size=5),
    st.sampled_from([" ", "\n", "\u00a0", "—", "\u2028"]),
)
@settings(max_examples=200, deadline=None)
def test_looking_only_where_a_word_can_stand_finds_all_of_them(parts: list[str], query: str, space: str) -> None:
    text = space.join(parts)
    # A text with much that is not ASCII is taken apart whole.
    assert highlight(text, query) == [
        span for span in highlight(text + " 강" * len(text), query) if span[1] <= len(text)
    ]


def test_a_text_of_one_long_word_is_shown_though_white_space_ends_it() -> None:
    assert [each.text for each in snippets("x" * 30 + " ", "nothing", width=20)] == ["x" * 20]
