"""The report as pandoc, LibreOffice, python-docx, odfpy and EbookLib write it: its words, headings, lists and metadata come through."""

from pathlib import Path

import pytest

from archive.model.article import BlockKind, Imported, Verdict
from tests.archive.importers.documents.conftest import (
    BYLINE,
    DATA,
    KINDS,
    REPORT,
    TITLE,
    blocks_of,
    pandoc,
    require_report,
    soffice,
    take,
)

COMMITTED = sorted(DATA.glob("report_*"))


def require_metadata(imported: Imported) -> None:
    metadata = imported.metadata
    assert (metadata.title, metadata.byline, metadata.language) == (TITLE, (BYLINE,), "en")
    assert metadata.published == "2021-05-04"


def require_quote(imported: Imported) -> None:
    quotes = [(level, words) for kind, level, words in REPORT if kind == "quote"]
    assert blocks_of(imported, BlockKind.QUOTE) == quotes


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.name)
def test_committed_files_of_other_programs_keep_words_headings_lists_and_metadata(path: Path) -> None:
    imported = take(path)
    assert imported.verdict is Verdict.OK and imported.warnings == ()
    require_report(imported)
    require_metadata(imported)
    if path.name != "report_pandoc.rtf":  # which says of a quotation only how far it is set in
        require_quote(imported)


def test_there_are_three_committed_files_of_each_format() -> None:
    assert {ending: sum(path.suffix == ending for path in COMMITTED) for ending in (".docx", ".odt", ".rtf", ".epub")} == {
        ".docx": 3, ".odt": 3, ".rtf": 3, ".epub": 3,
    }  # fmt: skip


@pytest.mark.parametrize("ending", ["docx", "odt", "rtf", "epub"])
def test_what_pandoc_writes_now_is_read(ending: str, tmp_path: Path) -> None:
    imported = take(pandoc(tmp_path, ending))
    require_report(imported)
    require_metadata(imported)


@pytest.mark.parametrize("ending", ["docx", "odt", "rtf"])
def test_what_libreoffice_writes_now_is_read(ending: str, tmp_path: Path) -> None:
    imported = take(soffice(tmp_path, DATA / "report_pandoc.odt", ending))
    require_report(imported)
    require_metadata(imported)
    require_quote(imported)


def test_python_docx_and_its_own_styles(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "", "python-docx"
    document.add_heading(TITLE, 0)
    styles = {"quote": "Quote", "number": "List Number", "paragraph": None}
    rows = [words.split(" | ") for kind, _, words in REPORT if kind == "row"]
    for kind, level, words in REPORT:
        if kind == "heading":
            document.add_heading(words, level)
        elif kind == "item":
            document.add_paragraph(words, style="List Bullet" if level == 1 else f"List Bullet {level}")
        elif kind != "row":
            document.add_paragraph(words, style=styles[kind])
        elif words.startswith("Year"):
            table = document.add_table(rows=len(rows), cols=2)
            for at, cells in enumerate(rows):
                for column, text in enumerate(cells):
                    table.cell(at, column).text = text
    path = tmp_path / "made.docx"
    document.save(str(path))
    imported = take(path)
    require_report(imported, kinds=False)
    require_quote(imported)
    items = [words.lstrip("123. ") for _, words in blocks_of(imported, BlockKind.ITEM)]
    assert items == [words for kind, _, words in REPORT if kind in ("item", "number")]
    assert (imported.metadata.title, imported.metadata.byline) == (
        TITLE,
        (),
    )  # the program that wrote it wrote no article


def test_odfpy_and_its_lists(tmp_path: Path) -> None:
    pytest.importorskip("odf")
    from odf.opendocument import OpenDocumentText
    from odf.text import H, List, ListItem, P

    document = OpenDocumentText()
    for kind, level, words in REPORT:
        if kind == "heading":
            document.text.addElement(H(outlinelevel=level, text=words))
        elif kind in ("item", "number"):
            inner = ListItem()
            inner.addElement(P(text=words))
            held = List()
            held.addElement(inner)
            for _ in range(level - 1):
                outer = ListItem()
                outer.addElement(held)
                held = List()
                held.addElement(outer)
            document.text.addElement(held)
        else:
            document.text.addElement(P(text=words))
    path = tmp_path / "made.odt"
    document.save(str(path))
    imported = take(path)
    require_report(imported)


def test_ebooklib_and_its_chapters(tmp_path: Path) -> None:
    epub = pytest.importorskip("ebooklib.epub")
    book = epub.EpubBook()
    book.set_title(TITLE)
    book.set_language("en")
    book.add_author(BYLINE)
    book.add_metadata("DC", "date", "2021-05-04")
    book.add_metadata("DC", "publisher", "Sound Press")
    chapters = []
    for kind, _, words in REPORT:
        if kind == "heading":
            chapters.append(epub.EpubHtml(title=words, file_name=f"c{len(chapters)}.xhtml", lang="en"))
            chapters[-1].content = ""
        else:
            tag = {"quote": "blockquote", "item": "p", "number": "p"}.get(kind, "p")
            chapters[-1].content += f"<{tag}>{words}</{tag}>"
    for chapter in chapters:
        book.add_item(chapter)
    book.toc = tuple(chapters)
    book.spine = ["nav", *chapters]
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    path = tmp_path / "made.epub"
    epub.write_epub(str(path), book)
    imported = take(path)
    assert imported.verdict is Verdict.OK and imported.text is not None
    headings = [words for _, words in blocks_of(imported, KINDS["heading"])]
    assert headings == [words for kind, _, words in REPORT if kind == "heading"]  # from the table of contents
    metadata = imported.metadata
    assert (metadata.title, metadata.byline, metadata.publisher) == (TITLE, (BYLINE,), "Sound Press")
    assert (metadata.published, metadata.language) == ("2021-05-04", "en")
    assert metadata.evidence["publisher"].rule == "package-metadata"
    assert {aside.why for aside in imported.text.set_aside} >= {"table of contents", "properties of the file"}
