"""What each format is for, in one line, for people who choose among them."""

from collections.abc import Mapping

ABOUT: Mapping[str, str] = {
    "markdown": "Notes and plain-text writing; citations as footnotes",
    "html": "Read in any browser, printed well, checked later",
    "docx": "Edit in Word: styles, footnotes, notes as comments",
    "odt": "Edit in LibreOffice: styles, footnotes, notes as comments",
    "pdf": "Hand over or print, with outline and page numbers",
    "csv": "Count and sort in any spreadsheet",
    "xlsx": "Count and sort in Excel",
    "json": "For programs: everything in one file",
    "ndjson": "For programs: one excerpt a line",
    "jsonld": "The web’s standard for annotations",
    "sqlite": "Query with SQL",
    "qdpx": "Go on in NVivo, ATLAS.ti, MAXQDA or QualCoder",
    "qdc": "Only the codebook, for other programs",
    "taguette": "Go on in Taguette",
    "bibtex": "References for LaTeX",
    "ris": "References for Zotero, EndNote or Mendeley",
    "csljson": "References for Zotero and pandoc",
    "bibliography": "A formatted list of works",
    "bagit": "Keep for decades: originals, texts and checksums",
    "epub": "Read whole articles on an e-reader",
    "articles-markdown": "Whole articles as text with their highlights",
    "articles-text": "Whole articles as nothing but text",
}
