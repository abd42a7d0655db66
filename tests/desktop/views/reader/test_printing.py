"""Print: every word on the pages, where it comes from and the page number on each."""

import shutil
import subprocess

import pytest
from PySide6.QtPrintSupport import QPrinter

from archive.model.article import BlockKind

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


def test_a_printed_article_has_pages_and_all_of_its_words(reader, add, open_article, printer, tmp_path):
    open_article(add(TITLE, BODY))
    reader.print_to(printer)
    data = (tmp_path / "pages.pdf").read_bytes()
    assert data.startswith(b"%PDF-") and len(data) > 5_000
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not here: the words of the PDF cannot be read back")
    out = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "pages.pdf"), "-"], capture_output=True, check=True, text=True
    )
    pages = out.stdout.rstrip("\f").split("\f")
    assert TITLE in pages[0] and "River letter" in pages[0]
    assert all(f"number {number} of" in out.stdout for number in range(40))
    for number, page in enumerate(pages, 1):
        foot = page.rstrip().splitlines()[-1]
        assert "ferry.txt · SHA-512" in foot and foot.endswith(str(number))


def test_a_very_long_article_is_printed_part_by_part(reader, add, open_article, printer, tmp_path, qtbot, context):
    from desktop.views.reader.printing import Printing
    from desktop.views.reader.typography import Typography

    open_article(add(TITLE, [(BlockKind.PARAGRAPH, f"line {number}") for number in range(2_000)]))
    found = reader.active.opened
    assert len(found.outline.sections) == 3
    printing = Printing(printer, found, Typography.on_paper(context.theme, context.settings), "", reader)
    with qtbot.waitSignal(printing.finished) as done:
        printing.start()
    assert done.args[0] > 20
    assert (tmp_path / "pages.pdf").stat().st_size > 5_000


@pytest.mark.qt_log_ignore("QPainter::begin", "This plugin does not support")
def test_a_printer_that_refuses_is_told_of(reader, add, open_article, tmp_path, context, qtbot, qapp):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no" / "such" / "folder.pdf"))
    open_article(add(TITLE, BODY))
    with qtbot.waitSignal(context.alerts.banner):
        reader.print_to(printer)
