"""A check finds where the index and the texts do not agree: articles that it lacks or should not have, and words that are others'."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from archive.base.errors import Cancelled, NotAnArchive
from archive.index import verifying
from archive.index.index import Index
from archive.model.ids import ArticleId
from archive.model.search import Document
from tests.archive.index.conftest import MemoryHome

Fill = Callable[..., Index]
LONG = "The lock opened at six, and the barges went down to the sea. " * 2_000


@pytest.fixture
def whole(filled: Fill, memory: MemoryHome) -> Index:
    """Articles in several segments, one long, one deleted in its segment, one changed since and joined, and one that waits."""
    index = filled("river crossing", "sea lock", LONG, "an island")
    memory.save(replace(memory.documents[ArticleId(2)], body="sea lock and gate", notes="who?", tags=("water/locks",)))
    index.catch_up()
    memory.remove(1)
    index.catch_up()
    memory.save(Document(ArticleId(9), title="Waits", body="not indexed yet"))
    assert index.verify() == []
    return index


def _changed(memory: MemoryHome, article: int, **fields: object) -> None:
    """The article says something else, and nobody told the index."""
    memory.documents[ArticleId(article)] = replace(memory.documents[ArticleId(article)], **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fields",
    [
        {"body": "sea lock and gates"},
        {"body": "lock sea and gate"},
        {"body": "sea lock and gate gate"},
        {"title": "Another"},
        {"notes": "when?"},
        {"notes": ""},
        {"tags": ("water",)},
        {"tags": ()},
        {"publisher": "Post"},
        {"byline": "Ada"},
        {"language": "ko"},
        {"days": (737_000, 737_001)},
    ],
    ids=str,
)
def test_what_an_article_says_otherwise_is_found(whole: Index, memory: MemoryHome, fields: dict[str, object]) -> None:
    _changed(memory, 2, **fields)
    (told,) = whole.verify()
    assert told == "Some articles say something else than the search index says of them (1 times)."


def test_a_word_in_the_middle_of_a_long_text_is_found(whole: Index, memory: MemoryHome) -> None:
    middle = len(LONG) // 2
    _changed(memory, 3, body=LONG[:middle] + LONG[middle:].replace("barges", "boats", 1))
    assert len(whole.verify()) == 1


def test_articles_that_are_neither_indexed_nor_waiting_are_found_while_others_wait(
    whole: Index, memory: MemoryHome
) -> None:
    memory.documents[ArticleId(7)] = Document(ArticleId(7), title="Forgotten", body="words")
    (told,) = whole.verify()
    assert told == "Some articles are neither in the search index nor waiting for it (1 times)."
    del memory.documents[ArticleId(7)]
    assert whole.verify() == []


def test_what_should_not_be_indexed_any_more_is_found(whole: Index, memory: MemoryHome) -> None:
    del memory.documents[ArticleId(4)]
    (told,) = whole.verify()
    assert told == "Some articles in the search index are in the trash or are not there (1 times)."


def test_one_that_is_lacking_is_not_made_up_for_by_one_too_many(whole: Index, memory: MemoryHome) -> None:
    memory.documents[ArticleId(7)] = replace(memory.documents.pop(ArticleId(4)), article=ArticleId(7))
    assert len(whole.verify()) == 2


def test_of_very_many_texts_some_are_looked_at(
    whole: Index, memory: MemoryHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "MOST_ARTICLES", 2)
    read: list[ArticleId] = []
    monkeypatch.setattr(
        memory.outbox,
        "documents",
        lambda articles: read.extend(articles) or [memory.documents[article] for article in articles],
    )
    assert whole.verify() == []
    assert len(read) == 2 < len(memory.outbox.settled())


def test_it_can_be_ended_at_each_step(whole: Index) -> None:
    steps: list[int] = []
    whole.verify(lambda: steps.append(1))
    assert len(steps) > len(whole.sizes())
    for last in range(len(steps)):
        left = iter(range(last))

        def end(left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise Cancelled

        with pytest.raises(Cancelled):
            whole.verify(end)


@pytest.mark.parametrize("error", [NotAnArchive("Test.waystation is damaged."), ValueError("no JSON")])
def test_a_text_that_cannot_be_read_keeps_no_other_from_being_looked_at(
    whole: Index, memory: MemoryHome, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    read = memory.outbox.documents

    def fail(articles: Sequence[ArticleId]) -> list[Document]:
        if ArticleId(3) in articles:
            raise error
        return read(articles)

    monkeypatch.setattr(memory.outbox, "documents", fail)
    assert whole.verify() == []
    _changed(memory, 2, body="something else")
    assert len(whole.verify()) == 1
