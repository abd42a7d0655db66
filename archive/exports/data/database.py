"""Excerpts as an SQLite database that any SQLite tool opens: articles, excerpts, tags, who tagged what, memos."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.base.progress import Progress
from archive.base.text import storable
from archive.exports.shared import records
from archive.exports.shared.disks import sqlite_errors
from archive.model.excerpt import Packet

from .jsonfile import VERSION

_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, title TEXT, byline TEXT, publisher TEXT, republisher TEXT, published TEXT,
    accessed TEXT, language TEXT, url TEXT, words INTEGER, rights TEXT, sensitivity TEXT, embargo TEXT
);
CREATE TABLE excerpts (
    uid TEXT PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles(id), article_uid TEXT NOT NULL, edition TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, exact TEXT NOT NULL, prefix TEXT NOT NULL, suffix TEXT NOT NULL, before TEXT,
    after TEXT, paragraphs TEXT, pages TEXT, block TEXT, note TEXT, tags TEXT, colour TEXT, state TEXT NOT NULL, author TEXT, tagged_by TEXT,
    created TEXT, modified TEXT
);
CREATE TABLE tags (
    path TEXT PRIMARY KEY, uid TEXT NOT NULL, colour TEXT, definition TEXT, use_when TEXT, not_when TEXT
);
CREATE TABLE excerpt_tags (
    excerpt TEXT NOT NULL REFERENCES excerpts(uid), tag TEXT NOT NULL REFERENCES tags(path), position INTEGER NOT NULL,
    author TEXT, created TEXT, PRIMARY KEY (excerpt, tag)
) WITHOUT ROWID;
CREATE TABLE memos (
    uid TEXT PRIMARY KEY, title TEXT, text TEXT, about TEXT, links TEXT, author TEXT, created TEXT, modified TEXT
);
"""


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """The tables of `_SCHEMA`; lists are JSON, and what was not chosen is NULL."""
    choice = packet.choice
    with sqlite_errors(), closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA journal_mode = OFF")
        for statement in _SCHEMA.split(";\n"):
            database.execute(statement)
        about = {"format": "waystation-excerpts", "version": VERSION, "title": packet.title, "made": packet.made}
        database.executemany(
            "INSERT INTO about VALUES (?, ?)", [(name, storable(str(value))) for name, value in about.items()]
        )
        _insert(database, "articles", map(records.work, packet.works.values()))
        if choice.tags:
            _insert(database, "tags", (records.tag(each, choice) for each in packet.tags))
        for each in progress.over(packet.excerpts(), "Writing excerpts", packet.passages):
            _insert(database, "excerpts", [records.excerpt(each, choice)])
            if choice.tags:
                _insert(
                    database,
                    "excerpt_tags",
                    (
                        {
                            "excerpt": each.uid,
                            "tag": path,
                            "position": place,
                            "author": author if choice.author else None,
                            "created": when if choice.date else None,
                        }
                        for place, (path, author, when) in enumerate(each.uses)
                    ),
                )
        _insert(database, "memos", map(records.memo, packet.memos))
    return ()


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        sql = f"INSERT INTO {table}({names}) VALUES ({marks})"  # noqa: S608 - names of the schema above
        database.execute(sql, [_value(each) for each in row.values()])


def _value(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return storable(value) if isinstance(value, str) else value
