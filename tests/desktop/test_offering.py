"""What “Export…” offers from wherever a person is, the most fitting first."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu, QPushButton

from archive.archive import Archive
from archive.model.passage import PassageFilter
from archive.operations import annotate, browse
from desktop.offers import EVERYTHING
from desktop.program import Program
from desktop.views.exchange.bundling import BundlePage
from desktop.views.exports.export import ExportPage

Make = Callable[..., Program]


@pytest.fixture
def one(program: Make, small_archive: Path) -> Program:
    with Archive.open(small_archive) as archive:
        for hit in browse.page(archive):
            for occurrence, tag in ((1, "water"), (2, "roads")):
                quote = "The river was low." if hit.article.title == "The low ferry" else "Salt came over the hills."
                start, end = annotate.find_quote(archive, hit.article.id, quote, occurrence)
                annotate.mark(archive, hit.article.id, start, end, tags=(tag,), author="Ada")
    made = program(small_archive)
    made.settle()
    return made


def offered(one: Program, *, trigger: bool = True) -> ExportPage:
    if trigger:
        one.actions.trigger("archive.export")
    one.settle()
    page = one.window.page()
    assert isinstance(page, ExportPage)
    return page


def words(page: ExportPage) -> list[str]:
    return [each.words for each in page.options.offers]


def test_an_open_article_is_offered_first_and_everything_last(one: Program) -> None:
    one.desk().main.open(one.first_article())
    one.settle()
    page = offered(one)
    assert words(page)[0].startswith("“") and words(page)[-1] == EVERYTHING.words
    assert page.preview.count.text() == "2 passages of 1 article"


def test_several_chosen_articles_are_offered_before_the_one_that_is_read(one: Program) -> None:
    one.desk().library.list.table.selectAll()
    one.settle()
    page = offered(one)
    assert words(page)[0] == "The 2 chosen articles" and page.preview.count.text() == "4 passages of 2 articles"


def test_the_list_that_a_search_found_is_offered(one: Program) -> None:
    one.desk().main.search("salt")
    one.settle()
    page = offered(one)
    assert "The 1 article of the list" in words(page)


def test_passages_are_offered_as_the_filter_lets_them_through(one: Program) -> None:
    one.desk().show_passages_of(PassageFilter(tags=("water",)))
    one.settle()
    page = offered(one)
    assert words(page)[0] == "What the filter shows" and page.preview.count.text() == "2 passages of 2 articles"


def test_chosen_rows_of_the_passages_are_offered_from_their_menu(one: Program) -> None:
    view = one.desk().show_passages()
    one.settle()
    view.pane.table.choose(1)
    menu = view.pane.acts.menu(view.pane.mapToGlobal(view.pane.rect().center()))
    next(each for each in menu.actions() if each.text() == "Export…").trigger()
    menu.deleteLater()
    page = offered(one, trigger=False)
    assert words(page)[0] == "The chosen passage" and page.preview.count.text() == "1 passage of 1 article"


def test_a_tag_of_the_codebook_is_offered_with_its_passages(one: Program) -> None:
    view = one.desk().show_codebook()
    one.settle()
    view.go_to("roads")
    one.settle()
    assert "Export…" in [each.text() for each in view.acts.menu_for(view.tag).actions()]
    page = offered(one)
    assert words(page)[0] == "Passages tagged “roads”" and page.preview.count.text() == "2 passages of 2 articles"


def test_a_card_offers_its_passage(one: Program) -> None:
    one.desk().main.open(one.first_article())
    one.settle()
    panel = one.desk().library.inspector.passages
    passage = one.desk().library.reader.markings.page.marks.passages[0]
    menu = panel.menu(passage.uid)
    assert isinstance(menu, QMenu)
    next(each for each in menu.actions() if each.text() == "Export…").trigger()
    menu.close()
    page = offered(one, trigger=False)
    assert words(page)[0] == "This passage" and page.preview.count.text() == "1 passage of 1 article"


def test_a_bundle_is_offered_whole_articles_where_a_person_is(one: Program) -> None:
    one.desk().library.list.table.selectAll()
    one.settle()
    one.actions.trigger("archive.bundle")
    one.settle()
    page = one.window.page()
    assert isinstance(page, BundlePage)
    assert page.what.findChild(QPushButton, "bundle-what_offer0").text() == "The 2 chosen articles"
    assert page.coming.text().startswith("2 articles, 4 passages, originals of ")


def test_the_page_is_made_in_one_turn_and_shown_in_another(one: Program) -> None:
    page = one.desk().pages.export([])
    assert one.window.page() is None
    one.settle()
    assert one.window.page() is page and page.isVisible()
