"""A segment finds words and beginnings of words as going through all of them would."""

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index import arrays, codec
from archive.index.segment import Segment
from archive.index.storage import NUMBERS
from archive.model.ids import ArticleId
from archive.model.search import Document

words = st.text("abéд\U00010400", min_size=1, max_size=4)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sets(words, max_size=6), min_size=1, max_size=8), words)
def test_documents_are_found_by_a_word_and_by_its_beginning(listed: list[set[str]], start: str) -> None:
    # Tags are taken as they are, so that a word is what it is here.
    made = codec.build([Document(ArticleId(number), "", "", tags=tuple(held)) for number, held in enumerate(listed, 1)])
    segment = Segment(made.info, arrays.unpack(made.chunks[made.info.name + NUMBERS]))
    segment.load(arrays.unpack(made.chunks[made.info.name]))
    folded = [{word.lower().replace("é", "e") for word in held} for held in listed]
    wanted = start.lower().replace("é", "e")
    beginning = [number for number, held in enumerate(folded) if any(word.startswith(wanted) for word in held)]
    assert sorted(set(segment.starting_with("paths", wanted).tolist())) == beginning
    number = segment.number("paths", wanted.encode())
    lists = segment.lists("paths")
    found = lists.counts(number)[0].tolist() if lists is not None and number is not None else []
    assert found == [number for number, held in enumerate(folded) if wanted in held]
