"""Memos as they are read: the research journal, by what they are about, by links, by words. Acts write them through the ledger."""

from typing import Any

from archive.base.errors import NotFound
from archive.base.text import folded
from archive.model.ids import MemoId, Uid
from archive.model.passage import Memo

from .connection import Connections, Value

# The table and the column that hold the uid of each kind of thing that a memo can be about or link to.
_KINDS = {"article": "articles", "tag": "tags", "collection": "collections", "passage": "passages", "memo": "memos"}
# A thing, and the tags that were joined with it, one after the other, as long as they are not here.
_CALLED = (
    "WITH RECURSIVE called(uid) AS (SELECT ? UNION SELECT a.uid FROM exchange_aliases a JOIN called c ON a.here = c.uid"
    " WHERE a.kind = 'tag' AND a.uid NOT IN (SELECT uid FROM tags) AND ? = 'tag') SELECT uid FROM called"
)


class Memos:
    """The tables `memos` and `memo_links`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def find(self, uid: str) -> Memo:
        """The memo with this uid; raises NotFound."""
        rows = self._connections.rows("SELECT * FROM memos WHERE uid = ?", (uid,))
        if not rows:
            raise NotFound("There is no such memo.", "It may have been deleted.")
        return self._memo(rows[0])

    def page(
        self, *, words: str = "", about: tuple[str, str] | None = None, kind: str | None = None, limit: int, offset: int
    ) -> list[Memo]:
        """Memos, the one changed last first: those that hold all of the words, are about a thing or a kind of thing
        ("" for free ones)."""
        conditions, values = ["1"], list[Value]()
        for word in folded(words).split():
            conditions.append("instr(folded, ?) > 0")
            values.append(word)
        if about is not None:
            conditions.append(f"kind = ? AND target IN ({_CALLED})")
            values += [about[0], about[1], about[0]]
        if kind is not None:
            conditions.append("coalesce(kind, '') = ?")
            values.append(kind)
        rows = self._connections.rows(
            f"SELECT * FROM memos WHERE {' AND '.join(conditions)} ORDER BY modified DESC, id DESC LIMIT ? OFFSET ?",
            [*values, limit, offset],
        )
        return [self._memo(row) for row in rows]

    def linking(self, kind: str, uid: str) -> list[Memo]:
        """The memos that link to a thing, the one changed last first."""
        rows = self._connections.rows(
            "SELECT m.* FROM memo_links l JOIN memos m ON m.id = l.memo WHERE l.kind = ?"
            f" AND l.target IN ({_CALLED}) GROUP BY m.id ORDER BY m.modified DESC, m.id DESC",
            (kind, uid, kind),
        )
        return [self._memo(row) for row in rows]

    def exists(self, kind: str, uid: str) -> bool:
        """Whether the thing is in the archive."""
        table = _KINDS.get(kind)
        return table is not None and bool(self._connections.value(f"SELECT 1 FROM {table} WHERE uid = ?", (uid,)))

    def _memo(self, row: Any) -> Memo:
        links = self._connections.rows(
            "SELECT kind, target FROM memo_links WHERE memo = ? ORDER BY kind, target", (row["id"],)
        )
        return Memo(
            id=MemoId(row["id"]),
            uid=Uid(row["uid"]),
            title=row["title"],
            text=row["text"],
            about=None if row["kind"] is None else (row["kind"], row["target"]),
            links=tuple((link[0], link[1]) for link in links),
            author=row["author"],
            created=row["created"],
            modified=row["modified"],
        )
