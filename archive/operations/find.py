"""Finding articles: a query (or none) over a scope, in an order, with facets and the passages that match."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import NamedTuple

import numpy as np

from archive.archive import Archive
from archive.base.errors import Cancelled
from archive.index import highlight
from archive.index.index import Ranking
from archive.index.order import best
from archive.index.queries import asked as asked_for
from archive.model.article import Article
from archive.model.ids import ArticleId
from archive.model.search import FACETS, Hit, Results, Scope, Sort
from archive.store.listing import FEW

from . import hit_passages
from .browse import EVERYTHING


class _Asked(NamedTuple):
    """How many hits are to be in order, whether to tell what the query may have meant, and what says that nobody waits any more."""

    first: int | None
    suggest: bool
    cancelled: Callable[[], bool]


def search(
    archive: Archive,
    query: str,
    *,
    scope: Scope = EVERYTHING,
    sort: Sort = Sort.RELEVANCE,
    limit: int | None = 50,
    offset: int = 0,
    snippets: bool = True,
    facets: Sequence[str] = FACETS,
    suggest: bool = True,
    cancelled: Callable[[], bool] = lambda: False,
) -> Results:
    """A page of hits with these facets over all of them; an empty query lists the scope, newest first. Of one that finds hardly anything
    it is told what it may have meant, unless that is not to be looked for (`suggest`).

    Raises Cancelled when `cancelled()` becomes true. `elapsed_ms` is the whole call: index, store and snippets.
    """
    started = perf_counter()
    asked = bool(query.strip())
    # Outside the read transaction: a damaged index is dropped here, and `pending` has to say so.
    shown = None if limit is None or sort is not Sort.RELEVANCE else offset + limit
    ranked = _ranked(archive, query, scope, _Asked(shown, suggest, cancelled)) if asked else None
    with archive.snapshot():
        pending = archive.index.pending()
        told = _told(archive, ranked, scope, sort, limit, offset, query) if snippets and asked else None
        page = _page(archive, ranked, scope, sort, limit, offset) if told is None else told.articles
        _check(cancelled)
        counted = archive.store.articles.facets(scope, None if ranked is None else ranked.articles, facets)
        passages = hit_passages.of(archive, told, query, lambda: _check(cancelled)) if told is not None else {}
        scores = _scores(ranked, page, shown or 0)
        hits = [Hit(article, scores.get(article.id, 0.0), passages.get(article.id, ())) for article in page]
        total = archive.store.articles.count(scope) if ranked is None else len(ranked.articles)
    suggestion = None if ranked is None else ranked.did_you_mean
    elapsed_ms = (perf_counter() - started) * 1000
    left_out = asked_for(query).left_out if asked else None
    return Results(total, elapsed_ms, pending, suggestion, counted, tuple(hits), left_out)


def articles(
    archive: Archive,
    *,
    scope: Scope = EVERYTHING,
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


def _check(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled


def _ranked(archive: Archive, query: str, scope: Scope, asked: _Asked) -> Ranking:
    # The index may be a moment behind the store: what has left the scope meanwhile is no hit.
    if scope == EVERYTHING:
        return _staying(archive, archive.index.ranking(query, **asked._asdict()), asked.first)
    if archive.store.articles.known(scope) is None:
        found = archive.index.ranking(query, **asked._asdict())
        if len(found.articles) <= FEW:
            return _inside(archive, found, scope)
    inside = archive.store.articles.census(scope).articles
    _check(asked.cancelled)
    return archive.index.ranking(query, allowed=inside, **asked._asdict())


def _staying(archive: Archive, found: Ranking, shown: int | None) -> Ranking:
    """The hits without those that left the archive or went to the trash and are in the index yet: hardly ever any."""
    leaving = archive.outbox.leaving(int(found.articles.max(initial=0)))
    if not leaving:
        return found
    kept = ~np.isin(found.articles, leaving)
    articles, scores = found.articles[kept], found.scores[kept]
    order = best(articles, scores, shown)
    return Ranking(articles[order], scores[order], found.did_you_mean)


def _inside(archive: Archive, found: Ranking, scope: Scope) -> Ranking:
    """Those of few hits that are in scope, best first: right after a commit they are sooner asked for than all articles."""
    kept = np.isin(found.articles, archive.store.articles.within(scope, found.articles).articles)
    articles, scores = found.articles[kept], found.scores[kept]
    order = best(articles, scores)
    return Ranking(articles[order], scores[order], found.did_you_mean)


def _scores(ranked: Ranking | None, page: Sequence[Article], shown: int) -> dict[ArticleId, float]:
    if ranked is None or not page:
        return {}
    # The page is what comes first, unless the order is another one.
    found = dict(zip(ranked.articles[:shown].tolist(), ranked.scores[:shown].tolist(), strict=True))
    if all(article.id in found for article in page):
        return found
    wanted = np.isin(ranked.articles, np.array([article.id for article in page], np.int64))
    return dict(zip(ranked.articles[wanted].tolist(), ranked.scores[wanted].tolist(), strict=True))


def _page(
    archive: Archive, ranked: Ranking | None, scope: Scope, sort: Sort, limit: int | None, offset: int
) -> list[Article]:
    """The articles of the page, in order."""
    if ranked is None:
        return articles(archive, scope=scope, sort=sort, limit=limit, offset=offset)
    if sort is not Sort.RELEVANCE:
        matching = ranked.articles.tolist()
        return archive.store.articles.list(scope, sort, limit=limit, offset=offset, ids=matching)
    wanted = _best(ranked, limit, offset)
    found = archive.store.articles.found(scope, wanted)
    return [found[article] for article in wanted if article in found]


def _best(ranked: Ranking, limit: int | None, offset: int) -> list[ArticleId]:
    wanted: list[ArticleId] = ranked.articles[offset : None if limit is None else offset + limit].tolist()
    return wanted


def _told(
    archive: Archive, ranked: Ranking | None, scope: Scope, sort: Sort, limit: int | None, offset: int, query: str
) -> hit_passages.Page:
    """The articles of the page with what their passages need of their texts."""
    if ranked is not None and sort is Sort.RELEVANCE:
        wanted = _best(ranked, limit, offset)
    else:
        wanted = [article.id for article in _page(archive, ranked, scope, sort, limit, offset)]
    return hit_passages.read(archive, scope, wanted, query)
