"""Files that hold other files or messages: ZIP and WACZ, mail and mailboxes, MHTML, feeds, web archives. Told by their content.

Each module reads in memory and hands what it found over as members; nothing is unpacked to a disk, and nothing is fetched.
"""

import importlib
import re
import zlib
from collections.abc import Callable
from enum import StrEnum
from typing import cast

from archive.base.errors import Unreadable
from archive.importers import zipped
from archive.model.article import Imported, Source, Verdict

VERSION = 1


class Kind(StrEnum):
    """What is read here; the value is the module that reads it."""

    ZIP = "zips"
    MHTML = "mhtml"
    MAIL = "mail"
    MBOX = "mbox"
    FEED = "feeds"
    WARC = "webarchives"


MEDIA_TYPES = {
    Kind.ZIP: "application/zip",
    Kind.MHTML: "multipart/related",
    Kind.MAIL: "message/rfc822",
    Kind.MBOX: "application/mbox",
    Kind.FEED: "application/xml",
    Kind.WARC: "application/warc",
}
# What such files are called; inside folders only files with these names are opened.
ENDINGS = frozenset({".zip", ".wacz", ".mhtml", ".mht", ".eml", ".mbox", ".warc", ".rss", ".atom"})
_HEAD = 65_536
_BLANKS = b"\xef\xbb\xbf \t\r\n"
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}[ \t]{0,3}:[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|\Z)")
_FROM_LINE = re.compile(rb"From [^\r\n]{1,300}\d\d:\d\d[^\r\n]{0,60}\d{4}[^\r\n]{0,40}\r?\n")
_NAMES = re.compile(rb"(?mi)^([a-z][a-z0-9-]{0,60})[ \t]{0,3}:")
_RELAYED = frozenset({b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to", b"dkim-signature"})
# When a mail was sent (RFC 5322, 3.3), as no line of an article has it: git writes mails without any other sign.
_SENT = re.compile(
    rb"(?mi)^date:[ \t]+(?:[a-z]{3},[ \t]+)?\d{1,2}[ \t]+[a-z]{3}[ \t]+\d{4}[ \t]+\d\d:\d\d(?::\d\d)?[ \t]+[+-]\d{4}"
)
_RELATED = re.compile(rb"(?mi)^content-type:\s*multipart/related\b")
_SAVED_PAGE = re.compile(rb"(?mi)^(?:snapshot-content-location:|from:\s*[\"<]*saved by|x-mimeole:|content-location:)")
_FEED = re.compile(
    rb"\A\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*<(?:[a-z0-9]{1,10}:)?(?:rss\b|feed\b[^>]*(?:atom|purl\.org)|RDF\b[^>]*purl\.org/rss/)",
    re.I | re.S,
)


def detect(source: Source, shape: zipped.Shape | None = None) -> Kind | None:
    """What kind of container the source is (`shape` where its list of members was looked at), None for all other files."""
    data = source.data
    if data[:4] in (b"PK\3\4", b"PK\5\6"):
        return None if _is_document(data, shape or zipped.shape(data)) else Kind.ZIP
    if data.startswith((b"WARC/1.", b"WARC/0.")) or _is_packed_web_archive(data):
        return Kind.WARC
    head = data[:_HEAD].lstrip(_BLANKS)
    if (line := _FROM_LINE.match(head)) and _fields(head[line.end() :]):
        return Kind.MBOX
    fields = _fields(head)
    if fields and _RELATED.search(fields) and _SAVED_PAGE.search(head):
        return Kind.MHTML
    if fields and _is_mail(fields):
        return Kind.MAIL
    return Kind.FEED if _FEED.search(head[:4096].replace(b"\0", b"").lstrip(b"\xff\xfe")) else None


def _fields(head: bytes) -> bytes:
    """The header fields that the bytes begin with, when they end at an empty line."""
    position = 0
    while found := _FIELD.match(head, position):
        position = found.end()
    ends = position == len(head) or head[position : position + 2] == b"\r\n" or head[position : position + 1] == b"\n"
    return head[:position] if ends or position > _HEAD // 2 else b""


def _is_mail(fields: bytes) -> bool:
    """Header fields as a mail has them, not the first lines of an article ("From: … Date: …") that only look like some."""
    names = {name.lower() for name in _NAMES.findall(fields)}
    sent = b"from" in names or b"received" in names
    whole = {b"date", b"subject"} <= names and b"@" in fields
    return sent and (bool(names & _RELAYED) or (whole and (b"to" in names or bool(_SENT.search(fields)))))


def _is_document(data: bytes, shape: zipped.Shape) -> bool:
    """Whether a ZIP file is a document of another kind: Word, Excel, OpenDocument, EPUB."""
    names = shape.names or frozenset()
    is_one = data[30:38] == b"mimetype" or shape.kind is not None
    return is_one or bool(names & {"[Content_Types].xml", "META-INF/container.xml", "mimetype"})


def _is_packed_web_archive(data: bytes) -> bool:
    if data[:2] != b"\x1f\x8b":
        return False
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data[:4096], 64).startswith((b"WARC/1.", b"WARC/0."))
    except zlib.error:
        return False


def read(source: Source, kind: Kind) -> Imported:
    """What the container holds; refused, with a sentence, when there is nothing that can be read or it was made to harm."""
    reader = cast(Callable[[Source], Imported], importlib.import_module(f".{kind.value}", __package__).read)
    try:
        return reader(source)
    except Unreadable as error:
        return Imported(Verdict.REFUSED, kind.value, VERSION, MEDIA_TYPES[kind], error=str(error))
