"""Reads a Taguette project (.sqlite3): documents as texts, tags by their paths, highlights at their words.

The file is opened in memory and never trusted: its tables must be tables, and nothing in it is run. Taguette counts UTF-8 bytes of a
document's text; what it kept as the snippet of a highlight tells whether the bytes still mean those words.
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from archive.base.errors import Unreadable
from archive.base.sentences import is_boundary
from archive.model import refi
from archive.model.article import Metadata, Source
from archive.model.ids import Uid
from archive.model.interchange import (
    Incoming,
    IncomingMemo,
    IncomingPassage,
    IncomingSource,
    IncomingTag,
    IncomingUse,
)

from . import databases
from .dates import stamp
from .pages import Page, text_of
from .telling import Fields, Tally
from .variables import with_language

_TABLES = ("projects", "documents", "tags", "highlights", "highlight_tags")
# What else Taguette keeps: who may use it, what was done when, and in which version.
_KNOWN = frozenset({*_TABLES, "users", "project_members", "commands", "alembic_version"})
_MOST_TABLES = 100
_AGAIN = "Export it again from Taguette."


def read(source: Source) -> Incoming:
    """Everything in the projects of the file that the archive can hold. Raises Unreadable."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            databases.load(connection, source.data, _TABLES, what="Taguette project", again=_AGAIN)
            return _Reader(connection, source.name).incoming()
        except (sqlite3.Error, OverflowError) as error:
            raise Unreadable("This Taguette project is cut short or damaged.", _AGAIN) from error


class _Reader:
    """One file while it is read."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection, self._name = connection, name
        self._lost, self._fields = Tally(), Fields()
        self._notes: list[str] = []
        self._tag_ids: set[int] = set()
        self._rtl = ""
        self._placed: Counter[str] = Counter()
        self._dates = dict(self._made())

    def _made(self) -> Iterator[tuple[int, tuple[str, str]]]:
        """{highlight: (when it was made, by whom)}, from the log of what was done."""
        kinds = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'commands'"
        if self._connection.execute(kinds).fetchone() is None:
            return
        for row in self._connection.execute("SELECT date, user_login, payload FROM commands ORDER BY id DESC"):
            try:
                said = json.loads(row["payload"])
            except (ValueError, TypeError, RecursionError):
                continue
            if isinstance(said, dict) and said.get("type") == "highlight_add" and isinstance(said["highlight_id"], int):
                login = str(row["user_login"] or "")
                yield said["highlight_id"], (stamp(f"{row['date']}"), "" if login == "admin" else login)

    def incoming(self) -> Incoming:
        projects = self._connection.execute("SELECT * FROM projects ORDER BY id").fetchall()
        tags = list(self._tags())
        sources: list[IncomingSource] = []
        passages: list[IncomingPassage] = []
        memos: list[IncomingMemo] = []
        for project in projects:
            memos += _about(project)
            for row in self._connection.execute(
                "SELECT * FROM documents WHERE project_id = ? ORDER BY id", (project["id"],)
            ):
                key = f"document {row['id']}"
                page = Page(str(row["contents"]))
                sources.append(_source(key, row, page))
                self._leave(row)
                passages += self._passages(key, row, page)
        if len(projects) > 1:
            self._notes.append(
                f"The {len(projects):,} projects of this file came in together; tags of one path are one."
            )
        return Incoming(
            title=str(projects[0]["name"]) if projects else self._name,
            origin="Taguette",
            sources=tuple(sources),
            tags=tuple(tags),
            passages=tuple(passages),
            memos=tuple(memos),
            lost=(*self._lost.sentences(), *self._others(), *self._fields.sentences()),
            notes=tuple(filter(None, (*self._notes, self._rtl))),
        )

    def _tags(self) -> Iterator[IncomingTag]:
        """The tags; a path is taken apart where the paths above it are tags too, as in what we write."""
        rows = self._connection.execute("SELECT * FROM tags ORDER BY id").fetchall()
        paths = {str(row["path"]) for row in rows}
        self._tag_ids = {row["id"] for row in rows}
        for row in sorted(rows, key=lambda row: str(row["path"]).count("/")):
            path = str(row["path"])
            parts = path.split("/")
            above = ["/".join(parts[:depth]) for depth in range(1, len(parts))]
            names = tuple(parts) if all(each in paths for each in above) else (path,)
            definition, use_when, not_when = refi.parts(str(row["description"]).strip())
            yield IncomingTag(f"tag {row['id']}", names, None, definition, use_when, not_when)

    def _passages(self, key: str, row: sqlite3.Row, page: Page) -> Iterator[IncomingPassage]:
        address = hashlib.sha512(str(row["contents"]).encode("utf-8", "replace")).hexdigest()
        uses: dict[int, list[int]] = {}
        for highlight, tag in self._connection.execute(
            "SELECT t.highlight_id, t.tag_id FROM highlight_tags t JOIN highlights h ON h.id = t.highlight_id"
            " WHERE h.document_id = ? ORDER BY t.highlight_id, t.tag_id",
            (row["id"],),
        ):
            if tag in self._tag_ids:
                uses.setdefault(highlight, []).append(tag)
            else:
                why = ", being of no tag that the project has"
                self._lost.add("tag of a highlight was left out", "tags of highlights were left out", why=why)
        for each in self._connection.execute(
            "SELECT * FROM highlights WHERE document_id = ? ORDER BY id", (row["id"],)
        ):
            span = self._span(each, page, str(row["name"]))
            if span is None:
                continue
            created, author = self._dates.get(each["id"], ("", ""))
            # Numbers of rows are those of this file: another export of the same project may have others.
            place = f"{address}:{each['start_offset']}:{each['end_offset']}"
            self._placed[place] += 1
            made = refi.derived("", f"taguette:{place}:{self._placed[place]}")
            yield IncomingPassage(
                source=key,
                start=span[0],
                end=span[1],
                exact=page.laid.text[span[0] : span[1]],
                uid=Uid(made.replace("-", "")),
                tags=tuple(IncomingUse(f"tag {tag}") for tag in uses.get(each["id"], ())),
                author=author,
                created=created,
                modified=created,
            )

    def _span(self, row: sqlite3.Row, page: Page, name: str) -> tuple[int, int] | None:
        """Where a highlight stands in the canonical text; None, and noted, when that is nowhere."""
        start, end = row["start_offset"], row["end_offset"]
        span, reason = None, ""
        if not (isinstance(start, int) and isinstance(end, int)) or start < 0 or end > page.size:
            reason = "outside of the document"
        elif end <= start:
            reason = "on no words"
        else:
            span = page.span(start, end)
            reason = _fault(page.laid.text, span, str(row["snippet"]))
        if reason:
            one, many = "highlight was left out because it stands", "highlights were left out because they stand"
            place = f"{start}–{end} of {name}"
            self._lost.add(f"{one} {reason}", f"{many} {reason}", place)
            return None
        return span

    def _leave(self, document: sqlite3.Row) -> None:
        """Tells what a document says besides: the file that it was made of, and a direction of its own."""
        name, file = (str(document[each] or "") if each in document.keys() else "" for each in ("name", "filename"))  # noqa: SIM118 - `in` looks among the values of a row
        if file and file.rpartition(".")[0] not in ("", name[: len(file)], name.replace("/", "_")):
            self._fields.count(f"filename of a document ({file})")
        direction = document["text_direction"] if "text_direction" in document.keys() else ""  # noqa: SIM118 - `in` looks among the values of a row
        if direction and direction != "LEFT_TO_RIGHT":
            self._rtl = "The direction of writing follows from the letters of a text here, and is not kept for itself."

    def _others(self) -> Iterator[str]:
        """Tables with anything in them that are none of Taguette's, by their names."""
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        tally = Tally()
        for (name,) in self._connection.execute(named).fetchall()[:_MOST_TABLES]:
            quoted = str(name).replace('"', '""')
            if name not in _KNOWN and self._connection.execute(f'SELECT 1 FROM "{quoted}" LIMIT 1').fetchone():  # noqa: S608 - quoted
                tally.add("table was left out", "tables were left out", str(name), why=", being none of Taguette's")
        yield from tally.sentences()


def _about(project: sqlite3.Row) -> Iterator[IncomingMemo]:
    """What a project says of itself."""
    said, name = str(project["description"] or "").strip(), str(project["name"])
    if said:
        uid = Uid(refi.derived("", f"taguette:project:{name}:{said}").replace("-", ""))
        yield IncomingMemo(f"About the project {name}", said, uid)


def _fault(text: str, span: tuple[int, int] | None, snippet: str) -> str:
    """Why a place cannot be taken; "" when it can."""
    if span is None or not (is_boundary(text, span[0]) and is_boundary(text, span[1])):
        return "inside of a character"
    words = text[span[0] : span[1]]
    if not words.strip():
        return "on no words"
    return "" if _agrees(words, snippet) else "on other words than those that were marked"


def _agrees(words: str, snippet: str) -> bool:
    """Whether the words are those of the snippet, white space apart; a highlight without a snippet is taken at its bytes."""
    kept = "".join(text_of(snippet).split())
    return not kept or kept == "".join(words.split())


def _source(key: str, row: sqlite3.Row, page: Page) -> IncomingSource:
    said: dict[str, Any] = {"title": str(row["name"])}
    return IncomingSource(
        key=key,
        metadata=with_language(Metadata(**said), page.laid.text),
        text=page.laid,
        data=page.html.encode("utf-8", "replace"),
        name=f"{row['name']}.html",
        media_type="text/html",
        note=str(row["description"]).strip(),
    )
