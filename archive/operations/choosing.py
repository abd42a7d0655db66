"""Which passages and articles an export takes along: what a choice names, less what rights, sensitivity or an embargo hold back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archive.archive import Archive
from archive.base import clock
from archive.model.article import Article
from archive.model.ids import ArticleId, PassageId
from archive.model.passage import PassageFilter, PassageSort
from archive.model.rights import Rights, Sensitivity
from archive.model.search import Scope as ArticleScope
from archive.model.search import Sort

from . import drafting

if TYPE_CHECKING:
    from archive.model.excerpt import Choice

_PAGE = 500
_ANY = PassageFilter()


@dataclass(frozen=True, slots=True)
class Row:
    """What of a passage is needed to put it in order and under headings."""

    id: PassageId
    article: ArticleId
    author: str
    created: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """`rows` in the chosen order; `articles` those that whole-article formats take, `held_back` what was left out and why."""

    rows: tuple[Row, ...]
    articles: tuple[ArticleId, ...]
    rights: Mapping[ArticleId, Rights]
    held_back: tuple[str, ...]


def choose(archive: Archive, choice: "Choice") -> Chosen:
    """What the choice takes along, inside the snapshot under way. Raises Invalid or NotFound for a query or a tag that is none."""
    scope = choice.scope
    for path in scope.passages.tags:
        drafting.known_tag(archive, path)
    found = _found(archive, scope.query)
    rows = [row for row in _rows(archive, scope.passages) if found is None or row.article in found]
    narrowed = replace(scope.passages, articles=()) != _ANY
    if narrowed or not scope.articles_too:
        articles = list(dict.fromkeys(row.article for row in rows))
    else:
        living = archive.store.articles.ids(ArticleScope())
        named = scope.passages.articles or living
        articles = [each for each in named if each in living and (found is None or each in found)]
    rights = archive.store.exporting.all_rights()
    kept_back = {} if choice.override else _held(rights)
    kept = tuple(row for row in _ordered(archive, rows, choice) if row.article not in kept_back)
    return Chosen(
        kept,
        tuple(sorted(each for each in articles if each not in kept_back)),
        rights,
        _told(kept_back, {*articles, *(row.article for row in rows)}),
    )


def _found(archive: Archive, query: str) -> frozenset[ArticleId] | None:
    if not query.strip():
        return None
    from . import find

    hits = find.search(archive, query, limit=None, snippets=False).hits
    return frozenset(hit.article.id for hit in hits)


def _rows(archive: Archive, wanted: PassageFilter) -> list[Row]:
    ids = archive.store.passages.ids(wanted, PassageSort.PLACE)
    pages = (ids[first : first + _PAGE] for first in range(0, len(ids), _PAGE))
    outlines = (outline for page in pages for outline in archive.store.passages.outlines(page))
    # Of hundreds of thousands the names and the tags are the same over and over: each is kept once.
    names: dict[str, str] = {}
    tagged: dict[tuple[str, ...], tuple[str, ...]] = {}
    return [
        Row(id, article, names.setdefault(author, author), created, tagged.setdefault(tags, tags))
        for id, article, author, created, tags in outlines
    ]


def _ordered(archive: Archive, rows: list[Row], choice: "Choice") -> Iterable[Row]:
    """By the chosen order; articles in the order in which they are listed, oldest published first where that is asked."""
    from archive.model.excerpt import Grouping, Ordering

    if choice.order is Ordering.CREATED:
        rows = sorted(rows, key=lambda row: (row.created, row.id))
    elif choice.order is Ordering.PUBLISHED or choice.grouping is Grouping.DATE:
        places = {article.id: place for place, article in enumerate(_by_date(archive, {row.article for row in rows}))}
        rows = sorted(rows, key=lambda row: places[row.article])
    return rows


def _by_date(archive: Archive, articles: set[ArticleId]) -> list[Article]:
    scope = ArticleScope(articles=tuple(sorted(articles)))
    return archive.store.articles.list(scope, Sort.PUBLISHED_OLDEST, limit=None, offset=0)


def held(said: Rights) -> str | None:
    """Why an article may not leave unasked; None where it may."""
    if said.embargo and said.embargo > clock.now().date().isoformat():
        return f"under embargo until {said.embargo}"
    return str(said.sensitivity) if said.sensitivity is not Sensitivity.OPEN else None


def restricted(archive: Archive) -> dict[ArticleId, str]:
    """The articles that may not leave unasked, and why."""
    return _held(archive.store.exporting.all_rights())


def _held(rights: Mapping[ArticleId, Rights]) -> dict[ArticleId, str]:
    return {article: why for article, said in rights.items() if (why := held(said)) is not None}


def _told(held: Mapping[ArticleId, str], wanted: set[ArticleId]) -> tuple[str, ...]:
    reasons: dict[str, int] = {}
    for article, reason in held.items():
        if article in wanted:
            reasons[reason] = reasons.get(reason, 0) + 1
    return tuple(
        f"{'1 article was' if count == 1 else f'{count:,} articles were'} left out: {reason}."
        for reason, count in sorted(reasons.items())
    )
