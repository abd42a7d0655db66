"""Finding articles: a query (or none) over a scope, in an order, with facets and the passages that match."""

from collections.abc import Callable, Sequence
from time import perf_counter

from archive.archive import Archive
from archive.base.errors import Cancelled
from archive.index import highlight
from archive.model.article import Article
from archive.model.ids import ArticleId
from archive.model.search import Hit, Ranked, Results, Scope, Snippet, Sort

EVERYWHERE = Scope()


def search(
    archive: Archive,
    query: str,
    *,
    scope: Scope = EVERYWHERE,
    sort: Sort = Sort.RELEVANCE,
    limit: int | None = 50,
    offset: int = 0,
    snippets: bool = True,
    cancelled: Callable[[], bool] = lambda: False,
) -> Results:
    """A page of hits with facets over all of them; an empty query lists the scope, newest first.

    Raises Cancelled when `cancelled()` becomes true. `elapsed_ms` is the whole call: index, store and snippets.
    """
    started = perf_counter()
    with archive.snapshot():
        pending = archive.index.pending()
        if query.strip():
            ranked, articles = _matching(archive, query, scope, sort, limit, offset, cancelled)
        else:
            ranked, articles = _listed(archive, scope, sort, limit, offset)
        facets = archive.store.articles.facets(scope, ranked.articles if query.strip() else None)
        scores = dict(zip(ranked.articles, ranked.scores, strict=False))
        hits = []
        for article in articles:
            passages = _passages(archive, article, query, cancelled) if snippets and query.strip() else ()
            hits.append(Hit(article, scores.get(article.id, 0.0), passages))
    elapsed_ms = (perf_counter() - started) * 1000
    return Results(len(ranked.articles), elapsed_ms, pending, ranked.did_you_mean, facets, tuple(hits))


def articles(
    archive: Archive,
    *,
    scope: Scope = EVERYWHERE,
    sort: Sort = Sort.ADDED,
    limit: int | None = None,
    offset: int = 0,
) -> list[Article]:
    """The articles of a scope without a query."""
    return archive.store.articles.list(scope, _listable(sort), limit=limit, offset=offset)


def positions(archive: Archive, article_id: ArticleId, query: str) -> tuple[tuple[int, int], ...]:
    """Where the query's words and phrases stand in the current edition's text, to highlight and to step through."""
    return tuple(highlight.highlight(archive.store.editions.current(article_id).text, query))


def _listable(sort: Sort) -> Sort:
    return Sort.ADDED if sort is Sort.RELEVANCE else sort


def _listed(archive: Archive, scope: Scope, sort: Sort, limit: int | None, offset: int) -> tuple[Ranked, list[Article]]:
    ids = tuple(archive.store.articles.ids(scope))
    return Ranked(ids, ()), articles(archive, scope=scope, sort=sort, limit=limit, offset=offset)


def _matching(
    archive: Archive,
    query: str,
    scope: Scope,
    sort: Sort,
    limit: int | None,
    offset: int,
    cancelled: Callable[[], bool],
) -> tuple[Ranked, list[Article]]:
    """Every match in scope, and the articles of the page in order."""
    # The index may be a moment behind the store: what has left the scope meanwhile is no hit.
    inside = archive.store.articles.ids(scope)
    ranked = archive.index.search(query, allowed=inside.__contains__, cancelled=cancelled)
    if sort is not Sort.RELEVANCE:
        return ranked, archive.store.articles.list(scope, sort, limit=limit, offset=offset, ids=ranked.articles)
    end = None if limit is None else offset + limit
    page: Sequence[ArticleId] = ranked.articles[offset:end]
    found = (
        {article.id: article for article in archive.store.articles.list(scope, Sort.ADDED, ids=page)} if page else {}
    )
    return ranked, [found[article_id] for article_id in page if article_id in found]


def _passages(archive: Archive, article: Article, query: str, cancelled: Callable[[], bool]) -> tuple[Snippet, ...]:
    if cancelled():
        raise Cancelled
    return highlight.snippets(archive.store.editions.get(article.edition).text, query)
