"""The articles of a page of hits with their best passages; of a long text only that is read which the index says that the query's words need."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from archive.archive import Archive
from archive.index import highlight
from archive.index.anchors import Reading
from archive.index.highlight import Told
from archive.model.article import Article
from archive.model.ids import ArticleId
from archive.model.search import Scope, Snippet


class Page(NamedTuple):
    """The articles of a page, in order, and what was read of their texts, as far as there are any."""

    articles: list[Article]
    texts: dict[ArticleId, Told]


def read(archive: Archive, scope: Scope, wanted: Sequence[ArticleId], query: str) -> Page:
    """Those of these few hits that are in scope, with what the query's passages need of their texts. Inside a snapshot."""
    readings = archive.index.readings(query, wanted, archive.index.forms(query))
    # Rows come with their texts: asking for these by themselves takes half as long again.
    found = archive.store.articles.read(scope, [article for article in wanted if article not in readings])
    articles = {article: row for article, (row, _) in found.items()}
    texts = {article: Told(*text) for article, (_, text) in found.items() if text is not None}
    if readings:
        long = archive.store.articles.found(scope, list(readings))
        articles |= long
        texts |= _apart(archive, long.values(), readings)
    return Page([articles[article] for article in wanted if article in articles], texts)


def of(archive: Archive, page: Page, query: str, poll: Callable[[], None]) -> dict[ArticleId, tuple[Snippet, ...]]:
    """The best passages of each article of the page; of what stands below the title, which is above the snippet already. Inside the snapshot
    in which it was read; calls `poll` now and then."""
    worth, forms = archive.index.rarities(query), archive.index.forms(query)
    found = highlight.snippets_of(list(page.texts.values()), query, worth, forms, poll)
    return dict(zip(page.texts, found, strict=True))


def _apart(
    archive: Archive, articles: Iterable[Article], readings: Mapping[ArticleId, Reading]
) -> dict[ArticleId, Told]:
    """What is wanted of each article's long text, with spaces for the rest; all of it where it is not the text that was indexed."""
    texts: dict[ArticleId, Told] = {}
    whole: list[Article] = []
    for article in articles:
        reading = readings[article.id]
        if (text := _read(archive, article, reading)) is None:
            whole.append(article)
        else:
            texts[article.id] = Told(text, reading.begin, reading.stretches)
    found = archive.store.editions.texts([article.edition for article in whole]) if whole else {}
    return texts | {article.id: Told(*found[article.edition]) for article in whole if article.edition in found}


def _read(archive: Archive, article: Article, reading: Reading) -> str | None:
    stretches = [(part.first_byte, part.last_byte) for part in reading.parts]
    found = archive.store.editions.stretches(article.edition, reading.octets, stretches)
    return None if found is None else reading.text(found)
