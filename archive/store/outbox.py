"""The outbox: articles that are saved but not yet in the index, queued in the transaction that saved them."""

import json
from collections.abc import Sequence
from typing import Any

from archive.model.ids import ArticleId
from archive.model.search import Document

from .connection import Connections

_INDEXABLE = "FROM articles WHERE trashed_at IS NULL AND edition IS NOT NULL"


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

    def take(self, limit: int) -> Sequence[tuple[int, ArticleId, Document | None]]:
        """Up to `limit` rows, oldest first: (row id, article, its document, or None when it is to be removed)."""
        rows = self._connections.rows(
            "SELECT w.id AS row, w.article AS waiting, a.*, e.text,"
            " (SELECT json_group_array(t.path) FROM tagged_articles x JOIN tags t ON t.id = x.tag WHERE x.article = a.id) AS tags,"
            " (SELECT group_concat(p.note, char(10)) FROM passages p WHERE p.article = a.id AND p.note <> '') AS notes"
            " FROM (SELECT id, article FROM outbox ORDER BY id LIMIT ?) w"
            " LEFT JOIN articles a ON a.id = w.article AND a.trashed_at IS NULL"
            " LEFT JOIN editions e ON e.id = a.edition ORDER BY w.id",
            (limit,),
        )
        return [(row["row"], ArticleId(row["waiting"]), _document(row)) for row in rows]

    def done(self, rows: Sequence[int]) -> None:
        """Drops the rows, inside the transaction under way. A row queued again meanwhile has a new row id and stays."""
        self._connections.change(
            "DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(rows)),)
        )

    def refill(self) -> None:
        """Queues every indexable article, inside the transaction under way (the index was dropped)."""
        self._connections.change("DELETE FROM outbox")
        self._connections.change(f"INSERT INTO outbox(article) SELECT id {_INDEXABLE} ORDER BY id")

    def indexable(self) -> int:
        """How many articles the index should hold once nothing is pending."""
        return int(self._connections.value(f"SELECT count(*) {_INDEXABLE}"))


def _document(row: Any) -> Document | None:
    if row["text"] is None:
        return None
    days = None if row["earliest"] is None else (row["earliest"], row["latest"])
    return Document(
        article=ArticleId(row["waiting"]),
        title=row["title"] or "",
        body=row["text"],
        byline="; ".join(json.loads(row["byline"])),
        publisher=row["publisher"] or "",
        language=row["language"] or "",
        days=days,
        notes="\n".join(filter(None, (row["note"], row["notes"]))),
        tags=tuple(sorted(set(json.loads(row["tags"])))),
    )
