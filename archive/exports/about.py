"""What each format is for, in one line, for people who choose among them."""

from collections.abc import Mapping

ABOUT: Mapping[str, str] = {
    "markdown": "Plain text with footnotes",
    "html": "Read and print in any browser",
    "docx": "Edit in Word, notes as comments",
    "odt": "Edit in LibreOffice",
    "pdf": "Hand over or print",
    "csv": "Count and sort in any spreadsheet",
    "xlsx": "Count and sort in Excel",
    "json": "For programs: everything in one file",
    "ndjson": "For programs: one excerpt a line",
    "jsonld": "The web’s standard for annotations",
    "sqlite": "Query with SQL",
    "qdpx": "Go on in NVivo, ATLAS.ti, MAXQDA",
    "qdc": "The codebook, for other programs",
    "taguette": "Go on in Taguette",
    "bibtex": "References for LaTeX",
    "ris": "References for Zotero or EndNote",
    "csljson": "References for Zotero and pandoc",
    "bibliography": "A formatted list of works",
    "bagit": "Keep for decades, with checksums",
    "epub": "Read whole articles on an e-reader",
    "articles-markdown": "With their highlights",
    "articles-text": "Nothing but text",
}
