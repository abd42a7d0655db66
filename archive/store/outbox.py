"""The outbox: articles that are saved but not yet in the index, queued in the transaction that saved them."""

import json
import re
from collections.abc import Sequence
from typing import Any

from archive.model.article import BlockKind
from archive.model.ids import ArticleId
from archive.model.search import Document

from .connection import Connections

LONG = 20_000  # bytes at least of a text of which the index keeps where it begins
HEADLINE_CHARS = 60  # of the blocks, in which it is told where a headline ends
_INDEXABLE = "FROM articles WHERE trashed_at IS NULL AND edition IS NOT NULL"
_HEADLINE = re.compile(rf'\[\["{BlockKind.HEADING}", \d+, (\d+),')

_PAGE = 100  # rows read together: a text can be long
_DOCUMENTS = (
    "SELECT w.id, w.article, e.text, a.title, a.byline, a.publisher, a.language, a.earliest, a.latest, a.note,"
    # In an order that stays when a passage gets other edges: the article does not wait for the index then.
    " (SELECT group_concat(p.note, char(10) ORDER BY p.id) FROM passages p WHERE p.article = a.id AND p.note <> ''),"
    # Not of the view of both: it would be gone through whole for each page.
    " (SELECT json_group_array(t.path) FROM article_tags x JOIN tags t ON t.id = x.tag WHERE x.article = a.id),"
    " (SELECT json_group_array(DISTINCT t.path) FROM passage_tags x JOIN tags t ON t.id = x.tag WHERE x.article = a.id),"
    # Of a short text the index does not ask for it, and most blocks need not be read.
    f" CASE WHEN octet_length(e.text) >= {LONG} THEN substr(e.blocks, 1, {HEADLINE_CHARS}) END"
    " FROM ({}) w"
    " LEFT JOIN articles a ON a.id = w.article AND a.trashed_at IS NULL"
    " LEFT JOIN editions e ON e.id = a.edition ORDER BY w.id"
)
# Queues the articles whose notes may stand in another order in the index than they are read in; used by one migration.
SEVERAL_NOTES = """
INSERT OR REPLACE INTO outbox(article) SELECT p.article FROM passages p JOIN articles a ON a.id = p.article
WHERE p.note <> '' AND a.trashed_at IS NULL GROUP BY p.article HAVING count(*) > 1;
"""
_TAKE = _DOCUMENTS.format("SELECT id, article FROM outbox WHERE id > ? ORDER BY id LIMIT ?")
_CHOSEN = _DOCUMENTS.format("SELECT value AS id, value AS article FROM json_each(?)")


def behind_headline(text: str, blocks: str) -> int:
    """Where a text goes on behind its headline, from the beginning of its blocks; 0 where it has none or nothing else."""
    headline = _HEADLINE.match(blocks)
    end = int(headline[1]) if headline else 0
    return end if end < len(text) else 0


class OutboxTable:
    """The table `outbox` (`archive.model.protocols.Outbox`), one row for each waiting article."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def put(self, article: ArticleId) -> None:
        """Queues an article, inside the transaction under way; again when it waits already, with a new row."""
        # REPLACE gives the row a new id, so that `done` with the old id leaves it.
        self._connections.change("INSERT OR REPLACE INTO outbox(article) VALUES (?)", (article,))

    def pending(self) -> int:
        """How many articles wait."""
        return int(self._connections.value("SELECT count(*) FROM outbox"))

    def leaving(self, last: int) -> list[ArticleId]:
        """Of the articles that wait, up to the id `last`, those that are no longer there or in the trash, ascending."""
        sql = (
            "SELECT w.article FROM outbox w LEFT JOIN articles a ON a.id = w.article"
            " WHERE w.article <= ? AND (a.id IS NULL OR a.trashed_at IS NOT NULL) ORDER BY w.article"
        )
        return [ArticleId(row[0]) for row in self._connections.rows(sql, (last,), named=False)]

    def waiting_among(self, articles: Sequence[ArticleId]) -> set[ArticleId]:
        """Those of the articles that wait."""
        sql = "SELECT article FROM outbox WHERE article IN (SELECT value FROM json_each(?))"
        return {ArticleId(row[0]) for row in self._connections.rows(sql, (json.dumps(list(articles)),), named=False)}

    def take(self, limit: int, characters: int | None = None) -> Sequence[tuple[int, ArticleId, Document | None]]:
        """Up to `limit` rows, oldest first: (row id, article, its document, or None when it is to be removed); fewer where the texts
        have so many characters."""
        found: list[tuple[int, ArticleId, Document | None]] = []
        last, taken = 0, 0
        while len(found) < limit and (characters is None or taken < characters):
            most = min(limit - len(found), _PAGE)
            rows = self._connections.rows(_TAKE, (last, most), named=False)
            found += [(row[0], ArticleId(row[1]), _document(row)) for row in rows]
            if len(rows) < most:
                break
            last = rows[-1][0]
            taken += sum(len(row[2] or "") for row in rows)
        return found

    def waiting(self, limit: int) -> Sequence[int]:
        """The ids of the first `limit` rows."""
        return [row[0] for row in self._connections.rows("SELECT id FROM outbox ORDER BY id LIMIT ?", (limit,))]

    def done(self, rows: Sequence[int]) -> None:
        """Drops the rows, inside the transaction under way. A row queued again meanwhile has a new row id and stays."""
        self._connections.change(
            "DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(rows)),)
        )

    def refill(self) -> None:
        """Queues every indexable article, inside the transaction under way (the index was dropped)."""
        self._connections.change("DELETE FROM outbox")
        self._connections.change(f"INSERT INTO outbox(article) SELECT id {_INDEXABLE} ORDER BY id")

    def settled(self) -> list[ArticleId]:
        """The articles that the index should hold as they are now, ascending: none that waits."""
        sql = f"SELECT id {_INDEXABLE} AND id NOT IN (SELECT article FROM outbox) ORDER BY id"
        return [ArticleId(row[0]) for row in self._connections.rows(sql, named=False)]

    def documents(self, articles: Sequence[ArticleId]) -> list[Document]:
        """What the index should say of these, as far as they are there and not in the trash."""
        rows = self._connections.rows(_CHOSEN, (json.dumps(list(articles)),), named=False)
        return [document for row in rows if (document := _document(row)) is not None]

    def indexable(self) -> int:
        """How many articles the index should hold once nothing is pending."""
        return int(self._connections.value(f"SELECT count(*) {_INDEXABLE}"))


def _document(row: tuple[Any, ...]) -> Document | None:
    _, article, text, title, byline, publisher, language, earliest, latest, note, notes, tags, inside, blocks = row
    if text is None:
        return None
    return Document(
        article=ArticleId(article),
        title=title or "",
        body=text,
        byline=_names(byline),
        publisher=publisher or "",
        language=language or "",
        days=None if earliest is None else (earliest, latest),
        notes="\n".join(filter(None, (note, notes))),
        tags=() if tags == inside == "[]" else tuple(sorted({*json.loads(tags), *json.loads(inside)})),
        begin=behind_headline(text, blocks) if blocks else 0,
    )


def _names(kept: str) -> str:
    """Names kept as a JSON array, in one line."""
    if kept.startswith('["') and kept.endswith('"]') and kept.count('"') == 2 and "\\" not in kept:
        return kept[2:-2]  # one, as nearly always: thousands of articles are read together
    return "; ".join(json.loads(kept))
