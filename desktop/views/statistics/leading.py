"""Where marks of the statistics lead: which articles or passages stand behind a number, as the library and passages ask. Pure."""

from collections.abc import Sequence

from archive.model.ids import ArticleId
from archive.model.search import Scope
from archive.model.statistics import StatisticsFilter

from .filter import Filter

NO_DATE = "undated"


def counted(filter: Filter) -> StatisticsFilter:
    """The articles that all numbers of a tab are about; its days are days of publication."""
    return StatisticsFilter(filter.articles, filter.publishers, filter.tags, filter.since, filter.until)


def library(
    filter: Filter,
    query: str = "",
    *,
    publishers: Sequence[str] = (),
    years: Sequence[str] = (),
    languages: Sequence[str] = (),
    lacking: Sequence[str] = (),
    articles: Sequence[ArticleId] = (),
    unread: bool = False,
    read: bool = False,
) -> tuple[Scope, str]:
    """The scope and the query that list what a mark counts within a filter.

    Of several tags of the filter one is enough, and its days are days of publication: both are said in the query.
    """
    parts = [query] if query else []
    if len(filter.tags) > 1:
        parts.append("({})".format(" OR ".join(f'tag:"{path}"' for path in filter.tags)))
    if filter.since or filter.until:
        first = filter.since.isoformat() if filter.since else ""
        last = filter.until.isoformat() if filter.until else ""
        parts.append(f"published:{first}..{last}")
    scope = Scope(
        unread=unread,
        read=read,
        publishers=tuple(publishers) or filter.publishers,
        years=tuple(years),
        languages=tuple(languages),
        tags=filter.tags if len(filter.tags) == 1 else (),
        lacking=tuple(lacking),
        articles=tuple(articles) or filter.articles,
    )
    return scope, " ".join(parts)


def days_told(filter: Filter) -> str:
    """What the days of the filter mean here; "" without any."""
    return "Days are days of publication; articles without a date are left out." if filter.since or filter.until else ""
