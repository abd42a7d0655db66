"""Of long texts only what the query's words need is read, and the passages are those of the whole text."""

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.index import anchors, gathering, highlight
from archive.index.anchors import Anchors, Marks, Reading
from archive.index.highlight import Told
from archive.index.index import Index
from archive.model.ids import ArticleId
from archive.model.search import Document, Snippet
from tests.archive.index.conftest import MemoryHome

_LONG, _EVERY, _AROUND, _WIDTH = 40, 3, 120, 20
_WORDS = (
    "dying Die die hop's hope vit vit, vits. vi-t V.I.T. (vit) \"vit\" vit/plarbot a/b/c plar-bot Plarbox don't 1,047 62.1 U.S."
    " naïve “vit” vité vit’s ﬁsh straße \u00adsoft 도서관에서 도서관 강을 -- ' marked"
    + "\u0301" * 300
    + " x"
    + "y" * 70
).split(" ")
_QUERIES = (
    'die|hop|hope|vit|vit*|1047|plarbox~|plarbot~2|"vit plarbot"|"die vit hope"|vit OR "vit vit"|plarbot -vit|naive|strasse|도서관'
    '|"도서관 강"|vit* plarbot~ hop|marked|title:vit hope|qqqq|die OR "hope vit"|us'
).split("|")


@pytest.fixture(autouse=True, scope="module")
def short_texts_are_long() -> Iterator[None]:
    """And have marks every few words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "LONG", _LONG)
        patch.setattr(anchors, "EVERY", _EVERY)
        patch.setattr(anchors, "_AROUND", _AROUND)
        yield


def _opened(home: MemoryHome) -> Index:
    return Index(home, b"machine secret of 32 bytes......", "0" * 32)


def _filled(texts: Sequence[str], begin: int) -> tuple[MemoryHome, Index]:
    home = MemoryHome()
    index = _opened(home)
    for number, text in enumerate(texts, 1):
        home.save(Document(ArticleId(number), "vit", text, begin=min(begin, len(text) - 1)))
        if number % 2:
            index.catch_up()
    index.catch_up()
    return home, index


def _read(text: str, reading: Reading) -> str:
    data = text.encode()
    assert len(data) == reading.octets
    found = reading.text([data[part.first_byte : part.last_byte] for part in reading.parts])
    assert found is not None and len(found) == len(text)
    return found


def _shown(told: Told, index: Index, query: str) -> tuple[Snippet, ...]:
    worth, forms = index.rarities(query), index.forms(query)
    return highlight.snippets_of([told], query, worth, forms, lambda: None, width=_WIDTH)[0]


def _readings(home: MemoryHome, index: Index, query: str) -> dict[ArticleId, Reading]:
    found = index.search(query).articles
    return dict(index.readings(query, found, index.forms(query)))


@given(
    st.lists(st.lists(st.sampled_from(_WORDS), min_size=10, max_size=30).map(" ".join), min_size=1, max_size=5),
    st.sampled_from([0, 12]),
    st.sampled_from(["word, ", "낱말 ", "wörd "]),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_passages_of_what_is_read_are_those_of_the_whole_text(texts: list[str], begin: int, filling: str) -> None:
    whole = [(filling * 400).join([text[: len(text) // 2], text[len(text) // 2 :]]) for text in texts]
    home, index = _filled(whole, begin)
    for query in _QUERIES:
        for article, reading in _readings(home, index, query).items():
            text = whole[article - 1]
            assert reading.begin == min(begin, len(text) - 1)
            shown = _shown(Told(_read(text, reading), reading.begin, reading.stretches), index, query)
            assert shown == _shown(Told(text, reading.begin), index, query)


def test_of_a_long_text_little_is_read() -> None:
    text = "Headline\n" + "other words, " * 2000 + "a needle’s eye. " + "other words " * 2000
    home, index = _filled([text, "needle"], 9)
    readings = _readings(home, index, "needle")
    assert list(readings) == [1]
    reading = readings[ArticleId(1)]
    assert sum(part.last - part.first for part in reading.parts) < 1000
    assert "needle’s eye" in _read(text, reading) and _read(text, reading).startswith("Headline\nother")
    assert _readings(home, index, "other") == {}  # all of it holds that


def test_marks_stay_when_segments_are_joined_and_go_with_their_documents() -> None:
    texts = [f"{'word ' * 300}needle{number} {'wörd ' * 300}" for number in range(18)]
    home, index = _filled(texts[:12], 3)
    before = _readings(home, index, "needle*")
    assert len(before) == 12
    home.remove(4)
    for number, text in enumerate(texts[12:], 13):
        home.save(Document(ArticleId(number), "", text))
        index.catch_up()
    (joined,) = [segment for segment in index._open.values() if segment.info.live > 2]
    index._load([joined])
    assert sorted(joined.marked) == sorted(joined.articles.tolist()) and 4 not in joined.marked
    after = _readings(home, index, "needle*")
    assert {article: after.get(article) for article in before} == {**before, 4: None}


def test_of_an_article_that_has_changed_since_all_is_read() -> None:
    home, index = _filled(["word " * 300 + "needle", "word " * 300 + "needle"], 0)
    found = index.search("needle").articles
    forms = index.forms("needle")
    home.save(Document(ArticleId(1), "", "needle " + "word " * 300))
    assert list(index.readings("needle", found, forms)) == [2]
    _opened(home).catch_up()
    assert index.readings("needle", found, forms) == {}  # nothing was asked of what is indexed now
    index.search("needle")
    assert set(index.readings("needle", found, forms)) == {1, 2}


@given(st.lists(st.lists(st.sampled_from(["a", "é", "강을", "x-y", "--"]), min_size=1), min_size=1, max_size=4))
@settings(deadline=None)
def test_marks_are_kept_as_they_are(texts: list[list[str]]) -> None:
    made = []
    for words in texts:
        starts = [sum(map(len, words[:number])) + number for number in range(len(words))]
        marks = Marks.of(" ".join(words), np.array(starts), np.array([word != "--" for word in words]).astype(np.int32))
        if marks is not None:
            made.append(marks)
    held = Anchors.of(range(0, 2 * len(made), 2), [7] * len(made), made)
    if held is None:
        assert not made
        return
    arrays = {
        name: np.frombuffer(value, np.uint8) if isinstance(value, bytes) else value
        for name, value in held.arrays().items()
    }
    again = Anchors.read(arrays)
    assert again is not None and again.documents.tolist() == list(range(0, 2 * len(made), 2))
    for place, marks in enumerate(made):
        found, begin = again.of_document(place)
        assert (
            begin == 7
            and found.chars.tolist() == marks.chars.tolist()
            and found.octets.tolist() == marks.octets.tolist()
        )
