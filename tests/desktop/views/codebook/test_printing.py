"""The codebook on paper, read back with pypdf: every tag in its place with its definition, when to use it and its examples."""

import gc
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog, QPrintPreviewWidget
from PySide6.QtTest import QTest

from archive.operations import annotate, codebook, examples
from desktop.views.codebook.printing import CodebookDocument, read


def printed(desk, out: Path) -> list[str]:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    CodebookDocument(read(desk.archive), desk.context.theme).print_to(printer)
    return [" ".join(page.extract_text().split()) for page in PdfReader(out).pages]


def test_the_tree_is_printed_with_all_that_is_said_of_each_tag(desk, tmp_path: Path) -> None:
    codebook.add(desk.archive, "tides", definition="Water that comes and goes.")
    codebook.define(desk.archive, "tides", use_when="A tide is named.", not_when="A river rises.")
    codebook.add(desk.archive, "tides/spring tide", definition="The high one.")
    start, end = annotate.find_quote(desk.archive, desk.article, "Nobody crosses at night.")
    mark, _ = annotate.mark(desk.archive, desk.article, start, end, tags=("tides",))
    examples.choose(desk.archive, "tides", mark.uid, True)
    (page,) = printed(desk, tmp_path / "book.pdf")
    for words in ("Water that comes and goes.", "Use when: A tide is named.", "Not when: A river rises."):
        assert words in page
    assert "Example: “Nobody crosses at night.” Low water" in page
    assert page.index("tides") < page.index("spring tide") < page.index("The high one.")


def test_a_long_codebook_takes_several_pages_and_loses_no_tag(desk, tmp_path: Path) -> None:
    for number in range(60):
        codebook.add(desk.archive, f"tag number {number}", definition="What it means, at some length. " * 6)
    pages = printed(desk, tmp_path / "book.pdf")
    assert len(pages) > 2
    whole = " ".join(pages)
    assert [number for number in range(60) if f"tag number {number} " not in whole] == []


def test_ctrl_p_in_the_codebook_shows_its_pages(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QPrintPreviewDialog, "open", lambda self: opened.append(self.windowTitle()))
    desk.view.tree.setFocus()
    QTest.keyClick(desk.view.tree, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert opened == ["Print the codebook"]


def test_the_preview_writes_its_pages_again_whenever_they_are_asked_for(desk) -> None:
    desk.view.acts.print_all()
    desk.settle()
    gc.collect()
    (dialog,) = desk.view.findChildren(QPrintPreviewDialog)
    before = dialog.printer().docName()
    dialog.printer().setDocName("of another")
    dialog.findChild(QPrintPreviewWidget).updatePreview()
    assert before == dialog.printer().docName() == "Codebook"
    dialog.close()
