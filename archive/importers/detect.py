"""Says which importer a source needs, by what it holds rather than by what it is called."""

import re
from enum import StrEnum
from pathlib import PurePath

from archive.model.article import Source

from . import zipped


class Format(StrEnum):
    """The formats that are read."""

    DOCX = "docx"
    EPUB = "epub"
    HTML = "html"
    MARKDOWN = "markdown"
    ODT = "odt"
    PDF = "pdf"
    PLAIN = "plain"
    RTF = "rtf"


# What is told by signs that no text has: such a file is nothing else.
DOCUMENTS = frozenset({Format.DOCX, Format.EPUB, Format.ODT, Format.PDF, Format.RTF})
HTML_ENDINGS = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml"})
MARKDOWN_ENDINGS = frozenset({".md", ".markdown", ".mdown", ".mkd"})
PLAIN_ENDINGS = frozenset({".txt", ".text"})
_PDF_HEAD = 1024  # bytes in which a PDF says that it is one (ISO 32000-1, annex H, note 13)
_BEGINS_AS_PDF = re.compile(rb"(?:\A|[\r\n\0])[^\r\n%]{0,200}%PDF-\d")
_HOLDS_OTHERS = (b"PK\3\4", b"WARC/")  # what may have a whole PDF in its first bytes
DOCUMENT_ENDINGS = frozenset({".pdf", ".docx", ".docm", ".dotx", ".odt", ".ott", ".rtf", ".epub"})
# Formats whose document as text is made by the importer: no encoding turns the original's bytes into it.
RENDERED = frozenset({"docx", "epub", "odt", "rtf", "pdf", "tesseract", "row", "mail", "mhtml"})
_HEAD = 4096  # bytes in which a page says that it is one
_BEGINS_AS_PAGE = re.compile(
    rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_BEGINS_WITH_TAG = re.compile(
    rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<!--.*?-->\s*)*<(?:title|meta|link|script|style|article|section|main|header"
    rb"|div|table|h[1-6]|p|ul|ol|blockquote|figure|font|center)\b[^<>]*>",
    re.I | re.S,
)
_DECLARES = re.compile(
    rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<!DOCTYPE\s[^\[>]{0,1000}\[\s*<!ENTITY\s",
    re.S,
)
_PAGE_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b[^<>]*>", re.I)
_ANY_TAG = re.compile(rb"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|<!doctype|<!--", re.I)


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF: its sign at the beginning, or further on where objects follow (mail leaves lines before it)."""
    if data.startswith(b"%PDF-"):
        return True
    if data.startswith(_HOLDS_OTHERS):
        return False
    return b"%PDF-" in data[:_PDF_HEAD] and bool(_BEGINS_AS_PDF.search(data[:_PDF_HEAD])) and b" obj" in data


def detect(source: Source, shape: zipped.Shape | None = None) -> Format:
    """The format of the source (`shape` where its list of members was looked at); anything that is no document or page, and not named as Markdown, is plain text."""
    document = _document(source.data, shape)
    if document is not None:
        return document
    ending = PurePath(source.name).suffix.lower()
    head = source.data[:_HEAD].replace(b"\0", b"")  # so that UTF-16 shows its tags too
    if _BEGINS_AS_PAGE.search(head):
        return Format.HTML
    if ending in HTML_ENDINGS and _ANY_TAG.search(source.data[:200_000].replace(b"\0", b"")):
        return Format.HTML
    if ending in MARKDOWN_ENDINGS:
        return Format.MARKDOWN
    if _BEGINS_WITH_TAG.search(head) or (ending not in PLAIN_ENDINGS and _PAGE_TAG.search(head)):
        return Format.HTML
    return Format.PLAIN


def declares_entities(data: bytes) -> bool:
    """Whether the bytes are XML that declares entities of its own: no article needs them, and they are made to grow or to fetch."""
    return _DECLARES.match(data[:_HEAD].replace(b"\0", b"")) is not None


def _document(data: bytes, shape: zipped.Shape | None) -> Format | None:
    """What a word processor, a printer to PDF or an e-book's maker wrote, whatever it is called."""
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return Format.RTF
    if is_pdf(data):
        return Format.PDF
    match (shape or zipped.shape(data)).kind:
        case zipped.Kind.WORD:
            return Format.DOCX
        case zipped.Kind.TEXT:
            return Format.ODT
        case zipped.Kind.BOOK:
            return Format.EPUB
        case _:
            return None
