"""Words found by likeness: as going through all of them would."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from archive.index.analysis import is_cjk
from archive.index.vocabulary import Vocabulary

words = st.text("abé강\U0001f600", min_size=1, max_size=4)


@settings(max_examples=200)
@given(st.sets(words, max_size=30), words, st.integers(1, 2))
def test_near_words_are_those_that_comparing_each_finds(listed: set[str], term: str, edits: int) -> None:
    lexicon = "\n".join(["", *listed, ""]).encode()
    near = {(word, distance) for word in listed if (distance := OSA.distance(word, term)) <= edits}
    found = list(Vocabulary(lexicon).within(term, edits))
    assert len(found) == len(set(found))
    assert set(found) == {(word, distance) for word, distance in near if not is_cjk(word)}
