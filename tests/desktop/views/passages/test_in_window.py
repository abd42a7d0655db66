"""Passages as part of the window: on the rail, from a passage to its sentence and back, and in pictures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.model.search import Scope
from archive.operations import annotate
from desktop.capture import VIEWS, Subject
from desktop.program import Program


@pytest.fixture
def marked_archive(small_archive: Path) -> Path:
    with Archive.open(small_archive) as archive:
        for author, tags in (("Mina", ["route"]), ("Jun", ["route", "cost"])):
            for article in sorted(archive.store.articles.ids(Scope())):
                annotate.mark(archive, article, 0, 8, tags=tags, author=author)
        archive.index.catch_up()  # or the window starts a process for it
    return small_archive


def test_a_passage_leads_to_its_sentence_and_the_rail_back(
    program: Callable[[Path], Program], marked_archive: Path
) -> None:
    made = program(marked_archive)
    desk = made.desk()
    made.actions.trigger("go.passages")
    made.settle()
    view = desk.show_passages()
    assert made.window.stack.currentWidget() is view
    view.pane.table.choose(0)
    current = view.pane.table.current
    assert current is not None
    view.pane.table.open_asked.emit(0)
    made.settle()
    assert made.window.stack.currentWidget() is desk.library
    assert desk.library.reader.article_id == current.passage.article
    made.actions.trigger("passages.match")
    made.window.close_page()
    made.actions.trigger("go.passages")
    assert made.window.stack.currentWidget() is view
    made.settle()


def test_the_memos_have_a_key_of_their_own_and_that_of_the_passages_leads_back(
    program: Callable[[Path], Program], marked_archive: Path
) -> None:
    made = program(marked_archive)
    desk = made.desk()
    assert made.actions.shortcut_text("go.memos")
    made.actions.trigger("go.memos")
    made.settle()
    view = desk.views["passages"]
    assert made.window.stack.currentWidget() is view and view.memos.isVisible()
    assert made.window.focusWidget().objectName() == "memos-first", "without a memo the keyboard stands on the way on"
    made.actions.trigger("go.library")
    made.actions.trigger("go.passages")
    assert view.memos.isVisible(), "the view comes back as it was left"
    made.actions.trigger("go.passages")
    made.settle()
    assert view.pane.isVisible() and made.window.focusWidget() is view.pane.table
    made.actions.trigger("go.memos")
    made.settle()
    assert view.memos.isVisible()


def test_f6_goes_from_pane_to_pane(program: Callable[[Path], Program], marked_archive: Path) -> None:
    made = program(marked_archive)
    made.window.resize(1440, 900)
    made.actions.trigger("go.passages")
    made.settle()
    view = made.desk().views["passages"]
    view.pane.table.choose(0)
    made.settle()
    panes = view.panes()
    for name in ("passage", "filters", "list"):
        made.actions.trigger("go.next_pane")
        focus = made.window.focusWidget()
        assert focus is panes[name] or panes[name].isAncestorOf(focus), name


def test_a_disagreement_is_read_by_one_click_and_the_page_comes_back_as_it_was(
    program: Callable[[Path], Program], marked_archive: Path, qtbot: QtBot
) -> None:
    made = program(marked_archive)
    made.actions.trigger("passages.compare")
    made.settle()
    page = made.window.page()
    page.coded.click()
    made.settle()
    page.tags.selectRow(0)
    assert page.places.rowCount() == 2 and page.tags.item(0, 0).text() == "cost"
    box = page.places.visualItemRect(page.places.item(1, 0))
    qtbot.mouseClick(page.places.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    made.settle()
    library = made.desk().library
    assert made.window.stack.currentWidget() is library and library.reader.article_id is not None
    toast = made.window.toast
    assert toast.isVisible() and toast.button.text() == "Back"
    # The one who is asked agrees now: the difference is gone when one comes back.
    archive = made.desk().context.archive
    (mine,) = [each for each in annotate.of_article(archive, library.reader.article_id) if each.author == "Mina"]
    made.desk().context.history.do(annotate.tag(archive, [mine.uid], "cost", author="Mina"))
    toast.button.click()
    made.settle()
    assert made.window.page() is page and page.coded.isChecked()
    assert page.places.rowCount() == 1 and page.places.currentRow() == 0
    assert made.window.focusWidget() is page.places
    made.window.close_page()
    made.settle()
    made.actions.trigger("passages.compare")
    assert made.window.page() is not page, "a page that was closed is forgotten"


def test_a_match_is_looked_at_and_the_ticks_are_kept(
    program: Callable[[Path], Program], marked_archive: Path, qtbot: QtBot
) -> None:
    made = program(marked_archive)
    made.actions.trigger("passages.match")
    made.settle()
    page = made.window.page()
    qtbot.keyClicks(page.field, "river")
    made.settle()
    found = len(page.model.rows)
    page.list.setCurrentIndex(page.model.index(0))
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    assert len(page.model.ticked) == found - 1
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    made.settle()
    assert made.window.stack.currentWidget() is made.desk().library
    made.actions.trigger("passages.match")  # nothing was searched for: it goes on where one was
    made.settle()
    assert made.window.page() is page and len(page.model.ticked) == found - 1
    assert made.window.focusWidget() is page.list
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    made.settle()
    made.close()  # with a page set aside


@pytest.mark.parametrize("name", ["passages", "memos", "matching", "agreement"])
def test_every_view_of_passages_can_be_pictured(
    program: Callable[[Path], Program], marked_archive: Path, name: str
) -> None:
    made = program(marked_archive)
    VIEWS[name](made, Subject())
    made.settle()
    assert not made.window.grab().isNull()
