"""By keyboard alone: passages of two tags, seen beforehand, leave as a Word file with Chicago footnotes; LibreOffice shows them; every
quote is looked up; one digit is changed, the page names it and leads to the sentence.
"""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.operations import annotate, browse, curate, ingest
from archive.operations.verifying import Standing, Verdict
from desktop.program import Program
from desktop.views.exports.verifying import VerifyPage, shown
from tests.archive.exports.documents.reading import PDFTOTEXT, needs_soffice, saved_again
from tests.journeys.test_exporting import CTRL, SHIFT, Hands
from tests.journeys.test_exporting import shown as export_page

Make = Callable[..., Program]
Key = Qt.Key
TITLE = "The weir at Saltmere"
TEXT = (
    "The weir holds 4,150 litres a minute. Nobody had measured it since the flood.\n\n"
    "By June 312 eels had passed it. Orla Finch counted them by lamplight."
)
MARKS = (
    ("The weir holds 4,150 litres a minute.", ("water",)),
    ("Nobody had measured it since the flood.", ("hearsay",)),
    ("By June 312 eels had passed it.", ("eels", "water/upstream")),
)


def fill(path: Path) -> None:
    with Archive.open(path) as archive:
        ingest.paste(archive, f"{TITLE}\n\n{TEXT}", title=TITLE)
        (hit,) = [each for each in browse.page(archive) if each.article.title == TITLE]
        for words, tags in MARKS:
            start, end = annotate.find_quote(archive, hit.article.id, words)
            annotate.mark(archive, hit.article.id, start, end, tags=tags, author="Ada")
        curate.edit(archive, hit.article.id, publisher="River letter", published="1931")
        archive.index.catch_up()


@pytest.fixture
def hands(program: Make, empty_archive: Path, qtbot: QtBot) -> Hands:
    fill(empty_archive)
    one = program(empty_archive)
    made = Hands(one, qtbot)
    with qtbot.waitActive(one.window):
        one.window.activateWindow()
    made.press(Key.Key_2, CTRL)
    one.desk().show_passages().pane.filters.facets.setFocus(Qt.FocusReason.TabFocusReason)
    return made


def verify(hands: Hands, packet: Path) -> VerifyPage:
    hands.one.actions.trigger("archive.verify")
    hands.one.settle()
    page = hands.one.window.page()
    assert isinstance(page, VerifyPage)
    field = hands.reach("verify_path", Key.Key_Backtab)
    assert isinstance(field, QLineEdit)
    hands.press(Key.Key_A, CTRL)
    hands._qtbot.keyClicks(field, str(packet))
    hands.press(Key.Key_Return)
    return page


@needs_soffice
@pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext is not installed")
def test_a_packet_from_two_tags_to_the_digit_that_was_changed(hands: Hands, tmp_path: Path) -> None:
    hands.tick("eels")
    hands.tick("water")
    hands.press(Key.Key_S, CTRL | SHIFT)
    page = export_page(hands)
    hands.format(page, "docx")
    assert page.choice.style == "chicago-notes" and page.choice.locator
    seen = page.preview.page.toPlainText()
    assert "The weir holds 4,150 litres a minute." in seen and "Nobody had measured" not in seen
    packet = tmp_path / "weir.docx"
    hands.name(packet)
    hands.press(Key.Key_Return, CTRL)
    assert page.preview.result.path.text() == str(packet)

    printed = saved_again(packet, "pdf", tmp_path)
    command = [str(PDFTOTEXT), "-l", "1", str(printed), "-"]
    told = " ".join(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    quotes = (words for words, tags in MARKS if "hearsay" not in tags)
    assert all(words in told for words in quotes)
    assert re.search(r"1 ?“The Weir at Saltmere,” River Letter, 1931, para\. \d", told), told
    assert re.search(r"2 .*The Weir at Saltmere, para\. \d", told.partition("1931")[2]), told

    hands.press(Key.Key_Escape)
    checked = verify(hands, packet)
    assert checked.sum.text() == "2 quotes: 2 word for word."
    document: Any = Document(str(packet))
    run = next(run for each in document.paragraphs for run in each.runs if "312 eels" in run.text)
    run.text = run.text.replace("312", "372")
    document.save(str(packet))
    hands.reach("verify_path", Key.Key_Backtab)
    hands.press(Key.Key_Return)
    assert checked.sum.text() == "2 quotes: 1 word for word, 1 changed."
    bad = checked.quotes.current
    assert isinstance(bad, Verdict) and bad.standing is Standing.CHANGED and bad.title == TITLE
    assert [each.words.strip() for each in shown(bad).words[:2]] == ["312", "372"]
    hands.press(Key.Key_Return)
    assert hands.one.window.page() is None
    reader = hands.one.desk().library.reader
    assert reader.active.opened is not None and reader.active.opened.article.title == TITLE
