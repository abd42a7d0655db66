"""Passages of hits with long texts: of these as little is read as they need, unless they have changed since they were indexed."""

from collections.abc import Callable, Sequence

import pytest

from archive.archive import Archive
from archive.index import highlight
from archive.model.article import Article
from archive.model.ids import ArticleId, EditionId
from archive.model.search import Hit, Scope
from archive.operations import find

_LONG = "\n".join(
    ["Nobody knows “anything” about it."] * 400 + ["The café’s needle is here. So it goes on."] + ["Or nothing."] * 2000
)


@pytest.fixture
def read_whole(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> list[ArticleId]:
    """The articles whose texts were read whole."""
    asked: list[ArticleId] = []
    articles, editions = archive.store.articles, archive.store.editions
    read, texts = articles.read, editions.texts

    def read_rows(scope: Scope, ids: Sequence[ArticleId]) -> dict[ArticleId, tuple[Article, tuple[str, int] | None]]:
        asked.extend(ids)
        return read(scope, ids)

    def read_texts(wanted: Sequence[EditionId]) -> dict[EditionId, tuple[str, int]]:
        asked.extend(article for article in map(editions.article_of, wanted) if article is not None)
        return texts(wanted)

    monkeypatch.setattr(articles, "read", read_rows)
    monkeypatch.setattr(editions, "texts", read_texts)
    return asked


def _hits(archive: Archive, query: str) -> dict[ArticleId, Hit]:
    return {hit.article.id: hit for hit in find.search(archive, query).hits}


def _right(archive: Archive, hit: Hit) -> None:
    """Each passage is what stands there in the text, its marks on the word."""
    text = archive.store.editions.get(hit.article.edition).text
    assert hit.snippets and all(each.text == text[each.start : each.end] for each in hit.snippets)
    assert all(each.text[start:end] == "needle" for each in hit.snippets for start, end in each.highlights)


def test_a_long_text_is_not_read_whole_for_a_rare_word(
    archive: Archive, add_article: Callable[..., ArticleId], read_whole: list[ArticleId]
) -> None:
    long, short = add_article(archive, _LONG, "A needle"), add_article(archive, "A needle again.", "Short")
    archive.index.catch_up()
    hits = _hits(archive, "needle")
    assert read_whole == [short]
    _right(archive, hits[long])
    assert "The café’s needle is here." in hits[long].snippets[0].text
    assert hits[short].snippets[0].text == "A needle again."


def test_a_word_of_the_title_alone_shows_how_the_text_begins(
    archive: Archive, add_article: Callable[..., ArticleId], read_whole: list[ArticleId]
) -> None:
    long = add_article(archive, _LONG, "Hay")
    archive.index.catch_up()
    hit = _hits(archive, "title:hay")[long]
    assert read_whole == []
    text, begin = archive.store.editions.texts([hit.article.edition])[hit.article.edition]
    assert begin == len("Hay") and hit.snippets == highlight.snippets(text, "title:hay", begin=begin)
    assert "Nobody knows “anything”" in hit.snippets[0].text


def test_a_text_that_was_edited_and_is_not_indexed_yet_is_read_whole(
    archive: Archive, add_article: Callable[..., ArticleId], read_whole: list[ArticleId]
) -> None:
    long = add_article(archive, _LONG, "Hay")
    archive.index.catch_up()
    with archive.atomic():
        archive.outbox.put(long)
    hit = _hits(archive, "needle")[long]
    assert read_whole == [long]
    _right(archive, hit)


def test_stretches_of_a_text_are_its_bytes(archive: Archive, add_article: Callable[..., ArticleId]) -> None:
    article = add_article(archive, "Größe und Maß", "Title")
    edition = archive.store.articles.get(article).edition
    data = archive.store.editions.get(edition).text.encode()
    editions = archive.store.editions
    assert editions.stretches(edition, len(data), [(6, 9), (0, 5)]) == [data[6:9], data[:5]]
    assert editions.stretches(edition, len(data) + 1, [(6, 9)]) is None
    assert editions.stretches(EditionId(edition + 1), len(data), [(6, 9)]) is None
