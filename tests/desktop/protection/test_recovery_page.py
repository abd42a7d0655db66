"""The recovery code on paper: in letters that a person can read, the same in every theme."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog

from archive.protection import recovery
from archive.protection.keys import Key
from desktop.theme import Theme
from desktop.views.protection import Recovery

KEY = Key(bytes(range(7, 39)))
LEAST_PT = 9.0  # the height of a capital of 13 points and more


def printed(path: Path, theme: str) -> pypdfium2.PdfPage:
    """The one page that is printed."""
    page = Recovery("Field & <notes>", recovery.code(KEY), Theme(theme))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    page.document().print_(printer)
    page.deleteLater()
    (made,) = pypdfium2.PdfDocument(path)
    return made


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_printed_code_is_large_enough_to_read_and_opens_the_archive(
    qapp: QApplication, tmp_path: Path, theme: str
) -> None:
    page = printed(tmp_path / "code.pdf", theme)
    text = page.get_textpage()
    words = text.get_text_range()
    assert "Field & <notes>" in words
    groups = recovery.code(KEY).replace("\n", "-").split("-")
    places = []
    for group in groups:
        found = text.search(group).get_next()
        assert found is not None, group
        boxes = [text.get_charbox(found[0] + place) for place in range(found[1])]
        assert all(top - bottom >= LEAST_PT for _, bottom, _, top in boxes), group
        assert max(right for _, _, right, _ in boxes) < page.get_width()
        places.append((-round(boxes[0][1]), boxes[0][0]))
    assert places == sorted(places), "in the order in which they are typed"
    assert recovery.key_of(" ".join(groups)) == KEY


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_code_is_printed_once_a_printer_was_chosen_under_a_name_that_tells_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    page = Recovery("Field notes", recovery.code(KEY), Theme("light"))
    page._print()
    (dialog,) = page.findChildren(QPrintDialog)
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "code.pdf"))
    dialog.done(QDialog.DialogCode.Accepted)
    made = pypdfium2.PdfDocument(tmp_path / "code.pdf")
    assert recovery.code(KEY).split("-")[0] in made[0].get_textpage().get_text_range()
    assert made.get_metadata_dict()["Title"] == "Waystation"
    page.deleteLater()
