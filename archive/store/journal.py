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


_ENTRY = ("id", "label", "touched", "inverse", "author", "at")


class Journal:
    """The table `journal`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add(self, change: Change, *, author: str, at: str, joint: str | None = None) -> int:
        """Writes down an act, inside the transaction that did it; the row's id. `joint` names what may go on in this row."""
        row = _columns(change) | {"author": author, "at": at, "joint": joint}
        return self._connections.insert("journal", row)

    def replace(self, entry: int, change: Change, *, at: str) -> None:
        """Lets a row tell of an act and of the one that went on with it, as one."""
        self._connections.update("journal", entry, _columns(change) | {"at": at})

    def last_joint(self, joint: str, author: str) -> "Entry | None":
        """The very last act, when it is one of this author that may go on; else None."""
        row = self._connections.row("SELECT * FROM journal ORDER BY id DESC LIMIT 1")
        if row is None or row["joint"] != joint or row["author"] != author:
            return None
        return _entry(*(row[name] for name in _ENTRY))

    def get(self, entry: int) -> "Entry | None":
        """One act, or None."""
        row = self._connections.row(f"SELECT {', '.join(_ENTRY)} FROM journal WHERE id = ?", (entry,))
        return None if row is None else _entry(*row)

    def page(self, limit: int, before: int | None = None, text: str = "") -> "list[Entry]":
        """Acts, newest first, from the one before the row `before` on; with `text`, those whose label or author holds it."""
        sql = (
            f"SELECT {', '.join(_ENTRY)} FROM journal WHERE id < coalesce(?1, 9e18)"
            " AND (?3 = '' OR instr(lower(label), lower(?3)) OR instr(lower(author), lower(?3))) ORDER BY id DESC LIMIT ?2"
        )
        return [_entry(*row) for row in self._connections.rows(sql, (before, limit, text))]

    def after(self, entry: int) -> "list[Entry]":
        """The acts after a row that can be taken back, oldest first."""
        sql = f"SELECT {', '.join(_ENTRY)} FROM journal WHERE id > ? AND inverse IS NOT NULL ORDER BY id"
        return [_entry(*row) for row in self._connections.rows(sql, (entry,))]

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


def _columns(change: Change) -> dict[str, str | None]:
    inverse = change.inverse
    told = [] if inverse is None or not inverse.told else [inverse.told]
    kept = None if inverse is None else json.dumps([inverse.verb, dict(inverse.arguments), *told], ensure_ascii=False)
    return {"label": change.label, "touched": json.dumps(sorted(change.touched)), "inverse": kept}


def _entry(id: int, label: str, touched: str, inverse: str | None, author: str, at: str) -> Entry:
    verb, arguments, *told = json.loads(inverse) if inverse else ("", {})
    about = frozenset((kind, key) for kind, key in json.loads(touched))
    act = Act(verb, arguments, tuple((what, before, after) for what, before, after in (told[0] if told else ())))
    change = Change(label, about, act if inverse else None, id)
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
