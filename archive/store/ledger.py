"""Writes rows so that every act can be taken back: what each row was before, what it is after, and a check that it still is.

Only what people made by hand goes through here (passages, tags, memos, events, figures, words of the lexicon). A difference is kept as data,
`[table, key, before, after]` with the columns that changed (None: there was, or is, no such row), and works in both directions.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from archive.base.errors import Invalid
from archive.base.text import folded, storable
from archive.model.ids import ArticleId

from . import nonces, uses
from .connection import Connections
from .kept import NAMES, OF_EVENTS, OF_FIGURES, PARENTS, TABLES
from .outbox import OutboxTable

Row = dict[str, Any]
Difference = list[Any]


_NAMED = 100
_AT_ONCE = 500
_READ = ("mentions", "figures")  # what was removed of these is there again once the same words were read again
_ADVICE = "Take the later change back first."
# The articles of figures that share a key, or that a series gathers, by what was read or, where a person corrected them, by that.
_OF_KEY = (
    "SELECT article FROM figures WHERE own IS NULL AND key = ?1"
    " UNION SELECT f.article FROM series_aliases a CROSS JOIN figures f ON f.own IS NULL AND f.key = a.key WHERE a.was = ?1"
    " UNION SELECT article FROM figures INDEXED BY figures_own WHERE own IS NOT NULL AND (own_key = ?1"
    " OR own_key IN (SELECT key FROM series_aliases WHERE was = ?1))"
)
_OF_FINDING = "SELECT article FROM figures WHERE uid IN (SELECT value FROM json_each(?1))"
_OF_SERIES = (
    "SELECT article FROM figures WHERE series = ?1"
    " UNION SELECT f.article FROM series_of_keys k CROSS JOIN figures f ON f.own IS NULL AND f.key = k.key WHERE k.series = ?1"
    " UNION SELECT f.article FROM figures f INDEXED BY figures_own CROSS JOIN series_of_keys k ON k.key = f.own_key"
    " WHERE f.own IS NOT NULL AND k.series = ?1"
)


def _list(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _where(names: Sequence[str]) -> str:
    return " AND ".join(f'"{name}" = ?' for name in names)


@cache
def _standing(table: str) -> str:
    kind = TABLES[table]
    return f"SELECT {_list(kind.columns) or '1'} FROM {table} WHERE {_where(kind.key)}"


@cache
def _reading(table: str) -> str:
    kind = TABLES[table]
    keys = " AND ".join(f't."{name}" = j.value ->> {place}' for place, name in enumerate(kind.key))
    columns = ", ".join(f't."{name}"' for name in kind.key + kind.columns)
    return f"SELECT {columns} FROM json_each(?) j CROSS JOIN {table} t ON {keys}"


@cache
def _inserting(table: str, columns: tuple[str, ...]) -> str:
    kind = TABLES[table]
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table}({_list(columns)}) VALUES ({marks}) RETURNING {_list(kind.key + kind.columns)}"


@cache
def _deleting(table: str) -> str:
    kind = TABLES[table]
    return f"DELETE FROM {table} WHERE {_where(kind.key)} RETURNING {_list(kind.key + kind.columns)}"


class Draft:
    """The rows that one act writes, inside the transaction under way."""

    def __init__(self, connections: Connections, outbox: OutboxTable) -> None:
        self._connections = connections
        self._outbox = outbox
        self._articles: set[ArticleId] = set()
        self._searched: set[ArticleId] = set()
        self.rows: list[Difference] = []
        self._ahead: dict[int, Row | None] = {}
        self._going: set[tuple[Any, ...]] = set()

    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        """Adds a row; its id (0 in tables whose key is not one). It gets a nonce of its own where it comes without one."""
        kind = TABLES[table]
        if nonces.NONCE in kind.columns and nonces.NONCE not in row:
            row = {**row, nonces.NONCE: nonces.new()}
        columns = tuple(name for name in (*kind.key, *kind.columns) if name in row)
        # No trigger changes the row that sets it off, so that what is returned is what stands there.
        wrote = self._connections.returning(_inserting(table, columns), [row[name] for name in columns])
        whole = {name: wrote[name] for name in kind.columns}
        key = [wrote[name] for name in kind.key]
        self._wrote(table, key, None, whole, whole)
        return int(key[0]) if kind.key == ("id",) else 0

    def update(self, table: str, key: Sequence[Any], columns: Mapping[str, Any]) -> bool:
        """Changes columns of a row that is there; False when nothing differs."""
        present = self._present(table, key)
        assert present is not None
        stored = {name: storable(value) if isinstance(value, str) else value for name, value in columns.items()}
        after: Row = {name: value for name, value in stored.items() if present[name] != value}
        if not set(after) - set(TABLES[table].loose):
            return False
        self._set(table, key, after)
        self._wrote(table, key, {name: present[name] for name in after}, after, present | after)
        return True

    def delete(self, table: str, key: Sequence[Any]) -> None:
        """Removes a row that is there, and nothing that refers to it: that goes first."""
        wrote = self._connections.returning(_deleting(table), tuple(key))
        assert wrote is not None
        present = {name: wrote[name] for name in TABLES[table].columns}
        self._wrote(table, key, present, None, present)

    def take_back(self, differences: Sequence[Difference]) -> None:
        """Undoes the differences of another act, the last one first; raises Invalid when one no longer holds."""
        later, self._ahead = list(reversed(differences)), {}
        self._going = {tuple(key) for table, key, before, _ in later if table == uses.REVISIONS and before is None}
        self._going |= {
            (table, key[0])
            for table, key, before, _ in later
            if table == uses.TAGS and (before is None or "path" in before)
        }
        for place, (table, key, before, after) in enumerate(later):
            self._require(table, key, after, self._now(later, place), added=before is None)
            if before is None:
                self._require_unused(table, key)
                self.delete(table, key)
            elif after is None:
                whole = dict(zip(TABLES[table].key, key, strict=True)) | before
                self._require_room(table, whole)
                self.insert(table, whole)
            else:
                known = set(TABLES[table].columns)
                if table == "tags" and "key" in before:
                    self._require_free(before, besides=key[0])
                self.update(table, key, {name: value for name, value in before.items() if name in known})

    def _now(self, differences: Sequence[Difference], place: int) -> Row | None:
        """The row of a difference as it stands now. Those of what was added one after the other are read many at once: that one of
        them goes changes none of the others."""
        table, key, before, _ = differences[place]
        if before is not None or table not in TABLES:
            return self._present(table, key) if table in TABLES else None
        if place not in self._ahead:
            self._ahead = self._read_ahead(differences, place)
        return self._ahead.pop(place)

    def _read_ahead(self, differences: Sequence[Difference], first: int) -> dict[int, Row | None]:
        wanted: dict[str, list[tuple[int, Sequence[Any]]]] = {}
        seen = set[tuple[Any, ...]]()
        for place, (table, key, before, _) in enumerate(differences[first : first + _AT_ONCE], first):
            if before is not None or table not in TABLES or (table, *key) in seen:
                break
            seen.add((table, *key))
            wanted.setdefault(table, []).append((place, key))
        found: dict[int, Row | None] = {}
        for table, asked in wanted.items():
            kind = TABLES[table]
            rows = self._connections.rows(_reading(table), (json.dumps([list(key) for _, key in asked]),))
            there = {tuple(row[name] for name in kind.key): row for row in rows}
            for place, key in asked:
                row = there.get(tuple(key))
                found[place] = None if row is None else {name: row[name] for name in kind.columns}
        return found

    def touched(self) -> frozenset[tuple[str, int]]:
        """What the rows are about, as a Change tells it."""
        found: set[tuple[str, int]] = {("article", int(article)) for article in self._articles}
        passages = set()
        mentions = self._mentions_touched()
        figures = {("figure", key[0]) for table, key, *_ in self.rows if table == "figures"}
        if any(table in OF_FIGURES and table != "figures" for table, *_ in self.rows):
            figures = {("figure", 0)}
        if self.reworded():
            # What is read with other words may be anywhere.
            found |= {("event", 0), ("figure", 0)}
            found |= {("lexicon", key[0]) for table, key, *_ in self.rows if table == "lexicon"}
        for table, key, *_ in self.rows:
            if table in ("passages", "passage_tags"):
                passages.add(("passage", key[0]))
            if table in ("passage_tags", "event_tags"):
                found.add(("tag", key[1]))
            elif table in ("tags", "tag_definitions", "tag_relations", "article_tags"):
                found.add(("tag", key[0]))
            elif table in ("memos", "memo_links"):
                found.add(("memo", key[0]))
            elif table == "origin_judgements":
                # Which figures count as independent of each other follows from it.
                found |= {("origin", 0), ("figure", 0)}
            elif table in ("collections", "collection_articles"):
                found.add(("collection", key[0]))
            elif table in ("redactions", "presets"):
                found.add((table.removesuffix("s"), key[0]))
        for kind, named in (("passage", passages), ("event", mentions), ("figure", figures)):
            found |= named if len(named) <= _NAMED else {(kind, 0)}
        return frozenset(found)

    def _mentions_touched(self) -> set[tuple[str, int]]:
        found = {key[0] for table, key, *_ in self.rows if table == "mentions"}
        for event in self._events_touched():
            found.update(row[0] for row in self._connections.rows("SELECT id FROM mentions WHERE event = ?", (event,)))
        return {("event", mention) for mention in found}

    def _events_touched(self) -> set[int]:
        found = {key[0] for table, key, *_ in self.rows if table in ("events", "event_tags", "event_links")}
        return found | {key[1] for table, key, *_ in self.rows if table == "event_links"}

    def reworded(self) -> list[Difference]:
        """The differences of the lexicon, by which figures are read and grouped."""
        return [row for row in self.rows if row[0] == "lexicon"]

    def articles(self) -> list[ArticleId]:
        """The articles that these rows are about."""
        return sorted(self._articles)

    def queue(self) -> None:
        """Queues every article whose searched words these rows changed; called once, at the end of the act."""
        from .columns import ColumnReader
        from .figure_columns import FigureColumnReader
        from .origins import Origins

        if any(table in OF_EVENTS for table, *_ in self.rows):
            ColumnReader(self._connections).changed()
        # A judgement on a finding changes no figure: those need not be held against each other again.
        if any(table in (*OF_FIGURES, "lexicon") and table != "judgements" for table, *_ in self.rows):
            FigureColumnReader(self._connections).changed()
        if joined := {article for table, key, *_ in self.rows if table == "origin_judgements" for article in key}:
            Origins(self._connections).refresh(joined)
        for article in sorted(self._searched):
            if self._connections.value("SELECT 1 FROM articles WHERE id = ?", (article,)):
                self._outbox.put(article)

    # Rows

    def _present(self, table: str, key: Sequence[Any]) -> Row | None:
        row = self._connections.row(_standing(table), tuple(key))
        return None if row is None else {name: row[name] for name in TABLES[table].columns}

    def _set(self, table: str, key: Sequence[Any], columns: Mapping[str, Any]) -> None:
        assignments = ", ".join(f'"{name}" = ?' for name in columns)
        self._connections.change(
            f"UPDATE {table} SET {assignments} WHERE {_where(TABLES[table].key)}", (*columns.values(), *key)
        )

    def _wrote(self, table: str, key: Sequence[Any], before: Row | None, after: Row | None, whole: Row) -> None:
        self.rows.append([table, list(key), before, after])
        changed = set(after or {}) | set(before or {})
        searched = table in ("passage_tags", "article_tags") or (table == "passages" and "note" in changed)
        if table in ("passages", "passage_tags", "article_tags"):
            article = ArticleId(whole["article"] if "article" in whole else key[1])
            self._articles.add(article)
            if searched:
                self._searched.add(article)
        if table == "tags" and before is not None and after is not None and "path" in changed:
            rows = self._connections.rows("SELECT article FROM tagged_articles WHERE tag = ?", (key[0],))
            self._articles |= {ArticleId(row[0]) for row in rows}
            self._searched |= {ArticleId(row[0]) for row in rows}
        if table == "origin_judgements":
            self._articles |= {ArticleId(article) for article in key}
        if table == "memos":
            self._articles |= self._articles_about(whole)
        if table in OF_EVENTS:
            self._articles |= self._articles_telling(table, key, whole)
        if table in OF_FIGURES:
            self._articles |= self._articles_claiming(table, key, whole)
        if after is not None:
            self._derive(table, key, changed, whole)
            if table in ("events", "mentions"):
                self._derive_words(table, key[0], before is None, changed, whole)
            if table == "figures":
                self._derive_figure_words(key[0], before is None, changed, whole)

    def _articles_about(self, memo: Row) -> set[ArticleId]:
        sql = {
            "article": "SELECT id FROM articles WHERE uid = ?",
            "passage": "SELECT article FROM passages WHERE uid = ?",
        }.get(str(memo["kind"]))
        found = None if sql is None else self._connections.value(sql, (memo["target"],))
        return set() if found is None else {ArticleId(found)}

    def _articles_telling(self, table: str, key: Sequence[Any], whole: Row) -> set[ArticleId]:
        if table == "mentions":
            return set() if whole["article"] is None else {ArticleId(whole["article"])}
        events = key if table == "event_links" else key[:1]
        sql = "SELECT DISTINCT article FROM mentions WHERE event IN (?, ?) AND article IS NOT NULL"
        return {ArticleId(row[0]) for row in self._connections.rows(sql, (events[0], events[-1]))}

    def _articles_claiming(self, table: str, key: Sequence[Any], whole: Row) -> set[ArticleId]:
        if table == "figures":
            return {ArticleId(whole["article"])}
        sql = {"series": _OF_SERIES, "series_keys": _OF_KEY, "series_aliases": _OF_KEY, "judgements": _OF_FINDING}[
            table
        ]
        about = whole["figures"] if table == "judgements" else key[0]
        return {ArticleId(row[0]) for row in self._connections.rows(sql, (about,))}

    def _derive_figure_words(self, key: int, added: bool, changed: set[str], whole: Row) -> None:
        """Keeps what the text filter looks through: the sentence of an entered figure, and what a person said of any."""
        if added:
            sql = "SELECT substr(text, ?2 + 1, ?3 - ?2) FROM editions WHERE id = ?1"
            told = self._connections.value(sql, (whole["edition"], whole["sentence_start"], whole["sentence_end"]))
            values = (key, folded(f"{told}\n{whole['counted']}"))
            self._connections.change("INSERT INTO figure_words(id, told) VALUES (?, ?)", values)
        if changed & {"note", "own"}:
            own = json.loads(whole["own"]) if whole["own"] else {}
            said = folded("\n".join(filter(None, (whole["note"], own.get("counted")))))
            self._connections.change("UPDATE figure_words SET said = ? WHERE id = ?", (said, key))

    def _derive_words(self, table: str, key: int, added: bool, changed: set[str], whole: Row) -> None:
        """Keeps what the text filter looks through: the sentence of an entered mention, and what a person said of any."""
        if table == "mentions" and added:
            start, end = whole["sentence_start"], whole["sentence_end"]
            sql = "SELECT substr(text, ?2 + 1, ?3 - ?2) FROM editions WHERE id = ?1"
            told = self._connections.value(sql, (whole["edition"], start, end)) if start is not None else ""
            values = (key, folded(f"{told}\n{whole['label']}"))
            self._connections.change("INSERT INTO mention_words(id, told) VALUES (?, ?)", values)
        if changed & {"event", "own_label", "label", "note"}:
            of = "m.id" if table == "mentions" else "m.event"
            for row in self._connections.rows(
                "SELECT m.id, coalesce(m.own_label, '') AS own, coalesce(e.label, '') AS label, coalesce(e.note, '') AS note"
                f" FROM mentions m LEFT JOIN events e ON e.id = m.event WHERE {of} = ?",
                (key,),
            ):
                said = folded("\n".join(filter(None, (row["own"], row["label"], row["note"]))))
                self._connections.change("UPDATE mention_words SET said = ? WHERE id = ?", (said, row["id"]))

    def _derive(self, table: str, key: Sequence[Any], changed: set[str], whole: Row) -> None:
        if table == "passages" and changed & {"exact", "note"}:
            self._connections.change(
                "INSERT OR REPLACE INTO passage_words VALUES (?, ?)",
                (key[0], folded(f"{whole['exact']}\n{whole['note']}")),
            )
        if table == "memos" and changed & {"title", "text"}:
            self._connections.change(
                "UPDATE memos SET folded = ? WHERE id = ?", (folded(f"{whole['title']}\n{whole['text']}"), key[0])
            )

    # What no longer holds

    def _require(
        self, table: str, key: Sequence[Any], expected: Row | None, present: Row | None, *, added: bool
    ) -> None:
        if table not in TABLES:
            raise Invalid("This version of Waystation does not know what was changed there.", "Install the newest one.")
        if expected is None:
            if present is not None:
                raise Invalid(f"The {NAMES[table]} is there again.", _ADVICE)
        elif present is None:
            raise Invalid(f"The {NAMES[table]} is gone by now.", _ADVICE)
        else:
            loose = TABLES[table].loose + (TABLES[table].moving if added else ())
            if any(present.get(name) != value for name, value in expected.items() if name not in loose):
                raise Invalid(f"The {NAMES[table]} was changed again later.", _ADVICE)

    def _require_unused(self, table: str, key: Sequence[Any]) -> None:
        """Before a row that an act added goes: nothing made since may depend on it."""
        if uses.used(self._connections, table, key, self._going):
            raise Invalid(f"The {NAMES[table]} has been used since.", _ADVICE)

    def _require_free(self, tag: Row, besides: int | None = None) -> None:
        """Before a tag has a name again: no other has it."""
        if self._connections.value("SELECT 1 FROM tags WHERE key = ? AND id IS NOT ?", (tag["key"], besides)):
            raise Invalid(f"There is another tag {tag.get('path', tag['key'])!r} by now.", "Rename it first.")

    def _require_room(self, table: str, row: Row) -> None:
        """Before a removed row comes back: what it belongs to must be there, its name free."""
        if table == "tags":
            self._require_free(row)
        if table in _READ and self._connections.value(f"SELECT 1 FROM {table} WHERE uid = ?", (row["uid"],)):
            raise Invalid(f"The {NAMES[table]} is there again by now.", "Nothing has to be brought back.")
        for column, parent in PARENTS.get(table, {}).items():
            known = row[column] is None or self._connections.value(
                f"SELECT 1 FROM {parent} WHERE id = ?", (row[column],)
            )
            if not known:
                raise Invalid(f"What the {NAMES[table]} belongs to is gone by now.", "It cannot come back without it.")
