"""The same collection in stock Whoosh gives the same hits and scores, whatever was deleted and merged on the way."""

import random
from collections.abc import Iterator

import pytest
from whoosh.analysis import Token, Tokenizer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query import And, Every, FuzzyTerm, Not, Or, Phrase, Prefix, Query, Term

from archive.index import afar, analysis
from archive.index.fields import FIELDS, SEARCHED
from archive.model.ids import ArticleId
from archive.model.search import Document

WORDS = ["river", "rivers", "defector", "defectors", "defecting", "snow", "snowed", "1,047", "u.s.", "강을", "탈북자들", "café", "re-defection", "cat", "car", "cart"]  # fmt: skip


@pytest.fixture(autouse=True, scope="module", params=["at hand", "afar"])
def where(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where documents and positions lie: in small segments at hand, unless even of these all lies afar, in small blocks."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "afar":
            patch.setattr(afar, "_LEAST_BYTES", 1)
            patch.setattr(afar, "BLOCK_BYTES", 64)
        yield


class _Ours(Tokenizer):
    """Our terms as Whoosh tokens."""

    def __init__(self, stems: bool) -> None:
        self.stems = stems

    def __call__(self, value: str, **_: object) -> Iterator[Token]:
        token = Token(positions=True)
        for found in analysis.terms(value):
            token.text = (found.stem if self.stems else None) or found.term
            token.boost, token.pos = 1.0, found.position
            yield token


class Stock:
    """Stock Whoosh, in memory, over the articles that are there in the end."""

    def __init__(self, documents: list[Document]) -> None:
        stemmed = {name: TEXT(_Ours(FIELDS[name].stemmed), phrase=True) for name in SEARCHED}
        plain = {f"{name}_exact": TEXT(_Ours(False), phrase=True) for name in SEARCHED}
        index = RamStorage().create_index(Schema(article=ID(stored=True), **stemmed, **plain))
        writer = index.writer()
        for document in documents:
            texts = {name: getattr(document, name) for name in ("title", "body", "byline", "publisher", "notes")}
            texts["tags"] = "\n".join(document.tags)
            exact = {f"{name}_exact": text for name, text in texts.items()}
            writer.add_document(article=str(document.article), **texts, **exact)
        writer.commit()
        self._searcher = index.searcher()
        self._searcher.avg_field_length = self._mean_length

    def _mean_length(self, name: str, default: object = None) -> float:
        """Whoosh rounds each length to a byte but not their sum; ours is the mean of the rounded ones."""
        reader = self._searcher.reader()
        count = reader.doc_count_all()
        return sum(reader.doc_field_length(number, name) or 0 for number in range(count)) / count

    def scores(self, query: Query) -> dict[int, float]:
        results = self._searcher.search(query, limit=None)
        return {int(hit["article"]): hit.score for hit in results}


def word(text: str) -> Query:
    (found,) = [term for term in analysis.terms(text) if term.role in ("part", "pair")][:1]
    return Or(
        [
            Term(name, (found.stem if FIELDS[name].stemmed else None) or found.term, boost=FIELDS[name].boost)
            for name in SEARCHED
        ]
    )


def exact(*words: str) -> Query:
    return Or([Phrase(f"{name}_exact", list(words)) for name in SEARCHED])


def over(kind: type[Query], *arguments: object) -> Query:
    return Or([kind(f"{name}_exact", *arguments) for name in SEARCHED])


@pytest.fixture
def both(memory, index):
    """A collection that was added in small batches, changed, and partly removed; and stock Whoosh over what is left."""
    chance = random.Random(7)

    def text(low: int, high: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(chance.randint(low, high)))

    for number in range(1, 241):
        memory.save(
            Document(
                ArticleId(number), text(0, 4), text(1, 40), text(0, 2), text(0, 1), notes=text(0, 3), tags=(text(0, 1),)
            )
        )
        if number % 7 == 0:
            index.index_batch()
        if number % 5 == 0:
            memory.save(Document(ArticleId(number - 3), text(1, 4), text(1, 40)))
        if number % 11 == 0:
            memory.remove(number - 5)
    index.catch_up()
    assert index.verify() == []
    assert len(memory.chunks.files) > 3  # several segments
    return index, Stock(list(memory.documents.values()))


def test_words_and_their_combinations_score_as_in_stock_whoosh(both) -> None:
    index, stock = both
    for typed, query in {
        "river": word("river"),
        "defectors": word("defectors"),
        "snow river": And([word("snow"), word("river")]),
        "snow OR café": Or([word("snow"), word("café")]),
        "u.s.": word("u.s."),
        "1047": word("1,047"),
        "cat": word("cat"),
    }.items():
        ranked = index.search(typed)
        expected = stock.scores(query)
        assert dict(zip(ranked.articles, ranked.scores, strict=True)) == pytest.approx(expected, rel=1e-5), typed
        assert list(ranked.scores) == sorted(ranked.scores, reverse=True)


def test_phrases_prefixes_fuzzy_words_and_exclusion_find_the_same_articles(both) -> None:
    index, stock = both
    for typed, query in {
        '"river snow"': exact("river", "snow"),
        '"defectors"': over(Term, "defectors"),
        '"snow rivers cat"': exact("snow", "rivers", "cat"),
        "탈북자": exact("탈북", "북자"),
        "강": over(Term, "강"),
        "defect*": over(Prefix, "defect"),
        "ca*": over(Prefix, "ca"),
        "cats~": over(FuzzyTerm, "cats", 1.0, 1, 0),
        "river -snow": And([word("river"), Not(word("snow"))]),
        "NOT river": And([Every(), Not(word("river"))]),
        '(river OR cart) -"snow snow"': And([Or([word("river"), word("cart")]), Not(exact("snow", "snow"))]),
    }.items():
        assert set(index.search(typed).articles) == set(stock.scores(query)), typed


def test_scores_do_not_depend_on_how_the_articles_came_in(both, memory) -> None:
    from archive.index.index import Index

    index, _ = both
    before = {query: index.search(query) for query in ("river", '"river snow"', "defect*", "snow OR cat~")}
    memory.chunks.files.clear()
    memory.outbox.refill()
    fresh = Index(memory, b"machine secret of 32 bytes......", "0" * 32)
    memory.number += 1
    fresh.catch_up()
    for query, ranked in before.items():
        again = fresh.search(query)
        assert again.articles == ranked.articles, query
        assert again.scores == pytest.approx(ranked.scores)
