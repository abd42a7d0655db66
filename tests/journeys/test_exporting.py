"""By keyboard alone: filter passages by two tags, see beforehand what will leave, write it, and find it in the file; then another
format of a document, where one can be written, with its citations.
"""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.operations import annotate, browse, curate, ingest, publish
from desktop.program import Program
from desktop.views.exports.export import ExportPage
from desktop.views.exports.redactions import RedactionsPage
from desktop.views.passages.facets import FacetList

Make = Callable[..., Program]
Key = Qt.Key
NO, CTRL, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TEXTS = {
    "The kiln by the marsh": "The kiln burned for nine days. Orla Finch carried the clay herself. The marsh froze in January.",
    "Bricks for the wall": "The wall took 4,000 bricks. Nobody had counted them before. Each brick cost a penny.",
}
MARKS = (
    ("The kiln by the marsh", "Orla Finch carried the clay herself.", ("work",)),
    ("The kiln by the marsh", "The marsh froze in January.", ("weather",)),
    ("Bricks for the wall", "Each brick cost a penny.", ("price", "work")),
)


def fill(path: Path) -> None:
    with Archive.open(path) as archive:
        for title, words in TEXTS.items():
            ingest.paste(archive, f"{title}\n\n{words}", title=title)
        known = {hit.article.title: hit.article.id for hit in browse.page(archive)}
        for title, words, tags in MARKS:
            start, end = annotate.find_quote(archive, known[title], words)
            annotate.mark(archive, known[title], start, end, tags=tags, author="Ada")
        curate.edit(archive, known["Bricks for the wall"], publisher="Wall letter", published="1931")
        archive.index.catch_up()


class Hands:
    """A person without a pointer."""

    def __init__(self, one: Program, qtbot: QtBot) -> None:
        self.one, self._qtbot = one, qtbot

    @property
    def focus(self) -> QWidget:
        return self.one.window.focusWidget() or self.one.window

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO) -> None:
        self._qtbot.keyClick(self.focus, key, modifiers)
        self.one.settle()

    def reach(self, name: str, key: Qt.Key = Key.Key_Tab) -> QWidget:
        """Goes on until the keyboard is where it is wanted."""
        for _ in range(60):
            if self.focus.objectName() == name:
                return self.focus
            self.press(key)
        raise AssertionError(f"{name} not reached; the keyboard is in {self.focus.objectName()}")

    def tick(self, tag: str) -> None:
        """Ticks a tag in the filters of the passages."""
        facets = self.focus
        assert isinstance(facets, FacetList)
        self.press(Key.Key_Home)
        for _ in facets.rows:
            held = facets.currentIndex().data(Qt.ItemDataRole.UserRole)
            if held is not None and held.kind == "tag" and held.value == tag:
                self.press(Key.Key_Space)
                return
            self.press(Key.Key_Down)
        raise AssertionError(f"{tag} is not among the filters")

    def format(self, page: ExportPage, name: str) -> None:
        """Goes through the formats to the one that is wanted."""
        self.reach("export_formats", Key.Key_Backtab)
        self.press(Key.Key_Home)
        for _ in range(page.formats.rows.rowCount()):
            if page.offered.format.name == name:
                return
            self.press(Key.Key_Down)
        raise AssertionError(f"{name} is not among the formats")

    def name(self, out: Path) -> None:
        """Types where to write."""
        field = self.reach("export_path")
        assert isinstance(field, QLineEdit)
        self.press(Key.Key_A, CTRL)
        self._qtbot.keyClicks(field, str(out))


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


def shown(hands: Hands) -> ExportPage:
    page = hands.one.window.page()
    assert isinstance(page, ExportPage)
    return page


def test_passages_of_two_tags_leave_as_a_table_and_as_a_document(hands: Hands, tmp_path: Path) -> None:
    hands.tick("price")
    hands.tick("weather")
    hands.press(Key.Key_S, CTRL | SHIFT)
    page = shown(hands)
    assert page.options.offers[0].words == "What the filter shows"

    hands.format(page, "csv")
    assert page.preview.count.text() == "2 passages of 2 articles"
    hands.name(tmp_path / "two tags.csv")
    hands.press(Key.Key_Return, CTRL)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "two tags.csv").read_text("utf-8-sig"))))
    assert {row["exact"] for row in rows} == {"The marsh froze in January.", "Each brick cost a penny."}
    assert page.preview.result.path.text() == str(tmp_path / "two tags.csv")

    there = [each.format.name for each in publish.formats()]
    for document in [name for name in ("html", "docx") if name in there]:
        hands.format(page, document)
        assert "Each brick cost a penny." in page.preview.page.toPlainText()
        assert "Wall Letter, 1931, para. 1." in page.preview.page.toPlainText()
        hands.name(tmp_path / f"two tags.{document}")
        hands.press(Key.Key_Return, CTRL)
        assert (tmp_path / f"two tags.{document}").stat().st_size > 1000

    hands.press(Key.Key_Escape)
    assert hands.one.window.page() is None


def test_a_name_is_put_on_the_list_from_the_export_and_leaves_no_more(hands: Hands, tmp_path: Path) -> None:
    hands.press(Key.Key_S, CTRL | SHIFT)
    page = shown(hands)
    hands.format(page, "csv")
    hands.reach("export_list")
    hands.press(Key.Key_Space)
    listing = hands.one.window.page()
    assert isinstance(listing, RedactionsPage)
    hands._qtbot.keyClicks(hands.focus, "Orla Finch")
    hands.reach("redaction_becomes")
    hands._qtbot.keyClicks(hands.focus, "[woman, 40s]")
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Escape)
    assert shown(hands) is page
    hands.reach("export_redact")
    hands.press(Key.Key_Space)
    hands.name(tmp_path / "redacted.csv")
    hands.press(Key.Key_Return, CTRL)
    text = (tmp_path / "redacted.csv").read_text("utf-8-sig")
    assert "[woman, 40s] carried the clay" in text and "Orla" not in text
