"""What a pane has open, read in one snapshot and cut into sections off the interface thread."""

from dataclasses import dataclass, replace

from archive.archive import Archive
from archive.model.article import Article, Edition
from archive.model.ids import ArticleId

from .outline import Outline
from .washes import Span


@dataclass(frozen=True, slots=True)
class Opened:
    """An article with its current edition, and the hits of a query in it."""

    article: Article
    edition: Edition
    outline: Outline
    query: str = ""
    hits: tuple[Span, ...] = ()


def load(archive: Archive, article_id: ArticleId, query: str = "") -> Opened:
    """Reads an article and its edition. Raises NotFound."""
    hits: tuple[Span, ...] = ()
    with archive.snapshot():
        article = archive.store.articles.get(article_id)
        edition = archive.store.editions.current(article_id)
        if query.strip():
            from archive.operations import find  # Whoosh with it: who reads without searching does not wait for that

            hits = find.positions(archive, article_id, query)
    return Opened(article, edition, Outline(edition, article.title), query, hits)


def reload(archive: Archive, before: Opened) -> Opened:
    """As the article is now; the text is read again only when the edition or the title is another."""
    article = archive.store.articles.get(before.article.id)
    if article.edition == before.edition.id and article.title == before.article.title:
        return replace(before, article=article)
    return load(archive, article.id, before.query)
