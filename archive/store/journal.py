"""The journal of what was done, and the few facts that hold for the archive as a whole."""

import json
from dataclasses import dataclass

from archive.model.change import Act, Change
from archive.model.ids import ArticleId

from .connection import Connections


@dataclass(frozen=True, slots=True)
class Entry:
    """One act that was done: what, when (UTC), by whom. `change.inverse` is None when it cannot be taken back."""

    id: int
    change: Change
    author: str
    at: str


class Journal:
    """The table `journal`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, change: Change, *, author: str, at: str) -> None:
        """Writes down an act, inside the transaction that did it."""
        inverse = change.inverse
        row = {
            "label": change.label,
            "touched": json.dumps(sorted(change.touched)),
            "inverse": None
            if inverse is None
            else json.dumps([inverse.verb, dict(inverse.arguments)], ensure_ascii=False),
            "author": author,
            "at": at,
        }
        self._connections.insert("journal", row)

    def recent(self, limit: int, article: ArticleId | None = None) -> list[Entry]:
        """The last acts, newest first: all of them, or those that touched one article."""
        rows = self._connections.rows(
            "SELECT id, label, touched, inverse, author, at FROM journal WHERE ?1 IS NULL OR EXISTS (SELECT 1 FROM"
            " json_each(touched) t WHERE t.value ->> 0 = 'article' AND t.value ->> 1 = ?1) ORDER BY id DESC LIMIT ?2",
            (article, limit),
        )
        return [_entry(*row) for row in rows]

    def forget(self, article: ArticleId) -> None:
        """Removes every word that the journal holds of an article: what was done stays, how to take it back goes."""
        self._connections.change(
            "UPDATE journal SET inverse = NULL WHERE inverse IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(touched) t"
            " WHERE t.value ->> 0 = 'article' AND t.value ->> 1 IN (0, ?))",
            (article,),
        )


def _entry(id: int, label: str, touched: str, inverse: str | None, author: str, at: str) -> Entry:
    verb, arguments = json.loads(inverse) if inverse else ("", {})
    change = Change(
        label, frozenset((kind, key) for kind, key in json.loads(touched)), Act(verb, arguments) if inverse else None
    )
    return Entry(id, change, author, at)


class Facts:
    """The table `facts`: key → value."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def get(self, key: str) -> str | None:
        """The fact, or None."""
        found = self._connections.value("SELECT value FROM facts WHERE key = ?", (key,))
        return None if found is None else str(found)

    def set(self, key: str, value: str) -> None:
        """Writes a fact down, inside the transaction under way."""
        self._connections.change(
            "INSERT INTO facts VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value", (key, value)
        )
