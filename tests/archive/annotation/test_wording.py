"""Folding: what is told to have no typography at a glance has none."""

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.annotation import wording

_TELLING = " .,;:!?()[]-'\"`ab1\n\t\u00a0\u00ad…·—’가e\u0301"


@settings(max_examples=300)
@given(st.text(st.one_of(st.sampled_from(_TELLING), st.characters(max_codepoint=0x17F)), max_size=12))
def test_a_text_without_typography_at_a_glance_is_left_as_it_is(text: str) -> None:
    if wording._PERHAPS_TYPOGRAPHIC.search(text) is None:
        assert wording._TYPOGRAPHIC.search(text) is None
        assert wording.fold(text).text == text
    places = wording.fold(text).places
    assert len(places) == len(wording.fold(text).text) + 1
    assert list(places) == sorted(places)
