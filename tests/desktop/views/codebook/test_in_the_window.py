"""The codebook and the history in the whole window: reached by key, left again, and the way from a passage to its sentence."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.operations import annotate, browse, codebook
from desktop.views.codebook import Codebook
from desktop.views.codebook.cards import Quote

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def coded(small_archive: Path) -> Path:
    """The small archive with one passage that carries a tag."""
    with Archive.open(small_archive) as archive:
        article = browse.listing(archive).hits[0].article.id
        text = archive.store.editions.current(article).text
        place = text.rindex(".", 0, -1) + 1
        annotate.mark(archive, article, place, len(text), tags=["route/river"])
        archive.index.catch_up()
    return small_archive


def test_the_codebook_is_reached_by_key_and_left_for_the_library(program, coded: Path, qtbot: QtBot) -> None:
    one = program(coded)
    qtbot.keyClick(one.window, Qt.Key.Key_3, CONTROL)
    one.settle()
    view = one.window.stack.currentWidget()
    assert isinstance(view, Codebook)
    assert view.tag is not None
    assert view.tree.hasFocus()
    assert one.actions.action("tag.merge").isEnabled()
    qtbot.keyClick(one.window, Qt.Key.Key_1, CONTROL)
    one.settle()
    assert one.window.stack.currentWidget() is one.desk().library
    assert not one.actions.action("tag.merge").isEnabled(), "a tag that is not seen must not be merged"


def test_delete_in_the_tree_means_the_tag_and_never_the_article(program, coded: Path, qtbot: QtBot) -> None:
    one = program(coded)
    one.desk().library.list.table.choose(0)
    one.actions.trigger("go.codebook")
    one.settle()
    view = one.window.stack.currentWidget()
    archive = one.desk().context.archive
    one.desk().context.history.do(codebook.add(archive, "cost"))
    one.settle()
    view.go_to("cost")
    one.settle()
    qtbot.keyClick(view.tree, Qt.Key.Key_Delete)
    one.settle()
    assert codebook.paths(archive) == ["route", "route/river"]
    assert browse.trashed(archive) == []


def test_a_passage_of_the_codebook_opens_in_the_reader(program, coded: Path) -> None:
    one = program(coded)
    view = one.desk().show_codebook()
    one.settle()
    view.detail.passages.findChild(Quote).click()
    one.settle()
    assert one.window.stack.currentWidget() is one.desk().library
    assert one.desk().library.reader.article_id == browse.listing(one.desk().context.archive).hits[0].article.id


def test_the_history_opens_over_the_codebook_and_escape_goes_back_there(program, coded: Path, qtbot: QtBot) -> None:
    one = program(coded)
    one.actions.trigger("go.codebook")
    one.settle()
    qtbot.keyClick(one.window, Qt.Key.Key_H, CONTROL)
    one.settle()
    page = one.window.page()
    assert page is not None
    assert page.objectName() == "history"
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    one.settle()
    assert isinstance(one.window.stack.currentWidget(), Codebook)


def test_an_archive_open_for_reading_shows_its_codebook_and_changes_nothing(program, coded: Path) -> None:
    with Archive.open(coded):
        one = program(coded)
        view = one.desk().show_codebook()
        one.settle()
        assert view.tag is not None
        assert view.detail.words["definition"].isReadOnly()
        assert not one.actions.action("tag.new").isEnabled()
        one.close()


def test_words_being_typed_are_kept_when_the_window_closes(program, coded: Path) -> None:
    one = program(coded)
    view = one.desk().show_codebook()
    one.settle()
    view.go_to("route")
    one.settle()
    view.detail.words["definition"].insertPlainText("The way.")
    one.close()
    with Archive.open(coded) as archive:
        assert codebook.get(archive, "route").definition == "The way."


def test_f6_goes_round_the_panes_of_the_codebook(program, coded: Path, qtbot: QtBot) -> None:
    one = program(coded)
    view = one.desk().show_codebook()
    one.settle()
    qtbot.keyClick(one.window, Qt.Key.Key_F6)
    assert view.detail.isAncestorOf(one.window.focusWidget())
    qtbot.keyClick(one.window, Qt.Key.Key_F6)
    assert view.pane.isAncestorOf(one.window.focusWidget())


def test_single_keys_of_the_library_mean_nothing_in_the_codebook_and_the_history(
    program, coded: Path, qtbot: QtBot
) -> None:
    one = program(coded)
    archive = one.desk().context.archive
    one.desk().library.list.table.choose(0)
    one.desk().show_codebook()
    one.settle()
    one.desk().views["codebook"].detail.more.setFocus()
    qtbot.keyClick(one.window.focusWidget(), Qt.Key.Key_Delete)
    one.settle()
    one.desk().pages.history()
    one.settle()
    qtbot.keyClick(one.window.page().list, Qt.Key.Key_Delete)
    one.settle()
    assert browse.trashed(archive) == []


def test_all_passages_of_a_tag_are_shown_in_the_passages_view(program, coded: Path) -> None:
    one = program(coded)
    view = one.desk().show_codebook()
    one.settle()
    view.passages_requested.emit("route")
    one.settle()
    passages = one.window.stack.currentWidget()
    assert passages is one.desk().views["passages"]
    assert passages.pane.wanted.filter.tags == ("route",)
