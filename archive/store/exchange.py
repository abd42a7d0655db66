"""Shared records as rows of JSON, what they said before, and the graphs of what was exchanged; the SQL of docs/EXCHANGE.md."""

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from archive.model.exchange import LIFE, Graph, Revision

from . import exchange_uses
from .connection import Connections
from .exchange_schema import SHAPES, Element, Shape
from .kept import TABLES
from .nonces import NONCE
from .originals import IS_PICTURE

_PAGE = 500
# Columns by which the rows of an element are found from its owner's id.
_OWNERS: Mapping[str, tuple[str, ...]] = {
    "tag_relations": ("tag", "related"),
    "article_tags": ("article",),
    "collection_articles": ("collection",),
    "series_keys": ("series",),
    "event_tags": ("event",),
    "event_links": ("event", "other"),
    "passage_tags": ("passage",),
    "memo_links": ("memo",),
}
_LOGGED = ("kind", "uid", "field", "value", "at", "sealed")
_BY_EXPRESSION = frozenset({"origin"})


class Row(NamedTuple):
    """A record's row: its id (0 where it has none), fields as JSON, and what never changes."""

    id: int
    values: dict[str, str]
    extras: dict[str, Any]


class Logged(NamedTuple):
    """An old value: which row of the log it is, and the JSON."""

    id: int
    value: str


class EditionRow(NamedTuple):
    """What an edition is known by."""

    id: int
    article: str
    number: int
    text: str
    original: str


class ExchangeTables:
    """Reads any archive; writes only the tables `exchange_…`. Every list of uids may be of any length."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    # Records

    def uids(self, kind: str, articles: Sequence[str] | None = None) -> list[str]:
        """Of all records of a kind, or of those that belong to articles (uids): passages, dates and figures. Removed ones are not among them."""
        shape = SHAPES[kind]
        uid = shape.uid.format(r="r")
        order = "ORDER BY 1" if kind in _BY_EXPRESSION else f"ORDER BY r.{'finding' if kind == 'judgement' else 'id'}"
        sql = f"SELECT {uid} FROM {shape.table} r WHERE {shape.own.format(r='r')}"
        if articles is None:
            return [row[0] for row in self._connections.rows(f"{sql} {order}")]
        sql += " AND r.article IN (SELECT a.id FROM json_each(?) j CROSS JOIN articles a ON a.uid = j.value)"
        return [row[0] for row in self._connections.rows(f"{sql} {order}", (json.dumps(list(articles)),))]

    def rows(self, kind: str, uids: Sequence[str]) -> dict[str, Row]:
        """{uid: row} of those that are there."""
        shape = SHAPES[kind]
        fields = ", ".join(f"coalesce({each.format(r='r')}, 'null')" for each, _ in shape.fields.values())
        extras = "".join(f", {each.format(r='r')}" for each in shape.extras.values())
        key = "0" if kind in ("judgement", "origin") else "r.id"
        uid = shape.uid.format(r="r")
        found: dict[str, Row] = {}
        for part in _parts(uids):
            where = f"{uid} IN (SELECT value FROM json_each(?))" if kind in _BY_EXPRESSION else ""
            source = (
                f"{shape.table} r WHERE {where}"
                if where
                else f"json_each(?) j CROSS JOIN {shape.table} r ON {uid} = j.value"
            )
            for row in self._connections.rows(
                f"SELECT {uid}, {key}, {fields}{extras} FROM {source}", (json.dumps(part),)
            ):
                values = dict(zip(shape.fields, row[2 : 2 + len(shape.fields)], strict=True))
                more = dict(zip(shape.extras, row[2 + len(shape.fields) :], strict=True))
                found[row[0]] = Row(row[1], values, more)
        return found

    def elements(self, kind: str, uids: Sequence[str]) -> dict[str, dict[str, dict[str, Any]]]:
        """{uid: {element: its other columns, its nonce where it has one}}, elements called "tag:UID" and the like."""
        found: dict[str, dict[str, dict[str, Any]]] = {}
        shape = SHAPES[kind]
        for element in shape.elements:
            for part in _parts(uids):
                for owner, key, *more in self._connections.rows(_of_owners(shape, element), (json.dumps(part),)):
                    if owner is not None and key is not None:
                        told = found.setdefault(owner, {})[f"{element.name}:{key}"] = {}
                        told.update(zip(element.extras, more[:-1], strict=True))
                        told |= {} if more[-1] is None else {NONCE: more[-1]}
        return found

    def id_of(self, kind: str, uid: str) -> int | None:
        """The id of a record here."""
        found = self._connections.value(f"SELECT id FROM {SHAPES[kind].table} WHERE uid = ?", (uid,))
        return None if found is None else int(found)

    def used(self, kind: str, id: int) -> bool:
        """Whether something that is a record of its own still needs a tag, collection, series or event."""
        return exchange_uses.used(self._connections, kind, id)

    def related(self, tag: int, going: Container[str]) -> bool:
        """Whether another tag, none of those that are `going` (uids), says that it belongs with this one."""
        return exchange_uses.related(self._connections, tag, going)

    def keys(self, table: str, **where: int) -> list[tuple[Any, ...]]:
        """The keys of the rows of a table of elements or definitions that belong to an id."""
        key = TABLES[table].key
        names = ", ".join(f'"{name}"' for name in key)
        told = " OR ".join(f'"{name}" = ?' for name in where)
        rows = self._connections.rows(f"SELECT {names} FROM {table} WHERE {told}", tuple(where.values()))
        return [tuple(row) for row in rows]

    def holder(self, key: str) -> str | None:
        """The uid of the series that gathers a key."""
        sql = "SELECT s.uid FROM series_keys k JOIN series s ON s.id = k.series WHERE k.key = ?"
        found = self._connections.value(sql, (key,))
        return None if found is None else str(found)

    def claiming(self, key: str | None = None) -> list[tuple[str, str]]:
        """(key, series) of each series that gathers a key (None: any), or that somebody said does; known by rows and by what was exchanged."""
        rows = self._connections.rows(
            "SELECT k.key, s.uid FROM series_keys k JOIN series s ON s.id = k.series WHERE ?1 IS NULL OR k.key = ?1"
            " UNION SELECT substr(v.field, 5), v.uid FROM exchange_revisions v WHERE v.kind = 'series' AND v.field GLOB 'key:*'"
            " AND (?1 IS NULL OR v.field = 'key:' || ?1) ORDER BY 1, 2",
            (key,),
        )
        return [(row[0], row[1]) for row in rows]

    def revised(self, kind: str, uid: str) -> list[tuple[str, str]]:
        """(field, name) of every revision of a record that was exchanged."""
        rows = self._connections.rows(
            "SELECT field, name FROM exchange_revisions WHERE kind = ? AND uid = ?", (kind, uid)
        )
        return [(row[0], row[1]) for row in rows]

    def present(self, kind: str, uid: str) -> bool:
        """Whether the record is here."""
        return bool(self.rows(kind, [uid]))

    # What was said before

    def log(self, kind: str, uids: Sequence[str] | None = None) -> dict[str, dict[str, list[Logged]]]:
        """{uid: {field: old values, oldest first}}; of an element that was on its nonce, or true where it had none."""
        sql = "SELECT l.uid, l.field, l.id, l.value FROM exchange_log l WHERE l.kind = ?"
        found: dict[str, dict[str, list[Logged]]] = {}
        for rows in self._narrowed(sql, kind, uids, "l.uid", "ORDER BY l.id"):
            for uid, field, id, value in rows:
                found.setdefault(uid, {}).setdefault(field, []).append(Logged(id, value))
        return found

    def graphs(self, kind: str, uids: Sequence[str] | None = None) -> dict[str, dict[str, Graph]]:
        """{uid: {field: graph}} of what was exchanged."""
        sql = "SELECT v.uid, v.field, v.name, v.parents, v.value FROM exchange_revisions v WHERE v.kind = ?"
        found: dict[str, dict[str, dict[str, Revision]]] = {}
        for rows in self._narrowed(sql, kind, uids, "v.uid", ""):
            for uid, field, name, parents, value in rows:
                graph = found.setdefault(uid, {}).setdefault(field, {})
                graph[name] = Revision(name, tuple(json.loads(parents)), value)
        return {uid: dict(fields) for uid, fields in found.items()}

    def _narrowed(
        self, sql: str, kind: str, uids: Sequence[str] | None, column: str, order: str
    ) -> Iterator[list[Any]]:
        if uids is None:
            yield self._connections.rows(f"{sql} {order}", (kind,))
            return
        for part in _parts(uids):
            narrowed = f"{sql} AND {column} IN (SELECT value FROM json_each(?)) {order}"
            yield self._connections.rows(narrowed, (kind, json.dumps(part)))

    def gone(self, kind: str) -> list[str]:
        """The uids of records that were removed here, or of which it is known that they were removed elsewhere."""
        shape = SHAPES[kind]
        uid = shape.uid.format(r="r")
        rows = self._connections.rows(
            "SELECT uid FROM exchange_log WHERE kind = ?1 AND field = ?2"
            " UNION SELECT uid FROM exchange_revisions WHERE kind = ?1 AND field = ?2"
            f" EXCEPT SELECT {uid} FROM {shape.table} r",
            (kind, LIFE),
        )
        return [row[0] for row in rows]

    def came(self, kind: str, uid: str, field: str) -> set[str]:
        """The names of the revisions of a field that came from others."""
        sql = "SELECT name FROM exchange_revisions WHERE kind = ? AND uid = ? AND field = ? AND came = 1"
        return {row[0] for row in self._connections.rows(sql, (kind, uid, field))}

    def contradicted(self) -> list[tuple[str, str, str]]:
        """(kind, uid, field) of everything of which more than one revision was exchanged."""
        sql = "SELECT kind, uid, field FROM exchange_revisions GROUP BY kind, uid, field HAVING count(*) > 1 OR field = ''"
        return [(row[0], row[1], row[2]) for row in self._connections.rows(sql)]

    # Editions, evidence, files

    def editions(self) -> Iterator[EditionRow]:
        """Every edition with its text, a page at a time."""
        last = 0
        sql = (
            "SELECT e.id, a.uid, e.number, e.text, o.sha512 FROM editions e JOIN articles a ON a.id = e.article"
            " JOIN originals o ON o.id = e.original WHERE e.id > ? ORDER BY e.id LIMIT ?"
        )
        while rows := self._connections.rows(sql, (last, _PAGE)):
            last = rows[-1][0]
            yield from (EditionRow(*row) for row in rows)

    def editions_of(self, article: str) -> list[int]:
        """The ids of an article's editions, oldest first."""
        sql = "SELECT e.id FROM editions e JOIN articles a ON a.id = e.article WHERE a.uid = ? ORDER BY e.number"
        return [int(row[0]) for row in self._connections.rows(sql, (article,))]

    def edition(self, id: int) -> dict[str, Any]:
        """The columns of an edition, JSON as it is kept, and of its original."""
        row = self._connections.row(
            "SELECT e.text, e.blocks, e.set_aside, e.pictures, e.encoding, e.importer, e.importer_version, e.reason, e.created,"
            " o.sha512, o.name, o.media_type, o.size FROM editions e JOIN originals o ON o.id = e.original WHERE e.id = ?",
            (id,),
        )
        return {name: row[name] for name in row.keys()}  # noqa: SIM118 - a row is no mapping

    def trashed(self) -> set[str]:
        """The uids of articles in the trash."""
        return {row[0] for row in self._connections.rows("SELECT uid FROM articles WHERE trashed_at IS NOT NULL")}

    def evidence(self, articles: Sequence[str]) -> dict[str, dict[str, list[Any]]]:
        """{article: {field: [value, start, end, rule, confidence]}}."""
        found: dict[str, dict[str, list[Any]]] = {}
        for part in _parts(articles):
            for uid, field, *proof in self._connections.rows(
                'SELECT a.uid, v.field, v.value, v.start, v."end", v.rule, v.confidence FROM json_each(?) j'
                " CROSS JOIN articles a ON a.uid = j.value JOIN evidence v ON v.article = a.id",
                (json.dumps(part),),
            ):
                found.setdefault(uid, {})[field] = proof
        return found

    def pictures(self, articles: Sequence[str]) -> dict[str, list[list[Any]]]:
        """{article: [[SHA-512, name, media type, size]]} of pictures that lay beside its pages, oldest first."""
        found: dict[str, list[list[Any]]] = {}
        for part in _parts(articles):
            for uid, *picture in self._connections.rows(
                "SELECT a.uid, o.sha512, o.name, o.media_type, o.size FROM json_each(?) j CROSS JOIN articles a ON a.uid = j.value"
                f" JOIN files f ON f.article = a.id JOIN originals o ON o.id = f.original WHERE {IS_PICTURE}"
                " GROUP BY a.id, o.id ORDER BY min(f.id)",
                (json.dumps(part),),
            ):
                found.setdefault(uid, []).append(picture)
        return found

    def definitions(self) -> dict[str, list[list[Any]]]:
        """{tag: [[version, definition, use, not, author, created]]}, oldest first."""
        found: dict[str, list[list[Any]]] = {}
        for uid, *version in self._connections.rows(
            "SELECT t.uid, d.version, d.definition, d.use_when, d.not_when, d.author, d.created"
            " FROM tag_definitions d JOIN tags t ON t.id = d.tag ORDER BY d.tag, d.version"
        ):
            found.setdefault(uid, []).append(version)
        return found

    def authors(self) -> list[str]:
        """Everybody who made something that is shared."""
        sql = "SELECT author FROM passages UNION SELECT author FROM memos UNION SELECT author FROM events ORDER BY 1"
        return [str(row[0]) for row in self._connections.rows(sql)]

    # Names

    def aliases(self) -> dict[tuple[str, str], str]:
        """{(kind, uid elsewhere): uid here}."""
        return {
            (row[0], row[1]): row[2] for row in self._connections.rows("SELECT kind, uid, here FROM exchange_aliases")
        }

    def names(self) -> dict[str, tuple[str, str]]:
        """{tag: (the path that it has here, the path that it has for all)}."""
        return {
            row[0]: (row[1], row[2]) for row in self._connections.rows("SELECT uid, shown, wanted FROM exchange_names")
        }

    def held(self) -> list[tuple[str, str, str, str, str]]:
        """(kind, uid, article, why, record) of what could not be placed."""
        sql = "SELECT kind, uid, article, why, record FROM exchange_held WHERE why <> '' ORDER BY article, uid"
        rows = self._connections.rows(sql)
        return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]

    # Writing

    def mark_undone(self, article: str, undone: bool) -> None:
        """Keeps whether an article lies in the trash because a merge was taken back."""
        sql = (
            "INSERT OR IGNORE INTO exchange_aliases VALUES ('undone', ?1, ?1)"
            if undone
            else "DELETE FROM exchange_aliases WHERE kind = 'undone' AND uid = ?1"
        )
        self._connections.change(sql, (article,))

    def is_undone(self, article: str) -> bool:
        """Whether it was marked so."""
        sql = "SELECT 1 FROM exchange_aliases WHERE kind = 'undone' AND uid = ?"
        return self._connections.value(sql, (article,)) is not None

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is written inside, in the transaction under way, is no one's change: it comes from elsewhere, or goes for good."""
        change = self._connections.change
        first = change("INSERT OR IGNORE INTO exchange_paused VALUES (1)")
        try:
            yield
        finally:
            if first:
                change("DELETE FROM exchange_paused")

    def logged(self, kind: str, uid: str) -> list[tuple[int, str]]:
        """(number, field) of every row of the log about a record."""
        rows = self._connections.rows("SELECT id, field FROM exchange_log WHERE kind = ? AND uid = ?", (kind, uid))
        return [(row[0], row[1]) for row in rows]

    def settle(self, kind: str, uid: str, field: str, revisions: Sequence[Revision]) -> None:
        """Puts the graph of a field in the place of what the log holds of it: the same, as it will be from now on."""
        self._connections.change_many(
            "INSERT OR IGNORE INTO exchange_revisions VALUES (?, ?, ?, ?, ?, ?, 0)",
            [(kind, uid, field, each.name, json.dumps(each.parents), each.value) for each in revisions],
        )
        self._connections.change(
            "DELETE FROM exchange_log WHERE kind = ? AND uid = ? AND field = ?", (kind, uid, field)
        )

    def seal(self) -> None:
        """What is there now is given away: the next change of any field is kept, however soon."""
        self._connections.change("UPDATE exchange_log SET sealed = 1 WHERE sealed = 0")

    def last_log(self) -> int:
        """The number of the last row of the log, also of one that is gone."""
        found = self._connections.value("SELECT seq FROM sqlite_sequence WHERE name = 'exchange_log'")
        return int(found or 0)

    def forget_log(self, after: int, until: int) -> list[list[Any]]:
        """Removes what was logged in an act that is taken back, and tells it, for `log_again`."""
        sql = f"SELECT {', '.join(_LOGGED)} FROM exchange_log WHERE id > ? AND id <= ? ORDER BY id"
        rows = self._connections.rows(sql, (after, until), named=False)
        self._connections.change("DELETE FROM exchange_log WHERE id > ? AND id <= ?", (after, until))
        return [list(row) for row in rows]

    def log_again(self, rows: Sequence[Sequence[Any]]) -> None:
        """Logs what was logged in an act that is done again."""
        sql = f"INSERT INTO exchange_log({', '.join(_LOGGED)}) VALUES (?, ?, ?, ?, ?, ?)"
        self._connections.change_many(sql, rows)

    # Where it came from

    def note_merge(self, told: Mapping[str, Any]) -> int:
        """Keeps from whom a merge came and who signed; the row's number."""
        return self._connections.insert("exchange_merges", dict(told))

    def merges(self) -> list[dict[str, Any]]:
        """What was merged, newest first."""
        columns = ("id", "name", "archive", "author", "key", "fingerprint", "made", "at", "entry")
        rows = self._connections.rows(f"SELECT {', '.join(columns)} FROM exchange_merges ORDER BY id DESC")
        return [{name: row[name] for name in columns} for row in rows]


def purge_exchange(connections: Connections, uids: Sequence[str]) -> None:
    """Removes every word that was kept of these records for joining; inside the transaction under way."""
    named = json.dumps(list(uids))
    connections.change("DELETE FROM exchange_aliases WHERE here IN (SELECT value FROM json_each(?))", (named,))
    for table in ("exchange_log", "exchange_revisions", "exchange_aliases", "exchange_held"):
        connections.change(f"DELETE FROM {table} WHERE uid IN (SELECT value FROM json_each(?))", (named,))


def _parts(uids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(uids), _PAGE):
        yield list(uids[start : start + _PAGE])


def _of_owners(shape: Shape, element: Element) -> str:
    owner, key = element.owner.format(r="r"), element.key.format(r="r")
    extras = "".join(f', r."{name}"' for name in (*element.extras, NONCE))
    ids = f"(SELECT t.id FROM json_each(?1) j CROSS JOIN {shape.table} t ON t.uid = j.value)"
    where = " OR ".join(f"r.{column} IN {ids}" for column in _OWNERS[element.table])
    only = f" AND {owner} IN (SELECT value FROM json_each(?1))" if len(_OWNERS[element.table]) > 1 else ""
    return f"SELECT {owner}, {key}{extras} FROM {element.table} r WHERE ({where}){only}"
