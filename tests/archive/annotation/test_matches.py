"""Tag every match: words, phrases and patterns, widened to a unit; a pattern that never ends is stopped."""

import pytest

from archive.annotation.matches import Kind, Matcher
from archive.base.errors import Invalid

TEXT = (
    "The river froze. A River boat sank; riverbanks held.\nTwo don’t cross the river twice. 북한을 떠나 북한에 남았다."
)


def found(query: str, kind: str, unit: str = "match") -> list[str]:
    return [TEXT[place.start : place.end] for place in Matcher(query, kind).places(TEXT, (), unit)]


def test_words_match_whole_words_in_any_case() -> None:
    assert found("river boat", Kind.WORDS) == ["river", "River", "boat", "river"]


def test_hangul_matches_with_its_particles() -> None:
    assert found("북한", Kind.WORDS) == ["북한", "북한"]
    assert found("북한", Kind.WORDS, "word") == ["북한을", "북한에"]


def test_phrase_matches_in_its_order_whatever_the_apostrophe() -> None:
    assert found("don't cross", Kind.PHRASE) == ["don’t cross"]
    assert found("cross don't", Kind.PHRASE) == []


def test_two_matches_in_a_sentence_give_it_once() -> None:
    assert found("river|boat", Kind.PATTERN, "sentence") == [
        "The river froze.",
        "A River boat sank; riverbanks held.",
        "Two don’t cross the river twice.",
    ]
    assert len(Matcher("river|boat", Kind.PATTERN).places(TEXT, (), "sentence")[1].found) == 3


def test_paragraphs_are_the_blocks(desk) -> None:
    places = Matcher("river", Kind.WORDS).places(TEXT, desk.blocks(TEXT), "paragraph")
    assert [(place.start, place.end) for place in places] == [(block.start, block.end) for block in desk.blocks(TEXT)]


def test_empty_matches_are_left_out_and_graphemes_stay_whole() -> None:
    assert found("x*", Kind.PATTERN) == []
    assert [tuple(span) for span in Matcher("e", Kind.PATTERN).matches("e\u0301")] == [(0, 2)]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("(a|aa)+$", "a" * 80 + "!"), ("(?R)", "a"), ("(?:(?:(?:x{1,200}){1,200}){1,200}){1,200}y", "x" * 100)],
)
def test_pattern_that_never_ends_is_stopped_with_a_sentence(pattern: str, text: str) -> None:
    with pytest.raises(Invalid, match="took too long"):
        Matcher(pattern, Kind.PATTERN, seconds=0.2).matches(text)


@pytest.mark.parametrize("pattern", ["(", "[a", "a{2,1}", "(?P<x>a)(?P<x", "*", "\\"])
def test_pattern_that_cannot_be_read_is_refused_with_a_sentence(pattern: str) -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        Matcher(pattern, Kind.PATTERN)


def test_pattern_too_large_to_be_made_ready_is_refused() -> None:
    with pytest.raises(Invalid, match="repeats too much"):
        Matcher("((a{1000}){1000}){1000}", Kind.PATTERN)


@pytest.mark.parametrize(("query", "told"), [("  ", "nothing to search"), ("a" * 2000, "too long")])
def test_query_without_sense_is_refused(query: str, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        Matcher(query, Kind.WORDS)
