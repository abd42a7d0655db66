"""Questions over many articles: pages of a list, counts, facets and the sidebar. No text is ever loaded."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from archive.model.article import Article, Sidebar, Verdict
from archive.model.ids import ArticleId, EditionId, Uid
from archive.model.search import Scope, Sort

from .connection import Connections, Value
from .groups import CLOSURE, Collections, Tags

COLUMNS = (
    "a.id, a.uid, a.edition, a.title, a.byline, a.publisher, a.republisher, a.published, a.language, a.url, a.accessed,"
    " a.words, a.passages, a.added, a.starred, a.read_at, a.position, a.trashed_at, a.note, a.excerpt, a.verdict, a.warnings"
)
Page = list[Article]

# The partial indexes of the schema give each of these orders without sorting.
_ORDERS: Mapping[Sort, str] = {
    Sort.RELEVANCE: "a.added DESC, a.id DESC",
    Sort.ADDED: "a.added DESC, a.id DESC",
    Sort.PUBLISHED: "a.earliest DESC, a.id DESC",
    Sort.PUBLISHED_OLDEST: "a.earliest ASC NULLS LAST, a.id",
    Sort.TITLE: "a.title_key, a.id",
    Sort.PUBLISHER: "a.publisher COLLATE NOCASE ASC NULLS LAST, a.earliest DESC, a.id DESC",
}


def article_of(row: Any) -> Article:
    """The record of a row of `COLUMNS`."""
    return Article(
        id=ArticleId(row["id"]),
        uid=Uid(row["uid"]),
        edition=EditionId(row["edition"] or 0),
        title=row["title"] or "",
        byline=tuple(json.loads(row["byline"])),
        publisher=row["publisher"],
        republisher=row["republisher"],
        published=row["published"],
        language=row["language"],
        url=row["url"],
        accessed=row["accessed"],
        words=row["words"],
        passages=row["passages"],
        added=row["added"],
        starred=bool(row["starred"]),
        read=row["read_at"] is not None,
        position=row["position"],
        trashed_at=row["trashed_at"],
        note=row["note"],
        excerpt=row["excerpt"],
        verdict=Verdict(row["verdict"]),
        warnings=tuple(json.loads(row["warnings"])),
    )


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _one_of(column: str, wanted: Sequence[str]) -> tuple[str, list[Value]]:
    named: list[Value] = [value for value in wanted if value]
    parts = [f"{column} IN ({_marks(named)})"] if named else []
    if "" in wanted:
        parts.append(f"{column} IS NULL")
    return f"({' OR '.join(parts)})", named


def _where(scope: Scope) -> tuple[str, list[Value]]:
    conditions = [f"a.trashed_at IS {'NOT ' if scope.trashed else ''}NULL"]
    values: list[Value] = []
    if scope.unread:
        conditions.append("a.read_at IS NULL")
    if scope.starred:
        conditions.append("a.starred = 1")
    years = tuple(year or "undated" for year in scope.years)
    for column, wanted in (("publisher", scope.publishers), ("year", years), ("language", scope.languages)):
        if wanted:
            condition, named = _one_of(f"a.{column}", wanted)
            conditions.append(condition)
            values += named
    for tag in scope.tags:
        conditions.append(
            "a.id IN (SELECT x.article FROM article_tags x JOIN tags t ON t.id = x.tag"
            " WHERE t.path = ? OR (t.path > ? AND t.path < ?))"
        )
        values += [tag, f"{tag}/", f"{tag}0"]  # "0" follows "/": everything below the tag
    if scope.collection is not None:
        conditions.append(
            f"a.id IN (SELECT article FROM collection_articles WHERE collection IN ({CLOSURE} SELECT id FROM below))"
        )
        values.append(scope.collection)
    return " AND ".join(conditions), values


class Listing:
    """Read-only questions over the tables of articles, tags and collections."""

    def __init__(self, connections: Connections, collections: Collections, tags: Tags) -> None:
        self._connections = connections
        self._collections = collections
        self._tags = tags

    def list(
        self,
        scope: Scope,
        sort: Sort,
        *,
        limit: int | None = None,
        offset: int = 0,
        ids: Sequence[ArticleId] | None = None,
    ) -> Page:
        """A page of the articles in scope, or of those of `ids` that are; by relevance, `ids` keep their order."""
        where, values = _where(scope)
        source, order = "articles a", _ORDERS[sort]
        if ids is not None:
            source = "json_each(?) j CROSS JOIN articles a ON a.id = j.value"
            values.insert(0, json.dumps(list(ids)))
            if sort is Sort.RELEVANCE:
                order = "j.key"
        sql = f"SELECT {COLUMNS} FROM {source} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
        values += [-1 if limit is None else limit, offset]
        return [article_of(row) for row in self._connections.rows(sql, values)]

    def ids(self, scope: Scope) -> set[ArticleId]:
        """All articles in scope."""
        where, values = _where(scope)
        return {row[0] for row in self._connections.rows(f"SELECT a.id FROM articles a WHERE {where}", values)}

    def count(self, scope: Scope) -> int:
        """How many articles are in scope."""
        where, values = _where(scope)
        return int(self._connections.value(f"SELECT count(*) FROM articles a WHERE {where}", values))

    def facets(self, scope: Scope, ids: Sequence[ArticleId] | None = None) -> dict[str, dict[str, int]]:
        """{publisher, year, tag, language: {value: articles}}, most frequent first, "" for none given.

        Over the articles in scope, or over those of `ids` that are.
        """
        where, values = _where(scope)
        if ids is not None:
            where += " AND a.id IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(list(ids)))
        sql = f"SELECT a.publisher, a.year, a.language, count(*) FROM articles a WHERE {where} GROUP BY 1, 2, 3"
        counts: dict[str, Counter[str]] = {name: Counter() for name in ("publisher", "year", "tag", "language")}
        for publisher, year, language, number in map(tuple, self._connections.rows(sql, values)):
            counts["publisher"][publisher or ""] += number
            counts["year"][year] += number
            counts["language"][language or ""] += number
        tags = (
            "SELECT t.path, count(*) FROM article_tags x JOIN tags t ON t.id = x.tag"
            f" WHERE x.article IN (SELECT a.id FROM articles a WHERE {where}) GROUP BY t.id"
        )
        counts["tag"].update({row[0]: row[1] for row in self._connections.rows(tags, values)})
        return {name: dict(sorted(c.items(), key=lambda item: (-item[1], item[0]))) for name, c in counts.items()}

    def sidebar(self) -> Sidebar:
        """The counts beside the list; trashed articles count as trashed only."""
        with self._connections.snapshot():
            everything, unread, starred = self._connections.row(
                "SELECT count(*), count(*) FILTER (WHERE read_at IS NULL), count(*) FILTER (WHERE starred = 1)"
                " FROM articles WHERE trashed_at IS NULL"
            )
            trashed = self._connections.value("SELECT count(*) FROM articles WHERE trashed_at IS NOT NULL")
            publishers = self._connections.rows(
                "SELECT publisher, count(*) FROM articles WHERE trashed_at IS NULL GROUP BY publisher"
                " ORDER BY publisher COLLATE NOCASE NULLS LAST"
            )
            return Sidebar(
                all=everything,
                unread=unread,
                starred=starred,
                trashed=trashed,
                publishers={row[0] or "": row[1] for row in publishers},
                tags=self._tags.counts(),
                collections=tuple(self._collections.list()),
            )
