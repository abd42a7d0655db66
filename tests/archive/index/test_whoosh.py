"""Whoosh's own queries, run by Whoosh's own searcher, give on our segments what they give on an index that stock Whoosh wrote."""

import os
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query import And, Every, FuzzyTerm, Not, Or, Phrase, Prefix, Query, Term, TermRange, Wildcard
from whoosh.reading import IndexReader, MultiReader
from whoosh.searching import Searcher

from archive.index import arrays, codec
from archive.index.segment import Segment
from archive.index.storage import NUMBERS
from archive.model.ids import ArticleId
from archive.model.search import Document

from .test_oracle import _Ours

WORDS = (
    "boat",
    "boats",
    "boating",
    "harbour",
    "1,047",
    "u.s.",
    "강을",
    "탈북자들",
    "café",
    "re-entry",
    "cat",
    "car",
    "cart",
)
TERMS = ("boat", "boats", "harbour", "1047", "us", "강", "강을", "cafe", "reentry", "re", "cat", "car", "cart", "none")
FIELDS = ("title", "body")
_SOAK = bool(os.environ.get("WAYSTATION_SOAK"))

texts = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
documents = st.lists(st.tuples(texts, texts), min_size=1, max_size=12)
terms = st.builds(Term, st.sampled_from(FIELDS), st.sampled_from(TERMS))
leaves = st.one_of(
    terms,
    st.builds(Prefix, st.sampled_from(FIELDS), st.sampled_from(["b", "boa", "ca", "강", "z"])),
    st.builds(Wildcard, st.sampled_from(FIELDS), st.sampled_from(["c?t", "*at*", "b*", "?"])),
    st.builds(FuzzyTerm, st.sampled_from(FIELDS), st.sampled_from(["cut", "boat", "harbor"])),
    st.builds(TermRange, st.sampled_from(FIELDS), st.just("boat"), st.just("car")),
    st.builds(Phrase, st.just("body"), st.lists(st.sampled_from(TERMS[:-1]), min_size=2, max_size=3)),
    st.just(Every()),
)
queries = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(And),
        st.lists(inner, min_size=2, max_size=4).map(Or),
        # No AndNot: Whoosh's matcher for it overlooks an exclusion that begins before what it excludes from.
        inner.map(lambda query: And([Every(), Not(query)])),
    ),
    max_leaves=6,
)


def opened(written: codec.Written, deleted: Sequence[int] = ()) -> Segment:
    segment = Segment(written.info.without(deleted), arrays.unpack(written.chunks[written.info.name + NUMBERS]))
    segment.load(arrays.unpack(written.chunks[written.info.name]))
    return segment


def built(held: Sequence[tuple[int, str, str]]) -> codec.Written:
    return codec.build([Document(ArticleId(number), title, body) for number, title, body in held])


def stock(held: Sequence[tuple[int, str, str]]) -> IndexReader:
    schema = Schema(
        article=ID(stored=True), title=TEXT(_Ours(False), phrase=True), body=TEXT(_Ours(False), phrase=True)
    )
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for number, title, body in held:
        writer.add_document(article=str(number), title=title, body=body)
    writer.commit()
    return index.reader()


def numbered(held: Sequence[tuple[str, str]]) -> list[tuple[int, str, str]]:
    return [(number, title, body) for number, (title, body) in enumerate(held, 1)]


def found(reader: IndexReader, query: Query) -> dict[int, float]:
    results = Searcher(reader).search(query, limit=None)
    return {int(hit["article"]): hit.score for hit in results}


def several(segments: Sequence[Segment]) -> IndexReader:
    readers = [codec.reader(segment) for segment in segments]
    return readers[0] if len(readers) == 1 else MultiReader(readers)


def _asked(check: Callable[..., None]) -> Callable[..., None]:
    asked = settings(deadline=None, max_examples=2_000 if _SOAK else 60, suppress_health_check=[HealthCheck.too_slow])
    return asked(check)


@_asked
@given(documents, st.data())
def test_every_kind_of_query_finds_the_same_articles_with_the_same_scores(
    held: list[tuple[str, str]], data: st.DataObject
) -> None:
    """In one segment, and in one that was joined of two."""
    rows = numbered(held)
    oracle = stock(rows)
    split = data.draw(st.integers(0, len(rows)))
    halves = [opened(built(part)) for part in (rows[:split], rows[split:]) if part]
    ways = [several([opened(built(rows))]), several([opened(codec.merge(halves))])]
    for query in data.draw(st.lists(queries, min_size=1, max_size=5)):
        expected = found(oracle, query)
        for reader in ways:
            assert found(reader, query) == pytest.approx(expected, abs=1e-5), query


@_asked
@given(documents, st.data())
def test_deleted_articles_are_found_no_more_in_many_segments_and_in_one(
    held: list[tuple[str, str]], data: st.DataObject
) -> None:
    rows = numbered(held)
    gone = data.draw(st.sets(st.integers(0, len(rows) - 1), max_size=len(rows) - 1))
    left = [row for place, row in enumerate(rows) if place not in gone]
    split = data.draw(st.integers(1, len(rows)))
    segments = [
        opened(built(part), [place - base for place in gone if base <= place < base + len(part)])
        for base, part in ((0, rows[:split]), (split, rows[split:]))
        if part
    ]
    oracle, joined = stock(left), several([opened(codec.merge(segments))])
    for query in data.draw(st.lists(queries, min_size=1, max_size=4)):
        expected = found(oracle, query)
        assert found(several(segments), query).keys() == expected.keys(), query
        assert found(joined, query) == pytest.approx(expected, abs=1e-5), query


def test_a_reader_of_ours_tells_what_whoosh_asks() -> None:
    reader = codec.reader(opened(built(numbered([("boat", "cat boats boats"), ("", "car")])), [1]))
    assert (reader.doc_count_all(), reader.doc_count(), reader.is_deleted(1)) == (2, 1, True)
    assert [term for field, term in reader.all_terms() if field == "body"] == [b"boats", b"car", b"cat"]
    assert list(reader.expand_prefix("body", "ca")) == [b"car", b"cat"]
    assert reader.frequency("body", "boats") == 2 and reader.doc_frequency("body", "boats") == 1
    info = reader.term_info("body", "boats")
    assert (info.weight(), info.doc_frequency(), info.max_weight()) == (2.0, 1, 2.0)
    assert list(reader.terms_within("body", "cut", 1)) == ["cat"]


def cursor_steps() -> Iterator[str]:
    cursor = codec.reader(opened(built(numbered([("", "car cat")])))).cursor("body")
    yield from (str(cursor.first()), str(cursor.next()), str(cursor.next()), str(cursor.find("cb")))


def test_the_cursor_walks_along_the_terms() -> None:
    assert list(cursor_steps()) == ["car", "cat", "None", "None"]
