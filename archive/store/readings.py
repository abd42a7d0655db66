"""The rows that rules read from texts, times and figures alike, as a reading writes them.

Nothing here can be taken back: it can be read again. What a person touched is never deleted.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from archive.model.ids import ArticleId

from .connection import Connections, Value

# Where a row stands, and the words there and around them.
PLACE = ("edition", "start", "end", "sentence_start", "sentence_end", "exact", "prefix", "suffix")
# What a reading says of a mention, in the order of its row.
MENTION_READ = (
    *("edition", "start", "end", "sentence_start", "sentence_end", "type", "precision", "basis", "earliest", "latest"),
    *("value", "modifier", "edtf", "read_edtf", "anchor_value", "rule", "exact", "prefix", "suffix", "label", "alike"),
)
# And of a figure.
FIGURE_READ = (
    *(
        "edition",
        "start",
        "end",
        "number_start",
        "number_end",
        "sentence_start",
        "sentence_end",
        "kind",
        "bound",
        "unit",
    ),
    *(
        "value",
        "least",
        "most",
        "counted",
        "counted_key",
        "direction",
        "level",
        "period",
        "earliest",
        "latest",
        "place",
    ),
    *("place_key", "source", "origin", "hedges", "derived", "derivation", "rule", "exact", "prefix", "suffix", "key"),
)


class Table(NamedTuple):
    """A table of what rules read, called `m` in the conditions; its words and places are `NAME_words` and `NAME_places`.

    `touched` tells what a person holds, `frozen` that what was read of it is to stay.
    """

    name: str
    singular: str
    read: tuple[str, ...]
    joins: str
    touched: str
    frozen: str


MENTIONS = Table(
    name="mentions",
    singular="mention",
    read=MENTION_READ,
    joins="LEFT JOIN events e ON e.id = m.event",
    touched="m.event IS NOT NULL",
    # A judgement on a date holds that date; one on something without a date has nothing to hold.
    frozen="(m.event IS NOT NULL AND (e.edtf IS NOT NULL OR m.own_edtf IS NOT NULL"
    " OR (e.status <> 'found' AND (m.earliest IS NOT NULL OR m.latest IS NOT NULL))))",
)
FIGURES = Table(
    name="figures",
    singular="figure",
    read=FIGURE_READ,
    joins="",
    touched="(m.status <> 'found' OR m.own IS NOT NULL OR m.series IS NOT NULL OR m.note <> '' OR m.rule = 'entered')",
    frozen="(m.status <> 'found' OR m.own IS NOT NULL)",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A row before a reading: `columns` as a reading writes them; `touched` by a person; `frozen` when they are to stay."""

    id: int
    uid: str
    touched: bool
    frozen: bool
    behind: bool
    columns: Mapping[str, Any]


class Readings:
    """One table of what rules read, as readings write it."""

    def __init__(self, connections: Connections, table: Table) -> None:
        self._connections = connections
        self._table = table
        self.read = table.read

    def standing(self, article: ArticleId) -> list[Standing]:
        """The rows of an article before a reading."""
        table = self._table
        names = ", ".join(f'm."{name}"' for name in table.read)
        rows = self._connections.rows(
            f"SELECT m.id, m.uid, {table.touched} AS touched, {table.frozen} AS frozen, m.behind, {names}"
            f" FROM {table.name} m {table.joins} WHERE m.article = ? ORDER BY m.id",
            (article,),
        )
        return [
            Standing(
                row["id"],
                row["uid"],
                bool(row["touched"]),
                bool(row["frozen"]),
                bool(row["behind"]),
                {name: row[name] for name in table.read},
            )
            for row in rows
        ]

    def insert(self, article: ArticleId, fresh: Sequence[tuple[str, Mapping[str, Value], str]]) -> None:
        """Adds rows that nobody has touched: (uid, columns that a reading writes, what the text filter looks through)."""
        if not fresh:
            return
        table = self._table
        names = ", ".join(f'"{name}"' for name in table.read)
        # Their ids are told, not asked for: no other row gets one meanwhile.
        last = self._connections.value("SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,))
        first = (last or 0) + 1
        self._connections.change_many(
            f"INSERT INTO {table.name}(id, uid, article, {names}) VALUES ({', '.join('?' * (len(table.read) + 3))})",
            [
                (id, uid, article, *[columns[name] for name in table.read])
                for id, (uid, columns, _) in enumerate(fresh, first)
            ],
        )
        self._connections.change_many(
            f"INSERT INTO {table.singular}_words(id, told) VALUES (?, ?)",
            [(id, told) for id, (_, _, told) in enumerate(fresh, first)],
        )

    def update(self, row: int, columns: Mapping[str, Value], told: str, behind: bool) -> None:
        """Gives a row what was read; `behind`: but not all of it."""
        table = self._table
        columns = {**columns, "behind": int(behind)}
        assignments = ", ".join(f'"{name}" = ?' for name in columns)
        self._connections.change(f"UPDATE {table.name} SET {assignments} WHERE id = ?", (*columns.values(), row))
        self._connections.change(f"UPDATE {table.singular}_words SET told = ? WHERE id = ?", (told, row))

    def delete(self, rows: Sequence[int]) -> None:
        """Removes those of these rows that nobody has touched: they are read no longer."""
        if not rows:
            return
        table = self._table
        self._connections.change(
            f"DELETE FROM {table.name} WHERE id IN (SELECT m.id FROM json_each(?) j CROSS JOIN {table.name} m"
            f" ON m.id = j.value WHERE NOT {table.touched})",
            (json.dumps(list(rows)),),
        )

    def told(self, articles: Sequence[ArticleId]) -> set[ArticleId]:
        """Those of these articles that have a row."""
        sql = (
            "SELECT j.value FROM json_each(?) j WHERE EXISTS"
            f" (SELECT 1 FROM {self._table.name} m WHERE m.article = j.value)"
        )
        return {ArticleId(row[0]) for row in self._connections.rows(sql, (json.dumps(list(articles)),), named=False)}

    def telling(self, articles: Sequence[ArticleId]) -> bool:
        """Whether any of these articles has a row."""
        sql = f"SELECT 1 FROM json_each(?) j CROSS JOIN {self._table.name} m ON m.article = j.value LIMIT 1"
        return self._connections.value(sql, (json.dumps(list(articles)),)) is not None

    def behind(self, articles: Sequence[ArticleId]) -> list[ArticleId]:
        """Those whose touched rows no longer hold what they held, or count in a text that is not the present one."""
        table = self._table
        rows = self._connections.rows(
            f"SELECT DISTINCT m.article FROM json_each(?) j CROSS JOIN {table.name} m ON m.article = j.value"
            f" JOIN articles a ON a.id = m.article {table.joins}"
            f" WHERE m.edition <> a.edition OR (m.behind AND NOT {table.frozen}) ORDER BY m.article",
            (json.dumps(list(articles)),),
        )
        return [ArticleId(row[0]) for row in rows]

    def forgotten(self) -> list[ArticleId]:
        """Articles with untouched rows of another text than the present one that do not wait to be read."""
        table = self._table
        rows = self._connections.rows(
            f"SELECT DISTINCT m.article FROM {table.name} m JOIN articles a ON a.id = m.article WHERE NOT {table.touched}"
            " AND m.edition <> a.edition AND m.article NOT IN (SELECT article FROM extraction_due) ORDER BY m.article"
        )
        return [ArticleId(row[0]) for row in rows]

    def in_edition(self, edition: int) -> list[Any]:
        """(uid, and the columns of PLACE) of the rows that count in an edition."""
        names = ", ".join(f'"{name}"' for name in PLACE)
        sql = f"SELECT uid, {names} FROM {self._table.name} WHERE edition = ? ORDER BY id"
        return self._connections.rows(sql, (edition,))

    # Where touched rows stood in other editions

    def place(self, row: int, edition: int) -> tuple[int, int] | None:
        """Where the row stood in another edition, if it ever did."""
        name = self._table.singular
        sql = f'SELECT start, "end" FROM {name}_places WHERE {name} = ? AND edition = ?'
        found = self._connections.row(sql, (row, edition))
        return None if found is None else (found[0], found[1])

    def remember_place(self, row: int, edition: int, start: int, end: int) -> None:
        """Keeps where the row stands in an edition."""
        sql = f"INSERT OR REPLACE INTO {self._table.singular}_places VALUES (?, ?, ?, ?)"
        self._connections.change(sql, (row, edition, start, end))
