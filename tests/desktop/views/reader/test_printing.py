"""Print: every word on the pages, where it comes from and the page number on each. Read back with pypdf, not by Qt."""

import gc
import re
import unicodedata

import pytest
import shiboken6
from pypdf import PdfReader
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFontDatabase
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog, QPrintPreviewWidget
from PySide6.QtWidgets import QDialog

from archive.model.article import BlockKind
from archive.operations import ingest
from desktop.views.reader import Reader
from desktop.views.reader.printing import Printing
from tests.archive.importers.illustrations.drawn import png

TITLE = "Lanterns on the far bank"
BODY = [(BlockKind.HEADING, TITLE)] + [
    (BlockKind.PARAGRAPH, f"Paragraph number {number} of the river. " + "It went on and on. " * 30)
    for number in range(40)
]


@pytest.fixture
def printer(tmp_path, qapp):
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "pages.pdf"))
    return made


@pytest.fixture
def pages(tmp_path):
    """The words of each page of the file that was printed, white space made one space."""

    def read() -> list[str]:
        found = PdfReader(tmp_path / "pages.pdf")
        words = (unicodedata.normalize("NFC", page.extract_text()) for page in found.pages)
        return [" ".join(page.split()) for page in words]

    return read


def test_a_printed_article_has_its_title_its_words_and_on_every_page_its_number_and_origin(
    reader, add, open_article, printer, pages, archive
):
    article = add(TITLE, BODY)
    open_article(article)
    reader.print_to(printer)
    found = pages()
    assert len(found) > 3
    assert found[0].startswith(TITLE) and "River letter · March 2021 · Ada Quay, Bo Reed" in found[0]
    assert re.findall(r"number (\d+) of the river", " ".join(found)) == [str(number) for number in range(40)]
    original = archive.store.editions.current(article).original
    for number, page in enumerate(found, 1):
        assert f"ferry.txt · SHA-512 {original.sha512[:16]}… · edition 1 · 2026-01-02" in page
        assert re.search(rf"(?:^| ){number}$|2026-01-02 ?{number}\b", page), page[-120:]


def test_hangul_is_printed_as_letters_that_can_be_found_again(reader, add, open_article, printer, pages):
    if not QFontDatabase.families(QFontDatabase.WritingSystem.Korean):
        pytest.skip("no font with Hangul is installed on this machine")
    words = "강을 건너는 사람들은 등불을 들었다."
    open_article(add("등불", [(BlockKind.HEADING, "등불"), (BlockKind.PARAGRAPH, words)], language="ko"))
    reader.print_to(printer)
    printed = "".join(pages()).replace(" ", "")
    assert "등불" in printed and words.replace(" ", "") in printed and "2021년3월" in printed


def test_the_printed_file_carries_the_articles_title(reader, add, open_article, printer, tmp_path):
    open_article(add("A title\u202e of <its> own", BODY[:3]))
    reader.print_to(printer)
    assert PdfReader(tmp_path / "pages.pdf").metadata.title.startswith("A title")


def test_a_very_long_article_is_printed_part_by_part_and_numbered_through(
    reader, add, open_article, printer, pages, qtbot, context
):
    from desktop.views.reader.typography import Typography

    open_article(add(TITLE, [(BlockKind.PARAGRAPH, f"line {number}") for number in range(2_000)]))
    found = reader.active.opened
    assert len(found.outline.sections) == 4
    printing = Printing(printer, found, Typography.on_paper(context.theme, context.settings), "", reader)
    with qtbot.waitSignal(printing.finished) as done:
        printing.start()
    printed = pages()
    assert len(printed) == done.args[0] > 20
    # A part goes on where the one before it ended: no page but the last is left half empty.
    lines = [len(re.findall(r"line \d+", page)) for page in printed]
    assert min(lines[1:-1]) > 0.8 * max(lines)
    assert re.findall(r"line (\d+)", " ".join(printed)) == [str(number) for number in range(2_000)]


@pytest.mark.qt_log_ignore("QPainter::begin", "This plugin does not support")
def test_a_printer_that_refuses_is_told_of(reader, add, open_article, tmp_path, context, qtbot, qapp):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no" / "such" / "folder.pdf"))
    open_article(add(TITLE, BODY))
    with qtbot.waitSignal(context.alerts.banner):
        reader.print_to(printer)


def test_pictures_are_printed_at_their_place_with_their_caption(reader, context, printer, pages, tmp_path):
    (tmp_path / "a_files").mkdir()
    (tmp_path / "a_files" / "map.png").write_bytes(png(300, 200))
    lead, after = (
        "The ferry ran for forty years before a map was drawn. " * 4,
        "The second map was burnt with the house. " * 4,
    )
    figure = '<figure><img src="a_files/map.png" alt="A map"><figcaption>The first map, in ink.</figcaption></figure>'
    page = f"<html><body><article><h1>Two maps</h1><p>{lead}</p>{figure}<p>{after}</p></article></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    (report,) = ingest.run(context.archive, [tmp_path / "a.html"]).files
    reader.show_article(report.id)
    context.jobs.drain()
    done = []
    reader.paper.prepare(reader.active.opened, lambda: done.append(True))
    context.jobs.drain()
    assert done
    reader.print_to(printer)
    assert "The first map, in ink." in " ".join(pages())
    held = [each.get_object() for page in PdfReader(tmp_path / "pages.pdf").pages for each in _drawn(page)]
    assert [(each["/Width"], each["/Height"]) for each in held if each["/Subtype"] == "/Image"] == [(300, 200)]


def _drawn(page):
    return page["/Resources"].get("/XObject", {}).values()


def test_the_preview_has_its_printer_for_as_long_as_it_is_open(reader, add, open_article, context, qtbot):
    open_article(add(TITLE, BODY))
    reader.print_article()
    reader.print_article()
    context.jobs.drain()
    gc.collect()
    for dialog in reader.findChildren(QPrintPreviewDialog):
        preview = dialog.findChild(QPrintPreviewWidget)
        preview.updatePreview()
        assert dialog.printer().resolution() > 0 and preview.pageCount() > 3
        dialog.close()
        qtbot.waitUntil(lambda dialog=dialog: not shiboken6.isValid(dialog))


def test_a_reader_may_go_while_its_preview_is_open(context, add, qtbot):
    going = Reader(context)
    going.show_article(add(TITLE, BODY))
    context.jobs.drain()
    going.print_article()
    context.jobs.drain()
    (dialog,) = going.findChildren(QPrintPreviewDialog)
    shiboken6.delete(going)
    assert not shiboken6.isValid(dialog)
    gc.collect()
    QCoreApplication.processEvents()


def test_an_article_too_long_for_a_preview_asks_for_a_printer_and_is_printed_behind_the_dialog(
    reader, add, open_article, context, tmp_path, pages, qtbot, monkeypatch
):
    monkeypatch.setattr("desktop.views.reader.paper.PREVIEWED_PARTS", 3)
    open_article(add(TITLE, [(BlockKind.PARAGRAPH, f"line {number}") for number in range(2_000)]))
    reader.print_article()
    assert not reader.findChildren(QPrintPreviewDialog)
    (dialog,) = reader.findChildren(QPrintDialog)
    dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog.printer().setOutputFileName(str(tmp_path / "pages.pdf"))
    dialog.done(QDialog.DialogCode.Accepted)
    (printing,) = reader.findChildren(Printing)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert not shiboken6.isValid(dialog) and shiboken6.isValid(printing)
    qtbot.waitUntil(lambda: not shiboken6.isValid(printing), timeout=60_000)
    assert re.findall(r"line (\d+)", " ".join(pages())) == [str(number) for number in range(2_000)]


def test_a_reader_may_go_while_it_prints(context, add, printer, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr("desktop.views.reader.paper.PREVIEWED_PARTS", 1)
    going = Reader(context)
    going.show_article(add(TITLE, [(BlockKind.PARAGRAPH, f"line {number}") for number in range(2_000)]))
    context.jobs.drain()
    going.print_to(printer)
    (printing,) = going.findChildren(Printing)
    assert printing._painter.isActive()
    painter = printing._painter
    shiboken6.delete(going)
    assert not shiboken6.isValid(printing) and not painter.isActive()
    del painter, printing
    gc.collect()
    QCoreApplication.processEvents()
    assert (tmp_path / "pages.pdf").stat().st_size > 0
