"""The words that persons added to those that ship, and where they stand. Reads only; acts write through the ledger."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from archive.base.errors import NotFound
from archive.model.ids import ArticleId, Uid
from archive.model.lexicon import Additions, Entry, EntryKind, additions

from .connection import Connections

BETWEEN = ", "
_UID_CHARS = 6
# A text is folded once, whatever the number of words: without the limit SQLite would fold it for each of them.
_MENTIONING = (
    "SELECT id FROM (SELECT a.id AS id, lower(e.text) AS told FROM articles a JOIN editions e ON e.id = a.edition LIMIT -1)"
    " WHERE EXISTS (SELECT 1 FROM json_each(?) w WHERE instr(told, w.value) > 0) ORDER BY id"
)
_SAID = (
    "SELECT DISTINCT f.article FROM figures f, json_each(?) w WHERE (f.own IS NOT NULL OR f.rule = 'entered')"
    " AND instr(lower(coalesce(f.own, '') || f.counted || f.place), w.value) > 0"
)
_KEYS = "SELECT key FROM figures UNION SELECT own_key FROM figures WHERE own_key IS NOT NULL"
_WITH_KEYS = (
    "SELECT DISTINCT article FROM figures WHERE key IN (SELECT value FROM json_each(?1))"
    " OR own_key IN (SELECT value FROM json_each(?1)) ORDER BY article"
)


class LexiconTable:
    """The table `lexicon`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def entries(self) -> list[Entry]:
        """Every entry, by kind and name."""
        rows = self._connections.rows("SELECT * FROM lexicon ORDER BY kind DESC, name COLLATE NOCASE, id")
        return [entry(dict(zip(row.keys(), row, strict=True))) for row in rows]

    def additions(self) -> Additions:
        """All of them as the rules take them."""
        return additions(self.entries())

    def resolve(self, uid: str) -> tuple[int, Entry]:
        """The row and the entry with this uid; a unique beginning will do. Raises NotFound."""
        given = uid.strip().lower()
        found = [
            row
            for row in self._connections.rows("SELECT * FROM lexicon")
            if len(given) >= _UID_CHARS and row["uid"].startswith(given)
        ]
        if len(found) != 1:
            told = "More than one entry begins" if found else "There is no entry of the lexicon"
            raise NotFound(f"{told} with the uid {uid[:40]!r}.", "Look at the lexicon for it.")
        return int(found[0]["id"]), entry(dict(zip(found[0].keys(), found[0], strict=True)))

    def mentioning(self, words: Iterable[str]) -> list[ArticleId]:
        """Articles whose present text holds one of the words (lower case, or letters without case)."""
        return [ArticleId(row[0]) for row in self._connections.rows(_MENTIONING, (json.dumps(sorted(words)),))]

    def said(self, words: Iterable[str]) -> list[ArticleId]:
        """Articles of figures of which a person has said something with one of the words."""
        return [ArticleId(row[0]) for row in self._connections.rows(_SAID, (json.dumps(sorted(words)),))]

    def all_keys(self) -> list[str]:
        """Every key that figures have."""
        return [row[0] for row in self._connections.rows(_KEYS)]

    def with_keys(self, keys: Iterable[str]) -> list[ArticleId]:
        """The articles of figures with these keys."""
        return [ArticleId(row[0]) for row in self._connections.rows(_WITH_KEYS, (json.dumps(sorted(keys)),))]

    def row(self, entry: int) -> dict[str, Any] | None:
        """The row of an entry, or None."""
        row = self._connections.row("SELECT * FROM lexicon WHERE id = ?", (entry,))
        return None if row is None else dict(zip(row.keys(), row, strict=True))

    def gathered(self) -> dict[str, str]:
        """Every key that a series of a person's gathers, with the one that the person gave it."""
        rows = self._connections.rows(
            "SELECT key, key FROM series_keys UNION ALL SELECT key, was FROM series_aliases WHERE was IN (SELECT key FROM series_keys)"
        )
        return {row[0]: row[1] for row in rows}

    def aliases(self) -> dict[str, str]:
        """Every key that counts as another one."""
        return {row[0]: row[1] for row in self._connections.rows("SELECT key, was FROM series_aliases")}

    def read_keys(self, article: ArticleId) -> list[tuple[int, int, str]]:
        """(start, end, key) of what the rules read in the present text of an article."""
        rows = self._connections.rows(
            'SELECT f.start, f."end", f.key FROM figures f JOIN articles a ON a.id = f.article AND a.edition = f.edition'
            " WHERE f.article = ? AND f.rule <> 'entered'",
            (article,),
        )
        return [(row[0], row[1], row[2]) for row in rows]


def entry(row: Mapping[str, Any]) -> Entry:
    """A row as an entry."""
    words = tuple(row["words"].split(BETWEEN)) if row["words"] else ()
    kind = EntryKind(row["kind"])
    return Entry(kind, row["name"], words, row["within"], Uid(row["uid"]), row["author"], row["modified"])
