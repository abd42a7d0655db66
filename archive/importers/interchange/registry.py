"""Which interchange format a file is, by what it holds; its reader is loaded when the first such file comes."""

import importlib
import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePath
from typing import cast

from archive.base.errors import Unreadable
from archive.importers.binaries import binary_reason
from archive.importers.zipped import Shape
from archive.importers.zipped import shape as zip_shape
from archive.model.article import Imported, Source, Verdict
from archive.model.interchange import Incoming

VERSION = 1
_HEAD = 4096
_SQLITE = b"SQLite format 3\0"
_BLANKS = b" \t\r\n\xef\xbb\xbf\xff\xfe"  # and byte order marks
_JSON = frozenset({".json", ".jsonld", ".ndjson", ".jsonl", ".calibre_annotation_collection", ".calibre_highlights"})
_TABLES = frozenset({".csv", ".tsv", ".tab"})
_TEXTS = frozenset({".txt", ".text", ".md", ".markdown", ".mdown", ".mkd", ".html", ".htm", ".xhtml", ".xht", ".shtml"})
_SEPARATORS = (b",", b";", b"\t")
# What stands in the first bytes of JSON that is read, when nothing in its name says that it is JSON.
_JSON_MARKS = (
    b'"waystation-excerpts"',
    b'"article_uid"',
    b"www.w3.org/ns/anno",
    b"calibre_annotation_collection",
    b"calibre_highlights",
    b'"export_userid"',
    b'"TextQuoteSelector"',
    b'"is_archived"',
)
# And what stands in that which is met in a folder, where most JSON is none of these: two of each are enough.
_JSON_PAIRS = (
    (b'"uri"', b'"target"'),
    (b'"uri"', b'"references"'),
    (b'"itemType"', b'"title"'),
    (b'"container-title"', b'"issued"'),
    (b'"publisher"', b'"issued"'),
    (b'"URL"', b'"issued"'),
)
_SURE = frozenset({".qdpx", ".qdc", ".qde", ".calibre_annotation_collection", ".calibre_highlights"})
_DATABASES = frozenset({".sqlite", ".sqlite3", ".db"})
# What a file of another program may be called; and one that holds records alone.
RECORDS = _JSON | _TABLES
ENDINGS = _SURE | _DATABASES | RECORDS | {".rdf"}
_PROJECT = re.compile(rb"\.qde", re.IGNORECASE)
_TAGUETTE = b"Tgtt"  # the application id in the header of an SQLite file; older versions leave it out


class Format(StrEnum):
    """The formats that bring more than one article's text; the value is the module that reads it."""

    QDPX = "qdpx"
    QDC = "qdc"
    TAGUETTE = "taguette"
    DATABASE = "excerpts"  # our own export as SQLite
    JSON = "documents"
    TABLE = "tables"
    ZOTERO = "zotero_rdf"


_MEDIA_TYPES = {
    Format.QDPX: "application/zip",
    Format.QDC: "application/xml",
    Format.TAGUETTE: "application/vnd.sqlite3",
    Format.DATABASE: "application/vnd.sqlite3",
    Format.JSON: "application/json",
    Format.TABLE: "text/csv",
    Format.ZOTERO: "application/rdf+xml",
}


def detect(source: Source, shape: Shape | None = None) -> Format | None:
    """The format of the source (`shape` where its list of members was looked at), None for all others."""
    data, ending = source.data, PurePath(source.name).suffix.lower()
    if ending == ".qdpx" or (data[:2] == b"PK" and _has_project(data, shape or zip_shape(data))):
        return Format.QDPX
    if data.startswith(_SQLITE) and data[68:72] != _TAGUETTE and b"CREATE TABLE excerpt_tags" in data:
        return Format.DATABASE
    if data.startswith(_SQLITE) and (data[68:72] == _TAGUETTE or b"highlight_tags" in data):
        return Format.TAGUETTE
    head = data[:_HEAD].replace(b"\0", b"")  # so that UTF-16 shows its tags too
    if b"urn:QDA-XML:codebook" in head or ending == ".qdc":
        return Format.QDC
    if b"urn:QDA-XML:project" in head or ending == ".qde":
        return Format.QDPX
    if b"http://www.zotero.org/namespaces/export#" in head or (ending == ".rdf" and b"rdf:RDF" in head):
        return Format.ZOTERO
    return _text_format(source, head.lstrip(_BLANKS), ending)


def _has_project(data: bytes, shape: Shape) -> bool:
    """Whether a ZIP file holds a project: by its list of members, else by what stands anywhere in it."""
    if shape.names is None:
        return _PROJECT.search(data) is not None
    return any(name.lower().endswith(".qde") for name in shape.names)


def _text_format(source: Source, head: bytes, ending: str) -> Format | None:
    """JSON or a table. A text that is named as one is taken for either only where it can be nothing else."""
    named = ending in _JSON or ending in _TABLES
    if head[:1] == b"<" or (named and source.encoding is None and binary_reason(source.data, source.name)):
        return None
    is_json = head[:1] in (b"{", b"[")
    if ending in _JSON or (is_json and (ending in _TABLES or any(mark in head for mark in _JSON_MARKS))):
        return Format.JSON
    first = head.split(b"\n", 1)[0]
    if ending in _TABLES or (ending not in _TEXTS and any(mark in first for mark in _SEPARATORS) and _is_table(first)):
        return Format.TABLE
    return None


def is_project(head: bytes, name: str) -> bool:
    """Whether a file that begins so is a project or a database, of which parts are read on demand."""
    ending = PurePath(name).suffix.lower()
    if head[:2] == b"PK":
        return ending == ".qdpx" or b".qde" in head.lower()
    told = head[68:72] == _TAGUETTE or b"highlight_tags" in head or b"CREATE TABLE excerpt_tags" in head
    return head.startswith(_SQLITE) and told


def is_marked(text: bytes) -> bool:
    """Whether JSON that begins so has the marks of a program whose files are read here."""
    return any(mark in text for mark in _JSON_MARKS) or any(one in text and two in text for one, two in _JSON_PAIRS)


def is_likely(head: bytes, name: str) -> bool:
    """Whether a file that begins so is one of these, where nobody named it: a table or JSON may be anything."""
    ending = PurePath(name).suffix.lower()
    if ending in _SURE or is_project(head, name):
        return True
    text = head.replace(b"\0", b"").lstrip(_BLANKS)  # UTF-16 shows its names too
    if ending == ".rdf":
        return b"http://www.zotero.org/namespaces/export#" in text
    if ending in _JSON:
        return text[:1] in (b"{", b"[") and is_marked(text)
    from . import tables  # here, because most files are none

    is_wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    return ending in _TABLES and tables.is_likely(
        head.decode("utf-16", "replace") if is_wide else text.decode("utf-8", "replace")
    )


def _is_table(first: bytes) -> bool:
    from . import tables  # here, because most files are none

    return tables.is_table(first.decode("utf-8", "replace"))


def read(source: Source, format: Format) -> Imported:
    """What the file brings, as a verdict: partial when something could not be carried over, refused with a sentence."""
    media_type = _MEDIA_TYPES[format]
    reader = cast(Callable[[Source], Incoming], importlib.import_module(f".{format.value}", __package__).read)
    try:
        incoming = reader(source)
    except Unreadable as error:
        return Imported(Verdict.REFUSED, format.value, VERSION, media_type, error=str(error))
    if not (incoming.sources or incoming.tags or incoming.passages or incoming.memos or incoming.sets):
        told = " ".join(("There is nothing in this file that the archive can hold.", *incoming.lost[:1]))
        return Imported(Verdict.REFUSED, format.value, VERSION, media_type, error=told)
    verdict = Verdict.PARTIAL if incoming.lost else Verdict.OK
    return Imported(verdict, format.value, VERSION, media_type, incoming=incoming)
