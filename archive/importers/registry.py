"""The one door to the importers: bytes in, an Imported out. Each format's module is loaded when its first file comes."""

from archive.model.article import Imported, Source, Verdict

from . import containers, tables, taught, zipped
from .binaries import binary_reason
from .detect import DOCUMENTS, Format, declares_entities, detect
from .interchange import registry as interchange

_ENTITIES = "This is XML with a document type that declares entities: no article needs them, so it was not read."


def read(source: Source) -> Imported:
    """Reads the source with the importer that its content asks for.

    Empty files and binaries are refused with a sentence. Whatever an importer raises goes through to the caller.
    """
    if not source.data.strip(b" \t\r\n\x0b\x0c"):
        return refused("The file is empty." if not source.data else "The file holds nothing but white space.")
    if source.data.startswith(tables.MARK):
        return tables.read_row(source)
    shape = zipped.shape(source.data)
    document = detect(source, shape)
    if document in DOCUMENTS:
        return _answer(source, document)
    if (table := tables.read(source, shape)) is not None:
        return table
    format = interchange.detect(source, shape)
    if format is not None:
        return interchange.read(source, format)
    kind = containers.detect(source, shape)
    if kind is not None:
        return taught.apply(containers.read(source, kind), source.rules, source.address)
    reason = None if source.encoding else binary_reason(source.data, source.name)
    if reason is not None:
        return refused(reason, "application/octet-stream")
    if document is Format.PLAIN and declares_entities(source.data):
        return refused(_ENTITIES, "application/xml")
    return _answer(source, document)


def _answer(source: Source, format: Format) -> Imported:
    imported = _read(source, format)
    if imported.text is not None and not imported.text.text.strip():
        return refused("There is no text in this file.", imported.media_type)
    return taught.apply(imported, source.rules, source.address) if source.rules else imported


def _read(source: Source, format: Format) -> Imported:
    match format:
        case Format.DOCX:
            from . import docx

            return docx.read(source)
        case Format.EPUB:
            from . import epub

            return epub.read(source)
        case Format.HTML:
            from . import html  # here, because trafilatura takes half a second to load

            return html.read(source)
        case Format.MARKDOWN:
            from . import markdown

            return markdown.read(source)
        case Format.ODT:
            from . import odt

            return odt.read(source)
        case Format.PDF:
            from . import pdf

            return pdf.read(source)
        case Format.PLAIN:
            from . import plain

            return plain.read(source)
        case Format.RTF:
            from . import rtf

            return rtf.read(source)


def refused(error: str, media_type: str = "text/plain") -> Imported:
    """A verdict without a text."""
    return Imported(Verdict.REFUSED, "registry", 1, media_type, error=error)
