"""Reads our own exports back: JSON, JSON lines, the SQLite database and the table, which write one record in as many ways.

A record names its article (by uid, address, title) and the text that its place counts in (by SHA-512), so that passages stand
where they stood wherever an archive has that text. What was not chosen at export is not there, and nothing is made up for it.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any

from archive.base.errors import Unreadable
from archive.model.article import Source
from archive.model.interchange import Incoming, IncomingMemo, IncomingPassage, IncomingTag, IncomingUse, Thing
from archive.model.passage import COLOURS

from . import databases, jsons
from .dates import stamp
from .gathered import Gathered, derived, uid_of
from .jsons import Object, objects, place, text, texts

FORMAT = "waystation-excerpts"
VERSION = 1
_KINDS = ("article", "tag", "passage", "memo")
_TABLES = ("about", "articles", "excerpts", "tags", "excerpt_tags", "memos")
_AGAIN = "Export it again from the archive."
# What exports of ours say: context, paragraphs and an article's rights are not read, because the text and its article tell them.
_EXCERPT = frozenset(
    "uid article article_uid edition start end exact prefix suffix colour state before after paragraphs pages block note tags author tagged_by"
    " created modified source uses tag tagged definition citation".split()
)
_ARTICLE = frozenset(
    "id uid title byline publisher republisher published accessed language url words rights sensitivity embargo".split()
)
_TAG = frozenset("uid path colour definition use_when not_when".split())
_MEMO = frozenset("uid title text about links author created modified".split())
_DOCUMENT = frozenset("format version title made archive choice articles excerpts tags memos".split())


def is_document(value: Any) -> bool:
    """Whether a JSON document is our export."""
    return isinstance(value, dict) and value.get("format") == FORMAT


def is_lines(value: Any) -> bool:
    """Whether JSON lines are our export."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, dict) for each in value[:1])
        and ({"article_uid", "edition", "exact", "source"} <= set(value[0]))
    )


def from_document(value: Object, name: str) -> Incoming:
    """What a document brings. Raises Unreadable for one of a later version."""
    version = value.get("version")
    if version != VERSION:
        raise Unreadable(
            f"This export is of version {str(version)[:20]}, which this program does not know yet.", "Update it."
        )
    read = Excerpts(text(value, "title") or name)
    read.gathered.fields.leave(value, _DOCUMENT)
    read.articles(objects(value, "articles"))
    read.tags(objects(value, "tags"))
    for each in objects(value, "excerpts"):
        read.excerpt(each)
    read.memos(objects(value, "memos"))
    return read.gathered.incoming()


def from_lines(value: list[Object], name: str) -> Incoming:
    """What lines bring, each with its article in it."""
    read = Excerpts(name)
    read.articles(jsons.inner(each, "source") for each in value)
    for each in value:
        read.excerpt(each)
    return read.gathered.incoming()


def read(source: Source) -> Incoming:
    """What our database brings. Raises Unreadable."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            databases.load(connection, source.data, _TABLES, what="Waystation export", again=_AGAIN)
            about = {str(row["name"]): str(row["value"]) for row in connection.execute("SELECT name, value FROM about")}
            if about.get("format") != FORMAT or about.get("version") != str(VERSION):
                raise Unreadable("This database is no export that this program knows.", _AGAIN)
            read = Excerpts(about.get("title") or source.name)
            # The names are those of this module.
            rows = {name: [_row(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in _TABLES[1:]}  # noqa: S608 - ours
        except (sqlite3.Error, OverflowError) as error:
            raise Unreadable("This database is cut short or damaged.", _AGAIN) from error
    uses: dict[str, list[Object]] = {}
    for each in sorted(rows["excerpt_tags"], key=lambda row: place(row, "position") or 0):
        uses.setdefault(text(each, "excerpt"), []).append(each)
    read.articles(rows["articles"])
    read.tags(rows["tags"])
    for each in rows["excerpts"]:
        own = uses.get(text(each, "uid"), [])
        read.excerpt(each | {"tags": [text(use, "tag") for use in own]}, {text(use, "tag"): use for use in own})
    read.memos(rows["memos"])
    return read.gathered.incoming()


def _row(row: sqlite3.Row) -> Object:
    """A row as an object of the JSON export: lists are kept as JSON there."""
    told: Object = dict(row)
    for name in ("byline", "tags", "tagged_by", "about", "links", "paragraphs", "pages"):
        if isinstance(told.get(name), str):
            try:
                told[name] = json.loads(told[name])
            except (ValueError, RecursionError):
                told[name] = None
    return told


class Excerpts:
    """Records of ours, gathered."""

    def __init__(self, title: str) -> None:
        self.gathered = Gathered("Waystation", title)
        self._records: dict[str, Object] = {}
        self._keys: dict[str, str] = {}  # of sources, by the uid that records name

    def articles(self, records: Iterable[Object]) -> None:
        """The articles that excerpts and memos may name; one that none of them names brings nothing."""
        for each in records:
            self.gathered.fields.leave(each, _ARTICLE, "articles")
            self._records.setdefault(text(each, "uid"), each)

    def tags(self, records: Iterable[Object]) -> None:
        """The codebook; a tag of the colour of the one above has it from there."""
        colours: dict[str, str] = {}
        for each in records:
            self.gathered.fields.leave(each, _TAG, "tags")
            path = text(each, "path")
            colour = text(each, "colour")
            colours[path] = colour
            own = colour if colour in COLOURS and colour != colours.get(path.rpartition("/")[0]) else None
            told = (text(each, "definition"), text(each, "use_when"), text(each, "not_when"))
            named = self.gathered.describe(
                IncomingTag("", tuple(path.split("/")), uid_of(text(each, "uid")), *told, own)
            )
            if named is None:
                self.gathered.lose("tag was left out, having no name", "tags were left out, having no name", path)

    def excerpt(self, each: Object, uses: Mapping[str, Object] | None = None) -> None:
        """One passage; `uses` tells who put its tags there and when, where the record itself does not."""
        self.gathered.fields.leave(each, _EXCERPT)
        words = text(each, "exact")
        source = self._source(text(each, "article_uid"))
        if source is None:
            self.gathered.lose(
                "passage was left out, naming no article", "passages were left out, naming no article", words
            )
            return
        by = jsons.inner(each, "tagged_by")
        tags = []
        for path in texts(each, "tags"):
            key = self.gathered.tag(*path.split("/"))
            if key is not None:
                use = (uses or {}).get(path, {})
                tags.append(IncomingUse(key, text(use, "author") or text(by, path), stamp(text(use, "created"))))
        start, end = place(each, "start"), place(each, "end")
        edition = text(each, "edition")
        placed = start is not None and end is not None and start <= end and is_hash(edition)
        colour = text(each, "colour")
        created = stamp(text(each, "created"))
        self.gathered.passage(
            IncomingPassage(
                source=source,
                start=start if placed else None,
                end=end if placed else None,
                exact=words,
                prefix=text(each, "prefix"),
                suffix=text(each, "suffix"),
                uid=uid_of(text(each, "uid")),
                note=text(each, "note"),
                tags=tuple(tags),
                # A tagged passage is shown in the colour of its first tag, and that is what an export says of it.
                colour=colour if colour in COLOURS and not tags else None,
                author=text(each, "author"),
                created=created,
                modified=stamp(text(each, "modified")) or created,
                edition=edition if placed else "",
            )
        )

    def _source(self, named: str) -> str | None:
        """The key of the article that a record names; None where that says nothing."""
        if named not in self._keys:
            uid, each = uid_of(named), self._records.get(named, {})
            said = {name: text(each, name) for name in ("title", "publisher", "published", "url", "language")}
            if uid is None and not (said["url"] or said["title"]):
                return None
            said["byline"] = "; ".join(texts(each, "byline"))
            self._keys[named] = self.gathered.link(said, uid=uid)
        return self._keys[named]

    def memos(self, records: Iterable[Object]) -> None:
        """Pages of the journal with what they are about."""
        for each in records:
            self.gathered.fields.leave(each, _MEMO, "memos")
            said = each.get("links")
            about, *links = map(self._thing, [each.get("about"), *(said if isinstance(said, list) else [])])
            created = stamp(text(each, "created"))
            memo = IncomingMemo(
                title=text(each, "title"),
                text=text(each, "text"),
                uid=uid_of(text(each, "uid")) or derived("memo", f"{text(each, 'title')}\n{text(each, 'text')}"),
                about=about,
                links=tuple(link for link in links if link is not None),
                author=text(each, "author"),
                created=created,
                modified=stamp(text(each, "modified")) or created,
            )
            self.gathered.keep(memo)
            for _ in range(links.count(None) + (about is None and each.get("about") is not None)):
                self.gathered.lose(
                    "link of a memo was left out, leading nowhere", "links of memos were left out", memo.title
                )

    def _thing(self, link: Any) -> Thing | None:
        """What a memo is about or leads to; tags go by their path here, by their uid there."""
        if not (isinstance(link, list | tuple) and len(link) == 2 and all(isinstance(part, str) for part in link)):
            return None
        kind, uid = link
        if kind not in _KINDS:
            return None
        if kind == "article":
            key = self._source(uid)
            return ("article", key) if key is not None else None
        if kind == "tag":
            tag = self.gathered.tag_with(uid_of(uid))
            return ("tag", tag) if tag is not None else None
        known = uid_of(uid)
        return None if known is None else (kind, known)


def is_hash(edition: str) -> bool:
    """Whether it is a SHA-512 in hexadecimal."""
    return len(edition) == 128 and all(each in "0123456789abcdef" for each in edition)
