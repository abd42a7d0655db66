"""Questions over many articles: pages of a list, counts, facets and the sidebar. No text is ever loaded."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from archive.model.article import Article, Sidebar, Verdict
from archive.model.ids import ArticleId, EditionId
from archive.model.search import FACETS, Scope, Sort

from .connection import Connections, Value
from .groups import CLOSURE, Collections, Tags, id_set
from .outbox import HEADLINE_CHARS, behind_headline

if TYPE_CHECKING:  # counting brings NumPy along, which a first page of the list does not wait for
    from .census import Census, Numbers, Tagged

COLUMNS = (
    "a.id, a.uid, a.edition, a.title, a.byline, a.publisher, a.republisher, a.published, a.language, a.url, a.accessed,"
    " a.words, a.passages, a.added, a.starred, a.read_at, a.position, a.trashed_at, a.note, a.excerpt, a.verdict, a.warnings"
)
_WIDTH = COLUMNS.count(",") + 1
_VERDICTS = {str(verdict): verdict for verdict in Verdict}
Page = list[Article]

# Each count walks one small index and nothing else.
_STATES = """SELECT
    (SELECT count(*) FROM articles INDEXED BY articles_added WHERE trashed_at IS NULL),
    (SELECT count(*) FROM articles INDEXED BY articles_unread WHERE trashed_at IS NULL AND read_at IS NULL),
    (SELECT count(*) FROM articles INDEXED BY articles_starred WHERE trashed_at IS NULL AND starred = 1),
    (SELECT count(*) FROM articles INDEXED BY articles_trash WHERE trashed_at IS NOT NULL)"""

# From this many given articles on, a page of them is looked for along the order instead of one by one.
_MANY = 1000
FEW = 200  # articles that are looked up one by one where no census is kept
_KEPT = 5  # scopes, and the tags, a thread

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
    """The record of a row that ends with `COLUMNS`."""
    # By place: by name each value takes as long as making the record. A page of hits waits for twenty of them.
    (
        article, uid, edition, title, byline, publisher, republisher, published, language, url, accessed, words, passages,
        added, starred, read_at, position, trashed_at, note, excerpt, verdict, warnings,
    ) = row if len(row) == _WIDTH else tuple(row)[-_WIDTH:]  # fmt: skip
    return Article(
        article, uid, edition or EditionId(0), title or "", _listed(byline), publisher, republisher, published, language, url,
        accessed, words, passages, added, bool(starred), read_at is not None, position, trashed_at, note, excerpt,
        _VERDICTS[verdict], _listed(warnings),
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _listed(kept: str) -> tuple[str, ...]:
    """A list as it is kept, in JSON; nearly all of them are alike."""
    return tuple(json.loads(kept))


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _one_of(column: str, wanted: Sequence[str]) -> tuple[str, list[Value]]:
    named: list[Value] = [value for value in wanted if value]
    parts = [f"{column} IN ({_marks(named)})"] if named else []
    if "" in wanted:
        parts.append(f"{column} IS NULL")
    return f"({' OR '.join(parts)})", named


# Articles with a time that may lie between two days, by the date in force; what was rejected tells nothing.
_TELLING = (
    "SELECT m.article FROM mentions m WHERE m.event IS NULL AND m.type IN ('DATE', 'TIME')"
    " AND coalesce(m.earliest, m.latest) <= ? AND coalesce(m.latest, m.earliest) >= ?"
    " UNION SELECT m.article FROM mentions m JOIN events e ON e.id = m.event WHERE e.status <> ?"
    " AND coalesce(e.earliest, e.latest, m.own_earliest, m.own_latest, m.earliest, m.latest) <= ?"
    " AND coalesce(e.latest, e.earliest, m.own_latest, m.own_earliest, m.latest, m.earliest) >= ?"
)

_LACKING = {"byline": "a.byline = '[]'", "reading": "a.id IN (SELECT article FROM extraction_due)"}


def _where(scope: Scope) -> tuple[str, list[Value]]:
    conditions = [f"a.trashed_at IS {'NOT ' if scope.trashed else ''}NULL"]
    values: list[Value] = []
    if scope.unread:
        conditions.append("a.read_at IS NULL")
    if scope.read:
        conditions.append("a.read_at IS NOT NULL")
    if scope.starred:
        conditions.append("a.starred = 1")
    if scope.one_of_each:
        conditions.append("a.id NOT IN (SELECT article FROM origins WHERE leader <> article)")
    years = tuple(year or "undated" for year in scope.years)
    for column, wanted in (("publisher", scope.publishers), ("year", years), ("language", scope.languages)):
        if wanted:
            condition, named = _one_of(f"a.{column}", wanted)
            conditions.append(condition)
            values += named
    for tag in scope.tags:
        conditions.append(
            "a.id IN (SELECT x.article FROM tagged_articles x JOIN tags t ON t.id = x.tag"
            " WHERE t.path = ? OR (t.path > ? AND t.path < ?))"
        )
        values += [tag, f"{tag}/", f"{tag}0"]  # "0" follows "/": everything below the tag
    if scope.collection is not None:
        conditions.append(
            f"a.id IN (SELECT article FROM collection_articles WHERE collection IN ({CLOSURE} SELECT id FROM below))"
        )
        values.append(scope.collection)
    if len(scope.told) == 2:
        from archive.model.event import Status

        first, last = (date.fromisoformat(day).toordinal() for day in scope.told)
        conditions.append(f"a.id IN ({_TELLING})")
        values += [last, first, str(Status.REJECTED), last, first]
    for what in scope.lacking:
        conditions.append(_LACKING[what])
    if scope.articles:
        conditions.append("a.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(scope.articles))
    return " AND ".join(conditions), values


def _most_frequent_first(counter: Mapping[str, int]) -> dict[str, int]:
    return {value: number for value, number in sorted(counter.items(), key=lambda item: (-item[1], item[0])) if number}


class Listing:
    """Read-only questions over the tables of articles, tags and collections."""

    def __init__(self, connections: Connections, collections: Collections, tags: Tags) -> None:
        self._connections = connections
        self._collections = collections
        self._tags = tags
        self._local = threading.local()

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
        if ids is not None and sort is Sort.RELEVANCE:
            return self._in_order(scope, ids, limit, offset)
        where, values = _where(scope)
        if ids is not None:
            # Of many, the first page is found soonest along the order's own index (+ forbids looking each one up).
            where += f" AND {'+' if len(ids) > _MANY else ''}a.id IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(list(ids)))
        sql = f"SELECT {COLUMNS} FROM articles a WHERE {where} ORDER BY {_ORDERS[sort]} LIMIT ? OFFSET ?"
        values += [-1 if limit is None else limit, offset]
        return [article_of(row) for row in self._connections.rows(sql, values, named=False)]

    @contextmanager
    def each(self, sort: Sort, ids: Sequence[ArticleId]) -> Iterator[Iterator[Article]]:
        """Those of these articles that are not in the trash, in this order, one at a time, so that of many little is kept; to be gone
        through before the block ends."""
        where, values = _where(Scope())
        where += f" AND {'+' if len(ids) > _MANY else ''}a.id IN (SELECT value FROM json_each(?))"
        sql = f"SELECT {COLUMNS} FROM articles a WHERE {where} ORDER BY {_ORDERS[sort]}"
        with self._connections.each(sql, [*values, json.dumps(list(ids))]) as rows:
            yield map(article_of, rows)

    def found(self, scope: Scope, ids: Sequence[ArticleId]) -> dict[ArticleId, Article]:
        """Those of these few articles that are in scope, by their ids."""
        where, values = _where(scope)
        sql = f"SELECT {COLUMNS} FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value WHERE {where}"
        rows = self._connections.rows(sql, [json.dumps(list(ids)), *values], named=False)
        return {row[0]: article_of(row) for row in rows}

    def read(self, scope: Scope, ids: Sequence[ArticleId]) -> dict[ArticleId, tuple[Article, tuple[str, int] | None]]:
        """The same, each with its text and where that begins behind the headline; None where there is no text."""
        where, values = _where(scope)
        sql = (
            f"SELECT e.text, substr(e.blocks, 1, {HEADLINE_CHARS}), {COLUMNS} FROM json_each(?) j"
            f" CROSS JOIN articles a ON a.id = j.value LEFT JOIN editions e ON e.id = a.edition WHERE {where}"
        )
        found = {}
        for row in self._connections.rows(sql, [json.dumps(list(ids)), *values], named=False):
            text, blocks = row[:2]
            found[row[2]] = article_of(row), None if text is None else (text, behind_headline(text, blocks))
        return found

    def _in_order(self, scope: Scope, ids: Sequence[ArticleId], limit: int | None, offset: int) -> Page:
        sql = f"SELECT {COLUMNS} FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value ORDER BY j.key"
        with self._connections.snapshot():
            allowed = self.ids(scope)
            wanted = [article for article in ids if article in allowed][offset:]
            rows = self._connections.rows(sql, (json.dumps(wanted if limit is None else wanted[:limit]),), named=False)
        return [article_of(row) for row in rows]

    def ids(self, scope: Scope) -> set[ArticleId]:
        """All articles in scope."""
        where, values = _where(scope)
        joined = self._connections.value(f"SELECT group_concat(a.id) FROM articles a WHERE {where}", values)
        return cast(set[ArticleId], id_set(joined)) if joined else set()

    def count(self, scope: Scope) -> int:
        """How many articles are in scope."""
        where, values = _where(scope)
        return int(self._connections.value(f"SELECT count(*) FROM articles a WHERE {where}", values))

    def census(self, scope: Scope) -> "Census":
        """The articles in scope and their groups; kept for this thread until somebody commits."""
        from .census import census

        where, values = _where(scope)
        # Grouped ids come along the index alone, several times faster than row by row.
        sql = (
            "SELECT a.publisher, a.year, a.language, count(*), group_concat(a.id)"
            f" FROM articles a WHERE {where} GROUP BY 1, 2, 3"
        )
        found: Census = self._kept(scope, lambda: census(self._connections.rows(sql, values)))
        return found

    def known(self, scope: Scope) -> "Census | None":
        """The census, if it was taken since the last commit."""
        found: Census | None = self._still(scope)
        return found

    def within(self, scope: Scope, ids: "Numbers") -> "Census":
        """The census of these few articles alone, which takes no longer in a large archive."""
        from .census import census

        where, values = _where(scope)
        sql = (
            "SELECT a.publisher, a.year, a.language, count(*), group_concat(a.id)"
            f" FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value WHERE {where} GROUP BY 1, 2, 3"
        )
        return census(self._connections.rows(sql, [json.dumps(ids.tolist()), *values]))

    def _tagged(self) -> "Tagged":
        """Which articles carry which tags; kept for this thread until somebody commits."""
        from .census import Tagged

        found: Tagged = self._kept("tags", lambda: Tagged.of(*self._tags.articles()))
        return found

    def _still(self, key: object) -> Any:
        """What is kept and as true as it was; or None."""
        with self._connections.snapshot():
            version = self._connections.version()
            if version is None or version != getattr(self._local, "version", None):
                self._local.version, self._local.kept = version, OrderedDict()
            return self._local.kept.get(key)

    def _kept(self, key: object, make: Callable[[], Any]) -> Any:
        with self._connections.snapshot():
            found = self._still(key)
            kept: OrderedDict[object, Any] = self._local.kept
            kept.pop(key, None)
            found = make() if found is None else found
            kept[key] = found
            if len(kept) > _KEPT:
                kept.popitem(last=False)
            return found

    def facets(
        self, scope: Scope, ids: "Sequence[ArticleId] | Numbers | None" = None, names: Collection[str] = FACETS
    ) -> dict[str, dict[str, int]]:
        """{publisher, year, tag, language: {value: articles}}, most frequent first, "" for none given; those of these `names`.

        Over the articles in scope, or over those of `ids` that are. Tags take longer than all others together.
        """
        if not names:
            return {}
        import numpy as np

        wanted = None if ids is None else np.asarray(ids, dtype=np.int64)
        with self._connections.snapshot():
            # Right after a commit, few articles are sooner asked for than all of them gone through.
            few = wanted if wanted is not None and len(wanted) <= FEW else None
            found = self.census(scope) if few is None or self.known(scope) is not None else self.within(scope, few)
            articles, group_of = found.among(wanted)
            counts = {name: _most_frequent_first(each) for name, each in found.counts(group_of).items()}
            if "tag" in names:
                counts["tag"] = self._tags_of(articles, few=few is not None)
        return {name: counts[name] for name in FACETS if name in names}

    def _tags_of(self, articles: "Numbers", *, few: bool) -> dict[str, int]:
        if few and self._still("tags") is None:
            return self._tags.counts_among(articles)
        return self._tagged().most_frequent_first(articles)

    def sidebar(self) -> Sidebar:
        """The counts beside the list; trashed articles count as trashed only."""
        with self._connections.snapshot():
            everything, unread, starred, trashed = self._connections.row(_STATES)
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
