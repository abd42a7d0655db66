"""A Taguette project (.sqlite3): articles as documents, tags by their paths, passages as highlights.

Documents are HTML made of our blocks, joined by the line breaks of the canonical text: their text is the canonical text, letter by
letter, and Taguette's offsets (UTF-8 bytes of the document's text, without its tags) follow from our positions alone.
"""

import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import closing
from html import escape
from itertools import accumulate
from pathlib import Path
from typing import Any

from archive.base.progress import Progress
from archive.exports.shared.disks import sqlite_errors
from archive.model import refi
from archive.model.article import Block, BlockKind
from archive.model.excerpt import Excerpt, Packet, Whole, Work

from . import taguette_schema as schema
from .refi_xml import Filter

_TAGS = {BlockKind.QUOTE: "blockquote", BlockKind.ITEM: "li"}


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """Writes the project; what Taguette cannot carry is told in sentences."""
    with sqlite_errors(), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # The file is synced as a whole, and dropped when it does not come to be.
        for pragma in ("auto_vacuum = 1", "journal_mode = OFF", "synchronous = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        project = _Project(connection, packet)
        for whole in progress.over(packet.wholes(), "Writing articles"):
            project.add(whole)
        connection.execute("COMMIT")
        return project.warnings()


class _Project:
    """One project in an open file, inside its transaction."""

    def __init__(self, connection: sqlite3.Connection, packet: Packet) -> None:
        self._connection, self._packet = connection, packet
        self._clean = Filter()
        self._made = _moment(packet.made)
        self._cut = self._not_here = self._noted = self._whole = 0
        self._tags: dict[str, int] = {}
        for statement in schema.statements():
            connection.execute(statement)
        self._add("alembic_version", version_num=schema.REVISION)
        self._add("users", login=schema.ADMIN, created=self._made, disabled=0)
        name = self._short(self._clean(packet.title) or "Waystation", schema.NAME_CHARS)
        self._project = self._add("projects", name=name, description="", created=self._made)
        self._add("project_members", project_id=self._project, user_login=schema.ADMIN, privileges="ADMIN")
        self._log("project_meta", None, self._made, project_name=name, description="")
        for tag in packet.tags:
            if tag.path in self._tags:
                continue  # redacted tags may have one path, and a project has each once
            path = self._tag_path(self._clean(tag.path))
            told = self._clean(refi.described(tag.definition, tag.use_when, tag.not_when))
            description = self._short(told, schema.DESCRIPTION_CHARS)
            made = self._add("tags", project_id=self._project, path=path, description=description)
            self._tags[tag.path] = made
            self._log("tag_add", None, self._made, tag_id=made, tag_path=path, description=description)

    def add(self, whole: Whole) -> None:
        """Puts an article in, with its highlights."""
        work, text = whole.work, self._clean(whole.text)
        name = self._short(self._clean(" ".join(work.title.split())) or "Untitled", schema.NAME_CHARS)
        description = self._short(self._clean(_about(work)), schema.DESCRIPTION_CHARS)
        direction = "RIGHT_TO_LEFT" if _right_to_left(text) else "LEFT_TO_RIGHT"
        created = _moment(whole.edition.created)
        document = self._add(
            "documents",
            name=name,
            description=description,
            filename=f"{name.replace('/', '_')}.html"[: schema.FILE_CHARS],
            created=created,
            project_id=self._project,
            text_direction=direction,
            contents=html(text, whole.blocks, 0, len(text)),
        )
        said = {"document_name": name, "description": description, "text_direction": direction}
        self._log("document_add", document, created, **said)
        self._whole += bool(whole.tags)
        here = [excerpt for excerpt in whole.excerpts if excerpt.edition == whole.sha512]
        self._not_here += len(whole.excerpts) - len(here)
        offsets = _offsets(text, {place for each in here for place in (each.anchor.start, each.anchor.end)})
        for excerpt in here:
            self._highlight(document, excerpt, text, whole.blocks, offsets)

    def _highlight(
        self, document: int, excerpt: Excerpt, text: str, blocks: Sequence[Block], offsets: dict[int, int]
    ) -> None:
        start, end = excerpt.anchor.start, excerpt.anchor.end
        place = {"start_offset": offsets[start], "end_offset": offsets[end]}
        made = self._add("highlights", document_id=document, snippet=html(text, blocks, start, end), **place)
        tags = [self._tags[path] for path in dict.fromkeys(excerpt.tags)]
        for tag in tags:
            self._add("highlight_tags", highlight_id=made, tag_id=tag)
        self._noted += bool(excerpt.note)
        self._log("highlight_add", document, _moment(excerpt.created), highlight_id=made, tags=tags, **place)

    # Rows

    def _add(self, table: str, **row: Any) -> int:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        # The names are those of this module; every value is bound.
        cursor = self._connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 - names of the schema above
        return int(cursor.lastrowid or 0)

    def _log(self, type: str, document: int | None, date: str, **said: Any) -> None:
        payload = json.dumps({"type": type, **said}, sort_keys=True)
        owner = {"user_login": schema.ADMIN, "project_id": self._project}
        self._add("commands", date=date or self._made, document_id=document, payload=payload, **owner)

    def _tag_path(self, path: str) -> str:
        """A path that Taguette takes: a longer one ends in a mark of what was cut off, so that it stays apart from others."""
        if len(path) <= schema.PATH_CHARS:
            return path
        self._cut += 1
        mark = hashlib.sha512(path.encode()).hexdigest()[:8]
        return f"{path[: schema.PATH_CHARS - 9]}~{mark}"

    def _short(self, text: str, most: int) -> str:
        self._cut += len(text) > most
        return text[:most]

    def warnings(self) -> tuple[str, ...]:
        """What Taguette cannot carry, each kind in a sentence."""
        packet = self._packet
        told = (
            (self._not_here, "passage", "left out, because the text has changed there since"),
            (self._noted, "passage", "written without a note, which Taguette does not keep"),
            (packet.passages, "passage", "written without author and id, which Taguette does not keep"),
            (len(packet.tags), "tag", "written without a colour, which Taguette does not keep"),
            (self._whole, "article", "written without tags of its own, which Taguette does not keep"),
            (len(packet.memos), "memo", "left out: Taguette keeps none"),
            (len(packet.shelves), "collection", "left out: Taguette keeps none"),
            (self._cut, "name", "cut to the length that Taguette takes"),
        )
        sentences = [
            f"1 {noun} was {what}." if count == 1 else f"{count:,} {noun}s were {what}." for count, noun, what in told if count
        ]  # fmt: skip
        return (*sentences, *self._clean.warnings())


def html(text: str, blocks: Sequence[Block], start: int, end: int) -> str:
    """`[start, end)` of the text as HTML of the blocks that it touches; the text of that HTML is those very characters."""
    pieces: list[str] = []
    listed = False
    for block in blocks:
        first, last = max(block.start, start), min(block.end, end)
        if first > last:
            continue
        item = block.kind is BlockKind.ITEM
        if listed and not item:
            pieces.append("</ul>")
        if pieces:
            pieces.append("\n")
        if item and not listed:
            pieces.append("<ul>")
        listed = item
        tag = _tag(block)
        pieces.append(f"<{tag}>{escape(text[first:last], quote=False)}</{tag}>")
    return "".join([*pieces, "</ul>"] if listed else pieces)


def _tag(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return f"h{min(max(block.level, 1), 5)}"  # Taguette takes none below h5
    return _TAGS.get(block.kind, "p")


def _offsets(text: str, places: Iterable[int]) -> dict[int, int]:
    """{place: UTF-8 bytes before it}."""
    ordered = sorted(places)
    sizes = [len(text[before:place].encode()) for before, place in zip([0, *ordered], ordered, strict=False)]
    return dict(zip(ordered, accumulate(sizes), strict=True))


def _about(work: Work) -> str:
    """What Taguette shows of a document: who wrote it, where and when it was published."""
    known = ("; ".join(work.byline), work.publisher, work.published, work.url)
    line = " · ".join(part for part in known if part)
    return "\n\n".join(filter(None, (line, work.note)))


def _right_to_left(text: str) -> bool:
    """Whether most letters are of a script that is written from right to left."""
    kinds = [unicodedata.bidirectional(letter) for letter in text[:4000]]
    return sum(kind in ("R", "AL") for kind in kinds) > sum(kind == "L" for kind in kinds)


def _moment(stamp: str) -> str:
    """A UTC stamp as Taguette keeps it: `2026-11-22 03:04:05.678000`; "" for none."""
    day, _, time = stamp.removesuffix("Z").partition("T")
    seconds, _, parts = time.partition(".")
    return f"{day} {seconds or '00:00:00'}.{parts:0<6.6}" if day else ""
