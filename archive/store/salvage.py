"""Reads what can still be read of a damaged archive into a new one, table by table and row by row around what is lost.

SQLite's own recovery is not within reach of the driver. The same is done from outside: each table is read in the order of its
rows; where a page fails, the next row that can be read is looked for behind it. Nothing in the damaged file is changed.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from archive.base.errors import NotAnArchive
from archive.base.text import folded

from . import keying
from .connection import Connections
from .integrity import Integrity
from .outbox import OutboxTable

_LAST = (1 << 63) - 1
_REMADE = ("index_", "figure_arrays", "compare", "sketch", "likenesses", "_sqlite", "sqlite_", "outbox", "purging")
_LOST = "lost-"
# What is in tables that are called otherwise than a person would.
_CALLED = {
    "editions": "texts",
    "original_parts": "originals",
    "mentions": "dates",
    "journal": "the history",
    "facts": "what is known of the archive",
    "judgements": "notes on findings",
    "searches": "saved searches",
    "taught_rules": "taught rules",
    "evidence": "what fields were read from",
}
_BARREN = 100  # failures with no row between them after which a table is given up
_LOOKED_UP = 500  # rows between two looks at whether to go on


@dataclass
class Salvaged:
    """How many rows of each table were read, and in how many places of it something could not be; sentences on what that meant."""

    rows: dict[str, int] = field(default_factory=dict)
    gaps: dict[str, int] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def called(tables: Iterable[str]) -> str:
    """Tables in a person's words, each thing once: what belongs to it (words for searching, tags, links) goes with it."""
    things = dict.fromkeys(
        _CALLED.get(table) or _CALLED.get(table.split("_")[0] + "s") or _thing(table) for table in tables
    )
    return ", ".join(things)


def _thing(table: str) -> str:
    head, _, rest = table.partition("_")
    if head in ("exchange", "extraction"):
        return "what is kept for joining work" if head == "exchange" else "what waits to be read"
    return f"{head}s" if rest and not head.endswith("s") else head


class _Source:
    """The damaged file; opened anew after each failure, since the cipher reads nothing more once a page was not what it should be."""

    def __init__(self, path: Path, key: bytes | None) -> None:
        self._path, self._key = path, key
        self._connection: Any = None

    def query(self, sql: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query; raises a driver's error where the file is damaged."""
        if self._connection is None:
            wal = self._path.with_name(self._path.name + "-wal").exists()
            mode = "mode=ro" if wal else "mode=ro&immutable=1"
            self._connection = dbapi2.connect(
                f"{self._path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None
            )
            keying.unlock(self._connection, self._key)
            # A file that is shorter than its header says is read all the same.
            self._connection.execute("PRAGMA writable_schema = ON")
            # Where a page of the list of tables is lost, the first statement fails, and those after it find the tables before that page:
            # https://www.sqlite.org/pragma.html#pragma_writable_schema.
            with suppress(dbapi2.Error):
                self._connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
            self._connection.text_factory = lambda data: data.decode("utf-8", "replace")
        try:
            yield from self._connection.execute(sql, values)
        except dbapi2.Error:
            self.close()
            raise

    def close(self) -> None:
        if self._connection is not None:
            with suppress(dbapi2.Error):
                self._connection.close()
            self._connection = None


def salvage(path: Path, key: bytes | None, target: Connections, check: Callable[[int, int, str], None]) -> Salvaged:
    """Fills the new, empty archive `target`; raises NotAnArchive when not even the list of tables can be read.

    `check(done, all, table)` is called between rows and may raise; then `target` is to be thrown away.
    """
    source, found = _Source(path, key), Salvaged()
    try:
        tables = _tables(source, path)
        ours = [
            row[0]
            for row in target.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
            if row[0] in tables and not row[0].startswith(_REMADE)
        ]
        target.setting("foreign_keys = OFF")
        with target.atomic():
            triggers = target.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            for name, _ in triggers:
                target.change(f'DROP TRIGGER "{name}"')
            for number, table in enumerate(ours):
                check(number, len(ours), table)
                _copy_table(source, target, table, _has_rowids(tables[table]), found, lambda: check(0, 0, ""))
            found.told += _joined_up(target)
            for _, sql in triggers:
                target.change(sql)
            Integrity(target).mend(anew=True)
            OutboxTable(target).refill()
        target.setting("foreign_keys = ON")
    finally:
        source.close()
    return found


def count(path: Path, key: bytes | None, check: Callable[[int, int, str], None]) -> Salvaged:
    """How much `salvage` would read, with nothing written; raises NotAnArchive, and what `check` raises."""
    source, found = _Source(path, key), Salvaged()
    try:
        tables = {name: sql for name, sql in _tables(source, path).items() if not name.startswith(_REMADE)}
        for number, (table, sql) in enumerate(tables.items()):
            check(number, len(tables), table)
            read = gaps = 0
            for row in (_by_rowid if _has_rowids(sql) else _both_ways)(source, table, "*"):
                read, gaps = read + (row is not None), gaps + (row is None)
                if not read % _LOOKED_UP:
                    check(number, len(tables), table)
            found.rows[table] = read
            if gaps:
                found.gaps[table] = gaps
    finally:
        source.close()
    if not sum(found.rows.values()):
        raise nothing(path)
    return found


def _tables(source: _Source, path: Path) -> dict[str, str]:
    """{name: how it was made} of every table that is known. Raises NotAnArchive when there is none."""
    rows = [row for row in _by_rowid(source, "sqlite_schema", "name, sql, type") if row is not None]
    tables = {name: sql for name, sql, kind in rows if kind == "table" and _is_known(source, name)}
    if not tables:
        raise nothing(path)
    return tables


def nothing(path: Path) -> NotAnArchive:
    """What is said of a file of which nothing can be read."""
    return NotAnArchive(
        f"Nothing of {path.name} can be read: the list of its tables is damaged.", "Restore it from a backup."
    )


def _is_known(source: _Source, table: str) -> bool:
    """Whether SQLite found the table in what it could read of their list."""
    try:
        return next(source.query("SELECT 1 FROM pragma_table_info(?)", (table,)), None) is not None
    except dbapi2.Error:
        return False


def _has_rowids(sql: str) -> bool:
    return "WITHOUT ROWID" not in sql.upper()


def _copy_table(
    source: _Source, target: Connections, table: str, by_rowid: bool, found: Salvaged, check: Callable[[], None]
) -> None:
    theirs = [row[0] for row in source.query("SELECT name FROM pragma_table_info(?)", (table,))]
    ours = {row[0] for row in target.rows("SELECT name FROM pragma_table_info(?)", (table,))}
    columns = [name for name in theirs if name in ours]
    listed = ", ".join(f'"{name}"' for name in columns)
    into = f'INSERT OR REPLACE INTO "{table}"({listed}) VALUES ({", ".join("?" * len(columns))})'
    read = gaps = 0
    rows = _by_rowid(source, table, listed) if by_rowid else _both_ways(source, table, listed)
    for row in rows:
        if row is None:
            gaps += 1
            continue
        try:
            target.change(into, row)
            read += 1
        except (dbapi2.IntegrityError, dbapi2.OperationalError):
            gaps += 1  # the bytes of the row can be read, and are not what they were
        if not read % _LOOKED_UP:
            check()
    found.rows[table] = read
    if gaps:
        found.gaps[table] = gaps


def _by_rowid(source: _Source, table: str, listed: str) -> Iterator[tuple[Any, ...] | None]:
    """The rows in order; None for each stretch that cannot be read."""
    sql = f'SELECT rowid, {listed} FROM "{table}" NOT INDEXED WHERE rowid > ? ORDER BY rowid'
    last, barren = -1, 0
    while barren < _BARREN:  # a file may answer one row at a time, with none in it, and never the whole
        try:
            for row in source.query(sql, (last,)):
                last, barren = row[0], 0
                yield row[1:]
            return
        except dbapi2.Error:
            barren += 1
            yield None
            after = _next_readable(source, sql, last)
            if after is None:
                return
            last = after


def _next_readable(source: _Source, sql: str, last: int) -> int | None:
    """A rowid behind which reading goes on, the smallest that is found; None when nothing more can be read."""

    def readable(place: int) -> bool:
        try:
            next(source.query(f"{sql} LIMIT 1", (place,)), None)
        except dbapi2.Error:
            return False
        return True

    step = 1
    while not readable(last + step):
        step *= 2
        if last + step > _LAST // 4:
            return None
    low, high = last + step // 2, last + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if readable(middle) else (middle, high)
    return high


def _both_ways(source: _Source, table: str, listed: str) -> Iterator[tuple[Any, ...] | None]:
    """A table without row numbers: from its beginning up to what is damaged, and from its end back to it."""
    keys = [row[0] for row in source.query("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk", (table,))]
    for order in ("ASC", "DESC"):
        ordered = ", ".join(f'"{name}" {order}' for name in keys)
        try:
            yield from source.query(f'SELECT {listed} FROM "{table}" ORDER BY {ordered}')
            return
        except dbapi2.Error:
            yield None


def _joined_up(target: Connections) -> list[str]:
    """Lets what was read stand without what was lost, and says what that is; inside the transaction under way."""
    change, told = target.change, []
    lost = change(
        "INSERT INTO originals(id, sha512, name, media_type, size) SELECT DISTINCT original, ? || original, 'lost', "
        "'application/octet-stream', 0 FROM editions WHERE original NOT IN (SELECT id FROM originals)",
        (_LOST,),
    )
    if lost:
        told.append(f"{lost:,} originals are lost; the texts that were made of them are here.")
    made = change(
        "INSERT INTO articles(id, uid, edition, title, title_key, added, verdict) SELECT article, lower(hex(randomblob(16))),"
        " max(id), substr(text, 1, instr(text || char(10), char(10)) - 1), '', min(created), 'partial' FROM editions"
        " WHERE article NOT IN (SELECT id FROM articles) GROUP BY article"
    )
    if made:
        told.append(f"What was known of {made:,} articles is lost; their texts are here, under their first lines.")
    change(
        "UPDATE articles SET edition = (SELECT max(id) FROM editions WHERE article = articles.id)"
        " WHERE edition IS NULL OR edition NOT IN (SELECT id FROM editions)"
    )
    bare = int(target.value("SELECT count(*) FROM articles WHERE edition IS NULL"))
    if bare:
        told.append(f"The texts of {bare:,} articles are lost; what is known of them is here.")
    told += _unplaced(target)
    # The rules read them again where their text is.
    change(
        "DELETE FROM mentions WHERE event IS NULL AND (article NOT IN (SELECT id FROM articles)"
        " OR edition NOT IN (SELECT id FROM editions))"
    )
    dropped = _without_orphans(target)
    if dropped:
        told.append(f"{dropped:,} rows belonged to something that is lost, and say nothing without it.")
    change("INSERT OR IGNORE INTO extraction_due SELECT id FROM articles")
    return told


def _unplaced(target: Connections) -> list[str]:
    """Passages without the text in which they stood: their words and notes become a memo."""
    gone = "edition NOT IN (SELECT id FROM editions) OR article NOT IN (SELECT id FROM articles)"
    rows = target.rows(f"SELECT exact, note, author, created FROM passages WHERE {gone} ORDER BY id")
    if not rows:
        return []
    text = "\n\n".join(
        f"“{exact}”" + (f"\n{note}" if note else "") + f"\n({author}, {made[:10]})"
        for exact, note, author, made in rows
    )
    title = "Passages whose text could not be salvaged"
    target.change(
        "INSERT INTO memos(uid, title, author, created, modified, text, folded) SELECT lower(hex(randomblob(16))), ?1, author,"
        " created, created, ?2, ?3 FROM passages ORDER BY id DESC LIMIT 1",
        (title, text, folded(f"{title}\n{text}")),
    )
    target.change(f"DELETE FROM passages WHERE {gone}")
    return [f"{len(rows):,} passages have lost the text in which they stood; their words and notes are in a memo."]


def _without_orphans(target: Connections) -> int:
    """Removes rows that refer to something that is lost, until there are none; how many."""
    removed = 0
    while True:
        found = target.rows('SELECT DISTINCT "table", parent, fkid FROM pragma_foreign_key_check')
        if not found:
            return removed
        for table, parent, number in found:
            keys = target.rows('SELECT "from" FROM pragma_foreign_key_list(?) WHERE id = ?', (table, number))
            column = keys[0][0]
            nullable = not target.value(
                'SELECT "notnull" OR pk FROM pragma_table_info(?) WHERE name = ?', (table, column)
            )
            where = f'"{column}" IS NOT NULL AND "{column}" NOT IN (SELECT id FROM "{parent}")'
            if nullable:
                target.change(f'UPDATE "{table}" SET "{column}" = NULL WHERE {where}')
            else:
                removed += target.change(f'DELETE FROM "{table}" WHERE {where}')
