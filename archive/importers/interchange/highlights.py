"""Reads a table of links and highlights: our own, and those of Readwise, Raindrop, Pocket, Instapaper, or made by hand.

A row is words marked in the text at an address or with a title; one without words is a note on that text.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from archive.model.interchange import Incoming, IncomingPassage, IncomingTag, IncomingUse
from archive.model.passage import COLOURS

from .dates import stamp
from .excerpts import Excerpts
from .gathered import Gathered, derived
from .sheets import Sheet, column
from .telling import shown

_COLUMNS = {
    "url": ("url", "link", "address", "href", "source url", "document url", "uri", "주소"),
    "title": ("title", "book title", "article title", "document title", "제목"),
    "byline": ("byline", "book author", "author", "authors", "저자"),
    "publisher": ("publisher", "site", "site name", "source", "출처"),
    "published": ("published", "publication date"),
    "exact": (
        "exact",
        "highlight",
        "quote",
        "quotation",
        "selection",
        "highlight text",
        "annotated text",
        "passage",
        "text",
        "인용",
    ),
    "note": ("note", "notes", "comment", "comments", "annotation", "메모"),
    "tags": ("tags", "tag", "labels", "태그"),
    "marker": ("marked by", "annotator", "user", "created by"),
    "created": (
        "highlighted at",
        "created",
        "created at",
        "date",
        "added",
        "time added",
        "timestamp",
        "saved",
        "saved date",
        "날짜",
    ),
    "folder": ("folder", "folders", "collection", "collections"),
    "colour": ("colour", "color"),
    "prefix": ("prefix",),
    "suffix": ("suffix",),
    "uid": ("id", "uid", "highlight id"),
}
_OURS = frozenset({"exact", "uid", "article uid", "edition", "start", "end"})
_OUR_COLUMNS = frozenset(
    "tag definition before exact after note tags paragraphs pages title byline publisher published url citation author created modified uid"
    " article edition start end prefix suffix colour state".split()
) | {"tagged by", "tagged", "article uid"}
_RAINDROP = frozenset({"excerpt", "folder", "cover"})
_READWISE = frozenset({"amazon book id", "location type", "location", "document tags", "reading progress", "seen"})
KNOWN = (
    frozenset(chain(*_COLUMNS.values())) | _OUR_COLUMNS | _RAINDROP | _READWISE | {"highlights", "favorite", "status"}
)
# Folders that say how far a person was with a text, and not what it is about.
_STATES = frozenset({"unread", "archive", "starred", "unsorted", "trash"})
_COLOURS = {
    "yellow": "sun",
    "green": "moss",
    "blue": "sky",
    "red": "rose",
    "pink": "rose",
    "orange": "rose",
    "purple": "iris",
}
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_PIECE = re.compile(r"(?m)^(Highlight|Note):[ \t]*")


def is_one(keys: Sequence[str]) -> bool:
    """Whether columns with these names are those of links or highlights."""
    if set(keys) >= _OURS:
        return True
    place = any(column(keys, *_COLUMNS[part]) for part in ("url", "title"))
    said = any(column(keys, *_COLUMNS[part]) for part in ("exact", "note", "tags", "created"))
    return place and (said or column(keys, *_COLUMNS["url"]) is not None)


def is_plain(keys: Sequence[str]) -> bool:
    """Whether columns can be nothing else: words with what they are from, or addresses with titles."""
    url, title, exact = (column(keys, *_COLUMNS[part]) is not None for part in ("url", "title", "exact"))
    return set(keys) >= _OURS or (url and title) or (exact and (url or title))


def read(sheet: Sheet) -> Incoming:
    """What a table brings."""
    if set(sheet.keys) >= _OURS:
        return _ours(sheet)
    keys = sheet.keys
    raindrop = set(keys) >= _RAINDROP
    columns = {part: column(keys, *names) for part, names in _COLUMNS.items()}
    if columns["uid"] == "id" and not raindrop:
        columns["uid"] = None  # the number of a row says nothing that stays
    if columns["tags"] is None and columns["exact"] is None:
        columns["tags"] = column(keys, "document tags")  # a row is a text as a whole
    gathered = Gathered("Raindrop" if raindrop else "Table", sheet.name)
    for number, row in enumerate(sheet.rows, 2):
        said = {part: row.get(name or "", "").strip() for part, name in columns.items()}
        if raindrop:
            for exact, note in _pieces(row.get("highlights", "")):
                _row(gathered, said | {"exact": exact, "note": note, "uid": "", "tags": "", "folder": ""}, number)
            said["exact"] = ""
        _row(gathered, said, number)
    used = {*columns.values(), "highlights"} if raindrop else set(columns.values())
    _leave(gathered, sheet, used)
    return gathered.incoming()


def _pieces(cell: str) -> list[tuple[str, str]]:
    """The highlights of a cell of Raindrop's, each with the note below it; older exports have a line for each."""
    parts = _PIECE.split(cell)
    found = [(line.strip(), "") for line in parts[0].split("\n") if line.strip()]
    for kind, words in zip(parts[1::2], parts[2::2], strict=True):
        if kind == "Note" and found:
            found[-1] = (found[-1][0], words.strip())
        elif words.strip():
            found.append((words.strip(), ""))
    return found


def _row(gathered: Gathered, said: Mapping[str, str], number: int) -> None:
    words, url, title = said["exact"], said["url"], said["title"]
    if not (url or title or len(words) > 0):
        gathered.lose("row was left out, naming no text", "rows were left out, naming no text", f"row {number:,}")
        return
    about = {name: said[name] for name in ("url", "title", "publisher", "published")}
    source = gathered.link(about | {"byline": said["byline"].replace(",", ";")})
    _collect(gathered, said["folder"], source)
    created = _when(said["created"])
    if not words:
        named = ", ".join(_tags(said["tags"]))
        note = "\n\n".join(filter(None, (said["note"], f"Tags: {named}" if named else "")))
        uid = derived("table", f"{url}\n{title}\n{note}")
        gathered.memo(
            f"Note on {shown(title or url)}" if note else "", note, uid=uid, about=("article", source), created=created
        )
        return
    tags = tuple(IncomingUse(key) for tag in _tags(said["tags"]) if (key := gathered.tag(tag)))
    colour = said["colour"].casefold()
    role = colour if colour in COLOURS else _COLOURS.get(colour)
    gathered.passage(
        IncomingPassage(
            source=source,
            exact=words,
            prefix=said["prefix"],
            suffix=said["suffix"],
            uid=derived("table", said["uid"] or f"{url}\n{title}\n{words}\n{said['note']}"),
            note=said["note"],
            tags=tags,
            colour=None if tags else role,
            author=said["marker"],
            created=created,
            modified=created,
        )
    )


def _collect(gathered: Gathered, folder: str, source: str) -> None:
    """Puts a text into the collection that its folder is; `/` stands between nested ones."""
    if folder.casefold() in _STATES:
        gathered.lose("folder that tells a state was left out", "folders that tell a state were left out", folder)
    elif folder:
        gathered.collect(folder.split("/"), source)


def _tags(cell: str) -> list[str]:
    """Tags in one cell: a JSON list, or names between semicolons, bars or commas."""
    if cell.startswith("["):
        try:
            listed: Any = json.loads(cell)
        except (ValueError, RecursionError):
            listed = None
        if isinstance(listed, list):
            return [name.strip() for name in listed if isinstance(name, str) and name.strip()]
        if cell.endswith("]"):  # a list as Python writes it
            return [name.strip() for pair in _QUOTED.findall(cell) for name in pair if name.strip()]
    mark = next((mark for mark in ";|," if mark in cell), ",")
    return [name.strip() for name in cell.split(mark) if name.strip()]


def _when(cell: str) -> str:
    """A time stamp; numbers are seconds, or milliseconds, since 1970."""
    if cell.isascii() and cell.isdigit() and len(cell) in (9, 10, 13):
        seconds = int(cell) / (1_000 if len(cell) == 13 else 1)
        return stamp(datetime.fromtimestamp(seconds, UTC).isoformat())
    return stamp(cell)


def _leave(gathered: Gathered, sheet: Sheet, used: set[str | None]) -> None:
    """Tells the columns that are not read, and cells that stand under none."""
    for heading, key in zip(sheet.headings, sheet.keys, strict=True):
        if key not in used and any(row.get(key, "").strip() for row in sheet.rows):
            gathered.lose("column was left out", "columns were left out", heading or "without a name")
    for _ in range(sheet.ragged):
        gathered.lose("row has more cells than there are columns", "rows have more cells than there are columns")


def _ours(sheet: Sheet) -> Incoming:
    """Our own table: a row an excerpt, or a row an excerpt and tag, as the records that the other exports write."""
    read = Excerpts(sheet.name)
    records: dict[str, dict[str, Any]] = {}
    for row in sheet.rows:
        record = records.setdefault(row.get("uid", ""), _record(row))
        tag = row.get("tag", "")
        if tag:
            record["tags"] = list(dict.fromkeys([*record["tags"], tag]))
            record["tagged_by"][tag] = row.get("tagged by", "")
            record["uses"][tag] = {"created": row.get("tagged", "")}
            if row.get("definition"):
                read.gathered.describe(IncomingTag("", tuple(tag.split("/")), None, row["definition"]))
    read.articles(record["source"] for record in records.values())
    for record in records.values():
        read.excerpt(record, record["uses"])
    _leave(read.gathered, sheet, set(_OUR_COLUMNS))
    return read.gathered.incoming()


def _record(row: Mapping[str, str]) -> dict[str, Any]:
    about = ("title", "byline", "publisher", "published", "url")
    told: dict[str, Any] = {name.replace(" ", "_"): value for name, value in row.items() if name in _OUR_COLUMNS}
    told = {name: value for name, value in told.items() if name not in about}
    for name in ("start", "end"):
        digits = row.get(name, "").strip()
        told[name] = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 11 else None
    byline = [name.strip() for name in row.get("byline", "").split(";")]
    source = {name: row.get(name, "") for name in ("title", "publisher", "published", "url")}
    tags = [] if "tag" in row else [tag for tag in row.get("tags", "").split("; ") if tag]
    return told | {
        "tags": tags,
        "tagged_by": {},
        "uses": {},
        "source": source | {"uid": row.get("article uid", ""), "byline": byline},
    }
