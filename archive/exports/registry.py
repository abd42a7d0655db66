"""Which formats there are, and the module that writes each: `write(packet, path, progress) -> warnings`.

A writer makes the file (or, for a folder format, the folder) at `path`, which does not exist yet, and names in warnings whatever
the format could not carry. `operations/publish` renames it when it is whole.
"""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import cast

from archive.base.progress import Progress
from archive.model.excerpt import Choice, Packet

Writer = Callable[[Packet, Path, Progress], Sequence[str]]


class Family(StrEnum):
    """What a format is for; the dialog lists them so."""

    DOCUMENT = "Documents"
    DATA = "Data"
    ANALYSIS = "Qualitative analysis"
    REFERENCES = "References"
    ARCHIVAL = "Whole articles and archives"


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is the word of the command line. `options` are the fields of a Choice that it can honour, beside the scope."""

    name: str
    label: str
    ending: str
    family: Family
    module: str
    options: frozenset[str] = frozenset()
    cites: bool = False
    about_articles: bool = False  # its items are articles, whether or not a passage is marked in them
    about_tags: bool = False  # it holds the codebook: no passage is needed, and its writer says when there is no tag

    @property
    def usual(self) -> Choice:
        """What is chosen before anybody chooses: what is kept or goes on elsewhere says who marked what and when, documents do not."""
        kept = self.family in (Family.DATA, Family.ANALYSIS, Family.ARCHIVAL)
        return Choice(author=kept, date=kept, definitions=kept)

    @property
    def writer(self) -> Writer:
        """The function that writes it; its module is imported now."""
        return cast(Writer, importlib.import_module(f"archive.exports.{self.module}").write)


_CARRIED = frozenset("context note tags definitions locator author date".split())
_LAID_OUT = _CARRIED | {"grouping", "order", "style", "notes"}
_TABLE = _CARRIED | {"order", "rows", "style"}
_PROJECT = _CARRIED - {"context", "locator"}
_SHOWN = _PROJECT - {"definitions"}  # of articles that are shown whole
_REFERENCE = frozenset({"note", "tags", "locator"})

FORMATS = {
    each.name: each
    for each in (
        Format("markdown", "Markdown", ".md", Family.DOCUMENT, "documents.markdown", _LAID_OUT, cites=True),
        Format("html", "Web page (HTML)", ".html", Family.DOCUMENT, "documents.html", _LAID_OUT, cites=True),
        Format("docx", "Word (DOCX)", ".docx", Family.DOCUMENT, "documents.docx", _LAID_OUT, cites=True),
        Format("odt", "OpenDocument text (ODT)", ".odt", Family.DOCUMENT, "documents.odt", _LAID_OUT, cites=True),
        Format("pdf", "PDF", ".pdf", Family.DOCUMENT, "documents.pdf", _LAID_OUT, cites=True),
        Format("csv", "Table (CSV)", ".csv", Family.DATA, "data.table", _TABLE, cites=True),
        Format("xlsx", "Excel (XLSX)", ".xlsx", Family.DATA, "data.workbook", _TABLE, cites=True),
        Format("json", "JSON", ".json", Family.DATA, "data.jsonfile", _CARRIED | {"order"}),
        Format("ndjson", "JSON lines", ".ndjson", Family.DATA, "data.ndjson", _CARRIED | {"order"}),
        Format("jsonld", "Web Annotations (JSON-LD)", ".jsonld", Family.DATA, "data.jsonld", _CARRIED),
        Format("sqlite", "SQLite database", ".sqlite", Family.DATA, "data.database", _CARRIED),
        Format("qdpx", "REFI-QDA project", ".qdpx", Family.ANALYSIS, "analysis.qdpx", _PROJECT, about_articles=True),
        Format("qdc", "REFI-QDA codebook", ".qdc", Family.ANALYSIS, "analysis.qdc", frozenset({"definitions"}), about_tags=True),
        Format(
            "taguette", "Taguette project", ".sqlite3", Family.ANALYSIS, "analysis.taguette",
            frozenset({"tags", "definitions", "date"}), about_articles=True,
        ),
        Format("bibtex", "BibTeX", ".bib", Family.REFERENCES, "references.bibtex", _REFERENCE, about_articles=True),
        Format("ris", "RIS", ".ris", Family.REFERENCES, "references.ris", _REFERENCE, about_articles=True),
        Format("csljson", "CSL-JSON", ".json", Family.REFERENCES, "references.csljson", _REFERENCE, about_articles=True),
        Format(
            "bibliography", "Bibliography", ".html", Family.REFERENCES, "references.bibliography",
            frozenset({"style"}), cites=True, about_articles=True,
        ),
        Format("bagit", "BagIt bag", ".zip", Family.ARCHIVAL, "archival.bagit", _PROJECT | {"locator"}, about_articles=True),
        Format("epub", "Whole articles as EPUB", ".epub", Family.ARCHIVAL, "archival.epub", _SHOWN, about_articles=True),
        Format(
            "articles-markdown", "Whole articles as Markdown", ".zip", Family.ARCHIVAL, "archival.texts",
            _SHOWN - {"date"}, about_articles=True,
        ),
        Format(
            "articles-text", "Whole articles as text", ".zip", Family.ARCHIVAL, "archival.plaintexts",
            _SHOWN - {"date"}, about_articles=True,
        ),
    )
}  # fmt: skip
