"""Which interchange format a file is, by what it holds; its reader is loaded when the first such file comes."""

import importlib
from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePath
from typing import cast

from archive.base.errors import Unreadable
from archive.model.article import Imported, Source, Verdict
from archive.model.interchange import Incoming

VERSION = 1
_HEAD = 4096
_TAGUETTE = b"Tgtt"  # the application id in the header of an SQLite file; older versions leave it out


class Format(StrEnum):
    """The formats that bring more than one article's text; the value is the module that reads it."""

    QDPX = "qdpx"
    QDC = "qdc"
    TAGUETTE = "taguette"


_MEDIA_TYPES = {
    Format.QDPX: "application/zip",
    Format.QDC: "application/xml",
    Format.TAGUETTE: "application/vnd.sqlite3",
}


def detect(source: Source) -> Format | None:
    """The format of the source, None for all others."""
    data, ending = source.data, PurePath(source.name).suffix.lower()
    if ending == ".qdpx" or (data[:2] == b"PK" and b".qde" in data.lower()):
        return Format.QDPX
    if data.startswith(b"SQLite format 3\0") and (data[68:72] == _TAGUETTE or b"highlight_tags" in data):
        return Format.TAGUETTE
    head = data[:_HEAD].replace(b"\0", b"")  # so that UTF-16 shows its tags too
    if b"urn:QDA-XML:codebook" in head or ending == ".qdc":
        return Format.QDC
    if b"urn:QDA-XML:project" in head or ending == ".qde":
        return Format.QDPX
    return None


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
