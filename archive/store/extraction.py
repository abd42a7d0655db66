"""What the rules still have to read, and the rows that a reading writes. Nothing here can be taken back: it can be read again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.model.ids import ArticleId, MentionId

from .columns import ColumnReader
from .connection import Connections, Value

# What a reading says of a mention, in the order of its row.
READ = (
    *(
        "edition",
        "start",
        "end",
        "sentence_start",
        "sentence_end",
        "type",
        "precision",
        "basis",
        "earliest",
        "latest",
        "value",
    ),
    *("modifier", "edtf", "read_edtf", "anchor_value", "rule", "exact", "prefix", "suffix", "label", "alike"),
)
# A judgement on a date holds that date; one on something without a date has nothing to hold.
_FROZEN = (
    "m.event IS NOT NULL AND (e.edtf IS NOT NULL OR m.own_edtf IS NOT NULL"
    " OR (e.status <> 'found' AND (m.earliest IS NOT NULL OR m.latest IS NOT NULL)))"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A mention's row before a reading: `columns` as in READ; `touched` by a person; `frozen` when its date is to stay."""

    id: MentionId
    uid: str
    touched: bool
    frozen: bool
    behind: bool
    columns: Mapping[str, Any]


class Extraction:
    """The table `extraction_due`, and mentions as the rules write them."""

    def __init__(self, connections: Connections, columns: ColumnReader) -> None:
        self._connections = connections
        self._columns = columns

    # The queue

    def pending(self) -> int:
        """How many articles with a text wait to be read."""
        return int(
            self._connections.value(
                "SELECT count(*) FROM extraction_due d JOIN articles a ON a.id = d.article WHERE a.edition IS NOT NULL"
            )
        )

    def due(self, limit: int) -> list[ArticleId]:
        """Up to so many articles that wait."""
        rows = self._connections.rows("SELECT article FROM extraction_due ORDER BY article LIMIT ?", (limit,))
        return [ArticleId(row[0]) for row in rows]

    def put(self, articles: Iterable[ArticleId]) -> None:
        """Queues articles, inside the transaction under way."""
        self._connections.change(
            "INSERT OR IGNORE INTO extraction_due SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(articles)),),
        )

    def put_all(self) -> None:
        """Queues every article."""
        self._connections.change("INSERT OR IGNORE INTO extraction_due SELECT id FROM articles")

    def done(self, articles: Iterable[ArticleId]) -> None:
        """Takes articles off the queue."""
        self._connections.change(
            "DELETE FROM extraction_due WHERE article IN (SELECT value FROM json_each(?))",
            (json.dumps(list(articles)),),
        )

    def forgotten(self) -> list[ArticleId]:
        """Articles with untouched mentions of another text than the present one that do not wait to be read."""
        rows = self._connections.rows(
            "SELECT DISTINCT m.article FROM mentions m JOIN articles a ON a.id = m.article WHERE m.event IS NULL"
            " AND m.edition <> a.edition AND m.article NOT IN (SELECT article FROM extraction_due) ORDER BY m.article"
        )
        return [ArticleId(row[0]) for row in rows]

    def in_edition(self, edition: int) -> list[Any]:
        """(uid, start, end, exact, prefix, suffix, sentence_start, sentence_end) of the mentions that count in an edition."""
        return self._connections.rows(
            'SELECT uid, start, "end", exact, prefix, suffix, sentence_start, sentence_end FROM mentions WHERE edition = ?'
            " ORDER BY id",
            (edition,),
        )

    # Rows

    def standing(self, article: ArticleId) -> list[Standing]:
        """The mentions of an article before a reading."""
        names = ", ".join(f'm."{name}"' for name in READ)
        rows = self._connections.rows(
            f"SELECT m.id, m.uid, m.event IS NOT NULL AS touched, {_FROZEN} AS frozen, m.behind, {names} FROM mentions m"
            " LEFT JOIN events e ON e.id = m.event WHERE m.article = ? ORDER BY m.id",
            (article,),
        )
        return [
            Standing(
                MentionId(row["id"]),
                row["uid"],
                bool(row["touched"]),
                bool(row["frozen"]),
                bool(row["behind"]),
                {name: row[name] for name in READ},
            )
            for row in rows
        ]

    def insert(self, article: ArticleId, fresh: Sequence[tuple[str, Mapping[str, Value], str]]) -> None:
        """Adds mentions that nobody has touched: (uid, columns as in READ, what the text filter looks through)."""
        names = ", ".join(f'"{name}"' for name in READ)
        self._connections.change_many(
            f"INSERT INTO mentions(uid, article, {names}) VALUES ({', '.join('?' * (len(READ) + 2))})",
            ((uid, article, *(columns[name] for name in READ)) for uid, columns, _ in fresh),
        )
        self._connections.change_many(
            "INSERT INTO mention_words(id, told) SELECT id, ?2 FROM mentions WHERE uid = ?1",
            ((uid, told) for uid, _, told in fresh),
        )

    def update(self, mention: MentionId, columns: Mapping[str, Value], told: str, behind: bool) -> None:
        """Gives a mention what was read; `behind`: but not all of it."""
        columns = {**columns, "behind": int(behind)}
        assignments = ", ".join(f'"{name}" = ?' for name in columns)
        self._connections.change(f"UPDATE mentions SET {assignments} WHERE id = ?", (*columns.values(), mention))
        self._connections.change("UPDATE mention_words SET told = ? WHERE id = ?", (told, mention))

    def delete(self, mentions: Sequence[MentionId]) -> None:
        """Removes mentions that nobody has touched and that are read no longer."""
        self._connections.change(
            "DELETE FROM mentions WHERE event IS NULL AND id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(mentions)),),
        )

    def telling(self, articles: Sequence[ArticleId]) -> bool:
        """Whether any of these articles tells a time."""
        sql = "SELECT 1 FROM json_each(?) j CROSS JOIN mentions m ON m.article = j.value LIMIT 1"
        return self._connections.value(sql, (json.dumps(list(articles)),)) is not None

    def behind(self, articles: Sequence[ArticleId]) -> list[ArticleId]:
        """Those whose touched mentions no longer hold what they held, or count in a text that is not the present one."""
        rows = self._connections.rows(
            "SELECT DISTINCT m.article FROM json_each(?) j CROSS JOIN mentions m ON m.article = j.value"
            " JOIN articles a ON a.id = m.article LEFT JOIN events e ON e.id = m.event"
            f" WHERE m.edition <> a.edition OR (m.behind AND NOT ({_FROZEN})) ORDER BY m.article",
            (json.dumps(list(articles)),),
        )
        return [ArticleId(row[0]) for row in rows]

    def changed(self) -> None:
        """Says that mentions were written; once for each transaction."""
        self._columns.changed()

    # Where touched mentions stood in other editions

    def place(self, mention: MentionId, edition: int) -> tuple[int, int] | None:
        """Where the mention stood in another edition, if it ever did."""
        row = self._connections.row(
            'SELECT start, "end" FROM mention_places WHERE mention = ? AND edition = ?', (mention, edition)
        )
        return None if row is None else (row[0], row[1])

    def remember_place(self, mention: MentionId, edition: int, start: int, end: int) -> None:
        """Keeps where the mention stands in an edition."""
        self._connections.change(
            "INSERT OR REPLACE INTO mention_places VALUES (?, ?, ?, ?)", (mention, edition, start, end)
        )
