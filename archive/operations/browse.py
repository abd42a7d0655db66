"""What a window shows without searching: pages of a list, the sidebar's figures, tags and collections. Reads only."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from archive.archive import Archive
from archive.base.errors import NotFound
from archive.model.article import Article, Collection, Sidebar
from archive.model.ids import ArticleId
from archive.model.search import FACETS, Hit, Results, SavedSearch, Scope, Sort

EVERYTHING = Scope()


def listing(
    archive: Archive,
    query: str = "",
    *,
    scope: Scope = EVERYTHING,
    sort: Sort = Sort.ADDED,
    limit: int = 50,
    offset: int = 0,
    facets: Sequence[str] = FACETS,
    suggest: bool = True,
    cancelled: Callable[[], bool] = lambda: False,
) -> Results:
    """A page of the library's list: a search when there is a query, else every article of the scope (score 0, no snippets).

    Who shows no facets asks for none: right after a commit counting them takes far longer than the page. What the query may have meant is left
    out where `suggest` is false.
    """
    if query.strip():
        # Whoosh takes its time to import, and a window that has just opened does not search.
        from .find import search

        return search(
            archive,
            query,
            scope=scope,
            sort=sort,
            limit=limit,
            offset=offset,
            snippets=limit > 0,
            facets=facets,
            suggest=suggest,
            cancelled=cancelled,
        )
    with archive.snapshot():
        articles = archive.store.articles
        hits = page(archive, scope=scope, sort=sort, limit=limit, offset=offset)
        counted = articles.facets(scope, None, facets)
        return Results(articles.count(scope), 0.0, archive.outbox.pending(), None, counted, hits)


def page(
    archive: Archive,
    query: str = "",
    *,
    scope: Scope = EVERYTHING,
    sort: Sort = Sort.ADDED,
    limit: int = 50,
    offset: int = 0,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Hit, ...]:
    """The hits of `listing` alone: what scrolling asks for, without counting anything again."""
    if query.strip():
        asked: dict[str, Any] = {"scope": scope, "sort": sort, "limit": limit, "offset": offset}
        return listing(archive, query, **asked, facets=(), suggest=False, cancelled=cancelled).hits
    order = Sort.ADDED if sort is Sort.RELEVANCE else sort
    return tuple(Hit(each, 0.0, ()) for each in archive.store.articles.list(scope, order, limit=limit, offset=offset))


def articles(archive: Archive, ids: Sequence[ArticleId]) -> dict[ArticleId, Article]:
    """The present state of these articles, without those that are gone."""
    found: dict[ArticleId, Article] = {}
    with archive.snapshot():
        for article_id in ids:
            try:
                found[article_id] = archive.store.articles.get(article_id)
            except NotFound:
                continue
    return found


def sidebar(archive: Archive) -> tuple[Sidebar, list[SavedSearch]]:
    """The sidebar's figures and the saved searches, of one moment."""
    with archive.snapshot():
        figures = replace(archive.store.articles.sidebar(), tag_colours=archive.store.codebook.colours_by_path())
        return figures, list(archive.store.searches.list())


def holds_any(archive: Archive) -> bool:
    """Whether there is an article, be it in the trash."""
    return archive.store.articles.holds_any()


def count(archive: Archive) -> int:
    """How many articles there are outside the trash."""
    return archive.store.articles.outside_trash()


def found_by_searches(
    archive: Archive, searches: Sequence[SavedSearch], cancelled: Callable[[], bool] = lambda: False
) -> dict[int, int]:
    """How many articles each saved search finds now, by its id."""
    return {
        each.id: listing(
            archive, each.query, scope=each.scope, limit=0, facets=(), suggest=False, cancelled=cancelled
        ).total
        for each in searches
    }


def trashed(archive: Archive) -> list[ArticleId]:
    """Every article in the trash."""
    return sorted(archive.store.articles.ids(Scope(trashed=True)))


def collections(archive: Archive) -> list[Collection]:
    """Every collection, by name."""
    return list(archive.store.collections.list())


def tags(archive: Archive) -> dict[str, int]:
    """Every tag's path with the number of its articles outside the trash."""
    return archive.store.tags.counts()


def tags_of(archive: Archive, ids: Sequence[ArticleId]) -> dict[str, int]:
    """The tags that any of these articles carries, with how many of them carry it."""
    with archive.snapshot():
        return dict(sorted(Counter(path for each in ids for path in archive.store.tags.of(each)).items()))


def whereabouts(archive: Archive, ids: Sequence[ArticleId]) -> list[str]:
    """Where the originals of these articles lay when they were imported."""
    with archive.snapshot():
        return [archive.store.editions.current(each).path for each in ids]
