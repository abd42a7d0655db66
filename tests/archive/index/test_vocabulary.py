"""Words found by their beginning: the halving finds what going through all of them would."""

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.vocabulary import starting_with

words = st.text("abé강\U0001f600", min_size=1, max_size=4)


@settings(max_examples=200)
@given(st.sets(words, max_size=30), words)
def test_words_are_found_by_their_beginning_with_their_numbers(listed: set[str], start: str) -> None:
    ordered = sorted(listed, key=str.encode)
    lexicon = b"\n".join([b"", *(word.encode() for word in ordered), b""]) if ordered else b""
    assert starting_with(lexicon, start) == {
        word: number for number, word in enumerate(ordered) if word.startswith(start)
    }
