"""Asking for the languages of scanned pages, reading them in the background, undoing it; with a recogniser of the tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.operations import ingest, tesseract
from desktop.program import Program
from desktop.views.originals.recognising import LanguagesDialog, Recognising
from tests.archive.importers.pdf.raw import paged
from tests.archive.made import new_archive
from tests.archive.operations.test_recognising import IMAGE, SCAN, SENTENCE, Here, Reader, table


@pytest.fixture
def scans(tmp_path: Path, program: Callable[..., Program]) -> Program:
    """The window with a scanned PDF open."""
    path = tmp_path / "Scans.waystation"
    (tmp_path / "minutes.pdf").write_bytes(paged([SCAN], resources=b"/XObject << /Im 4 0 R >>", more=[IMAGE]))
    with new_archive(path) as archive:
        ingest.run(archive, [tmp_path / "minutes.pdf"], pool=Here())
    made = program(path)
    made.desk().main.open(1)
    made.settle()
    return made


def acts(window: Program) -> Recognising:
    return window.window.originals.recognising


def test_the_details_offer_it_and_the_dialog_proposes_languages(scans: Program) -> None:
    reader = Reader([table(SENTENCE)])
    acts(scans).find = lambda: reader
    button = scans.desk().library.inspector.provenance.recognise
    assert not button.isHidden()
    button.click()
    scans.settle()
    dialog = acts(scans).dialog
    assert isinstance(dialog, LanguagesDialog) and dialog.chosen == ("eng",)
    dialog.boxes["eng"].setChecked(False)
    assert not dialog.yes.isEnabled()
    dialog.boxes["kor"].setChecked(True)
    dialog.accept()
    scans.settle()
    edition = scans.desk().context.archive.store.editions.current(1)  # type: ignore[arg-type]
    assert reader.asked[0] == ("kor",)
    assert edition.text == SENTENCE and edition.reason == "recognised"
    assert scans.desk().library.inspector.provenance.recognise.isHidden()
    scans.actions.trigger("edit.undo")
    scans.settle()
    assert scans.desk().context.archive.store.editions.current(1).number == 1  # type: ignore[arg-type]


def test_without_the_program_it_is_said_what_to_install(scans: Program) -> None:
    def missing() -> tesseract.Tesseract:
        raise tesseract.Missing("Tesseract, which reads scanned pages, is not installed.", tesseract.install())

    acts(scans).find = missing
    scans.actions.trigger("article.recognise")
    scans.settle()
    assert any("tesseract-ocr" in notice for notice in told(scans))
    assert acts(scans).dialog is None


def told(window: Program) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in window.window.banners.findChildren(QLabel)]
