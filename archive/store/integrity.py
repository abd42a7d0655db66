"""Whether the file is whole: what SQLite and the cipher find, the schema, and what must hold between the tables.

Looking changes nothing. `mend` puts right what follows from other rows; it never invents, and never drops what a person made.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sqlcipher3 import dbapi2

from archive.base.errors import NotAnArchive
from archive.base.text import folded, tag_key

from . import migrations
from .connection import Connections
from .errors import sentences
from .exchange_rules import EXCHANGE_RULES
from .looking import Look, Report
from .rules import TABLE_RULES
from .watching import watched

_FAULTS_TOLD = 20
_PART = 400  # ids of articles that one finding names

# Rows that only accompany others: without what they belong to they say nothing, and go.
_ACCOMPANYING = (
    "passage_words", "passage_places", "mention_words", "mention_places", "figure_words", "figure_places",
    "collection_articles", "index_chunks", "extraction_due", "extraction_reworded",
)  # fmt: skip
# What follows from other rows alone and is made again by the background work.
_DERIVED = (
    "figure_arrays", "compared_figures", "compared_members", "compared_reads", "compared_findings", "compared_counts",
    "compare_blocks", "sketches", "sketch_shingles", "sketch_common", "likenesses",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence, where, and the articles that it touches."""

    what: str
    where: str
    articles: tuple[int, ...] = ()


RULES = (*TABLE_RULES, *EXCHANGE_RULES)
_SEQUENCED = ("articles", "editions", "passages", "tags", "memos", "events", "mentions", "figures", "journal", "outbox")


class Integrity:
    """Looks at the file of `connections`; `check` is called during long statements and may raise to end them, and so may `report`, which
    is told how far the look at the file is.
    """

    def __init__(
        self,
        connections: Connections,
        check: Callable[[], None] = lambda: None,
        report: Report = lambda *_: None,
    ) -> None:
        self._connections = connections
        self._check = check
        self._report = report

    def pages(self) -> Iterator[Fault]:
        """What the cipher and SQLite find; reads every page. A file in which SQLite finds nothing can be written to."""
        try:
            with watched(self._connections, self._check):
                for line in self._connections.pages_altered(self._codes)[:_FAULTS_TOLD]:
                    yield Fault(f"The cipher reports: {line.rstrip('.')}.", "file")
                look = Look(self._connections, self._report)
            with look.watching():
                rows = self._connections.rows(f"PRAGMA integrity_check({_FAULTS_TOLD})")
        except NotAnArchive as error:
            yield Fault(error.what, "file")
            return
        for line in (line for row in rows for line in row[0].splitlines()):
            if line != "ok" and not line.startswith("***"):
                yield Fault(f"SQLite reports: {line.rstrip('.')}.", "file")

    def _codes(self, done: int, pages: int) -> None:
        self._report(done, pages, "Checking the file: encryption")

    def references(self) -> Iterator[Fault]:
        """Rows that refer to one that is not there."""
        with watched(self._connections, self._check):
            for table, row, parent, _ in self._connections.rows("PRAGMA foreign_key_check"):
                known = "article" in self._columns(table) and row is not None
                found = (
                    self._connections.value(f'SELECT article FROM "{table}" WHERE rowid = ?', (row,)) if known else None
                )
                touched = () if found is None else (int(found),)
                yield Fault(f"A row of {table} refers to one of {parent} that is not there.", table, touched)

    def schema(self) -> Iterator[Fault]:
        """Tables, indexes, triggers and views that are not those of this version."""
        ours = _expected()
        here = {row[0]: row[1] for row in self._connections.rows(_OBJECTS)}
        for name in sorted(ours.keys() | here.keys()):
            if name not in here:
                yield Fault(f"The archive lacks its part {name}.", "schema")
            elif name in ours and _plain(ours[name]) != _plain(here[name]):
                yield Fault(f"The archive's part {name} is not what this version makes.", "schema")

    def rules(self) -> Iterator[Fault]:
        """Breaches of what must hold between the tables."""
        self._know_functions()
        with watched(self._connections, self._check):
            for number, rule in enumerate(RULES):
                self._report(number, len(RULES), "Checking what holds between the tables")
                rows = self._connections.rows(rule.broken)
                if rows:
                    touched = tuple(dict.fromkeys(int(row[0]) for row in rows if row[0] is not None))
                    more = f" ({len(rows):,} times)" if len(rows) > 1 else ""
                    yield Fault(f"{rule.what.rstrip('.')}{more}.", rule.table, touched[:_PART])
            for table in _SEQUENCED:
                if self._reused(table):
                    yield Fault(f"Numbers of {table} that were given away would be given again.", table)

    def _reused(self, table: str) -> bool:
        last = self._connections.value("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
        return int(self._connections.value(f"SELECT coalesce(max(id), 0) FROM {table}")) > int(last or 0)

    def passages_of(self, articles: Sequence[int]) -> int:
        """How many passages these articles hold."""
        one = "SELECT count(*) FROM passages WHERE article = ?"
        return sum(int(self._connections.value(one, (article,))) for article in articles)

    def rewrite(self) -> None:
        """Writes the whole file anew, with its indexes, outside of any transaction; raises NotAnArchive when a table cannot be read.

        For a copy only: it is not the file that a person has.
        """
        with sentences(self._connections.path):
            self._connections.database.execute("VACUUM")

    # Mending, inside the transaction under way

    def mend(self, *, anew: bool) -> None:
        """Puts right whatever follows from other rows: missing parts of the schema, counters, accompanying rows.

        `anew`: SQLite's indexes are made again too, and what is derived is dropped, for the background work to make again.
        """
        self._know_functions()
        change = self._connections.change
        here = {row[0] for row in self._connections.rows(_OBJECTS)}
        for name, sql in _expected().items():
            if name not in here and not sql.startswith("CREATE TABLE"):
                change(sql)
        if anew:
            self._make_anew()
        for table in _ACCOMPANYING:
            for key, parent in self._connections.rows(
                'SELECT "from", "table" FROM pragma_foreign_key_list(?)', (table,)
            ):
                change(f'DELETE FROM "{table}" WHERE "{key}" NOT IN (SELECT id FROM "{parent}")')
        for rule in RULES:
            if rule.mend:
                for row in self._connections.rows(rule.broken):
                    change(rule.mend, (row[1],))
        for table in _SEQUENCED:
            if self._reused(table):
                change("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
                change(f"INSERT INTO sqlite_sequence SELECT '{table}', max(id) FROM {table}")

    def _make_anew(self) -> None:
        change = self._connections.change
        change("REINDEX")
        for table in _DERIVED:
            change(f"DELETE FROM {table}")
        change("INSERT OR IGNORE INTO compare_due SELECT article, random() FROM figures GROUP BY article")
        change("INSERT OR IGNORE INTO sketches_due SELECT id, random() FROM articles")

    def _know_functions(self) -> None:
        self._connections.driver.create_function("folded", 1, folded)
        self._connections.driver.create_function("tag_key", 1, tag_key)

    def _columns(self, table: str) -> set[str]:
        return {row[0] for row in self._connections.rows("SELECT name FROM pragma_table_info(?)", (table,))}


_OBJECTS = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite^_%' ESCAPE '^'"


@cache
def _expected() -> dict[str, str]:
    """Every part of the schema of this version by name, as the migrations make it; tables first."""
    from sqlite_utils import Database

    database = Database(dbapi2.connect(":memory:", isolation_level=None), execute_plugins=False)
    try:
        migrations.migrate(database)
        return dict(database.execute(f"{_OBJECTS} ORDER BY type <> 'table', rowid").fetchall())
    finally:
        database.close()


def _plain(sql: str) -> str:
    """A definition without the blanks and quotes in which the same one may differ."""
    return " ".join(sql.replace('"', "").split())


def only_an_index(line: str) -> bool:
    """Whether what SQLite reports is put right by making the indexes again."""
    return (
        " missing from index " in line or "wrong # of entries in index" in line or "non-unique entry in index" in line
    )
